"""Sessions and the slots they take place in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from confkit.domain.event import Link
from confkit.domain.person import Participant
from confkit.domain.times import elapsed


class Status(StrEnum):
    """Where a session stands: ``submitted → accepted → confirmed``, or one of the three ways out.

    One that is ``waitlisted`` takes the place of an accepted one that falls through, and till then waits.
    """

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"

    @property
    def is_public(self) -> bool:
        """Whether a session of this status belongs to the programme that attendees see."""
        return self in (Status.ACCEPTED, Status.CONFIRMED)

    @property
    def takes_place(self) -> bool:
        """Whether a session of this status still can take place, so that its slots count for conflicts."""
        return self in (Status.SUBMITTED, Status.WAITLISTED, Status.ACCEPTED, Status.CONFIRMED)


class Level(StrEnum):
    """What an attendee should know beforehand."""

    ANY = "any"
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Consent(StrEnum):
    """Whether the speakers agreed to a recording."""

    UNKNOWN = "unknown"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Session:
    """A talk, workshop, panel, keynote, break…

    ``duration`` is the planned length, None for the type's; ``capacity`` limits sign-ups, ``expected_audience`` is an
    estimate for choosing a room. ``notes`` are internal. ``origin`` is the key an import knows it by. ``stream`` is
    where it can be followed live, which makes it a live item in the feed of its event's show.
    """

    id: UUID
    event_id: UUID
    title: str
    status: Status = Status.SUBMITTED
    type_id: UUID | None = None
    track_id: UUID | None = None
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    language: str = ""
    level: Level = Level.ANY
    duration: timedelta | None = None
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    participants: tuple[Participant, ...] = ()
    expected_audience: int | None = None
    capacity: int | None = None
    equipment: tuple[str, ...] = ()
    consent: Consent = Consent.UNKNOWN
    licence: str = ""
    notes: str = ""
    origin: str = ""
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where and when a session takes place; its id is what calendars know it by. Times are in the event's zone.

    One that is ``pinned`` stays where it is, whatever moves around it, until it is unpinned.
    """

    id: UUID
    session_id: UUID
    start: datetime
    end: datetime
    room_id: UUID | None = None
    pinned: bool = False

    @property
    def duration(self) -> timedelta:
        """The real length, also across a clock change."""
        return elapsed(self.start, self.end)
