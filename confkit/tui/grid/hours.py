"""The rows of a day: real time in equal steps, shown by the wall clock of the event.

Because the steps are real time, the hour that a clock change repeats has rows of its own, each time, and the hour that
it skips has none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from confkit.domain.times import WallClock, later, resolve_local, wall_clock_of

# Minutes in a row, the finest first.
ZOOMS = (5, 10, 15, 30, 60)
# Which minutes of the hour are named beside the rows of each zoom; where a row is half an hour or more, all are.
_NAMED = {5: 15, 10: 30, 15: 30, 30: 30, 60: 60}

# The hours that a day shows at least, so that there is a place to put the first session.
OPENS, CLOSES = time(9), time(18)
# How far a session may reach over the change of days and still be shown whole, on the day that it began.
OVERHANG = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a programme day begins and ends, as instants in the event's zone."""

    start: datetime
    end: datetime


def bounds_of(day: date, change: time, zone: ZoneInfo) -> Bounds:
    """Return when a programme day begins and ends: at ``change``, on its own day and on the next."""
    start = resolve_local(datetime.combine(day, change), zone).instant
    end = resolve_local(datetime.combine(day + timedelta(days=1), change), zone).instant
    return Bounds(start, end)


@dataclass(frozen=True)
class Hours:
    """The rows of a day: ``count`` of them from ``start``, each ``zoom`` minutes long."""

    start: datetime
    count: int
    zoom: int
    # Each line that is drawn asks several times when it is; by the clock of a zone that takes a while.
    _moments: dict[int, datetime] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _origin(self) -> float:
        return self.start.timestamp()

    @property
    def step(self) -> timedelta:
        """How long a row is."""
        return timedelta(minutes=self.zoom)

    @property
    def end(self) -> datetime:
        """The end of the last row."""
        return self.at(self.count)

    def at(self, row: int) -> datetime:
        """Return the instant at which a row begins, in the event's zone."""
        found = self._moments.get(row)
        if found is None:
            found = self._moments[row] = later(self.start, self.step * row)
        return found

    def seconds(self, row: int) -> float:
        """Return the instant at which a row begins, in seconds since the epoch."""
        return self._origin + row * self.zoom * 60

    def row(self, instant: datetime) -> int:
        """Return the row that an instant is in; it can lie before the first or behind the last."""
        return int((instant.timestamp() - self._origin) // (self.zoom * 60))

    def nearest(self, instant: datetime) -> int:
        """Return the row whose beginning is nearest; half a row counts as a whole one."""
        return self.nearest_to(instant.timestamp())

    def nearest_to(self, seconds: float) -> int:
        """Return what ``nearest`` does, for an instant in seconds since the epoch."""
        return int((seconds - self._origin) // (self.zoom * 30) + 1) // 2

    def is_exact(self, instant: datetime) -> bool:
        """Whether an instant is the beginning of a row."""
        return self.is_exact_at(instant.timestamp())

    def is_exact_at(self, seconds: float) -> bool:
        """Return what ``is_exact`` does, for an instant in seconds since the epoch."""
        return (seconds - self._origin) % (self.zoom * 60) == 0

    def label(self, row: int) -> str:
        """Return what stands beside a row, empty for most: the time, with ¹ or ² in an hour that exists twice."""
        moment = self.at(row)
        if self.zoom < 30 and moment.minute % _NAMED[self.zoom]:
            return ""
        return clock(moment)

    def is_hour(self, row: int) -> bool:
        """Whether a row begins with the hour."""
        return self.at(row).minute == 0


def clock(moment: datetime) -> str:
    """``10:30``; ``02:30²`` in the second run of an hour that exists twice."""
    again = ("¹", "²")[moment.fold] if wall_clock_of(moment) is WallClock.REPEATED else ""
    return f"{moment:%H:%M}{again}"


def hours_of(bounds: Bounds, spans: Iterable[tuple[datetime, datetime]], zoom: int, zone: ZoneInfo) -> Hours:
    """Return the rows that hold all ``spans`` and the usual hours, from a full hour to a full row."""
    day = bounds.start.date()
    starts = [resolve_local(datetime.combine(day, OPENS), zone).instant]
    ends = [resolve_local(datetime.combine(day, CLOSES), zone).instant]
    for start, end in spans:
        starts.append(start)
        ends.append(end)
    first = min(starts, key=datetime.timestamp)
    last = max(ends, key=datetime.timestamp)
    start = later(first, -timedelta(minutes=first.minute, seconds=first.second, microseconds=first.microsecond))
    length = (last.astimezone(UTC) - start.astimezone(UTC)) / timedelta(minutes=zoom)
    return Hours(start, max(1, int(-(-length // 1))), zoom)
