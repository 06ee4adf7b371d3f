"""What somebody wants to import, found by its content: a feed or calendar from an address, a feed in a file, a path."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from confkit.domain.errors import FormatError
from confkit.services.feed_fetching import feed_at, feed_in_file, fetch_first
from confkit.services.importing import FEED_LIMIT, is_feed, read_file
from confkit.services.importing_feeds import FeedSource

_KNOWN_BY_NAME = frozenset((".toml", ".ics", ".ical", ".ifb", ".icalendar"))
_CALENDAR = b"BEGIN:VCALENDAR"
_LINK = re.compile(rb"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_IS_FEED = re.compile(rb"type\s*=\s*[\"']?application/(?:rss|atom)\+xml", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE)


def source_named(
    text: str, *, private: bool = False, cancelled: Callable[[], bool] | None = None
) -> FeedSource | bytes | Path:
    """Return the feed that ``text`` names (an address or a file), the bytes of a calendar at an address, else its path.

    Raises FetchError, and FormatError for an address where there is neither feed nor calendar.
    """
    if "://" not in text:
        path = Path(text)
        if path.suffix.lower() in _KNOWN_BY_NAME or not path.is_file():
            return path
        data = read_file(path, largest=FEED_LIMIT)
        return feed_in_file(path, data) if is_feed(data) else path
    first = fetch_first(text, private=private, cancelled=cancelled)
    if first.data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(_CALENDAR):
        return first.data
    if is_feed(first.data):
        return feed_at(text, first, private=private, cancelled=cancelled)
    named = _feed_named_in(first.data, first.address)
    raise FormatError(
        "is neither a feed nor a calendar",
        where=text,
        fix=f"import the feed that this page names: confkit import {named}"
        if named
        else "give the address of the feed",
    )


def _feed_named_in(page: bytes, address: str) -> str:
    """Return the address of the feed that a page of HTML names in its head, "" for none."""
    for link in _LINK.finditer(page[:200_000]):
        found = _HREF.search(link[0])
        if found and _IS_FEED.search(link[0]):
            return urljoin(address, unescape((found[1] or found[2]).decode("utf-8", "replace")))
    return ""
