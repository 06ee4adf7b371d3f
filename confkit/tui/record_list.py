"""A list of records drawn with Textual's line API: only the lines in sight are ever made, so 10,000 rows open at once.

It knows a cursor, headings between the rows, a filter, marks, keys and mouse; what the rows mean is told by a
``Listing``, which rows the filter lets through by ``Shown``, and the lines are drawn by ``record_line``.
"""

from collections.abc import Callable, Hashable
from typing import Any

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.listing import Heading, Listing, Shown, widths
from confkit.tui.record_line import Lines
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

    class Marked(Moved):
        """A row shall be marked, or no longer: by ctrl and a click, or by a click at the left edge."""

    def __init__(self, *, header: bool = True, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._header = header
        self._shown = Shown()
        # Which rows are marked; None where nothing can be.
        self.is_marked: Callable[[Any], bool] | None = None
        self._widths: tuple[int, ...] = ()
        self._lines = Lines(self)
        # How many lines were drawn since the list was made; a budget in the tests.
        self.drawn = 0

    # What is shown

    @property
    def listing(self) -> Listing:
        """What the list shows."""
        return self._shown.listing

    @property
    def query_text(self) -> str:
        """The present filter; empty for none."""
        return self._shown.query

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        return None if self.cursor is None else self._shown.at(self.cursor)

    @property
    def shown_count(self) -> int:
        """How many records (headings aside) the filter lets through."""
        return len(self._shown.records)

    @property
    def shown_rows(self) -> list[Any]:
        """The records (headings aside) that the filter lets through."""
        return self._shown.records

    def show(self, listing: Listing, *, keep_cursor: bool = True) -> None:
        """Show another listing; the cursor stays on the same record where there still is one (else near it)."""
        key = self._shown.key(self.row) if keep_cursor else None
        before = self.cursor if keep_cursor else None
        self._shown.show(listing)
        self._lay_out()
        found = self.position_of(key) if key is not None else None
        self._put_cursor(found if found is not None else before, left=self.row)
        self.refresh()

    def filter(self, query: str) -> None:
        """Show only the rows that hold every word of ``query``."""
        if query == self._shown.query:
            return
        row = self.row
        key = self._shown.key(row)
        self._shown.filter(query)
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
        return self._shown.position_of(key)

    # The cursor

    def _put_cursor(self, position: int | None, *, left: Any) -> None:
        """Put the cursor on the nearest record at or around ``position``; tell if that is not the one it ``left``."""
        self.cursor = self._shown.nearest(position or 0)
        if self.cursor is not None:
            self.scroll_to_position(self.cursor)
        if left is not self.row or left is None:
            self.post_message(self.Moved(self, self.row))

    def step(self, by: int) -> None:
        """Move the cursor by so many rows, down where it is positive."""
        if self.cursor is not None:
            self._go(self.cursor + by, 1 if by > 0 else -1)

    def _go(self, position: int, step: int) -> None:
        found = self._shown.nearest(position, step)
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
        while first > 0 and self._shown.at(first - 1) is None:
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
        return position if self._shown.at(position) is not None else None

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; a double click chooses it."""
        position = self._position_under(event)
        if position is None:
            return
        event.stop()
        if position != self.cursor:
            self._go(position, 1)
        if self.is_marked is not None and (event.ctrl or event.get_content_offset_capture(self).x == 0):
            self.post_message(self.Marked(self, self.row))
        elif event.chain == 2:
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
        self._widths = widths(self.listing.columns, max(1, width - 2))
        self.virtual_size = Size(width, len(self._shown) + self._top)

    def notify_style_update(self) -> None:
        """Draw everything anew in another theme."""
        super().notify_style_update()
        self._lines.forget()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight."""
        self.drawn += 1
        lines, width = self._lines, self.size.width
        if self._header and y == 0 and self.listing.rows:
            return lines.header(self.listing.columns, self._widths, width)
        position = y - self._top + self.scroll_offset.y
        if not len(self._shown):
            return self._empty_line(position, width)
        if not 0 <= position < len(self._shown):
            return lines.blank(width)
        row = self._shown.line(position)
        if isinstance(row, Heading):
            return lines.text(" " + safe_text.line(row.text), Tone.HEADING, width)
        state = Tone.PLAIN
        if position == self.cursor:
            state = Tone.CURSOR if self.has_focus else Tone.CURSOR_BLURRED
        elif position == self.hovered:
            state = Tone.HOVER
        marked = self.is_marked is not None and self.is_marked(row)
        return lines.row(self.listing, row, self._widths, width, state, marked=marked)

    def _empty_line(self, position: int, width: int) -> Strip:
        says = ("Nothing here matches the search.", "Press escape to see everything again.")
        if not self.query_text.strip():
            says = self.listing.empty  # type: ignore[assignment]
        if not 1 <= position <= len(says):
            return self._lines.blank(width)
        tone = Tone.BRIGHT if position == 1 else Tone.MUTED
        return self._lines.text("  " + safe_text.line(says[position - 1]), tone, width)
