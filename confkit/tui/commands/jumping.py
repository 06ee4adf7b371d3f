"""Jump mode: the screen of hints is opened over whatever is shown."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def jump(screen: "WorkspaceScreen") -> None:
    """Show the letters."""
    from confkit.tui.jump_screen import open_jump

    open_jump(screen)
