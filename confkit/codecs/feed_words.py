"""Descriptions of feeds, back into what people type: the inverse of ``show_notes`` as far as there is one.

A description is HTML. One that holds no more than paragraphs becomes plain text again; anything else stays the HTML it
is, in a form that ``show_notes`` knows as HTML.
"""

import html
import re

from confkit.codecs.rss_chapters import chapter_forms
from confkit.codecs.show_notes import is_html, notes_html
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_text

_PARAGRAPHS = re.compile(r"(?:<p>[^<]*(?:<br>\n?[^<]*)*</p>\s*)+")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def words_of(markup: str, *, chapters: tuple[Chapter, ...] = (), title: str = "") -> str:
    """Return the text of a description, without the time stamps of ``chapters`` that the writer put at its end."""
    markup = clean_text(markup).strip()
    if chapters and markup.endswith("</p>"):
        stamps = chapter_forms(chapters, title).stamps.strip()
        if stamps and markup.endswith(stamps):
            markup = markup[: -len(stamps)].rstrip()
    if "<" not in markup:
        plain = html.unescape(markup) if "&" in markup else markup
        return markup if is_html(plain) else plain
    if _PARAGRAPHS.fullmatch(markup):
        plain = "\n\n".join(_lines(match[1]) for match in _PARAGRAPH.finditer(markup))
        if notes_html(plain).strip() == markup:
            return plain
    return markup if is_html(markup) else f"<div>{markup}</div>"


def _lines(paragraph: str) -> str:
    return html.unescape(paragraph.replace("<br>\n", "\n").replace("<br>", "\n"))
