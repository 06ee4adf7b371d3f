"""The small parts of Podcasting 2.0 that shows and episodes hold beside their words, people and chapters.

Source: the documents of the podcast namespace (podcastindex.org/namespace/1.0), a tag for each class.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RemoteFeed:
    """Another feed that a show points to (``podcast:remoteItem``).

    ``guid`` is its ``podcast:guid``; ``url`` where it was found last, ``title`` and ``medium`` what people see.
    """

    guid: str
    url: str = ""
    title: str = ""
    medium: str = ""


@dataclass(frozen=True, slots=True)
class FeedText:
    """Free text for machines (``podcast:txt``), such as a proof of ownership; ``purpose`` says which machine."""

    value: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class SeasonName:
    """What a season is called beside its number (the name of ``podcast:season``, at most 128 characters)."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A passage worth quoting (``podcast:soundbite``): from ``start``, 15 to 120 seconds long."""

    start: timedelta
    length: timedelta
    title: str = ""


@dataclass(frozen=True, slots=True)
class Discussion:
    """Where people talk about an episode (``podcast:socialInteract``); the lowest ``priority`` comes first."""

    url: str
    protocol: str = "activitypub"
    account: str = ""
    account_url: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class RemoteAudio:
    """The enclosure of an episode whose audio is kept elsewhere; ``size`` is in bytes, 0 where nobody said."""

    url: str
    size: int
    media_type: str
    duration: timedelta = timedelta(0)
