"""What all the others are made of: times, durations, links, texts, chapters and credits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from confkit.domain.event import Link, Window
from confkit.domain.person import Credit
from confkit.domain.podcasting import FeedText
from confkit.domain.recording import Chapter

Data: TypeAlias = dict[str, Any]


def seconds(length: timedelta | None) -> float | None:
    """A duration in seconds, to the millisecond; whole ones as an int."""
    if length is None:
        return None
    value = round(length.total_seconds(), 3)
    return int(value) if value == int(value) else value


def moment(value: datetime | None) -> str | None:
    """A time as ISO 8601 with offset."""
    return value.isoformat() if value is not None else None


def links(links: Iterable[Link]) -> list[Data]:
    """Links, in their order."""
    return [{"url": one.url, "title": one.title} for one in links]


def windows(windows: Iterable[Window]) -> list[Data]:
    """Windows of availability, in their order."""
    return [{"start": moment(one.start), "end": moment(one.end)} for one in windows]


def texts(texts: Iterable[FeedText]) -> list[Data]:
    """Texts of a feed, each with what it is for."""
    return [{"value": text.value, "purpose": text.purpose} for text in texts]


def credited(people: Iterable[Credit]) -> list[Data]:
    """People as a feed or the tags of an audio file name them."""
    return [{"name": one.name, "role": one.role.value, "url": one.url} for one in people]


def listed_chapters(chapters: Iterable[Chapter]) -> list[Data]:
    """Chapters, in time order."""
    return [
        {
            "start": seconds(one.start),
            "end": seconds(one.end),
            "title": one.title,
            "url": one.url,
            "image": one.image,
            "hidden": one.hidden,
        }
        for one in chapters
    ]
