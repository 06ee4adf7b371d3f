"""The grid with time down and rooms across, line by line."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.segment import Segment

from confkit.tui import safe_text
from confkit.tui.grid.hours import clock
from confkit.tui.grid.model import Block
from confkit.tui.grid.paint import BARS, Painter
from confkit.tui.grid.sheet import TIMES

_NOW = "╌" * 200


class UprightPainter(Painter):
    """Draws rows of time."""

    def header(self) -> Iterator[Segment]:
        """The names of the rooms; at both ends how many more there are."""
        scene, frame = self.scene, self.frame
        columns = scene.layout.columns
        more = len(columns) - frame.last
        yield Segment(safe_text.fit(f" ‹{frame.first}" if frame.first else "", TIMES), self.style("accent"))
        for at, width in enumerate(frame.widths):
            column = columns[frame.first + at]
            end = f" {more}›" if more and at == len(frame.widths) - 1 else ""
            here = frame.first + at == scene.cursor.column
            name = safe_text.line(column.name)
            seats = f" · {column.room.capacity}" if column.room and column.room.capacity else ""
            room = width - 1 - len(end)
            if cell_len(name + seats) > room:
                seats = ""
            name_style = self.style("accent" if here else "foreground", bold=True)
            yield Segment(safe_text.fit(name, room - cell_len(seats)) if not seats else name, name_style)
            if seats:
                yield Segment(safe_text.fit(seats, room - cell_len(name)), self.style("muted"))
            yield Segment(f"{end} ", self.style("accent"))

    def line(self, number: int, *, is_top: bool = False) -> Iterator[Segment]:
        """One row: its time, and every room in sight."""
        frame, layout = self.frame, self.scene.layout
        yield self._time(number)
        shared = layout.shared.get(number)
        at = frame.first
        while at < frame.last:
            self.cells += 1
            blocks = layout.cells.get((at, number), ())
            width = frame.widths[at - frame.first]
            first, at = at, at + 1
            if blocks or self.ghost_at(first, number):
                yield from self._room(first, number, blocks, width - 1)
            elif shared is not None:
                # A break for all is drawn across every room that nothing else stands in.
                while at < frame.last and not layout.cells.get((at, number)) and not self.ghost_at(at, number):
                    width += frame.widths[at - frame.first]
                    at += 1
                yield from self.pause(shared, width - 1, is_named=number == shared.first)
            else:
                yield self.free(first, number, width - 1, _NOW)
            yield Segment(" ", self.style("foreground"))

    def _time(self, row: int) -> Segment:
        hours, scene = self.scene.layout.hours, self.scene
        if row == scene.now:
            return Segment(safe_text.fit(f"▸{hours.label(row) or 'now'}", TIMES), self.style("accent"))
        here = row == scene.cursor.row
        label = hours.label(row) or (clock(hours.at(row)) if here else "")
        tone = "accent" if here else "foreground" if hours.is_hour(row) else "muted"
        return Segment(safe_text.fit(f" {label}", TIMES), self.style(tone))

    def _room(self, column: int, row: int, blocks: tuple[Block, ...], room: int) -> Iterator[Segment]:
        """The blocks of a cell side by side, each in its lane; what is carried takes the right half of its place."""
        ghost = self.ghost_at(column, row)
        if ghost is None:
            yield from self._lanes(row, blocks, room)
            return
        half = room // 2 if self.is_occupied(ghost) else 0
        yield from self._lanes(row, blocks, half)
        yield self.ghost(ghost, row - ghost.first, room - half)

    def _lanes(self, row: int, blocks: tuple[Block, ...], room: int) -> Iterator[Segment]:
        if room <= 0:
            return
        if not blocks:
            yield Segment(" " * room, self.style("foreground"))
            return
        number, drawn = blocks[0].lanes, 0
        of_lane = {block.lane: block for block in blocks}
        for lane in range(number):
            end = room * (lane + 1) // number
            width = end - drawn
            block = of_lane.get(lane)
            if block is None:
                yield Segment(" " * width, self.style("foreground"))
            elif width:
                at, height = row - block.first, block.last - block.first
                # Where there are more lanes than cells, nothing is left for a blank between them.
                gap = 1 if end < room and width > 1 else 0
                yield from self.block(block, at, height, width - gap, bar=_bar(block, at, height))
                yield Segment(" " * gap, self.style("foreground"))
            drawn = end

    def ended(self, block: Block, at: int, height: int, body: str) -> str:
        """The last line says so, where it is empty."""
        if at == height - 1 and block.goes_on and not body.strip():
            return safe_text.fit("↓ goes on", cell_len(body))
        return body


def _bar(block: Block, at: int, height: int) -> str:
    """The left edge: its last line is half as long, so that two blocks right below each other stay two."""
    bar = BARS.get(block.session.status, "┊")
    return "╹" if at == height - 1 and height > 1 and bar == "┃" else bar
