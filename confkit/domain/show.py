"""Shows and their episodes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from confkit.domain.event import Link
from confkit.domain.person import Participant
from confkit.domain.podcasting import Discussion, FeedText, RemoteAudio, RemoteFeed, SeasonName, Soundbite
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
    """Whether an episode is for the feed. A published one whose date lies ahead waits until then.

    A *retracted* one is the tombstone of an episode that was taken out: its guid and its file stay taken, so that
    neither a scan nor an import brings it back as a new episode.
    """

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETRACTED = "retracted"

    @property
    def is_for_feed(self) -> bool:
        """Whether an episode of this state is in the feed once its time has come."""
        return self in (EpisodeState.SCHEDULED, EpisodeState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast.

    ``guid`` is the ``podcast:guid``, made once. ``categories`` are Apple's, a sub-category as ``Arts > Books``;
    ``artwork`` is a file name in the show's folder. ``owner_email`` is public in the feed, directories
    send codes there.

    ``recurrence`` is the RRULE of its rhythm (RFC 5545 §3.3.10), ``rhythm`` the same in words. A show with a ``series``
    has no audio of its own: it collects the episodes recorded at every event of that series. ``secret`` makes a show
    private: it is part of every address of it, and nothing public links there. ``extras`` are elements of the podcast
    namespace that an import found and no field holds, as XML with the prefix ``podcast``; exports give them back.
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
    podroll: tuple[RemoteFeed, ...] = ()
    publisher: RemoteFeed | None = None
    texts: tuple[FeedText, ...] = ()
    seasons: tuple[SeasonName, ...] = ()
    recurrence: str = ""
    rhythm: str = ""
    series: str = ""
    secret: str = ""
    extras: tuple[str, ...] = ()

    @property
    def is_private(self) -> bool:
        """Whether only those may find the show who were given its address."""
        return bool(self.secret)


@dataclass(frozen=True, slots=True)
class TagBasis:
    """The value the audio file's tag had when the episode's own field was last edited.

    One with the field ``writing`` names the edit that wrote the file's tags instead (``confkit.domain.tag_merge``).
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of a show.

    The fields from ``title`` to ``chapters`` are the episode's *own*: None means "not edited here", and the value then
    comes from the session, the audio file's tags or the show (see ``confkit.domain.bridge``). ``file`` is the audio's
    path relative to ``episodes/``; without one, the audio may be ``remote``. ``added`` is when confkit first saw it.
    ``image`` is a cover of its own, a file name in the show's folder; ``display`` is what apps show instead of the
    number. ``extras`` are as those of a show.
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
    image: str = ""
    display: str = ""
    soundbites: tuple[Soundbite, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    texts: tuple[FeedText, ...] = ()
    remote: RemoteAudio | None = None
    extras: tuple[str, ...] = ()
