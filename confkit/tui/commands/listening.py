"""What is to be heard: the chapters of an episode, and its transcript."""

from typing import TYPE_CHECKING

from confkit.domain.bridge import EpisodeView

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def chapters(screen: "WorkspaceScreen") -> None:
    """Open the editor of chapters."""
    from confkit.tui.chapters_screen import ChaptersScreen

    view = screen.records.row
    if not isinstance(view, EpisodeView):
        return

    def closed(saved: bool | None) -> None:
        if saved:
            screen.arrive_at(screen.place, view.id)

    screen.app.push_screen(ChaptersScreen(screen.workspace, view), closed)


def transcript(screen: "WorkspaceScreen") -> None:
    """Read the transcript, then open it; where there is none, a message says where to put it."""
    from confkit.services.transcripts import transcript_of
    from confkit.tui.transcript_screen import TranscriptScreen

    view, workspace = screen.records.row, screen.workspace
    if isinstance(view, EpisodeView):
        screen.confkit.start(
            lambda: transcript_of(workspace, view),
            lambda found: screen.app.push_screen(TranscriptScreen(view.title, found.transcript)),
        )
