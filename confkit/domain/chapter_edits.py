"""What a person does to the chapters of an episode: cut, join, move, shift; and what is wrong with them meanwhile.

Pure functions from chapters to chapters. Given chapters in time order without two at one time, each returns such ones
again; what can't be done raises InvalidValue. Chapters from elsewhere may break that rule: ``in_order`` sorts them, and
``faults`` names the doubled ones until somebody moves them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from confkit.domain.errors import InvalidValue
from confkit.domain.recording import Chapter

Chapters = tuple[Chapter, ...]

ZERO = timedelta(0)
# Two chapters are never closer: what is written to files and feeds is exact to the millisecond.
CLOSEST = timedelta(milliseconds=1)
# What readers of chapters accept; it also keeps a slip of the finger from making millions.
MOST = 10_000
FEWEST = 3
LONGEST_TITLE = 100
# Durations are rounded.
_SLACK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the chapter at ``index``, or with all of them (None); ``code`` is that of the preflight."""

    code: str
    message: str
    fix: str
    index: int | None = None


def in_order(chapters: Iterable[Chapter]) -> Chapters:
    """Return ``chapters`` by their start; those of one start stay as they came."""
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))


def index_at(chapters: Chapters, time: timedelta) -> int | None:
    """Return the chapter that sounds at ``time``: the last one that has begun; None before the first."""
    begun = bisect_right(chapters, time, key=lambda chapter: chapter.start)
    return begun - 1 if begun else None


def end_of(chapters: Chapters, index: int, length: timedelta) -> timedelta:
    """Return where a chapter ends: its own end, the beginning of the next one, or the end of the audio."""
    chapter = chapters[index]
    following = chapters[index + 1].start if index + 1 < len(chapters) else max(length, chapter.start)
    if chapter.end is None or chapter.end <= chapter.start:
        return following
    return min(chapter.end, following)


def add(chapters: Chapters, chapter: Chapter) -> Chapters:
    """Add a chapter; raises InvalidValue where one begins at that time already, or there are too many."""
    if len(chapters) >= MOST:
        raise InvalidValue(f"there are {MOST:,} chapters already", where="chapters", fix="delete some of them")
    _require_free(chapters, chapter.start)
    _require_length(chapter)
    return in_order((*chapters, chapter))


def _require_free(chapters: Iterable[Chapter], start: timedelta) -> None:
    if start < ZERO:
        raise InvalidValue("lies before the beginning", where="start", fix="0:00 is the earliest")
    for one in chapters:
        if abs(one.start - start) < CLOSEST:
            title = f" “{one.title}”" if one.title else ""
            raise InvalidValue(f"the chapter{title} begins there already", where="start", fix="choose another time")


def _require_length(chapter: Chapter) -> None:
    if chapter.end is not None and chapter.end <= chapter.start:
        raise InvalidValue("is not after the start", where="end", fix="leave it empty, or let it end later")


def split(chapters: Chapters, at: timedelta, title: str = "") -> Chapters:
    """Cut the chapter that sounds at ``at`` in two; the second part is like the first but for its ``title``.

    Where none sounds there, a new one begins. Joining the second part to the first takes it back. Raises InvalidValue.
    """
    index = index_at(chapters, at)
    if index is None or ((end := chapters[index].end) is not None and end <= at):
        return add(chapters, Chapter(at, title))
    whole = chapters[index]
    halves = replace(whole, end=None), replace(whole, start=at, title=title)
    return add((*chapters[:index], halves[0], *chapters[index + 1 :]), halves[1])


def merge(chapters: Chapters, index: int) -> Chapters:
    """Join a chapter to the one before it, whose title, link and picture stay; raises InvalidValue for the first."""
    if index == 0:
        raise InvalidValue("is the first chapter", where="chapters", fix="join the next one to it, or delete it")
    return (*chapters[: index - 1], replace(chapters[index - 1], end=chapters[index].end), *chapters[index + 1 :])


