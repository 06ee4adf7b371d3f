"""The whole of a schedule at a small scale: the layouts of its days side by side, in units of as many minutes as fit.

It is made of the same layouts as the grid; what a cell of the map stands for is found in them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from confkit.domain.programme import Programme
from confkit.tui.grid.filters import Filter
from confkit.tui.grid.model import Block, Column, Layout, lay_out
from confkit.tui.grid.timetable import Timetable

_ALL = Filter()

# How many minutes a unit can stand for.
SCALES = (5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)

# Units that show where a session of half an hour begins and ends.
_FINE = 15
# How many cells wide a unit is drawn at most.
MOST_CELLS = 6


class Point(NamedTuple):
    """A place on the map: a room (as its number), and a unit of time."""

    column: int
    unit: int


@dataclass(frozen=True)
class Overview:
    """Days side by side, a blank unit between two of them; ``minutes`` is how much time a unit stands for."""

    layouts: tuple[Layout, ...]
    minutes: int

    @property
    def columns(self) -> tuple[Column, ...]:
        """The rooms, the same on all days."""
        return self.layouts[0].columns

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first unit of each day."""
        found = [0]
        for layout in self.layouts[:-1]:
            found.append(found[-1] + layout.hours.count + 1)
        return tuple(found)

    @property
    def width(self) -> int:
        """How many units there are."""
        return self.starts[-1] + self.layouts[-1].hours.count

    def day_at(self, unit: int) -> tuple[Layout, int] | None:
        """The layout that a unit belongs to, and its row there; None between two days."""
        return self._places[unit] if 0 <= unit < len(self._places) else None

    @cached_property
    def _places(self) -> tuple[tuple[Layout, int] | None, ...]:
        found: list[tuple[Layout, int] | None] = []
        for layout in self.layouts:
            found += [(layout, row) for row in range(layout.hours.count)]
            found.append(None)
        return tuple(found)

    def blocks(self, point: Point) -> tuple[Block, ...]:
        """What takes place there, breaks for all included."""
        found = self.day_at(point.unit)
        if found is None:
            return ()
        layout, row = found
        shared = layout.shared.get(row)
        return layout.cells.get((point.column, row), ()) or ((shared,) if shared else ())

    def moment(self, unit: int) -> datetime:
        """When a unit begins; between two days that is when the first of them ends."""
        found = self.day_at(unit)
        if found is not None:
            return found[0].hours.at(found[1])
        return max((one.hours.end for one, start in zip(self.layouts, self.starts, strict=True) if start < unit))

    def unit(self, day: date, moment: datetime) -> int:
        """The unit of a moment on one of the days, the first or last one where it is out of the hours shown."""
        for start, layout in zip(self.starts, self.layouts, strict=True):
            if layout.day == day:
                return start + min(max(layout.hours.row(moment), 0), layout.hours.count - 1)
        return 0

    def all(self) -> Iterator[tuple[Point, Block]]:
        """Every block with the place where it begins, by time."""
        for start, layout in zip(self.starts, self.layouts, strict=True):
            for block in sorted(layout.blocks, key=lambda one: (one.first, one.column, one.lane)):
                yield Point(block.column, start + block.first), block

    def column_of(self, room: UUID | None) -> int:
        """The number of a room."""
        return self.layouts[0].column_of.get(room, len(self.columns) - 1)


def survey(programme: Programme | Timetable, days: Sequence[date], cells: int, chosen: Filter = _ALL) -> Overview:
    """Lay out some days so that they fit in ``cells`` cells, with as little time in a cell as can be."""
    coarse = [lay_out(programme, day, 60, chosen=chosen) for day in days]
    hours = [layout.hours.count for layout in coarse]
    homeless = any(layout.columns[-1].room is None for layout in coarse)
    minutes = _scale(hours, cells)
    found = (lay_out(programme, day, minutes, chosen=chosen, homeless=homeless) for day in days)
    return Overview(tuple(found), minutes)


def _scale(hours: Sequence[int], cells: int) -> int:
    """The minutes of a unit for days of so many hours: what fills the cells best, as long as it is fine enough."""

    def units(scale: int) -> int:
        return sum(-(-count * 60 // scale) for count in hours) + len(hours) - 1

    fitting = [scale for scale in SCALES if units(scale) <= cells] or [SCALES[-1]]
    fine = [scale for scale in fitting if scale <= _FINE] or fitting[:1]
    return max(fine, key=lambda scale: (units(scale) * min(cells // units(scale), MOST_CELLS), -scale))
