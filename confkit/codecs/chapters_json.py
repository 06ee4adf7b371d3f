"""Chapters as Podcasting 2.0 JSON 1.2.0 (``application/json+chapters``), both ways."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

VERSION = "1.2.0"
MEDIA_TYPE = "application/json+chapters"
_LARGEST = 5 * 1024 * 1024
_MOST = 10_000
# Nothing that is listened to is longer; beyond, a number is a mistake.
_LATEST = timedelta(days=366).total_seconds()


def write_chapters(chapters: Iterable[Chapter]) -> bytes:
    """Return ``chapters`` as a JSON document, ascending by start."""
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    document = {"version": VERSION, "chapters": [_as_json(chapter) for chapter in ordered]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_chapters(data: bytes, where: str, *, report: Callable[[Problem], None] | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of a JSON document, ascending by start.

    A chapter without a usable start is left out and given to ``report`` as a problem. Raises FormatError,
    TruncatedInput for an empty or unfinished document, and LimitExceeded above 5 MiB or 10,000 chapters.
    """
    if len(data) > _LARGEST:
        raise LimitExceeded(
            f"is larger than {_LARGEST // 1024 // 1024} MiB", where=where, fix="check what file this is"
        )
    items = _items(_document(data, where), where)
    found = []
    for number, item in enumerate(items, 1):
        chapter = _chapter(item)
        if chapter is not None:
            found.append(chapter)
        elif report is not None:
            report(
                Problem(
                    "chapter-without-start",
                    Severity.WARNING,
                    f"{where}: chapter {number}",
                    "has no start time that could be used and is left out",
                    "give it a startTime in seconds",
                )
            )
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def _as_json(chapter: Chapter) -> dict[str, object]:
    entry: dict[str, object] = {"startTime": _number(chapter.start), "title": chapter.title}
    if chapter.end is not None:
        entry["endTime"] = _number(chapter.end)
    if chapter.image:
        entry["img"] = chapter.image
    if chapter.url:
        entry["url"] = chapter.url
    if chapter.hidden:
        entry["toc"] = False
    return entry


def _number(moment: timedelta) -> int | float:
    seconds = moment.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds


def _document(data: bytes, where: str) -> object:
    text = data.decode("utf-8-sig", errors="replace").strip()
    if not text:
        raise TruncatedInput("is empty", where=where, fix="get the file again")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        # The document stops where more was expected: at its end, or inside of the last string.
        if error.pos >= len(text) or error.msg.startswith("Unterminated string"):
            raise TruncatedInput("ends before it is complete", where=where, fix="get the file again") from error
        raise FormatError(f"is not JSON (line {error.lineno}: {error.msg})", where=where) from error
    except (ValueError, RecursionError) as error:
        raise FormatError("is not JSON that can be read", where=where) from error


def _items(document: object, where: str) -> list[object]:
    items = document.get("chapters") if isinstance(document, dict) else document
    if not isinstance(items, list):
        raise FormatError("holds no chapters", where=where, fix="expected an object with a list called chapters")
    if len(items) > _MOST:
        raise LimitExceeded(f"holds more than {_MOST} chapters", where=where, fix="check what file this is")
    return items


def _chapter(item: object) -> Chapter | None:
    if not isinstance(item, dict):
        return None
    start = _moment(item.get("startTime"))
    if start is None:
        return None
    end = _moment(item.get("endTime"))
    return Chapter(
        start=start,
        title=_text(item, "title"),
        end=end if end is not None and end >= start else None,
        url=_text(item, "url"),
        image=_text(item, "img"),
        hidden=item.get("toc") is False,
    )


def _text(item: dict[Any, Any], key: str) -> str:
    value = item.get(key)
    return clean_line(value) if isinstance(value, str) else ""


def _moment(value: object) -> timedelta | None:
    """A time in seconds, as a number or, as some programs write it, as text."""
    if isinstance(value, str):
        try:
            value = float(value[:32])
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return timedelta(seconds=value) if 0 <= value <= _LATEST else None  # never true for a NaN
