"""Who signed up for a session."""

from typing import TYPE_CHECKING

from confkit.domain.event import SessionKind
from confkit.domain.session import Session
from confkit.tui.session_rows import kind_of
from confkit.tui.views import entity_of

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def sign_ups(screen: "WorkspaceScreen") -> None:
    """Open the list of the session."""
    from confkit.tui.sign_ups_screen import SignUpsScreen

    session, programme = entity_of(screen.row), screen.snapshot.programme
    if programme is None or not isinstance(session, Session):
        return
    if kind_of(programme, session) is SessionKind.BREAK:
        screen.confkit.tell("Nobody signs up for a break.")
        return

    def closed(changed: bool | None) -> None:
        if changed:
            screen.arrive_at(screen.place, session.id)

    screen.app.push_screen(SignUpsScreen(screen.workspace, screen.snapshot, programme, session), closed)
