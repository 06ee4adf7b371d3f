"""The lines of a record list: column titles, headings, and rows in their columns, in the tones of the theme."""

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from confkit.tui import safe_text
from confkit.tui.listing import MARK, Column, Listing
from confkit.tui.tones import Tone


class Lines:
    """Draws lines on the ground of a widget; a cell at each side stays free, the left one for the mark."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[Tone, Tone], Style] = {}
        self._blank: Strip | None = None

    def forget(self) -> None:
        """The theme is another one."""
        self._styles.clear()
        self._blank = None

    def _style(self, tone: Tone, state: Tone = Tone.PLAIN) -> Style:
        """The style of a tone on the widget's ground, or on a line that is in a state."""
        found = self._styles.get((tone, state))
        if found is None:
            visual = self._widget.visual_style + VisualStyle.parse(tone) + VisualStyle.parse(state)
            found = self._styles[tone, state] = visual.rich_style
        return found

    def blank(self, width: int) -> Strip:
        """An empty line: the same object for all of them, because Textual keeps what it cuts out of a strip with it."""
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip.blank(width, self._style(Tone.PLAIN))
        return self._blank

    def text(self, text: str, tone: Tone, width: int) -> Strip:
        """One text over the whole line."""
        return Strip([Segment(safe_text.fit(text, width), self._style(tone))], width)

    def header(self, columns: Sequence[Column], widths: Sequence[int], width: int) -> Strip:
        """The titles of the columns."""
        style = self._style(Tone.MUTED)
        return self._strip(columns, widths, [(column.title, style) for column in columns], Segment(" ", style), width)

    def row(self, listing: Listing, row: Any, widths: Sequence[int], width: int, state: Tone, *, marked: bool) -> Strip:
        """A row in its columns; ``state`` says whether the cursor or the mouse is on it."""
        cells = []
        for cell in listing.cells(row):
            text, tone = cell if isinstance(cell, tuple) else (cell, Tone.PLAIN)
            # On the cursor its own text colour goes before the tone: only that pair is known to be readable.
            cells.append((text, self._style(tone, state)))
        edge = Segment(MARK if marked else " ", self._style(Tone.ACCENT if marked else Tone.PLAIN, state))
        fill = Segment(" ", self._style(Tone.PLAIN, state))
        return self._strip(listing.columns, widths, cells, fill, width, edge)

    @staticmethod
    def _strip(
        columns: Sequence[Column],
        widths: Sequence[int],
        cells: Sequence[tuple[str, Style]],
        fill: Segment,
        width: int,
        edge: Segment | None = None,
    ) -> Strip:
        """Draw the cells in their columns; where a row has fewer cells, its last one takes the rest of the line."""
        segments = [edge or fill]
        drawn, gap = 1, 0
        for number, (text, style) in enumerate(cells):
            column, size = columns[number], widths[number]
            if number == len(cells) - 1 < len(widths) - 1:
                size = width - drawn - gap - 1
            if size > 0:
                segments.append(Segment(" " * gap, fill.style))
                shown = safe_text.fit(safe_text.line(text[: size * 16]), size, align_right=column.align_right)
                segments.append(Segment(shown, style))
                drawn += gap + size
                gap = column.gap
        segments.append(Segment(" " * max(0, width - drawn), fill.style))
        return Strip(segments, max(drawn, width)).crop(0, width)
