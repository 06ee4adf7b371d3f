"""The selection among proposals."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def open_selection(screen: "WorkspaceScreen") -> None:
    """Open the selection of the event."""
    from confkit.tui.selection.screen import SelectionScreen

    programme = screen.snapshot.programme
    if programme is None:
        return

    def closed(changed: bool | None) -> None:
        if changed:
            screen.read()

    screen.app.push_screen(SelectionScreen(screen.workspace, programme, screen.snapshot.position), closed)
