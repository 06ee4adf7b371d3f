"""Moving sessions in the schedule: to another place, with each other, later, one after the other, on another day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue, NotFound
from confkit.domain.event import Room, SessionKind, SessionType
from confkit.domain.history import Entry
from confkit.domain.planning import moves
from confkit.domain.planning.pulls import shifted
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot, Status
from confkit.domain.times import elapsed
from confkit.services import words
from confkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PushReport:
    """What a push did: its entry (None where nothing moved), the slots as they are now, and why it stopped."""

    entry: Entry | None
    slots: tuple[Slot, ...] = ()
    problems: tuple[Problem, ...] = ()


# A slot before and after; without a before it is placed, without an after it leaves the schedule.
Move = tuple[Slot | None, Slot | None]


def write_moves(ws: Workspace, programme: Programme, moved: Sequence[Move], *, label: str = "") -> Entry:
    """Write what was done to slots in the grid as one edit; raises InvalidValue if one of them is pinned.

    ``label`` is what the history calls it, where that does not follow from the moves.
    """
    for before, _ in moved:
        if before is not None:
            moves.require_movable(session_of(programme, before), before)
    changes = tuple(Change(before, after) for before, after in moved)
    return ws.apply(Edit(label or _told(programme, moved), changes))


def _told(programme: Programme, moved: Sequence[Move]) -> str:
    (before, after), *others = moved
    slot = after or before
    assert slot is not None
    title = session_of(programme, slot).title
    if others and others[0][1] is not None:
        return f"Swap “{title}” and “{session_of(programme, others[0][1]).title}”"
    if after is None:
        return f"Take “{title}” out of the schedule"
    if before is not None and (before.room_id, before.start) == (after.room_id, after.start):
        return f"Make “{title}” {after.duration // timedelta(minutes=1)} min long"
    return f"{'Move' if before else 'Place'} “{title}” to {_where(programme, after)}"


def session_of(programme: Programme, slot: Slot) -> Session:
    """Return the session of a slot; raises NotFound."""
    found = programme.session.get(slot.session_id)
    if found is None:
        raise NotFound("there is no such session any more", where=str(slot.session_id), fix="look at the list again")
    return found


def move_slot(ws: Workspace, programme: Programme, slot: Slot, *, room_id: UUID | None, start: datetime) -> Entry:
    """Move a slot to a room (None: none yet) and an aware start; it keeps its length. Raises InvalidValue if pinned."""
    session = session_of(programme, slot)
    moves.require_movable(session, slot)
    after = moves.moved(slot, room_id=room_id, start=start.astimezone(programme.zone))
    return ws.apply(Edit(f"Move “{session.title}” to {_where(programme, after)}", (Change(slot, after),)))


def _where(programme: Programme, slot: Slot) -> str:
    room = programme.room.get(slot.room_id) if slot.room_id else None
    return f"{room.name if room else 'no room yet'}, {words.moment(slot.start)}"


def swap(ws: Workspace, programme: Programme, one: Slot, other: Slot) -> Entry:
    """Let two slots take each other's place; each keeps its length. Raises InvalidValue if one is pinned."""
    first, second = session_of(programme, one), session_of(programme, other)
    if one.id == other.id:
        raise InvalidValue("can't be swapped with itself", where=f"session “{first.title}”", fix="name another one")
    moves.require_movable(first, one)
    moves.require_movable(second, other)
    after = moves.swapped(one, other)
    label = f"Swap “{first.title}” and “{second.title}”"
    return ws.apply(Edit(label, (Change(one, after[0]), Change(other, after[1]))))


def resize(ws: Workspace, programme: Programme, slot: Slot, minutes: int) -> Entry:
    """Give a slot another length in minutes; raises InvalidValue below zero, or if it is pinned."""
    session = session_of(programme, slot)
    moves.require_movable(session, slot)
    after = moves.resized(slot, timedelta(minutes=minutes))
    return ws.apply(Edit(f"Make “{session.title}” {minutes} min long", (Change(slot, after),)))


def shift(ws: Workspace, programme: Programme, room: Room, after: datetime, by: timedelta) -> PushReport:
    """Push what starts in a room at ``after`` or later on that day, or with ``by`` below zero pull it, as one edit.

    See ``domain.planning.pulls``. Raises InvalidValue for no time at all.
    """
    found = shifted(programme, room.id, after, by)
    if not found.moves:
        return PushReport(None, (), found.problems)
    label = shift_label(room, found.moves[0][0].start, by)
    entry = ws.apply(Edit(label, tuple(Change(*pair) for pair in found.moves)))
    return PushReport(entry, tuple(after for _, after in found.moves), found.problems)


def shift_label(room: Room, start: datetime, by: timedelta) -> str:
    """What the history calls a push (or, with ``by`` below zero, a pull) that begins with what starts at ``start``."""
    minutes = by // timedelta(minutes=1)
    told = f"Push {room.name} {minutes} min later" if minutes > 0 else f"Pull {room.name} {-minutes} min earlier"
    return f"{told} from {words.moment(start)} on"


