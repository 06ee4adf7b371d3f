"""Times as a person types them: moments, lengths, spans, availability, and the times of chapters."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from confkit.domain.errors import InvalidValue
from confkit.domain.event import Window
from confkit.domain.person import Availability
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line
from confkit.domain.times import WallClock, parse_local, wall_clock_of
from confkit.services.field import Field, FormContext

_WINDOW = re.compile(r"(?P<start>\d{4}-\d\d-\d\d[ T]\S+)\s*(?:-|–|to|until)\s*(?P<end>\d\S*(?: \d\S*)?)\Z")
_CHAPTER = re.compile(r"(?:(?P<hours>\d+):)?(?P<minutes>\d{1,3}):(?P<seconds>\d\d(?:\.\d{1,6})?)\s+(?P<title>.*\S)\Z")
# Somebody who cannot take part at all; no text means that nothing is known.
NEVER = "never"


def write_moment(value: datetime, zone: ZoneInfo) -> str:
    """Return the wall-clock time, with an offset only in an hour that exists twice."""
    local = value.astimezone(zone)
    exact = "%Y-%m-%d %H:%M" if not (local.second or local.microsecond) else "%Y-%m-%d %H:%M:%S.%f"
    text = local.strftime(exact)
    return text if wall_clock_of(local) is WallClock.NORMAL else local.isoformat(" ")


def write_minutes(value: timedelta) -> str:
    """Return a length as minutes where that is short, else as hours, minutes and seconds."""
    return f"{value / timedelta(minutes=1):g}" if value % timedelta(seconds=6) == timedelta(0) else write_clock(value)


def write_clock(value: timedelta) -> str:
    """Return hours, minutes and seconds, exact to the microsecond."""
    seconds = value.total_seconds()
    whole = f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{int(seconds % 60):02}"
    return whole + (f".{value.microseconds:06}".rstrip("0") if value.microseconds else "")


def read_minutes(field: Field, text: str) -> timedelta:
    """Read minutes (``45``) or a clock (``1:30``, ``1:30:15``); raises InvalidValue."""
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
        return timedelta(minutes=float(text))
    clock = re.fullmatch(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,6})?))?", text)
    if clock:
        hours, minutes, seconds = clock.groups(default="0")
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    raise InvalidValue(f"{text!r} is not a length", where=field.name, fix="enter minutes such as 45, or 1:30")


def read_windows(field: Field, text: str, zone: ZoneInfo) -> tuple[Window, ...]:
    """Read one span of time from each line; raises InvalidValue."""
    return tuple(_window(field, line, zone) for line in text.split("\n") if line.strip())


def read_availability(
    field: Field, text: str, present: tuple[Availability, ...], context: FormContext
) -> tuple[Availability, ...]:
    """Set the windows of the event that is being planned; those of other events stay."""
    event = context.event
    if event is None:
        if text:
            raise InvalidValue("belongs to an event", where=field.name, fix="open the event first")
        return present
    windows = () if text.lower() == NEVER else read_windows(field, text, context.zone)
    others = tuple(one for one in present if one.event_id != event.id)
    return (*others, Availability(event.id, windows)) if text else others


def write_windows(windows: tuple[Window, ...], zone: ZoneInfo) -> str:
    """Return one line for each span."""
    return "\n".join(_window_text(window, zone) for window in windows)


def _window_text(window: Window, zone: ZoneInfo) -> str:
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    exact = bool(end.second or end.microsecond) or wall_clock_of(end) is not WallClock.NORMAL
    until = write_moment(end, zone) if exact or end.date() != start.date() else f"{end:%H:%M}"
    return f"{write_moment(start, zone)} - {until}"


def _window(field: Field, line: str, zone: ZoneInfo) -> Window:
    found = _WINDOW.match(clean_line(line))
    if not found:
        raise InvalidValue(
            f"{line.strip()!r} is not a span of time", where=field.name, fix="write it as 2026-10-08 09:00 - 12:00"
        )
    start = parse_local(found["start"], zone).instant
    return Window(start, parse_local(found["end"], zone, default_day=start.date()).instant)


def read_chapters(field: Field, text: str, present: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Read lines of time and title; a chapter that keeps its time keeps its address, picture and end."""
    known = {chapter.start: chapter for chapter in present}
    chapters = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        found = _CHAPTER.match(clean_line(line))
        if not found:
            raise InvalidValue(f"{line.strip()!r} is not a chapter", where=field.name, fix="write it as 00:01:30 Title")
        hours, minutes = int(found["hours"] or 0), int(found["minutes"])
        start = timedelta(hours=hours, minutes=minutes, seconds=float(found["seconds"]))
        chapters.append(replace(known.get(start, Chapter(start, "")), title=found["title"]))
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))
