"""A field that a person can edit, and what its text is read against."""

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.session import Session


class FieldKind(StrEnum):
    """How a field is typed and checked."""

    LINE = "line"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    REFERENCE = "reference"
    LIST = "list"
    LINKS = "links"
    PEOPLE = "people"
    MINUTES = "minutes"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    WINDOWS = "windows"
    AVAILABILITY = "availability"
    FLAG = "flag"
    CHAPTERS = "chapters"
    FEED = "feed"
    FEEDS = "feeds"
    TEXTS = "texts"
    SEASONS = "seasons"
    SOUNDBITES = "soundbites"
    DISCUSSIONS = "discussions"
    WAYS = "ways"
    LENGTHS = "lengths"
    SEVERITIES = "severities"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Field:
    """One editable field.

    ``name`` is what forms, options and JSON call it, ``attribute`` the domain's field (``options.rest``: of a
    part of the thing). A field that ``follows`` may be
    left empty to take its value from elsewhere; ``-`` is then nothing at all.
    """

    name: str
    label: str
    kind: FieldKind
    help: str = ""
    required: bool = False
    attribute: str = ""
    enum: type[StrEnum] | None = None
    follows: bool = False

    def __post_init__(self) -> None:
        if not self.attribute:
            object.__setattr__(self, "attribute", self.name)

    def value_in(self, entity: object) -> Any:
        """Return what the field holds in ``entity``."""
        return attrgetter(self.attribute)(entity)

    @property
    def is_long(self) -> bool:
        """Whether the text runs over several lines."""
        return self.kind in (
            FieldKind.TEXT,
            FieldKind.LINKS,
            FieldKind.WINDOWS,
            FieldKind.AVAILABILITY,
            FieldKind.CHAPTERS,
            FieldKind.FEEDS,
            FieldKind.TEXTS,
            FieldKind.SEASONS,
            FieldKind.SOUNDBITES,
            FieldKind.DISCUSSIONS,
            FieldKind.WAYS,
            FieldKind.LENGTHS,
            FieldKind.SEVERITIES,
        )


Target = Track | SessionType | Session | Room


@dataclass(frozen=True)
class FormContext:
    """What the text of a field is read against: the zone of times, the programme and persons that names belong to."""

    zone: ZoneInfo
    programme: Programme | None = None
    persons: tuple[Person, ...] = ()
    sessions: tuple[Session, ...] = ()

    def targets(self, field: Field) -> tuple[Target, ...]:
        """What a reference can point to."""
        if field.attribute == "session_id":
            return self.sessions or (self.programme.sessions if self.programme else ())
        if self.programme is None:
            return ()
        return self.programme.tracks if field.attribute == "track_id" else self.programme.types

    @staticmethod
    def label(item: Target) -> str:
        """What a reference is shown as."""
        return item.title if isinstance(item, Session) else item.name

    @property
    def event(self) -> Event | None:
        """The event that is being planned."""
        return self.programme.event if self.programme else None
