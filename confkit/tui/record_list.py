"""A list of records drawn with Textual's line API: only the lines in sight are ever made, so 10,000 rows open at once.

It knows columns, a header that stays, a cursor, headings between the rows, a filter, keys and mouse; what the rows mean
is told by a ``Listing``.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style as VisualStyle

from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.listing import EMPTY, Heading, Listing, folded, widths
from confkit.tui.tones import Tone


class RecordList(ScrollView, can_focus=True):
    """A list of the rows of a ``Listing``."""

    BINDINGS = bindings(Scope.LIST)

    cursor: reactive[int | None] = reactive(None, repaint=False)
    hovered: reactive[int | None] = reactive(None, repaint=False)

    class Moved(Message):
        """The cursor stands on another row (``row`` None: on none)."""

        def __init__(self, sender: "RecordList", row: Any) -> None:
            super().__init__()
            self.record_list = sender
            self.row = row

        @property
        def control(self) -> "RecordList":
            """The list, for ``@on`` with a selector."""
            return self.record_list

    class Chosen(Moved):
        """A row was chosen, by enter or by a double click."""

    def __init__(self, *, header: bool = True, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._header = header
        self._listing = EMPTY
        self._query = ""
        self._words: list[str] | None = None
        self._facts: list[Mapping[str, Sequence[str]]] | None = None
        self._shown: list[int] | range = range(0)
        self._widths: tuple[int, ...] = ()
        self._styles: dict[tuple[Tone, Tone], Style] = {}
        self._empty_strip: Strip | None = None
        # How many lines were drawn since the list was made; a budget in the tests.
        self.drawn = 0

    # What is shown

    @property
    def listing(self) -> Listing:
        """What the list shows."""
        return self._listing

    @property
    def query_text(self) -> str:
        """The present filter; empty for none."""
        return self._query

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        return None if self.cursor is None else self._row_at(self.cursor)

    @property
    def shown_count(self) -> int:
        """How many records (headings aside) the filter lets through."""
        return sum(1 for index in self._shown if not isinstance(self._listing.rows[index], Heading))

    @property
    def shown_rows(self) -> list[Any]:
        """The records (headings aside) that the filter lets through."""
        rows = (self._listing.rows[index] for index in self._shown)
        return [row for row in rows if not isinstance(row, Heading)]

    def show(self, listing: Listing, *, keep_cursor: bool = True) -> None:
        """Show another listing; the cursor stays on the same record where there still is one (else near it)."""
        key = self._key(self.row) if keep_cursor else None
        before = self.cursor if keep_cursor else None
        self._listing = listing
        self._words = self._facts = None
        self._filter()
        self._lay_out()
        found = self.position_of(key) if key is not None else None
        self._put_cursor(found if found is not None else before, left=self.row)
        self.refresh()

    def filter(self, query: str) -> None:
        """Show only the rows that hold every word of ``query``."""
        if query == self._query:
            return
        row = self.row
        key = self._key(row)
        self._query = query
        self._filter()
        self._lay_out()
        self._put_cursor(self.position_of(key) if key is not None else 0, left=row)
        self.refresh()

    def select(self, key: Hashable) -> bool:
        """Put the cursor on the row with ``key``; say whether there is one."""
        found = self.position_of(key)
        if found is None:
            return False
        self._put_cursor(found, left=self.row)
        return True

    def position_of(self, key: Hashable) -> int | None:
        """Where the row with ``key`` stands among the rows that are shown."""
        rows = self._listing.rows
        for position, index in enumerate(self._shown):
            if not isinstance(rows[index], Heading) and self._listing.key(rows[index]) == key:
                return position
        return None

    def _filter(self) -> None:
        rows = self._listing.rows
        if not self._query.strip():
            self._shown = range(len(rows))
            return
        from confkit.tui.filters import fitting, matching

        facts = self._listing.facts
        if facts is not None:
            if self._facts is None:
                self._facts = [{} if isinstance(row, Heading) else facts(row) for row in rows]
            self._shown = fitting(rows, self._facts, self._query)
            return
        if self._words is None:
            words = self._listing.words
            self._words = ["" if isinstance(row, Heading) else folded(words(row)) for row in rows]
        self._shown = matching(rows, self._words, self._query)

    def _key(self, row: Any) -> Hashable:
        return None if row is None else self._listing.key(row)

    def _row_at(self, position: int) -> Any:
        if not 0 <= position < len(self._shown):
            return None
        row = self._listing.rows[self._shown[position]]
        return None if isinstance(row, Heading) else row

    # The cursor

    def _put_cursor(self, position: int | None, *, left: Any) -> None:
        """Put the cursor on the nearest record at or around ``position``; tell if that is not the one it ``left``."""
        self.cursor = self._nearest(position or 0)
        if self.cursor is not None:
            self.scroll_to_position(self.cursor)
        if left is not self.row or left is None:
            self.post_message(self.Moved(self, self.row))

    def _nearest(self, position: int, step: int = 1) -> int | None:
        """The nearest position of a record, looking in the direction of ``step`` first."""
        last = len(self._shown) - 1
        position = min(max(position, 0), last)
        for direction in (step, -step):
            candidate = position
            while 0 <= candidate <= last:
                if self._row_at(candidate) is not None:
                    return candidate
                candidate += direction
        return None

    def step(self, by: int) -> None:
        """Move the cursor by so many rows, down where it is positive."""
        if self.cursor is not None:
            self._go(self.cursor + by, 1 if by > 0 else -1)

    def _go(self, position: int, step: int) -> None:
        found = self._nearest(position, step)
        if found is None or found == self.cursor:
            # At the top, show the heading above the first record too.
            if step < 0:
                self.scroll_to(y=0, animate=False)
            return
        self.cursor = found
        self.scroll_to_position(found)
        self.post_message(self.Moved(self, self.row))

    def watch_cursor(self, before: int | None, after: int | None) -> None:
        """Draw the two lines that changed."""
        for position in (before, after):
            if position is not None:
                self._refresh_position(position)

    def watch_hovered(self, before: int | None, after: int | None) -> None:
        """Draw the two lines that changed."""
        self.watch_cursor(before, after)

    def _refresh_position(self, position: int) -> None:
        y = position - self.scroll_offset.y + self._top
        if self._top <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    @property
    def _top(self) -> int:
        """The lines that the header takes."""
        return 1 if self._header else 0

    @property
    def page(self) -> int:
        """How many rows are in sight."""
        return max(1, self.scrollable_content_region.height - self._top)

    def scroll_to_position(self, position: int) -> None:
        """Bring a row into sight, together with a heading right above it."""
        first = position
        while first > 0 and self._row_at(first - 1) is None:
            first -= 1
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif position >= top + self.page:
            self.scroll_to(y=position - self.page + 1, animate=False)

    def action_cursor_up(self) -> None:
        """Move up a row."""
        self.step(-1)

    def action_cursor_down(self) -> None:
        """Move down a row."""
        self.step(1)

    def action_page_up(self) -> None:
        """Move up by what is in sight."""
        self.step(-self.page)

    def action_page_down(self) -> None:
        """Move down by what is in sight."""
        self.step(self.page)

    def action_first(self) -> None:
        """Move to the first row."""
        self._go(0, -1)
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """Move to the last row."""
        self._go(len(self._shown) - 1, 1)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))

    # The mouse

    def _position_under(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._top:
            return None
        position = offset.y - self._top + self.scroll_offset.y
        return position if self._row_at(position) is not None else None

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; a double click chooses it."""
        position = self._position_under(event)
        if position is None:
            return
        event.stop()
        if position != self.cursor:
            self._go(position, 1)
        if event.chain == 2:
            self.action_choose()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which row a click would take."""
        self.hovered = self._position_under(event)

    def on_leave(self) -> None:
        """Forget the mouse."""
        self.hovered = None

    # Drawing

    def on_resize(self) -> None:
        """Share the new width among the columns."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        # A cell at each side stays free.
        self._widths = widths(self._listing.columns, max(1, width - 2))
        self.virtual_size = Size(width, len(self._shown) + self._top)

    def notify_style_update(self) -> None:
        """Draw everything anew in another theme."""
        super().notify_style_update()
        self._styles.clear()
        self._empty_strip = None
        self.refresh()

    def _blank(self, width: int) -> Strip:
        """An empty line: the same object for all of them, because Textual keeps what it cuts out of a strip with it."""
        if self._empty_strip is None or self._empty_strip.cell_length != width:
            self._empty_strip = Strip.blank(width, self._style(Tone.PLAIN))
        return self._empty_strip

    def _style(self, tone: Tone, state: Tone = Tone.PLAIN) -> Style:
        """The style of a tone on this widget's ground, or on a line that is in a state."""
        found = self._styles.get((tone, state))
        if found is None:
            visual = self.visual_style + VisualStyle.parse(tone) + VisualStyle.parse(state)
            found = self._styles[tone, state] = visual.rich_style
        return found

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight."""
        self.drawn += 1
        width = self.size.width
        if self._header and y == 0 and self._listing.rows:
            style = self._style(Tone.MUTED)
            cells = [(column.title, style) for column in self._listing.columns]
            return self._strip(cells, style, width)
        position = y - self._top + self.scroll_offset.y
        if not self._shown:
            return self._empty_line(position, width)
        if not 0 <= position < len(self._shown):
            return self._blank(width)
        row = self._listing.rows[self._shown[position]]
        if isinstance(row, Heading):
            style = self._style(Tone.HEADING)
            return Strip([Segment(safe_text.fit(" " + safe_text.line(row.text), width), style)], width)
        return self._row_line(row, position, width)

    def _row_line(self, row: Any, position: int, width: int) -> Strip:
        state = Tone.PLAIN
        if position == self.cursor:
            state = Tone.CURSOR if self.has_focus else Tone.CURSOR_BLURRED
        elif position == self.hovered:
            state = Tone.HOVER
        cells = []
        for cell in self._listing.cells(row):
            text, tone = cell if isinstance(cell, tuple) else (cell, Tone.PLAIN)
            # On the cursor its own text colour goes before the tone: only that pair is known to be readable.
            cells.append((text, self._style(tone, state)))
        return self._strip(cells, self._style(Tone.PLAIN, state), width)

    def _strip(self, cells: list[tuple[str, Style]], fill: Style, width: int) -> Strip:
        """Draw the cells in their columns; where a row has fewer cells, its last one takes the rest of the line."""
        segments = [Segment(" ", fill)]
        drawn, gap = 1, 0
        for number, (text, style) in enumerate(cells):
            column, size = self._listing.columns[number], self._widths[number]
            if number == len(cells) - 1 < len(self._widths) - 1:
                size = width - drawn - gap - 1
            if size > 0:
                segments.append(Segment(" " * gap, fill))
                shown = safe_text.fit(safe_text.line(text[: size * 16]), size, align_right=column.align_right)
                segments.append(Segment(shown, style))
                drawn += gap + size
                gap = column.gap
        segments.append(Segment(" " * max(0, width - drawn), fill))
        return Strip(segments, max(drawn, width)).crop(0, width)

    def _empty_line(self, position: int, width: int) -> Strip:
        lines = ("Nothing here matches the search.", "Press escape to see everything again.")
        if not self._query.strip():
            lines = self._listing.empty  # type: ignore[assignment]
        if not 1 <= position <= len(lines):
            return self._blank(width)
        style = self._style(Tone.BRIGHT if position == 1 else Tone.MUTED)
        return Strip([Segment(safe_text.fit("  " + safe_text.line(lines[position - 1]), width), style)], width)
