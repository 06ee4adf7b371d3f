"""Changing what is seen: panes, order, theme, help, palette."""

from typing import TYPE_CHECKING

from confkit.domain.show import Episode
from confkit.tui.theme import ANSI, DARK, LIGHT
from confkit.tui.views import entity_of

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def next_pane(screen: "WorkspaceScreen") -> None:
    """Focus the pane to the right."""
    screen.focus_next()


def previous_pane(screen: "WorkspaceScreen") -> None:
    """Focus the pane to the left."""
    screen.focus_previous()


def toggle_detail(screen: "WorkspaceScreen") -> None:
    """Show or hide the detail."""
    screen.toggle_class("-no-detail")
    if screen.detail.has_focus:
        screen.focus_middle()


def change_order(screen: "WorkspaceScreen") -> None:
    """List the schedule by room, or by time."""
    screen.by_room = not screen.by_room
    screen.show_again()


def refresh(screen: "WorkspaceScreen") -> None:
    """Read everything again."""
    screen.read()


def preview_notes(screen: "WorkspaceScreen") -> None:
    """Show the description of the episode or session under the cursor as apps show it."""
    from confkit.domain.bridge import EpisodeView
    from confkit.domain.session import Session
    from confkit.tui.preview_screen import PreviewScreen

    entity = entity_of(screen.row)
    shown = screen.snapshot.view(entity.id) if isinstance(entity, Episode) else entity
    if isinstance(shown, EpisodeView | Session):
        text = shown.description or (shown.abstract if isinstance(shown, Session) else shown.subtitle)
        screen.app.push_screen(PreviewScreen(shown.title, text))


def next_theme(screen: "WorkspaceScreen") -> None:
    """Change to the next theme."""
    themes = (DARK, LIGHT, ANSI)
    present = screen.app.theme
    _use(screen, themes[(themes.index(present) + 1) % len(themes)] if present in themes else DARK)


def dark(screen: "WorkspaceScreen") -> None:
    """Use the dark theme."""
    _use(screen, DARK)


def light(screen: "WorkspaceScreen") -> None:
    """Use the light theme."""
    _use(screen, LIGHT)


def ansi(screen: "WorkspaceScreen") -> None:
    """Use the terminal's own colours."""
    _use(screen, ANSI)


def _use(screen: "WorkspaceScreen", theme: str) -> None:
    """Change to a theme, and begin with it next time."""
    from confkit.tui.remembered import keep_theme

    screen.app.theme = theme
    screen.confkit.start(lambda: keep_theme(screen.workspace, theme), lambda _: None)


def show_help(screen: "WorkspaceScreen") -> None:
    """Explain what can be done here."""
    from confkit.tui.explain import help_for

    page = help_for(screen, screen.situation)
    if page is not None:
        screen.app.push_screen(page)


def show_palette(screen: "WorkspaceScreen") -> None:
    """Open the command palette."""
    from confkit.tui.palette import open_palette

    open_palette(screen)


def leave(screen: "WorkspaceScreen") -> None:
    """Leave confkit."""
    screen.confkit.leave()
