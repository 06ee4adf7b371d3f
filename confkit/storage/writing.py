"""Writing the changes of an edit, after checking that what they are based on is still what is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Update, bindparam, delete, insert, update

from confkit.domain.edit import ENTITY_TYPES, Change, Entity
from confkit.domain.errors import UsageError
from confkit.domain.event import Room
from confkit.domain.session import Session
from confkit.domain.show import Episode, Show
from confkit.storage import search
from confkit.storage.differences import conflict
from confkit.storage.reading import chunks, stored_records, table_of
from confkit.storage.rows import Record, mapped_kind, mapped_name, record_of
from confkit.storage.tables import credited_person, metadata, room_way, session_person
from confkit.storage.values import Scalar, participants_in, ways_in


@dataclass(frozen=True, slots=True)
class Step:
    """What an edit does to one entity in all, with the records that are compared and written."""

    kind: type[Entity]
    id: UUID
    change: Change
    before: Record | None
    after: Record | None


def steps_of(changes: Iterable[Change]) -> tuple[Step, ...]:
    """Return what the changes do to each entity in all, without what changes nothing.

    Several changes of one entity follow each other; raises UsageError when one does not start where the last one ended.
    """
    steps: dict[tuple[type[Entity], UUID], Step] = {}
    for change in changes:
        kind, id = type(change.entity), change.id
        before, after = _record(change.before), _record(change.after)
        last = steps.get((kind, id))
        if last is not None:
            if last.after != before:
                raise UsageError(
                    "two changes of the same thing don't follow each other",
                    where=mapped_kind(kind).name,
                    fix="let each one start with what the one before made of it",
                )
            if last.change.before is None and change.after is None:
                del steps[kind, id]
                continue
            change, before = Change(last.change.before, change.after), last.before
        steps[kind, id] = Step(kind, id, change, before, after)
    return tuple(step for step in steps.values() if step.before != step.after)


def _record(entity: Entity | None) -> Record | None:
    return None if entity is None else record_of(entity)


def _kinds(steps: Sequence[Step]) -> list[type[Entity]]:
    """The kinds of things that ``steps`` are about, in the order in which they refer to each other."""
    return [kind for kind in ENTITY_TYPES if any(step.kind is kind for step in steps)]


def require_stored(connection: Connection, steps: Sequence[Step]) -> None:
    """Raise EditConflict where something is not as ``steps`` think it is."""
    for kind in _kinds(steps):
        own = [step for step in steps if step.kind is kind]
        stored = stored_records(connection, kind, (step.id for step in own))
        for step in own:
            if stored.get(step.id.hex) != step.before:
                raise conflict(connection, step.change, step.before, stored.get(step.id.hex))


def write(connection: Connection, steps: Sequence[Step]) -> None:
    """Write ``steps``; raises EditConflict when something is not as the edit thinks it is."""
    require_stored(connection, steps)
    kinds = _kinds(steps)
    # Removals first, so that a name they held is free for what is added; references are checked at the end of all.
    for kind in reversed(kinds):
        _remove(connection, kind, [step.id.hex for step in steps if step.kind is kind and step.after is None])
    for kind in kinds:
        own = [step for step in steps if step.kind is kind]
        _change(connection, kind, [step for step in own if step.before is not None and step.after is not None])
        _add(connection, kind, [step.after for step in own if step.before is None and step.after is not None])
    touched: dict[type[Entity], set[UUID]] = {}
    for step in steps:
        touched.setdefault(step.kind, set()).add(step.id)
    search.refresh(connection, touched)


def _remove(connection: Connection, kind: type[Entity], ids: list[str]) -> None:
    _forget_named(connection, kind, ids)
    for chunk in chunks(ids):
        table = table_of(kind)
        connection.execute(delete(table).where(table.c.id.in_(chunk)))


def _change(connection: Connection, kind: type[Entity], steps: list[Step]) -> None:
    records = [step.after for step in steps if step.after is not None]
    if not records:
        return
    statement, names = _update_of(mapped_kind(kind).name)
    rows = [{"the_id": record["id"], **{f"new_{name}": record[name] for name in names}} for record in records]
    connection.execute(statement, rows)
    others = [record for step, record in zip(steps, records, strict=True) if _named(step.before) != _named(record)]
    _forget_named(connection, kind, [str(record["id"]) for record in others])
    _remember_named(connection, kind, others)


@cache
def _update_of(kind: str) -> tuple[Update, tuple[str, ...]]:
    """The statement that writes all columns of one thing, and their names; made once, because that takes a while."""
    table = metadata.tables[kind]
    names = tuple(column.name for column in table.c if column.name in mapped_name(kind).fields and column.name != "id")
    # A column may not be written through a parameter of its own name in an executemany, hence the prefix.
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(table).where(table.c.id == bindparam("the_id")).values(values), names


def _named(record: Record | None) -> Scalar:
    return None if record is None else record.get("participants", record.get("people", record.get("ways")))


def _add(connection: Connection, kind: type[Entity], records: list[Record]) -> None:
    if not records:
        return
    table = table_of(kind)
    rows: list[dict[str, Any]] = [
        {name: value for name, value in record.items() if name in table.c} for record in records
    ]
    connection.execute(insert(table), rows)
    _remember_named(connection, kind, records)


def _forget_named(connection: Connection, kind: type[Entity], ids: list[str]) -> None:
    column = {
        Session: session_person.c.session_id,
        Show: credited_person.c.owner_id,
        Episode: credited_person.c.owner_id,
        Room: room_way.c.owner_id,
    }
    if kind in column:
        for chunk in chunks(ids):
            connection.execute(delete(column[kind].table).where(column[kind].in_(chunk)))


def _remember_named(connection: Connection, kind: type[Entity], records: list[Record]) -> None:
    """Keep who takes part, and where ways lead, in tables of their own: the database sees that they are there."""
    if kind is Session:
        rows: list[dict[str, Any]] = [
            {"session_id": record["id"], "position": position, "person_id": person, "role": role.value}
            for record in records
            for position, (person, role) in enumerate(participants_in(record["participants"]))
        ]
        table = session_person
    elif kind is Show or kind is Episode:
        field = "participants" if kind is Show else "people"
        rows = [
            {"owner_id": record["id"], "person_id": person}
            for record in records
            for person in dict.fromkeys(person for person, _ in participants_in(record[field]))
        ]
        table = credited_person
    elif kind is Room:
        rows = [
            {"owner_id": record["id"], "room_id": room}
            for record in records
            for room in dict.fromkeys(room for room, _ in ways_in(record["ways"]))
        ]
        table = room_way
    else:
        return
    if rows:
        connection.execute(insert(table), rows)
