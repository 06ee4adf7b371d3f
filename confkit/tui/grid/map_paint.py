"""Drawing the map of all rooms: a line for each room where there is room, else two rooms in a line of half blocks.

Times go across as in the turned grid. What stands in a room is drawn in the full colour of its track; ``✗`` and ``!``
are conflicts. A frame outlines what the grid shows at present.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from confkit.domain.problem import Severity
from confkit.tui import safe_text, words
from confkit.tui.grid.colours import Paints
from confkit.tui.grid.hours import clock
from confkit.tui.grid.label import Placed, in_line, spaced, wrapped
from confkit.tui.grid.model import Block
from confkit.tui.grid.overview import MOST_CELLS, Overview, Point
from confkit.tui.grid.paint import CONFLICT

_STEPS = (15, 30, 60, 120, 180, 240, 360, 720)
_MOST_LINES = 4
_NARROW = 7


class Window(NamedTuple):
    """What the grid shows: rooms and units of the map."""

    columns: range
    units: range


def names_width(overview: Overview, width: int) -> int:
    """How many cells the names of the rooms get."""
    longest = max((cell_len(safe_text.line(column.name[:80])) for column in overview.columns), default=0)
    return min(longest + 3, max(10, min(width // 5, 28)))


class MapPainter:
    """Draws an overview in an area of ``width`` cells and ``lines`` lines; ``cells`` counts what it drew."""

    def __init__(
        self, overview: Overview, paints: Paints, severity: Callable[[UUID], Severity | None], width: int, lines: int
    ) -> None:
        self.overview = overview
        self.paints = paints
        self.severity = severity
        self.cursor = Point(0, 0)
        self.window: Window | None = None
        self.now: int | None = None
        self.cells = 0
        self.margin = names_width(overview, width)
        self.cell = min(max(1, (width - self.margin) // overview.width), MOST_CELLS)
        rooms = len(overview.columns)
        # Lines of a room; 0 means that two rooms share a line.
        self.lines = min(lines // rooms, _MOST_LINES)
        self.height = rooms * self.lines if self.lines else -(-rooms // 2)
        self._is_second = _every_second(overview)
        # Where a dot stands in what is free: asked for often, and slow to find.
        self._dotted = frozenset(
            start + row
            for start, layout in zip(overview.starts, overview.layouts, strict=True)
            for row in range(layout.hours.count)
            if overview.minutes > 30 or layout.hours.is_hour(row)
        )

    # Where things are

    def lines_of(self, column: int) -> range:
        """The lines of a room."""
        if self.lines:
            return range(column * self.lines, (column + 1) * self.lines)
        return range(column // 2, column // 2 + 1)

    def column_at(self, line: int) -> int:
        """The room of a line, the upper one of two."""
        return line // self.lines if self.lines else line * 2

    def point_at(self, x: int, line: int) -> Point | None:
        """The place under a cell; of two rooms in a line the one in which something takes place."""
        unit = (x - self.margin) // self.cell
        column = self.column_at(line)
        if x < self.margin or unit >= self.overview.width or not 0 <= line < self.height:
            return None
        upper, lower = Point(column, unit), Point(column + 1, unit)
        if self.lines or lower.column >= len(self.overview.columns):
            return upper
        return lower if self.overview.blocks(lower) and not self.overview.blocks(upper) else upper

    # The header

    def days(self) -> Iterator[Segment]:
        """The names of the days, where there are several."""
        blank = self.paints.style("foreground")
        yield Segment(" " * self.margin, blank)
        texts: list[Placed] = []
        for start, layout in zip(self.overview.starts, self.overview.layouts, strict=True):
            room = layout.hours.count * self.cell
            name = next((one for one in (words.full_day(layout.day), words.day(layout.day)) if len(one) < room), "")
            texts.append((start * self.cell, name or f"{layout.day.day}", self.paints.style("foreground", bold=True)))
        width = self.overview.width * self.cell
        yield from in_line(spaced(texts, width), width, blank)

    def times(self) -> Iterator[Segment]:
        """The times: that of the cursor, the present, and round ones as far as there is room."""
        overview, paints = self.overview, self.paints
        texts: list[Placed] = []
        if self.now is not None:
            texts.append((self.now * self.cell, "▾now", paints.style("accent")))
        here = clock(overview.moment(self.cursor.unit))
        width = overview.width * self.cell
        at = min(self.cursor.unit * self.cell, max(0, width - cell_len(here)))
        texts.append((at, here, paints.style("accent", bold=True)))
        texts += [
            (unit * self.cell, clock(moment), paints.style("foreground" if self._is_in_sight(unit) else "muted"))
            for unit, moment in self._round()
        ]
        yield Segment(" " * self.margin, paints.style("foreground"))
        yield from in_line(spaced(texts, width), width, paints.style("foreground"))

    def _round(self) -> Iterator[tuple[int, datetime]]:
        overview = self.overview
        step = next((s for s in _STEPS if s >= overview.minutes and s / overview.minutes * self.cell >= 6), 1440)
        for start, layout in zip(overview.starts, overview.layouts, strict=True):
            for row in range(layout.hours.count):
                moment = layout.hours.at(row)
                if (moment.hour * 60 + moment.minute) % step < overview.minutes:
                    yield start + row, moment

    def _is_in_sight(self, unit: int) -> bool:
        return self.window is not None and unit in self.window.units

    # The lines

    def line(self, number: int) -> Iterator[Segment]:
        """One line: the name of its room, and the whole time."""
        yield from self._name(number)
        column = self.column_at(number)
        if self.lines:
            yield from self._room(column, number)
        else:
            for unit in range(self.overview.width):
                self.cells += 1
                yield self._pair(Point(column, unit), Point(column + 1, unit), number)

    def _name(self, line: int) -> Iterator[Segment]:
        column, columns = self.column_at(line), self.overview.columns
        if not self.lines and self.cursor.column == column + 1:
            column += 1
        is_here = self.cursor.column == column
        text = safe_text.line(columns[column].name[:400]) if line in self.lines_of(column)[:1] else ""
        tone = "accent" if is_here else "foreground"
        yield Segment(f" {safe_text.fit(text, self.margin - 2)}", self.paints.style(tone, bold=is_here))
        window = self.window
        is_shown = window is not None and any(line in self.lines_of(one) for one in window.columns)
        yield Segment("▐" if is_shown else " ", self.paints.style("accent"))

    def _room(self, column: int, line: int) -> Iterator[Segment]:
        """A room in lines of its own: each block as a run of cells, with its title on the first line."""
        unit, width = 0, self.overview.width
        at = line - self.lines_of(column).start
        # Where there are lines enough, the last one keeps the rooms apart.
        is_gap = self.lines > 2 and at == self.lines - 1
        while unit < width:
            self.cells += 1
            block = self._block(Point(column, unit)) if not is_gap else None
            upto = unit + 1
            if block is None:
                yield self._empty(Point(column, unit), line, is_gap=is_gap)
            else:
                while upto < width and self._block(Point(column, upto)) is block:
                    upto += 1
                yield from self._run(block, Point(column, unit), upto, at)
            unit = upto

    def _run(self, block: Block, start: Point, upto: int, at: int) -> Iterator[Segment]:
        length = (upto - start.unit) * self.cell
        sign = self._sign(block, start) if at == 0 and not block.is_break else None
        if sign is not None:
            yield sign
        before = 1 if sign is not None else 0
        yield from self._lit(self._text(block, length - before, at, not before), start, upto, before)

    def _text(self, block: Block, length: int, at: int, has_edge: bool) -> Segment:
        """A line of a block: a break is hatched, the rest is full of the colour of its track."""
        title = safe_text.line(block.session.title[:400]) if block.is_shown else ""
        room = length - 2 if block.is_break else length - has_edge
        # A narrow title is cut once rather than in every word.
        most = max(1, self.lines - 1) if room > _NARROW else 1
        lines = wrapped(title, room, most) if length > (_NARROW if block.is_break else 3) else []
        text = lines[at].rstrip() if at < len(lines) else ""
        if block.is_break:
            text = f" {text} " if text else ""
            left = (length - cell_len(text)) // 2
            right = length - left - cell_len(text)
            return Segment(f"{'░' * left}{text}{'░' * right}", self.paints.style("muted"))
        # A hair of the ground shows where one ends and the next begins.
        edge = "▏" if has_edge else ""
        if not block.is_shown:
            # What the filter leaves out stays as a shadow, because the place is not free.
            return Segment(safe_text.fit(edge, length).replace(" ", "░"), self.paints.style("frame"))
        return Segment(safe_text.fit(f"{edge}{text}", length), self.paints.titled(block.track))

    def _lit(self, run: Segment, start: Point, upto: int, drawn: int) -> Iterator[Segment]:
        """A run of cells, of which the first ones are drawn, with the cursor on it."""
        if start.column != self.cursor.column or not start.unit <= self.cursor.unit < upto:
            yield run
            return
        before, rest = run.split_cells(max((self.cursor.unit - start.unit) * self.cell - drawn, 0))
        lit, after = rest.split_cells(self.cell)
        yield from (before, Segment(lit.text, self._pointer()), after)

    def _pointer(self) -> Style:
        return self.paints.mixed(self.paints.dark, self.paints.pointer, bold=True)

    def _pair(self, upper: Point, lower: Point, line: int) -> Segment:
        """A cell of two rooms in half blocks."""
        for point in (upper, lower):
            block = self._block(point)
            sign = self._sign(block, point) if block is not None and point != self.cursor else None
            if sign is not None:
                return Segment(safe_text.fit(sign.text, self.cell), sign.style)
        above, below = self._colour(upper), self._colour(lower)
        if above is not None:
            return Segment("▀" * self.cell, self.paints.mixed(above, below))
        if below is not None:
            return Segment("▄" * self.cell, self.paints.mixed(below))
        return self._empty(upper, line)

    def _colour(self, point: Point) -> Color | None:
        if point == self.cursor:
            return self.paints.pointer
        block = self._block(point)
        if block is None:
            return None
        if block.is_break or not block.is_shown:
            return self.paints.colour("frame")
        return self.paints.fill(block.track, second=block.slot.id in self._is_second)

    def _block(self, point: Point) -> Block | None:
        if point.column >= len(self.overview.columns):
            return None
        found = self.overview.blocks(point)
        return found[0] if found else None

    def _sign(self, block: Block, point: Point) -> Segment | None:
        """The mark of a conflict, in the first cell of a block."""
        found = self.overview.day_at(point.unit)
        severity = self.severity(block.slot.id) if block.is_shown else None
        if severity not in CONFLICT or found is None or found[1] != block.first:
            return None
        sign, tone = CONFLICT[severity]
        return Segment(sign, self.paints.style(tone, bold=True))

    def _empty(self, point: Point, line: int, *, is_gap: bool = False) -> Segment:
        """Nothing there: the cursor, a piece of the frame, the present time, or a room that can't be used."""
        paints, cell = self.paints, self.cell
        if self.lines and point == self.cursor and not is_gap:
            return Segment(" " * cell, self._pointer())
        found = self.overview.day_at(point.unit)
        if found is None:
            return Segment(safe_text.fit("│", cell), paints.style("frame"))
        if (outline := self._outline(point.unit, line)) is not None:
            return Segment(outline, paints.style("accent"))
        if point.unit == self.now:
            return Segment(safe_text.fit("╎", cell), paints.style("accent"))
        layout, row = found
        if not layout.is_open(point.column, row):
            return Segment("╱" * cell, paints.style("frame"))
        return Segment(safe_text.fit("·" if point.unit in self._dotted else "", cell), paints.style("frame"))

    def _outline(self, unit: int, line: int) -> str | None:
        """The piece of the frame in a cell."""
        window = self.window
        if window is None or not window.columns or not window.units or unit not in window.units:
            return None
        top, bottom = self.lines_of(window.columns[0])[0], self.lines_of(window.columns[-1])[-1]
        if not top <= line <= bottom:
            return None
        is_left, is_right = unit == window.units[0], unit == window.units[-1]
        if line in (top, bottom):
            left, right = ("┌", "┐") if line == top else ("└", "┘")
            middle = "─" * self.cell
            middle = left + middle[1:] if is_left else middle
            return middle[:-1] + right if is_right else middle
        if is_left:
            return safe_text.fit("│", self.cell)
        return " " * (self.cell - 1) + "│" if is_right else None


def _every_second(overview: Overview) -> frozenset[UUID]:
    """Every second slot of each room, so that neighbours can be told apart."""
    of_room: dict[int, list[UUID]] = {}
    for point, block in overview.all():
        of_room.setdefault(point.column, []).append(block.slot.id)
    return frozenset(id for ids in of_room.values() for id in ids[1::2])
