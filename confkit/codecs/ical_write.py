"""Calendars as attendees subscribe to them (RFC 5545, RFC 7986), one rendering for each entry.

An entry is rendered once and composed into every calendar that holds it: the whole programme, its room, its track, each
of its speakers. The same entries give the same bytes; nothing here asks the clock.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from confkit.codecs.ical_line import escape_parameter, escape_text, fold
from confkit.codecs.ical_zone import UTC_NAMES, render_zone
from confkit.codecs.web_address import ascii_address
from confkit.domain.calendar import CalendarEntry
from confkit.domain.text import clean_line
from confkit.domain.times import WallClock, elapsed, wall_clock_of

# The right side of every UID. It must never change: a calendar that somebody imported knows the event by the whole UID,
# so it does not follow the address of the site, the name of the event or anything else that can be edited.
UID_HOST = "confkit"
_PRODUCT = "-//confkit//confkit//EN"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
# A continuation begins with a blank and a line break in a text is escaped: a match can only be a property.
_ZONED_START = re.compile(rb"\nDTSTART;TZID=([^:\r]+):(\d{4})")
# How often clients ask again (RFC 7986 §5.7, and the older property that Outlook and Google know).
_REFRESH = "PT1H"


def render_entry(entry: CalendarEntry, *, organizer: str, email: str, host: str = UID_HOST) -> bytes:
    """Return the VEVENT of ``entry``.

    ``organizer`` and ``email`` are the event's; METHOD:PUBLISH asks for an ORGANIZER (RFC 5546 §3.2.1), which gets an
    address that leads nowhere where there is no e-mail. ``host`` ends the UID and must be the same for ever.
    """
    language = f";LANGUAGE={entry.language}" if _LANGUAGE.match(entry.language) else ""
    words = "\n\n".join(part for part in (", ".join(entry.people), entry.description) if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.slot_id}@{escape_text(host)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_utc(entry.modified)}",
        f"CREATED:{_utc(entry.created)}",
        f"LAST-MODIFIED:{_utc(entry.modified)}",
        *_times(entry.start, entry.end),
        f"SUMMARY{language}:{escape_text(entry.title)}",
        # Some readers drop an event without one.
        f"LOCATION:{escape_text(entry.location) or '—'}",
        f"STATUS:{_status(entry)}",
        _organizer(organizer, email),
    ]
    if words:
        lines.append(f"DESCRIPTION{language}:{escape_text(words)}")
    if entry.url:
        lines.append(f"URL:{ascii_address(entry.url)}")
    if entry.categories:
        lines.append("CATEGORIES:" + ",".join(map(escape_text, entry.categories)))
    lines.append("END:VEVENT")
    return b"".join(map(fold, lines))


def compose_calendar(
    name: str, zone: str, rendered: Sequence[bytes], *, description: str = "", first: date, last: date
) -> bytes:
    """Return the calendar called ``name`` with the entries that ``render_entry`` gave, in their order.

    ``zone`` is the event's IANA zone, ``first`` and ``last`` its days: its VTIMEZONE is right for their years, and for
    the years of entries outside of them. Raises InvalidValue when there is no such zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escape_text(name)}",
        f"X-WR-CALNAME:{escape_text(name)}",
        f"X-WR-TIMEZONE:{escape_text(zone)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
    ]
    if description:
        lines += [f"DESCRIPTION:{escape_text(description)}", f"X-WR-CALDESC:{escape_text(description)}"]
    body = b"".join(rendered)
    return b"".join((*map(fold, lines), *_zones(zone, body, first, last), body, b"END:VCALENDAR\r\n"))


def _zones(zone: str, body: bytes, first: date, last: date) -> list[bytes]:
    """The VTIMEZONE of every zone that ``body`` names; of the calendar's own also where nothing else would be in it."""
    years: dict[str, set[int]] = {}
    for name, year in set(_ZONED_START.findall(body)):
        years.setdefault(name.decode(), {first.year, last.year}).add(int(year))
    if not body:
        years[zone] = {first.year, last.year}
    return [render_zone(name, min(found), max(found)) for name, found in sorted(years.items())]


def _times(start: datetime, end: datetime) -> tuple[str, str]:
    """DTSTART and the end.

    A time that the zone repeats is read as the first one by some clients and as the second by others, so it is written
    in UTC, and the other time with it. A DTEND has to be later than the start (RFC 5545 §3.8.2.2), so a session without
    length says so by its DURATION.
    """
    name = _zone_name(start, end)
    if name:
        began, ended = f"DTSTART;TZID={name}:{_wall(start)}", f"DTEND;TZID={name}:{_wall(end)}"
    else:
        began, ended = f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end)}"
    return began, ended if elapsed(start, end) >= timedelta(seconds=1) else "DURATION:PT0S"


def _zone_name(start: datetime, end: datetime) -> str:
    zone = start.tzinfo
    if (
        not isinstance(zone, ZoneInfo)
        or not zone.key
        or zone.key in UTC_NAMES
        or zone.key != getattr(end.tzinfo, "key", None)
    ):
        return ""
    for moment in (start, end):
        repeated = wall_clock_of(moment) is WallClock.REPEATED
        if repeated or moment.astimezone(UTC).astimezone(zone).replace(fold=0) != moment.replace(fold=0):
            return ""
    return zone.key


def _wall(moment: datetime) -> str:
    return f"{moment.year:04}{moment.month:02}{moment.day:02}T{moment.hour:02}{moment.minute:02}{moment.second:02}"


def _utc(moment: datetime) -> str:
    return _wall(moment.astimezone(UTC)) + "Z"


def _status(entry: CalendarEntry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"


def _organizer(name: str, email: str) -> str:
    named = f";CN={escape_parameter(clean_line(name))}" if clean_line(name) else ""
    address = "mailto:" + quote(clean_line(email), safe="@!$&'*+-./=^_`{|}~") if clean_line(email) else "invalid:nomail"
    return f"ORGANIZER{named}:{address}"
