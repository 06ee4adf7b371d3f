"""Calendars of others: read leniently, with everything that is odd reported.

Recurring events are not expanded (programmes don't recur, and expansion is where untrusted calendars hurt): the first
occurrence is taken, and said so. A file that was cut off is an error, never a shorter programme.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from confkit.codecs.ical_foreign_zone import ForeignZones
from confkit.codecs.ical_parse import Component, Parsed, Property, parse
from confkit.domain.problem import Problem, Severity
from confkit.domain.text import clean_line, clean_text
from confkit.domain.times import elapsed, later, resolve_local, zone_named

_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?\Z", re.IGNORECASE
)
# Far from the ends of Python's calendar, so that everybody can calculate with what is read.
_YEARS = (1900, 2200)
_LONGEST_NAME = 200
_LONGEST_LABEL = 80
_REPAIRS = {
    "line-ends": "its lines end in CR CR LF; read as if they ended in CR LF",
    "encoding": "is not UTF-8; read as Windows-1252",
    "wrapped": "has other text around the calendar, which was skipped",
    "broken-lines": "has lines that are no properties; read as part of the text before them",
}


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """One event of a calendar.

    ``start`` and ``end`` are aware, in the calendar's zone. ``uid`` is unique within the calendar. ``status`` is
    ``confirmed``, ``tentative``, ``cancelled`` or empty; ``people`` are the names of its attendees.
    """

    uid: str
    title: str
    start: datetime
    end: datetime
    all_day: bool = False
    location: str = ""
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    status: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class ImportedCalendar:
    """A calendar as it was found; ``zone`` is an IANA name, entries are in time order."""

    name: str
    zone: str
    entries: tuple[ImportedEntry, ...]
    problems: tuple[Problem, ...]
    description: str = ""


def read_calendar(data: bytes, where: str) -> ImportedCalendar:
    """Read a calendar; ``where`` names it in errors and problems.

    Raises TruncatedInput where it is empty or cut off, LimitExceeded above 20 MiB or 5,000 events, and FormatError
    where it is no calendar.
    """
    return _Reader(parse(data, where), where).read()


class _Reader:
    """Turns components into entries and collects the problems on the way."""

    def __init__(self, parsed: Parsed, where: str) -> None:
        self._calendars = parsed.calendars
        self._where = where
        self._problems: list[Problem] = []
        self._told: set[str] = set()
        self._zones = ForeignZones(parsed.calendars)
        for kind, count in parsed.repairs.items():
            times = f" ({count} times)" if count > 1 else ""
            self._report(f"calendar-{kind}", Severity.HINT, "", _REPAIRS[kind] + times)

    def read(self) -> ImportedCalendar:
        events = [child for calendar in self._calendars for child in calendar.children if child.name == "VEVENT"]
        zone = self._own_zone(events)
        entries = [entry for event in events if (entry := self._entry(event, zone))]
        if not events:
            self._report("calendar-empty", Severity.WARNING, "", "holds no events", "check that it is the right file")
        named = _Named(self._report)
        entries = [named(entry) for entry in entries]
        return ImportedCalendar(
            name=clean_line(self._text("X-WR-CALNAME", "NAME", "X-WR-CALDESC"))[:_LONGEST_NAME],
            zone=zone.key,
            entries=tuple(sorted(entries, key=lambda entry: (entry.start.timestamp(), entry.title, entry.uid))),
            problems=tuple(sorted(self._problems, key=lambda problem: problem.rank)),
            description=clean_text(self._text("X-WR-CALDESC", "DESCRIPTION")),
        )

    def _text(self, *names: str) -> str:
        return next((text for calendar in self._calendars if (text := calendar.text(*names))), "")

    def _report(self, code: str, severity: Severity, where: str, message: str, fix: str = "") -> None:
        label = where if len(where) <= _LONGEST_LABEL else f"{where[: _LONGEST_LABEL - 1]}…"
        place = f"{self._where}: {label}" if where else self._where
        self._problems.append(Problem(code, severity, place, message, fix))

    def _own_zone(self, events: list[Component]) -> ZoneInfo:
        """The zone of the calendar: what it says, or the one it describes, or the one most of its times are in."""
        said = self._zones.zone(self._text("X-WR-TIMEZONE", "TIMEZONE-ID"))
        used = Counter(
            start.parameters["TZID"]
            for event in events
            if (start := event.first("DTSTART")) and "TZID" in start.parameters
        )
        candidates = (said, self._zones.only, *(self._zones.zone(name) for name, _ in used.most_common()))
        found = next((zone for zone in candidates if isinstance(zone, ZoneInfo)), None)
        if found is None and any(_is_floating(event) for event in events):
            self._report(
                "calendar-without-zone",
                Severity.WARNING,
                "",
                "does not say its time zone; its times were taken as UTC",
                "set the event's time zone, and check the times",
            )
        elif found is None and events:
            self._report(
                "calendar-in-utc",
                Severity.HINT,
                "",
                "gives its times in UTC and does not say where it takes place",
                "set the event's time zone",
            )
        return found or zone_named("UTC")

    def _entry(self, event: Component, zone: ZoneInfo) -> ImportedEntry | None:
        title = clean_line(event.text("SUMMARY"))
        label = title or clean_line(event.text("UID")) or "an event"
        try:
            times = self._times(event, zone, label)
        except (ValueError, OverflowError):
            times = None
        if times is None:
            self._report(
                "calendar-event-time",
                Severity.WARNING,
                label,
                "has no start or end that can be read, and is left out",
                "add it by hand",
            )
            return None
        if not title:
            self._report("calendar-event-title", Severity.WARNING, label, "has no title", "give it one")
        if event.first("RRULE") or event.first("RDATE"):
            self._report(
                "calendar-event-repeats",
                Severity.WARNING,
                label,
                "repeats; only its first occurrence is taken",
                "add the others by hand",
            )
        return self._made(event, title or "Untitled", times)

    def _made(self, event: Component, title: str, times: tuple[datetime, datetime, bool]) -> ImportedEntry:
        start, end, all_day = times
        sequence = event.text("SEQUENCE")
        again = event.text("RECURRENCE-ID")
        uid = clean_line(event.text("UID"))
        categories = (clean_line(text) for found in event.all("CATEGORIES") for text in found.texts)
        people = (clean_line(found.parameters.get("CN", "")) for found in event.all("ATTENDEE"))
        status = event.text("STATUS").lower()
        return ImportedEntry(
            uid=f"{uid}/{clean_line(again)}" if uid and again else uid,
            title=title,
            start=start,
            end=end,
            all_day=all_day,
            location=clean_line(event.text("LOCATION")),
            description=clean_text(event.text("DESCRIPTION")),
            url=clean_line(found.value) if (found := event.first("URL")) else "",
            categories=tuple(dict.fromkeys(filter(None, categories))),
            people=tuple(dict.fromkeys(filter(None, people))),
            status=status if status in ("confirmed", "tentative", "cancelled") else "",
            sequence=int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0,
        )

    def _times(self, event: Component, zone: ZoneInfo, label: str) -> tuple[datetime, datetime, bool] | None:
        began = event.first("DTSTART")
        if began is None:
            return None
        start, all_day = self._moment(began, zone, label)
        if ended := event.first("DTEND"):
            end, _ = self._moment(ended, zone, label)
        elif lasting := event.first("DURATION"):
            end = _after(start, lasting.value)
        else:
            end = _after(start, "P1D") if all_day else start
        start, end = start.astimezone(zone), end.astimezone(zone)
        if not _YEARS[0] <= min(start.year, end.year) <= max(start.year, end.year) <= _YEARS[1]:
            raise OverflowError
        if elapsed(start, end) < timedelta(0):
            self._report(
                "calendar-event-end",
                Severity.WARNING,
                label,
                "ends before it begins; taken as without length",
                "set its end",
            )
            end = start
        return start, end, all_day

    def _moment(self, found: Property, zone: ZoneInfo, label: str) -> tuple[datetime, bool]:
        """A DATE-TIME or DATE (RFC 5545 §3.3.4, §3.3.5) as an instant, and whether it was a date."""
        text = found.value.strip()
        value = datetime.fromisoformat(text)
        if value.tzinfo is not None:
            return value, False
        place = self._zone_of(found.parameters.get("TZID", ""), zone)
        if not isinstance(place, ZoneInfo):
            return value.replace(tzinfo=place), False
        local = resolve_local(value, place)
        if local.note:
            self._report("calendar-event-clock-change", Severity.WARNING, label, local.note, "check its time")
        return local.instant, "T" not in text.upper() and value.time() == time()

    def _zone_of(self, name: str, zone: ZoneInfo) -> tzinfo:
        found = self._zones.zone(name) if name else zone
        if found is None and name not in self._told:
            self._told.add(name)
            self._report(
                "calendar-zone-unknown",
                Severity.WARNING,
                "",
                f"there is no time zone called {clean_line(name)[:80]!r}; its times were taken as {zone.key}",
                "check the times of its events",
            )
        return found or zone


class _Named:
    """Gives each entry a UID of its own."""

    def __init__(self, report: Callable[[str, Severity, str, str, str], None]) -> None:
        self._report = report
        self._seen: Counter[str] = Counter()

    def __call__(self, entry: ImportedEntry) -> ImportedEntry:
        uid = entry.uid
        if not uid:
            # From what it says, so that a second import finds it again as long as it does not move.
            uid = str(uuid5(NAMESPACE_URL, f"{entry.title}\n{entry.start.astimezone(UTC).isoformat()}"))
            self._report(
                "calendar-uid-missing", Severity.HINT, entry.title, "has no UID", "a later import may double it"
            )
        self._seen[uid] += 1
        if self._seen[uid] > 1:
            message = f"has the same UID as another event ({uid[:80]})"
            self._report("calendar-uid-twice", Severity.WARNING, entry.title, message, "check that both are wanted")
            uid = f"{uid}#{self._seen[uid]}"
        return entry if uid == entry.uid else replace(entry, uid=uid)


def _is_floating(event: Component) -> bool:
    start = event.first("DTSTART")
    return start is not None and "TZID" not in start.parameters and not start.value.strip().upper().endswith("Z")


def _after(start: datetime, text: str) -> datetime:
    """``start`` and a DURATION later (RFC 5545 §3.3.6: weeks and days by the calendar, the rest by the clock)."""
    match = _DURATION.match(text.strip())
    if match is None:
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    exact = sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return later(start + sign * timedelta(weeks=weeks, days=days), exact)
