"""What things and their values are called when a person reads them."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Entity
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.sign_up import SignUp

NO_NAMES: Mapping[UUID, str] = {}

WORDS: dict[type[Entity], str] = {
    Event: "event",
    Room: "room",
    Track: "track",
    SessionType: "session type",
    Person: "person",
    Session: "session",
    Slot: "slot",
    Review: "review",
    SignUp: "sign-up",
    Arrival: "arrival",
    Show: "show",
    Episode: "episode",
}


def day(value: date) -> str:
    """``Thu 8 Apr``."""
    return f"{value:%a} {value.day} {value:%b}"


def moment(value: datetime) -> str:
    """``Thu 8 Apr 10:00``."""
    return f"{day(value)} {value:%H:%M}"


def kind_of(entity: Entity) -> str:
    """What people call this kind of thing."""
    return WORDS[type(entity)]


def name_of(entity: Entity) -> str:
    """What a person would call this thing."""
    if isinstance(entity, Slot):
        return moment(entity.start)
    if isinstance(entity, Arrival):
        return moment(entity.at)
    if isinstance(entity, Review):
        return "comment only" if entity.score is None else f"score {entity.score}"
    if isinstance(entity, Episode):
        return entity.title or entity.file or entity.guid
    return entity.name if hasattr(entity, "name") else entity.title


def plain(value: object, names: Mapping[UUID, str] = NO_NAMES) -> str:
    """A value of a field in words; an id is what ``names`` calls it, or shortened; nothing is “–”."""
    match value:
        case None | "" | ():
            return "–"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"{value.total_seconds() / 60:g} min"
        case UUID():
            return names.get(value, value.hex[:8])
        case tuple():
            return ", ".join(plain(item, names) for item in value)
        case _ if is_dataclass(value):
            parts = (plain(getattr(value, name), names) for name in value.__dataclass_fields__)
            return " ".join(part for part in parts if part != "–")
        case _:
            return str(value)


def known_as(entity: Entity, names: Mapping[UUID, str]) -> str:
    """A slot and a review go by their session, an arrival by the person, where that is known."""
    if isinstance(entity, Slot | Review):
        return names.get(entity.session_id, name_of(entity))
    return names.get(entity.person_id, name_of(entity)) if isinstance(entity, Arrival) else name_of(entity)


def whereabouts(entity: Entity, names: Mapping[UUID, str]) -> str:
    """Where and when a slot is, whose a review is, what somebody signed up for; nothing for other things."""
    if isinstance(entity, Review):
        return f"{name_of(entity)}, {plain(entity.person_id, names)}"
    if isinstance(entity, SignUp):
        return plain(entity.session_id, names)
    if not isinstance(entity, Slot):
        return ""
    room = f", {plain(entity.room_id, names)}" if entity.room_id else ""
    return f"{moment(entity.start)}{room}"
