"""Shows and their episodes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from confkit.domain.event import Link
from confkit.domain.person import Participant
from confkit.domain.recording import Chapter


class ShowKind(StrEnum):
    """``itunes:type``: newest first, or to be heard in order."""

    EPISODIC = "episodic"
    SERIAL = "serial"


class EpisodeKind(StrEnum):
    """``itunes:episodeType``."""

    FULL = "full"
    TRAILER = "trailer"
    BONUS = "bonus"


class EpisodeState(StrEnum):
    """Whether an episode is for the feed. A published one whose date lies ahead waits until then."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast.

    ``guid`` is the ``podcast:guid``, made once. ``categories`` are Apple's, a sub-category as ``Arts > Books``;
    ``artwork`` is a file name in the show's folder. ``owner_email`` is public in the feed, directories
    send codes there.
    """

    id: UUID
    slug: str
    title: str
    guid: UUID
    description: str = ""
    language: str = "en"
    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    categories: tuple[str, ...] = ()
    explicit: bool = False
    kind: ShowKind = ShowKind.EPISODIC
    medium: str = "podcast"
    url: str = ""
    artwork: str = ""
    copyright: str = ""
    licence: str = ""
    location: str = ""
    locked: bool = True
    complete: bool = False
    block: bool = False
    new_feed_url: str = ""
    funding: tuple[Link, ...] = ()
    participants: tuple[Participant, ...] = ()
    event_id: UUID | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class TagBasis:
    """The value the audio file's tag had when the episode's own field was last edited."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of a show.

    The fields from ``title`` to ``chapters`` are the episode's *own*: None means "not edited here", and the value then
    comes from the session, the audio file's tags or the show (see ``confkit.domain.bridge``). ``file`` is the audio's
    path relative to ``episodes/``. ``added`` is when confkit first saw it.
    """

    id: UUID
    show_id: UUID
    guid: str
    added: datetime
    state: EpisodeState = EpisodeState.DRAFT
    file: str = ""
    session_id: UUID | None = None
    kind: EpisodeKind = EpisodeKind.FULL
    title: str | None = None
    subtitle: str | None = None
    description: str | None = None
    people: tuple[Participant, ...] | None = None
    date: datetime | None = None
    season: int | None = None
    number: int | None = None
    language: str | None = None
    licence: str | None = None
    link: str | None = None
    explicit: bool | None = None
    chapters: tuple[Chapter, ...] | None = None
    based_on: tuple[TagBasis, ...] = ()
    origin: str = ""
