"""The preflight: holding a feed to the rules of directories and apps, before it is published or wherever it is from."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.errors import FormatError, LimitExceeded, NotFound, TruncatedInput
from confkit.domain.problem import Problem, Severity

if TYPE_CHECKING:
    from confkit.domain.feed_rules import Rule
    from confkit.services.workspace import Workspace
    from confkit.web import Fetched

# The checks of a show itself say the same in the words of its fields (confkit.services.checking).
_SAID_OF_SHOWS = frozenset(
    f"channel-without-{name}" for name in ("description", "image", "category", "author", "owner", "items")
)


def check_feed(
    data: bytes, where: str, *, now: datetime | None = None, about: Mapping[str, UUID] | None = None
) -> tuple[Problem, ...]:
    """Return everything that is wrong with the feed in ``data``, errors first; ``where`` names its file.

    ``now`` is the present unless it is given; ``about`` has the ids of the episodes by guid, that of the show by "".
    """
    return _check(data, where, now or datetime.now(UTC), about or {})


def read_feed_file(path: Path) -> bytes:
    """Return what a feed's file holds, one byte more than is checked at most. Raises NotFound and FormatError."""
    from confkit.codecs.feed_document import Limits

    try:
        # Without waiting for a FIFO that nobody writes to.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise FormatError("is not a file", where=str(path), fix="name the file that holds the feed")
            return file.read(Limits().size + 1)
    except FileNotFoundError as error:
        raise NotFound("there is no such file", where=str(path), fix="check the name of the file") from error
    except OSError as error:
        raise FormatError(
            f"can't be read ({error.strerror or error})", where=str(path), fix="check that you may read the file"
        ) from error


def check_feed_at(address: str, *, private: bool = False, now: datetime | None = None) -> tuple[Problem, ...]:
    """Fetch the feed at ``address`` and return everything that is wrong with it, and with how it is served.

    ``private`` allows addresses of this machine and of local networks. Raises FetchError.
    """
    from confkit.codecs.feed_document import Limits
    from confkit.web import FetchLimits, fetch

    limits = FetchLimits(size=Limits().size, private=private)
    fetched = fetch(address, limits=limits, accept="application/rss+xml, application/xml;q=0.9, */*;q=0.1")
    found = check_feed(fetched.data, address, now=now)
    return tuple(sorted((*_of_serving(address, fetched), *found), key=lambda problem: problem.rank))


def _of_serving(address: str, fetched: "Fetched") -> Iterator[Problem]:
    """What is wrong with how a feed is served, not with what it says."""
    if fetched.moved_permanently_to:
        yield Problem(
            "feed-moved",
            Severity.WARNING,
            address,
            f"has moved for good to {fetched.moved_permanently_to}",
            "name the new address in itunes:new-feed-url and atom:link, and tell the directories",
        )
    if fetched.media_type and fetched.media_type not in _FEED_TYPES:
        yield Problem(
            "feed-served-as",
            Severity.WARNING,
            address,
            f"is served as {fetched.media_type}",
            "let the web server say application/rss+xml for it",
        )


# What readers take for a feed (RFC 7303 for the two general ones).
_FEED_TYPES = frozenset({"application/rss+xml", "application/xml", "text/xml"})


def faults_that_stop(data: bytes, where: str, *, now: datetime, about: Mapping[str, UUID]) -> tuple[Problem, ...]:
    """Return why the feed in ``data`` must not be published; problems that are no errors don't speak against it."""
    from confkit.domain.feed_rules import STOPPING

    return _check(data, where, now, about, STOPPING)


def published_feed_problems(ws: "Workspace") -> list[Problem]:
    """Return what is wrong with the feeds that a build would publish now, beyond what the checks of shows say."""
    from confkit.services import lookup
    from confkit.services.feeds import FEED, page_name, render_feed
    from confkit.services.public_show import public_shows

    now = ws.now()
    found: list[Problem] = []
    for show in public_shows(ws, (ws.repository.programme(event.id) for event in lookup.events(ws)), now):
        where = f"{show.shown_folder}/{page_name(FEED, 1)}"
        problems = check_feed(render_feed(ws, show).whole(), where, now=now, about=show.ids)
        found += (problem for problem in problems if problem.code not in _SAID_OF_SHOWS)
    return found


def _check(
    data: bytes, where: str, now: datetime, about: Mapping[str, UUID], rules: "Iterable[Rule] | None" = None
) -> tuple[Problem, ...]:
    from confkit.codecs.feed_document import read_feed
    from confkit.domain.feed_rules import RULES, feed_problems

    try:
        feed = read_feed(data, where=where)
    except FormatError as error:
        return (_unreadable(error),)
    return feed_problems(feed, where=where, now=now, about=about, rules=RULES if rules is None else rules)


def _unreadable(error: FormatError) -> Problem:
    if isinstance(error, LimitExceeded):
        # It may well be right; nobody looked.
        return Problem("feed-too-large", Severity.WARNING, error.where, f"{error.what}: it was not checked", error.fix)
    code = "feed-truncated" if isinstance(error, TruncatedInput) else "feed-unreadable"
    return Problem(code, Severity.ERROR, error.where, error.what, error.fix)
