"""Undo and redo, told in a toast."""

from typing import TYPE_CHECKING

from confkit.domain.history import Entry
from confkit.services import history

if TYPE_CHECKING:
    from collections.abc import Callable

    from confkit.services.workspace import Workspace
    from confkit.tui.workspace_screen import WorkspaceScreen


def undo(screen: "WorkspaceScreen") -> None:
    """Take back the last edit."""
    _start(screen, history.undo, "↶ Undid")


def redo(screen: "WorkspaceScreen") -> None:
    """Do the last undone edit again."""
    _start(screen, history.redo, "↷ Did again")


def _start(screen: "WorkspaceScreen", step: "Callable[[Workspace], Entry]", word: str) -> None:
    def begin() -> None:
        screen.confkit.start(lambda: step(screen.workspace), lambda entry: _told(screen, word, entry))

    if screen.schedule is None:
        begin()
    else:
        # What is shown as done last is what is meant, also where it is not written yet.
        screen.schedule.when_written(begin)


def _told(screen: "WorkspaceScreen", word: str, entry: Entry) -> None:
    screen.confkit.tell(f"{word}: {entry.label}")
    if screen.schedule is not None:
        # What the frame says was done is done no longer.
        screen.schedule.say("")
    screen.reader.take_in(entry)
