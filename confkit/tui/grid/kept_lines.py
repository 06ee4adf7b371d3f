"""A widget of lines below a header that stays: what was drawn is kept until something in it changes.

So a step of the cursor draws the lines that it left and came to, and scrolling only those that come into sight. Where
everything may have changed, everything is drawn, but only what looks otherwise than before goes to the terminal: to
compose a line with what stands beside it, and to write it, takes Textual longer than drawing it.
"""

from abc import abstractmethod
from collections.abc import Container, Iterable, Iterator

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip


class KeptLines(ScrollView, can_focus=True):
    """Draws what is in sight, each line once; ``heads`` is how many lines the header has."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heads = 1
        self._kept: dict[tuple[int, bool], Strip] = {}
        self._head: dict[int, Strip] = {}
        # What the terminal shows, by the line of the widget.
        self._painted: dict[int, Strip] = {}
        # How many lines were drawn since the widget was made; a budget in the tests.
        self.drawn = 0

    @abstractmethod
    def draw_head(self, number: int) -> Iterable[Segment]:
        """A line of the header."""

    @abstractmethod
    def draw_line(self, number: int, *, is_top: bool) -> Iterable[Segment]:
        """A line below it, nothing behind the last one; ``is_top`` says that it is the first one in sight."""

    @property
    @abstractmethod
    def blank(self) -> Style | None:
        """What stands where nothing is drawn; None while there is nothing at all to be drawn."""

    @property
    def page(self) -> int:
        """How many lines are in sight below the header."""
        return max(1, self.scrollable_content_region.height - self.heads)

    def bring(self, lines: range) -> None:
        """Scroll as little as need be for these lines to be in sight."""
        top = self.scroll_offset.y
        if lines.start < top:
            self.scroll_to(y=lines.start, animate=False)
        elif lines.stop > top + self.page:
            self.scroll_to(y=max(lines.stop - self.page, 0), animate=False)

    def forget_all(self) -> None:
        """Draw and paint everything anew, as it comes into sight."""
        self._kept.clear()
        self._head.clear()
        self._painted.clear()
        self.refresh()

    def redraw(self, first: Iterable[range] | None = None) -> None:
        """Draw everything anew, and paint the lines that look otherwise than before.

        Where the lines are given that the user looks at, the others come with the next frame.
        """
        self._kept.clear()
        self._head.clear()
        if not self._painted:
            self.refresh()
        elif first is None:
            self._paint_changed()
        else:
            above = self.heads - self.scroll_offset.y
            self._paint_changed({above + line for lines in first for line in lines})
            self.call_after_refresh(self._paint_changed)

    def _paint_changed(self, lines: Container[int] | None = None) -> None:
        width, height = self.size
        seen = (y for y in range(height) if lines is None or y in lines)
        changed = [Region(0, y, width, 1) for y in seen if self._painted.get(y) != self._line(y)]
        if changed:
            self.refresh(*changed)

    def forget(self, places: Iterator[range]) -> None:
        """Draw the header and these lines anew."""
        self._head.clear()
        self.refresh_lines(self.scroll_offset.y, self.heads)
        for lines in places:
            for line in lines:
                self._kept.pop((line, False), None)
                self._kept.pop((line, True), None)
            self.refresh_lines(lines.start + self.heads, len(lines))

    def notify_style_update(self) -> None:
        """Draw everything anew in another theme."""
        super().notify_style_update()
        self.forget_all()

    def render_line(self, y: int) -> Strip:
        """Return one line of what is in sight, drawn now or before."""
        line = self._painted[y] = self._line(y)
        return line

    def _line(self, y: int) -> Strip:
        if self.blank is None:
            return Strip.blank(self.size.width)
        if y < self.heads:
            if y not in self._head:
                self._head[y] = self._strip(self.draw_head(y))
            return self._head[y]
        key = (y - self.heads + self.scroll_offset.y, y == self.heads)
        if key not in self._kept:
            self._kept[key] = self._strip(self.draw_line(key[0], is_top=key[1]))
        return self._kept[key]

    def _strip(self, segments: Iterable[Segment]) -> Strip:
        self.drawn += 1
        return Strip([*segments]).adjust_cell_length(self.size.width, self.blank)
