"""Descriptions as a page shows them: the Markdown of paragraphs, lists, emphasis and links, as harmless HTML.

Headings and pictures stay as they were typed: a page has an order of headings of its own, and loads nothing from
elsewhere.
"""

import functools

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from confkit.publish.words import paragraphs

_RULES = ("list", "emphasis", "link", "autolink", "escape", "entity", "newline", "backticks")
_TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "code", "br"}
_SCHEMES = {"http", "https", "mailto"}
# Rendering takes more than linear time for some texts; a text this long is shown as it was typed.
_LONGEST = 20_000


def prose(text: str) -> Markup:
    """Return ``text`` as HTML; what markup it holds beyond the few forms above is text."""
    if len(text) > _LONGEST:
        return Markup("\n").join(Markup("<p>{}</p>").format(one) for one in paragraphs(text))
    html = _markdown().render(text)
    # Nothing harmful should come out of the rendering; cleaning makes sure of it.
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES).strip())


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(list(_RULES))
