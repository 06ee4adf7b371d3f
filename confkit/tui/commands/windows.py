"""Availability on the grid."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.grid.windows_mode import WindowsMode
    from confkit.tui.workspace_screen import WorkspaceScreen


def _mode(screen: "WorkspaceScreen") -> "WindowsMode | None":
    return screen.schedule.windows if screen.in_grid and screen.schedule is not None else None


def enter(screen: "WorkspaceScreen") -> None:
    """Show when the rooms are available."""
    if mode := _mode(screen):
        mode.enter()


def leave(screen: "WorkspaceScreen") -> None:
    """Go back to the sessions."""
    if mode := _mode(screen):
        mode.leave()


def begin(screen: "WorkspaceScreen") -> None:
    """Start a window."""
    if mode := _mode(screen):
        mode.begin()


def keep(screen: "WorkspaceScreen") -> None:
    """Be available in what was stretched."""
    if mode := _mode(screen):
        mode.keep()


def close(screen: "WorkspaceScreen") -> None:
    """Not be available in what was stretched."""
    if mode := _mode(screen):
        mode.keep(is_open=False)


def let_go(screen: "WorkspaceScreen") -> None:
    """Give up what was stretched."""
    if mode := _mode(screen):
        mode.let_go()


def remove(screen: "WorkspaceScreen") -> None:
    """Remove the window under the cursor."""
    if mode := _mode(screen):
        mode.remove()


def whose(screen: "WorkspaceScreen") -> None:
    """Choose whose windows to show."""
    mode = _mode(screen)
    if mode is not None and screen.schedule is not None:
        from confkit.tui.grid.whose import choose

        choose(screen.schedule, mode)
