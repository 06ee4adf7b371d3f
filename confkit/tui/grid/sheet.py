"""How the spots of a layout lie on the screen: upright with time down and rooms across, or turned round.

A sheet is pure geometry. It has lines, which scroll, and in each line units side by side, of which a frame is in sight:
upright a line is a row of time and a unit a room; turned, a room is a band of lines and a unit is a row of time.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

from confkit.tui import safe_text, words
from confkit.tui.grid.model import Block, Column, Layout
from confkit.tui.grid.scene import Ghost, Spot

# The width of the times at the left of the upright grid.
TIMES = 7
# What a room needs at least, and what it needs where all of them shall be seen.
COMFORTABLE, CONDENSED = 16, 6
# The cells that a row of so many minutes needs at least in the turned grid, and where much of the day shall be seen.
_STEPS = {5: 3, 10: 5, 15: 6, 30: 8, 60: 12}
_SHORT_STEPS = {5: 2, 10: 2, 15: 2, 30: 3, 60: 4}


class Frame(NamedTuple):
    """Which units are in sight, and how wide they are (the blank behind each included)."""

    first: int
    widths: tuple[int, ...]

    @property
    def last(self) -> int:
        """Behind the last unit in sight."""
        return self.first + len(self.widths)


def frame(units: int, width: int, first: int, least: int) -> Frame:
    """Share ``width`` cells among as many of ``units`` as fit, from the unit ``first`` on."""
    room = max(1, width)
    number = max(1, min(units, room // least))
    first = min(max(first, 0), units - number)
    share, more = divmod(room, number)
    return Frame(first, tuple(share + (1 if at < more else 0) for at in range(number)))


class Sheet(ABC):
    """A layout in an area of the screen: ``height`` lines in all, ``margin`` cells of names at the left of each.

    ``leap`` is by how many units the wheel goes.
    """

    is_turned: bool
    layout: Layout
    frame: Frame
    margin: int
    height: int
    leap: int

    @abstractmethod
    def lines(self, place: Block | Ghost | Spot) -> range:
        """The lines that a place takes."""

    @abstractmethod
    def units(self, place: Block | Ghost | Spot) -> range:
        """The units that a place takes."""

    @abstractmethod
    def touched(self, place: Block | Ghost | Spot) -> range:
        """The lines that look different when the cursor, or what is carried, is at a place."""

    @abstractmethod
    def spot(self, unit: int, line: int, at: int) -> Spot:
        """The spot in the cell ``at`` of a unit in a line."""

    @abstractmethod
    def way(self, right: int, down: int) -> tuple[int, int]:
        """A way on the screen in rows of time and in rooms."""

    @abstractmethod
    def window(self, top: int, lines: int) -> tuple[range, range]:
        """The rooms and the rows in sight, where ``top`` is the first of so many lines."""

    @abstractmethod
    def page(self, lines: int) -> int:
        """How many steps down a page of so many lines is."""

    def spot_at(self, x: int, line: int) -> Spot | None:
        """The spot under a cell of the screen; ``line`` counts all of them, also those out of sight."""
        if x < self.margin or not 0 <= line < self.height:
            return None
        left = self.margin
        for at, width in enumerate(self.frame.widths):
            if x < left + width:
                return self.spot(self.frame.first + at, line, x - left)
            left += width
        return None


def seats(column: Column) -> str:
    """``80 seats``; empty where nobody said how many there are."""
    return words.count(column.room.capacity, "seat") if column.room and column.room.capacity else ""


def _rows(place: Block | Ghost | Spot) -> range:
    return range(place.row, place.row + 1) if isinstance(place, Spot) else range(place.first, place.last)


def _lane(blocks: Sequence[Block], at: int, room: int) -> int:
    """The lane that cell ``at`` of so many belongs to: the first cell of lane n is ``room * n // lanes``."""
    lanes = blocks[0].lanes if blocks else 1
    return min(((at + 1) * lanes - 1) // max(room, 1), lanes - 1)


class Upright(Sheet):
    """Time down, rooms across."""

    is_turned = False
    leap = 1

    def __init__(self, layout: Layout, width: int, lines: int, left: int, *, condensed: bool = False) -> None:
        self.layout = layout
        self.margin = TIMES
        self.frame = frame(len(layout.columns), width - TIMES, left, CONDENSED if condensed else COMFORTABLE)
        self.height = layout.hours.count

    def lines(self, place: Block | Ghost | Spot) -> range:
        """Its rows."""
        return _rows(place)

    def units(self, place: Block | Ghost | Spot) -> range:
        """Its room."""
        return range(place.column, place.column + 1)

    def touched(self, place: Block | Ghost | Spot) -> range:
        """Its rows; the time beside the first of them is brighter."""
        return _rows(place)

    def spot(self, unit: int, line: int, at: int) -> Spot:
        """Side by side, the lanes share the width of a room."""
        blocks = self.layout.cells.get((unit, line), ())
        return Spot(unit, line, _lane(blocks, at, self.frame.widths[unit - self.frame.first] - 1))

    def way(self, right: int, down: int) -> tuple[int, int]:
        """Down is later, right is the next room."""
        return down, right

    def window(self, top: int, lines: int) -> tuple[range, range]:
        """The frame, and the lines."""
        return range(self.frame.first, self.frame.last), range(top, min(top + lines, self.height))

    def page(self, lines: int) -> int:
        """A row is a line."""
        return lines


class Turned(Sheet):
    """Rooms down, each a band of lines; time across. Where sessions overlap in a room, its band has a lane for each.

    ``lane`` is how many lines a lane has. Below each band is a line that stays free, unless ``condensed``.
    """

    is_turned = True

    def __init__(self, layout: Layout, width: int, lines: int, left: int, *, condensed: bool = False) -> None:
        self.layout = layout
        zoom = layout.hours.zoom
        self.leap = max(1, 60 // zoom)
        names = [text for column in layout.columns for text in (safe_text.line(column.name[:80]), seats(column))]
        longest = max(map(cell_len, names), default=0)
        self.margin = min(longest + 2, max(9, min(width // 4, 26)))
        least = (_SHORT_STEPS if condensed else _STEPS).get(zoom, COMFORTABLE)
        self.frame = frame(layout.hours.count, width - self.margin, left, least)
        lanes = [1] * len(layout.columns)
        for block in layout.blocks:
            lanes[block.column] = max(lanes[block.column], block.lanes)
        self.gap = 0 if condensed else 1
        fitting = (lines - self.gap * len(lanes)) // max(1, sum(lanes))
        self.lane = min(max(fitting, 1), 2) if condensed else min(max(fitting, 2), 4)
        self._bodies = [number * self.lane for number in lanes]
        self._tops = [0, *accumulate(body + self.gap for body in self._bodies)]
        self.height = self._tops[-1]

    def band(self, line: int) -> tuple[int, int]:
        """The room that a line belongs to, and which of its lines it is."""
        column = min(bisect_right(self._tops, line) - 1, len(self._bodies) - 1)
        return column, line - self._tops[column]

    def body(self, column: int) -> int:
        """How many lines a room has, without the free one."""
        return self._bodies[column]

    def within(self, block: Block) -> range:
        """Which lines of its room a block takes; a lone one is not as tall as a heap of many beside it."""
        body = self._bodies[block.column]
        first = body * block.lane // block.lanes
        return range(first, max(first + 1, min(body * (block.lane + 1) // block.lanes, first + 2 * self.lane)))

    def lines(self, place: Block | Ghost | Spot) -> range:
        """Its lane; that of a break for all is the room that it is seen in."""
        top = self._tops[place.column]
        if isinstance(place, Block) and place not in self.layout.everywhere:
            within = self.within(place)
            return range(top + within.start, top + within.stop)
        return range(top, top + self._bodies[place.column])

    def units(self, place: Block | Ghost | Spot) -> range:
        """Its rows."""
        return _rows(place)

    def touched(self, place: Block | Ghost | Spot) -> range:
        """The band of its room, whose name is brighter; a break for all is lit everywhere."""
        if isinstance(place, Block) and place in self.layout.everywhere:
            return range(self.height)
        return range(self._tops[place.column], self._tops[place.column + 1])

    def spot(self, unit: int, line: int, at: int) -> Spot:
        """One below the other, the lanes share the height of a room."""
        column, number = self.band(line)
        blocks = self.layout.cells.get((column, unit), ())
        return Spot(column, unit, _lane(blocks, number, self._bodies[column]))

    def way(self, right: int, down: int) -> tuple[int, int]:
        """Right is later, down is the next room."""
        return right, down

    def window(self, top: int, lines: int) -> tuple[range, range]:
        """The lines, and the frame."""
        first, last = self.band(top)[0], self.band(min(top + lines, self.height) - 1)[0]
        return range(first, last + 1), range(self.frame.first, self.frame.last)

    def page(self, lines: int) -> int:
        """As many rooms as are in sight at about their usual height."""
        return max(1, lines // (self.lane + self.gap))


__all__ = ["Frame", "Sheet", "Turned", "Upright", "frame"]
