"""A window to choose one row of a list by typing what it holds."""

from collections.abc import Hashable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.listing import Listing
from confkit.tui.record_list import RecordList
from confkit.tui.text_fields import LineInput


class PickScreen(ModalScreen[Any]):
    """Its result is the row, or None."""

    CSS_PATH = "episode.tcss"
    BINDINGS = bindings(Scope.CHOOSING)
    AUTO_FOCUS = "LineInput"

    def __init__(self, title: str, listing: Listing, *, selected: Hashable = None) -> None:
        super().__init__()
        self._title = title
        self._listing = listing
        self._selected = selected
        self.records = RecordList(id="choice")

    def compose(self) -> ComposeResult:
        """A line to type in, and the list that it filters."""
        with Vertical(classes="box -tall"):
            yield LineInput(placeholder="Type to search…", compact=True)
            yield self.records
        yield KeyLine(action for action in in_scope(Scope.CHOOSING) if action.footer)

    def on_mount(self) -> None:
        """Name the window and fill the list."""
        self.query_one(".box").border_title = Content(safe_text.line(self._title)[:80])
        self.records.show(self._listing)
        if self._selected is not None:
            self.records.select(self._selected)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter at once; what fits best comes first, so the cursor goes there."""
        event.stop()
        self.records.filter(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose."""
        event.stop()
        self.action_choose()

    @on(RecordList.Chosen)
    def _chosen(self, event: RecordList.Chosen) -> None:
        event.stop()
        self.dismiss(event.row)

    def action_choose(self) -> None:
        """Choose what the cursor is on."""
        if self.records.row is not None:
            self.dismiss(self.records.row)

    def action_move(self, by: int) -> None:
        """Move in the list while the line has the focus."""
        self.records.step(by)

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
