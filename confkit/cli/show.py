"""``confkit show``: podcasts."""

from typing import Any

import click

from confkit.cli import artwork
from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.fields import FieldVerb, context_for, submit
from confkit.cli.output import Column, say, tell, tell_facts, tell_json, tell_table
from confkit.cli.values import SHOW
from confkit.domain.show import Show
from confkit.services import as_json, editing, lookup
from confkit.services.private import address_of_feed, make_private, make_public, renew_secret


@click.group("show", cls=Noun)
def command() -> None:
    """List and edit shows (podcasts)."""


command.add_command(artwork.artwork)


@command.command("list", examples="confkit show list --json")
@json_option
def list_(in_json: bool) -> None:
    """List the shows of the workspace."""
    with workspace() as opened:
        found = [(show, len(opened.repository.shelf(show.id).episodes)) for show in lookup.shows(opened)]
    if in_json:
        tell_json([as_json.show(show) | {"episodes": episodes} for show, episodes in found])
        return
    tell_table(
        (Column("SHOW"), Column("EPISODES", right=True), Column("LANGUAGE"), Column("TITLE", cut=2)),
        ((show.slug, str(episodes), show.language, show.title) for show, episodes in found),
        empty="no shows; put audio into episodes/NAME/ and run “confkit scan”, or “confkit show add”",
    )


@command.command(examples="confkit show show ward-rounds")
@click.argument("show", type=SHOW)
@json_option
def show(show: str, in_json: bool) -> None:
    """Show everything about SHOW."""
    with workspace() as opened:
        found = lookup.find_show(opened, show)
        episodes = len(opened.repository.shelf(found.id).episodes)
        address = address_of_feed(opened, found)
    if in_json:
        tell_json(as_json.show(found) | {"episodes": episodes})
        return
    tell_facts(
        {
            "Id": str(found.id),
            "Short name": found.slug,
            "Guid": str(found.guid),
            "Feed": address,
            "Private": "yes: who has the address can listen, nothing public leads there" if found.is_private else "",
            "Collects": found.series,
            "Episodes": str(episodes),
            "Author": found.author,
            "Owner": " ".join(
                part for part in (found.owner_name, f"<{found.owner_email}>" if found.owner_email else "") if part
            ),
            "Language": found.language,
            "Kind": found.kind.value,
            "Categories": ", ".join(found.categories),
            "Artwork": found.artwork,
            "Explicit": "yes" if found.explicit else "no",
            "Web address": found.url,
            "Licence": found.licence,
            "Copyright": found.copyright,
            "Description": found.description,
        },
        title=found.title,
    )


@command.command(cls=FieldVerb, kind=Show, examples='confkit show add --slug ward-rounds --title "Ward Rounds"')
@json_option
def add(in_json: bool, **fields: Any) -> None:
    """Add a show and print its short name.

    Its audio goes into episodes/NAME/.
    """
    with workspace() as opened:
        blank = editing.new_show(opened, fields.get("field_slug") or "", "")
        added = submit(opened, None, blank, fields, context_for(opened))
    assert isinstance(added, Show)
    if in_json:
        tell_json(as_json.show(added) | {"episodes": 0})
    else:
        tell(added.slug)


@command.command(cls=FieldVerb, kind=Show, examples='confkit show edit ward-rounds --author "Amira Hart"')
@click.argument("show", type=SHOW)
@json_option
def edit(show: str, in_json: bool, **fields: Any) -> None:
    """Change fields of SHOW.

    One option for each field; an empty value clears it, and “-” reads it from stdin.
    """
    with workspace() as opened:
        found = lookup.find_show(opened, show)
        changed = submit(opened, found, found, fields, context_for(opened))
        episodes = len(opened.repository.shelf(found.id).episodes)
    assert isinstance(changed, Show)
    if in_json:
        tell_json(as_json.show(changed) | {"episodes": episodes})


@command.command(examples="confkit show remove ward-rounds")
@click.argument("show", type=SHOW)
def remove(show: str) -> None:
    """Remove SHOW with its episodes.

    The audio files stay; “confkit undo” brings it back.
    """
    with workspace() as opened:
        say(editing.remove(opened, lookup.find_show(opened, show)).label)


@command.command(
    examples="confkit show private staff-round --on\nconfkit show private staff-round --renew\n"
    "confkit show private staff-round"
)
@click.argument("show", type=SHOW)
@click.option("--on", "wanted", flag_value="on", help="Put a secret into every address of it.")
@click.option("--off", "wanted", flag_value="off", help="Make it public again.")
@click.option("--renew", "wanted", flag_value="renew", help="Take another secret; the address of before ends.")
@json_option
def private(show: str, wanted: str | None, in_json: bool) -> None:
    """Make SHOW private, and print the address of its feed.

    Its files lie below a secret address, directories are told to leave it alone, and no page, feed or calendar of the
    output leads there. The files move with the next build.
    """
    with workspace() as opened:
        before = lookup.find_show(opened, show)
        change = {"on": make_private, "off": make_public, "renew": renew_secret}.get(wanted or "")
        after = change(opened, before) if change else before
        address = address_of_feed(opened, after)
    if after is not before:
        say("build to move its files: confkit build")
    if in_json:
        tell_json({"show": after.slug, "private": after.is_private, "feed": address})
    else:
        tell(address)
