"""Drawing the parts that the upright and the turned grid are made of; each is a part of one line.

A block is a ground in its track's colour with a bar at its left: solid for what is confirmed, broken for what is
accepted, dotted for what is only submitted. Glyphs: that of the track, ``✗`` or ``!`` for a conflict, and arrows for
what began on an earlier day or goes on on a later one, ``⊙`` for what is pinned, ``✓`` for what is marked.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from confkit.domain.problem import Severity
from confkit.domain.session import Status
from confkit.tui import safe_text
from confkit.tui.grid.carrying import is_pinned
from confkit.tui.grid.colours import glyph
from confkit.tui.grid.hours import clock
from confkit.tui.grid.model import Block
from confkit.tui.grid.scene import Ghost, Scene
from confkit.tui.grid.sheet import Frame, Sheet
from confkit.tui.listing import MARK

BARS: dict[Status, str] = {
    Status.CONFIRMED: "┃",
    Status.ACCEPTED: "╏",
    Status.SUBMITTED: "┊",
    Status.WAITLISTED: "┊",
}
_OUT = "⊘"
CONFLICT = {Severity.ERROR: ("✗", "bad"), Severity.WARNING: ("!", "warn")}
# How wide a block is that has cells to spare for the glyph of its track.
_INDENTED = 12


class Painter(ABC):
    """Draws the lines of a scene; ``cells`` counts the cells that it drew, a budget in the tests."""

    # What stands before the title of what began on an earlier day.
    since = "↑"

    def __init__(self, scene: Scene, sheet: Sheet) -> None:
        self.scene = scene
        self.sheet = sheet
        self.cells = 0

    @property
    def frame(self) -> Frame:
        """What is in sight side by side."""
        return self.sheet.frame

    @property
    def height(self) -> int:
        """How many lines there are below the header."""
        return self.sheet.height

    @abstractmethod
    def header(self) -> Iterator[Segment]:
        """The line that stays at the top."""

    @abstractmethod
    def line(self, number: int, *, is_top: bool = False) -> Iterator[Segment]:
        """One line below it; ``is_top`` says that it is the first one in sight."""

    def style(self, name: str, on: str = "background", *, bold: bool = False) -> Style:
        """A style of the theme."""
        return self.scene.paints.style(name, on, bold=bold)

    @property
    def lit(self) -> Style:
        """The style of what the cursor is on."""
        return self.style("cursor-text", "cursor" if self.scene.focused else "cursor-blurred")

    def is_lit(self, block: Block) -> bool:
        """Whether the cursor is on a block; what is carried hides it."""
        return self.scene.under_cursor is block and self.scene.ghost is None

    # What is carried

    def ghost_at(self, column: int, row: int) -> Ghost | None:
        """What is carried, if it would take this cell."""
        ghost = self.scene.ghost
        return ghost if ghost is not None and ghost.column == column and ghost.first <= row < ghost.last else None

    def is_occupied(self, ghost: Ghost) -> bool:
        """Whether something stands anywhere in the place of what is carried."""
        cells = self.scene.layout.cells
        return any(
            block.slot.id != ghost.origin
            for row in range(ghost.first, ghost.last)
            for block in cells.get((ghost.column, row), ())
        )

    def ghost(self, ghost: Ghost, at: int, width: int) -> Segment:
        """The line ``at`` of what is carried."""
        text = f"{'✓' if ghost.is_free else '!'} {ghost.title}" if at == 0 else ""
        return Segment(safe_text.fit(f"┃{text}", width), self.scene.paints.lifted)

    # Free places

    def free(self, column: int, row: int, width: int, now: str) -> Segment:
        """A place that nothing stands in; ``now`` draws the present time, over the width where it is short."""
        scene = self.scene
        if scene.bands is not None:
            return scene.bands(column, row, width)
        if (column, row) == scene.cursor[:2] and scene.ghost is None:
            return Segment(" " * width, self.lit)
        if scene.mark is not None:
            fine = scene.mark(column, row)
            return Segment(safe_text.fit("·" if fine else "!", width), self.style("good" if fine else "warn"))
        return self.ground(column, row, width, now)

    def ground(self, column: int, row: int, width: int, now: str) -> Segment:
        """The same without the cursor and what is carried."""
        scene = self.scene
        if not scene.layout.is_open(column, row):
            return Segment("╱" * width, self.style("frame"))
        if row == scene.now:
            return Segment(safe_text.fit(now, width), self.style("accent"))
        if scene.layout.hours.is_hour(row):
            return Segment(safe_text.fit("·", width), self.style("frame"))
        return Segment(" " * width, self.style("foreground"))

    def pause(self, block: Block, width: int, *, is_named: bool) -> Iterator[Segment]:
        """A break: hatched, its name in the middle of one of its lines."""
        lit = self.is_lit(block)
        title = f" {self._signs(block)}{safe_text.line(block.session.title[:400])} "
        text = title if is_named and block.is_shown else ""
        shown = safe_text.fit(text, min(cell_len(text), width))
        left = (width - cell_len(shown)) // 2
        yield Segment("░" * left, self.lit if lit else self.style("frame"))
        yield Segment(shown, self.lit if lit else self.style("muted"))
        yield Segment("░" * (width - left - cell_len(shown)), self.lit if lit else self.style("frame"))

    # Sessions

    def block(self, block: Block, at: int, height: int, width: int, *, bar: str = "") -> Iterator[Segment]:
        """The line ``at`` of a block that is ``height`` lines tall; ``bar`` stands in for the bar of its status."""
        scene = self.scene
        if block.is_break:
            yield from self.pause(block, width, is_named=at == 0)
            return
        carried = scene.ghost is not None and block.slot.id == scene.ghost.origin
        if carried or not block.is_shown:
            yield self._shadow(block, at, width, carried=carried)
            return
        severity = scene.severity(block.slot.id)
        sign, tone = CONFLICT.get(severity, ("", "")) if severity else ("", "")
        mark = glyph(block.track)
        # Where a block is narrow, every cell is for the title.
        indent = 2 if width >= _INDENTED else 0
        room = width - 1 - indent
        lines = scene.label(
            block, room, height, f"{sign + ' ' if sign else ''}{self._before(block, is_narrow=not indent)}"
        )
        text, is_title = lines[at] if at < len(lines) else ("", False)
        body = self.ended(block, at, height, safe_text.fit(text, room))
        edge = bar or BARS.get(block.session.status, "┊")
        if not indent and at == 0 and edge != "‹":
            edge = mark
        edge += f"{mark if at == 0 else ' '} " if indent else ""
        if self.is_lit(block):
            ground = "cursor" if scene.focused else "cursor-blurred"
            yield Segment(
                edge + body, self.style("cursor-text" if scene.focused else "foreground", ground, bold=is_title)
            )
            return
        paints, track = scene.paints, block.track
        yield Segment(edge, paints.track(track, "bar", bold=True))
        bold = is_title and block.session.status is not Status.SUBMITTED
        if at == 0 and sign and body:
            yield Segment(body[0], paints.track(track, tone, bold=True))
            body = body[1:]
        yield Segment(body, paints.track(track, "foreground" if is_title else "muted", bold=bold))

    @abstractmethod
    def ended(self, block: Block, at: int, height: int, body: str) -> str:
        """The text of a line of a block; it says so where the block goes on on a later day."""

    def _shadow(self, block: Block, at: int, width: int, *, carried: bool) -> Segment:
        """What the filter leaves out, or what was picked up: its outline stays, so that its place looks taken."""
        text = "┊" if at else ("┊⋯" if carried else f"┊{glyph(block.track)}")
        return Segment(safe_text.fit(text, width), self.lit if self.is_lit(block) else self.style("frame"))

    def _signs(self, block: Block) -> str:
        mark = f"{MARK} " if block.session.id in self.scene.marked else ""
        return f"{mark}⊙ " if is_pinned(block.slot) else mark

    def _before(self, block: Block, *, is_narrow: bool) -> str:
        """What stands before a title; a narrow block has no cells for times."""
        parts = [self._signs(block)]
        if block.from_before:
            parts.append(f"{self.since} " if is_narrow else f"{self.since} {block.slot.start:%a %H:%M} ")
        elif not block.is_exact and not is_narrow:
            parts.append(f"{clock(block.slot.start)} ")
        if not block.session.status.takes_place:
            parts.append(f"{_OUT} ")
        return "".join(parts)
