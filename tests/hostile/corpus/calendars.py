"""Calendars that ``confkit import`` is given."""

import os
from collections.abc import Callable
from pathlib import Path

from tests.hostile.corpus.id3 import EVIL
from tests.hostile.entry import Door, Entry, sparse, written
from tests.hostile.parts import MIB

_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
_END = b"END:VCALENDAR\r\n"


def _calendar(
    name: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False
) -> Entry:
    return Entry(f"calendar: {name}", Door.IMPORT, written("x.ics", make), why, problem, slow)


def _event(*lines: bytes, uid: int = 1) -> bytes:
    own = (b"UID:%d" % uid, b"SUMMARY:x", b"DTSTART:20260101T090000Z", b"DTEND:20260101T100000Z")
    return b"\r\n".join((b"BEGIN:VEVENT", *own, *lines, b"END:VEVENT", b""))


def _linked(target: str) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        (folder / "x.ics").symlink_to(target)

    return build


def _pipe(name: str) -> Callable[[Path], None]:
    return lambda folder: os.mkfifo(folder / name)


ENTRIES = (
    _calendar(
        "a rule that repeats for ever",
        "expansion would not end",
        lambda: _HEAD + _event(b"RRULE:FREQ=SECONDLY;INTERVAL=1;BYSECOND=0,1,2") + _END,
    ),
    _calendar(
        "a time zone that changes every second",
        "its rules would be evaluated to know an offset",
        lambda: (
            _HEAD
            + b"BEGIN:VTIMEZONE\r\nTZID:Nowhere\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nTZOFFSETFROM:+9999\r\n"
            + b"TZOFFSETTO:-9999\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            + b"BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART;TZID=Nowhere:20260101T090000\r\nEND:VEVENT\r\n"
            + _END
        ),
    ),
    _calendar(
        "zones that lead out of their folder",
        "TZID=../../../../etc/passwd",
        lambda: (
            _HEAD
            + b"X-WR-TIMEZONE:../../../../etc/passwd\r\n"
            + b"BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART;TZID=/etc/passwd:20260101T090000\r\nEND:VEVENT\r\n"
            + _END
        ),
    ),
    _calendar(
        "a folded line of 19 MiB",
        "a million pieces",
        lambda: _HEAD + _event(b"DESCRIPTION:" + b"x" * 20 + b"\r\n xxxxxxxxxxxxxxxx" * (19 * MIB // 20)) + _END,
        None,
        slow=True,
    ),
    _calendar(
        "a folded line of 50 MiB",
        "beyond the limit",
        lambda: _HEAD + _event(b"DESCRIPTION:x" + b"\r\n xxxxxxxx" * (5 * MIB)) + _END,
    ),
    _calendar(
        "5,000 events",
        "just within the limit",
        lambda: _HEAD + b"".join(_event(uid=n) for n in range(5_000)) + _END,
        None,
        slow=True,
    ),
    _calendar("a million events", "beyond it", lambda: _HEAD + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 700_000 + _END),
    _calendar("100,000 components deep", "recursion", lambda: _HEAD + b"BEGIN:VEVENT\r\n" * 100_000 + _END),
    _calendar(
        "a property with 100,000 parameters",
        "and quotes that never end",
        lambda: _HEAD + _event(b"X-A" + b';P="a' * 100_000 + b":x") + _END,
        None,
    ),
    _calendar(
        "quotes in a line of 10 MiB",
        "each might end a parameter",
        lambda: _HEAD + _event(b"ATTENDEE;CN=" + b'"' * (10 * MIB) + b":mailto:a@b") + _END,
        None,
    ),
    _calendar(
        "categories of 5 MiB",
        "commas and backslashes",
        lambda: _HEAD + _event(b"CATEGORIES:" + b"\\,\\" * (5 * MIB // 3)) + _END,
        None,
    ),
    _calendar(
        "50,000 categories",
        "each a tag",
        lambda: _HEAD + _event(b"CATEGORIES:" + b",".join(b"c%d" % n for n in range(50_000))) + _END,
        None,
    ),
    _calendar(
        "5,000 attendees",
        "each a person",
        lambda: _HEAD + _event(*[b"ATTENDEE;CN=P%d:mailto:a@b" % n for n in range(5_000)]) + _END,
        None,
        slow=True,
    ),
    _calendar(
        "12,000 attendees",
        "each would get calendars of his own",
        lambda: _HEAD + _event(*[b"ATTENDEE;CN=P%d:mailto:a@b" % n for n in range(12_000)]) + _END,
        slow=True,
    ),
    _calendar(
        "12,000 events",
        "beyond what is planned with",
        lambda: _HEAD + b"".join(_event(uid=n) for n in range(12_000)) + _END,
    ),
    _calendar(
        "durations of ages",
        "weeks beyond the calendar",
        lambda: (
            _HEAD
            + b"BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:99991231T235959Z\r\nDURATION:P99999W\r\n"
            + b"END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y\r\nDTSTART:00010101T000000\r\n"
            + b"DTEND:00010101\r\nEND:VEVENT\r\n"
            + _END
        ),
    ),
    _calendar(
        "scripts for titles",
        "markup, escapes, overrides",
        lambda: (
            _HEAD
            + b"X-WR-CALNAME:"
            + EVIL
            + b"\r\n"
            + _event(
                b"SUMMARY:" + EVIL,
                b"LOCATION:" + EVIL,
                b"DESCRIPTION:" + EVIL,
                b"URL:javascript:alert(1)",
                b"CATEGORIES:" + EVIL,
            )
            + _END
        ),
        None,
    ),
    _calendar("no end", "cut off", lambda: _HEAD + _event()),
    _calendar("nothing", "an empty file", lambda: b""),
    _calendar("UTF-16 of one letter", "half a character", lambda: b"\xff\xfeB"),
    Entry("calendar: a pipe", Door.IMPORT, _pipe("x.ics"), "nobody will ever write to it"),
    Entry("calendar: /dev/zero", Door.IMPORT, _linked("/dev/zero"), "a file without end, of size zero"),
    Entry("calendar: a link to itself", Door.IMPORT, _linked("x.ics"), "a circle"),
    Entry("calendar: ten gigabytes of nothing", Door.IMPORT, sparse("x.ics", 10 << 30), "a sparse file"),
    Entry(
        "calendar: a folder of that name",
        Door.IMPORT,
        lambda folder: (folder / "x.ics").mkdir(),
        "not an export either",
    ),
)
