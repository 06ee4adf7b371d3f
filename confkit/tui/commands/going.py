"""Going somewhere: sections, search, the subject of a problem."""

from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Entity
from confkit.domain.errors import NotFound
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.problem import Problem
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.sign_up import SignUp
from confkit.services.workspace import Workspace
from confkit.tui.section import OF_EVENT, Place, Section

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def _to(screen: "WorkspaceScreen", section: Section) -> None:
    of: UUID | None = None
    snapshot = screen.snapshot
    if section in OF_EVENT:
        of = snapshot.programme.event.id if snapshot.programme else None
    elif section is Section.EPISODES:
        shows = [show.id for show in snapshot.shows]
        of = screen.place.of if screen.place.of in shows else (shows[0] if shows else None)
        # The same key again goes on to the next show.
        if screen.place == Place(section, of) and of is not None:
            of = shows[(shows.index(of) + 1) % len(shows)]
    screen.go(Place(section, of))
    screen.focus_middle()


def to_sessions(screen: "WorkspaceScreen") -> None:
    """Go to the sessions."""
    _to(screen, Section.SESSIONS)


def to_speakers(screen: "WorkspaceScreen") -> None:
    """Go to the speakers."""
    _to(screen, Section.SPEAKERS)


def to_schedule(screen: "WorkspaceScreen") -> None:
    """Go to the schedule."""
    _to(screen, Section.SCHEDULE)


def to_rooms(screen: "WorkspaceScreen") -> None:
    """Go to the rooms."""
    _to(screen, Section.ROOMS)


def to_episodes(screen: "WorkspaceScreen") -> None:
    """Go to the episodes of the show, or of the next one."""
    _to(screen, Section.EPISODES)


def to_problems(screen: "WorkspaceScreen") -> None:
    """Go to the problems."""
    _to(screen, Section.PROBLEMS)


def to_history(screen: "WorkspaceScreen") -> None:
    """Go to the history."""
    _to(screen, Section.HISTORY)


def search(screen: "WorkspaceScreen") -> None:
    """Open the search line, or go back to it."""
    screen.search.open()


def back(screen: "WorkspaceScreen") -> None:
    """Show all rows again, and return to the list; where there is nothing to leave but the tour, leave that."""
    if screen.tour is not None and screen.search_line is None:
        screen.tour.leave()
    screen.leave_search()
    screen.focus_middle()


def to_subject(screen: "WorkspaceScreen") -> None:
    """Go to what the problem under the cursor is about."""
    row = screen.row
    if isinstance(row, Problem) and row.subjects:
        from confkit.tui.commands import selecting

        if selecting.is_of_quota(row):
            selecting.open_for_quota(screen, row)
            return
        _to_what_clashes(screen, row)


def _to_what_clashes(screen: "WorkspaceScreen", problem: Problem) -> None:
    """Go to where it can be mended: to the schedule, where a conflict is about a session that has a place in it."""
    from confkit.domain.conflicts import RULE

    programme = screen.snapshot.programme
    placed = programme.slots_of if programme else {}
    session = next((id for id in problem.subjects if id in placed), None)
    if programme is not None and session is not None and problem.code in RULE:
        _arrive(screen, Place(Section.SCHEDULE, programme.event.id), session)
    else:
        to_thing(screen, *problem.subjects)


def to_thing(screen: "WorkspaceScreen", *ids: UUID) -> None:
    """Go to the first of the things that still is there, wherever it is."""
    workspace = screen.workspace
    screen.confkit.start(lambda: whereabouts(workspace, ids), lambda found: _arrive(screen, *found))


def _arrive(screen: "WorkspaceScreen", place: Place, id: UUID) -> None:
    screen.go(place, reveal=id)
    screen.focus_middle()


# In this order: a problem names the session first, then the room or person it shares.
_KINDS: tuple[type[Entity], ...] = (
    *(Session, Episode, Person, Room, Slot, Event, Show, Track, SessionType),
    *(Review, SignUp, Arrival),
)
_OF_SESSION = (Slot, Review, SignUp)


def whereabouts(ws: Workspace, ids: tuple[UUID, ...]) -> tuple[Place, UUID]:
    """Return the place of the first thing of ``ids`` that is stored, and its id; raises NotFound."""
    for id in ids:
        for kind in _KINDS:
            entity = ws.repository.get(kind, id)
            if entity is not None:
                return place_of(entity, ws), entity.session_id if isinstance(entity, _OF_SESSION) else entity.id
    raise NotFound("what this is about is gone meanwhile", fix="press f5 to read everything again")


def place_of(entity: Entity, ws: Workspace) -> Place:
    """The section that lists a thing."""
    match entity:
        case Session() | SessionType() | Track():
            return Place(Section.SESSIONS, entity.event_id)
        case Room():
            return Place(Section.ROOMS, entity.event_id)
        case Event():
            return Place(Section.SESSIONS, entity.id)
        case Slot():
            session = ws.repository.get(Session, entity.session_id)
            return Place(Section.SCHEDULE, session.event_id if session else None)
        case Review() | SignUp():
            session = ws.repository.get(Session, entity.session_id)
            return Place(Section.SESSIONS, session.event_id if session else None)
        case Arrival():
            return Place(Section.SPEAKERS, entity.event_id)
        case Episode():
            return Place(Section.EPISODES, entity.show_id)
        case Show():
            return Place(Section.EPISODES, entity.id)
        case Person():
            # Persons belong to the workspace; the event that is open shows them.
            return Place(Section.SPEAKERS)
