"""The schedule grid: looking around and carrying."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane
    from confkit.tui.workspace_screen import WorkspaceScreen


def _pane(screen: "WorkspaceScreen") -> "SchedulePane | None":
    return screen.schedule if screen.in_grid else None


def as_list(screen: "WorkspaceScreen") -> None:
    """Show the schedule as a list, or as a grid again."""
    screen.showing.toggle_grid()


def carry(screen: "WorkspaceScreen") -> None:
    """Pick up what the cursor is on."""
    if pane := _pane(screen):
        pane.pick()


def drop(screen: "WorkspaceScreen") -> None:
    """Put what is carried where it is now."""
    if pane := _pane(screen):
        pane.carry.drop()


def cancel(screen: "WorkspaceScreen") -> None:
    """Let go of what is carried."""
    if pane := _pane(screen):
        pane.carry.cancel()


def swap(screen: "WorkspaceScreen") -> None:
    """Let what is carried and what it is over change places."""
    if pane := _pane(screen):
        pane.carry.swap()


def to_tray(screen: "WorkspaceScreen") -> None:
    """Go to what waits for a place."""
    if pane := _pane(screen):
        pane.to_tray()


def lengthen(screen: "WorkspaceScreen") -> None:
    """Let the session end later."""
    if pane := _pane(screen):
        pane.resize(1)


def shorten(screen: "WorkspaceScreen") -> None:
    """Let the session end earlier."""
    if pane := _pane(screen):
        pane.resize(-1)


def next_day(screen: "WorkspaceScreen") -> None:
    """Go to the next day."""
    if pane := _pane(screen):
        pane.go_day(1)


def previous_day(screen: "WorkspaceScreen") -> None:
    """Go to the day before."""
    if pane := _pane(screen):
        pane.go_day(-1)


def zoom_in(screen: "WorkspaceScreen") -> None:
    """Let a row stand for less time."""
    if pane := _pane(screen):
        pane.zoom_by(-1)


def zoom_out(screen: "WorkspaceScreen") -> None:
    """Let a row stand for more time."""
    if pane := _pane(screen):
        pane.zoom_by(1)


def condense(screen: "WorkspaceScreen") -> None:
    """Show as many rooms as fit."""
    if pane := _pane(screen):
        pane.condense()


def turn(screen: "WorkspaceScreen") -> None:
    """Let the time go across instead of down, or down again."""
    if pane := _pane(screen):
        pane.turn()


def show_map(screen: "WorkspaceScreen") -> None:
    """Show all rooms at a small scale."""
    if pane := _pane(screen):
        from confkit.tui.grid.map_screen import show_map

        show_map(pane)


def better(screen: "WorkspaceScreen") -> None:
    """Offer the three best places for the session under the cursor."""
    if pane := _pane(screen):
        from confkit.tui.grid.better_screen import offer

        offer(pane)


def sequence(screen: "WorkspaceScreen") -> None:
    """Choose several that wait, and place them one after the other."""
    if pane := _pane(screen):
        from confkit.tui.grid.sequence_screen import offer

        offer(pane, [])


def pin(screen: "WorkspaceScreen") -> None:
    """Pin what the cursor is on where it is, or unpin it."""
    from confkit.domain.session import Slot
    from confkit.tui.commands.bulk import pin_slots

    row = screen.row
    if isinstance(row, tuple) and isinstance(row[0], Slot):
        pin_slots(screen, [row[0]])
