"""A feed as it stands in its file: a light tree of elements with their places, for rules to look at.

Names are those people write (``itunes:image``), whatever prefix the file uses; a namespace that confkit doesn't know
stays in braces (``{uri}name``). Nothing here judges: the rules do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from confkit.domain.text import clean_line

# The addresses of the namespaces, exactly so: with a slash at its end, apps don't see chapters and transcripts.
FEED_NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
# On reading, this means the same namespace as ``podcast`` (Podcasting 2.0).
PODCAST_ALIAS = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
_LONGEST_LABEL = 60


_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


# There are hundreds of thousands of them in a large feed: what is empty is shared, and none is compared.
@dataclass(slots=True, eq=False)
class Element:
    """One element: the line it begins on, the item it is in (from 1; 0: none), its text without that of its children.

    ``children`` and ``raw``, the text as it stands, are filled while the file is read and not changed afterwards.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=lambda: _NO_ATTRIBUTES)
    line: int = 0
    item: int = 0
    children: "list[Element] | tuple[()]" = ()
    raw: str = ""

    @property
    def text(self) -> str:
        """The text without the blanks around it."""
        return self.raw.strip()

    def get(self, attribute: str) -> str:
        """Return an attribute's value without the blanks around it, "" where there is none."""
        return self.attributes.get(attribute, "").strip()

    def all(self, name: str) -> "Iterator[Element]":
        """Return the children of that name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Element | None":
        """Return the first child of that name."""
        return next(self.all(name), None)

    def value(self, name: str) -> str:
        """Return the text of the first child of that name, "" where there is none."""
        found = self.first(name)
        return found.text if found else ""

    def walk(self) -> "Iterator[Element]":
        """Return this element and everything inside of it, in the order of the file."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its channel, its items in their order, and what the file says of itself.

    ``namespaces`` holds every namespace the file declares with the line, ``encoding`` is what it is written in.
    """

    channel: Element
    items: tuple[Element, ...]
    version: str = "2.0"
    encoding: str = "UTF-8"
    namespaces: tuple[tuple[str, int], ...] = ()
    everything: tuple[Element, ...] = ()

    def place(self, element: Element) -> str:
        """Return where an element is, in words: the item with its title, else the channel, and the line."""
        if not element.item:
            return f"channel (line {element.line})"
        title = self.items[element.item - 1].value("title")
        named = f" “{label(title)}”" if title else ""
        return f"item {element.item}{named} (line {element.line})"


def label(value: str) -> str:
    """Return untrusted text fit to be shown inside a sentence: clean, on one line, not long."""
    # The cut comes first: what can be megabytes long is not cleaned as a whole.
    line = clean_line(value[: 4 * _LONGEST_LABEL])
    return line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1]}…"
