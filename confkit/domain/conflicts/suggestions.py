"""Where a session would be better off: the nearest places that are free for its room and its people.

The places that are looked at begin where something else ends, or end where something else begins, besides the time of
day that the session has now: whoever fills a schedule leaves no gaps, and there are few of them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from confkit.domain.conflicts.index import ConflictIndex
from confkit.domain.conflicts.overlaps import full_times
from confkit.domain.conflicts.places import missing_equipment
from confkit.domain.conflicts.rule import Placed, Span, covered, minutes
from confkit.domain.event import Room
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import later, programme_day, resolve_local

_USUAL_HOURS = (timedelta(hours=9), timedelta(hours=18))
# What another room is worth in minutes of another time; less where the track is at home.
_OTHER_ROOM, _ROOM_OF_TRACK = 25.0, 10.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place for a session, why it is good, and what still would be wrong with it (hints aside)."""

    session_id: UUID
    room_id: UUID
    start: datetime
    end: datetime
    reasons: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def suggest(
    programme: Programme, subject: Slot | Session, *, index: ConflictIndex | None = None, count: int = 3
) -> tuple[Suggestion, ...]:
    """Return the ``count`` best places for a slot, or for a session that has none, best first.

    In each the room and all people are free. Those where everything else is right come first (availability, capacity,
    equipment), then those that are nearest in time and place. ``index`` spares finding the conflicts of the programme
    again; its slots and options are those that count. Empty where no room is free, or where the session is not there.
    """
    session = programme.session.get(subject.session_id if isinstance(subject, Slot) else subject.id)
    if session is None:
        return ()
    return _Search(index or ConflictIndex(programme), session, subject if isinstance(subject, Slot) else None).best(
        count
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A room and a start, with what is not quite right about it."""

    room: Room
    start: float
    wrong: tuple[str, ...]
    cost: float

    @property
    def order(self) -> tuple[int, float, float, int, str, UUID]:
        return (len(self.wrong), self.cost, self.start, self.room.position, self.room.name, self.room.id)


class _Search:
    def __init__(self, index: ConflictIndex, session: Session, slot: Slot | None) -> None:
        self._index = index.after_move(slot, None).index if slot is not None else index
        self._look = index.look
        self._programme = index.look.programme
        self._session = session
        self._slot = slot
        self._length = (slot.duration if slot else self._programme.length(session)).total_seconds()
        self._people = self._look.people(session)
        self._busy = [one for person in self._people for one in self._index.with_person(person)]
        whole = self._index.whole()
        self._breaks = [(one.start, one.end) for one in whole if one.is_break and one.room is None]
        self._hours = self._opening(whole)
        self._near = slot.start.timestamp() if slot else self._hours[0][0] if self._hours else 0.0
        self._track_rooms = {
            one.room.id
            for one in whole
            if one.room and session.track_id is not None and one.session.track_id == session.track_id
        }

    def best(self, count: int) -> tuple[Suggestion, ...]:
        found: list[Suggestion] = []
        taken: list[tuple[UUID, float]] = []
        for place in sorted(self._places(), key=lambda one: one.order):
            if len(found) >= count:
                break
            if all(room != place.room.id or abs(place.start - start) >= self._length for room, start in taken):
                found.append(self._suggestion(place))
                taken.append((place.room.id, place.start))
        return tuple(found)

    # --- where it could be ----------------------------------------------------------------------------------------

    def _opening(self, whole: Sequence[Placed]) -> list[Span]:
        """Return when the event is open on each of its days: from its first session to its last, the usual day else."""
        event, zone = self._programme.event, self._programme.zone
        days: dict[date, list[Placed]] = {}
        for one in whole:
            days.setdefault(programme_day(one.slot.start, event.day_change), []).append(one)
        hours = []
        for day in event.days:
            midnight = datetime.combine(day, time())
            usual = [resolve_local(midnight + part, zone).instant.timestamp() for part in _USUAL_HOURS]
            of_day = days.get(day, ())
            start = min((one.start for one in of_day), default=usual[0])
            end = max((one.end for one in of_day), default=usual[1])
            # A day with one session is open as long as others.
            hours.append((min(start, usual[0]), max(end, usual[1])))
        return hours

    def _places(self) -> Iterator[_Place]:
        common = set(self._times_of_people())
        for room in self._programme.rooms:
            slots = self._index.in_room(room.id)
            ends = [one.end for one in slots]
            taken = full_times(slots, room.parallel)
            longest = max((end - start for start, end in taken), default=0.0)
            starts = [start for start, _ in taken]
            windows = self._look.room_spans(room.id) or ()
            times = common | set(ends) | {one.start - self._length for one in slots}
            times |= {part for first, last in windows for part in (first, last - self._length)}
            for start in sorted(times):
                if self._is_now(room, start) or not covered(start, start + self._length, self._hours):
                    continue
                if not self._clashes(start, taken, starts, longest) and not self._people_busy(start):
                    yield self._place(room, start, windows)

    def _times_of_people(self) -> Iterator[float]:
        way = self._look.longest_way
        for start, _ in self._hours:
            yield start
        if self._slot is not None:
            for day in self._programme.event.days:
                wall = datetime.combine(day, self._slot.start.time())
                yield resolve_local(wall, self._programme.zone).instant.timestamp()
        for one in self._busy:
            yield from (one.end, one.end + way, one.start - self._length, one.start - self._length - way)
        for person in self._people:
            for first, last in self._look.person_spans(person) or ():
                yield from (first, last - self._length)
        for first, last in self._breaks:
            yield from (last, first - self._length)

    def _is_now(self, room: Room, start: float) -> bool:
        slot = self._slot
        return slot is not None and slot.room_id == room.id and slot.start.timestamp() == start

    def _clashes(self, start: float, taken: Sequence[Span], starts: Sequence[float], longest: float) -> bool:
        end = start + self._length
        for at in range(bisect_left(starts, end) - 1, -1, -1):
            if starts[at] + longest <= start:
                break
            if taken[at][1] > start:
                return True
        return any(first < end and start < last for first, last in self._breaks)

    def _people_busy(self, start: float) -> bool:
        end = start + self._length
        return any(
            one.start < end and start < one.end and one.session.id != self._session.id for one in self._busy
        ) or any(one.start < end and start < one.end for one in self._of_session())

    def _of_session(self) -> Iterable[Placed]:
        return self._index.of_session(self._session.id)

    # --- how good it is -------------------------------------------------------------------------------------------

    def _place(self, room: Room, start: float, windows: Sequence[Span]) -> _Place:
        cost = abs(start - self._near) / 60
        if self._slot is None or room.id != self._slot.room_id:
            cost += _ROOM_OF_TRACK if room.id in self._track_rooms else _OTHER_ROOM
        return _Place(room, start, tuple(self._wrong(room, start, windows)), cost)

    def _wrong(self, room: Room, start: float, windows: Sequence[Span]) -> Iterator[str]:
        end, session, look = start + self._length, self._session, self._look
        if windows and not covered(start, end, windows):
            yield f"{room.name} can't be used all that time"
        for person in self._people:
            allowed = look.person_spans(person)
            if allowed is not None and not covered(start, end, allowed):
                yield f"{self._programme.person[person].name} is not available"
        wanted = max(session.expected_audience or 0, session.capacity or 0)
        if room.capacity and wanted > room.capacity:
            yield f"{room.name} holds {room.capacity:,} of {wanted:,}"
        track = self._programme.track.get(session.track_id) if session.track_id else None
        # Rooms of it that were deleted meanwhile say nothing, as for the rule.
        if track is not None and room.id not in track.rooms and self._programme.room.keys() & set(track.rooms):
            yield f"{room.name} is no room of {track.name}"
        if missing := missing_equipment(session.equipment, room.equipment):
            yield f"{room.name} has no {', no '.join(missing)}"
        for one in self._busy:
            gap = start - one.end if one.end <= start else one.start - end
            if one.room is not None and 0 <= gap < look.options.way(one.room.id, room.id).total_seconds():
                yield f"only {minutes(gap)} for the way from or to {one.room.name}"

    def _suggestion(self, place: _Place) -> Suggestion:
        start = datetime.fromtimestamp(place.start, self._programme.zone)
        end = later(start, timedelta(seconds=self._length))
        slot = self._slot or Slot(self._session.id, self._session.id, start, end)
        moved = self._index.after_move(None, replace(slot, start=start, end=end, room_id=place.room.id))
        left = moved.index.problems_of.get(slot.id, ())
        problems = tuple(one for one in left if one.severity is not Severity.HINT)
        return Suggestion(self._session.id, place.room.id, start, end, tuple(self._reasons(place, start)), problems)

    def _reasons(self, place: _Place, start: datetime) -> Iterator[str]:
        room, slot = place.room, self._slot
        yield f"{room.name} is free"
        if self._people:
            names = [self._programme.person[person].name for person in self._people]
            who = " and ".join(names) if len(names) < 3 else f"all {len(names)} people"
            asked = all(self._look.person_spans(person) is not None for person in self._people)
            available = asked and not any("is not available" in each for each in place.wrong)
            yield f"{who} {'is' if len(names) == 1 else 'are'} {'free and available' if available else 'free'}"
        wanted = max(self._session.expected_audience or 0, self._session.capacity or 0)
        if room.capacity and 0 < wanted <= room.capacity:
            yield f"holds {room.capacity:,}, and {wanted:,} are expected"
        if self._session.equipment and not missing_equipment(self._session.equipment, room.equipment):
            yield f"has {', '.join(self._session.equipment)}"
        if slot is not None and slot.room_id == room.id:
            yield "the same room"
        elif room.id in self._track_rooms:
            yield "a room of the same track"
        if slot is not None:
            yield self._distance(slot, start)
        yield from (f"but {each}" for each in place.wrong)

    def _distance(self, slot: Slot, start: datetime) -> str:
        change = self._programme.event.day_change
        seconds = start.timestamp() - slot.start.timestamp()
        if seconds == 0:
            return "the same time"
        if programme_day(start, change) == programme_day(slot.start, change):
            return f"the same day, {minutes(abs(seconds))} {'later' if seconds > 0 else 'earlier'}"
        days = (programme_day(start, change) - programme_day(slot.start, change)).days
        return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"
