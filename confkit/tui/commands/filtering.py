"""Choosing what the lists and the grid show, by a dialogue."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def choose(screen: "WorkspaceScreen") -> None:
    """Open the filter dialogue on the filter that is set."""
    from confkit.tui.filter_screen import FilterScreen

    programme = screen.snapshot.programme
    if programme is None:
        return

    def closed(text: str | None) -> None:
        if text is not None:
            screen.search.set(text)
            screen.focus_middle()

    screen.app.push_screen(FilterScreen(programme, screen.records.query_text), closed)
