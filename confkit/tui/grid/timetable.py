"""What the grid has to know of a programme whatever day and zoom it shows: its slots by day, its breaks, what waits.

Made once for a programme, because looking through all slots at every turn would be most of the time of a key. A
timetable is a value: a move gives another one, which shares all that did not change.
"""

from bisect import insort
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from confkit.domain.event import SessionKind
from confkit.domain.programme import Move, Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import programme_day
from confkit.tui.grid.filters import Filter
from confkit.tui.grid.hours import OVERHANG, Bounds, bounds_of


class Placing(NamedTuple):
    """A slot with what is asked of it for every block: times in seconds since the epoch, its room where that is still
    there, the number of its track."""

    slot: Slot
    session: Session
    day: date
    start: float
    end: float
    room: UUID | None
    track: int | None
    is_break: bool


def _order(placing: Placing) -> tuple[float, float, UUID]:
    """The order of slots in a programme."""
    return placing.start, placing.end, placing.slot.id


class _Facts:
    """What no move of a slot changes."""

    def __init__(self, programme: Programme) -> None:
        self.rooms = {room.id for room in programme.rooms}
        self.tracks = {track.id: number for number, track in enumerate(programme.tracks)}
        self.breaks = {type_.id for type_ in programme.types if type_.kind is SessionKind.BREAK}
        self.bounds: dict[date, Bounds] = {}

    def placing(self, programme: Programme, slot: Slot) -> Placing | None:
        session = programme.session.get(slot.session_id)
        if session is None:
            return None
        return Placing(
            slot,
            session,
            programme_day(slot.start, programme.event.day_change),
            slot.start.timestamp(),
            slot.end.timestamp(),
            slot.room_id if slot.room_id in self.rooms else None,
            self.tracks.get(session.track_id) if session.track_id else None,
            session.type_id in self.breaks,
        )


class Timetable:
    """The slots of a programme by day, by start; those of sessions that are gone are left out.

    ``asked`` counts the slots that were looked at since the first timetable of the programme was made, a budget in the
    tests.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._facts = _Facts(programme)
        found = [one for slot in programme.slots if (one := self._facts.placing(programme, slot)) is not None]
        found.sort(key=_order)
        days: dict[date, list[Placing]] = {}
        for one in found:
            days.setdefault(one.day, []).append(one)
        self._of_day: dict[date, tuple[Placing, ...]] = {day: tuple(own) for day, own in days.items()}
        self._long = tuple(one for one in found if self._reaches_over(one))
        self._taken: tuple[Filter, dict[UUID, bool]] = (Filter(), {})
        self.asked = len(found)
        self.days = self._days()
        placed = programme.slots_of
        self.waiting = tuple(one for one in programme.sessions if one.status.takes_place and one.id not in placed)

    def _days(self) -> tuple[date, ...]:
        return tuple(sorted({*self.programme.event.days, *self._of_day}))

    def after_moves(self, moves: Iterable[Move]) -> "Timetable":
        """Return the timetable after a change of slots, which are known by their ids; this one stays as it is."""
        moved = list(moves)
        other = object.__new__(Timetable)
        other.programme = programme = self.programme.after_moves(moved)
        other._facts, other._of_day, other._long = self._facts, dict(self._of_day), self._long
        other._taken, other.asked = (self._taken[0], dict(self._taken[1])), self.asked
        slots = [slot for pair in moved for slot in pair if slot is not None]
        for id in dict.fromkeys(slot.id for slot in slots):
            other._take_out(id, [slot for slot in slots if slot.id == id])
        for slot in slots:
            other._taken[1].pop(slot.session_id, None)
        for slot in slots:
            # Of several moves of one slot the last one holds; the programme knows which.
            if slot in programme.slots_of.get(slot.session_id, ()) and (one := self._facts.placing(programme, slot)):
                other._put_in(one)
        other.days = other._days()
        before, after = self.programme.slots_of, programme.slots_of
        other.waiting = self.waiting
        if any((slot.session_id in before) is not (slot.session_id in after) for slot in slots):
            other.waiting = tuple(one for one in programme.sessions if one.status.takes_place and one.id not in after)
        return other

    def _take_out(self, id: UUID, slots: Iterable[Slot]) -> None:
        """Take a slot out from where it really is: what moves (``slots``) say about that may be out of date."""
        self._long = tuple(one for one in self._long if one.slot.id != id)
        likely = (programme_day(slot.start, self.programme.event.day_change) for slot in slots)
        for day in dict.fromkeys((*likely, *self._of_day)):
            own = self._of_day.get(day, ())
            self.asked += len(own)
            left = tuple(one for one in own if one.slot.id != id)
            if len(left) != len(own):
                self._of_day[day] = left
                if not left:
                    del self._of_day[day]
                return

    def _put_in(self, placing: Placing) -> None:
        own = [one for one in self._of_day.get(placing.day, ()) if one.slot.id != placing.slot.id]
        insort(own, placing, key=_order)
        self._of_day[placing.day] = tuple(own)
        if self._reaches_over(placing):
            self._long = tuple(sorted((*self._long, placing), key=_order))

    def _reaches_over(self, placing: Placing) -> bool:
        """Whether a slot is shown on a later day as well."""
        overhang = OVERHANG.total_seconds()
        # The length first: of the end of a day is asked for very few.
        is_long = placing.end - placing.start > overhang
        return is_long and placing.end > self.bounds(placing.day).end.timestamp() + overhang

    def bounds(self, day: date) -> Bounds:
        """When a day begins and ends."""
        found = self._facts.bounds.get(day)
        if found is None:
            event = self.programme.event
            found = self._facts.bounds[day] = bounds_of(day, event.day_change, self.programme.zone)
        return found

    def of_day(self, day: date) -> tuple[Placing, ...]:
        """Return what begins on a day, by start."""
        own = self._of_day.get(day, ())
        self.asked += len(own)
        return own

    def from_before(self, day: date) -> tuple[Placing, ...]:
        """Return what began on an earlier day and goes on far into this one."""
        least = self.bounds(day).start.timestamp() + OVERHANG.total_seconds()
        return tuple(one for one in self._long if one.day < day and one.end > least)

    @property
    def rooms(self) -> set[UUID]:
        """The ids of the rooms."""
        return self._facts.rooms

    def chooser(self, chosen: Filter) -> Callable[[Session], bool]:
        """Return what says whether a filter takes a session; as long as the filter stays, each is looked at once."""
        if not chosen:
            return lambda _: True
        if self._taken[0] != chosen:
            self._taken = (chosen, {})
        known, takes = self._taken[1], chosen.chooser(self.programme)

        def taken(session: Session) -> bool:
            found = known.get(session.id)
            if found is None:
                found = known[session.id] = takes(session)
            return found

        return taken
