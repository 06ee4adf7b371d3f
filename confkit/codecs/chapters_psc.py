"""Podlove Simple Chapters 1.2 as a file, both ways: ``psc:chapters`` alone or somewhere in a document.

The parser is expat without anything that a document type could bring: no entities, no external files. What the format
can't hold are ends and hidden chapters.
"""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from confkit.codecs.rss_chapters import chapter_forms
from confkit.codecs.text_file import require_size
from confkit.codecs.time_stamp import read_stamp
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.feed import FEED_NAMESPACES
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

NAMESPACE = FEED_NAMESPACES["psc"]
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OPENING = '<psc:chapters version="1.2"'
LARGEST = 5 << 20
MOST = 10_000
_DEEPEST = 200
# The numbers of expat's errors: no element found, an unclosed token, a partial character, an unclosed CDATA section.
_UNFINISHED = (3, 5, 6, 20)


def write_psc(chapters: Iterable[Chapter]) -> bytes:
    """Return ``chapters`` as an XML document, hidden ones left out, to the millisecond."""
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    inline = chapter_forms(ordered, "").simple or f"{_OPENING}>\n</psc:chapters>\n"
    return (_HEAD + inline.replace(_OPENING, f'{_OPENING} xmlns:psc="{NAMESPACE}"', 1)).encode()


class _Reader:
    """Follows the parser to the first ``chapters`` element and through it."""

    def __init__(self, where: str, report: Callable[[Problem], None] | None) -> None:
        self.chapters: list[Chapter] = []
        self.found = False
        self._where = where
        self._report = report
        self._depth = 0
        self._inside = 0
        self._number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise LimitExceeded("is nested too deeply", where=self._where, fix="check what file this is")
        namespace, _, local = name.rpartition(" ")
        if namespace not in ("", NAMESPACE):
            return
        if local == "chapters" and not self.found:
            self.found, self._inside = True, self._depth
        elif local == "chapter" and self._inside:
            self._chapter(attributes)

    def end(self, _name: str) -> None:
        if self._depth == self._inside:
            self._inside = 0
        self._depth -= 1

    def _chapter(self, attributes: dict[str, str]) -> None:
        self._number += 1
        if self._number > MOST:
            raise LimitExceeded(f"holds more than {MOST} chapters", where=self._where, fix="check what file this is")
        start = read_stamp(attributes.get("start", "?"))
        if start is None:
            without_start(self._where, f"chapter {self._number}", self._report)
            return
        title, url, image = (clean_line(attributes.get(key, "")) for key in ("title", "href", "image"))
        self.chapters.append(Chapter(start, title, url=url, image=image))

    def refuse(self, *_: object) -> None:
        raise FormatError(
            "has a document type, which can hold entities", where=self._where, fix="remove the line with <!DOCTYPE"
        )


def read_psc(data: bytes, where: str, *, report: Callable[[Problem], None] | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of the first ``psc:chapters`` of an XML document, ascending by start.

    A chapter without a usable start is left out and reported. Raises FormatError, TruncatedInput, LimitExceeded.
    """
    require_size(data, where, largest=LARGEST)
    if not data.strip():
        raise TruncatedInput("is empty", where=where, fix="get the file again")
    reader = _Reader(where, report)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if error.code in _UNFINISHED:
            raise TruncatedInput("ends before it is complete", where=where, fix="get the file again") from error
        raise FormatError(
            f"is not XML (line {error.lineno}: {expat.ErrorString(error.code)})", where=where, fix="export it again"
        ) from error
    except (LookupError, ValueError) as error:
        raise FormatError("is XML in an encoding that is not known", where=where, fix="save it as UTF-8") from error
    if not reader.found:
        raise FormatError("holds no chapters", where=where, fix="expected an element psc:chapters")
    return tuple(sorted(reader.chapters, key=lambda chapter: chapter.start))


def without_start(where: str, place: str, report: Callable[[Problem], None] | None) -> None:
    """Report a chapter that has no usable start."""
    if report is not None:
        report(
            Problem(
                "chapter-without-start",
                Severity.WARNING,
                f"{where}: {place}",
                "has no start time that could be used and is left out",
                "give it a time such as 00:01:30.000",
            )
        )
