"""Bringing in tables (CSV) of sessions and reviews: the file, what its columns are, and the import itself."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.errors import ConfkitError
from confkit.domain.programme import Programme
from confkit.services.importing import read_file
from confkit.services.planning.review_sheets import SheetKind, SheetPlan, import_reviews, kind_of_sheet, plan_sheet
from confkit.services.planning.sheets import SheetReport, import_sessions
from confkit.services.workspace import Workspace
from confkit.tui import words
from confkit.tui.work_screen import Report, WorkScreen

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_SUFFIXES = (".csv", ".tsv")
_ASKED = "The path of a table of sessions or reviews (CSV, as spreadsheets save it):"


def is_table(text: str) -> bool:
    """Whether a path is one of a table."""
    return "://" not in text and text.strip().lower().endswith(_SUFFIXES)


def ask_table(app: "ConfkitApp", ws: Workspace, programme: Programme, *, done: Callable[[], object]) -> None:
    """Ask for the path of a table and bring it in; ``done`` is called when something may have changed."""
    from confkit.tui.ask_screen import AskScreen

    def answered(text: str | None) -> None:
        if text:
            open_table(app, ws, programme, text, done=done)

    app.push_screen(AskScreen("Import a table", _ASKED), answered)


def open_table(
    app: "ConfkitApp", ws: Workspace, programme: Programme, text: str, *, done: Callable[[], object]
) -> None:
    """Show what the columns of a table are taken for, then bring it in."""

    def look() -> tuple[str, bytes, SheetPlan]:
        try:
            path = Path(text.strip()).expanduser()
        except RuntimeError as error:
            raise ConfkitError("there is no such home folder", where=text, fix="write the whole path") from error
        data = read_file(path)
        return path.name, data, plan_sheet(data, path.name, kind_of_sheet(data, path.name))

    def looked(found: tuple[str, bytes, SheetPlan]) -> None:
        from confkit.tui.sheet_screen import SheetScreen

        name, data, plan = found

        def answered(chosen: tuple[SheetKind, dict[str, str]] | None) -> None:
            if chosen is not None:
                _bring(app, ws, programme, name, data, *chosen, done=done)

        app.push_screen(SheetScreen(name, data, plan), answered)

    app.start(look, looked)


def _bring(
    app: "ConfkitApp",
    ws: Workspace,
    programme: Programme,
    name: str,
    data: bytes,
    kind: SheetKind,
    mapping: Mapping[str, str],
    *,
    done: Callable[[], object],
) -> None:
    bring = import_reviews if kind is SheetKind.REVIEWS else import_sessions

    def job(_: object) -> Report:
        # What was read for the screen may be old: somebody can have written while the columns were looked at.
        return _told(bring(ws, ws.repository.programme(programme.event.id), data, name, mapping), kind)

    def closed(changed: bool | None) -> None:
        if changed:
            done()

    app.push_screen(WorkScreen("Import", job), closed)


def _told(report: SheetReport, kind: SheetKind) -> Report:
    word = "session" if kind is SheetKind.SESSIONS else "review"
    facts = [f"{words.count(report.added, word)} added, {report.updated} updated"]
    if report.created:
        facts.append(f"new: {', '.join(report.created)}")
    if report.unknown:
        facts.append(f"left out: {', '.join(report.unknown)}")
    return Report(tuple(facts), report.problems)
