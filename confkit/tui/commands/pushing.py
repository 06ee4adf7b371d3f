"""Changing much of the schedule at once: pushes, and breaks over rooms."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def push(screen: "WorkspaceScreen") -> None:
    """Push what comes after the session under the cursor in its room."""
    if screen.in_grid and screen.schedule is not None:
        from confkit.tui.grid.pushing import ask

        ask(screen.schedule)


def add_break(screen: "WorkspaceScreen") -> None:
    """Add a break to several rooms."""
    if screen.in_grid and screen.schedule is not None:
        from confkit.tui.grid.break_screen import ask

        ask(screen.schedule)
