"""Private shows: a secret in every address of the show, which only those know who were given it."""

import secrets
from dataclasses import replace

from confkit.domain.errors import InvalidValue
from confkit.domain.show import Show
from confkit.services import editing
from confkit.services.workspace import Workspace

# 144 bits: nobody guesses it, and it is still a line of a mail.
_BYTES = 18


def make_private(ws: Workspace, show: Show) -> Show:
    """Give a show a secret, unless it has one; its files move with the next build."""
    return show if show.is_private else _with(ws, show, secrets.token_urlsafe(_BYTES), f"Make “{show.title}” private")


def renew_secret(ws: Workspace, show: Show) -> Show:
    """Give a private show another secret; the old address ends with the next build. Raises InvalidValue for others."""
    if not show.is_private:
        raise InvalidValue("is not private", where=show.slug, fix=f"make it so: confkit show private {show.slug} --on")
    return _with(ws, show, secrets.token_urlsafe(_BYTES), f"Renew the secret address of “{show.title}”")


def make_public(ws: Workspace, show: Show) -> Show:
    """Take the secret from a show."""
    return _with(ws, show, "", f"Make “{show.title}” public") if show.is_private else show


def address_of_feed(ws: Workspace, show: Show) -> str:
    """Return the address that people subscribe to."""
    from confkit.services.feeds import address_of
    from confkit.services.public_show import folder_of

    return address_of(ws, f"{folder_of(show)}/feed.xml")


def _with(ws: Workspace, show: Show, secret: str, label: str) -> Show:
    after = replace(show, secret=secret)
    editing.change(ws, show, after, label=label)
    return after
