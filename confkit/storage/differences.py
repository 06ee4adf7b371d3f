"""Why an edit could not be written, in words: what somebody else changed, what is missing, what is taken."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Entity
from confkit.domain.errors import EditConflict, StorageError
from confkit.domain.event import Link, Room, SessionType, Track, Way, Window
from confkit.domain.history import Entry
from confkit.domain.person import Availability, Participant, Person
from confkit.domain.recording import Chapter
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleOptions, RuleSeverity
from confkit.domain.session import Slot
from confkit.domain.show import Episode, TagBasis
from confkit.domain.sign_up import SignUp
from confkit.storage import tables
from confkit.storage.journal import changed_since
from confkit.storage.reading import load_by_id
from confkit.storage.rows import Record, mapped_kind

if TYPE_CHECKING:
    from confkit.storage.writing import Step

_NAMES = {"session_type": "type of session", "sign_up": "sign-up"}


def kind_name(kind: type[Any]) -> str:
    """Return what a kind of entity is called in a sentence."""
    name = mapped_kind(kind).name
    return _NAMES.get(name, name)


def called(entity: Entity) -> str:
    """Return what people know an entity by: its kind and its name, title, file or time."""
    if isinstance(entity, Slot):
        return f"slot “{shown(entity.start)}”"
    if isinstance(entity, Episode):
        return f"episode “{entity.title or entity.file or entity.guid}”"
    if isinstance(entity, Review | Arrival):
        return f"{kind_name(type(entity))} of {shown(entity.at)}"
    name = entity.name if isinstance(entity, Room | Track | SessionType | Person | SignUp) else entity.title
    return f"{kind_name(type(entity))} “{name}”"


def conflict(connection: Connection, change: Change, expected: Record | None, stored: Record | None) -> EditConflict:
    """Return the error that says how the stored record differs from the one the edit is based on."""
    entity, kind = change.entity, type(change.entity)
    if expected is None:
        return EditConflict("was added by somebody else already", where=called(entity), fix="look at it and edit it")
    if stored is None:
        return EditConflict(
            "was removed by somebody else", where=_told(connection, entity), fix="leave it, or add it anew"
        )
    present = load_by_id(connection, kind, (entity.id,))[entity.id]
    fields = [field for field in mapped_kind(kind).fields if expected[field] != stored[field]]
    differences = tuple(
        (field, _shown(connection, field, change.before), _shown(connection, field, present)) for field in fields
    )
    told = "; ".join(f"{field} was {old!r} and is now {new!r}" for field, old, new in differences)
    return EditConflict(
        f"was changed by somebody else meanwhile: {told}",
        where=_told(connection, entity),
        fix="look at it as it is now and make your change again",
        differences=differences,
    )


def _told(connection: Connection, entity: Entity) -> str:
    """What an entity is called; of a slot also what takes place in it, which a time alone does not tell."""
    if not isinstance(entity, Slot):
        return called(entity)
    titles = select(tables.session.c.title).where(tables.session.c.id == entity.session_id.hex)
    title = connection.scalar(titles)
    return f"{called(entity)} of “{title}”" if title else called(entity)


def depended_on(connection: Connection, target: Entry, error: EditConflict, *, again: bool = False) -> EditConflict:
    """Return why an older edit can't be taken back, or be done ``again``: which later ones changed the same things."""
    later = changed_since(connection, target)
    if not later:
        return error
    told = "; ".join(f"{one.number} “{one.label}” by {one.author}" for one in later[:_NAMED])
    more = f" and {len(later) - _NAMED} more" if len(later) > _NAMED else ""
    return EditConflict(
        f"can't be {'done again' if again else 'taken back'}: changed since by {told}{more}",
        where=f"entry {target.number} “{target.label}”",
        fix=f"take back the later ones first, the newest first: {later[0].number}",
        differences=error.differences,
    )


_NAMED = 3
_REFERENCES = {
    "event_id": tables.event.c.title,
    "type_id": tables.session_type.c.name,
    "track_id": tables.track.c.name,
    "room_id": tables.room.c.name,
    "session_id": tables.session.c.title,
    "show_id": tables.show.c.title,
    "person_id": tables.person.c.name,
}


