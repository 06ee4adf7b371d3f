"""Long work: building, scanning, importing; each in a window with progress that can be cancelled."""

from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.errors import ConfkitError
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


def import_from(screen: "WorkspaceScreen") -> None:
    """Ask for a path and import what is there."""
    from confkit.tui.ask_screen import AskScreen

    def answered(path: str | None) -> None:
        if path:
            _start(screen, WorkScreen("Import", lambda control: _import(screen.workspace, path, control)))

    screen.app.push_screen(
        AskScreen(
            "Import a programme",
            "The path of an Open Event folder, an event or show file (.toml) or a calendar (.ics):",
        ),
        answered,
    )


def _import(ws: Workspace, path: str, control: Control) -> Report:
    from confkit.services import importing

    try:
        source = Path(path).expanduser()
    except RuntimeError as error:
        raise ConfkitError("there is no such home folder", where=path, fix="write the whole path") from error
    report = importing.import_path(ws, source, progress=control.progress)
    counts = ", ".join(f"{count} {word}" for word, count in report.counts.items() if count)
    facts = (f"“{report.title}”: {counts}", f"{report.added} added, {report.updated} updated")
    return Report(facts, report.problems)
