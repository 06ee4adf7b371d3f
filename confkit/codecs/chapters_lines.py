"""Chapters as lines of text, both ways: a time and a title, and the label files of Audacity.

``00:01:30.000 Title`` is what people type and mp4chaps writes; ``90.000000<tab>95.000000<tab>Title`` is what Audacity
exports. Lines of time and title can't hold ends, addresses, pictures, hidden chapters, nor a title that begins with a
dash; labels hold a start, an end and a title.
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from confkit.codecs.chapters_psc import LARGEST, MOST, without_start
from confkit.codecs.text_file import decoded
from confkit.codecs.time_stamp import STAMP, read_stamp, write_stamp
from confkit.domain.errors import FormatError, LimitExceeded
from confkit.domain.problem import Problem
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

_LINE = re.compile(rf"[\[(]?({STAMP})[\])]?(?:\s*[-–—|]\s+|\s*[-–—|]?\Z|\s+)")
_LABEL = re.compile(r"\s*([0-9]{1,8}(?:[.,][0-9]{1,12})?)\t\s*([0-9]{1,8}(?:[.,][0-9]{1,12})?)(?:\t(.*))?\Z")
_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)


def write_lines(chapters: Iterable[Chapter]) -> bytes:
    """Return ``chapters`` as lines of time and title, to the millisecond; hidden ones are left out."""
    shown = sorted((one for one in chapters if not one.hidden), key=lambda chapter: chapter.start)
    return "".join(f"{write_stamp(one.start)} {clean_line(one.title)}".rstrip() + "\n" for one in shown).encode()


def read_lines(data: bytes, where: str, *, report: Callable[[Problem], None] | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of lines of time and title; a line without a time is left out and reported.

    Raises FormatError, TruncatedInput, LimitExceeded.
    """
    found = []
    for number, line in enumerate(decoded(data, where, largest=LARGEST).split("\n"), 1):
        text = clean_line(line)
        match = _LINE.match(text)
        start = read_stamp(match[1]) if match else None
        if match and start is not None:
            found.append(Chapter(start, text[match.end() :]))
            _limit(found, where)
        elif text:
            without_start(where, f"line {number}", report)
    return _checked(found, where)


def write_audacity(chapters: Iterable[Chapter]) -> bytes:
    """Return ``chapters`` as an Audacity label file; one without an end becomes a point."""
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    return "".join(
        f"{_seconds(one.start)}\t{_seconds(one.start if one.end is None else one.end)}\t{clean_line(one.title)}\n"
        for one in ordered
    ).encode()


def _seconds(moment: timedelta) -> str:
    whole, rest = divmod(max(moment, timedelta(0)), _SECOND)
    return f"{whole}.{rest // _MICROSECOND:06}"


def read_audacity(data: bytes, where: str, *, report: Callable[[Problem], None] | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of an Audacity label file; a label that is a point has no end.

    The frequencies of spectral labels (lines that begin with a backslash) are passed over. Raises FormatError,
    TruncatedInput, LimitExceeded.
    """
    found = []
    for number, line in enumerate(decoded(data, where, largest=LARGEST).split("\n"), 1):
        match = _LABEL.match(line)
        start = read_stamp(match[1]) if match else None
        if match and start is not None:
            end = read_stamp(match[2])
            found.append(Chapter(start, clean_line(match[3] or ""), end if end is not None and end > start else None))
            _limit(found, where)
        elif line.strip() and not line.startswith("\\"):
            without_start(where, f"line {number}", report)
    return _checked(found, where)


def is_audacity(data: bytes) -> bool:
    """Whether the first line is a label."""
    first = data[:4096].lstrip(b"\xef\xbb\xbf\r\n").splitlines()[:1]
    return bool(first and _LABEL.match(first[0].decode("utf-8", errors="replace")))


def _limit(found: list[Chapter], where: str) -> None:
    """Stop reading at one chapter too many, not at the end of the file."""
    if len(found) > MOST:
        raise LimitExceeded(f"holds more than {MOST} chapters", where=where, fix="check what file this is")


def _checked(found: list[Chapter], where: str) -> tuple[Chapter, ...]:
    if not found:
        raise FormatError("holds no chapters", where=where, fix="expected lines with a time and a title")
    return tuple(sorted(found, key=lambda chapter: chapter.start))
