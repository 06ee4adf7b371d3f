"""Text into XML: escaped, and never with a character that XML can't hold.

Feeds are written as strings because that is many times faster than building a tree, which is only as safe as these
functions are: every text that goes into a feed passes through one of them.
"""

from typing import NewType

from confkit.codecs.web_address import ascii_address
from confkit.domain.text import clean_line, clean_text

# HTML whose text was cleaned and escaped when it was made; ``show_notes`` and ``rss_chapters`` make it.
Html = NewType("Html", str)
NO_HTML = Html("")


def escape(value: str) -> str:
    """Return ``value`` as the content of an element (XML 1.0 §2.4), without characters outside of §2.2."""
    if not value.isprintable():  # what there is to clean is not printable, and this takes no time
        value = clean_text(value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(value: str) -> str:
    """Return ``value`` as an attribute value with its quotation marks (XML 1.0 §3.3.3: a line break needs a name)."""
    text = escape(value).replace('"', "&quot;")
    return f'"{text}"' if text.isprintable() else '"' + text.replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def quoted_address(value: str) -> str:
    """Return a web address as an attribute value, in ASCII."""
    # Of the characters that an address can hold, this one alone means something to XML.
    return f'"{ascii_address(value).replace("&", "&amp;")}"'


def link_element(value: str) -> str:
    """Return the ``<link>`` to a web address, in ASCII; nothing for none."""
    return f"<link>{ascii_address(value).replace('&', '&amp;')}</link>\n" if value else ""


def element(name: str, value: str) -> str:
    """Return an element with text in it; nothing for an empty text."""
    return f"<{name}>{escape(value)}</{name}>\n" if value else ""


def cdata(name: str, markup: Html) -> str:
    """Return an element with HTML in it as a CDATA section; nothing for no HTML."""
    if not markup:
        return ""
    # "]]>" would end the section. HTML can write it otherwise, so that nobody has to put two sections together.
    return f"<{name}><![CDATA[{markup.replace(']]>', ']]&gt;')}]]></{name}>\n"


def shortened(value: str, limit: int) -> str:
    """Return ``value`` on one line of at most ``limit`` characters, cut between words where that is near."""
    plain = value.isprintable() and "  " not in value and value[:1] != " " and value[-1:] != " "
    text = value if plain else clean_line(value)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip() + "…"
