"""A list of which several rows can be ticked, by space or a click."""

from collections.abc import Iterator
from typing import Any

from textual import events
from textual.message import Message

from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.listing import Heading
from confkit.tui.record_list import RecordList

TICKED, UNTICKED = "[x]", "[ ]"


class TickList(RecordList):
    """Tells which row shall be ticked or not; the screen knows what is ticked and shows another listing."""

    BINDINGS = bindings(Scope.TICKING)

    class Ticked(Message):
        """Space or a click on a row."""

        def __init__(self, row: Any) -> None:
            super().__init__()
            self.row = row

    def action_tick(self) -> None:
        """Tick what the cursor is on, or take the tick away."""
        if self.row is not None:
            self.post_message(self.Ticked(self.row))

    def action_group(self, by: int) -> None:
        """Go to the first row of another group."""
        firsts = [*self._firsts()]
        if self.cursor is None or not firsts:
            return
        own = max((first for first in firsts if first <= self.cursor), default=firsts[0])
        to = min(max(firsts.index(own) + by, 0), len(firsts) - 1)
        self.step(firsts[to] - self.cursor)

    def _firsts(self) -> Iterator[int]:
        """Where the first row of each group stands that the filter lets through."""
        shown = {self.listing.key(row) for row in self.shown_rows}
        is_first = False
        for row in self.listing.rows:
            if isinstance(row, Heading):
                is_first = True
            elif is_first and (key := self.listing.key(row)) in shown:
                is_first = False
                position = self.position_of(key)
                if position is not None:
                    yield position

    def on_click(self, event: events.Click) -> None:
        """A click ticks."""
        super().on_click(event)
        # The base class does what it does for any list; a row is under the mouse where it stopped the event.
        event.prevent_default()
        if self._position_under(event) is not None:
            self.action_tick()
