"""The search line below the panes: filters the list while you type."""

from typing import Protocol, cast

from textual.widgets import Input

from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.text_fields import LineInput


class Searchable(Protocol):
    """A screen with a list that can be searched."""

    def focus_middle(self) -> None:
        """Focus the list that was searched."""

    def search_for(self, query: str) -> None:
        """Show only the rows that hold the words of ``query``."""

    def leave_search(self) -> None:
        """Close the search line and show all rows."""


class SearchLine(LineInput):
    """One line to type in; enter goes to the list, escape shows all rows."""

    BINDINGS = bindings(Scope.SEARCH)

    def __init__(self, text: str = "") -> None:
        super().__init__(text, placeholder="Search…", compact=True, id="search")

    @property
    def _searched(self) -> Searchable:
        return cast(Searchable, self.screen)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter at once."""
        event.stop()
        self._searched.search_for(event.value)

    def action_keep(self) -> None:
        """Go to the list, keep the filter."""
        self._searched.focus_middle()

    def action_leave(self) -> None:
        """Show all rows."""
        self._searched.leave_search()
        self._searched.focus_middle()
