"""The day of the event: what happens now and next in each room, and who is missing for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from confkit.domain.event import Room
from confkit.domain.person import Person, Role
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot


@dataclass(frozen=True, slots=True)
class Running:
    """A session in one of its slots."""

    session: Session
    slot: Slot


@dataclass(frozen=True, slots=True)
class RoomNow:
    """What happens in a room (None: outside the rooms): what runs, mostly one, and what comes next that day."""

    room: Room | None
    now: tuple[Running, ...] = ()
    next: Running | None = None


def now_and_next(programme: Programme, now: datetime) -> tuple[RoomNow, ...]:
    """Return what runs at the aware ``now`` and what comes next in each room, in the order of rooms.

    A session runs from its start up to, but not at, its end. Next is what starts after now and before the programme
    day ends; what no longer takes place is left out. What is in no room stands last, where there is any.
    """
    instant = now.timestamp()
    day = programme.day(Slot(programme.event.id, programme.event.id, here := now.astimezone(programme.zone), here))
    places: dict[Room | None, list[Running]] = {room: [] for room in programme.rooms}
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        if session is not None and session.status.takes_place and slot.end.timestamp() > instant:
            room = programme.room.get(slot.room_id) if slot.room_id else None
            places.setdefault(room, []).append(Running(session, slot))
    found = []
    for room, coming in places.items():
        running = tuple(one for one in coming if one.slot.start.timestamp() <= instant)
        later = (one for one in coming if one.slot.start.timestamp() > instant and programme.day(one.slot) == day)
        following = min(later, key=lambda one: (one.slot.start.timestamp(), one.slot.id), default=None)
        if room is not None or running or following:
            found.append(RoomNow(room, running, following))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who has to be at a session soon and hasn't arrived."""

    person: Person
    session: Session
    slot: Slot


def missing(programme: Programme, now: datetime, within: timedelta) -> tuple[Missing, ...]:
    """Return who has not arrived and is needed for what runs now or starts within that time, by start and name.

    Reviewers don't have to be there. A person stands once, with the first session.
    """
    latest = now.timestamp() + within.total_seconds()
    found: dict[Person, Missing] = {}
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        if session is None or not session.status.takes_place:
            continue
        if slot.end.timestamp() <= now.timestamp() or slot.start.timestamp() > latest:
            continue
        for part in session.participants:
            person = programme.person.get(part.person_id)
            if person is not None and part.role is not Role.REVIEWER and person.id not in programme.arrival_of:
                found.setdefault(person, Missing(person, session, slot))
    return tuple(sorted(found.values(), key=lambda one: (one.slot.start.timestamp(), one.person.name.casefold())))
