"""Undo, redo, and who changed what."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import ConfkitError
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.history import Entry
from confkit.domain.person import Person
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Show
from confkit.domain.sign_up import SignUp
from confkit.domain.tag_merge import writing_in
from confkit.services.words import NO_NAMES, kind_of, name_of, plain
from confkit.services.workspace import Workspace

_SHOWN = 60


def history(ws: Workspace, *, limit: int = 100, subject: UUID | None = None) -> tuple[Entry, ...]:
    """The latest entries of the journal, newest first; of one thing with ``subject``."""
    return ws.repository.history(limit=limit, subject=subject)


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

    take_back(ws, entry)
    try:
        return ws.repository.undo_entry(number, author=ws.author, at=ws.now())
    except ConfkitError:
        write_again(ws, entry)
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
    """The names of everything that the changes of ``entry`` refer to and that still exists."""
    wanted: dict[UUID, type[Entity]] = {}
    for change in entry.edit.changes:
        for version in (change.before, change.after):
            wanted |= {id: kind for name, kind in _REFERENCES.items() if (id := getattr(version, name, None))}
            parts = getattr(version, "participants", None) or getattr(version, "people", None) or ()
            wanted |= {part.person_id: Person for part in parts}
            wanted |= {way.room_id: Room for way in getattr(version, "ways", ())}
            for name, kind in (("rooms", Room), ("not_with", Session), ("apart", Person)):
                wanted |= dict.fromkeys(getattr(version, name, ()), kind)
    found = ((id, ws.repository.get(kind, id)) for id, kind in wanted.items())
    return {id: name_of(entity) for id, entity in found if entity is not None}


def _lines(change: Change, names: Mapping[UUID, str]) -> Iterator[str]:
    subject = f"{kind_of(change.entity)} “{_name(change.entity, names)}”"
    if change.before is None:
        yield f"+ {subject}{_place(change.entity, names)}"
    elif change.after is None:
        yield f"- {subject}{_place(change.entity, names)}"
    else:
        for field in change.fields:
            if field == "based_on":
                # Bookkeeping of the merge with tags, nothing that anybody typed; but it tells that a file was written.
                if writing_in(Edit("", (change,))) or writing_in(Edit("", (change.inverse,))):
                    yield f"{subject}: tags of its file"
                continue
            before, after = getattr(change.before, field), getattr(change.after, field)
            yield f"{subject}: {field.removesuffix('_id')} {_shown(before, names)} → {_shown(after, names)}"


def _name(entity: Entity, names: Mapping[UUID, str]) -> str:
    """A slot and a review go by their session, an arrival by the person, where that is known."""
    if isinstance(entity, Slot | Review):
        return names.get(entity.session_id, name_of(entity))
    return names.get(entity.person_id, name_of(entity)) if isinstance(entity, Arrival) else name_of(entity)


def _place(entity: Entity, names: Mapping[UUID, str]) -> str:
    """Where and when a slot is, whose a review is, what somebody signed up for; nothing for other things."""
    if isinstance(entity, Review):
        return f": {name_of(entity)}, {plain(entity.person_id, names)}"
    if isinstance(entity, SignUp):
        return f": {plain(entity.session_id, names)}"
    if not isinstance(entity, Slot):
        return ""
    room = f", {plain(entity.room_id, names)}" if entity.room_id else ""
    return f": {entity.start:%a %d %b %H:%M}{room}"


def _shown(value: object, names: Mapping[UUID, str]) -> str:
    text = plain(value, names)
    return f"{text[: _SHOWN - 1]}…" if len(text) > _SHOWN else text
