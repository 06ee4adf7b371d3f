"""Tags of audio files: shown as a diff and written, restored, or merged with what was edited here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from confkit.domain.bridge import EpisodeView
from confkit.domain.problem import Problem
from confkit.services import tagging
from confkit.services.workspace import Workspace
from confkit.tui import words
from confkit.tui.commands.episodes import view_of
from confkit.tui.tags_screen import Choice, TagPlans, TagsScreen, read_plans
from confkit.tui.views import torn_episode
from confkit.tui.work_screen import Control, Report, WorkScreen

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def write(screen: "WorkspaceScreen") -> None:
    """Show what would change in the file, then write it."""
    _open_one(screen, restore=False)


def restore(screen: "WorkspaceScreen") -> None:
    """Show what restoring the former tags would change, then do it."""
    _open_one(screen, restore=True)


def _open_one(screen: "WorkspaceScreen", *, restore: bool) -> None:
    view = view_of(screen)
    if view is not None:
        _open(screen, [view], restore=restore)


def write_tags_of(screen: "WorkspaceScreen", views: Sequence[EpisodeView]) -> None:
    """Show what would change in the files of several episodes, then write them."""
    heard = [view for view in views if view.recording is not None]
    if heard:
        _open(screen, heard, restore=False)
    else:
        screen.confkit.tell("Nothing to write: none of them has an audio file here.")


def _open(screen: "WorkspaceScreen", views: Sequence[EpisodeView], *, restore: bool) -> None:
    workspace = screen.workspace

    def chosen(choice: Choice | None) -> None:
        if choice is not None:
            title = "Restore tags" if choice.is_restore else "Write tags"
            work = WorkScreen(title, lambda control: _carry_out(workspace, choice, control))
            screen.app.push_screen(work, lambda _: screen.arrive_at(screen.place, views[0].id))

    def found(plans: TagPlans) -> None:
        screen.app.push_screen(TagsScreen(plans, restore=restore, marked=len(views) if len(views) > 1 else 0), chosen)

    screen.confkit.start(lambda: read_plans(workspace, *views), found)


def _carry_out(ws: Workspace, choice: Choice, control: Control) -> Report:
    views: list[EpisodeView] = [plan.view for plan in choice.plans]
    if choice.is_restore:
        done: tuple[tagging.Written, ...] = (tagging.restore(ws, views[0]),)
    elif len(views) == 1:
        done = (tagging.write(ws, views[0]),)
    else:
        done = tagging.write_all(ws, views, progress=control.progress, cancelled=control.is_cancelled)
    problems: list[Problem] = [problem for one in done for problem in one.problems]
    changed = sum(not one.is_refused for one in done)
    facts = [f"{words.count(changed, 'file')} of {len(views)} written" if len(views) > 1 else views[0].episode.file]
    if changed:
        facts.append("Undo (^z) writes the former tags back.")
    return Report(tuple(facts), tuple(problems))


def merge(screen: "WorkspaceScreen") -> None:
    """Choose, field by field, between what was changed here and in the file."""
    from confkit.tui.merge_screen import MergeScreen

    view = torn_episode(screen.records.row, screen.snapshot)
    if view is None:
        return

    def closed(settled: bool | None) -> None:
        if settled:
            screen.read()

    screen.app.push_screen(MergeScreen(screen.workspace, view), closed)
