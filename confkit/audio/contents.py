"""What a format's reader hands back, before it is tied to a path."""

from dataclasses import dataclass
from datetime import timedelta

from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter, Tags

_NO_TAGS = Tags()


@dataclass(frozen=True, slots=True)
class TagContents:
    """What the tags of a file hold; ``picture`` is the cover's bytes as they are in the file."""

    tags: Tags = _NO_TAGS
    chapters: tuple[Chapter, ...] = ()
    picture: bytes | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: the length of its sound in seconds, the bytes that carry it, and its tags.

    ``media_type`` is given only where the content says more than the file's name; ``problems`` are about the sound.
    """

    seconds: float
    audio_bytes: int
    tagged: TagContents = TagContents()
    media_type: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def duration(self) -> timedelta:
        """The length of the sound."""
        return timedelta(seconds=max(0.0, self.seconds))

    @property
    def bitrate(self) -> int:
        """Mean bits per second."""
        return round(self.audio_bytes * 8 / self.seconds) if self.seconds > 0 else 0


def truncated(message: str) -> Problem:
    """Return the problem of a file that lacks sound it says it has."""
    return Problem("audio-truncated", Severity.ERROR, "", message, "copy or encode the file again")


def unsure(message: str) -> Problem:
    """Return the problem of a duration that could not be measured exactly."""
    return Problem("audio-duration-unsure", Severity.WARNING, "", message, "listen to it, or encode the file again")


def damaged_tags(message: str) -> Problem:
    """Return the problem of tags that could not be read, or not all of them."""
    return Problem("audio-tags-damaged", Severity.WARNING, "", message, "write the tags anew")
