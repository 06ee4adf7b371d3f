"""Pulling what takes place in a room earlier, as far as that is free; what comes after it, what is in the way."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from confkit.domain.errors import InvalidValue
from confkit.domain.planning.moves import Move, Pushed, following, in_room, moved, pushed
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Slot
from confkit.domain.times import elapsed, later, resolve_local


def shifted(programme: Programme, room_id: UUID, after: datetime, by: timedelta) -> Pushed:
    """Return what comes of moving everything in a room from ``after`` on, later or (``by`` below zero) earlier.

    See ``pushed`` and ``pulled``. Raises InvalidValue for no time at all.
    """
    if not by:
        raise InvalidValue("moves nothing", where="minutes", fix="enter minutes, below zero for earlier")
    return pushed(programme, room_id, after, by) if by > timedelta(0) else pulled(programme, room_id, after, -by)


def next_start(programme: Programme, slot: Slot) -> datetime | None:
    """Return when the next thing begins in the room of ``slot``, on the same day; None where nothing does."""
    if slot.room_id is None:
        return None
    starts = (
        one.start
        for one in in_room(programme, slot.room_id)
        if one.start.timestamp() > slot.start.timestamp() and programme.day(one) == programme.day(slot)
    )
    return next(starts, None)


def pulled(programme: Programme, room_id: UUID, after: datetime, by: timedelta) -> Pushed:
    """Return what comes of pulling what takes place in a room from ``after`` on earlier, on that day of the programme.

    Each comes earlier by ``by`` or by as much of it as is free: not into what stands before it in the room, and not
    into the day before. Pinned slots stay. A problem says what could not come as far as it should. Raises InvalidValue
    unless ``by`` is above zero.
    """
    if by <= timedelta(0):
        raise InvalidValue("is not earlier", where="minutes", fix="enter 1 minute or more")
    own = following(programme, room_id, after)
    if not own:
        return Pushed()
    held = {slot.id for slot in own}
    before = [slot for slot in in_room(programme, room_id) if slot.id not in held and _starts_before(slot, own[0])]
    day_start = _day_start(programme, own[0])
    until = max([day_start, *(slot.end for slot in before)], key=datetime.timestamp)
    moves: list[Move] = []
    problems: list[Problem] = []
    for slot in own:
        after_pull = slot
        if slot.pinned:
            problems.append(_told(programme, slot, Severity.HINT, "is pinned and stays", "unpin it first, if it must"))
        else:
            start = max(later(slot.start, -by), until, key=datetime.timestamp)
            free = elapsed(start, slot.start)
            if free < by:
                problems.append(_short(programme, slot, free, is_day=until == day_start))
            if free > timedelta(0):
                after_pull = moved(slot, room_id=room_id, start=start)
                moves.append((slot, after_pull))
        until = max(until, after_pull.end, key=datetime.timestamp)
    return Pushed(tuple(moves), tuple(problems))


def _starts_before(slot: Slot, other: Slot) -> bool:
    return slot.start.timestamp() <= other.start.timestamp()


def _day_start(programme: Programme, slot: Slot) -> datetime:
    wall = datetime.combine(programme.day(slot), programme.event.day_change)
    return resolve_local(wall, programme.zone).instant


def _short(programme: Programme, slot: Slot, free: timedelta, *, is_day: bool) -> Problem:
    minutes = max(0, free // timedelta(minutes=1))
    why = "the day begins there" if is_day else "the room is taken before it"
    told = f"comes only {minutes} min earlier: {why}" if minutes else f"stays: {why}"
    return _told(programme, slot, Severity.HINT, told, "move what is before it first")


def _told(programme: Programme, slot: Slot, severity: Severity, message: str, fix: str) -> Problem:
    title = programme.session[slot.session_id].title
    where = f"session “{title}”, {slot.start:%Y-%m-%d %H:%M}"
    return Problem("pull-stopped", severity, where, message, fix, (slot.session_id, slot.id))


def in_the_way(programme: Programme, room_ids: Iterable[UUID], start: datetime, end: datetime) -> tuple[Slot, ...]:
    """Return what takes place in any of the rooms at some time between two aware moments, by start."""
    rooms = set(room_ids)
    first, last = start.timestamp(), end.timestamp()
    return tuple(
        slot
        for slot in programme.slots
        if slot.room_id in rooms
        and slot.start.timestamp() < last
        and first < slot.end.timestamp()
        and slot.end.timestamp() > slot.start.timestamp()
        and (session := programme.session.get(slot.session_id)) is not None
        and session.status.takes_place
    )
