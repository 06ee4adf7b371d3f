"""Elements of the podcast namespace that an import found and no field of confkit holds: read, judged, given back.

They are kept as XML with the prefix ``podcast``, and people can edit them in a show file. So each is parsed and written
anew: what is not one well-formed element of the namespace never reaches a feed.
"""

import pyexpat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from confkit.codecs.xml_text import escape, quoted
from confkit.domain.feed import FEED_NAMESPACES, PODCAST_ALIAS

_LARGEST = 64 << 10
_DEEPEST = 16
_PREFIXES = {uri: prefix for prefix, uri in FEED_NAMESPACES.items()} | {PODCAST_ALIAS: "podcast"}
_XML = "http://www.w3.org/XML/1998/namespace"
_AROUND = "<x" + "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in FEED_NAMESPACES.items()) + ">"
# What stands once in a channel or item: an extra of this name says more than the field, and takes its place …
_SINGLE = frozenset({"location", "license", "updateFrequency", "medium", "locked", "publisher", "podroll"})
# … but what apps know a show or an episode by is confkit's, and so are chapters it publishes itself.
_OURS = frozenset({"guid", "season", "episode", "chapters"})


@dataclass(frozen=True, slots=True)
class Extra:
    """One element: its name without the prefix, its attributes, its text without blanks around, and itself as XML."""

    name: str
    attributes: Mapping[str, str]
    text: str
    xml: str


@dataclass(frozen=True, slots=True)
class Extras:
    """The elements that can be used; ``replaced`` names those that take the place of confkit's own."""

    elements: tuple[Extra, ...] = ()
    replaced: frozenset[str] = frozenset()
    persons: Mapping[str, str] = field(default_factory=dict)

    def beside(self, own: str, people: Iterable[str] = ()) -> str:
        """Return what is to be written after confkit's ``own`` elements, with the ``people`` who are still there."""
        if not self.elements:
            return ""
        written = _elements(own).found
        names = frozenset(people)
        return "".join(one.xml for one in self.elements if _is_wanted(one, written, names))


NO_EXTRAS = Extras()


@lru_cache(maxsize=256)
def extras_of(texts: tuple[str, ...]) -> Extras:
    """Read the extras of a show or an episode; what can't be used is left out (``read_extra`` says which)."""
    if not texts:
        return NO_EXTRAS
    elements = tuple(found for text in texts if (found := read_extra(text)) is not None)
    persons: dict[str, str] = {}
    for one in elements:
        if one.name == "person" and one.text:
            persons[one.text] = persons.get(one.text, "") + one.xml
    replaced = {one.name for one in elements if one.name in _SINGLE}
    replaced |= {"block" for one in elements if one.name == "block" and not one.attributes.get("id")}
    return Extras(elements, frozenset(replaced), persons)


@lru_cache(maxsize=2048)
def read_extra(text: str) -> Extra | None:
    """Return the element in ``text``, None where it is not one well-formed element of the podcast namespace."""
    read = _elements(text) if len(text) <= _LARGEST else _Reader()
    return read.found[0] if len(read.found) == 1 and not read.is_foreign else None


def _elements(text: str) -> "_Reader":
    """Read the elements that ``text`` is made of; nothing is found in what is not well-formed."""
    reader = _Reader()
    parser = pyexpat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(f"{_AROUND}{text}</x>".encode(), True)
    except (pyexpat.ExpatError, ValueError):  # no XML; a character that is none
        return _Reader()
    return reader


class _Reader:
    """Finds elements and writes them anew, with the prefixes that confkit's feeds declare.

    ``is_foreign`` tells that there is something that is not of the podcast namespace, or that no prefix is known for.
    """

    def __init__(self) -> None:
        self.found: list[Extra] = []
        self.is_foreign = False
        self._depth = 0
        self._parts: list[str] = []
        # Where in them the elements begin that are open.
        self._open: list[int] = []
        self._texts: list[str] = []
        self._attributes: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            return
        known = self._name(name)
        own = {self._name(key): value for key, value in attributes.items()}
        if self._depth == 2:
            self.is_foreign |= not known.startswith("podcast:")
            self._parts, self._texts, self._attributes = [], [], own
        self.is_foreign |= self._depth > _DEEPEST
        self._open.append(len(self._parts))
        self._parts.append(f"<{known}" + "".join(f" {key}={quoted(value)}" for key, value in own.items()) + ">")

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            return
        known = self._name(name)
        if self._open.pop() == len(self._parts) - 1:  # nothing came in between
            self._parts[-1] = f"{self._parts[-1][:-1]}/>"
        else:
            self._parts.append(f"</{known}>")
        if self._depth == 1:
            text = "".join(self._texts).strip()
            self.found.append(
                Extra(known.removeprefix("podcast:"), self._attributes, text, "".join(self._parts) + "\n")
            )

    def text(self, text: str) -> None:
        if self._depth == 1:
            self.is_foreign |= bool(text.strip())
            return
        if self._depth == 2:
            self._texts.append(text)
        self._parts.append(escape(text))

    def _name(self, name: str) -> str:
        uri, blank, local = name.rpartition(" ")
        if not blank:
            return local
        prefix = "xml" if uri == _XML else _PREFIXES.get(uri, "")
        self.is_foreign |= not prefix
        return f"{prefix}:{local}"


def _is_wanted(extra: Extra, own: Sequence[Extra], people: frozenset[str]) -> bool:
    if extra.name == "person":
        return extra.text in people
    return not any(_is_same(extra, one) for one in own if one.name == extra.name)


def _is_same(extra: Extra, own: Extra) -> bool:
    """Whether confkit publishes itself what an extra of the same name says."""
    match extra.name:
        case name if name in _OURS:
            return True
        case "transcript":
            languages = {extra.attributes.get("language", ""), own.attributes.get("language", "")} - {""}
            return extra.attributes.get("type") == own.attributes.get("type") and len(languages) < 2
        case "alternateEnclosure":
            return extra.attributes.get("type") == own.attributes.get("type")
        case "trailer":
            return extra.attributes.get("url") == own.attributes.get("url")
        case _:
            return extra.text == own.text and extra.attributes == own.attributes
