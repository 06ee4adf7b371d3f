"""Putting a session into the schedule, and taking it out."""

from typing import TYPE_CHECKING

from confkit.domain.session import Session
from confkit.services import editing
from confkit.tui.views import entity_of

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def place(screen: "WorkspaceScreen") -> None:
    """Ask for a room and a start."""
    from confkit.tui.place_screen import PlaceScreen

    session = entity_of(screen.row)
    programme = screen.snapshot.programme
    if programme is None or not isinstance(session, Session):
        return

    def closed(placed: bool | None) -> None:
        if placed:
            screen.arrive_at(screen.place, session.id)

    screen.app.push_screen(PlaceScreen(screen.workspace, programme, session), closed)


def unplace(screen: "WorkspaceScreen") -> None:
    """Take the session out of the schedule."""
    session = entity_of(screen.row)
    programme = screen.snapshot.programme
    if programme is None or not isinstance(session, Session):
        return

    def done(_: object) -> None:
        screen.confkit.tell(f"Out of the schedule: {session.title}\nPress ^z to bring it back.")
        screen.arrive_at(screen.place, session.id)

    screen.confkit.start(lambda: editing.unplace(screen.workspace, programme, session), done)
