"""Descriptions as podcast apps want them: HTML, from the Markdown or plain text that people type.

Apps take a description as HTML, so even a plain text has to be made into it. Two forms come from one source: the full
notes (``content:encoded``), and the description with the few tags that every directory accepts and at most 4,000 bytes.
Markdown is only loaded for a text that has any.
"""

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from confkit.codecs.xml_text import Html
from confkit.domain.text import clean_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Apple: at most 4,000 bytes, and these tags.
DESCRIPTION_LIMIT = 4_000
_DESCRIPTION_TAGS = frozenset({"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"})
_NOTES_TAGS = _DESCRIPTION_TAGS | {"br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "code", "pre", "hr", "img"}
_NOTES_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}}
_BECOMES_PARAGRAPH = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "pre"})

# What CommonMark or the recognition of links could take for markup, beside single characters (``_has_markup``). What
# this finds too much costs an import.
_ENTITY = re.compile(r"&[#\w]")
_MARKED_LINE = re.compile(r"\n(?: {4}| {0,3}\t|[ \t]*(?:[#>+=-]|\d+[.)]))")
_HTML = re.compile(r"\s*<(p|div|h[1-6]|ul|ol|a|b|i|em|strong|span)\b[^<>]*>.*</\1>\s*\Z", re.DOTALL | re.IGNORECASE)
_ANCHOR = re.compile(r'<a\s[^<>]{0,200}?href="(https?://[^"\s<>]+)"[^<>]*>([^<\[\]]*)</a>', re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_OTHER_TAG = re.compile(r"<(?!/?(?:p|ol|ul|li|a|b|i|strong|em)\b)")
_BLOCKS = frozenset({"p", "li", "br", "hr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
# Rendering takes more than linear time for some texts; a text this long is shown as it was typed.
_LONGEST_MARKDOWN = 20_000


def notes_html(text: str) -> Html:
    """Return ``text`` as HTML: Markdown (CommonMark, a line break is kept), plain text, or HTML made harmless."""
    if not text.replace("\n", "").isprintable():  # what there is to clean is not printable, and this takes no time
        text = clean_text(text)
    text = text.strip()
    if is_html(text):
        return _harmless(text)
    if not _has_markup(text) or len(text) > _LONGEST_MARKDOWN:
        return _plain(text)
    return _harmless(_markdown().render(_ANCHOR.sub(r"[\2](\1)", text)))


def item_html(text: str) -> tuple[Html, Html]:
    """Return ``text`` as the description and as the notes of an item; the same for what directories accept as it is."""
    notes = notes_html(text)
    return description_html(notes), notes


def description_html(notes: Html, *, limit: int = DESCRIPTION_LIMIT) -> Html:
    """Return what ``notes_html`` gave as at most ``limit`` bytes of the HTML that directories accept.

    It is cut between words, with every element closed and "…" where something is missing.
    """
    if len(notes.encode()) <= limit and not _OTHER_TAG.search(notes):
        return notes
    writer = _Limited(limit)
    position = 0
    for token in _TOKEN.finditer(notes):
        if not writer.text(notes[position : token.start()]) or not writer.tag(*token.groups()):
            break
        position = token.end()
    else:
        writer.text(notes[position:])
    return writer.finish()


def plain_text(notes: Html) -> str:
    """Return what ``notes_html`` gave without its markup, a paragraph a line, characters still escaped."""
    return re.sub(r"\n\s*\n\s*", "\n\n", _TOKEN.sub(lambda found: "\n\n" if found[2] in _BLOCKS else "", notes)).strip()


def is_html(text: str) -> bool:
    """Whether ``text`` is taken for HTML, and not for Markdown or plain text."""
    return text[:16].lstrip()[:1] == "<" and _HTML.match(text) is not None


def _has_markup(text: str) -> bool:
    # Looking for one character after the other takes a tenth of the time of a pattern that looks for all of them.
    if "*" in text or "_" in text or "`" in text or "<" in text or "[" in text or "]" in text or "\\" in text:
        return True
    if "~" in text or "|" in text or "\t" in text or "//" in text or "mailto:" in text:
        return True
    if "&" in text and _ENTITY.search(text):
        return True
    return _MARKED_LINE.search("\n" + text) is not None


def _plain(text: str) -> Html:
    """Paragraphs as CommonMark would make them of a text without markup."""
    if not text:
        return Html("")
    escaped = html.escape(text, quote=False)
    if "\n" not in escaped:
        return Html(f"<p>{escaped}</p>\n")
    return Html("<p>" + "</p>\n<p>".join(map(_paragraph, _PARAGRAPHS.split(escaped))) + "</p>\n")


def _paragraph(text: str) -> str:
    if "\n" not in text:
        return text.strip(" \t")
    return "<br>\n".join(line.strip(" \t") for line in text.split("\n"))


@lru_cache(maxsize=1)
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "xhtmlOut": False})
    markdown.enable("linkify")
    if markdown.linkify is not None:
        # Only what is written as an address becomes a link: "confkit.io" may be one, "file.py" is not.
        markdown.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return markdown


def _harmless(markup: str) -> Html:
    import nh3

    cleaned = nh3.clean(
        markup,
        tags=set(_NOTES_TAGS),
        attributes=_NOTES_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return Html(cleaned.replace("&nbsp;", "\u00a0"))


class _Limited:
    """Takes well-formed HTML piece by piece while it, with every open element closed, fits into the limit."""

    def __init__(self, limit: int) -> None:
        self._room = limit - len("…".encode())
        self._parts: list[str] = []
        self._open: list[str] = []

    def text(self, piece: str) -> bool:
        """Add a text; False when only a part of it (or nothing) found room."""
        size = len(piece.encode())
        if size <= self._room:
            self._add(piece, size)
            return True
        cut = piece.encode()[: max(self._room, 0)].decode(errors="ignore")
        # Not inside of a word, and not inside of a character reference.
        cut = cut[: max(cut.rfind(" "), cut.rfind("\n"), 0)]
        self._add(cut.rstrip() + "…", len(cut.encode()))
        return False

    def tag(self, closing: str, name: str, attributes: str) -> bool:
        """Add a tag; False when there is no room for it."""
        name = name.lower()
        if name == "br":
            return self._line_break()  # the line feed behind it stays, as white space between two blocks
        if name in _BECOMES_PARAGRAPH:
            name, attributes = "p", ""
        if name not in _DESCRIPTION_TAGS:
            return True
        if closing:
            self._close()
            return True
        size = len(name) * 2 + 5 + len(attributes.encode())
        if size > self._room:
            return False
        self._add(f"<{name}{attributes}>", size)
        self._open.append(name)
        return True

    def finish(self) -> Html:
        """Close what is open and return everything."""
        while self._open:
            self._close()
        return Html("".join(self._parts))

    def _line_break(self) -> bool:
        # There is no <br> among the tags that are accepted: a line of a paragraph becomes one.
        if self._open != ["p"]:
            return self.text(" ")
        self._close()
        return self.tag("", "p", "")

    def _close(self) -> None:
        # Its room was taken when it was opened.
        self._parts.append(f"</{self._open.pop()}>")

    def _add(self, piece: str, size: int) -> None:
        self._parts.append(piece)
        self._room -= size
