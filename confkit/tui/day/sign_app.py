"""The sign of a room as a program of its own, for a terminal beside the door."""

from datetime import timedelta
from uuid import UUID

from textual.screen import Screen

from confkit.services.workspace import Workspace
from confkit.tui.confkit_app import WATCH_EVERY, ConfkitApp
from confkit.tui.day.sign_screen import SignScreen
from confkit.tui.theme import theme_named


class SignApp(ConfkitApp):
    """Shows one room; ``offset`` is added to the clock, for rehearsals."""

    CSS_PATH = "../confkit.tcss"

    def __init__(
        self,
        workspace: Workspace,
        event_id: UUID,
        room_id: UUID,
        *,
        offset: timedelta = timedelta(0),
        theme: str | None = None,
        watch_every: float = WATCH_EVERY,
    ) -> None:
        super().__init__(workspace, watch_every=watch_every)
        self._sign = (event_id, room_id, offset)
        if theme:
            self.theme = theme_named(theme)

    def get_default_screen(self) -> Screen[None]:
        """The sign is all there is."""
        event_id, room_id, offset = self._sign
        return SignScreen(self.workspace, event_id, room_id, lambda: self.workspace.now() + offset)
