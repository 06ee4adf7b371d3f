"""Elements of the podcast namespace that an import found and no field of confkit holds: read, judged, given back.

They are kept as XML with the prefix ``podcast``, and people can edit them in a show file. So each is parsed and written
anew: what is not one well-formed element of the namespace never reaches a feed. What other namespaces have inside of
one is written with its namespace beside it. One element is no podcast's own and may be kept too, ``itunes:image``: the
picture of a show or episode that has none here.

The rule by which an extra or confkit's own element is written stands in ``feed_extras``.
"""

import pyexpat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from confkit.codecs.feed_extras import DEEPEST, LARGEST, MOST_ATTRIBUTES, PICTURE, SINGLE
from confkit.codecs.person_roles import ROLES, nearest_role
from confkit.codecs.xml_text import escape, quoted
from confkit.domain.feed import FEED_NAMESPACES, PODCAST_ALIAS
from confkit.domain.feed_rules.values import is_web_address
from confkit.domain.person import Credit
from confkit.domain.text import clean_line

_PREFIXES = {uri: prefix for prefix, uri in FEED_NAMESPACES.items()} | {PODCAST_ALIAS: "podcast"}
_XML = "http://www.w3.org/XML/1998/namespace"
_AROUND = "<x" + "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in FEED_NAMESPACES.items()) + ">"
_PODCAST = "podcast:"
# Of larger ones there are a few in a feed; read again they cost less than kept.
_LARGEST_KEPT = 16 << 10
# What apps know a show by is confkit's, and so are chapters it publishes itself.
_OURS = frozenset({"guid", "chapters"})


@dataclass(frozen=True, slots=True)
class Extra:
    """One element: its name without the prefix ``podcast``, its attributes, its own text, and itself as XML."""

    name: str
    attributes: Mapping[str, str]
    text: str
    xml: str

    @property
    def single(self) -> str:
        """The name of an element of which there is one, "" for any other."""
        is_single = f"{_PODCAST}{self.name}" in SINGLE and not (self.name == "block" and self.attributes.get("id"))
        return self.name if is_single else ""


@dataclass(frozen=True, slots=True)
class Extras:
    """The elements that can be used; ``cast`` are those of people with a role here, by ``person_key``."""

    elements: tuple[Extra, ...] = ()
    singles: frozenset[str] = frozenset()
    cast: Mapping[str, tuple[Extra, ...]] = field(default_factory=dict)
    picture: str = ""

    def beside(self, own: str, outdated: frozenset[str] = frozenset()) -> str:
        """Return what is to be written after confkit's ``own`` elements; the singles named ``outdated`` are not.

        The cast is written by ``rss_podcasting.persons``.
        """
        if not self.elements:
            return ""
        written = _elements(own).found
        return "".join(one.xml for one in self.elements if _is_wanted(one, written, outdated))


NO_EXTRAS = Extras()


def person_key(name: str) -> str:
    """Return what two spellings of a name have in common by which a person is known."""
    return clean_line(name).casefold()


def cast_role(extra: Extra) -> str:
    """Return the role of a ``podcast:person`` in the words of confkit's own feeds, "" for one who has none here."""
    role = nearest_role(extra.attributes.get("role", ""), extra.attributes.get("group", ""))
    return ROLES[role] if role is not None else ""


def in_place_of(credit: Credit, *cast: Mapping[str, tuple[Extra, ...]]) -> str:
    """Return what is written for ``credit`` instead of confkit's own element, "" where nothing is.

    Of several ``cast``, the first that knows the person counts.
    """
    key, role = person_key(credit.name), ROLES.get(credit.role, "")
    known = next((one[key] for one in cast if key in one), ())
    return "".join(one.xml for one in known if cast_role(one) == role)


