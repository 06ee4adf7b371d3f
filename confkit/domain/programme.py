"""A programme: one event with everything that belongs to it, ready to be looked at."""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeAlias, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Entity
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person, Role
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.sign_up import SignUp
from confkit.domain.times import programme_day, zone_or_utc

# A slot before and after; without a before it is placed, without an after it leaves the schedule.
Move: TypeAlias = tuple[Slot | None, Slot | None]


@dataclass(frozen=True)
class Programme:
    """An event, its rooms, tracks, types, sessions, slots, reviews, sign-ups and arrivals, and the persons in it.

    Persons are those that take part in a session, reviewed one, or have arrived. Everything is in a stable order:
    rooms, tracks and types by position then name, slots by start, sessions by title, persons by name, the rest by time.
    The look-ups are made on first use and kept.
    """

    event: Event
    rooms: tuple[Room, ...] = ()
    tracks: tuple[Track, ...] = ()
    types: tuple[SessionType, ...] = ()
    sessions: tuple[Session, ...] = ()
    slots: tuple[Slot, ...] = ()
    persons: tuple[Person, ...] = ()
    reviews: tuple[Review, ...] = ()
    sign_ups: tuple[SignUp, ...] = ()
    arrivals: tuple[Arrival, ...] = ()

    @property
    def contents(self) -> tuple[Entity, ...]:
        """Everything of the programme, in an order in which it can be added."""
        return (
            self.event,
            *self.rooms,
            *self.tracks,
            *self.types,
            *self.persons,
            *self.sessions,
            *self.slots,
            *self.reviews,
            *self.sign_ups,
            *self.arrivals,
        )

    @cached_property
    def zone(self) -> ZoneInfo:
        """The event's time zone; UTC where this computer knows none of that name, which is a problem of the event."""
        return zone_or_utc(self.event.zone)

    @cached_property
    def room(self) -> Mapping[UUID, Room]:
        """Rooms by id."""
        return {item.id: item for item in self.rooms}

    @cached_property
    def track(self) -> Mapping[UUID, Track]:
        """Tracks by id."""
        return {item.id: item for item in self.tracks}

    @cached_property
    def type(self) -> Mapping[UUID, SessionType]:
        """Session types by id."""
        return {item.id: item for item in self.types}

    @cached_property
    def session(self) -> Mapping[UUID, Session]:
        """Sessions by id."""
        return {item.id: item for item in self.sessions}

    @cached_property
    def person(self) -> Mapping[UUID, Person]:
        """Persons by id."""
        return {item.id: item for item in self.persons}

    @cached_property
    def slots_of(self) -> Mapping[UUID, tuple[Slot, ...]]:
        """The slots of each session that has any, by start."""
        return _by_session(self.slots)

    @cached_property
    def reviews_of(self) -> Mapping[UUID, tuple[Review, ...]]:
        """The reviews of each session that has any, by time."""
        return _by_session(self.reviews)

    @cached_property
    def sign_ups_of(self) -> Mapping[UUID, tuple[SignUp, ...]]:
        """Who signed up for each session that somebody signed up for, in the order in which they came."""
        return _by_session(self.sign_ups)

    @cached_property
    def arrival_of(self) -> Mapping[UUID, Arrival]:
        """The arrivals by person."""
        return {item.person_id: item for item in self.arrivals}

    @cached_property
    def sessions_of(self) -> Mapping[UUID, tuple[Session, ...]]:
        """The sessions each person takes part in."""
        found: dict[UUID, list[Session]] = {}
        for session in self.sessions:
            for person_id in dict.fromkeys(part.person_id for part in session.participants):
                found.setdefault(person_id, []).append(session)
        return {key: tuple(value) for key, value in found.items()}

    def people(self, session: Session, *roles: Role) -> tuple[Person, ...]:
        """The persons of a session in the given roles (in any role when none is given), in the session's order."""
        return tuple(
            self.person[part.person_id]
            for part in session.participants
            if part.person_id in self.person and (not roles or part.role in roles)
        )

    def length(self, session: Session) -> timedelta:
        """The planned length of a session: its own, its type's, or 30 minutes."""
        if session.duration is not None:
            return session.duration
        kind = self.type.get(session.type_id) if session.type_id else None
        return kind.length if kind else timedelta(minutes=30)

    def day(self, slot: Slot) -> date:
        """The programme day of a slot."""
        return programme_day(slot.start, self.event.day_change)

    def after_moves(self, moves: Iterable[Move]) -> "Programme":
        """Return the programme after a change of slots, which are known by their ids.

        Look-ups that were made before and have nothing to do with slots are kept: a move in a large event has to be
        shown at once.
        """
        after: dict[UUID, Slot | None] = {}
        for old, new in moves:
            if old is not None:
                after[old.id] = None
            if new is not None:
                after[new.id] = new
        gone = [slot for slot in self.slots if slot.id in after]
        placed = [slot for slot in after.values() if slot is not None]
        slots = [slot for slot in self.slots if slot.id not in after]
        for slot in placed:
            insort(slots, slot, key=_order)
        other = replace(self, slots=tuple(slots))
        kept = {name: found for name, found in vars(self).items() if name in _WITHOUT_SLOTS}
        if "slots_of" in vars(self):
            slots_of = dict(self.slots_of)
            for id in {slot.session_id for slot in (*gone, *placed)}:
                own = [slot for slot in slots_of.pop(id, ()) if slot.id not in after]
                own += (slot for slot in placed if slot.session_id == id)
                if own:
                    slots_of[id] = tuple(sorted(own, key=_order))
            kept["slots_of"] = slots_of
        vars(other).update(kept)
        return other


