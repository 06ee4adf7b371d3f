"""Running late, and getting back on time: what shifts in a room on the day, and how late it is.

How late something is, is told by the plan of the morning: how each slot was when the day began. Nothing about lateness
is stored; the journal knows what was changed since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from confkit.domain.event import SessionKind
from confkit.domain.history import Entry
from confkit.domain.planning.day import RoomNow, Running
from confkit.domain.planning.moves import Move, Pushed, pushed, resized
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Slot
from confkit.domain.times import elapsed, later, programme_day

Plan: TypeAlias = Mapping[UUID, Slot]

# What was moved by more than this has a new place in the plan; nobody waits for it in front of the door.
_MOST = timedelta(hours=3)
_LEAST_BREAK = timedelta(minutes=5)
_NONE = timedelta(0)


def planned(entries: Iterable[Entry]) -> dict[UUID, Slot]:
    """Return how the slots were that were changed, before the first of the ``entries`` (in their order) changed them.

    One that was made by them is there as it was made first.
    """
    found: dict[UUID, Slot] = {}
    for entry in entries:
        for change in entry.edit.changes:
            slot = change.before or change.after
            if isinstance(slot, Slot):
                found.setdefault(slot.id, slot)
    return found


def late_by(slot: Slot, plan: Plan) -> timedelta:
    """Return how much later a slot starts or ends than planned, never below zero; it has to be in its room still."""
    before = plan.get(slot.id)
    if before is None or before.room_id != slot.room_id:
        return _NONE
    found = max(elapsed(before.start, slot.start), elapsed(before.end, slot.end), _NONE)
    return found if found <= _MOST else _NONE


def room_late_by(one: RoomNow, plan: Plan) -> timedelta:
    """Return how late a room is: by what runs, or where nothing does by what comes next."""
    slots = [running.slot for running in one.now] or ([one.next.slot] if one.next else [])
    return max((late_by(slot, plan) for slot in slots), default=_NONE)


def run_late(programme: Programme, room_id: UUID, now: datetime, by: timedelta, *, lengthen: bool = True) -> Pushed:
    """Return what comes of a room being late by some time: what runs ends later, the rest of its day starts later.

    With ``lengthen`` off, what runs keeps its end. A pinned slot keeps its times, see ``moves.pushed``. Raises
    InvalidValue unless ``by`` is above zero.
    """
    rest = pushed(programme, room_id, now, by)
    if not lengthen:
        return rest
    longer: list[Move] = []
    problems: list[Problem] = []
    for one in _running(programme, room_id, now):
        if one.slot.pinned:
            where = f"session “{one.session.title}”, {one.slot.start:%Y-%m-%d %H:%M}"
            fix = "unpin it first, if it shall end later"
            subjects = (one.session.id, one.slot.id)
            problems.append(
                Problem("pinned-running", Severity.HINT, where, "is pinned and keeps its end", fix, subjects)
            )
        else:
            longer.append((one.slot, resized(one.slot, one.slot.duration + by)))
    return Pushed((*longer, *rest.moves), (*problems, *rest.problems))


def _running(programme: Programme, room_id: UUID, now: datetime) -> Iterable[Running]:
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        if slot.room_id != room_id or session is None or not session.status.takes_place:
            continue
        # What starts this very moment is pushed as a whole.
        if slot.start.timestamp() < now.timestamp() < slot.end.timestamp():
            yield Running(session, slot)


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What is moved to get back on time; ``on_time`` is the first slot that starts as planned again, if one does.

    ``left`` is how late the last session of the day still starts.
    """

    moves: tuple[Move, ...] = ()
    on_time: Slot | None = None
    left: timedelta = _NONE


def caught_up(
    programme: Programme, room_id: UUID, now: datetime, plan: Plan, *, least_break: timedelta = _LEAST_BREAK
) -> CaughtUp:
    """Return what brings the rest of a room's day back to its plan: breaks shrink, gaps close, the rest moves earlier.

    Nothing starts earlier than planned, before now, or before what comes ahead of it has ended; sessions keep their
    length, a break keeps at least ``least_break`` of its own. Pinned slots stay, and so does what was not late.
    """
    day = programme_day(now.astimezone(programme.zone), programme.event.day_change)
    free = max((one.slot.end for one in _running(programme, room_id, now)), key=datetime.timestamp, default=now)
    moves: list[Move] = []
    on_time: Slot | None = None
    left = _NONE
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        if session is None or slot.room_id != room_id or not session.status.takes_place:
            continue
        if slot.start.timestamp() <= now.timestamp() or programme.day(slot) != day:
            continue
        after = slot
        if late_by(slot, plan) and not slot.pinned:
            kind = programme.type.get(session.type_id) if session.type_id else None
            is_break = kind is not None and kind.kind is SessionKind.BREAK
            after = _earlier(slot, plan[slot.id], free, least_break if is_break else None)
        if after != slot:
            moves.append((slot, after))
        left = max(elapsed(plan[slot.id].start, after.start), _NONE) if late_by(slot, plan) else _NONE
        if on_time is None and moves and not left:
            on_time = after
        free = max(free, after.end, key=datetime.timestamp)
    return CaughtUp(tuple(moves), on_time, left)


def _earlier(slot: Slot, before: Slot, free: datetime, least_break: timedelta | None) -> Slot:
    """Bring a late slot as near to its plan as what is ahead of it lets; ``least_break`` None: it keeps its length."""
    wanted = max(before.start, free, key=datetime.timestamp).astimezone(slot.start.tzinfo)
    start = min(wanted, slot.start, key=datetime.timestamp)
    end = later(start, slot.duration)
    if least_break is not None:
        shortest = later(start, min(slot.duration, least_break))
        end = max(shortest, min(end, before.end, key=datetime.timestamp), key=datetime.timestamp)
    return replace(slot, start=start, end=end.astimezone(slot.end.tzinfo))
