"""The rules for sign-ups: a place for everybody, in a room that holds them, and nobody in two places at once."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from confkit.domain.conflicts.overlaps import pairs
from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope
from confkit.domain.planning.attendance import Attendance, attendance, is_consultation
from confkit.domain.problem import Severity
from confkit.domain.session import Session

RULES = Registry()


def _present(look: Look, session: Session) -> bool:
    """Whether anybody is on the lists of a session; mostly nobody is, and the lists need not be made."""
    return any(not one.withdrawn for one in look.programme.sign_ups_of.get(session.id, ()))


def _lists(look: Look, key: UUID, slots: Sequence[Placed]) -> tuple[Attendance, ...]:
    session = look.programme.session[key]
    if not session.status.takes_place or not _present(look, session):
        return ()
    return attendance(look.programme, session, [one.slot for one in slots])


def _found(session: Session, one: Attendance, message: str) -> Found:
    at = f", {one.slot.start:%Y-%m-%d %H:%M}" if one.slot else ""
    slots = (one.slot.id,) if one.slot else ()
    return Found(f"session “{session.title}”{at}", message, (session.id, *slots), slots)


@RULES.rule(
    "sign-ups-over-capacity",
    Scope.SESSION,
    Severity.WARNING,
    "raise the capacity, repeat the session, or tell those who wait",
)
def _over_capacity(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """There is a place for everybody who signed up."""
    session = look.programme.session[key]
    for one in _lists(look, key, slots):
        if one.waiting and not (one.slot is None and is_consultation(look.programme, session)):
            everybody = _people(len(one.taking_part) + len(one.waiting))
            message = f"{everybody} signed up for {_places(one.capacity)}; {len(one.waiting)} waiting"
            yield _found(session, one, message)


@RULES.rule(
    "room-too-small-for-sign-ups",
    Scope.SESSION,
    Severity.WARNING,
    "move it to a larger room, or lower the capacity of the session",
)
def _over_room(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A room holds those who have a place."""
    session = look.programme.session[key]
    lists = _lists(look, key, slots)
    if not lists or is_consultation(look.programme, session):
        return
    coming = len(lists[0].taking_part)
    for one in slots:
        if one.room is not None and one.room.capacity is not None and coming > one.room.capacity:
            message = f"{_people(coming)} have a place, and {one.room.name} holds {one.room.capacity:,}"
            yield Found(one.where, message, (session.id, one.room.id), (one.slot.id,))


@RULES.rule("sign-up-without-slot", Scope.SESSION, Severity.WARNING, "book another slot for them")
def _without_slot(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Everybody who signed up for a consultation has booked one of its slots."""
    session = look.programme.session[key]
    if not is_consultation(look.programme, session):
        return
    for one in _lists(look, key, slots):
        if one.slot is None:
            yield _found(session, one, f"{_people(len(one.waiting))} signed up and no slot: it may have been removed")


@RULES.rule("waiting-with-free-places", Scope.SESSION, Severity.WARNING, "book a free slot for those who wait")
def _waiting(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Nobody waits for a slot of a consultation while another one is free."""
    session = look.programme.session[key]
    if not is_consultation(look.programme, session):
        return
    lists = _lists(look, key, slots)
    waiting = sum(len(one.waiting) for one in lists)
    free = [one.slot for one in lists if one.slot is not None and one.free]
    if waiting and free:
        ids = tuple(slot.id for slot in free)
        verb = "waits" if waiting == 1 else "wait"
        message = f"{_people(waiting)} {verb} while {len(free)} slot{' is' if len(free) == 1 else 's are'} free"
        yield Found(f"session “{session.title}”", message, (session.id,), ids)


@RULES.rule(
    "sign-ups-turned-down", Scope.SESSION, Severity.WARNING, "tell them, and withdraw them or put the session back"
)
def _turned_down(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Nobody is signed up for a session that was rejected, withdrawn or cancelled."""
    session = look.programme.session[key]
    if not session.status.takes_place and _present(look, session):
        present = sum(not one.withdrawn for one in look.programme.sign_ups_of[key])
        ids = tuple(one.slot.id for one in slots)
        message = f"is {session.status.value}, and {_people(present)} signed up for it"
        yield Found(f"session “{session.title}”", message, (key,), ids)


@RULES.rule(
    "sign-up-overlap", Scope.ATTENDEE, Severity.WARNING, "tell them, or move one of the two sessions to another time"
)
def _overlap(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Nobody signed up for two sessions at the same time."""
    name = look.attendees.sign_ups[key][0].name
    for one, other, _ in pairs(slots):
        if not (_own(look, key, one) or _own(look, key, other)):
            message = f"{name} signed up, and for “{one.session.title}” at the same time"
            yield Found(other.where, message, (one.session.id, other.session.id), (one.slot.id, other.slot.id))


@RULES.rule(
    "sign-up-own-session",
    Scope.ATTENDEE,
    Severity.WARNING,
    "tell them, or move one of the two sessions to another time",
)
def _own_session(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Nobody signed up for something else at the time of a session that needs them."""
    name = look.attendees.sign_ups[key][0].name
    for one, other, _ in pairs(slots):
        if _own(look, key, one) is not _own(look, key, other):
            mine, theirs = (one, other) if _own(look, key, one) else (other, one)
            message = f"{name} signed up, and has to be in “{mine.session.title}” at the same time"
            yield Found(theirs.where, message, (mine.session.id, theirs.session.id), (mine.slot.id, theirs.slot.id))


def _own(look: Look, key: UUID, one: Placed) -> bool:
    return look.attendees.of_session[one.session.id][key]


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _places(number: int | None) -> str:
    return f"{number} place{'' if number == 1 else 's'}"
