"""What stands where on one day of a schedule: columns of rooms, rows of time, blocks of sessions.

Pure: a programme goes in, a layout comes out. A block knows its column, its rows and its lane; how wide a column is,
what is in sight and in which colour is none of its business.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from confkit.domain.event import Room, SessionKind
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import programme_day
from confkit.tui.grid.filters import Filter
from confkit.tui.grid.hours import OVERHANG, Bounds, Hours, bounds_of, hours_of
from confkit.tui.grid.lanes import lanes


@dataclass(frozen=True, slots=True)
class Column:
    """A room, or None for what has no room yet (or one that is gone)."""

    room: Room | None

    @property
    def id(self) -> UUID | None:
        """The id of the room."""
        return self.room.id if self.room else None

    @property
    def name(self) -> str:
        """What stands above the column."""
        return self.room.name if self.room else "no room yet"


@dataclass(frozen=True, slots=True)
class Block:
    """A slot in its column: rows ``first`` to ``last`` (the latter not included), in ``lane`` of ``lanes``.

    ``from_before`` and ``goes_on`` say that it began on an earlier day, or ends on a later one. ``is_shown`` is False
    for what the filter leaves out.
    """

    slot: Slot
    session: Session
    column: int
    first: int
    last: int
    lane: int = 0
    lanes: int = 1
    from_before: bool = False
    goes_on: bool = False
    is_exact: bool = True
    is_shown: bool = True
    is_break: bool = False
    track: int | None = None


@dataclass(frozen=True)
class Layout:
    """One day of a schedule.

    ``everywhere`` are the breaks that have no room: they are for all, and stand across all columns.
    """

    day: date
    bounds: Bounds
    hours: Hours
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    everywhere: tuple[Block, ...] = ()

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], tuple[Block, ...]]:
        """The blocks of each cell (column, row) that has any, by lane."""
        found: dict[tuple[int, int], list[Block]] = {}
        for block in self.blocks:
            for row in range(block.first, block.last):
                found.setdefault((block.column, row), []).append(block)
        return {cell: tuple(sorted(blocks, key=lambda one: one.lane)) for cell, blocks in found.items()}

    @cached_property
    def shared(self) -> Mapping[int, Block]:
        """The break without a room that each row belongs to."""
        return {row: block for block in self.everywhere for row in range(block.first, block.last)}

    @cached_property
    def block_of(self) -> Mapping[UUID, Block]:
        """The block of each slot; a slot is on a day once."""
        return {block.slot.id: block for block in (*self.everywhere, *self.blocks)}

    @cached_property
    def column_of(self) -> Mapping[UUID | None, int]:
        """The column of each room."""
        return {column.id: number for number, column in enumerate(self.columns)}

    def at(self, column: int, row: int, lane: int = 0) -> Block | None:
        """Return the block of a cell, the one of ``lane`` where there are several; None where it is free."""
        found = self.cells.get((column, row))
        if found:
            return next((block for block in found if block.lane == lane), found[min(lane, len(found) - 1)])
        return self.shared.get(row)

    def is_open(self, column: int, row: int) -> bool:
        """Whether the room of a column can be used in the whole of a row."""
        room = self.columns[column].room
        if room is None or not room.availability:
            return True
        start = self.hours.at(row).timestamp()
        end = start + self.hours.zoom * 60
        return any(window.start.timestamp() <= start and end <= window.end.timestamp() for window in room.availability)


def days_of(programme: Programme) -> tuple[date, ...]:
    """The days of the event, and those that something takes place on besides."""
    known = (slot for slot in programme.slots if slot.session_id in programme.session)
    return tuple(sorted({*programme.event.days, *(programme.day(slot) for slot in known)}))


def waiting(programme: Programme) -> tuple[Session, ...]:
    """The sessions that can take place and have no slot."""
    placed = programme.slots_of
    return tuple(one for one in programme.sessions if one.status.takes_place and one.id not in placed)


def lay_out(
    programme: Programme,
    day: date,
    zoom: int,
    *,
    chosen: Filter = Filter(),  # noqa: B008 - a frozen value
    include: Iterable[datetime] = (),
    homeless: bool = False,
) -> Layout:
    """Lay out one day.

    ``include`` are moments that the rows must reach, such as where something is being carried to. ``homeless`` adds the
    column for what has no room yet, also where it is empty.
    """
    bounds = bounds_of(day, programme.event.day_change, programme.zone)
    found = [*_of_day(programme, day, bounds)]
    spans = [(slot.start, _end(slot, bounds)) for slot, before in found if not before]
    spans += [(moment, moment + timedelta(0)) for moment in include]
    hours = hours_of(bounds, spans, zoom, programme.zone)
    is_break = _break_teller(programme)
    columns = [Column(room) for room in programme.rooms if chosen.takes_room(room.name)]
    known = {room.id for room in programme.rooms}
    roomless = [slot for slot, _ in found if slot.room_id not in known]
    if homeless or any(not is_break(programme.session[slot.session_id]) for slot in roomless) or not columns:
        columns.append(Column(None))
    column_of = {column.id: number for number, column in enumerate(columns)}
    takes = chosen.chooser(programme)
    tracks = {track.id: number for number, track in enumerate(programme.tracks)}
    everywhere: list[Block] = []
    of_column: dict[int, list[Block]] = {}
    for slot, before in found:
        session = programme.session[slot.session_id]
        room = slot.room_id if slot.room_id in known else None
        for_all = room is None and is_break(session)
        column = 0 if for_all else column_of.get(room)
        if column is None:
            continue  # The filter leaves the room out.
        first, last = _rows(slot, hours, before=before)
        block = Block(
            slot,
            session,
            column,
            first,
            last,
            from_before=before,
            goes_on=slot.end.timestamp() > max(hours.end.timestamp(), _end(slot, bounds).timestamp()),
            is_exact=hours.is_exact(slot.start),
            is_shown=takes(session),
            is_break=is_break(session),
            track=tracks.get(session.track_id) if session.track_id else None,
        )
        (everywhere if for_all else of_column.setdefault(column, [])).append(block)
    blocks = [block for column in sorted(of_column) for block in _in_lanes(of_column[column])]
    return Layout(day, bounds, hours, tuple(columns), tuple(blocks), tuple(_in_lanes(everywhere)))


def _of_day(programme: Programme, day: date, bounds: Bounds) -> Iterable[tuple[Slot, bool]]:
    """The slots of a day by start, and whether they began on an earlier one."""
    first, overhang = bounds.start.timestamp(), OVERHANG.total_seconds()
    change = programme.event.day_change
    for slot in programme.slots:
        if slot.session_id not in programme.session:
            continue
        own = programme_day(slot.start, change)
        if own == day:
            yield slot, False
        elif own < day and slot.end.timestamp() > first + overhang:
            yield slot, True


def _end(slot: Slot, bounds: Bounds) -> datetime:
    """Where a block ends on its first day: with the session, or with the day where that is much longer."""
    if slot.end.timestamp() > bounds.end.timestamp() + OVERHANG.total_seconds():
        return max(bounds.end, slot.start, key=datetime.timestamp)
    return slot.end


def _rows(slot: Slot, hours: Hours, *, before: bool) -> tuple[int, int]:
    """The rows of a slot, within those of the day: at least one."""
    first = 0 if before else min(max(hours.nearest(slot.start), 0), hours.count - 1)
    last = min(hours.nearest(slot.end), hours.count)
    return first, max(last, first + 1)


def _in_lanes(blocks: list[Block]) -> list[Block]:
    blocks = sorted(blocks, key=lambda one: (one.first, -one.last, one.slot.id))
    found = lanes([(block.first, block.last) for block in blocks])
    return [
        block if number == 1 else replace(block, lane=lane, lanes=number)
        for block, (lane, number) in zip(blocks, found, strict=True)
    ]


def _break_teller(programme: Programme) -> Callable[[Session], bool]:
    breaks = {type_.id for type_ in programme.types if type_.kind is SessionKind.BREAK}
    return lambda session: session.type_id in breaks
