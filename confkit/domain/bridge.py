"""The bridge: a session becomes a recording becomes an episode, and what is known about it is typed once.

Each field of an episode has one source at a time. In this order: the episode's own field, where somebody edited it; the
session it is a recording of; the tags of its audio file; the show. Chapters come from the episode, a file beside the
audio, or the tags. An edit in the session is therefore seen in the
episode until the episode's own field is edited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event
from confkit.domain.person import Credit, Participant, Person, Role
from confkit.domain.podcasting import RemoteAudio
from confkit.domain.recording import Chapter, Cover, Recording, Tags
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, EpisodeKind, Show
from confkit.domain.text import clean_line
from confkit.domain.times import in_reach, zone_named

T = TypeVar("T")


class Source(StrEnum):
    """Where the value of an episode's field comes from."""

    EPISODE = "episode"
    SESSION = "session"
    TAG = "tag"
    SHOW = "show"
    FILE = "file"
    SIBLING = "sibling"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Talk:
    """A session as an episode needs to see it: with its event, its slot (if placed) and its address (if any)."""

    session: Session
    event: Event
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """An episode with every field resolved: what lists, feeds and pages show.

    ``date`` is aware; ``sources`` says for each field where its value came from. ``recording`` is None while the audio
    file is missing, or where the audio is kept elsewhere.
    """

    episode: Episode
    show: Show
    recording: Recording | None
    talk: Talk | None
    title: str
    subtitle: str
    description: str
    people: tuple[Credit, ...]
    date: datetime
    season: int | None
    number: int | None
    language: str
    licence: str
    link: str
    explicit: bool
    chapters: tuple[Chapter, ...]
    sources: Mapping[str, Source]

    @property
    def id(self) -> UUID:
        """The episode's id."""
        return self.episode.id

    @property
    def kind(self) -> EpisodeKind:
        """Full, trailer or bonus."""
        return self.episode.kind

    @property
    def cover(self) -> Cover | None:
        """The picture inside the audio file."""
        return self.recording.cover if self.recording else None

    @property
    def audio(self) -> Recording | RemoteAudio | None:
        """What is to be heard: the file in ``episodes/``, else the audio kept elsewhere."""
        return self.recording or (None if self.episode.file else self.episode.remote)

    def is_due(self, now: datetime) -> bool:
        """Whether the episode belongs into the feed at ``now``: it is for it, its time has come, its audio is there."""
        return self.episode.state.is_for_feed and self.audio is not None and self.date <= now


