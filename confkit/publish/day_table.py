"""A day of a programme as a table: a column for each room, a row for each start, a session over the rows it lasts."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from confkit.domain.event import Room
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import days_between, programme_day


@dataclass(frozen=True, slots=True)
class Placed:
    """A session in one of its slots."""

    session: Session
    slot: Slot
    room: Room | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What happens in one room from one row on, over ``rows`` rows and ``columns`` columns; an empty one holds nothing.

    More than one session means that they overlap.
    """

    placed: tuple[Placed, ...] = ()
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One start, and the cells that begin there; a column that an earlier cell still covers has none."""

    start: datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DayTable:
    """One day; the column whose room is None holds what takes place outside the rooms."""

    day: date
    columns: tuple[Room | None, ...]
    rows: tuple[Row, ...]

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Everything that takes place on the day, by start and room."""
        places = {room.id if room else None: place for place, room in enumerate(self.columns)}
        found = (placed for row in self.rows for cell in row.cells for placed in cell.placed)
        return tuple(sorted(found, key=lambda one: (_start(one), places.get(one.room.id if one.room else None, -1))))


def day_tables(programme: Programme, *, go_on: bool = False) -> tuple[DayTable, ...]:
    """Return a table for each day on which something public takes place, in order.

    Where they ``go_on``, what lasts a day or longer stands in the table of each day, from where that day begins.
    """
    days: dict[date, list[Placed]] = {}
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        if session is not None and session.status.is_public:
            room = programme.room.get(slot.room_id) if slot.room_id else None
            first, *more = days_of(programme, slot)
            days.setdefault(first, []).append(Placed(session, slot, room))
            for day in more if go_on else ():
                begins = datetime.combine(day, programme.event.day_change, slot.start.tzinfo)
                days.setdefault(day, []).append(Placed(session, replace(slot, start=begins), room))
    return tuple(table_of(day, days[day], programme.rooms) for day in sorted(days))


def days_of(programme: Programme, slot: Slot) -> tuple[date, ...]:
    """The days of the programme on whose sheets a slot stands: the one it begins on, and all of a day or more."""
    first = programme.day(slot)
    if slot.duration < timedelta(days=1):
        return (first,)
    return days_between(first, programme_day(slot.end - timedelta(microseconds=1), programme.event.day_change))


def table_of(day: date, placed: Sequence[Placed], rooms: Iterable[Room]) -> DayTable:
    """Return the table of what is placed on a day; only rooms in which something takes place have a column."""
    # What has no room and nothing beside it (a break, a walk) is for everybody and runs over the whole width.
    alone = [one for one in placed if one.room is None and not any(_together(one, other) for other in placed)]
    beside = [one for one in placed if one.room is None and one not in alone]
    used = {one.room.id for one in placed if one.room is not None}
    columns: list[Room | None] = [room for room in rooms if room.id in used]
    if beside or not columns:
        columns.append(None)
    starts = {one.slot.start.timestamp(): one.slot.start for one in sorted(placed, key=_start)}
    grid = [
        _column([one for one in (placed if room else beside) if one.room == room], list(starts)) for room in columns
    ]
    wide = {_start(one): Cell((one,), columns=len(columns)) for one in alone}
    rows = []
    for number, (instant, start) in enumerate(starts.items()):
        cells = [column[number] for column in grid]
        rows.append(Row(start, (wide[instant],) if instant in wide else tuple(cell for cell in cells if cell)))
    return DayTable(day, tuple(columns), tuple(rows))


def _column(placed: Iterable[Placed], starts: Sequence[float]) -> list[Cell | None]:
    """Return the cell of each row, None where the one above covers it; overlapping sessions share a cell."""
    column: list[Cell | None] = [Cell() for _ in starts]
    first = until = 0
    for one in sorted(placed, key=_start):
        row = bisect_left(starts, _start(one))
        end = max(row + 1, bisect_left(starts, one.slot.end.timestamp()))
        before = column[first]
        if row < until and before is not None:
            until = max(until, end)
            column[first] = Cell((*before.placed, one), until - first)
        else:
            first, until = row, end
            column[first] = Cell((one,), until - first)
        column[first + 1 : until] = [None] * (until - first - 1)
    return column


def _start(placed: Placed) -> float:
    return placed.slot.start.timestamp()


def _together(one: Placed, other: Placed) -> bool:
    if one is other:
        return False
    begins, ends = _start(one), one.slot.end.timestamp()
    return begins == _start(other) or (begins < other.slot.end.timestamp() and _start(other) < ends)
