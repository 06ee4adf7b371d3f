"""``confkit history``: who changed what, when."""

import re
from functools import partial
from uuid import UUID

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import Column, tell, tell_json, tell_table
from confkit.domain.edit import ENTITY_TYPES
from confkit.domain.errors import NotFound
from confkit.domain.history import Entry, EntryKind, Headline
from confkit.domain.text import clean_line, clean_text
from confkit.services import as_json, lookup
from confkit.services.history import describe, explain, names_in, overview
from confkit.services.history_diff import in_lines
from confkit.services.workspace import Workspace

_ID = re.compile(r"[0-9a-f]{4,32}\Z")
_WHOLE = 32
_COLUMNS = (
    Column("NUMBER", right=True),
    Column("WHEN"),
    Column("WHO", cut=1),
    Column("THINGS", right=True),
    Column("WHAT", cut=2),
)


@verb(
    "history",
    examples="confkit history --limit 20\nconfkit history 3f9a2c1b --json\nconfkit history --by ben --search room\n"
    "confkit history --edit 17",
)
@click.argument("thing", metavar="[ID]", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most.")
@click.option("--by", metavar="NAME", help="Only what this author did; a part of the name is enough.")
@click.option("--kind", type=click.Choice([kind.value for kind in EntryKind]), help="Only edits, undos or redos.")
@click.option("--search", metavar="TEXT", help="Only what was done in these words.")
@click.option("--edit", "number", type=click.IntRange(min=1), metavar="NUMBER", help="Show what this one changed.")
@json_option
def command(
    thing: str | None,
    limit: int,
    by: str | None,
    kind: str | None,
    search: str | None,
    number: int | None,
    in_json: bool,
) -> None:
    """Show the latest edits, newest first; of one session, person, event, show or episode with its ID.

    With --edit, show one with everything that it changed, field by field.
    """
    with workspace() as opened:
        if number is not None:
            _tell_one(opened, number, in_json=in_json)
            return
        wanted = partial(_is_wanted, by=by, kind=kind, search=search)
        page = overview(opened, wanted=wanted, limit=limit, subject=_subject(opened, thing) if thing else None)
        if in_json:
            tell_json([as_json.entry(opened.repository.entry(one.number)) for one in page.headlines])
            return
    tell_table(
        _COLUMNS,
        (
            (str(one.number), f"{one.at.astimezone():%Y-%m-%d %H:%M}", one.author, str(one.things), _what(one))
            for one in page.headlines
        ),
        empty="nothing of this was changed yet" if thing or by or kind or search else "nothing was changed yet",
    )


def _is_wanted(one: Headline, *, by: str | None, kind: str | None, search: str | None) -> bool:
    words = (search or "").casefold().split()
    return (
        (not by or by.casefold() in one.author.casefold())
        and (not kind or one.kind.value == kind)
        and all(word in one.label.casefold() for word in words)
    )


def _tell_one(opened: Workspace, number: int, *, in_json: bool) -> None:
    explained = explain(opened, number)
    entry = explained.entry
    if in_json:
        tell_json(as_json.entry(entry))
        return
    what = f"{entry.kind.value} of {entry.target}: {entry.label}" if entry.target else entry.label
    tell(f"{clean_line(what)}{' (undone)' if entry.undone else ''}")
    tell(f"{entry.at.astimezone():%Y-%m-%d %H:%M} by {clean_line(entry.author)}")
    for line in in_lines(explained.things, explained.hidden):
        tell(f"  {clean_text(line)}")


def _what(one: Headline) -> str:
    if one.kind is not EntryKind.EDIT:
        return f"{one.kind.value} of {one.target}: {one.label}"
    return f"{one.label} (undone)" if one.undone else one.label


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
