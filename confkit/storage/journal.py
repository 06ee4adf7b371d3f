"""The journal: every edit that was made, by whom and when, with all that is needed to take it back.

An entry is written in the transaction of its edit. Undo is per author and does not erase: it writes an entry of its own
and marks the edit as taken back. An edit is *done*, *undone* (it can be redone) or *dropped* (its author did something
else after undoing it).
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, bindparam, func, insert, select, update

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import NotFound, NothingToUndo
from confkit.domain.event import Room
from confkit.domain.history import Entry, EntryKind, Headline
from confkit.domain.person import Person
from confkit.domain.review import Review
from confkit.domain.session import Slot
from confkit.domain.sign_up import SignUp
from confkit.storage.reading import chunks
from confkit.storage.rows import mapped_kind, mapped_name, record_of
from confkit.storage.tables import journal, journal_change, journal_subject, session
from confkit.storage.unreadable import NOT_READ, unreadable
from confkit.storage.values import Scalar, instant_of, instant_text, json_text, zone_or_utc

_DONE, _UNDONE, _DROPPED = "done", "undone", "dropped"


# --- entities as the journal holds them -----------------------------------------------------------------------------

_JOURNALLED = msgspec.json.Decoder(tuple[dict[str, Scalar], dict[str, str]])


def journal_text(entity: Entity) -> str:
    """Return ``entity`` as JSON that can be read by itself: its record, and the zones its times are shown in."""
    return json_text((record_of(entity), dict(_zones_in(entity))))


def entity_of(kind: str, text: str) -> Entity:
    """Read what ``journal_text`` wrote, with an older schema too; raises Unreadable."""
    try:
        record, zones = _JOURNALLED.decode(text)
        mapped = mapped_name(kind)
    except NOT_READ as error:
        raise unreadable("journal_change", kind, "before or after", text, error, ()) from error
    entity: Entity = mapped.read_record(record, lambda event_id: zone_or_utc(zones.get(event_id, "UTC")))
    return entity


def _zones_in(entity: Entity) -> Iterator[tuple[str, str]]:
    if isinstance(entity, Slot):
        yield "", _zone_name(entity.start)
    elif isinstance(entity, Room) and entity.availability:
        yield "", _zone_name(entity.availability[0].start)
    elif isinstance(entity, Person):
        for one in entity.availability:
            if one.windows:
                yield one.event_id.hex, _zone_name(one.windows[0].start)


def _zone_name(moment: datetime) -> str:
    return getattr(moment.tzinfo, "key", None) or "UTC"


# --- writing ----------------------------------------------------------------------------------------------------------


def _redoable(author: str | BindParameter[Any]) -> tuple[ColumnElement[bool], ...]:
    """What ``author`` took back, whoever had made it: who takes back the edit of somebody else can do it again."""
    taken = journal.alias()
    own = select(taken.c.number).where(taken.c.author == author, taken.c.kind == EntryKind.UNDO.value)
    return (journal.c.state == _UNDONE, journal.c.undone_by.in_(own))


# Made once: each edit needs them, and to make a statement takes longer than to run it.
_DROP = update(journal).where(*_redoable(bindparam("of"))).values(state=_DROPPED)
_APPEND = insert(journal).returning(journal.c.number)
_CHANGES, _SUBJECTS = insert(journal_change), insert(journal_subject)
_EVENTS = select(session.c.event_id).distinct().where(session.c.id.in_(bindparam("ids", expanding=True)))


def append(
    connection: Connection, kind: EntryKind, edit: Edit, *, author: str, at: datetime, target: int | None = None
) -> Entry:
    """Write an entry for ``edit`` and return it. A new edit by an author drops what he could have redone."""
    if kind is EntryKind.EDIT:
        connection.execute(_DROP, {"of": author})
    values = {
        "at": instant_text(at),
        "author": author,
        "kind": kind.value,
        "label": edit.label,
        "target": target,
        "state": _DONE,
    }
    number = int(connection.execute(_APPEND, values).scalar_one())
    connection.execute(_CHANGES, [_change_row(number, place, change) for place, change in enumerate(edit.changes)])
    subjects = sorted(_subjects(connection, edit.changes))
    connection.execute(_SUBJECTS, [{"entry": number, "subject_id": one} for one in subjects])
    return Entry(number, instant_of(instant_text(at)), author, kind, edit, target)


def _change_row(number: int, place: int, change: Change) -> dict[str, Any]:
    return {
        "entry": number,
        "position": place,
        "kind": mapped_kind(type(change.entity)).name,
        "entity_id": change.id.hex,
        "before": None if change.before is None else journal_text(change.before),
        "after": None if change.after is None else journal_text(change.after),
    }


# Of the entries that stand in the way of an undo the newest are looked at; nobody reads more.
_MOST = 1_000
_OWNERS = ("event_id", "session_id", "room_id", "show_id", "person_id", "slot_id")
_PARTS = (Slot, Review, SignUp)


def _subjects(connection: Connection, changes: Collection[Change]) -> set[str]:
    """The things an entry is about: what it changes, what that belongs to and where it is, before and after."""
    found: set[UUID] = set()
    versions = [version for change in changes for version in (change.before, change.after) if version is not None]
    for version in versions:
        owners = (getattr(version, name, None) for name in _OWNERS)
        found.update((version.id, *(owner for owner in owners if owner is not None)))
    # These know their session only; sessions that the edit removes are among the changes, with their event.
    for chunk in chunks(version.session_id.hex for version in versions if isinstance(version, _PARTS)):
        found.update(UUID(one) for one in connection.scalars(_EVENTS, {"ids": chunk}))
    return {one.hex for one in found}


def last_done(connection: Connection, author: str) -> Entry:
    """Return the last edit of ``author`` that is not taken back; raises NothingToUndo."""
    own = (journal.c.author == author, journal.c.kind == EntryKind.EDIT.value, journal.c.state == _DONE)
    found = _entries(connection, select(journal).where(*own).order_by(journal.c.number.desc()).limit(1))
    if not found:
        raise NothingToUndo("there is nothing to undo", where=author, fix="undo takes back your own edits only")
    return found[0]


def last_undone(connection: Connection, author: str) -> Entry:
    """Return the edit that ``author`` took back last and can still redo; raises NothingToUndo."""
    newest = select(journal).where(*_redoable(author)).order_by(journal.c.undone_by.desc()).limit(1)
    found = _entries(connection, newest)
    if not found:
        raise NothingToUndo("there is nothing to redo", where=author, fix="redo brings back what you undid last")
    return found[0]


def mark_undone(connection: Connection, number: int, by: int) -> None:
    """Note that the entry ``by`` took back the edit ``number``."""
    connection.execute(update(journal).where(journal.c.number == number).values(state=_UNDONE, undone_by=by))


def mark_done(connection: Connection, number: int) -> None:
    """Note that the edit ``number`` was redone."""
    connection.execute(update(journal).where(journal.c.number == number).values(state=_DONE, undone_by=None))


# --- reading ----------------------------------------------------------------------------------------------------------


def history(connection: Connection, *, limit: int, before: int | None, subject: UUID | None) -> tuple[Entry, ...]:
    """Return entries, the newest first; of those about ``subject`` only, if one is given."""
    newest = select(journal).where(*_wanted(before, subject)).order_by(journal.c.number.desc()).limit(max(limit, 0))
    return _entries(connection, newest)


def headlines(connection: Connection, *, limit: int, before: int | None, subject: UUID | None) -> tuple[Headline, ...]:
    """Return what ``history`` does, in one statement and without the changes."""
    change = journal_change.c
    things = select(func.max(change.position) + 1).where(change.entry == journal.c.number).scalar_subquery()
    newest = select(journal, things.label("things")).where(*_wanted(before, subject))
    rows = connection.execute(newest.order_by(journal.c.number.desc()).limit(max(limit, 0)))
    return tuple(_headline(row, row.things or 0) for row in rows)


def headline_of(one: Entry) -> Headline:
    """Return what a list says of an entry that was read as a whole."""
    return Headline(one.number, one.at, one.author, one.kind, one.label, len(one.edit.changes), one.target, one.undone)


def _at(row: Row[Any]) -> datetime:
    try:
        return instant_of(row.at)
    except NOT_READ as error:
        raise unreadable("journal", row.number, "at", row.at, error, ()) from error


def _kind(row: Row[Any]) -> EntryKind:
    try:
        return EntryKind(row.kind)
    except NOT_READ as error:
        raise unreadable("journal", row.number, "kind", row.kind, error, tuple(EntryKind)) from error


def _headline(row: Row[Any], things: int) -> Headline:
    return Headline(
        number=row.number,
        at=_at(row),
        author=row.author,
        kind=_kind(row),
        label=row.label,
        things=things,
        target=row.target,
        undone=row.state != _DONE,
        undone_by=row.undone_by,
    )


def _wanted(before: int | None, subject: UUID | None) -> tuple[ColumnElement[bool], ...]:
    wanted: list[ColumnElement[bool]] = []
    if before is not None:
        wanted.append(journal.c.number < before)
    if subject is not None:
        about = select(journal_subject.c.entry).where(journal_subject.c.subject_id == subject.hex)
        wanted.append(journal.c.number.in_(about))
    return tuple(wanted)


def entry(connection: Connection, number: int) -> Entry:
    """Return one entry; raises NotFound."""
    found = _entries(connection, select(journal).where(journal.c.number == number))
    if not found:
        raise NotFound("there is no such entry", where=f"entry {number}", fix="confkit history lists them")
    return found[0]


def edit_to_undo(connection: Connection, number: int) -> Entry:
    """Return the edit ``number`` to be taken back; raises NotFound, and NothingToUndo where it is none or is undone."""
    target = entry(connection, number)
    if target.kind is not EntryKind.EDIT:
        raise NothingToUndo(
            f"is the {target.kind.value} of the edit {target.target}",
            where=f"entry {number}",
            fix="take back that edit, or do it again with redo",
        )
    if target.undone:
        raise NothingToUndo("is taken back already", where=f"entry {number}", fix="nothing needs to be done")
    return target


def edit_to_redo(connection: Connection, number: int) -> Entry:
    """Return the edit ``number`` to be done again; raises NotFound, and NothingToUndo where it is not taken back."""
    target = entry(connection, number)
    if not target.undone:
        raise NothingToUndo("is not taken back", where=f"entry {number}", fix="only what is taken back is done again")
    return target


def changed_since(connection: Connection, target: Entry) -> tuple[Entry, ...]:
    """Return the entries after ``target`` that changed what it changed, the newest first.

    Edits that are taken back, and what took them back, are left out: together they changed nothing.
    """
    ids = [change.id.hex for change in target.edit.changes]
    touched: set[int] = set()
    for chunk in chunks(ids):
        column = journal_change.c
        own = select(column.entry).where(column.entry > target.number, column.entity_id.in_(chunk)).distinct()
        touched.update(connection.scalars(own))
    if not touched:
        return ()
    newest = select(journal).where(journal.c.number.in_(sorted(touched)[-_MOST:])).order_by(journal.c.number.desc())
    return tuple(one for one in _entries(connection, newest) if one.kind is EntryKind.EDIT and not one.undone)


def since(connection: Connection, number: int) -> tuple[Entry, ...]:
    """Return the entries after ``number``, the oldest first."""
    return _entries(connection, select(journal).where(journal.c.number > number).order_by(journal.c.number))


def _entries(connection: Connection, statement: Select[Any]) -> tuple[Entry, ...]:
    rows = connection.execute(statement).all()
    changes: dict[int, list[Change]] = {}
    for chunk in chunks(row.number for row in rows):
        column = journal_change.c
        own = select(journal_change).where(column.entry.in_(chunk)).order_by(column.entry, column.position)
        for row in connection.execute(own):
            changes.setdefault(row.entry, []).append(Change(_version(row, row.before), _version(row, row.after)))
    return tuple(_entry(row, changes.get(row.number, ())) for row in rows)


def _version(row: Row[Any], text: str | None) -> Entity | None:
    return None if text is None else entity_of(row.kind, text)


def _entry(row: Row[Any], changes: Iterable[Change]) -> Entry:
    return Entry(
        number=row.number,
        at=_at(row),
        author=row.author,
        kind=_kind(row),
        edit=Edit(row.label, tuple(changes)),
        target=row.target,
        undone=row.state != _DONE,
    )
