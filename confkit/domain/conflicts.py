"""Conflicts: the rules that a schedule can break.

Overlaps are found by a sweep line over the slots in order of start. Two slots overlap when they share some time; ends
that touch don't clash, and a slot of no length takes none.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot


def conflicts(programme: Programme) -> tuple[Problem, ...]:
    """Return every conflict of the programme: one for each pair of slots, and for persons one for each they share."""
    placed = [slot for slot in programme.slots if _counts(programme, slot)]
    found = [*_room_overlaps(programme, placed), *_person_overlaps(programme, placed), *_outside(programme, placed)]
    return tuple(sorted(found, key=lambda problem: problem.rank))


def _counts(programme: Programme, slot: Slot) -> bool:
    session = programme.session.get(slot.session_id)
    return session is not None and session.status.takes_place


def overlapping(
    slots: Iterable[Slot], keys: Callable[[Slot], Iterable[Hashable]]
) -> Iterator[tuple[Hashable, Slot, Slot]]:
    """Yield ``(key, earlier, later)`` for each pair of slots that share a key and some time."""
    running: dict[Hashable, list[tuple[datetime, Slot]]] = defaultdict(list)
    lasting = (slot for slot in slots if slot.end.timestamp() > slot.start.timestamp())
    for slot in sorted(lasting, key=lambda one: one.start.timestamp()):
        for key in keys(slot):
            open_slots = [(end, other) for end, other in running[key] if end.timestamp() > slot.start.timestamp()]
            for _, other in open_slots:
                yield key, other, slot
            open_slots.append((slot.end, slot))
            running[key] = open_slots


def _room_overlaps(programme: Programme, placed: list[Slot]) -> Iterator[Problem]:
    def rooms(slot: Slot) -> tuple[UUID, ...]:
        return (slot.room_id,) if slot.room_id is not None and slot.room_id in programme.room else ()

    for key, one, other in overlapping(placed, rooms):
        first, second = programme.session[one.session_id], programme.session[other.session_id]
        assert isinstance(key, UUID)
        yield Problem(
            "room-overlap",
            Severity.ERROR,
            f"{programme.room[key].name}, {other.start:%Y-%m-%d %H:%M}",
            f"“{first.title}” and “{second.title}” are in this room at the same time",
            "move one of them to another time or room",
            (first.id, second.id, key),
        )


def _person_overlaps(programme: Programme, placed: list[Slot]) -> Iterator[Problem]:
    def people(slot: Slot) -> tuple[UUID, ...]:
        return tuple(person.id for person in dict.fromkeys(programme.people(programme.session[slot.session_id])))

    for key, one, other in overlapping(placed, people):
        first, second = programme.session[one.session_id], programme.session[other.session_id]
        assert isinstance(key, UUID)
        yield Problem(
            "person-overlap",
            Severity.ERROR,
            f"{programme.person[key].name}, {other.start:%Y-%m-%d %H:%M}",
            f"is in “{first.title}” and “{second.title}” at the same time",
            "move one of them to another time",
            (first.id, second.id, key),
        )


def _outside(programme: Programme, placed: list[Slot]) -> Iterator[Problem]:
    event = programme.event
    for slot in placed:
        if not event.first_day <= programme.day(slot) <= event.last_day:
            session: Session = programme.session[slot.session_id]
            yield Problem(
                "outside-event",
                Severity.WARNING,
                f"{slot.start:%Y-%m-%d %H:%M}",
                f"“{session.title}” lies outside the days of the event ({event.first_day} to {event.last_day})",
                "move the session, or change the days of the event",
                (session.id,),
            )