@lru_cache(maxsize=256)
def extras_of(texts: tuple[str, ...]) -> Extras:
    """Read the extras of a show or an episode; what can't be used is left out (``read_extra`` says which)."""
    if not texts:
        return NO_EXTRAS
    elements = tuple(found for text in texts if (found := read_extra(text)) is not None)
    cast: dict[str, tuple[Extra, ...]] = {}
    for one in elements:
        if _is_cast(one):
            key = person_key(one.text)
            cast[key] = (*cast.get(key, ()), one)
    picture = next((one.attributes["href"] for one in elements if one.name == PICTURE), "")
    return Extras(elements, frozenset(one.single for one in elements if one.single), cast, picture)


def read_extra(text: str) -> Extra | None:
    """Return the element in ``text``, None where it is not one well-formed element that an extra can be."""
    return _read_kept(text) if len(text) <= _LARGEST_KEPT else _read(text)


def _read(text: str) -> Extra | None:
    read = _elements(text) if len(text) <= LARGEST else _Reader()
    return read.found[0] if len(read.found) == 1 and not read.is_odd else None


_read_kept = lru_cache(maxsize=2048)(_read)


def _is_cast(extra: Extra) -> bool:
    return extra.name == "person" and bool(person_key(extra.text)) and bool(cast_role(extra))


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

    Any other namespace is declared on each element that uses it: so no prefix can mean two things, wherever the element
    is put. ``is_odd`` tells that there is something that no extra can be.
    """

    def __init__(self) -> None:
        self.found: list[Extra] = []
        self.is_odd = False
        self._depth = 0
        self._parts: list[str] = []
        # Where in them the elements begin that are open, and their names.
        self._open: list[tuple[int, str]] = []
        self._texts: list[str] = []
        self._attributes: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            return
        spaces: dict[str, str] = {}
        known = _named(name, spaces)
        own = {_named(key, spaces): value for key, value in attributes.items()}
        if self._depth == 2:
            is_picture = known == PICTURE and own.keys() == {"href"} and is_web_address(own["href"])
            self.is_odd |= not (known.startswith(_PODCAST) or is_picture)
            self._parts, self._texts, self._attributes = [], [], own
        self.is_odd |= self._depth > DEEPEST + 1 or len(attributes) > MOST_ATTRIBUTES
        declared = {f"xmlns:{prefix}": uri for uri, prefix in spaces.items()}
        self._open.append((len(self._parts), known))
        written = "".join(f" {key}={quoted(value)}" for key, value in (declared | own).items())
        self._parts.append(f"<{known}{written}>")

    def end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            return
        begin, known = self._open.pop()
        if begin == len(self._parts) - 1:  # nothing came in between
            self._parts[-1] = f"{self._parts[-1][:-1]}/>"
        else:
            self._parts.append(f"</{known}>")
        if self._depth == 1:
            text = "".join(self._texts).strip()
            xml = "".join(self._parts) + "\n"
            self.found.append(Extra(known.removeprefix(_PODCAST), self._attributes, text, xml))

    def text(self, text: str) -> None:
        if self._depth == 1:
            self.is_odd |= bool(text.strip())
            return
        if self._depth == 2:
            self._texts.append(text)
        self._parts.append(escape(text))


def _named(name: str, spaces: dict[str, str]) -> str:
    """Return a name with its prefix; a namespace that feeds of confkit don't declare gets one in ``spaces``."""
    uri, blank, local = name.rpartition(" ")
    if not blank:
        return local
    prefix = "xml" if uri == _XML else _PREFIXES.get(uri) or spaces.setdefault(uri, f"x{len(spaces)}")
    return f"{prefix}:{local}"


def _is_wanted(extra: Extra, own: Sequence[Extra], outdated: frozenset[str]) -> bool:
    if extra.name == PICTURE or _is_cast(extra):
        return False
    if extra.single:
        return extra.single not in outdated
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
            is_of_then = extra.attributes.get("pubdate") == own.attributes.get("pubdate") and extra.text == own.text
            return is_of_then or extra.attributes.get("url") == own.attributes.get("url")
        case _:
            return extra.text == own.text and extra.attributes == own.attributes
