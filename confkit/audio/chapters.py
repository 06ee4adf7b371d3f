"""What chapters have in common, whichever format they come from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice

from confkit.audio.tag_values import line, web_address
from confkit.domain.recording import Chapter

MAX_CHAPTERS = 2_000
_CLOCK = re.compile(r"\s*([0-9]{1,4}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]{1,9}))?\s*\Z")
_COMMENT = re.compile(r"CHAPTER([0-9]{2,4})\Z")


def in_order(chapters: Iterable[Chapter]) -> tuple[tuple[Chapter, ...], bool]:
    """Return the chapters in time order, and whether some were left out because there are too many."""
    taken = list(islice(chapters, MAX_CHAPTERS + 1))
    kept = sorted(taken[:MAX_CHAPTERS], key=lambda chapter: chapter.start)
    return tuple(kept), len(taken) > MAX_CHAPTERS


def comment_chapters(raw: Mapping[str, Sequence[str]]) -> Iterable[Chapter]:
    """Yield the chapters of Vorbis comments: ``CHAPTER001=00:01:02.345`` with ``CHAPTER001NAME`` and ``…URL``.

    The form is Xiph's `chapter extension <https://wiki.xiph.org/Chapter_Extension>`_.
    """
    for name, times in raw.items():
        start = clock(times[0]) if _COMMENT.match(name) else None
        if start is not None:
            yield Chapter(start, line(raw, name + "NAME"), url=web_address(line(raw, name + "URL")))


def clock(text: str) -> timedelta | None:
    """Read ``HH:MM:SS.mmm``."""
    match = _CLOCK.match(text)
    if not match:
        return None
    hours, minutes, seconds, fraction = match.groups()
    micros = int((fraction or "0").ljust(6, "0")[:6])
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds), microseconds=micros)
