"""How single values of feeds are written: dates, times, numbers, addresses."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID

from confkit.domain.feed import Element, Feed

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATE = re.compile(
    r"(?:(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s+)?\d{1,2}\s+"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+[1-9]\d{3}\s+\d{1,2}:\d\d(?::\d\d)?\s*(?P<zone>\S*)\Z",
    re.ASCII,
)
_NUMERIC_ZONE = re.compile(r"[+-]\d{4}\Z", re.ASCII)
# RFC 822 §5.1; military letters are not among them, nobody could agree on their sign.
_NAMED_ZONE = re.compile(r"(?:UT|GMT|[ECMP][SD]T)\Z")
_WHOLE = re.compile(r"[0-9]{1,18}\Z")
_DECIMAL = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?\Z")
_PLAY_TIME = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,3}):([0-9]{2})(?:\.([0-9]{1,9}))?\Z")
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*\Z", re.IGNORECASE)

# Where addresses stand: in attributes, or as the text of an element.
ADDRESS_ATTRIBUTES = {
    "enclosure": ("url",),
    "itunes:image": ("href",),
    "podcast:funding": ("url",),
    "podcast:person": ("href", "img"),
    "podcast:transcript": ("url",),
    "podcast:chapters": ("url",),
    "podcast:trailer": ("url",),
    "podcast:license": ("url",),
    "podcast:image": ("href",),
    "podcast:contentLink": ("href",),
    "podcast:remoteItem": ("feedUrl",),
    "psc:chapter": ("href", "image"),
}
ADDRESS_TEXTS = frozenset({"itunes:new-feed-url", "link", "url"})
PICTURES = {"itunes:image": "href", "podcast:image": "href"}


def date_fault(text: str) -> str:
    """Return what is wrong with a date of RFC 2822: "form", "zone" (none), "named" (zone by name), "day", or ""."""
    parts = _DATE.match(text)
    if not parts:
        return "form"
    moment = date_of(text)
    if moment is None:
        return "form"
    if not _NUMERIC_ZONE.match(parts["zone"]):
        if _NAMED_ZONE.match(parts["zone"]):
            return "named"
        return "form" if parts["zone"] else "zone"
    return "day" if parts["day"] and DAYS[moment.weekday()] != parts["day"] else ""


def date_of(text: str) -> datetime | None:
    """Return the time that a date of RFC 2822 names, None where it can't be read or has no zone that is known."""
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def whole_number(text: str) -> int | None:
    """Return a whole number written in ASCII digits, None for anything else."""
    return int(text) if _WHOLE.match(text) else None


def decimal_number(text: str) -> float | None:
    """Return a number such as ``73.5``, None for anything else."""
    return float(text) if _DECIMAL.match(text) else None


def play_time(text: str) -> timedelta | None:
    """Return a normal play time (``HH:MM:SS.mmm``, ``MM:SS`` or seconds), None for anything else."""
    if (seconds := decimal_number(text)) is not None:
        return timedelta(seconds=seconds) if seconds < 10**9 else None
    parts = _PLAY_TIME.match(text)
    if not parts or int(parts[3]) > 59:
        return None
    fraction = float(f"0.{parts[4] or 0}")
    return timedelta(hours=int(parts[1] or 0), minutes=int(parts[2]), seconds=int(parts[3]) + fraction)


def uuid_of(text: str) -> UUID | None:
    """Return the UUID that is written with its hyphens, None for anything else."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


def is_web_address(text: str) -> bool:
    """Tell whether it is an absolute address of http or https without blanks in it."""
    return bool(_ADDRESS.match(text))


def file_name_of(address: str) -> str:
    """Return the file name at the end of an address, its escapes undone."""
    try:
        path = urlsplit(address).path
    except ValueError:  # brackets that hold no address of IPv6
        return ""
    return unquote(path).rpartition("/")[2]


def extension_of(address: str) -> str:
    """Return the extension of the file that an address names, lower case and without its dot."""
    stem, dot, extension = file_name_of(address).rpartition(".")
    return extension.lower() if dot and stem else ""


def addresses(feed: Feed) -> Iterator[tuple[Element, str]]:
    """Return every address of the feed with its element; those that are missing are the concern of other rules."""
    for element in feed.everything:
        for attribute in ADDRESS_ATTRIBUTES.get(element.name, ()):
            if address := element.get(attribute):
                yield element, address
        if element.name in ADDRESS_TEXTS and element.text:
            yield element, element.text
