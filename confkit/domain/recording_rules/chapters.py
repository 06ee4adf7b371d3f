"""Rules for the chapters of an episode, wherever they come from, against its sound and the tags of its file."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.problem import Severity
from confkit.domain.recording import Chapter
from confkit.domain.recording_rules.rule import Registry, clock

RULES: Registry[EpisodeView] = Registry()
_rule = RULES.rule
_W, _H = Severity.WARNING, Severity.HINT
_PODCASTING = "Podcasting 2.0"

_FEWEST = 3
_LONGEST_TITLE = 100
_MS = timedelta(milliseconds=1)
# Durations are rounded, hence the second.
_SLACK = timedelta(seconds=1)
_PLACES = {Source.EPISODE: "the episode", Source.SIBLING: "the file beside the audio"}


def _at(chapter: Chapter) -> str:
    return clock(chapter.start.total_seconds())


def _shown(view: EpisodeView) -> list[Chapter]:
    """The chapters that lists show."""
    return [one for one in view.chapters if not one.hidden]


@_rule("chapter-at-same-time", _W, f"{_PODCASTING}; Podlove Simple Chapters", "correct one of the times, or remove one")
def _same(view: EpisodeView) -> Iterator[str]:
    """No two chapters that are shown begin at the same time."""
    for one, other in pairwise(_shown(view)):
        if one.start // _MS == other.start // _MS:
            yield f"its chapters “{one.title}” and “{other.title}” both begin at {_at(one)}"


@_rule("chapter-beyond-end", _W, f"{_PODCASTING}; Podlove Simple Chapters", "correct the time, or remove the chapter")
def _beyond(view: EpisodeView) -> Iterator[str]:
    """Every chapter begins before the sound ends."""
    if view.recording is not None:
        end = view.recording.duration
        for one in view.chapters:
            if one.start > end + _SLACK:
                yield f"its chapter “{one.title}” begins at {_at(one)}, after the end at {clock(end.total_seconds())}"


@_rule("chapter-ends-early", _W, f"{_PODCASTING}; ID3v2 chapters", "correct its end, or leave it out")
def _backwards(view: EpisodeView) -> Iterator[str]:
    """A chapter ends after it begins."""
    for one in view.chapters:
        if one.end is not None and one.end < one.start:
            yield f"its chapter “{one.title}” at {_at(one)} ends before it begins"


@_rule("chapters-late", _W, "behaviour of apps", "let the first chapter begin at 0:00")
def _late(view: EpisodeView) -> Iterator[str]:
    """The first chapter begins at 0: apps show none before it, and YouTube then shows none at all."""
    shown = _shown(view)
    if shown and shown[0].start >= _SLACK:
        yield f"its first chapter begins at {_at(shown[0])}"


@_rule("chapters-few", _H, "YouTube; Spotify", "add chapters until there are three, or leave them out")
def _few(view: EpisodeView) -> Iterator[str]:
    """There are at least three chapters, or none: apps take no fewer times from a description."""
    shown = _shown(view)
    if 0 < len(shown) < _FEWEST:
        yield f"has {len(shown)} {'chapter' if len(shown) == 1 else 'chapters'}"


@_rule("chapter-without-title", _W, f"{_PODCASTING}; Podlove Simple Chapters", "give it a title")
def _untitled(view: EpisodeView) -> Iterator[str]:
    """Every chapter that is shown has a title."""
    for one in _shown(view):
        if not one.title.strip():
            yield f"its chapter at {_at(one)} has no title"


@_rule("chapter-title-long", _H, "behaviour of apps", "shorten it")
def _long(view: EpisodeView) -> Iterator[str]:
    """The title of a chapter has at most 100 characters: apps cut it off."""
    for one in _shown(view):
        if len(one.title) > _LONGEST_TITLE:
            yield f"the title of its chapter at {_at(one)} has {len(one.title)} characters"


@_rule("chapter-address", _W, _PODCASTING, "write the whole address, with https://")
def _address(view: EpisodeView) -> Iterator[str]:
    """Links and pictures of chapters are addresses of the web."""
    for one in view.chapters:
        for word, address in (("link", one.url), ("picture", one.image)):
            if address and not address.casefold().startswith(("https://", "http://")):
                yield f"the {word} of its chapter “{one.title}” is no address of the web: {address[:80]}"


@_rule("chapters-disagree", _H, "behaviour of apps", "write them into the audio with `confkit episode tag`")
def _disagree(view: EpisodeView) -> Iterator[str]:
    """The audio holds the chapters that the feed has: some apps read the one, some the other."""
    place = _PLACES.get(view.sources["chapters"])
    if place is None or view.recording is None or not view.recording.chapters:
        return
    if not view.chapters:
        yield f"has no chapters in {place}, but its audio holds {len(view.recording.chapters)}"
        return
    inside = [(one.start // _MS, one.title) for one in view.recording.chapters]
    if [(one.start // _MS, one.title) for one in view.chapters] != inside:
        yield f"has other chapters in {place} ({len(view.chapters)}) than its audio holds ({len(inside)})"
