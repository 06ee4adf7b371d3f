"""The rules for two things at once, found by a sweep line over the slots of a scope in order of start.

Two slots overlap when they share some time; ends that touch don't clash, and a slot of no length takes none. A session
that is placed several times never clashes with itself here: it has a rule of its own.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope, Span, minutes
from confkit.domain.event import Room
from confkit.domain.problem import Severity

RULES = Registry()


def pairs(slots: Sequence[Placed], near: float = 0.0) -> Iterator[tuple[Placed, Placed, float]]:
    """Yield ``(earlier, later, gap)`` for each two slots with less than ``near`` seconds between them.

    ``slots`` are in order. The gap is negative where they overlap; without ``near`` only those are found. Takes time
    for each slot and each pair: a slot that is over is looked at once more and then never again.
    """
    if len(slots) < 2:
        return
    running: list[Placed] = []
    for slot in slots:
        if slot.end <= slot.start:
            continue
        start = slot.start
        running = [one for one in running if start - one.end < near]
        for one in running:
            if one.session.id != slot.session.id:
                yield one, slot, start - one.end
        running.append(slot)


def full_times(slots: Sequence[Placed], parallel: int = 1) -> tuple[Span, ...]:
    """Return when a room with these ``slots``, in order, holds as many as it can, in order of start.

    For a room that holds one session that is the time of each slot; what has no length takes none.
    """
    lasting = [one for one in slots if one.end > one.start]
    if parallel < 2:
        return tuple((one.start, one.end) for one in lasting)
    changes = sorted([(one.end, -1) for one in lasting] + [(one.start, 1) for one in lasting])
    found: list[Span] = []
    running, since = 0, 0.0
    for moment, change in changes:
        if change > 0 and running == parallel - 1:
            since = moment
        elif change < 0 and running == parallel and moment > since:
            found.append((since, moment))
        running += change
    return tuple(found)


def _pair(one: Placed, other: Placed, where: str, message: str, key: UUID) -> Found:
    return Found(where, message, (one.session.id, other.session.id, key), (one.slot.id, other.slot.id))


@RULES.rule("room-overlap", Scope.ROOM, Severity.ERROR, "move one of them to another time or room")
def _room_overlap(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A room holds one session at a time, or as many as it says, breaks included."""
    room = look.programme.room[key]
    name = room.name
    if room.parallel > 1:
        yield from _too_many(room, slots)
        return
    for one, other, _ in pairs(slots):
        message = f"“{one.session.title}” and “{other.session.title}” are in this room at the same time"
        yield _pair(one, other, f"{name}, {other.when}", message, key)


def _too_many(room: Room, slots: Sequence[Placed]) -> Iterator[Found]:
    """Yield one finding for each slot that begins while the room is full."""
    running: list[Placed] = []
    for slot in slots:
        if slot.end <= slot.start:
            continue
        running = [one for one in running if one.end > slot.start]
        others = {one.session.id: one for one in running if one.session.id != slot.session.id}
        if len(others) >= room.parallel:
            ids = (slot.session.id, *others, room.id)
            message = (
                f"“{slot.session.title}” and {len(others)} others are in this room at the same time, which holds"
                f" {room.parallel}"
            )
            where = f"{room.name}, {slot.when}"
            yield Found(where, message, ids, (slot.slot.id, *(one.slot.id for one in others.values())))
        running.append(slot)


@RULES.rule("room-changeover", Scope.ROOM, None, "move one of them, or shorten the first")
def _room_changeover(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Between two sessions of a room there is time to change over; not where it holds several at once."""
    if look.programme.room[key].parallel > 1:
        return
    name, needed = look.programme.room[key].name, look.options.changeover.total_seconds()
    for one, other, gap in pairs(slots, needed):
        if gap >= 0 and not (one.is_break or other.is_break):
            message = (
                f"between “{one.session.title}” and “{other.session.title}” are {minutes(gap)}, not {minutes(needed)}"
            )
            yield _pair(one, other, f"{name}, {other.when}", message, key)


@RULES.rule("person-overlap", Scope.PERSON, Severity.ERROR, "move one of them to another time")
def _person_overlap(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Nobody is in two sessions at once, whatever their role."""
    name = look.programme.person[key].name
    for one, other, _ in pairs(slots):
        message = f"is in “{one.session.title}” and “{other.session.title}” at the same time"
        yield _pair(one, other, f"{name}, {other.when}", message, key)


@RULES.rule("person-changeover", Scope.PERSON, Severity.WARNING, "leave time for the way, or give both one room")
def _person_changeover(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Between two sessions in different rooms a person has time for the way."""
    options = look.options
    name = look.programme.person[key].name
    for one, other, gap in pairs(slots, look.longest_way):
        if gap < 0 or one.room is None or other.room is None:
            continue
        way = options.way(one.room.id, other.room.id).total_seconds()
        if gap < way:
            message = (
                f"has {minutes(gap) if gap else 'no time'} from “{one.session.title}” ({one.room.name}) to"
                f" “{other.session.title}” ({other.room.name}), and needs {minutes(way)}"
            )
            yield _pair(one, other, f"{name}, {other.when}", message, key)


@RULES.rule("track-parallel", Scope.TRACK, None, "move one of them, so that people can see both")
def _track_parallel(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Sessions of one track follow each other."""
    name = look.programme.track[key].name
    for one, other, _ in pairs(slots):
        message = f"“{one.session.title}” and “{other.session.title}” of this track are at the same time"
        yield _pair(one, other, f"track {name}, {other.when}", message, key)


@RULES.rule("break-overlap", Scope.EVENT, Severity.WARNING, "move the session, or give the break a room")
def _break_overlap(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """While a break is for everybody (it has no room), nothing else takes place."""
    for pause in [one for one in slots if one.is_break and one.room is None]:
        for slot in slots:
            if slot.start >= pause.end:
                break
            if not slot.is_break and pause.start < slot.end and slot.start < slot.end and pause.start < pause.end:
                message = f"takes place during “{pause.session.title}”, which is for everybody"
                subjects = (slot.session.id, pause.session.id)
                yield Found(slot.where, message, subjects, (slot.slot.id, pause.slot.id))
