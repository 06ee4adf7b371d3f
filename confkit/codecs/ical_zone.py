"""VTIMEZONE components, computed from the zone database for the years a calendar covers (RFC 5545 §3.6.5).

Clients differ in what they can read. A yearly rule (``RRULE``) is understood by all that were measured, a list of dates
(``RDATE``) is not. So a zone that changes by rule is written with one rule for each way, and a zone that doesn't
(Ramadan in Morocco, a law that came into force) with one component for each change, which needs neither.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from confkit.codecs.ical_line import fold
from confkit.domain.times import zone_named

# Zones that are UTC: their times are written with a Z and need no VTIMEZONE.
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EPOCH = datetime(1970, 1, 1)
_DAY = timedelta(days=1)
# A rule is chosen by whether it goes on to hold, where two of them fit the years at hand (4th and last Sunday).
_OUTLOOK = 12


@dataclass(frozen=True, slots=True)
class Onset:
    """A change of a zone's offset; ``wall`` is the naive time that clocks showed when it came (RFC 5545 §3.6.5)."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def forward(self) -> bool:
        """Whether clocks are put forward."""
        return self.after > self.before


@lru_cache(maxsize=256)
def render_zone(name: str, first_year: int, last_year: int) -> bytes:
    """Return the VTIMEZONE of the IANA zone ``name``, right from ``first_year`` to ``last_year``, both included.

    Raises InvalidValue when there is no such zone.
    """
    zone = zone_named(name)
    # The year before holds the change that is in force on the first of January.
    first, last = max(first_year - 1, 2), min(last_year + 1, 9998)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", f"X-LIC-LOCATION:{name}"]
    lines.extend(_observances(zone, first, last))
    lines.append("END:VTIMEZONE")
    return b"".join(map(fold, lines))


def _observances(zone: tzinfo, first: int, last: int) -> Iterator[str]:
    onsets = list(_onsets(zone, first, last))
    steady = _steady(zone, datetime(first, 1, 1))
    if not onsets:
        yield from _observance(replace(steady, wall=min(steady.wall, _EPOCH)))
        return
    rules = _yearly_rules(zone, onsets, first, last)
    if rules:
        for onset, rule in rules:
            yield from _observance(onset, rule, daylight=onset.forward)
        return
    seasonal = len(onsets) > 1 and any(onset.forward for onset in onsets)
    yield from _observance(steady)
    for onset in onsets:
        yield from _observance(onset, daylight=seasonal and onset.forward)


def _observance(onset: Onset, rule: str = "", *, daylight: bool = False) -> Iterator[str]:
    kind = "DAYLIGHT" if daylight else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{onset.wall.year:04}{onset.wall:%m%dT%H%M%S}"  # %Y does not pad early years
    yield f"TZOFFSETFROM:{_offset(onset.before)}"
    yield f"TZOFFSETTO:{_offset(onset.after)}"
    yield f"TZNAME:{onset.name}"
    if rule:
        yield f"RRULE:FREQ=YEARLY;{rule}"
    yield f"END:{kind}"


def _offset(offset: timedelta) -> str:
    seconds = round(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return text + f"{seconds % 60:02}" if seconds % 60 else text


def _steady(zone: tzinfo, wall: datetime) -> Onset:
    """The offset at ``wall`` as an observance that begins there."""
    local = wall.replace(tzinfo=zone)
    offset = _offset_of(local)
    return Onset(wall, offset, offset, local.tzname() or "")


def _offset_of(local: datetime) -> timedelta:
    offset = local.utcoffset()
    assert offset is not None
    return offset


def _onsets(zone: tzinfo, first: int, last: int) -> Iterator[Onset]:
    """Every change of offset between the beginning of ``first`` and the end of ``last``, by halving days."""
    instant = datetime(first, 1, 1, tzinfo=UTC) - _DAY
    end = datetime(last + 1, 1, 1, tzinfo=UTC)
    offset = _offset_of(instant.astimezone(zone))
    while instant < end:
        following = instant + _DAY
        changed = _offset_of(following.astimezone(zone))
        if changed != offset:
            moment = _change_between(zone, instant, following)
            wall = (moment + offset).replace(tzinfo=None)
            after = _offset_of(moment.astimezone(zone))
            if first <= wall.year <= last:
                yield Onset(wall, offset, after, moment.astimezone(zone).tzname() or "")
        instant, offset = following, changed


def _change_between(zone: tzinfo, low: datetime, high: datetime) -> datetime:
    old = _offset_of(low.astimezone(zone))
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if _offset_of(middle.astimezone(zone)) == old:
            low = middle
        else:
            high = middle
    return high


def _yearly_rules(zone: tzinfo, onsets: Sequence[Onset], first: int, last: int) -> list[tuple[Onset, str]]:
    """The two changes of each year as rules, or nothing where they don't follow one."""
    years = last - first + 1
    ways = [[onset for onset in onsets if onset.forward is way] for way in (True, False)]
    if any([onset.wall.year for onset in way] != list(range(first, last + 1)) for way in ways):
        return []
    later = list(_onsets(zone, last + 1, min(last + _OUTLOOK, 9998)))
    found = []
    for way in ways:
        like = {(onset.before, onset.after, onset.wall.time(), onset.name) for onset in way}
        after = [onset.wall for onset in later if onset.forward is way[0].forward]
        rule = _rule([onset.wall for onset in way], after)
        if len(like) != 1 or len(way) != years or not rule:
            return []
        found.append((way[0], rule))
    return sorted(found, key=lambda pair: pair[0].wall)


def _rule(walls: Sequence[datetime], later: Sequence[datetime]) -> str:
    """The rule that gives the dates of ``walls``, and of the candidates the one that gives most of ``later`` too."""
    month, weekday = walls[0].month, walls[0].weekday()
    if any((wall.month, wall.weekday()) != (month, weekday) for wall in walls):
        return ""

    best, rule = -1, ""
    for text, fits in _candidates(month, weekday, walls):
        if all(map(fits, walls)) and (score := sum(map(fits, later))) > best:
            best, rule = score, text
    return rule


def _candidates(
    month: int, weekday: int, walls: Sequence[datetime]
) -> Iterator[tuple[str, Callable[[datetime], bool]]]:
    day = _WEEKDAYS[weekday]

    def on(wall: datetime) -> bool:
        return (wall.month, wall.weekday()) == (month, weekday)

    def last(wall: datetime) -> bool:
        return on(wall) and (wall + 7 * _DAY).month != month

    def among(start: int) -> Callable[[datetime], bool]:
        return lambda wall: on(wall) and start <= wall.day <= start + 6

    yield f"BYMONTH={month};BYDAY=-1{day}", last
    for nth in range(1, 5):
        yield f"BYMONTH={month};BYDAY={nth}{day}", among(7 * nth - 6)
    # "The Sunday on or after the 23rd" and the like; the plain forms above come first, since every client knows them.
    lowest, highest = min(wall.day for wall in walls), max(wall.day for wall in walls)
    for start in range(max(1, highest - 6), min(lowest, 25) + 1):
        days = ",".join(str(start + n) for n in range(7))
        yield f"BYMONTH={month};BYMONTHDAY={days};BYDAY={day}", among(start)
