"""Rules for the audio file of an episode, as far as its scan tells."""

import re
from collections.abc import Iterator
from datetime import timedelta

from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.feed_rules.vocabulary import ENCLOSURE_TYPES
from confkit.domain.problem import Severity
from confkit.domain.recording import Recording, Tags
from confkit.domain.recording_rules.rule import Registry
from confkit.domain.show import EpisodeKind

RULES: Registry[EpisodeView] = Registry()
_rule = RULES.rule
_W, _H = Severity.WARNING, Severity.HINT

_LARGEST = 250 << 20
_SHORTEST = timedelta(seconds=10)
# Bits per second, as a mean: of one voice with pauses, which a variable rate makes small without any harm.
_THIN = {"audio/mpeg": 32_000, "audio/x-m4a": 24_000}
_RICH = 256_000
# What recorders and programs call a file that nobody gave a title.
_GENERIC = re.compile(
    r"(?:audio|aufnahme|enregistrement|new recording|record(?:ing)?|sprachmemo|track|unbenannt|unknown|untitled|voice"
    r"|voice memo|zoom)[ _-]*\d*|(?:rec|dr|ms|zoom|r\d+)?[ _-]?\d+(?:[ _-]\d+)*",
    re.IGNORECASE,
)


def _recording(view: EpisodeView) -> Iterator[Recording]:
    if view.recording is not None:
        yield view.recording


@_rule(
    "audio-type-refused",
    _W,
    "Apple",
    "encode an MP3 or M4A as the episode's file; this one can stay beside it",
)
def _type(view: EpisodeView) -> Iterator[str]:
    """The audio is of a type that Apple takes: MP3, M4A, MP4, M4V or MOV."""
    for one in _recording(view):
        if one.media_type not in ENCLOSURE_TYPES.values():
            yield f"its audio is {one.media_type}, which Apple doesn't take"


@_rule("audio-too-large", _H, "limits of hosts", "encode it with fewer bits per second, or in mono")
def _large(view: EpisodeView) -> Iterator[str]:
    """The audio is at most 250 MiB, above which hosts refuse it and people on the move can't load it."""
    for one in _recording(view):
        if one.size > _LARGEST:
            yield f"its audio has {one.size / (1 << 20):,.0f} MiB"


@_rule("audio-very-short", _W, "practice", "check that this is the whole recording")
def _short(view: EpisodeView) -> Iterator[str]:
    """A full episode lasts longer than 10 seconds."""
    for one in _recording(view):
        if view.kind is EpisodeKind.FULL and one.duration < _SHORTEST:
            yield f"its audio lasts {one.duration.total_seconds():.1f} seconds"


@_rule("audio-thin", _H, "practice", "encode it from the original with at least 64 kbit/s")
def _thin(view: EpisodeView) -> Iterator[str]:
    """Speech has at least 32 kbit/s in MP3 and 24 kbit/s in AAC."""
    for one in _recording(view):
        if 0 < one.bitrate < _THIN.get(one.media_type, 0):
            yield f"its audio has {one.bitrate // 1000} kbit/s, at which speech gets hard to follow"


@_rule("audio-rich", _H, "practice", "encode it from the original with 96 to 192 kbit/s")
def _rich(view: EpisodeView) -> Iterator[str]:
    """MP3 and AAC have at most 256 kbit/s: more is not heard, and every listener loads it."""
    for one in _recording(view):
        if one.media_type in _THIN and one.bitrate > _RICH:
            yield f"its audio has {one.bitrate // 1000} kbit/s"


@_rule("audio-without-tags", _H, "behaviour of apps", "write them with `confkit episode tag`")
def _untagged(view: EpisodeView) -> Iterator[str]:
    """The audio says what it is in its tags: who downloads the file sees nothing else."""
    for one in _recording(view):
        if one.tags == Tags(language=one.tags.language) and not one.problems:
            yield "its audio has no tags"


@_rule("title-from-file", _W, "Apple", "give the episode a title")
def _named_by_file(view: EpisodeView) -> Iterator[str]:
    """An episode that is no draft has a title that somebody gave it, not the name of its file."""
    is_ready = view.recording is not None and view.episode.state.is_for_feed
    if is_ready and view.sources["title"] in (Source.FILE, Source.NONE):
        yield "has no title, and is called by the name of its file"


@_rule("title-generic", _H, "Apple", "give the episode a title that says what it is about")
def _generic(view: EpisodeView) -> Iterator[str]:
    """The title of an episode is not what a recorder calls its files."""
    if view.sources["title"] not in (Source.FILE, Source.NONE) and _GENERIC.fullmatch(view.title):
        yield "has a title such as recorders give to their files"
