"""The search line below the panes: filters the list while you type."""

from typing import TYPE_CHECKING, cast

from textual.widgets import Input

from confkit.tui.actions import Scope, bindings
from confkit.tui.text_fields import LineInput

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


class SearchLine(LineInput):
    """One line to type in; enter goes to the list, escape shows all rows."""

    BINDINGS = bindings(Scope.SEARCH)

    def __init__(self) -> None:
        super().__init__(placeholder="Search…", compact=True, id="search")

    @property
    def _workspace(self) -> "WorkspaceScreen":
        return cast("WorkspaceScreen", self.screen)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter at once."""
        event.stop()
        self._workspace.search_for(event.value)

    def action_keep(self) -> None:
        """Go to the list, keep the filter."""
        self._workspace.focus_middle()

    def action_leave(self) -> None:
        """Show all rows."""
        self._workspace.leave_search()
        self._workspace.focus_middle()
