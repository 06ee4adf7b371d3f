"""Who has a place in a workshop or consultation, and who waits for one.

Places go in the order in which people signed up. A workshop has one list; a consultation has one for each of its slots,
since each is booked by itself, for one sign-up unless the session's capacity says otherwise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from confkit.domain.event import SessionKind
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.sign_up import SignUp


@dataclass(frozen=True, slots=True)
class Attendance:
    """A list: who has a place, who waits in which order, and how many places there are (None: as many as come).

    ``slot`` is the slot of a consultation that is booked, None for a session as a whole and for those of a consultation
    who have no slot (any more).
    """

    slot: Slot | None
    capacity: int | None
    taking_part: tuple[SignUp, ...] = ()
    waiting: tuple[SignUp, ...] = ()

    @property
    def free(self) -> int | None:
        """How many places are free; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - len(self.taking_part))


def is_consultation(programme: Programme, session: Session) -> bool:
    """Whether a session is booked slot by slot."""
    kind = programme.type.get(session.type_id) if session.type_id else None
    return kind is not None and kind.kind is SessionKind.CONSULTATION


def attendance(programme: Programme, session: Session) -> tuple[Attendance, ...]:
    """Return the lists of a session: one for a workshop, one for each slot of a consultation.

    Those of a consultation who have no slot wait in a list of their own, which is there only if there are any.
    """
    present = [one for one in programme.sign_ups_of.get(session.id, ()) if not one.withdrawn]
    if not is_consultation(programme, session):
        return (_list(None, session.capacity, present),)
    places = session.capacity if session.capacity is not None else 1
    slots = programme.slots_of.get(session.id, ())
    lists = [_list(slot, places, (one for one in present if one.slot_id == slot.id)) for slot in slots]
    ids = {slot.id for slot in slots}
    homeless = [one for one in present if one.slot_id not in ids]
    return (*lists, *([_list(None, 0, homeless)] if homeless else []))


def _list(slot: Slot | None, capacity: int | None, present: Iterable[SignUp]) -> Attendance:
    ordered = tuple(sorted(present, key=lambda one: (one.added, one.id)))
    cut = len(ordered) if capacity is None else capacity
    return Attendance(slot, capacity, ordered[:cut], ordered[cut:])


def free_slots(programme: Programme, session: Session) -> tuple[Slot, ...]:
    """Return the slots of a consultation in which a place is free, by start."""
    return tuple(one.slot for one in attendance(programme, session) if one.slot is not None and one.free != 0)


def moves_up(before: Programme, after: Programme, session_id: UUID) -> tuple[SignUp, ...]:
    """Return who waited in ``before`` and has a place in ``after``, in order: those to write to."""

    def waiting(programme: Programme) -> set[UUID]:
        session = programme.session.get(session_id)
        lists = attendance(programme, session) if session else ()
        return {one.id for each in lists for one in each.waiting}

    session = after.session.get(session_id)
    waited = waiting(before)
    lists = attendance(after, session) if session else ()
    return tuple(one for each in lists for one in each.taking_part if one.id in waited)


def sign_up_problems(programme: Programme) -> Iterator[Problem]:
    """Yield what is wrong with the lists: more people than places, a consultation without its slot."""
    for session in programme.sessions:
        present = [one for one in programme.sign_ups_of.get(session.id, ()) if not one.withdrawn]
        if present:
            yield from _of_session(programme, session)


def _of_session(programme: Programme, session: Session) -> Iterator[Problem]:
    where = f"session “{session.title}”"
    for each in attendance(programme, session):
        subjects = (session.id, *((each.slot.id,) if each.slot else ()))
        at = f"{where}, {each.slot.start:%Y-%m-%d %H:%M}" if each.slot else where
        everybody = len(each.taking_part) + len(each.waiting)
        if each.slot is None and each.capacity == 0 and is_consultation(programme, session):
            yield Problem(
                "sign-up-without-slot",
                Severity.WARNING,
                at,
                f"{_people(everybody)} signed up and no slot: it may have been removed",
                "book another one: confkit signup book",
                subjects,
            )
        elif each.waiting:
            yield Problem(
                "sign-ups-over-capacity",
                Severity.WARNING,
                at,
                f"{_people(everybody)} signed up for {_places(each.capacity)}; {len(each.waiting)} waiting",
                "raise the capacity, repeat the session, or tell those who wait",
                subjects,
            )
    yield from _too_small(programme, session, where)


def _too_small(programme: Programme, session: Session, where: str) -> Iterator[Problem]:
    if is_consultation(programme, session):
        return
    (whole,) = attendance(programme, session)
    for slot in programme.slots_of.get(session.id, ()):
        room = programme.room.get(slot.room_id) if slot.room_id else None
        if room is not None and room.capacity is not None and len(whole.taking_part) > room.capacity:
            yield Problem(
                "sign-ups-over-room",
                Severity.WARNING,
                f"{where}, {slot.start:%Y-%m-%d %H:%M}",
                f"{_people(len(whole.taking_part))} have a place, {room.name} holds {room.capacity}",
                "move it to a larger room, or lower the capacity of the session",
                (session.id, slot.id),
            )


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"


def _places(number: int | None) -> str:
    return f"{number} place{'' if number == 1 else 's'}"
