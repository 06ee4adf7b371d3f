"""Better places for the session that a problem is about: found from the list of problems, offered on the grid."""

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from confkit.domain.conflicts import RULE, ConflictIndex, Scope
from confkit.domain.errors import NotFound
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.services.workspace import Workspace
from confkit.tui.section import Place, Section

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


class Goal(NamedTuple):
    """Where to go: the schedule of an event, to a slot or a waiting session."""

    event_id: UUID
    id: UUID


def is_planned(row: object) -> bool:
    """Whether a row is a problem that moving a session may solve."""
    return (
        isinstance(row, Problem)
        and row.code in RULE
        and RULE[row.code].scope is not Scope.CHOICE
        and bool(row.subjects)
    )


def offer_for_problem(screen: "WorkspaceScreen") -> None:
    """Go to what the problem under the cursor is about, in the grid, and offer better places for it."""
    problem, known, workspace = screen.row, screen.snapshot.programme, screen.workspace
    if not isinstance(problem, Problem):
        return

    def offer() -> None:
        from confkit.tui.grid.better_screen import offer as offer_there

        if screen.in_grid and screen.schedule is not None:
            offer_there(screen.schedule)

    def go(goal: Goal) -> None:
        screen.as_grid = True
        screen.go(Place(Section.SCHEDULE, goal.event_id), reveal=goal.id, then=offer)
        screen.focus_middle()

    screen.confkit.start(lambda: goal_of(workspace, known, problem), go)


def goal_of(ws: Workspace, known: Programme | None, problem: Problem) -> Goal:
    """Find the slot that a problem is about, one that can be moved first; raises NotFound where there is none."""
    sessions = [found for id in problem.subjects if (found := ws.repository.get(Session, id)) is not None]
    if not sessions:
        raise NotFound(
            "is not about a session that can be moved", where=problem.where, fix="press enter to go to what it is about"
        )
    event_id = sessions[0].event_id
    programme = known if known and known.event.id == event_id else ws.repository.programme(event_id)
    slots = _slots(programme, problem, sessions)
    movable = [slot for slot in slots if not slot.pinned]
    if slots and not movable:
        raise NotFound("is pinned where it is", where=problem.where, fix="unpin it first")
    return Goal(event_id, movable[0].id if movable else sessions[0].id)


def _slots(programme: Programme, problem: Problem, sessions: list[Session]) -> list[Slot]:
    """The slots that the same conflict names now, else those of its sessions."""
    same = [
        slot
        for finding in ConflictIndex(programme).findings
        if (finding.problem.code, finding.problem.message) == (problem.code, problem.message)
        and problem.where.endswith(finding.problem.where)
        for slot in finding.slots
    ]
    by_id = {slot.id: slot for slot in programme.slots}
    found = [by_id[id] for id in same if id in by_id]
    return found or [slot for session in sessions for slot in programme.slots_of.get(session.id, ())]
