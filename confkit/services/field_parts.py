"""The parts of Podcasting 2.0 as a person types them: one a line, the address in angle brackets.

Other feeds, texts for machines, names of seasons, soundbites, and places of discussion.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from confkit.domain.errors import InvalidValue
from confkit.domain.podcasting import Discussion, FeedText, RemoteFeed, SeasonName, Soundbite
from confkit.domain.text import clean_line
from confkit.services.field import Field, FieldKind
from confkit.services.field_times import write_clock

_FEED = re.compile(r"(?:(?P<title>.*\S)\s+)?<(?P<url>[^<>\s]*)>(?:\s+(?P<rest>\S.*))?\Z|(?P<plain>\S+)\Z")
_REST = re.compile(r"(?P<guid>\S*)(?:\s+\((?P<medium>[^()]*)\))?\Z")
_TEXT = re.compile(r"(?:\[(?P<purpose>[^\[\]]*)\]\s*)?(?P<value>.*)\Z")
_SEASON = re.compile(r"(?P<number>\d{1,9})\s*[:.]?\s+(?P<name>.*\S)\Z|(?P<bare>\d{1,9})\s*:?\Z")
_SOUNDBITE = re.compile(
    r"(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d\d(?:\.\d{1,6})?)\s+"
    r"(?P<length>\d{1,6}(?:\.\d{1,6})?)(?:\s+(?P<title>.*\S))?\Z"
)
_DISCUSSION = re.compile(r"(?P<url>\S+)(?:\s+(?P<rest>\S.*))?\Z")


@dataclass(frozen=True, slots=True)
class _Form:
    """How one kind of part is typed."""

    write: Callable[[Any], str]
    read: Callable[[Field, str, tuple[Any, ...]], Any]


def write_parts(kind: FieldKind, parts: tuple[Any, ...]) -> str:
    """Return one line for each part."""
    return "\n".join(map(_FORMS[kind].write, parts))


def read_parts(field: Field, text: str, present: tuple[Any, ...]) -> tuple[Any, ...]:
    """Read one part from each line; what a line can't say is taken from ``present``. Raises InvalidValue."""
    return tuple(_FORMS[field.kind].read(field, line, present) for line in _lines(text))


def _lines(text: str) -> Iterator[str]:
    return (clean for line in text.split("\n") if (clean := clean_line(line)))


def _wrong(field: Field, line: str, what: str, example: str) -> InvalidValue:
    return InvalidValue(f"{line!r} is not {what}", where=field.name, fix=f"write it as {example}")


def _write_feed(feed: RemoteFeed) -> str:
    medium = f" ({feed.medium})" if feed.medium else ""
    return f"{feed.title} <{feed.url}> {feed.guid}{medium}".strip()


def _read_feed(field: Field, line: str, present: tuple[RemoteFeed, ...]) -> RemoteFeed:
    found = _FEED.match(line)
    rest = _REST.match(found["rest"] or "") if found else None
    if not found or not rest:
        raise _wrong(field, line, "a feed", "Title <https://example.org/feed.xml>")
    url, guid = found["plain"] or found["url"] or "", rest["guid"]
    known = next((feed for feed in present if feed.url == url), None)
    if not guid:
        guid = known.guid if known else _guid_of(field, url, line)
    return RemoteFeed(guid, url, found["title"] or "", rest["medium"] or "")


def _guid_of(field: Field, url: str, line: str) -> str:
    """The guid that a feed at this address has, if it was made the way the namespace says."""
    from confkit.codecs.rss import podcast_guid

    if not url.startswith(("http://", "https://")):
        raise _wrong(field, line, "a feed", "Title <https://example.org/feed.xml>")
    return str(podcast_guid(url))


def _write_text(text: FeedText) -> str:
    purpose = f"[{text.purpose}] " if text.purpose or text.value.startswith("[") else ""
    return f"{purpose}{text.value}"


def _read_text(field: Field, line: str, present: tuple[FeedText, ...]) -> FeedText:
    found = _TEXT.match(line)
    assert found is not None
    return FeedText(found["value"], found["purpose"] or "")


def _write_season(season: SeasonName) -> str:
    return f"{season.number}: {season.name}".rstrip()


def _read_season(field: Field, line: str, present: tuple[SeasonName, ...]) -> SeasonName:
    found = _SEASON.match(line)
    if not found:
        raise _wrong(field, line, "the name of a season", "2: Second year")
    return SeasonName(int(found["number"] or found["bare"]), found["name"] or "")


def _write_soundbite(one: Soundbite) -> str:
    seconds = f"{one.length.total_seconds():f}".rstrip("0").rstrip(".")
    return f"{write_clock(one.start)} {seconds} {one.title}".rstrip()


def _read_soundbite(field: Field, line: str, present: tuple[Soundbite, ...]) -> Soundbite:
    found = _SOUNDBITE.match(line)
    if not found:
        raise _wrong(field, line, "a soundbite", "00:12:30 45 Title (start, seconds, title)")
    start = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"]), seconds=float(found["seconds"]))
    return Soundbite(start, timedelta(seconds=float(found["length"])), found["title"] or "")


def _write_discussion(one: Discussion) -> str:
    return f"{one.url} {one.account}".rstrip()


def _read_discussion(field: Field, line: str, present: tuple[Discussion, ...]) -> Discussion:
    found = _DISCUSSION.match(line)
    assert found is not None
    account = found["rest"] or ""
    known = next((one for one in present if (one.url, one.account) == (found["url"], account)), None)
    return known or Discussion(found["url"], account=account)


_FORMS = {
    FieldKind.FEEDS: _Form(_write_feed, _read_feed),
    FieldKind.TEXTS: _Form(_write_text, _read_text),
    FieldKind.SEASONS: _Form(_write_season, _read_season),
    FieldKind.SOUNDBITES: _Form(_write_soundbite, _read_soundbite),
    FieldKind.DISCUSSIONS: _Form(_write_discussion, _read_discussion),
}
