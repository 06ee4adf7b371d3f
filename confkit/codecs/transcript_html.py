"""Transcripts as HTML, in only: what Podcasting 2.0 describes, and any page with paragraphs; ``text/html``.

``<cite>Amira Hart:</cite> <time>0:12</time> <p>…</p>``. A page is read for its words: scripts, styles and all other
tags are passed over, nothing of the markup is kept.
"""

import html
import re
from datetime import timedelta

from confkit.codecs.text_file import decoded
from confkit.codecs.time_stamp import read_stamp
from confkit.codecs.transcript_cues import LARGEST, MOST, Report, require_some, tidy, with_ends
from confkit.codecs.transcript_text import from_lines
from confkit.domain.recording import Cue, Transcript
from confkit.domain.text import clean_line

_NAME = re.compile(r"(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_SILENT = frozenset(("script", "style", "head", "template", "noscript"))
_BLOCKS = frozenset(("p", "div", "li", "br", "h1", "h2", "h3", "h4", "section", "article", "blockquote", "tr", "dd"))


class _Words:
    """Collects the words between tags that matter."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.lines: list[str] = []
        self.cited = False
        self.timed = False
        self._start = timedelta(0)
        self._speaker = ""
        self._text: list[str] = []
        self._silent = ""

    def feed(self, page: str) -> None:
        """Take a page apart at its angle brackets; unlike html.parser this takes linear time for whatever it holds."""
        first, *rest = page.split("<")
        self._text.append(first)
        comment = False
        for piece in rest:
            if len(self.cues) > MOST:
                break  # which is an error, however many more there are
            if comment or piece.startswith("!--"):
                _, closed, words = piece.partition("-->")
                comment = not closed
            else:
                tag, closed, words = piece.partition(">")
                match = _NAME.match(tag)
                if match and (not self._silent or (match[1] and match[2].lower() == self._silent)):
                    self._tag(match[2].lower(), bool(match[1]))
                elif not match and not tag.startswith(("!", "?")):  # "1 < 2"
                    words = f"<{piece}"
            if not self._silent:
                self._text.append(words)
        self._close()

    def _tag(self, name: str, end: bool) -> None:
        if name in _SILENT:
            self._silent = "" if end else name
        elif name == "cite" and end:
            speaker = self._taken().rstrip(": ")
            self._speaker, self.cited = speaker, self.cited or bool(speaker)
        elif name == "time" and end:
            moment = read_stamp(self._taken().strip("[]()"))
            if moment is not None:
                self._start, self.timed = moment, True
        elif name in ("cite", "time") or name in _BLOCKS:
            self._close()

    def _taken(self) -> str:
        text = clean_line(html.unescape("".join(self._text)))
        self._text.clear()
        return text

    def _close(self) -> None:
        text = self._taken()
        if text:
            self.cues.append(Cue(self._start, self._start, text, self._speaker))
            self.lines += (text, "")


def read_html(data: bytes, where: str, *, report: Report | None = None) -> Transcript:
    """Return the transcript of an HTML page; raises FormatError, TruncatedInput, LimitExceeded."""
    parser = _Words()
    parser.feed(decoded(data, where, largest=LARGEST))
    require_some(parser.cues, where)
    if parser.timed:
        return tidy(with_ends(list(tidy(parser.cues).cues)))
    if parser.cited:
        return tidy(parser.cues)
    # Without the elements of the standard, names and times may stand in the words.
    return from_lines(parser.lines, where)
