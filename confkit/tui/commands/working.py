"""Long work: building and scanning, each in a window with progress that can be cancelled."""

from typing import TYPE_CHECKING

from confkit.services.workspace import Workspace
from confkit.tui.work_screen import Control, Report, WorkScreen

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def _start(screen: "WorkspaceScreen", work: WorkScreen) -> None:
    def closed(changed: bool | None) -> None:
        if changed:
            screen.read()

    screen.app.push_screen(work, closed)


def build(screen: "WorkspaceScreen") -> None:
    """Write the output."""
    _start(screen, WorkScreen("Build", lambda control: _build(screen.workspace, control)))


def _build(ws: Workspace, control: Control) -> Report:
    from confkit.services import building

    try:
        report = building.build(ws, progress=control.progress, cancelled=control.is_cancelled)
    except building.BuildCancelled as error:
        return Report((error.what,))
    return Report((*report.facts, f"in {report.out}"), report.problems)


def scan(screen: "WorkspaceScreen") -> None:
    """Look for audio."""
    _start(screen, WorkScreen("Scan audio", lambda control: _scan(screen.workspace, control)))


def _scan(ws: Workspace, control: Control) -> Report:
    from confkit.services import scanning

    report = scanning.scan(ws, progress=control.progress, cancelled=control.is_cancelled)
    facts = (
        f"{len(report.recordings)} recordings, {report.read} of them read anew",
        f"{len(report.new_episodes)} new episodes",
    )
    return Report(facts, report.problems)
