"""The selection among proposals."""

from typing import TYPE_CHECKING, NamedTuple

from confkit.domain.planning.quotas import Usage, usages
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def open_selection(screen: "WorkspaceScreen") -> None:
    """Open the selection of the event."""
    programme = screen.snapshot.programme
    if programme is not None:
        _open(screen, Goal(programme, screen.snapshot.position, None))


class Goal(NamedTuple):
    """What to open the selection with: an event as it was at a position of the journal, and what quota it is about."""

    programme: Programme
    position: int
    about: Usage | None


def _open(screen: "WorkspaceScreen", goal: Goal) -> None:
    from confkit.tui.selection.screen import SelectionScreen

    def closed(changed: bool | None) -> None:
        if changed:
            screen.read()

    screen.app.push_screen(SelectionScreen(screen.workspace, *goal), closed)


def open_for_quota(screen: "WorkspaceScreen", problem: Problem) -> None:
    """Open the selection at the quota that a problem is about, of whichever event."""
    workspace = screen.workspace
    screen.confkit.start(lambda: goal_of(workspace, problem), lambda goal: _open(screen, goal))


def is_of_quota(problem: Problem) -> bool:
    """Whether more was chosen than planned; only choosing otherwise, or planning more, solves that."""
    from confkit.domain.conflicts.registry import RULE
    from confkit.domain.conflicts.rule import Scope

    return problem.code in RULE and RULE[problem.code].scope is Scope.CHOICE


def goal_of(ws: Workspace, problem: Problem) -> Goal:
    """Find the event and the quota that a problem names; raises NotFound where the event is gone."""
    from confkit.services.planning.selecting import quota_problem
    from confkit.tui.commands.going import whereabouts

    position = ws.repository.position()
    place, _ = whereabouts(ws, problem.subjects)
    assert place.of is not None
    programme = ws.repository.programme(place.of)
    named = (problem.code, problem.where)
    for usage in usages(programme):
        same = quota_problem(programme, usage)
        if (same.code, same.where) == named:
            return Goal(programme, position, usage)
    return Goal(programme, position, None)
