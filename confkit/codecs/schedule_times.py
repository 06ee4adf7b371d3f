"""The times of a schedule file: the zone of an event, when its days change, dates and durations.

The formats write each time with its offset and name the zone seldom. What matters is the instant; the zone is only how
it is shown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from confkit.codecs.json_object import JsonObject
from confkit.domain.errors import InvalidValue
from confkit.domain.times import programme_day, resolve_local, zone_named

DEFAULT_CHANGE = time(4)
LONGEST = timedelta(days=31)
_MINUTE = timedelta(minutes=1)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_DURATION = re.compile(r"(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2})\Z", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\Z", re.ASCII)
# Offsets in minutes that no Etc/GMT zone has, with a zone that keeps each.
_ODD_OFFSETS = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    -150: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
    630: "Australia/Adelaide",
    765: "Pacific/Chatham",
    825: "Pacific/Chatham",
}


def moment(text: str) -> datetime | None:
    """Return the time that ``text`` names in ISO 8601, with or without an offset; None where it is no usable one."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return value if _FIRST_YEAR <= value.year <= _LAST_YEAR and len(text.strip()) > 10 else None


def day_of(text: str) -> date | None:
    """Return the day that ``text`` begins with, None where it is no usable one."""
    try:
        value = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return value if _FIRST_YEAR <= value.year <= _LAST_YEAR else None


def clock(text: str) -> time | None:
    """Return a time of day written as ``HH:MM`` or ``HH:MM:SS``, None for anything else."""
    match = _CLOCK.match(text.strip())
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups())
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def duration(text: str) -> timedelta | None:
    """Return a duration written as ``H:MM`` or ``H:MM:SS``, None for anything else and for more than 31 days."""
    match = _DURATION.match(text.strip())
    if match is None:
        return None
    first, second, third = match.groups()
    # With three parts the first are hours, else it is hours and minutes.
    parts = (int(first), int(second), int(third)) if first is not None else (int(second), int(third), 0)
    length = timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2])
    return length if parts[1] < 60 and parts[2] < 60 and length <= LONGEST else None


def zone_of(conference: JsonObject, times: Iterable[datetime]) -> ZoneInfo:
    """Return the zone that the conference names, else one that has the offset of most of ``times``."""
    name = conference.line("time_zone_name", "timezone", "time_zone")
    if name:
        try:
            return zone_named(name)
        except InvalidValue:
            conference.unusable("time_zone_name", name, "a time zone")
    offsets = [offset for value in times if (offset := value.utcoffset()) is not None]
    counted = Counter(int(offset / _MINUTE) for offset in offsets)
    minutes = max(sorted(counted), key=lambda one: counted[one]) if counted else 0
    found = _with_offset(minutes)
    shown = f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    conference.problems.hint(
        "import-zone",
        conference.where,
        f"names no time zone; taken as {found}, from {shown} in its times",
        "set the event's time zone",
    )
    return ZoneInfo(found)


def _with_offset(minutes: int) -> str:
    if minutes % 60 == 0 and abs(minutes) <= 12 * 60:
        # The signs of these names are the other way round.
        return f"Etc/GMT{-minutes // 60:+}" if minutes else "UTC"
    return _ODD_OFFSETS.get(minutes, "UTC")


def start_of(event: JsonObject, day: date | None, zone: ZoneInfo, change: time | None) -> datetime | None:
    """Return when an event of the file begins, in ``zone``; None where it doesn't say so.

    Where it has only a time of day, it lies on ``day`` of the file; what is before ``change``, after that midnight.
    """
    text = event.line("date")
    found = moment(text)
    if found is not None and found.tzinfo is not None:
        return found.astimezone(zone)
    if found is None:
        wall = clock(event.line("start"))
        on = day_of(text) or day
        if wall is None or on is None:
            if text or event.line("start"):
                event.unusable("date", text or event.line("start"), "a date and time")
            return None
        found = datetime.combine(on, wall)
        if not day_of(text) and change is not None and wall < change:
            found += timedelta(days=1)
    local = resolve_local(found, zone)
    if local.note:
        event.problems.warn("import-clock-change", f"{event.where}.date", local.note)
    return local.instant


def change_of_days(
    spans: Sequence[tuple[date, datetime | None, datetime | None]], starts: Iterable[tuple[date, datetime]]
) -> time:
    """Return the time of day at which the days of a file end.

    ``spans`` are the days with their start and end, ``starts`` when something begins and the day that it stands under.
    The files say it in several ways, none of them reliable: what counts is which of them puts most of the programme on
    its own day.
    """
    said: Counter[time] = Counter()
    for day, start, end in spans:
        if end is not None and end.date() > day:
            said[_full_minute(end)] += 1
        if start is not None and start.date() == day:
            said[start.time().replace(tzinfo=None)] += 1
    candidates = [one for one, _ in said.most_common() if one < time(12)]
    if DEFAULT_CHANGE not in candidates:
        candidates.append(DEFAULT_CHANGE)
    pairs = list(starts)
    # max keeps the first of equals: what the file says most often.
    return max(candidates[:16], key=lambda one: sum(programme_day(start, one) == day for day, start in pairs))


def _full_minute(end: datetime) -> time:
    """A day that ends at 03:59 changes at 04:00."""
    if end.minute == 59:
        end = (end.astimezone(UTC) + timedelta(minutes=1)).astimezone(end.tzinfo)
    return end.time().replace(second=0, microsecond=0, tzinfo=None, fold=0)
