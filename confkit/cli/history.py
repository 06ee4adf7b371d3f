"""``confkit history``: who changed what, when."""

import re
from uuid import UUID

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import Column, tell, tell_json, tell_table
from confkit.domain.edit import ENTITY_TYPES
from confkit.domain.errors import NotFound
from confkit.domain.history import Entry, EntryKind
from confkit.domain.text import clean_line
from confkit.services import as_json, lookup
from confkit.services.history import describe, history, names_in
from confkit.services.workspace import Workspace

_ID = re.compile(r"[0-9a-f]{4,32}\Z")
_WHOLE = 32
_COLUMNS = (Column("NUMBER", right=True), Column("WHEN"), Column("WHO", cut=1), Column("WHAT", cut=2))


@verb("history", examples="confkit history --limit 20\nconfkit history 3f9a2c1b --json")
@click.argument("thing", metavar="[ID]", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most.")
@json_option
def command(thing: str | None, limit: int, in_json: bool) -> None:
    """Show the latest edits, newest first; of one session, person, event, show or episode with its ID."""
    with workspace() as opened:
        entries = history(opened, limit=limit, subject=_subject(opened, thing) if thing else None)
    if in_json:
        tell_json([as_json.entry(entry) for entry in entries])
        return
    tell_table(
        _COLUMNS,
        (
            (str(entry.number), f"{entry.at.astimezone():%Y-%m-%d %H:%M}", entry.author, _what(entry))
            for entry in entries
        ),
        empty="nothing was changed yet",
    )


def _what(entry: Entry) -> str:
    if entry.kind is not EntryKind.EDIT:
        return f"{entry.kind.value} of {entry.target}: {entry.label}"
    return f"{entry.label} (undone)" if entry.undone else entry.label


def _subject(opened: Workspace, text: str) -> UUID:
    """Return the id of the thing that ``text`` names: the beginning of an id, or the short name of an event or show.

    A whole id needs no thing any more: what was removed has a history too.
    """
    by_slug = {one.slug: one.id for one in lookup.shows(opened)} | {one.slug: one.id for one in lookup.events(opened)}
    if text in by_slug:
        return by_slug[text]
    plain = text.lower().replace("-", "")
    if not _ID.match(plain):
        raise NotFound(
            f"there is nothing called {text!r}", fix="give the id of a thing, or the short name of an event or show"
        )
    if len(plain) == _WHOLE:
        return UUID(plain)
    found = [entity for kind in ENTITY_TYPES for entity in opened.repository.with_prefix(kind, plain)]
    if len(found) != 1:
        raise NotFound(
            f"{text!r} is the id of {len(found) or 'no'} thing{'s' * (len(found) > 1)}", fix="use more of the id"
        )
    return found[0].id


def tell_entry(workspace: Workspace, entry: Entry, *, in_json: bool) -> None:
    """Print what an undo or redo did: its label, then a line for each thing that changed."""
    if in_json:
        tell_json(as_json.entry(entry))
        return
    tell(f"{entry.kind.value}: {clean_line(entry.label)}")
    for line in describe(entry, names_in(workspace, entry)):
        tell(f"  {clean_line(line)}")
