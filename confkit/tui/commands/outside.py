"""What leads out of the terminal: the folder of the audio, the address of the feed."""

from typing import TYPE_CHECKING

from confkit.services import handing_over, releasing
from confkit.services.config import PLACEHOLDER_SITE
from confkit.tui import safe_text
from confkit.tui.commands.episodes import show_of, view_of

if TYPE_CHECKING:
    from pathlib import Path

    from confkit.tui.workspace_screen import WorkspaceScreen


def open_folder(screen: "WorkspaceScreen") -> None:
    """Open the folder of the episode's audio in the desktop's file browser, or copy its path."""
    workspace, show, view = screen.workspace, show_of(screen), view_of(screen)

    def job() -> "tuple[Path, bool]":
        folder = handing_over.folder_of(workspace, show, view)
        return folder, handing_over.open_folder(folder)

    def done(found: "tuple[Path, bool]") -> None:
        folder, opened = found
        if opened:
            screen.confkit.tell(f"✓ Opened {folder}")
            return
        screen.app.copy_to_clipboard(safe_text.line(str(folder)))
        screen.confkit.tell(f"{folder}\nNo file browser can be opened from here; the path is in the clipboard.")

    screen.confkit.start(job, done)


def feed_address(screen: "WorkspaceScreen") -> None:
    """Show the address of the show's feed, and copy it."""
    show = show_of(screen)
    if show is None:
        return
    address = releasing.feed_address(screen.workspace, show)
    screen.app.copy_to_clipboard(safe_text.line(address))
    example = screen.workspace.config.site == PLACEHOLDER_SITE
    note = "The site is still the example; write yours into confkit.toml." if example else "It is in the clipboard."
    screen.confkit.tell(f"{address}\n{note}")
