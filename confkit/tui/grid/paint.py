"""Drawing the grid with time down and rooms across; only lines in sight are asked for.

A block is a ground in its track's colour with a bar at its left: solid for what is confirmed, broken for what is
accepted, dotted for what is only submitted. Glyphs: that of the track, ``✗`` or ``!`` for a conflict, ``↑`` and ``↓``
for what began on an earlier day or goes on on a later one, ``⊙`` for what is pinned, ``✓`` for what is marked.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from confkit.domain.problem import Severity
from confkit.domain.session import Status
from confkit.tui import safe_text
from confkit.tui.grid.carrying import is_pinned
from confkit.tui.grid.colours import glyph
from confkit.tui.grid.hours import clock
from confkit.tui.grid.model import Block, Layout
from confkit.tui.grid.scene import Scene, Spot
from confkit.tui.listing import MARK

# The width of the times at the left.
TIMES = 7
# What a column needs at least, and what it needs where all of them shall be seen.
COMFORTABLE, CONDENSED = 16, 6

BARS: dict[Status, str] = {
    Status.CONFIRMED: "┃",
    Status.ACCEPTED: "╏",
    Status.SUBMITTED: "┊",
    Status.WAITLISTED: "┊",
}
_OUT = "⊘"
_CONFLICT = {Severity.ERROR: ("✗", "bad"), Severity.WARNING: ("!", "warn")}


class Frame(NamedTuple):
    """Which columns are in sight, and how wide they are (the blank behind each included)."""

    first: int
    widths: tuple[int, ...]

    @property
    def last(self) -> int:
        """Behind the last column in sight."""
        return self.first + len(self.widths)


def frame(layout: Layout, width: int, first: int, least: int) -> Frame:
    """Share ``width`` cells among as many columns as fit, from the column ``first`` on."""
    room = max(1, width - TIMES)
    number = max(1, min(len(layout.columns), room // least))
    first = min(max(first, 0), len(layout.columns) - number)
    share, more = divmod(room, number)
    return Frame(first, tuple(share + (1 if at < more else 0) for at in range(number)))


class Painter:
    """Draws the lines of a scene; ``cells`` counts the cells that it drew, a budget in the tests."""

    def __init__(self, scene: Scene, frame: Frame) -> None:
        self.scene = scene
        self.frame = frame
        self.cells = 0

    @property
    def height(self) -> int:
        """How many lines there are below the header."""
        return self.scene.layout.hours.count

    # The header

    def header(self) -> Iterator[Segment]:
        """The names of the rooms; at both ends how many more there are."""
        scene, frame = self.scene, self.frame
        paints, columns = scene.paints, scene.layout.columns
        more = len(columns) - frame.last
        yield Segment(safe_text.fit(f" ‹{frame.first}" if frame.first else "", TIMES), paints.style("accent"))
        for at, width in enumerate(frame.widths):
            column = columns[frame.first + at]
            is_last = at == len(frame.widths) - 1
            end = f" {more}›" if more and is_last else ""
            here = frame.first + at == scene.cursor.column
            name = safe_text.line(column.name)
            seats = f" · {column.room.capacity}" if column.room and column.room.capacity else ""
            room = width - 1 - len(end)
            name_style = paints.style("accent" if here else "foreground", bold=True)
            if cell_len(name + seats) > room:
                seats = ""
            yield Segment(safe_text.fit(name, room - cell_len(seats)) if not seats else name, name_style)
            if seats:
                yield Segment(safe_text.fit(seats, room - cell_len(name)), paints.style("muted"))
            yield Segment(f"{end} ", paints.style("accent"))

    # The rows

    def line(self, row: int) -> Iterator[Segment]:
        """One row: its time, and every column in sight."""
        scene, frame = self.scene, self.frame
        yield self._time(row)
        shared = scene.layout.shared.get(row)
        at = frame.first
        while at < frame.last:
            self.cells += 1
            blocks = scene.layout.cells.get((at, row), ())
            width = frame.widths[at - frame.first]
            if blocks or self._ghost_at(at, row):
                yield from self._column(at, row, blocks, width)
                at += 1
            elif shared is not None:
                # A break for all is drawn across every column that nothing else stands in.
                upto = at + 1
                while upto < frame.last and not scene.layout.cells.get((upto, row)) and not self._ghost_at(upto, row):
                    width += frame.widths[upto - frame.first]
                    upto += 1
                yield from self._break(shared, row, width)
                at = upto
            else:
                yield from self._free(at, row, width)
                at += 1

    def _time(self, row: int) -> Segment:
        scene = self.scene
        if row == scene.now:
            return Segment(safe_text.fit(f"▸{scene.layout.hours.label(row) or 'now'}", TIMES), self._style("accent"))
        label = scene.layout.hours.label(row)
        here = row == scene.cursor.row
        if here and not label:
            label = clock(scene.layout.hours.at(row))
        bright = here or scene.layout.hours.is_hour(row)
        return Segment(
            safe_text.fit(f" {label}", TIMES), self._style("accent" if here else "foreground" if bright else "muted")
        )

    def _style(self, name: str, on: str = "background", *, bold: bool = False) -> Style:
        return self.scene.paints.style(name, on, bold=bold)

    def _ghost_at(self, column: int, row: int) -> bool:
        ghost = self.scene.ghost
        return ghost is not None and ghost.column == column and ghost.first <= row < ghost.last

    def _column(self, column: int, row: int, blocks: tuple[Block, ...], width: int) -> Iterator[Segment]:
        """The blocks of a cell side by side, each in its lane; what is carried takes the right half of its place."""
        room = width - 1
        if self._ghost_at(column, row):
            half = room // 2 if self._is_occupied(column) else 0
            yield from self._lanes(column, row, blocks, half)
            yield self._ghost(row, room - half)
        else:
            yield from self._lanes(column, row, blocks, room)
        yield Segment(" ", self._style("foreground"))

    def _is_occupied(self, column: int) -> bool:
        """Whether something stands anywhere in the place of what is carried."""
        ghost, cells = self.scene.ghost, self.scene.layout.cells
        return ghost is not None and any(
            block.slot.id != ghost.origin
            for row in range(ghost.first, ghost.last)
            for block in cells.get((column, row), ())
        )

    def _lanes(self, column: int, row: int, blocks: tuple[Block, ...], room: int) -> Iterator[Segment]:
        if room <= 0:
            return
        if not blocks:
            yield Segment(" " * room, self._style("foreground"))
            return
        number, drawn = blocks[0].lanes, 0
        of_lane = {block.lane: block for block in blocks}
        for lane in range(number):
            end = room * (lane + 1) // number
            width = end - drawn
            block = of_lane.get(lane)
            if block is None:
                yield Segment(" " * width, self._style("foreground"))
            else:
                yield from self._block(block, row, width - (1 if end < room else 0))
                if end < room:
                    yield Segment(" ", self._style("foreground"))
            drawn = end

    # One cell

    def _free(self, column: int, row: int, width: int) -> Iterator[Segment]:
        scene = self.scene
        here = (column, row) == scene.cursor[:2]
        room = width - 1
        blank = self._style("foreground")
        if scene.bands is not None:
            yield scene.bands(column, row, room)
        elif here and scene.ghost is None:
            yield Segment(" " * room, self._style("cursor-text", "cursor" if scene.focused else "cursor-blurred"))
        elif scene.mark is not None:
            fine = scene.mark(column, row)
            yield Segment(safe_text.fit("·" if fine else "!", room), self._style("good" if fine else "warn"))
        elif not scene.layout.is_open(column, row):
            yield Segment("╱" * room, self._style("frame"))
        elif row == scene.now:
            yield Segment("╌" * room, self._style("accent"))
        elif scene.layout.hours.is_hour(row):
            yield Segment(safe_text.fit("·", room), self._style("frame"))
        else:
            yield Segment(" " * room, blank)
        yield Segment(" ", blank)

    def _break(self, block: Block, row: int, width: int) -> Iterator[Segment]:
        """A break: hatched, its name in the middle of its first line."""
        room = width - 1
        lit = self.scene.under_cursor is block and self.scene.ghost is None
        title = f" {self._signs(block)}{safe_text.line(block.session.title)} "
        text = title if row == block.first and block.is_shown else ""
        hatch, word = self._style("frame"), self._style("muted")
        if lit:
            hatch = word = self._style("cursor-text", "cursor" if self.scene.focused else "cursor-blurred")
        shown = safe_text.fit(text, min(cell_len(text), room))
        left = (room - cell_len(shown)) // 2
        yield Segment("░" * left, hatch)
        yield Segment(shown, word)
        yield Segment("░" * (room - left - cell_len(shown)), hatch)
        yield Segment(" ", self._style("foreground"))

    def _ghost(self, row: int, width: int) -> Segment:
        ghost = self.scene.ghost
        assert ghost is not None
        at = row - ghost.first
        text = f"{'✓' if ghost.is_free else '!'} {ghost.title}" if at == 0 else ""
        return Segment(safe_text.fit(f"┃{text}", width), self.scene.paints.lifted)

    def _block(self, block: Block, row: int, width: int) -> Iterator[Segment]:
        scene = self.scene
        if block.is_break:
            yield from (part for part in [*self._break(block, row, width + 1)][:-1])
            return
        carried = scene.ghost is not None and block.slot.id == scene.ghost.origin
        if carried or not block.is_shown:
            yield from self._shadow(block, row, width, carried=carried)
            return
        at, height = row - block.first, block.last - block.first
        severity = scene.severity(block.slot.id)
        sign, tone = _CONFLICT.get(severity, ("", "")) if severity else ("", "")
        before = self._before(block)
        mark = glyph(block.track)
        # Where a block is narrow, every cell is for the title.
        indent = 2 if width >= 12 else 0
        lines = scene.label(block, width - 1 - indent, height, f"{sign + ' ' if sign else ''}{before}")
        bar = _bar(block, at, height)
        if not indent and at == 0:
            bar = mark
        lit = scene.under_cursor is block and scene.ghost is None
        text, is_title = lines[at] if at < len(lines) else ("", False)
        if at == height - 1 and block.goes_on:
            text = "↓ goes on" if not text.strip() else text
        body = safe_text.fit(text, width - 1 - indent)
        if lit:
            ground = "cursor" if scene.focused else "cursor-blurred"
            style = self._style("cursor-text" if scene.focused else "foreground", ground, bold=is_title)
            yield Segment(bar + (f"{mark if at == 0 else ' '} " if indent else "") + body, style)
            return
        paints, track = scene.paints, block.track
        bold = is_title and block.session.status is not Status.SUBMITTED
        bars = paints.track(track, "bar", bold=True)
        yield Segment(bar + (f"{mark if at == 0 else ' '} " if indent else ""), bars)
        style = paints.track(track, "foreground" if is_title else "muted", bold=bold)
        if at == 0 and sign and body:
            yield Segment(body[0], paints.track(track, tone, bold=True))
            body = body[1:]
        yield Segment(body, style)

    def _shadow(self, block: Block, row: int, width: int, *, carried: bool) -> Iterator[Segment]:
        """What the filter leaves out, or what was picked up: its outline stays, so that its place looks taken."""
        style = self._style("frame")
        text = "┊" if row > block.first else ("┊⋯" if carried else f"┊{glyph(block.track)}")
        lit = self.scene.under_cursor is block and self.scene.ghost is None
        if lit:
            style = self._style("cursor-text", "cursor" if self.scene.focused else "cursor-blurred")
        yield Segment(safe_text.fit(text, width), style)

    def _signs(self, block: Block) -> str:
        mark = f"{MARK} " if block.session.id in self.scene.marked else ""
        return f"{mark}⊙ " if is_pinned(block.slot) else mark

    def _before(self, block: Block) -> str:
        parts = [self._signs(block)]
        if block.from_before:
            parts.append(f"↑ {block.slot.start:%a %H:%M} ")
        elif not block.is_exact:
            parts.append(f"{clock(block.slot.start)} ")
        if not block.session.status.takes_place:
            parts.append(f"{_OUT} ")
        return "".join(parts)

    # The mouse

    def spot_at(self, x: int, row: int) -> Spot | None:
        """The spot under a cell of the screen; ``row`` is that of the layout."""
        layout = self.scene.layout
        if x < TIMES or not 0 <= row < layout.hours.count:
            return None
        left = TIMES
        for at, width in enumerate(self.frame.widths):
            if x < left + width:
                column = self.frame.first + at
                blocks = layout.cells.get((column, row), ())
                lane = (x - left) * blocks[0].lanes // width if blocks else 0
                return Spot(column, row, lane)
            left += width
        return None


def _bar(block: Block, at: int, height: int) -> str:
    """The left edge: its last line is half as long, so that two blocks right below each other stay two."""
    bar = BARS.get(block.session.status, "┊")
    return "╹" if at == height - 1 and height > 1 and bar == "┃" else bar
