"""What the TUI shows, read at one moment: made by a worker, then only looked at.

The problems come in a second step, because finding them can take longer than painting the lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.tui.section import OF_EVENT, Place, Section

if TYPE_CHECKING:
    # The first paint needs an empty snapshot and nothing of the domain.
    from confkit.domain.bridge import EpisodeView
    from confkit.domain.event import Event
    from confkit.domain.person import Person
    from confkit.domain.problem import Problem, Severity
    from confkit.domain.programme import Programme
    from confkit.domain.show import Show
    from confkit.services.siblings import Sibling
    from confkit.services.workspace import Workspace


# Compared never and printed never: both would cost a function made before the first paint.
@dataclass(frozen=True, eq=False, repr=False)
class Snapshot:
    """The workspace at one position of its journal, with the programme of one event.

    ``beside`` are the files beside each audio file, by its path.
    """

    position: int = 0
    events: "tuple[Event, ...]" = ()
    shows: "tuple[Show, ...]" = ()
    persons: "tuple[Person, ...]" = ()
    programme: "Programme | None" = None
    episodes: "Mapping[UUID, tuple[EpisodeView, ...]]" = field(default_factory=dict)
    beside: "Mapping[str, tuple[Sibling, ...]]" = field(default_factory=dict)
    problems: "tuple[Problem, ...] | None" = None

    @cached_property
    def person(self) -> "Mapping[UUID, Person]":
        """Every person by id."""
        return {person.id: person for person in self.persons}

    @cached_property
    def names(self) -> "Mapping[UUID, str]":
        """What everything is called that a change may refer to."""
        from confkit.services.words import name_of

        things = (*self.events, *self.shows, *self.persons, *(self.programme.contents if self.programme else ()))
        return {thing.id: name_of(thing) for thing in things}

    @cached_property
    def problems_of(self) -> "Mapping[UUID, tuple[Problem, ...]]":
        """The problems that concern each thing."""
        found: dict[UUID, list[Problem]] = {}
        for problem in self.problems or ():
            for subject in dict.fromkeys(problem.subjects):
                found.setdefault(subject, []).append(problem)
        return {subject: tuple(problems) for subject, problems in found.items()}

    def worst(self, subject: UUID) -> "Severity | None":
        """The severity of the worst problem of a thing, hints aside."""
        found = [problem.severity for problem in self.problems_of.get(subject, ()) if problem.severity != "hint"]
        return next((severity for severity in found if severity == "error"), found[0] if found else None)

    def place_of(self, problem: "Problem") -> str:
        """Where a problem is, without the name of the event that is open."""
        event = self.programme.event.slug if self.programme else ""
        return problem.where.removeprefix(f"{event}: ")

    def at_position(self, position: int) -> "Snapshot":
        """Return the snapshot at a later position of the journal; what was changed up to there is in it already."""
        return replace(self, position=position)

    def view(self, episode: UUID) -> "EpisodeView | None":
        """The episode with this id."""
        return next((view for views in self.episodes.values() for view in views if view.id == episode), None)


def read_snapshot(ws: "Workspace", event: UUID | None) -> Snapshot:
    """Read the workspace; of the events, the programme of ``event``, or of the newest one where there is no such."""
    from confkit.services import lookup
    from confkit.services.siblings import siblings_of

    repository = ws.repository
    position = repository.position()
    events = lookup.events(ws)
    chosen = next((one for one in events if one.id == event), events[0] if events else None)
    episodes = {shelf.show.id: lookup.views(ws, shelf) for shelf in repository.shelves()}
    return Snapshot(
        position=position,
        events=events,
        shows=lookup.shows(ws),
        persons=lookup.persons(ws),
        programme=repository.programme(chosen.id) if chosen else None,
        episodes=episodes,
        beside=siblings_of(ws, [view.episode.file for views in episodes.values() for view in views]),
    )


def read_problems(ws: "Workspace") -> "tuple[Problem, ...]":
    """Check the whole workspace; errors first."""
    from confkit.services.checking import check

    return check(ws, feeds=False)


def first_place(snapshot: Snapshot) -> Place:
    """Where to begin: the sessions of the event, else the episodes of the first show."""
    if snapshot.programme is None and snapshot.shows:
        return Place(Section.EPISODES, snapshot.shows[0].id)
    return Place(Section.SESSIONS, snapshot.programme.event.id if snapshot.programme else None)


def still_there(place: Place, snapshot: Snapshot) -> Place:
    """Return ``place``, or where to go instead when its event or show is gone."""
    if place.section in OF_EVENT:
        return Place(place.section, snapshot.programme.event.id if snapshot.programme else None)
    if place.section is Section.EPISODES and place.of not in {show.id for show in snapshot.shows}:
        return Place(place.section, snapshot.shows[0].id if snapshot.shows else None)
    return place
