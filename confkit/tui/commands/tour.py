"""The tour: taken again, or on to its next step."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def take(screen: "WorkspaceScreen") -> None:
    """Begin the tour, or go on to its next step."""
    if screen.tour is not None:
        screen.tour.next()
        return
    from confkit.tui.tour_card import begin

    begin(screen)
