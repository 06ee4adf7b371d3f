"""Who has a place in a workshop or consultation, and who waits for one.

Places go in the order in which people signed up, unless an organizer changed it (``SignUp.counted``). A workshop has
one list; a consultation has one for each of its slots, since each is booked by itself, for one sign-up unless the
session's capacity says otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from confkit.domain.event import SessionKind
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


def attendance(programme: Programme, session: Session, slots: Sequence[Slot] | None = None) -> tuple[Attendance, ...]:
    """Return the lists of a session: one for a workshop, one for each slot of a consultation.

    Those of a consultation who have no slot wait in a list of their own, which is there only if there are any.
    ``slots`` are those of the session, where they are others than in the programme.
    """
    present = [one for one in programme.sign_ups_of.get(session.id, ()) if not one.withdrawn]
    if not is_consultation(programme, session):
        return (_list(None, session.capacity, present),)
    places = session.capacity if session.capacity is not None else 1
    slots = programme.slots_of.get(session.id, ()) if slots is None else slots
    lists = [_list(slot, places, (one for one in present if one.slot_id == slot.id)) for slot in slots]
    ids = {slot.id for slot in slots}
    homeless = [one for one in present if one.slot_id not in ids]
    return (*lists, *([_list(None, 0, homeless)] if homeless else []))


def _list(slot: Slot | None, capacity: int | None, present: Iterable[SignUp]) -> Attendance:
    ordered = tuple(sorted(present, key=lambda one: one.order))
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


def moved_on_list(
    waiting: Sequence[SignUp], one: SignUp, by: int, *, behind: Sequence[SignUp] = ()
) -> tuple[tuple[SignUp, SignUp], ...]:
    """Return ``(before, after)`` of those whose moment that counts changes when ``one`` moves ``by`` places down.

    ``by`` is negative for up; nobody leaves the list at its ends, nor passes those ``behind`` whom they wait. The
    moments stay those of the list, so that nobody passes somebody who isn't on it; where several are the same, a
    microsecond sets them apart.
    """
    order = list(waiting)
    at = order.index(one)
    order.insert(max(0, min(len(order) - 1, at + by)), order.pop(at))
    moments: list[datetime] = [each.order[0] for each in behind[-1:]]
    for moment, _ in (each.order for each in waiting):
        moments.append(moment if not moments else max(moment, moments[-1] + timedelta(microseconds=1)))
    del moments[: len(behind[-1:])]
    return tuple(
        (each, replace(each, counted=None if moment == each.added else moment))
        for each, moment in zip(order, moments, strict=True)
        if moment != (each.counted or each.added)
    )
