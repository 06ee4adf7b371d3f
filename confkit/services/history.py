"""Undo, redo, and who changed what."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import ConfkitError, NothingToUndo
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.history import Entry, Headline
from confkit.domain.person import Person
from confkit.domain.session import Session, Slot
from confkit.domain.show import Show
from confkit.domain.tag_merge import writing_in
from confkit.services.words import NO_NAMES, kind_of, known_as, name_of, plain, whereabouts
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.services.history_diff import ThingDiff

_SHOWN = 60
# So many headlines are read at a time while others than the newest are looked for.
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the history, the newest first; ``more`` says that there may be older ones."""

    headlines: tuple[Headline, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """An entry with what it changed in words; of ``hidden`` things more nothing is said."""

    entry: Entry
    things: "tuple[ThingDiff, ...]"
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would happen if an edit were taken back, or done ``again`` where it is taken back.

    ``number`` is the edit that this is about, ``explained`` what would do it. ``error`` says why it can't be, None
    where it can; ``later`` are the edits that stand in its way. ``files`` are the audio files whose tags would be
    written.
    """

    number: int
    explained: Explained
    again: bool = False
    error: ConfkitError | None = None
    later: tuple[Headline, ...] = ()
    files: tuple[str, ...] = ()


def history(ws: Workspace, *, limit: int = 100, subject: UUID | None = None) -> tuple[Entry, ...]:
    """The latest entries of the journal, newest first; of one thing with ``subject``."""
    return ws.repository.history(limit=limit, subject=subject)


def overview(
    ws: Workspace,
    *,
    wanted: Callable[[Headline], bool] | None = None,
    subject: UUID | None = None,
    before: int | None = None,
    limit: int = 100,
) -> Page:
    """Return the newest ``limit`` headlines from before the entry ``before`` on, of those ``wanted``.

    No more is read than it takes to find them.
    """
    found: list[Headline] = []
    at_once = limit if wanted is None else max(limit, _PAGE)
    while True:
        # One more than asked for: it says whether there are others.
        batch = ws.repository.headlines(limit=at_once + 1, before=before, subject=subject)
        found += [one for one in batch if wanted is None or wanted(one)]
        if len(found) > limit or len(batch) <= at_once:
            return Page(tuple(found[:limit]), more=len(found) > limit)
        before = batch[-1].number


def explain(ws: Workspace, number: int) -> Explained:
    """Return what an entry changed, in words; raises NotFound."""
    return _explained(ws, ws.repository.entry(number))


def _explained(ws: Workspace, entry: Entry) -> Explained:
    # Late: most of what needs this module takes back and asks for no difference.
    from confkit.services.history_diff import MOST_THINGS, diff_of

    shown = replace(entry, edit=Edit(entry.edit.label, entry.edit.changes[:MOST_THINGS]))
    things = diff_of(entry.edit, names_in(ws, shown))
    return Explained(entry, things, len(entry.edit.changes) - len(things))


def outlook(ws: Workspace, number: int) -> Outlook:
    """Return what would happen if the edit ``number`` were taken back, or why it can't be; raises NotFound.

    Of an edit that is taken back, what would happen if it were done again; of an undo or redo, that of the edit that it
    speaks of. Nothing is written. Files are looked at where the edit wrote tags.
    """
    entry = ws.repository.entry(number)
    if entry.target is not None:
        entry = ws.repository.entry(entry.target)
    number, again = entry.number, entry.undone
    explained = _explained(ws, entry if again else replace(entry, edit=entry.edit.inverse))
    try:
        ws.repository.require_undoable(number, again=again)
        if not writing_in(entry.edit):
            return Outlook(number, explained, again)
        from confkit.services.tag_undo import files_to_write

        return Outlook(number, explained, again, files=files_to_write(ws, entry, back=not again))
    except ConfkitError as error:
        later = () if isinstance(error, NothingToUndo) else ws.repository.changed_since(number)
        return Outlook(number, explained, again, error, later)


def undo(ws: Workspace) -> Entry:
    """Take back your last edit; raises NothingToUndo, or EditConflict where something later depends on it.

    Where the edit wrote tags into files, these say again what they said before; raises ConfkitError where one can't.
    """
    entry = ws.repository.last_done(ws.author)
    if not writing_in(entry.edit):
        return ws.repository.undo(author=ws.author, at=ws.now(), number=entry.number)
    from confkit.services.tag_undo import take_back, write_again

    take_back(ws, entry)
    try:
        return ws.repository.undo(author=ws.author, at=ws.now(), number=entry.number)
    except ConfkitError:
        write_again(ws, entry)
        raise


def undo_entry(ws: Workspace, number: int) -> Entry:
    """Take back one edit of the history, whoever made it, where nothing depends on it.

    Raises NotFound, NothingToUndo, and EditConflict that says which later edits changed the same things. Tags that it
    wrote into files say again what they said before, as in ``undo``.
    """
    entry = ws.repository.entry(number)
    if not writing_in(entry.edit) or entry.undone:
        return ws.repository.undo_entry(number, author=ws.author, at=ws.now())
    from confkit.services.tag_undo import take_back, write_again

    # Before a file is touched: the journal knows which later edits stand in the way, the files don't.
    ws.repository.require_undoable(number)
    take_back(ws, entry)
    try:
        return ws.repository.undo_entry(number, author=ws.author, at=ws.now())
    except ConfkitError:
        write_again(ws, entry)
        raise


def redo_entry(ws: Workspace, number: int) -> Entry:
    """Do an edit of the history again that is taken back, whoever took it back, where nothing depends on that.

    Raises NotFound, NothingToUndo where it is not taken back, and EditConflict; see ``undo_entry``.
    """
    entry = ws.repository.entry(number)
    if not writing_in(entry.edit) or not entry.undone:
        return ws.repository.redo_entry(number, author=ws.author, at=ws.now())
    from confkit.services.tag_undo import take_back, write_again

    ws.repository.require_undoable(number, again=True)
    write_again(ws, entry)
    try:
        return ws.repository.redo_entry(number, author=ws.author, at=ws.now())
    except ConfkitError:
        take_back(ws, entry)
        raise


def redo(ws: Workspace) -> Entry:
    """Do your last undone edit again; raises NothingToUndo, EditConflict; see ``undo``."""
    entry = ws.repository.last_undone(ws.author)
    if not writing_in(entry.edit):
        return ws.repository.redo(author=ws.author, at=ws.now(), number=entry.number)
    from confkit.services.tag_undo import take_back, write_again

    write_again(ws, entry)
    try:
        return ws.repository.redo(author=ws.author, at=ws.now(), number=entry.number)
    except ConfkitError:
        take_back(ws, entry)
        raise


def describe(entry: Entry, names: Mapping[UUID, str] = NO_NAMES) -> tuple[str, ...]:
    """What an entry changed, one line for each thing added or removed and each field that differs.

    ``names`` says what the things are called that it refers to, see ``names_in``.
    """
    return tuple(line for change in entry.edit.changes for line in _lines(change, names))


# The fields that refer to something, and what they refer to.
_REFERENCES: dict[str, type[Entity]] = {
    "event_id": Event,
    "room_id": Room,
    "track_id": Track,
    "type_id": SessionType,
    "session_id": Session,
    "show_id": Show,
    "person_id": Person,
    "slot_id": Slot,
}


def names_in(ws: Workspace, entry: Entry) -> Mapping[UUID, str]:
    """The names of everything that the changes of ``entry`` refer to: what it changed itself, and what still exists."""
    own: dict[UUID, str] = {}
    wanted: dict[UUID, type[Entity]] = {}
    for change in entry.edit.changes:
        own[change.id] = name_of(change.entity)
        for version in (change.before, change.after):
            wanted |= {id: kind for name, kind in _REFERENCES.items() if (id := getattr(version, name, None))}
            parts = getattr(version, "participants", None) or getattr(version, "people", None) or ()
            wanted |= {part.person_id: Person for part in parts}
            wanted |= {way.room_id: Room for way in getattr(version, "ways", ())}
            for name, kind in (("rooms", Room), ("not_with", Session), ("apart", Person)):
                wanted |= dict.fromkeys(getattr(version, name, ()), kind)
    found = ((id, ws.repository.get(kind, id)) for id, kind in wanted.items() if id not in own)
    return own | {id: name_of(entity) for id, entity in found if entity is not None}


def _lines(change: Change, names: Mapping[UUID, str]) -> Iterator[str]:
    subject = f"{kind_of(change.entity)} “{known_as(change.entity, names)}”"
    if change.before is None:
        yield f"+ {subject}{_at(change.entity, names)}"
    elif change.after is None:
        yield f"- {subject}{_at(change.entity, names)}"
    else:
        for field in change.fields:
            if field == "based_on":
                # Bookkeeping of the merge with tags, nothing that anybody typed; but it tells that a file was written.
                if writing_in(Edit("", (change,))) or writing_in(Edit("", (change.inverse,))):
                    yield f"{subject}: tags of its file"
                continue
            before, after = getattr(change.before, field), getattr(change.after, field)
            yield f"{subject}: {field.removesuffix('_id')} {_shown(before, names)} → {_shown(after, names)}"


def _at(entity: Entity, names: Mapping[UUID, str]) -> str:
    place = whereabouts(entity, names)
    return f": {place}" if place else ""


def _shown(value: object, names: Mapping[UUID, str]) -> str:
    text = plain(value, names)
    return f"{text[: _SHOWN - 1]}…" if len(text) > _SHOWN else text