def split_evenly(chapters: Chapters, every: timedelta, length: timedelta, index: int | None = None) -> Chapters:
    """Cut a chapter into parts of ``every``, or (``index`` None) the whole audio where there is no chapter yet.

    A last part shorter than half of ``every`` stays with the one before it. The first part keeps the title, the others
    are numbered. Raises InvalidValue for parts that are too short or too many, and where there is nothing to cut.
    """
    if every < timedelta(seconds=1):
        raise InvalidValue("is too short for a chapter", where="minutes", fix="enter one second or more")
    if not chapters:
        chapters, index = (Chapter(ZERO, "Part 1"),), 0
    if index is None:
        raise InvalidValue("no chapter sounds here", where="chapters", fix="put the cursor on a chapter")
    whole, end = chapters[index], end_of(chapters, index, length)
    count = int((end - whole.start - every / 2) // every) if end - whole.start > every / 2 else 0
    if count < 1:
        raise InvalidValue("is not longer than that", where=f"“{whole.title}”", fix="enter fewer minutes")
    if len(chapters) + count > MOST:
        raise InvalidValue(f"that makes more than {MOST:,} chapters", where="minutes", fix="enter more minutes")
    stem = whole.title.removesuffix(" 1")
    first = replace(whole, end=None)
    parts = [
        replace(first, start=whole.start + every * n, title=f"{stem} {n + 1}".strip()) for n in range(1, count + 1)
    ]
    parts[-1] = replace(parts[-1], end=whole.end)
    return (*chapters[:index], first, *parts, *chapters[index + 1 :])


def remove(chapters: Chapters, index: int) -> Chapters:
    """Take a chapter out; the one before it lasts longer then, unless it has an end of its own."""
    return (*chapters[:index], *chapters[index + 1 :])


def change(chapters: Chapters, index: int, chapter: Chapter) -> Chapters:
    """Put ``chapter`` in the place of another; raises InvalidValue for a start that is taken, or an end before it."""
    others = remove(chapters, index)
    if chapter.start != chapters[index].start:
        _require_free(others, chapter.start)
    _require_length(chapter)
    return in_order((*chapters[:index], chapter, *chapters[index + 1 :]))


def move_start(chapters: Chapters, index: int, by: timedelta, length: timedelta) -> Chapters:
    """Move the start of a chapter, as far as its neighbours, the beginning and the end of the audio let it.

    A ``length`` of 0 is one that is not known. An end of the chapter before that lay there moves along; one that would
    reach beyond is cut off.
    """
    chapter = chapters[index]
    before = chapters[index - 1] if index else None
    earliest = before.start + CLOSEST if before else ZERO
    ends = [one.start for one in chapters[index + 1 : index + 2]]
    if chapter.end is not None and chapter.end > chapter.start:
        ends.append(chapter.end)
    latest = min(ends) - CLOSEST if ends else length or timedelta.max
    # Chapters from elsewhere may be doubled, or lie outside already: never move one against the wish.
    low, high = min(earliest, chapter.start), max(latest, chapter.start)
    start = min(max(chapter.start + min(by, high - chapter.start), low), high)
    moved = replace(chapter, start=start)
    if before is not None and before.end is not None and (before.end == chapter.start or before.end > start):
        before = replace(before, end=start if start > before.start else None)
    return (*chapters[: index - 1], before, moved, *chapters[index + 1 :]) if before else (moved, *chapters[1:])


def shift(chapters: Chapters, by: timedelta) -> Chapters:
    """Move all chapters by an offset, as when an opening was added or cut off.

    Earlier than the beginning there is nothing: a chapter that ends there is gone, one that reaches on begins at 0.
    """
    found = []
    for index, chapter in enumerate(chapters):
        start = chapter.start + by
        end = None if chapter.end is None else chapter.end + by
        following = chapters[index + 1].start + by if index + 1 < len(chapters) else None
        if start < ZERO and any(limit is not None and limit < CLOSEST for limit in (end, following)):
            continue
        found.append(replace(chapter, start=max(start, ZERO), end=end))
    return tuple(found)


def faults(chapters: Chapters, length: timedelta) -> tuple[Fault, ...]:
    """Return what apps and directories mind about ``chapters``; a ``length`` of 0 is one that is not known."""
    return (*_faults_of_all(chapters), *_faults_of_each(chapters, length))


def _faults_of_all(chapters: Chapters) -> Iterator[Fault]:
    shown = [one for one in chapters if not one.hidden]
    if shown and shown[0].start >= _SLACK:
        yield Fault("chapters-late", "the first chapter does not begin at 0:00", "apps show none before it", 0)
    if 0 < len(shown) < FEWEST:
        yield Fault("chapters-few", f"fewer than {FEWEST} chapters", "some apps want at least three")


def _faults_of_each(chapters: Chapters, length: timedelta) -> Iterator[Fault]:
    for index, (one, other) in enumerate(pairwise(chapters), 1):
        if other.start - one.start < CLOSEST:
            yield Fault("chapter-at-same-time", "two chapters begin at the same time", "move or delete one", index)
    for index, one in enumerate(chapters):
        if length and one.start > length + _SLACK:
            yield Fault("chapter-beyond-end", "begins after the end of the audio", "move or delete it", index)
        if one.end is not None and one.end <= one.start:
            yield Fault("chapter-ends-early", "ends before it begins", "correct its end, or leave it out", index)
        if not one.hidden and not one.title.strip():
            yield Fault("chapter-without-title", "has no title", "give it one", index)
        if len(one.title) > LONGEST_TITLE:
            yield Fault("chapter-title-long", f"has a title of {len(one.title)} characters", "apps cut it off", index)


@dataclass(frozen=True, slots=True)
class Draft:
    """Chapters that are being edited, with what undo and redo need. ``label`` says what the last step was."""

    chapters: Chapters
    label: str = ""
    past: tuple["Draft", ...] = ()
    future: tuple["Draft", ...] = ()

    def step(self, label: str, chapters: Chapters, *, joins: bool = False) -> "Draft":
        """Return the draft after one more step, if it is one; what ``joins`` is undone with the step before."""
        if chapters == self.chapters:
            return self
        if joins and self.past and self.label == label and not self.future:
            return Draft(chapters, label, self.past)
        return Draft(chapters, label, (*self.past, replace(self, past=(), future=())))

    def undone(self) -> "Draft":
        """Return the draft before the last step; the same where there is none."""
        if not self.past:
            return self
        *past, before = self.past
        return replace(before, past=tuple(past), future=(replace(self, past=(), future=()), *self.future))

    def redone(self) -> "Draft":
        """Return the draft with the step done again that was undone last; the same where there is none."""
        if not self.future:
            return self
        after, *future = self.future
        return replace(after, past=(*self.past, replace(self, past=(), future=())), future=tuple(future))
