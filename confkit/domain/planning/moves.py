"""Where slots come to when they are moved: pairs of what a slot was and what it becomes.

A slot keeps its real length wherever it goes, also across a clock change. Nothing here asks whether a place is free:
the rules for schedules say what is wrong with it afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from confkit.domain.errors import InvalidValue
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import elapsed, later, programme_day, resolve_local

Move: TypeAlias = tuple[Slot, Slot]


def require_movable(session: Session, *slots: Slot) -> None:
    """Raise InvalidValue where one of the slots of ``session`` is pinned."""
    for slot in slots:
        if slot.pinned:
            raise InvalidValue(
                "is pinned where it is",
                where=f"session “{session.title}”, {slot.start:%Y-%m-%d %H:%M}",
                fix="unpin it first",
            )


def moved(slot: Slot, *, room_id: UUID | None, start: datetime) -> Slot:
    """Return the slot in another place: in the room (None: in none yet) from the aware ``start`` on."""
    begins = start.astimezone(slot.start.tzinfo)
    return replace(slot, room_id=room_id, start=begins, end=later(begins, slot.duration))


def swapped(one: Slot, other: Slot) -> tuple[Slot, Slot]:
    """Return both in each other's place: each takes room and start of the other and keeps its own length."""
    return (
        moved(one, room_id=other.room_id, start=other.start),
        moved(other, room_id=one.room_id, start=one.start),
    )


def resized(slot: Slot, length: timedelta) -> Slot:
    """Return the slot with another length and the same start; raises InvalidValue below zero."""
    if length < timedelta(0):
        raise InvalidValue("is less than nothing", where="minutes", fix="enter 0 or more minutes")
    return replace(slot, end=later(slot.start, length))


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push moves, and why it stopped, where it did."""

    moves: tuple[Move, ...] = ()
    problems: tuple[Problem, ...] = ()


def pushed(programme: Programme, room_id: UUID, after: datetime, by: timedelta) -> Pushed:
    """Return what comes of pushing everything in a room later that starts at ``after`` or later on that day.

    The day is that of the programme: what takes place after midnight belongs to the evening before. What no longer
    takes place is left alone. A pinned slot stays and stops the push: it and what comes after it keep their times, and
    a problem says so, and whether what was pushed now runs into it. Raises InvalidValue unless ``by`` is above zero.
    """
    if by <= timedelta(0):
        raise InvalidValue("is not later", where="minutes", fix="enter 1 minute or more")
    waiting = following(programme, room_id, after)
    moves: list[Move] = []
    for number, slot in enumerate(waiting):
        if slot.pinned:
            return Pushed(tuple(moves), (_stopped(programme, slot, moves, len(waiting) - number),))
        moves.append((slot, moved(slot, room_id=room_id, start=later(slot.start, by))))
    return Pushed(tuple(moves))


def in_room(programme: Programme, room_id: UUID) -> Iterator[Slot]:
    """The slots of a room that still take place, by start."""
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        if slot.room_id == room_id and session is not None and session.status.takes_place:
            yield slot


def following(programme: Programme, room_id: UUID, after: datetime) -> list[Slot]:
    """Return what takes place in a room from ``after`` on, on that day of the programme, by start."""
    day = programme_day(after.astimezone(programme.zone), programme.event.day_change)
    first = after.timestamp()
    return [
        slot for slot in in_room(programme, room_id) if slot.start.timestamp() >= first and programme.day(slot) == day
    ]


def _stopped(programme: Programme, pin: Slot, moves: Sequence[Move], left: int) -> Problem:
    runs_into = [after for _, after in moves if after.end.timestamp() > pin.start.timestamp()]
    title = programme.session[pin.session_id].title
    told = f"is pinned and stays; {left} of the room keep their time" if left > 1 else "is pinned and stays"
    if runs_into:
        minutes = max(elapsed(pin.start, one.end) for one in runs_into) // timedelta(minutes=1)
        told += f", and what comes before runs {minutes} min into it"
    return Problem(
        "push-stopped",
        Severity.WARNING if runs_into else Severity.HINT,
        f"session “{title}”, {pin.start:%Y-%m-%d %H:%M}",
        told,
        "shorten what comes before, or unpin it and push again" if runs_into else "unpin it and push again, if it must",
        (pin.session_id, pin.id, *(one.session_id for one in runs_into)),
    )


def in_sequence(lengths: Iterable[timedelta], start: datetime, gap: timedelta) -> tuple[tuple[datetime, datetime], ...]:
    """Return start and end of each of several sessions one after the other, with ``gap`` between two."""
    found = []
    for length in lengths:
        end = later(start, length)
        found.append((start, end))
        start = later(end, gap)
    return tuple(found)


def on_day(slot: Slot, day: date, programme: Programme) -> tuple[datetime, datetime]:
    """Return start and end of the slot's wall-clock time on another day of the programme, with the slot's length."""
    days = (day - programme.day(slot)).days
    wall = (slot.start + timedelta(days=days)).replace(tzinfo=None, fold=0)
    start = resolve_local(wall, programme.zone).instant
    return start, later(start, slot.duration)
