"""What stands where on one day of a schedule: columns of rooms, rows of time, blocks of sessions.

Pure: a programme goes in, a layout comes out. A block knows its column, its rows and its lane; how wide a column is,
what is in sight and in which colour is none of its business.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from uuid import UUID

from confkit.domain.event import Room
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.tui.grid.filled import BlockOf, Cells, Filled
from confkit.tui.grid.filters import Filter
from confkit.tui.grid.hours import OVERHANG, Bounds, Hours, hours_of
from confkit.tui.grid.lanes import lanes
from confkit.tui.grid.timetable import Placing, Timetable


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
    filled: Filled
    everywhere: tuple[Block, ...] = ()

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of a column; whoever asks for them pays for the columns out of sight as well."""
        return tuple(self.filled.all())

    @cached_property
    def cells(self) -> Cells:
        """The blocks of each cell (column, row) that has any, by lane."""
        return Cells(self.filled)

    @cached_property
    def shared(self) -> Mapping[int, Block]:
        """The break without a room that each row belongs to."""
        return {row: block for block in self.everywhere for row in range(block.first, block.last)}

    @cached_property
    def block_of(self) -> Mapping[UUID, Block]:
        """The block of each slot; a slot is on a day once."""
        return BlockOf(self.filled, self.everywhere)

    @cached_property
    def column_of(self) -> Mapping[UUID | None, int]:
        """The column of each room."""
        return {column.id: number for number, column in enumerate(self.columns)}

    def at(self, column: int, row: int, lane: int = 0) -> Block | None:
        """Return the block of a cell, the one of ``lane`` where there are several; None where it is free."""
        found = self.cells.column(column).get(row)
        if found:
            return next((block for block in found if block.lane == lane), found[min(lane, len(found) - 1)])
        return self.shared.get(row)

    def is_open(self, column: int, row: int) -> bool:
        """Whether the room of a column can be used in the whole of a row."""
        windows = self._open.get(column)
        if windows is None:
            room = self.columns[column].room
            availability = room.availability if room else ()
            windows = tuple((window.start.timestamp(), window.end.timestamp()) for window in availability)
            self._open[column] = windows
        if not windows:
            return True
        start, end = self.hours.seconds(row), self.hours.seconds(row + 1)
        return any(first <= start and end <= last for first, last in windows)

    @cached_property
    def _open(self) -> dict[int, tuple[tuple[float, float], ...]]:
        """When the rooms of the columns that were asked for can be used; empty for one that always can."""
        return {}


def days_of(programme: Programme) -> tuple[date, ...]:
    """The days of the event, and those that something takes place on besides."""
    return Timetable(programme).days


def waiting(programme: Programme) -> tuple[Session, ...]:
    """The sessions that can take place and have no slot."""
    return Timetable(programme).waiting


def lay_out(
    programme: Programme | Timetable,
    day: date,
    zoom: int,
    *,
    chosen: Filter = Filter(),  # noqa: B008 - a frozen value
    include: Iterable[datetime] = (),
    homeless: bool = False,
) -> Layout:
    """Lay out one day; of a programme that is shown again and again, its timetable should be given.

    ``include`` are moments that the rows must reach, such as where something is being carried to. ``homeless`` adds the
    column for what has no room yet, also where it is empty.
    """
    timetable = programme if isinstance(programme, Timetable) else Timetable(programme)
    bounds = timetable.bounds(day)
    own, before = timetable.of_day(day), timetable.from_before(day)
    hours = _hours(timetable, bounds, own, include, zoom)
    columns = [Column(room) for room in timetable.programme.rooms if chosen.takes_room(room.name)]
    if homeless or any(one.room is None and not one.is_break for one in (*own, *before)) or not columns:
        columns.append(Column(None))
    column_of = {column.id: number for number, column in enumerate(columns)}
    everywhere: list[Placing] = []
    of_column: dict[int, list[Placing]] = {}
    for one in (*before, *own):
        if one.room is None and one.is_break:
            everywhere.append(one)
        elif (column := column_of.get(one.room)) is not None:  # Else the filter leaves the room out.
            of_column.setdefault(column, []).append(one)
    made = partial(_blocks, day=day, bounds=bounds, hours=hours, takes=timetable.chooser(chosen))
    return Layout(day, bounds, hours, tuple(columns), Filled(of_column, made), tuple(made(everywhere, 0)))


def _hours(
    timetable: Timetable, bounds: Bounds, own: Sequence[Placing], include: Iterable[datetime], zoom: int
) -> Hours:
    """The rows that hold what begins on a day, to its end or to that of the day where it ends much later."""
    spans = [(moment, moment) for moment in include]
    if own:
        day_end = bounds.end.timestamp()
        overhang = day_end + OVERHANG.total_seconds()
        last = max(own, key=lambda one: one.end if one.end <= overhang else max(day_end, one.start))
        ends = last.slot.end if last.end <= overhang else max(bounds.end, last.slot.start, key=datetime.timestamp)
        spans.append((own[0].slot.start, ends))
    return hours_of(bounds, spans, zoom, timetable.programme.zone)


def _blocks(
    placings: Sequence[Placing],
    column: int,
    *,
    day: date,
    bounds: Bounds,
    hours: Hours,
    takes: Callable[[Session], bool],
) -> Iterator[Block]:
    """The blocks of a column, each in its lane."""
    known = [(*_rows(one, day, hours), one) for one in placings]
    known.sort(key=lambda one: (one[0], -one[1], one[2].slot.id))
    spans = [(first, last) for first, last, _ in known]
    end = max(hours.seconds(hours.count), bounds.end.timestamp() + OVERHANG.total_seconds())
    for (first, last, one), (lane, number) in zip(known, lanes(spans), strict=True):
        yield Block(
            one.slot,
            one.session,
            column,
            first,
            last,
            lane,
            number,
            from_before=one.day < day,
            goes_on=one.end > end,
            is_exact=hours.is_exact_at(one.start),
            is_shown=takes(one.session),
            is_break=one.is_break,
            track=one.track,
        )


def _rows(placing: Placing, day: date, hours: Hours) -> tuple[int, int]:
    """The rows of a slot, within those of the day: at least one."""
    first = 0 if placing.day < day else min(max(hours.nearest_to(placing.start), 0), hours.count - 1)
    last = min(hours.nearest_to(placing.end), hours.count)
    return first, max(last, first + 1)
