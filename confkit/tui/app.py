"""The door to the terminal UI: what the command line calls."""

import gc
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codecs import IncrementalDecoder
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

        read_any_bytes()
        app = ConfkitApp(workspace, greets=True)
        app.run()
    finally:
        sys.setswitchinterval(interval)
        gc.enable()
    return app.return_code or 0


def read_any_bytes() -> None:
    """Let what a terminal sends and is no UTF-8 be shown as U+FFFD; Textual would end with a traceback."""
    if sys.platform == "win32":
        return
    from codecs import getincrementaldecoder

    from textual.drivers import linux_driver

    def tolerant(encoding: str) -> "partial[IncrementalDecoder]":
        return partial(getincrementaldecoder(encoding), errors="replace")

    vars(linux_driver)["getincrementaldecoder"] = tolerant


def run_sign(
    workspace: "Workspace", event_id: "UUID", room_id: "UUID", *, offset: "timedelta", theme: str | None = None
) -> int:
    """Show the sign of a room until it is left; ``offset`` is added to the clock. Returns the exit code."""
    from confkit.tui.day.sign_app import SignApp

    read_any_bytes()
    app = SignApp(workspace, event_id, room_id, offset=offset, theme=theme)
    app.run()
    return app.return_code or 0
