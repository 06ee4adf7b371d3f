"""Where the things that a feed points to are on the web: what a caller has to know before a feed can be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TranscriptLink:
    """Where a transcript is on the web; ``is_captions`` says that players can show it while they play."""

    url: str
    media_type: str
    language: str = ""
    is_captions: bool = False


@dataclass(frozen=True, slots=True)
class AlternateAudio:
    """Another file of the same sound: its address, size in bytes, bits per second, and what people choose it by.

    ``sha256`` is the digest in hex, empty where nobody made one. The one that ``is_default`` is the enclosure itself.
    """

    url: str
    media_type: str
    size: int
    bitrate: int = 0
    title: str = ""
    sha256: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses of the pages around one page of a feed (RFC 5005 §3), "" where there is none."""

    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class FeedAddresses:
    """Where the things that a feed points to are on the web; all absolute, and by episode id where there are many.

    ``feed`` is the feed's own address, ``link`` the page of the show, ``artwork`` its picture ("" for none), with its
    width and height in pixels, 0 where they are not known. ``enclosure`` has to hold every episode of the feed whose
    audio is not kept elsewhere, the others only those that have such a file.
    """

    feed: str
    link: str
    artwork: str = ""
    artwork_size: tuple[int, int] = (0, 0)
    enclosure: Mapping[UUID, str] = field(default_factory=dict)
    chapters: Mapping[UUID, str] = field(default_factory=dict)
    images: Mapping[UUID, str] = field(default_factory=dict)
    transcripts: Mapping[UUID, Sequence[TranscriptLink]] = field(default_factory=dict)
    alternates: Mapping[UUID, Sequence[AlternateAudio]] = field(default_factory=dict)
