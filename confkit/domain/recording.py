"""What an audio file says about itself: tags, chapters, duration, transcript."""

from dataclasses import dataclass
from datetime import timedelta

from confkit.domain.person import Credit
from confkit.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of an episode, from ``start`` (from the beginning of the audio) to the next one or ``end``."""

    start: timedelta
    title: str
    end: timedelta | None = None
    url: str = ""
    image: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A passage of a transcript."""

    start: timedelta
    end: timedelta
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of an episode in time order; ``language`` is a BCP 47 tag."""

    cues: tuple[Cue, ...]
    language: str = ""

    @property
    def is_timed(self) -> bool:
        """Whether it says when something is said; one that was only text has every cue at the beginning."""
        return any(cue.end for cue in self.cues)


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture inside an audio file: what it is, not its bytes. ``width`` and ``height`` are pixels, 0 if unknown."""

    media_type: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of an audio file in confkit's words; empty or None where the file says nothing.

    ``date`` is ISO 8601, as exact as the tag (``2027``, ``2027-04-09``, ``2027-04-09T10:00:00``).
    """

    title: str = ""
    subtitle: str = ""
    show: str = ""
    people: tuple[Credit, ...] = ()
    date: str = ""
    season: int | None = None
    number: int | None = None
    description: str = ""
    language: str = ""
    licence: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """An audio file in ``episodes/``, as the scan found it.

    ``path`` is relative to ``episodes/`` with forward slashes (``ward-rounds/001.mp3``); ``size`` is in bytes,
    ``modified`` the file's mtime in nanoseconds; ``fingerprint`` tells that a file which vanished and one that appeared
    are the same. ``problems`` belong to this file.
    """

    path: str
    size: int
    modified: int
    media_type: str
    duration: timedelta
    fingerprint: str = ""
    bitrate: int = 0
    tags: Tags = Tags()
    chapters: tuple[Chapter, ...] = ()
    cover: Cover | None = None
    problems: tuple[Problem, ...] = ()
