"""Instants and wall-clock times in an event's zone, clock changes included.

Python compares and subtracts two datetimes of one zone by their wall clock, which is wrong across a clock change; the
functions here go through UTC. A wall-clock time can be normal, *skipped* (it does not exist on the day the clocks go
forward) or *repeated* (it exists twice on the day they go back).
"""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from confkit.domain.errors import InvalidValue


class WallClock(StrEnum):
    """What a wall-clock time is in a zone on its day."""

    NORMAL = "normal"
    SKIPPED = "skipped"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A wall-clock time resolved to an instant, and what had to be decided for it."""

    instant: datetime
    wall_clock: WallClock

    @property
    def note(self) -> str:
        """A sentence for the user where the time was not a normal one, else empty."""
        shown = f"{self.instant:%Y-%m-%d %H:%M} (UTC{self.instant:%z})"
        if self.wall_clock is WallClock.SKIPPED:
            return f"this time does not exist: the clocks go forward then; taken as {shown}"
        if self.wall_clock is WallClock.REPEATED:
            return f"this time exists twice: the clocks go back then; taken as {shown}"
        return ""


def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone called ``name``; raises InvalidValue when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue(
            f"there is no time zone called {name!r}", where="zone", fix="use an IANA name such as Europe/Berlin"
        ) from error


def zone_or_utc(name: str) -> ZoneInfo:
    """Return the zone called ``name``, or UTC where this computer does not know it: to show, never to write with."""
    try:
        return zone_named(name)
    except InvalidValue:
        return ZoneInfo("UTC")


def in_reach(moment: datetime) -> bool:
    """Whether every zone can show ``moment``; the first and the last year that Python knows are not wholly so."""
    return MINYEAR < moment.year < MAXYEAR


def resolve_local(wall: datetime, zone: ZoneInfo, *, second: bool = False) -> LocalTime:
    """Resolve the naive time ``wall`` in ``zone``.

    A skipped time is read with the offset from before the gap (RFC 5545 §3.3.5), so it lies as far after the change as
    it was written after it. A repeated time is its first occurrence, or its second with ``second``.
    """
    first = wall.replace(tzinfo=zone, fold=0)
    other = wall.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), other.utcoffset()
    if before == after:
        return LocalTime(first, WallClock.NORMAL)
    exists = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(fold=0)
    if not exists:
        return LocalTime(first.astimezone(UTC).astimezone(zone), WallClock.SKIPPED)
    return LocalTime(other if second else first, WallClock.REPEATED)


def wall_clock_of(instant: datetime) -> WallClock:
    """Return whether the aware ``instant`` lies in an hour that its zone repeats."""
    if instant.replace(fold=0).utcoffset() != instant.replace(fold=1).utcoffset():
        return WallClock.REPEATED
    return WallClock.NORMAL


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the real time between two aware datetimes."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def later(instant: datetime, by: timedelta) -> datetime:
    """Return the aware ``instant`` moved by real time, in the same zone."""
    return (instant.astimezone(UTC) + by).astimezone(instant.tzinfo)


def programme_day(instant: datetime, day_change: time) -> date:
    """Return the day of the programme an instant belongs to; before ``day_change`` it is still the day before."""
    day = instant.date()
    return day - timedelta(days=1) if instant.time() < day_change else day


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Return every day from ``first`` to ``last``, both included."""
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def parse_local(text: str, zone: ZoneInfo, *, default_day: date | None = None) -> LocalTime:
    """Read a time as a user types it: ``2027-04-09 10:00``, ``2027-04-09T10:00+02:00`` or, with a day given, ``10:00``.

    An offset in the text decides between the two occurrences of a repeated time. Raises InvalidValue.
    """
    text = text.strip()
    try:
        if default_day is not None and len(text) <= 5:
            hours, minutes = text.split(":")
            value = datetime.combine(default_day, time(int(hours), int(minutes)))
        else:
            value = datetime.fromisoformat(text)
            if len(text) <= 10 or not in_reach(value):
                raise ValueError(text)
    except ValueError as error:
        raise InvalidValue(
            f"{text!r} is not a date and time", where="start", fix="write it as 2027-04-09 10:00"
        ) from error
    if value.tzinfo is not None:
        instant = value.astimezone(zone)
        return LocalTime(instant, WallClock.NORMAL)
    return resolve_local(value, zone)
