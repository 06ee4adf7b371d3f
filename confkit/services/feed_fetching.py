"""Getting a feed itself: from a file, or from its address with all of its pages (RFC 5005)."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.errors import FetchError, FormatError
from confkit.domain.problem import Problem, Severity
from confkit.services.importing import FEED_LIMIT
from confkit.services.importing_feeds import FeedSource

if TYPE_CHECKING:
    from confkit.web import Fetched

# What all pages of a feed may come to, and how many are followed.
_LARGEST = 256 << 20
_MOST_PAGES = 200
ACCEPT = "application/rss+xml, application/atom+xml;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"


def feed_in_file(path: Path, data: bytes) -> FeedSource:
    """Return the feed in a file whose bytes are ``data``."""
    return FeedSource((data,), str(path))


def fetch_first(address: str, *, private: bool, cancelled: Callable[[], bool] | None = None) -> "Fetched":
    """Get what is at ``address``, whatever it is; raises FetchError."""
    from confkit.web import FetchLimits, fetch

    return fetch(address, limits=FetchLimits(size=FEED_LIMIT, private=private), accept=ACCEPT, cancelled=cancelled)


def feed_at(
    address: str, first: "Fetched", *, private: bool, cancelled: Callable[[], bool] | None = None
) -> FeedSource:
    """Return the feed that ``first`` is the first page of, with the pages that follow.

    A page that can't be had is a problem, and the pages before it are the feed.
    """
    pages, seen, problems = [first.data], {address, first.address}, []
    size, following = len(first.data), _next_page(first.data)
    while following and following not in seen:
        if len(pages) >= _MOST_PAGES or size > _LARGEST:
            problems.append(_cut(following, f"more than {len(pages)} pages are not followed"))
            break
        seen.add(following)
        try:
            page = fetch_first(following, private=private, cancelled=cancelled)
        except FetchError as error:
            problems.append(_cut(following, error.what))
            break
        pages.append(page.data)
        size += len(page.data)
        following = _next_page(page.data)
    moved = first.moved_permanently_to
    return FeedSource(tuple(pages), moved or address, moved or address, address if moved else "", tuple(problems))


def _next_page(data: bytes) -> str:
    from confkit.codecs.feed_channel import linked
    from confkit.codecs.feed_document import read_feed

    if b'"next"' not in data and b"'next'" not in data:
        return ""
    try:
        return linked(read_feed(data).channel, "next")
    except FormatError:
        return ""


def _cut(address: str, what: str) -> Problem:
    return Problem(
        "feed-page-missing",
        Severity.ERROR,
        address,
        f"a page of the feed is missing: {what}",
        "import it again later; nothing is added twice",
    )