def sequence(
    ws: Workspace,
    programme: Programme,
    sessions: Sequence[Session],
    room: Room | None,
    start: datetime,
    gap: timedelta = timedelta(0),
) -> tuple[Move, ...]:
    """Work out where sessions come to, one after the other in a room, each for its planned length, ``gap`` between two.

    One that has a slot keeps it, with its length. Raises InvalidValue where one is pinned, named twice, or none given.
    """
    if not sessions:
        raise InvalidValue("no session is named", where="sessions", fix="choose at least one")
    if len({session.id for session in sessions}) < len(sessions):
        raise InvalidValue("one session is named twice", where="sessions", fix="name each once")
    present = [programme.slots_of.get(session.id, ())[:1] for session in sessions]
    for session, slots in zip(sessions, present, strict=True):
        moves.require_movable(session, *slots)
    lengths = [
        slots[0].duration if slots else programme.length(session)
        for session, slots in zip(sessions, present, strict=True)
    ]
    times = moves.in_sequence(lengths, start.astimezone(programme.zone), gap)
    found = []
    for session, slots, (begins, ends) in zip(sessions, present, times, strict=True):
        before = slots[0] if slots else None
        id = before.id if before else ws.new_id()
        found.append((before, Slot(id, session.id, begins, ends, room.id if room else None)))
    return tuple(found)


def place_in_sequence(
    ws: Workspace,
    programme: Programme,
    sessions: Sequence[Session],
    room: Room | None,
    start: datetime,
    gap: timedelta = timedelta(0),
) -> Entry:
    """Place sessions as ``sequence`` says, as one edit."""
    found = sequence(ws, programme, sessions, room, start, gap)
    where = f"{room.name if room else 'no room yet'}, {words.moment(start.astimezone(programme.zone))}"
    label = f"Place {_count(len(sessions))} from {where} on"
    return ws.apply(Edit(label, tuple(Change(*move) for move in found)))


def _count(number: int) -> str:
    return f"{number} session{'' if number == 1 else 's'}"


def breaks_over_rooms(
    ws: Workspace,
    programme: Programme,
    title: str,
    rooms: Iterable[Room],
    start: datetime,
    end: datetime,
    *,
    kind: SessionType | None = None,
) -> Entry:
    """Add a break, one session of kind break with a slot in each of the rooms; raises InvalidValue without a room.

    It gets the type ``kind``, else the event's first type of that kind; where there is none, one called Break is added.
    """
    places = tuple(rooms)
    if not places:
        raise InvalidValue("no room is named", where="rooms", fix="choose at least one")
    start, end = start.astimezone(programme.zone), end.astimezone(programme.zone)
    if elapsed(start, end) <= timedelta(0):
        raise InvalidValue("ends before it begins", where="end", fix="let the end be after the start")
    event_id = programme.event.id
    kind = kind or next((one for one in programme.types if one.kind is SessionKind.BREAK), None)
    added: list[Change] = []
    if kind is None:
        position = max((one.position for one in programme.types), default=-1) + 1
        kind = SessionType(ws.new_id(), event_id, "Break", elapsed(start, end), SessionKind.BREAK, position)
        added.append(Change(None, kind))
    session = Session(ws.new_id(), event_id, title, Status.CONFIRMED, kind.id, duration=elapsed(start, end))
    added.append(Change(None, session))
    added += (Change(None, Slot(ws.new_id(), session.id, start, end, room.id)) for room in places)
    where = f"{len(places)} room{'' if len(places) == 1 else 's'}"
    return ws.apply(Edit(f"Add the break “{title}” in {where}, {words.moment(start)}", tuple(added)))


def pin(ws: Workspace, programme: Programme, slots: Sequence[Slot], *, pinned: bool = True) -> Entry:
    """Pin slots where they are, or unpin them; those that are so already stay as they are."""
    if not slots:
        raise InvalidValue("is not in the schedule", where="slots", fix="place it first")
    changes = tuple(Change(slot, replace(slot, pinned=pinned)) for slot in slots if slot.pinned is not pinned)
    titles = dict.fromkeys(session_of(programme, slot).title for slot in slots)
    named = f"“{next(iter(titles))}”" if len(titles) == 1 else _count(len(titles))
    return ws.apply(Edit(f"{'Pin' if pinned else 'Unpin'} {named}", changes))


def repeat_on(ws: Workspace, programme: Programme, slots: Sequence[Slot], day: date) -> Entry:
    """Let slots take place once more on another day of the event, in the same rooms at the same wall-clock times."""
    if not slots:
        raise InvalidValue("is not in the schedule", where="slots", fix="place it first")
    if day not in programme.event.days:
        first, last = programme.event.first_day, programme.event.last_day
        raise InvalidValue(f"{day} is no day of the event", where="day", fix=f"use a day from {first} to {last}")
    changes = []
    for slot in slots:
        start, end = moves.on_day(slot, day, programme)
        changes.append(Change(None, Slot(ws.new_id(), slot.session_id, start, end, slot.room_id)))
    titles = {slot.session_id: session_of(programme, slot).title for slot in slots}
    named = f"“{next(iter(titles.values()))}”" if len(titles) == 1 else _count(len(titles))
    return ws.apply(Edit(f"Repeat {named} on {words.day(day)}", tuple(changes)))
