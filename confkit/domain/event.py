"""An event and what it is made of besides its sessions: rooms, tracks, session types."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

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
class Event:
    """One conference, workshop day or course.

    ``zone`` is an IANA name; every time of the event is shown in it. ``day_change`` is the wall-clock time at which one
    programme day ends and the next begins, so that a session at 00:30 belongs to the evening before. ``series`` names
    what the event is one of ("Health Voices Summit"), so that a show can collect what was recorded at all of them.
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

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the event."""
        return days_between(self.first_day, self.last_day)


def series_key(name: str) -> str:
    """Return what two spellings of the name of a series have in common."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Room:
    """A place where sessions happen. ``availability`` empty means always; ``position`` orders rooms for people."""

    id: UUID
    event_id: UUID
    name: str
    position: int = 0
    capacity: int | None = None
    equipment: tuple[str, ...] = ()
    description: str = ""
    availability: tuple[Window, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A theme that groups sessions; ``colour`` is ``#rrggbb`` or empty."""

    id: UUID
    event_id: UUID
    name: str
    position: int = 0
    colour: str = ""
    description: str = ""
    origin: str = ""


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
    """A kind of session with its usual length."""

    id: UUID
    event_id: UUID
    name: str
    length: timedelta = timedelta(minutes=30)
    kind: SessionKind = SessionKind.TALK
    position: int = 0
    origin: str = ""
