"""How pages say days, times, lengths and addresses: English, independent of the machine's locale."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import quote

from confkit.domain.times import WallClock, wall_clock_of

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEB = re.compile(r"(?:https?://|mailto:)[^\s<>\"\x00-\x20\x7f]+\Z", re.IGNORECASE)


def day(value: date) -> str:
    """``Thursday 8 April 2027``."""
    return f"{_WEEKDAYS[value.weekday()]} {short_day(value)}"


def short_day(value: date) -> str:
    """``8 April 2027``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(first: date, last: date) -> str:
    """``8–9 April 2027``, ``30 April – 2 May 2027``, ``31 December 2027 – 1 January 2028`` or one day."""
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{short_day(first)} – {short_day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {short_day(last)}"
    return f"{first.day}–{short_day(last)}"


def clock(value: datetime) -> str:
    """``10:00``; in an hour that the zone repeats with its offset, ``02:30 (UTC+01:00)``."""
    if wall_clock_of(value) is WallClock.REPEATED:
        return f"{value:%H:%M} (UTC{value.isoformat()[-6:]})"
    return f"{value:%H:%M}"


def span(start: datetime, end: datetime) -> str:
    """``10:00–10:30``; an end on another day says which, where the night is over."""
    if end - start >= timedelta(days=1):
        return f"{clock(start)} – {clock(end)}, {short_day(end.date())}"
    return f"{clock(start)}–{clock(end)}"


def length(value: timedelta) -> str:
    """``2 min 49 s``, ``1 h 02 min``: what a listener wants to know."""
    seconds = round(value.total_seconds())
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def iso_length(value: timedelta) -> str:
    """The length for machines, in whole seconds (ISO 8601)."""
    return f"PT{round(value.total_seconds())}S"


def megabytes(size: int) -> str:
    """``3.2 MB``, at least 0.1."""
    return f"{max(size / 1_000_000, 0.1):.1f} MB"


def web_address(url: str) -> str:
    """Return ``url`` where it is one that a page may link to (http, https, mailto), else nothing."""
    return url if _WEB.match(url) else ""


def local_address(path: str) -> str:
    """Return the relative address of a file in the output; nothing in it can be read as another site or scheme."""
    return quote(path.lstrip("/"), safe="/-._~")


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of plain text, each on one line."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())
