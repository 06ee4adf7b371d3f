"""An event and what it is made of besides its sessions: rooms, tracks, session types."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from confkit.domain.rule_settings import USUAL, RuleOptions, RuleSeverity
from confkit.domain.times import days_between


@dataclass(frozen=True, slots=True)
class Link:
    """A web address and the words it is shown with (empty: show the address)."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time, aware, start included and end excluded."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """How many minutes it takes to walk to another room, and back; one of the two rooms has to know it."""

    room_id: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class LengthQuota:
    """How many sessions of one length are planned, such as twelve of 45 minutes."""

    length: timedelta
    number: int


@dataclass(frozen=True, slots=True)
class Event:
    """One conference, workshop day or course.

    ``zone`` is an IANA name; every time of the event is shown in it. ``day_change`` is the wall-clock time at which one
    programme day ends and the next begins, so that a session at 00:30 belongs to the evening before. ``series`` names
    what the event is one of ("Health Voices Summit"), so that a show can collect what was recorded at all of them.
    ``severities`` and ``options`` are the event's own for the rules for schedules. ``lengths`` say how many sessions of
    a length are planned; of a length that is not among them, nobody decided. It ``opens`` and ``closes`` at these times
    of the clock each day, None where nobody minds; one that closes before it opens does so on the next morning.
    """

    id: UUID
    slug: str
    title: str
    zone: str
    first_day: date
    last_day: date
    subtitle: str = ""
    description: str = ""
    language: str = "en"
    location: str = ""
    url: str = ""
    organizer: str = ""
    email: str = ""
    licence: str = ""
    day_change: time = time(4, 0)
    links: tuple[Link, ...] = ()
    origin: str = ""
    series: str = ""
    severities: tuple[RuleSeverity, ...] = ()
    options: RuleOptions = USUAL
    lengths: tuple[LengthQuota, ...] = ()
    opens: time | None = None
    closes: time | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the event."""
        return days_between(self.first_day, self.last_day)


def series_key(name: str) -> str:
    """Return what two spellings of the name of a series have in common."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Room:
    """A place where sessions happen.

    ``availability`` empty means always; ``position`` orders rooms for people; ``ways`` lead to other rooms.
    ``parallel`` is how many sessions it can hold at once, such as the posters of a poster area.
    """

    id: UUID
    event_id: UUID
    name: str
    position: int = 0
    capacity: int | None = None
    equipment: tuple[str, ...] = ()
    description: str = ""
    availability: tuple[Window, ...] = ()
    origin: str = ""
    ways: tuple[Way, ...] = ()
    parallel: int = 1


@dataclass(frozen=True, slots=True)
class Track:
    """A theme that groups sessions; ``colour`` is ``#rrggbb`` or empty.

    ``quota`` is how much time, ``quota_number`` how many sessions are planned for it at the whole event, None where
    nobody decided. Its sessions are from ``first_day`` to ``last_day``, each None for that of the event. ``rooms`` are
    those that they belong into (ids, none for any); one that isn't there any more means nothing.
    """

    id: UUID
    event_id: UUID
    name: str
    position: int = 0
    colour: str = ""
    description: str = ""
    origin: str = ""
    quota: timedelta | None = None
    rooms: tuple[UUID, ...] = ()
    quota_number: int | None = None
    first_day: date | None = None
    last_day: date | None = None


class SessionKind(StrEnum):
    """What rules treat differently; the name of the type stays free."""

    TALK = "talk"
    KEYNOTE = "keynote"
    PANEL = "panel"
    WORKSHOP = "workshop"
    CONSULTATION = "consultation"
    BREAK = "break"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SessionType:
    """A kind of session with its usual ``length``.

    ``quota`` is how much time, ``quota_number`` how many of them are planned, None where nobody decided.
    """

    id: UUID
    event_id: UUID
    name: str
    length: timedelta = timedelta(minutes=30)
    kind: SessionKind = SessionKind.TALK
    position: int = 0
    origin: str = ""
    quota: timedelta | None = None
    quota_number: int | None = None
