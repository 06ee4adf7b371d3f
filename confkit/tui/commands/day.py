"""The day of the event, and paper."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def open_day(screen: "WorkspaceScreen") -> None:
    """Show the day of the event."""
    from confkit.tui.day.day_screen import DayScreen

    programme = screen.snapshot.programme
    if programme is None:
        return

    def closed(changed: bool | None) -> None:
        if changed:
            screen.read()

    screen.app.push_screen(DayScreen(screen.workspace, screen.snapshot, programme.event.id), closed)


def open_paper(screen: "WorkspaceScreen") -> None:
    """Choose what to print."""
    from confkit.tui.day.paper_screen import PaperScreen

    programme = screen.snapshot.programme
    if programme is not None:
        screen.app.push_screen(PaperScreen(screen.workspace, programme))
