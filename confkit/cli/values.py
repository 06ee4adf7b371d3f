"""What commands take as arguments, and what the shell offers for them: ids and short names with their titles.

A completion never speaks: outside a workspace, or when something is wrong with it, it offers nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from confkit.cli.command import workspace_folder
from confkit.domain.errors import ConfkitError
from confkit.domain.session import Status
from confkit.domain.text import clean_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from confkit.services.workspace import Workspace

Offers: TypeAlias = Iterable[tuple[str, str]]

_ID_SHOWN = 8


def short_id(thing: Any) -> str:
    """Return the beginning of a thing's id, as lists show it and commands take it."""
    return str(thing.id.hex[:_ID_SHOWN])


class Named(click.types.StringParamType):
    """A thing of the workspace by its short name or id; looked up by the command, offered by the shell."""

    def __init__(self, name: str, offers: "Callable[[Workspace, click.Context], Offers]") -> None:
        self.name = name
        self._offers = offers

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """Offer what begins with ``incomplete``."""
        from click.shell_completion import CompletionItem

        from confkit.services.workspace import open_workspace

        try:
            with open_workspace(workspace_folder(ctx)) as workspace:
                offers = list(self._offers(workspace, ctx))
        except (ConfkitError, OSError):
            return []
        return [
            CompletionItem(value, help=clean_line(title) or None)
            for value, title in offers
            if value.lower().startswith(incomplete.lower())
        ]


def _events(workspace: "Workspace", _ctx: click.Context) -> Offers:
    return [(event.slug, event.title) for event in workspace.repository.events()]


def _shows(workspace: "Workspace", _ctx: click.Context) -> Offers:
    return [(show.slug, show.title) for show in workspace.repository.shows()]


def _persons(workspace: "Workspace", _ctx: click.Context) -> Offers:
    return [(short_id(person), person.name) for person in workspace.repository.persons()]


def _sessions(workspace: "Workspace", _ctx: click.Context) -> Iterator[tuple[str, str]]:
    for event in workspace.repository.events():
        for session in workspace.repository.programme(event.id).sessions:
            yield short_id(session), session.title


def _episodes(workspace: "Workspace", _ctx: click.Context) -> Iterator[tuple[str, str]]:
    from confkit.services import lookup

    for show in workspace.repository.shows():
        for view in lookup.episodes(workspace, show):
            yield short_id(view), view.title


def _rooms(workspace: "Workspace", ctx: click.Context) -> Offers:
    return [(_word(room), room.name) for programme in _programmes(workspace, ctx) for room in programme.rooms]


def _tracks(workspace: "Workspace", ctx: click.Context) -> Offers:
    return [(_word(track), track.name) for programme in _programmes(workspace, ctx) for track in programme.tracks]


def _programmes(workspace: "Workspace", ctx: click.Context) -> Iterator[Any]:
    """Give the programme that the words before speak of, or every one."""
    from confkit.services import lookup

    if event := ctx.params.get("event"):
        yield lookup.programme(workspace, event)
    elif session := ctx.params.get("session"):
        yield lookup.find_session(workspace, session)[0]
    else:
        yield from (workspace.repository.programme(event.id) for event in workspace.repository.events())


def _word(thing: Any) -> str:
    # A name with a blank would arrive at the shell as two words; the id says the same in one.
    return short_id(thing) if " " in thing.name else str(thing.name)


EVENT = Named("event", _events)
SESSION = Named("session", _sessions)
PERSON = Named("person", _persons)
SHOW = Named("show", _shows)
EPISODE = Named("episode", _episodes)
ROOM = Named("room", _rooms)
TRACK = Named("track", _tracks)
# The names are in the help: as its placeholder they would be wider than a line.
STATUS = click.option(
    "--status",
    type=click.Choice([status.value for status in Status]),
    metavar="STATUS",
    help=f"Only those that stand so: {', '.join(Status)}.",
)