def date_of_tag(text: str) -> datetime | None:
    """Read the date of a tag, as exact as it is (``2027``, ``2027-04``, ``2027-04-09T10:00Z``); zoneless is UTC."""
    text = text.strip().replace("Z", "+00:00")
    if not text[:4].isdigit():
        return None
    padded = text + "-01-01"[max(0, len(text) - 4) :] if len(text) in (4, 7) else text
    try:
        value = datetime.fromisoformat(padded)
    except ValueError:
        return date_of_tag(text[:10]) if len(text) > 10 else None
    if not in_reach(value):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def resolve_episode(
    episode: Episode,
    show: Show,
    persons: Mapping[UUID, Person],
    *,
    recording: Recording | None = None,
    talk: Talk | None = None,
    chapters_beside: tuple[Chapter, ...] = (),
) -> EpisodeView:
    """Resolve every field of ``episode``; see the module's docstring for the order.

    ``chapters_beside`` are those of a file beside the audio.
    """
    tags = recording.tags if recording else Tags()
    said = _said_by(talk, persons)
    pick = _Pick()

    def text(field: str, otherwise: tuple[Source, str]) -> str:
        own: str | None = getattr(episode, field)
        session: str = getattr(said, field)
        tag: str = getattr(tags, field)
        return pick.first(field, "", (Source.EPISODE, own), (Source.SESSION, session), (Source.TAG, tag), otherwise)

    nothing = (Source.NONE, "")
    own_people = None if episode.people is None else credits_of(episode.people, persons)
    recorded = recording.chapters if recording else ()
    chapters = pick.first(
        "chapters", (), (Source.EPISODE, episode.chapters), (Source.SIBLING, chapters_beside), (Source.TAG, recorded)
    )
    return EpisodeView(
        episode=episode,
        show=show,
        recording=recording,
        talk=talk,
        title=text("title", (Source.FILE, _stem(episode.file))),
        subtitle=text("subtitle", nothing),
        description=text("description", nothing),
        people=pick.first(
            "people",
            (),
            (Source.EPISODE, own_people),
            (Source.SESSION, said.people),
            (Source.TAG, tags.people),
            (Source.SHOW, credits_of(show.participants, persons)),
        ),
        date=pick.first(
            "date",
            episode.added,
            (Source.EPISODE, _there(episode.date, talk)),
            (Source.SESSION, said.date),
            (Source.TAG, date_of_tag(tags.date)),
            (Source.FILE, episode.added),
        ),
        season=pick.first("season", None, (Source.EPISODE, episode.season), (Source.TAG, tags.season)),
        number=pick.first("number", None, (Source.EPISODE, episode.number), (Source.TAG, tags.number)),
        language=text("language", (Source.SHOW, show.language)),
        licence=text("licence", (Source.SHOW, show.licence)),
        link=text("link", (Source.SHOW, show.url)),
        explicit=pick.first(
            "explicit", show.explicit, (Source.EPISODE, episode.explicit), (Source.SHOW, show.explicit)
        ),
        chapters=tuple(sorted(chapters, key=lambda chapter: chapter.start)),
        sources=pick.sources,
    )


class _Pick:
    """Takes for each field the first value that says something, and notes where it came from.

    What somebody edited in the episode counts even if it is empty; an empty value from elsewhere says nothing.
    """

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}

    def first(self, field: str, otherwise: T, *candidates: tuple[Source, T | None]) -> T:
        for source, value in candidates:
            if value is not None and (value or source is Source.EPISODE):
                self.sources[field] = source
                return value
        self.sources[field] = Source.NONE
        return otherwise


@dataclass(frozen=True, slots=True)
class _Said:
    """What a session says of a recording of it."""

    title: str = ""
    subtitle: str = ""
    description: str = ""
    language: str = ""
    licence: str = ""
    link: str = ""
    people: tuple[Credit, ...] = ()
    date: datetime | None = None


def _said_by(talk: Talk | None, persons: Mapping[UUID, Person]) -> _Said:
    if talk is None:
        return _Said()
    session, event = talk.session, talk.event
    return _Said(
        title=session.title,
        subtitle=session.subtitle,
        description=session.abstract or session.description,
        language=session.language or event.language,
        licence=session.licence or event.licence,
        link=session.links[0].url if session.links else event.url,
        people=credits_of(session.participants, persons),
        date=talk.slot.start if talk.slot else None,
    )


def _there(date: datetime | None, talk: Talk | None) -> datetime | None:
    """An own date, which is kept in UTC, as the clocks show it where the episode was recorded."""
    if date is None or talk is None:
        return date
    try:
        return date.astimezone(zone_named(talk.event.zone))
    except (InvalidValue, OverflowError):
        return date


def _stem(file: str) -> str:
    """A title for an episode about which nothing is known but the name of its file."""
    return clean_line(file.rpartition("/")[2].rpartition(".")[0].replace("_", " "))


def credits_of(participants: tuple[Participant, ...] | None, persons: Mapping[UUID, Person]) -> tuple[Credit, ...]:
    """Name the participants for the public, reviewers left out; the first web link of a person is their address."""
    return tuple(
        Credit(person.name, part.role, person.links[0].url if person.links else "")
        for part in participants or ()
        if part.role is not Role.REVIEWER and (person := persons.get(part.person_id))
    )
