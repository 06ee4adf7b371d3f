"""The door to the terminal UI: what the command line calls."""

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

    from confkit.services.workspace import Workspace


def run(workspace: "Workspace") -> int:
    """Open the TUI on ``workspace`` and return the exit code when it is left."""
    # Loading Textual makes a hundred thousand objects that stay; collecting among them costs a tenth of the start.
    gc.disable()
    # A worker that reads or checks lets the thread that paints wait for so long, at each of its turns.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    try:
        from confkit.tui.confkit_app import ConfkitApp

        app = ConfkitApp(workspace, greets=True)
        app.run()
    finally:
        sys.setswitchinterval(interval)
        gc.enable()
    return app.return_code or 0


def run_sign(
    workspace: "Workspace", event_id: "UUID", room_id: "UUID", *, offset: "timedelta", theme: str | None = None
) -> int:
    """Show the sign of a room until it is left; ``offset`` is added to the clock. Returns the exit code."""
    from confkit.tui.day.sign_app import SignApp

    app = SignApp(workspace, event_id, room_id, offset=offset, theme=theme)
    app.run()
    return app.return_code or 0
