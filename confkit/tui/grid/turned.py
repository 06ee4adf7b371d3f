"""The turned grid, line by line: rooms down, their names at the left; time across, its header at the top."""

from collections.abc import Generator, Iterator

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from confkit.tui import safe_text
from confkit.tui.grid.hours import clock
from confkit.tui.grid.label import Placed, in_line, spaced, wrapped
from confkit.tui.grid.model import Block
from confkit.tui.grid.paint import Painter
from confkit.tui.grid.scene import Ghost, Scene
from confkit.tui.grid.sheet import Turned, seats

_NOW = "╎"


class TurnedPainter(Painter):
    """Draws the lines of rooms."""

    since = "←"

    def __init__(self, scene: Scene, sheet: Turned) -> None:
        super().__init__(scene, sheet)
        self._sheet = sheet

    # The header

    def header(self) -> Iterator[Segment]:
        """The times; at both ends whether there are more."""
        frame, hours = self.frame, self.scene.layout.hours
        yield Segment(safe_text.fit(" ‹" if frame.first else "", self._sheet.margin), self.style("accent"))
        room = sum(frame.widths)
        end = " ›" if frame.last < hours.count else ""
        yield from in_line(self._times(room - len(end)), room - len(end), self.style("foreground"))
        yield Segment(end, self.style("accent"))

    def _times(self, room: int) -> list[Placed]:
        """What stands where in the header; that of the cursor and the present hide what is too near to them."""
        scene, hours = self.scene, self.scene.layout.hours
        texts: list[tuple[int, str, Style]] = []
        if scene.now is not None:
            texts.append((scene.now, f"▾{hours.label(scene.now) or 'now'}", self.style("accent")))
        texts.append((scene.cursor.row, clock(hours.at(scene.cursor.row)), self.style("accent", bold=True)))
        texts += [
            (row, clock(hours.at(row)), self.style("foreground" if hours.is_hour(row) else "muted"))
            for row in self._named()
        ]
        found = ((x, text, style) for row, text, style in texts if (x := self._x(row)) is not None)
        return spaced(found, room)

    def _named(self) -> Iterator[int]:
        """The rows in sight whose time is named: the shortest round step that leaves room between two."""
        frame, hours = self.frame, self.scene.layout.hours
        cells = sum(frame.widths) / len(frame.widths)
        step = next((s for s in (15, 30, 60, 120, 180, 240) if s >= hours.zoom and s / hours.zoom * cells >= 7), 360)
        for row in range(frame.first, frame.last):
            moment = hours.at(row)
            if (moment.hour * 60 + moment.minute) % step < hours.zoom:
                yield row

    def _x(self, row: int) -> int | None:
        frame = self.frame
        return sum(frame.widths[: row - frame.first]) if frame.first <= row < frame.last else None

    # The lines

    def line(self, number: int, *, is_top: bool = False) -> Iterator[Segment]:
        """One line of a room: its name, and every row in sight."""
        column, at = self._sheet.band(number)
        is_body = at < self._sheet.body(column)
        yield self._name(column, at, is_top=is_top)
        ghost = self._ghost(column, at) if is_body else None
        row = self.frame.first
        while row < self.frame.last:
            self.cells += 1
            if ghost is not None and ghost.first <= row < ghost.last:
                upto = min(ghost.last, self.frame.last)
                yield self.ghost(ghost, at - self._above(ghost), self._width(row, upto))
            else:
                end = ghost.first if ghost is not None and row < ghost.first else self.frame.last
                upto = yield from self._part(column, at, row, min(end, self.frame.last), is_body=is_body)
            row = upto

    def _part(self, column: int, at: int, row: int, end: int, *, is_body: bool) -> Generator[Segment, None, int]:
        """Draw what begins at ``row`` in a line; return where it ends, at ``end`` at the latest."""
        layout = self.scene.layout
        blocks = layout.cells.get((column, row), ())
        block = next((one for one in blocks if at in self._sheet.within(one)), None) if is_body else None
        if block is not None:
            upto = min(block.last, end)
            within, width = self._sheet.within(block), self._width(row, upto)
            yield from self.block(block, at - within.start, len(within), width, bar="‹" if row > block.first else "")
            return upto
        shared = layout.shared.get(row)
        if shared is not None and not blocks:
            upto = row + 1
            while upto < min(shared.last, end) and not layout.cells.get((column, upto)):
                upto += 1
            yield from self.pause(shared, self._width(row, upto), is_named=at == 0)
            return upto
        width = self._width(row, row + 1)
        yield self.free(column, row, width, _NOW) if is_body and not blocks else self.ground(column, row, width, _NOW)
        return row + 1

    def _width(self, first: int, last: int) -> int:
        start = self.frame.first
        return sum(self.frame.widths[first - start : last - start])

    def _above(self, ghost: Ghost) -> int:
        """How many lines of the room stay for what stands at the place of what is carried."""
        body = self._sheet.body(ghost.column)
        return body // 2 if body > 1 and self.is_occupied(ghost) else 0

    def _ghost(self, column: int, at: int) -> Ghost | None:
        ghost = self.scene.ghost
        return ghost if ghost is not None and ghost.column == column and at >= self._above(ghost) else None

    def ended(self, block: Block, at: int, height: int, body: str) -> str:
        """An arrow at the end of the first line."""
        width = cell_len(body)
        if self.scene.paints.is_ansi and width > 2:
            # Without a ground of its own, a block shows by a line where it ends.
            body = f"{safe_text.fit(body.rstrip(), width - 1)}▕"
        return f"{safe_text.fit(body.rstrip(), width - 2)} →" if at == 0 and block.goes_on and width > 2 else body

    def _name(self, column: int, at: int, *, is_top: bool) -> Segment:
        """The name of the room beside its first lines, its seats below; once more where those are out of sight."""
        body, width = self._sheet.body(column), self._sheet.margin - 2
        here = column == self.scene.cursor.column
        about = seats(self.scene.layout.columns[column])
        name = safe_text.line(self.scene.layout.columns[column].name[:400])
        lines = wrapped(name, width, max(1, body - 1 if about else body))
        if is_top and at < body:
            at = 0 if at >= len(lines) else at
        text, style = "", self.style("muted")
        if at < len(lines) and at < body:
            text, style = lines[at], self.style("accent" if here else "foreground", bold=True)
        elif at == len(lines) and at < body:
            text = about
        return Segment(f" {safe_text.fit(text, width)} ", style)
