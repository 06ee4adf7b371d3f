"""From the tables to the domain: a constant number of statements, however many rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from functools import cache
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, and_, bindparam, select, true

from confkit.domain.edit import Entity
from confkit.domain.event import Event, Room
from confkit.domain.person import Person
from confkit.domain.session import Session, Slot
from confkit.storage import tables
from confkit.storage.rows import Record, mapped_kind, mapped_name
from confkit.storage.values import Zones, json_text, zone_or_utc

T = TypeVar("T")
E = TypeVar("E", bound=Entity)

# Within what SQLite (32,766) and PostgreSQL (65,535) take as parameters of one statement.
_AT_ONCE = 30_000


def table_of(kind: type[Any]) -> Table:
    """Return the table of a kind of entity."""
    return tables.metadata.tables[mapped_kind(kind).name]


def columns_of(kind: type[Any]) -> list["Column[Any]"]:
    """Return the columns of a kind of entity in the order of its fields, without those that lie in other tables."""
    table = table_of(kind)
    return [table.c[name] for name in mapped_kind(kind).fields if name in table.c]


def chunks(items: Iterable[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    """Cut ``items`` into lists that fit into one statement."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def load(
    connection: Connection,
    kind: type[E],
    where: "ColumnElement[bool] | None" = None,
    zones: Zones | None = None,
) -> list[E]:
    """Load the entities of ``kind`` that fulfil ``where`` (on the kind's own table), in no order.

    ``zones`` are asked for where they are not given and somebody's availability needs them.
    """
    where = true() if where is None else where
    mapped = mapped_kind(kind)
    if kind is Room or kind is Slot:
        found = connection.execute(_with_zone(kind).where(where)).all()
        return [mapped.read(row[:-1], _one_zone(row[-1])) for row in found]
    rows = _field_rows(connection, kind, _statements(kind, where))
    if zones is None:
        zones = _zones(connection, rows) if kind is Person else _in_utc
    return [mapped.read(row, zones) for row in rows]


def load_event(connection: Connection, event_id: UUID) -> tuple[Event | None, Zones]:
    """Load an event, and the zones of all of them, in one statement."""
    every = tables.event.alias()
    wanted = and_(tables.event.c.id == every.c.id, tables.event.c.id == event_id.hex)
    statement = select(every.c.id, every.c.zone, *columns_of(Event)).select_from(every.outerjoin(tables.event, wanted))
    rows = connection.execute(statement).all()
    found = [row[2:] for row in rows if row[2] is not None]
    names: dict[str, str] = {row[0]: row[1] for row in rows}
    return mapped_kind(Event).read(found[0], _in_utc) if found else None, _by_event(names)


def load_by_id(connection: Connection, kind: type[E], ids: Iterable[UUID]) -> dict[UUID, E]:
    """Load the entities of ``kind`` with these ids, those that are there."""
    column = table_of(kind).c.id
    return {
        entity.id: entity
        for chunk in chunks(one.hex for one in ids)
        for entity in load(connection, kind, column.in_(chunk))
    }


@cache
def _of_ids(name: str) -> tuple[Select[Any], ...]:
    """The statements for what is stored under ``ids``; every edit asks, and making one takes longer than running it."""
    return _statements(mapped_name(name).kind, tables.metadata.tables[name].c.id.in_(bindparam("ids", expanding=True)))


def stored_records(connection: Connection, kind: type[Any], ids: Iterable[UUID]) -> dict[str, Record]:
    """Return what is stored under these ids, by the hexadecimal form of the id."""
    mapped = mapped_kind(kind)
    return {
        row[0]: dict(zip(mapped.fields, row, strict=True))
        for chunk in chunks(one.hex for one in ids)
        for row in _field_rows(connection, kind, _of_ids(mapped.name), {"ids": chunk})
    }


def _statements(kind: type[Any], where: "ColumnElement[bool]") -> tuple[Select[Any], ...]:
    """The statement for the written values in the order of the fields; for sessions that for who takes part, too."""
    rows = select(*columns_of(kind)).where(where)
    if kind is not Session:
        return (rows,)
    part = tables.session_person.c
    chosen = part.session_id.in_(select(tables.session.c.id).where(where))
    people = select(part.session_id, part.person_id, part.role).where(chosen)
    return rows, people.order_by(part.session_id, part.position)


def _field_rows(
    connection: Connection,
    kind: type[Any],
    statements: tuple[Select[Any], ...],
    values: Mapping[str, Any] | None = None,
) -> Sequence[Sequence[Any]]:
    """The written values in the order of the fields; the participants of a session come from their own table."""
    rows = connection.execute(statements[0], values or {}).all()
    if kind is not Session:
        return rows
    parts: dict[str, list[tuple[str, str]]] = {}
    for session_id, person_id, role in connection.execute(statements[1], values or {}):
        parts.setdefault(session_id, []).append((person_id, role))
    place = mapped_kind(Session).fields.index("participants")
    return [(*row[:place], json_text(parts.get(row[0], ())), *row[place:]) for row in rows]


def _with_zone(kind: type[Any]) -> Select[Any]:
    joined = tables.room if kind is Room else tables.slot.join(tables.session)
    on = (tables.room if kind is Room else tables.session).c.event_id == tables.event.c.id
    return select(*columns_of(kind), tables.event.c.zone).select_from(joined.join(tables.event, on))


def _one_zone(name: str) -> Zones:
    zone = zone_or_utc(name)
    return lambda _: zone


def _in_utc(_: str) -> tzinfo:
    return UTC


def _zones(connection: Connection, rows: Sequence[Sequence[Any]]) -> Zones:
    """The zones of the events in which somebody among the persons ``rows`` said when they have time."""
    column = mapped_kind(Person).fields.index("availability")
    if all(row[column] == "[]" for row in rows):
        return _in_utc
    names = dict(connection.execute(select(tables.event.c.id, tables.event.c.zone)).all())
    return _by_event(names)


def _by_event(names: Mapping[str, str]) -> Zones:
    return lambda event_id: zone_or_utc(names.get(event_id, "UTC"))
