"""The search of the first screen: what the search line says goes to the list, the history and the grid alike."""

from typing import TYPE_CHECKING

from confkit.tui.search_line import SearchLine

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


class Searching:
    """Opens and closes the search line of the screen, and filters by it."""

    def __init__(self, screen: "WorkspaceScreen") -> None:
        self._screen = screen

    def show(self, query: str) -> None:
        """Show only the rows that hold the words of ``query``."""
        screen = self._screen
        screen.records.filter(query)
        if screen.in_history:
            screen.history.search(query)
        if screen.schedule is not None:
            screen.schedule.filter(query)
        if screen.loaded:
            screen.showing.title()

    def set(self, query: str) -> None:
        """Set the filter, also in the search line where it is open."""
        if self._screen.search_line is not None:
            self._screen.search_line.value = query
        self.show(query)

    def open(self, query: str = "") -> None:
        """Open the search line, or go back to it; with ``query`` in it, if one is given."""
        screen = self._screen
        if screen.search_line is None:
            screen.search_line = SearchLine(screen.records.query_text)
            screen.mount(screen.search_line)
        if query:
            screen.search_line.value = query
        screen.search_line.focus()

    def leave(self) -> None:
        """Close the search line and show all rows."""
        screen = self._screen
        if screen.search_line is not None:
            screen.search_line.remove()
            screen.search_line = None
        if "history" in vars(screen):  # Nobody has looked at it otherwise.
            screen.history.everything()
        self.show("")
