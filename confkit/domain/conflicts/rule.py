"""What a rule for schedules is, what it looks at, and how its findings become problems.

A rule looks at one *scope*: a slot, a session, or everything that takes place in one room, with one person, in one
track, at the whole event; or at what is chosen, wherever it takes place. What it finds there depends on nothing else,
so that after a move only the scopes which the slot left or came to are looked at again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from confkit.domain.event import Room, SessionKind, SessionType, Window
from confkit.domain.person import Role
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.rule_settings import RuleOptions
from confkit.domain.session import Session, Slot

Span: TypeAlias = tuple[float, float]


class Scope(StrEnum):
    """What a rule looks at in one go. A rule for slots is given many at once, and looks at each by itself."""

    SLOT = "slot"
    SESSION = "session"
    ROOM = "room"
    PERSON = "person"
    TRACK = "track"
    EVENT = "event"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Options(RuleOptions):
    """What rules go by: what an event says about them, and ``ways``, those between rooms that are known."""

    ways: Mapping[tuple[UUID, UUID], timedelta] = field(default_factory=dict)

    def way(self, one: UUID, other: UUID) -> timedelta:
        """Return how long the way between two rooms takes."""
        if one == other:
            return timedelta(0)
        known = self.ways.get((one, other))
        return known if known is not None else self.ways.get((other, one), self.walking)


@dataclass(frozen=True, slots=True)
class Placed:
    """A slot with what the rules ask of it; ``start`` and ``end`` are seconds since 1970.

    ``room`` is None for a room that the programme doesn't have, too. ``people`` are those who have to be there.
    """

    slot: Slot
    session: Session
    start: float
    end: float
    room: Room | None
    people: tuple[UUID, ...]
    is_break: bool

    @property
    def order(self) -> tuple[float, float, UUID]:
        """Sort key: the order in which the rules see slots."""
        return (self.start, self.end, self.slot.id)

    @property
    def when(self) -> str:
        """The start, as it is shown."""
        return f"{self.slot.start:%Y-%m-%d %H:%M}"

    @property
    def where(self) -> str:
        """How a problem of this slot alone says where it is."""
        return f"session “{self.session.title}”, {self.when}"


class Look:
    """What rules look at besides the slots of their scope: the programme, without its slots, and the options."""

    def __init__(self, programme: Programme, options: Options) -> None:
        self.programme = programme
        self.options = options
        self.event = programme.event
        self._rooms = {room.id: spans(room.availability) for room in programme.rooms if room.availability}
        self._persons = {
            person.id: spans(one.windows)
            for person in programme.persons
            for one in person.availability
            if one.event_id == programme.event.id
        }
        self._people: dict[UUID, tuple[UUID, ...]] = {}
        self._clock_changes: dict[tuple[date, tzinfo | None], bool] = {}
        self.longest_way = max((options.walking, *options.ways.values())).total_seconds()

    def placed(self, slot: Slot) -> Placed | None:
        """Return what the rules ask of a slot; None where its session is not in the programme."""
        session = self.programme.session.get(slot.session_id)
        if session is None:
            return None
        room = self.programme.room.get(slot.room_id) if slot.room_id is not None else None
        return Placed(
            slot,
            session,
            slot.start.timestamp(),
            slot.end.timestamp(),
            room,
            self.people(session),
            self.kind(session) is SessionKind.BREAK,
        )

    def people(self, session: Session) -> tuple[UUID, ...]:
        """Return who has to be there: everybody of the session but its reviewers, each once."""
        found = self._people.get(session.id)
        if found is None:
            known = self.programme.person
            parts = [part for part in session.participants if part.role is not Role.REVIEWER]
            found = tuple(dict.fromkeys(part.person_id for part in parts if part.person_id in known))
            self._people[session.id] = found
        return found

    def type(self, session: Session) -> SessionType | None:
        """Return the type of a session."""
        return self.programme.type.get(session.type_id) if session.type_id else None

    def kind(self, session: Session) -> SessionKind | None:
        """Return what the type of a session is; None without a type."""
        found = self.type(session)
        return found.kind if found else None

    def clocks_change(self, moment: datetime) -> bool:
        """Whether the clocks change on the day of ``moment``."""
        key = (moment.date(), moment.tzinfo)
        found = self._clock_changes.get(key)
        if found is None:
            midnight = datetime.combine(key[0], time(), moment.tzinfo)
            ends = (midnight, midnight.replace(fold=1), midnight.replace(hour=23, minute=59, fold=1))
            found = len({end.utcoffset() for end in ends}) > 1
            self._clock_changes[key] = found
        return found

    def room_spans(self, room: UUID) -> tuple[Span, ...] | None:
        """Return when a room can be used; None for always."""
        return self._rooms.get(room)

    def person_spans(self, person: UUID) -> tuple[Span, ...] | None:
        """Return when a person can take part; None where nobody asked, none at all for never."""
        return self._persons.get(person)


def spans(windows: Iterable[Window]) -> tuple[Span, ...]:
    """Return windows as seconds since 1970, in order, those that touch made one."""
    found: list[Span] = []
    for start, end in sorted((window.start.timestamp(), window.end.timestamp()) for window in windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def covered(start: float, end: float, allowed: Iterable[Span]) -> bool:
    """Whether one of ``allowed`` holds the whole time from ``start`` to ``end``."""
    return any(first <= start and end <= last for first, last in allowed)


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found, before it is a problem; ``slots`` are the blocks of the schedule that show it."""

    where: str
    message: str
    subjects: tuple[UUID, ...]
    slots: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, and the slots that it is about."""

    problem: Problem
    slots: tuple[UUID, ...] = ()

    @property
    def order(self) -> tuple[tuple[str | int, ...], str, tuple[UUID, ...], tuple[UUID, ...]]:
        """Sort key: that of problems, and then as much as it takes for one order."""
        return (self.problem.rank, self.problem.message, self.problem.subjects, self.slots)


# The programme and options, what the scope is (a room, a person…; the slot or session itself), its slots in order.
Check: TypeAlias = Callable[[Look, UUID, Sequence[Placed]], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id is the code of its problems, ``severity`` the default (None: it is off), ``fix`` what to do."""

    id: str
    scope: Scope
    severity: Severity | None
    fix: str
    check: Check

    @property
    def about(self) -> str:
        """What the rule asks for: the first line of the function that checks it."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]

    def finding(self, severity: Severity, found: Found) -> Finding:
        """Return what the rule found as a problem of ``severity``."""
        return Finding(Problem(self.id, severity, found.where, found.message, self.fix, found.subjects), found.slots)


@dataclass(frozen=True, slots=True)
class Registry:
    """The rules of one module, in the order in which they are written."""

    rules: list[Rule] = field(default_factory=list)

    def rule(self, id: str, scope: Scope, severity: Severity | None, fix: str) -> Callable[[Check], Check]:
        """Register the function as the check of a rule."""

        def register(check: Check) -> Check:
            self.rules.append(Rule(id, scope, severity, fix, check))
            return check

        return register


def minutes(seconds: float) -> str:
    """Return a length in words: "5 minutes", "1 h 30 min"."""
    whole = round(seconds / 60)
    if (whole < 120 and whole % 60) or whole == 0:
        return f"{whole} minute{'' if whole == 1 else 's'}"
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
