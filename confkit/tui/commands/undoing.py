"""Undo and redo, told in a toast."""

from typing import TYPE_CHECKING

from confkit.domain.history import Entry
from confkit.services import history

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def undo(screen: "WorkspaceScreen") -> None:
    """Take back the last edit."""
    screen.confkit.start(lambda: history.undo(screen.workspace), lambda entry: _told(screen, "↶ Undid", entry))


def redo(screen: "WorkspaceScreen") -> None:
    """Do the last undone edit again."""
    screen.confkit.start(lambda: history.redo(screen.workspace), lambda entry: _told(screen, "↷ Did again", entry))


def _told(screen: "WorkspaceScreen", word: str, entry: Entry) -> None:
    screen.confkit.tell(f"{word}: {entry.label}")
    screen.reader.take_in(entry)