# The look-ups of a programme that no move of a slot changes.
_WITHOUT_SLOTS = frozenset(
    ("zone", "room", "track", "type", "session", "person", "reviews_of", "sign_ups_of", "arrival_of", "sessions_of")
)


def _order(slot: Slot) -> tuple[float, float, UUID]:
    return slot.start.timestamp(), slot.end.timestamp(), slot.id


@dataclass(frozen=True)
class Shelf:
    """A show with its episodes (newest ``added`` first) and the persons that its participants and theirs refer to."""

    show: Show
    episodes: tuple[Episode, ...] = ()
    persons: tuple[Person, ...] = ()

    @property
    def contents(self) -> tuple[Entity, ...]:
        """Everything of the shelf, in an order in which it can be added."""
        return (*self.persons, self.show, *self.episodes)


Part = TypeVar("Part", Slot, Review, SignUp)


def _by_session(parts: Iterable[Part]) -> dict[UUID, tuple[Part, ...]]:
    found: dict[UUID, list[Part]] = {}
    for part in parts:
        found.setdefault(part.session_id, []).append(part)
    return {key: tuple(value) for key, value in found.items()}


def in_order(programme: Programme) -> Programme:
    """Return ``programme`` with everything in the stable order its docstring promises."""

    def placed(items: Iterable[Room | Track | SessionType]) -> list[Room | Track | SessionType]:
        return sorted(items, key=lambda item: (item.position, item.name.casefold(), item.id))

    return Programme(
        event=programme.event,
        rooms=tuple(item for item in placed(programme.rooms) if isinstance(item, Room)),
        tracks=tuple(item for item in placed(programme.tracks) if isinstance(item, Track)),
        types=tuple(item for item in placed(programme.types) if isinstance(item, SessionType)),
        sessions=tuple(sorted(programme.sessions, key=lambda s: (s.title.casefold(), s.id))),
        slots=tuple(sorted(programme.slots, key=_order)),
        persons=tuple(sorted(programme.persons, key=lambda p: (p.name.casefold(), p.id))),
        reviews=tuple(sorted(programme.reviews, key=lambda one: (one.at, one.id))),
        sign_ups=tuple(sorted(programme.sign_ups, key=lambda one: one.order)),
        arrivals=tuple(sorted(programme.arrivals, key=lambda one: (one.at, one.id))),
    )