def _shown(connection: Connection, field: str, entity: Entity | None) -> str:
    value = getattr(entity, field)
    if isinstance(value, UUID) and field in _REFERENCES:
        column = _REFERENCES[field]
        name = connection.scalar(select(column).where(column.table.c.id == value.hex))
        return name if name is not None else "(gone)"
    if isinstance(value, UUID) and field == "slot_id":
        place = load_by_id(connection, Slot, (value,)).get(value)
        return shown(place.start if place else value)
    if isinstance(value, tuple) and any(isinstance(one, Way) for one in value):
        room = tables.room.c
        ids = [one.room_id.hex for one in value]
        names = dict(connection.execute(select(room.id, room.name).where(room.id.in_(ids))).all())
        return ", ".join(f"{names.get(one.room_id.hex, one.room_id)} {one.minutes} min" for one in value)
    if isinstance(value, tuple) and any(isinstance(one, Participant) for one in value):
        person = tables.person.c
        ids = [one.person_id.hex for one in value]
        names = dict(connection.execute(select(person.id, person.name).where(person.id.in_(ids))).all())
        return ", ".join(f"{names.get(one.person_id.hex, one.person_id)} ({one.role})" for one in value)
    return shown(value)


def shown(value: object) -> str:
    """Return a value of a field as a person reads it; empty for what is not there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} (UTC{value:%z})"
    if isinstance(value, timedelta):
        return f"{value // timedelta(minutes=1)} min" if not value % timedelta(minutes=1) else str(value)
    if isinstance(value, Link):
        return f"{value.title} <{value.url}>" if value.title else value.url
    if isinstance(value, Window):
        return f"{shown(value.start)} – {shown(value.end)}"
    if isinstance(value, Availability):
        return ", ".join(shown(window) for window in value.windows)
    if isinstance(value, tuple):
        return ", ".join(shown(one) for one in value)
    if isinstance(value, Chapter):
        return f"{value.start} {value.title}"
    if isinstance(value, RuleSeverity):
        return f"{value.rule}: {value.severity}"
    if isinstance(value, RuleOptions):
        return ", ".join(
            f"{field.name.replace('_', ' ')} {shown(getattr(value, field.name))}" for field in fields(value)
        )
    if isinstance(value, TagBasis):
        return f"{value.field}: {value.value}"
    return str(value)


# What may exist only once, with how it is called.
_UNIQUE = {
    "event": (("slug",), "short name"),
    "show": (("slug",), "short name"),
    "episode": (("show_id", "guid"), "guid in its show"),
}
# What there can be one of for two things.
_ONCE = {
    "review": (("session_id", "person_id"), "this person has reviewed the session already", "change that review"),
    "arrival": (("event_id", "person_id"), "this person has arrived already", "nothing needs to be done"),
}

# Where things are referred to: from which column, to which table, and what that means for the one referred to.
_REFERRED = tuple(
    (key.parent, key.column.table)
    for table in tables.metadata.sorted_tables
    if not table.name.startswith("journal")
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
)
_HOLDERS = {
    "session_person": "session",
    "credited_person": "show or episode",
    "session_type": "type of session",
    "room_way": "room with a way there",
    "sign_up": "sign-up",
}
_PLURALS = {
    "show or episode": "shows or episodes",
    "type of session": "types of session",
    "room with a way there": "rooms with a way there",
}


def refusal(connection: Connection, steps: "Sequence[Step]", where: str) -> StorageError:
    """Return why the database refused ``steps``, found by asking it; ``connection`` sees the state before them."""
    for reason in refusals(connection, steps):
        return reason
    return StorageError("the database refused the edit", where=where, fix="nothing was changed; try again")


def refusals(connection: Connection, steps: "Sequence[Step]") -> Iterator[StorageError]:
    """Return every reason why the database would refuse ``steps``; none where it would take them."""
    yield from _taken(connection, steps)
    yield from _still_needed(connection, steps)
    yield from _missing(connection, steps)


def _taken(connection: Connection, steps: "Sequence[Step]") -> Iterator[StorageError]:
    gone = {step.id.hex for step in steps if step.after is None}
    for step in steps:
        name = mapped_kind(step.kind).name
        if step.after is None or name not in _UNIQUE | _ONCE:
            continue
        fields = (_UNIQUE.get(name) or _ONCE[name])[0]
        key = [step.after[field] for field in fields]
        column = tables.metadata.tables[name].c
        same = select(column.id).where(*(column[field] == value for field, value in zip(fields, key, strict=True)))
        others = {id for id in connection.scalars(same) if id != step.id.hex and id not in gone}
        others |= {
            other.id.hex
            for other in steps
            if other.kind is step.kind
            and other.id != step.id
            and other.after is not None
            and [other.after[field] for field in fields] == key
        }
        if others and name in _ONCE:
            yield StorageError(_ONCE[name][1], where=called(step.change.entity), fix=_ONCE[name][2])
        elif others:
            yield StorageError(
                f"another {name} has the {_UNIQUE[name][1]} {key[-1]!r} already",
                where=called(step.change.entity),
                fix="choose another one",
            )


def _still_needed(connection: Connection, steps: "Sequence[Step]") -> Iterator[StorageError]:
    gone = {step.id.hex for step in steps if step.after is None}
    for step in steps:
        holders = _holders(connection, step, gone) if step.after is None else []
        if holders:
            yield StorageError(
                f"can't be removed, it is still needed by {' and '.join(holders)}",
                where=called(step.change.entity),
                fix="take it out there first, or remove that too",
            )


def _holders(connection: Connection, step: "Step", gone: set[str]) -> list[str]:
    found = []
    for column, target in _REFERRED:
        if target.name == mapped_kind(step.kind).name:
            holder = next(iter(column.table.primary_key.columns))
            own = select(func.count(holder.distinct())).where(column == step.id.hex, holder.not_in(gone))
            if count := connection.scalar(own):
                name = _HOLDERS.get(column.table.name, column.table.name)
                found.append(f"1 {name}" if count == 1 else f"{count} {_PLURALS.get(name, f'{name}s')}")
    return found


def _missing(connection: Connection, steps: "Sequence[Step]") -> Iterator[StorageError]:
    added = {step.id.hex for step in steps if step.after is not None}
    for step in steps:
        if step.after is None:
            continue
        for column, target in _REFERRED:
            id = step.after.get(column.name) if column.table.name == mapped_kind(step.kind).name else None
            if id is None or id in added:
                continue
            if connection.scalar(select(target.c.id).where(target.c.id == id)) is None:
                yield StorageError(
                    f"refers to a {_HOLDERS.get(target.name, target.name)} that is not there",
                    where=called(step.change.entity),
                    fix="it may have been removed meanwhile: choose another one",
                )
        yield from _missing_people(connection, step, added)
        yield from _missing_rooms(connection, step, added)


def _missing_people(connection: Connection, step: "Step", added: set[str]) -> Iterator[StorageError]:
    entity = step.change.after
    parts = getattr(entity, "participants", None) or getattr(entity, "people", None) or ()
    ids = {part.person_id.hex for part in parts} - added
    person = tables.person.c.id
    if entity is not None and len(set(connection.scalars(select(person).where(person.in_(ids))))) < len(ids):
        yield StorageError(
            "names a person that is not there",
            where=called(entity),
            fix="the person may have been removed meanwhile: choose another one",
        )


def _missing_rooms(connection: Connection, step: "Step", added: set[str]) -> Iterator[StorageError]:
    entity = step.change.after
    ids = {way.room_id.hex for way in entity.ways} - added if isinstance(entity, Room) else set()
    room = tables.room.c.id
    if entity is not None and len(set(connection.scalars(select(room).where(room.in_(ids))))) < len(ids):
        yield StorageError(
            "knows the way to a room that is not there",
            where=called(entity),
            fix="the room may have been removed meanwhile: take the way out",
        )
