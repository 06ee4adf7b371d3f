"""The rules for a slot and the time: within the event, on one day, as long as planned, clear to read on a clock."""

from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, date, datetime, time, timedelta
from uuid import UUID

from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope, minutes
from confkit.domain.event import Event, SessionKind
from confkit.domain.problem import Severity
from confkit.domain.times import WallClock, programme_day, wall_clock_of

RULES = Registry()
_DAY = 24 * 60 * 60
_DAY_LONG = timedelta(days=1)


def _found(one: Placed, message: str) -> Found:
    return Found(one.where, message, (one.session.id,), (one.slot.id,))


def _taking_place(slots: Sequence[Placed]) -> Iterator[Placed]:
    return (one for one in slots if one.session.status.takes_place)


@RULES.rule("outside-event", Scope.SLOT, Severity.WARNING, "move the session, or change the days of the event")
def _outside(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session lies on one of the days of the event."""
    event = look.event
    for one in _taking_place(slots):
        if not event.first_day <= programme_day(one.slot.start, event.day_change) <= event.last_day:
            message = (
                f"“{one.session.title}” lies outside the days of the event ({event.first_day} to {event.last_day})"
            )
            yield Found(one.when, message, (one.session.id,), (one.slot.id,))


@RULES.rule(
    "outside-hours", Scope.SLOT, Severity.WARNING, "move the session, or change when the event opens and closes"
)
def _outside_hours(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session takes place while the event is open; breaks, such as the registration, may be earlier and later."""
    event = look.event
    for one in _taking_place(slots):
        day = programme_day(one.slot.start, event.day_change)
        # Nothing comes after the last day of the calendar.
        if one.is_break or day.year == MAXYEAR:
            continue
        opens = _on_day(event, day, event.opens) if event.opens is not None else None
        closes = _on_day(event, day, event.closes) if event.closes is not None else None
        if closes is not None and closes <= (opens or _on_day(event, day, event.day_change)):
            closes += _DAY_LONG
        start, end = one.slot.start.replace(tzinfo=None), one.slot.end.replace(tzinfo=None)
        if opens is not None and start < opens:
            yield _found(one, f"begins before the event opens at {opens:%H:%M}")
        elif closes is not None and end > closes:
            yield _found(one, f"goes on after the event closes at {closes:%H:%M}")


def _on_day(event: Event, day: date, clock: time) -> datetime:
    """A time of the clock on a day of the programme, which goes on to the day change of the next morning."""
    return datetime.combine(day if clock >= event.day_change else day + _DAY_LONG, clock)


@RULES.rule(
    "track-days", Scope.SLOT, Severity.WARNING, "move it to a day of its track, or change the days of the track"
)
def _track_days(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session is on a day of its track, where the track has days of its own."""
    for one in _taking_place(slots):
        track = look.programme.track.get(one.session.track_id) if one.session.track_id else None
        if track is None or one.is_break:
            continue
        day = programme_day(one.slot.start, look.event.day_change)
        if track.first_day is not None and day < track.first_day:
            yield _found(one, f"is before {track.name} begins ({track.first_day})")
        elif track.last_day is not None and day > track.last_day:
            yield _found(one, f"is after {track.name} ends ({track.last_day})")


@RULES.rule(
    "crosses-day-change", Scope.SLOT, Severity.HINT, "end it earlier, or let the days of the event change later"
)
def _crosses(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session ends before the next day of the programme begins."""
    change = look.event.day_change
    for one in _taking_place(slots):
        start, end = one.slot.start, one.slot.end
        if (
            one.end <= one.start
            or one.end - one.start >= _DAY
            or (start.date() == end.date() and start.time() >= change)
        ):
            continue
        last = end.replace(tzinfo=None) - timedelta(microseconds=1)
        if programme_day(start, change) != programme_day(last, change):
            yield _found(one, f"runs on into the next day of the programme, which begins at {change:%H:%M}")


@RULES.rule("after-midnight", Scope.SLOT, None, "say so in its abstract, or move it before midnight")
def _after_midnight(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session does not begin after midnight, where people look for it on the wrong day."""
    for one in _taking_place(slots):
        if one.slot.start.time() < look.event.day_change:
            day = programme_day(one.slot.start, look.event.day_change)
            yield _found(one, f"begins after midnight, and the programme shows it on {day}")


@RULES.rule(
    "clock-change", Scope.SLOT, Severity.HINT, "tell its people and its audience which time is meant, or move it"
)
def _clock_change(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session neither runs across a change of the clocks nor begins in the hour that exists twice."""
    for one in _taking_place(slots):
        start, end = one.slot.start, one.slot.end
        if not (look.clocks_change(start) or look.clocks_change(end)):
            continue
        before, after = start.utcoffset(), end.utcoffset()
        if one.end - one.start < _DAY and before is not None and after is not None and before != after:
            minutes = abs(after - before) // timedelta(minutes=1)
            off = "an hour" if minutes == 60 else f"{minutes} minutes"
            yield _found(one, f"runs across a change of the clocks: its end looks {off} off")
        elif wall_clock_of(start) is WallClock.REPEATED:
            yield _found(
                one, f"begins at a time that the clocks show twice that night; this is the one at UTC{start:%z}"
            )


@RULES.rule("length-differs", Scope.SLOT, Severity.HINT, "change the slot, or the planned length of the session")
def _length(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A slot is as long as the session is planned to be; breaks and the like take what time there is."""
    for one in _taking_place(slots):
        if one.session.duration is None and look.kind(one.session) in (None, SessionKind.BREAK, SessionKind.OTHER):
            continue
        planned = look.programme.length(one.session).total_seconds()
        if one.end - one.start != planned and one.end > one.start:
            yield _found(one, f"is given {minutes(one.end - one.start)}, and {minutes(planned)} are planned")


@RULES.rule("slot-without-length", Scope.SLOT, Severity.WARNING, "let it end after it starts")
def _no_length(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A slot takes some time."""
    for one in _taking_place(slots):
        if one.end <= one.start:
            yield _found(one, "ends when it starts")


@RULES.rule("slot-too-long", Scope.SLOT, Severity.WARNING, "make a slot for each day")
def _too_long(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A slot is shorter than a day; apps drop a schedule.xml with a longer one."""
    for one in _taking_place(slots):
        if one.end - one.start >= _DAY:
            yield _found(one, f"lasts {minutes(one.end - one.start)}, and some apps drop a programme with 24 h or more")
