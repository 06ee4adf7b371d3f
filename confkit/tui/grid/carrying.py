"""Carrying a session: picked up, moved about, dropped or let go, and what each place would mean for it.

Pure. Nothing is written while a session is carried; what comes out is the slot before and the slot after.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from confkit.domain.conflicts import ConflictIndex
from confkit.domain.conflicts.overlaps import full_times
from confkit.domain.conflicts.rule import Placed, Span, covered
from confkit.domain.event import SessionKind
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import later, programme_day, resolve_local
from confkit.tui.grid.hours import Hours, bounds_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a place would mean: the conflicts it brings, errors first; hints are not counted."""

    problems: tuple[Problem, ...] = ()

    @property
    def clashes(self) -> bool:
        """Whether something is plainly wrong with the place."""
        return any(one.severity is Severity.ERROR for one in self.problems)

    @property
    def is_fine(self) -> bool:
        """Whether nothing at all speaks against the place."""
        return not self.problems


@dataclass(frozen=True)
class Places:
    """What every place would mean for the session that is carried.

    ``without`` are the conflicts of the programme without the slot that was picked up.
    """

    without: ConflictIndex
    session: Session
    length: timedelta
    _verdicts: dict[tuple[UUID | None, float], Verdict] = field(default_factory=dict)
    _busy: dict[UUID | None, tuple[Span, ...]] = field(default_factory=dict)
    _windows: dict[UUID | None, tuple[tuple[Span, ...], ...]] = field(default_factory=dict)

    def verdict(self, slot: Slot) -> Verdict:
        """Return what it would mean to put the session there; found once for each place."""
        key = (slot.room_id, slot.start.timestamp())
        found = self._verdicts.get(key)
        if found is None:
            added = self.without.after_move(None, slot).added
            found = Verdict(tuple(one for one in added if one.severity is not Severity.HINT))
            self._verdicts[key] = found
        return found

    def is_free(self, room: UUID | None, start: datetime) -> bool:
        """Whether the room and all people are free and available then; quick enough for every cell in sight."""
        first = start.timestamp()
        last = first + self.length.total_seconds()
        if any(first < end and begin < last for begin, end in self._taken(room)):
            return False
        return all(covered(first, last, spans) for spans in self._allowed(room))

    def _taken(self, room: UUID | None) -> tuple[Span, ...]:
        found = self._busy.get(room)
        if found is None:
            found = self._busy[room] = tuple(dict.fromkeys(self._spans(room)))
        return found

    def _spans(self, room: UUID | None) -> Iterator[Span]:
        """The times that are taken, as the rules of overlaps see it: what has no length takes none, and a session that
        is placed several times is not in its own way."""
        if not self.session.status.takes_place or not self.length:
            return
        without = self.without
        known = without.look.programme.room.get(room) if room is not None else None
        if known is not None and self._judges("room-overlap"):
            yield from full_times(self._others(without.in_room(known.id)), known.parallel)
        if self._judges("person-overlap"):
            for person in without.look.people(self.session):
                yield from full_times(self._others(without.with_person(person)))
        if self._judges("break-overlap"):
            yield from full_times(self._others(self._at_the_same_time(room)))

    def _others(self, placed: Iterable[Placed]) -> list[Placed]:
        return [one for one in placed if one.session.id != self.session.id]

    def _at_the_same_time(self, room: UUID | None) -> Iterator[Placed]:
        """Breaks that are for everybody; for such a break itself, everything else."""
        is_break = self.without.look.kind(self.session) is SessionKind.BREAK
        if not is_break:
            yield from (one for one in self.without.whole() if one.is_break and one.room is None)
        elif room is None:
            yield from (one for one in self.without.whole() if not one.is_break)

    def _allowed(self, room: UUID | None) -> tuple[tuple[Span, ...], ...]:
        """The windows that the place has to be in: those of the room, and of each person."""
        found = self._windows.get(room)
        if found is None:
            found = self._windows[room] = tuple(self._windows_of(room))
        return found

    def _windows_of(self, room: UUID | None) -> Iterator[tuple[Span, ...]]:
        look = self.without.look
        if not self.session.status.takes_place:
            return
        if room is not None and self._judges("room-unavailable"):
            spans = look.room_spans(room)
            if spans is not None:
                yield spans
        if self._judges("person-unavailable"):
            of_people = (look.person_spans(person) for person in look.people(self.session))
            yield from (spans for spans in of_people if spans is not None)

    def _judges(self, rule: str) -> bool:
        """Whether what a rule finds counts here: it is neither off nor a hint."""
        return self.without.severity_of(rule) not in (None, Severity.HINT)


@dataclass(frozen=True)
class Carrying:
    """A session on its way: ``origin`` is the slot that it was picked up from (None: it was waiting), ``slot`` where it
    would be put now."""

    session: Session
    origin: Slot | None
    slot: Slot
    places: Places

    @property
    def has_moved(self) -> bool:
        """Whether a drop would change anything."""
        origin, slot = self.origin, self.slot
        return origin is None or (origin.room_id, origin.start.timestamp()) != (slot.room_id, slot.start.timestamp())

    @property
    def verdict(self) -> Verdict:
        """What the present place would mean."""
        return self.places.verdict(self.slot)

    def to(self, room: UUID | None, start: datetime) -> "Carrying":
        """Carry it to a room and a start."""
        moved = replace(self.slot, room_id=room, start=start, end=later(start, self.places.length))
        return replace(self, slot=moved)

    def by_rows(self, rows: int, hours: Hours) -> "Carrying":
        """Carry it by rows; from between two rows first to the next in that direction."""
        row = hours.row(self.slot.start)
        if rows < 0 and not hours.is_exact(self.slot.start):
            row += 1
        return self.to(self.slot.room_id, hours.at(row + rows))

    def by_days(self, days: int, programme: Programme) -> "Carrying":
        """Carry it to the same time of another day."""
        zone = programme.zone
        start = self.slot.start.astimezone(zone)
        wall = start.replace(tzinfo=None) + timedelta(days=days)
        return self.to(self.slot.room_id, resolve_local(wall, zone, second=bool(start.fold)).instant)

    def within(self, programme: Programme) -> bool:
        """Whether the place is on a day of the event."""
        event = programme.event
        return event.first_day <= programme_day(self.slot.start, event.day_change) <= event.last_day


def pick_up(
    index: ConflictIndex, programme: Programme, session: Session, origin: Slot | None, new: Slot | None = None
) -> Carrying:
    """Pick a session up from ``origin``, or a waiting one that would be put to ``new``."""
    slot = origin or new
    if slot is None:
        raise ValueError("nothing to carry: neither a slot nor a place for one")
    length = origin.duration if origin else programme.length(session)
    slot = replace(slot, end=later(slot.start, length))
    without = index.after_move(origin, None).index if origin else index
    return Carrying(session, origin, slot, Places(without, session, length))


def is_pinned(slot: Slot | None) -> bool:
    """Whether a slot must stay where it is."""
    return slot is not None and slot.pinned


def clamped(start: datetime, programme: Programme, day_start: datetime) -> datetime:
    """Keep a start within the programme day that ``day_start`` is in."""
    change, zone = programme.event.day_change, programme.zone
    bounds = bounds_of(programme_day(day_start, change), change, zone)
    last = later(bounds.end, -timedelta(minutes=5))
    if start.timestamp() < bounds.start.timestamp():
        return bounds.start
    return last if start.timestamp() > last.timestamp() else start
