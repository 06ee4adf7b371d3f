"""What no client objects to and some still trip over: the form of a calendar, checked octet by octet."""

import re

_UTC_TIME = re.compile(rb"\d{8}T\d{6}Z\Z")
_NAME = re.compile(rb"[A-Z][A-Z0-9-]*[;:]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_ONCE = (
    b"UID",
    b"DTSTAMP",
    b"DTSTART",
    b"SUMMARY",
    b"LOCATION",
    b"SEQUENCE",
    b"STATUS",
    b"ORGANIZER",
    b"LAST-MODIFIED",
)


def lint(data: bytes) -> list[str]:
    """Return what is wrong with ``data`` as strict readers of RFC 5545 see it."""
    data.decode()
    found = [] if data.endswith(b"END:VCALENDAR\r\n") else ["does not end with END:VCALENDAR and CRLF"]
    physical = data.split(b"\r\n")[:-1]
    found += [f"line of {len(line)} octets: {line!r}" for line in physical if len(line) > 75]
    found += [f"control character: {line!r}" for line in physical if _CONTROL.search(line) or b"\n" in line]
    found += [f"begins inside of a character: {line!r}" for line in physical if not _whole(line)]
    lines = b"\r\n".join(physical).replace(b"\r\n ", b"").split(b"\r\n")
    found += [f"not a property: {line!r}" for line in lines if not _NAME.match(line)]
    found += _events(lines)
    found += _references(lines)
    return found


def _whole(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _events(lines: list[bytes]) -> list[str]:
    found, uids, names = [], [], []
    for line in lines:
        name, _, value = line.partition(b":")
        names.append(name.partition(b";")[0])
        if name in (b"DTSTAMP", b"CREATED", b"LAST-MODIFIED") and not _UTC_TIME.match(value):
            found.append(f"not in UTC: {line!r}")
        if name == b"UID":
            uids.append(value)
        if line == b"BEGIN:VEVENT":
            names = []
        if line == b"END:VEVENT":
            found += [f"{names.count(one)} times {one!r}: {uids[-1]!r}" for one in _ONCE if names.count(one) != 1]
            if names.count(b"DTEND") + names.count(b"DURATION") != 1:
                found.append(f"no end, or two: {uids[-1]!r}")
    return found + [f"UID twice: {uid!r}" for uid in set(uids) if uids.count(uid) > 1]


def _references(lines: list[bytes]) -> list[str]:
    described = [line.removeprefix(b"TZID:") for line in lines if line.startswith(b"TZID:")]
    used = {match[1] for line in lines if (match := re.match(rb"DT(?:START|END);TZID=([^:]+):", line))}
    found = [f"zone described twice: {name!r}" for name in set(described) if described.count(name) > 1]
    return found + [f"zone not described: {name!r}" for name in used - set(described)]
