"""Reading any feed's XML, safely: bytes → ``confkit.domain.feed``.

Whoever wrote the file is not trusted. There are no document types and so no entities, external or exploding; size,
depth, attributes, elements and items have limits. The parser is expat, fed once, so that no token is scanned twice.
"""

import pyexpat
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.feed import FEED_NAMESPACES, PODCAST_ALIAS, Element, Feed

_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_PREFIXES = {uri: prefix for prefix, uri in FEED_NAMESPACES.items()} | {PODCAST_ALIAS: "podcast"}
_XML = "http://www.w3.org/XML/1998/namespace"
_SEPARATOR = " "


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a feed is read: bytes, nested elements, attributes of one, elements and items of all."""

    size: int = 32 * 1024 * 1024
    depth: int = 64
    attributes: int = 64
    elements: int = 300_000
    items: int = 20_000


def namespace_key(uri: str) -> str:
    """Return what two spellings of one namespace have in common: without scheme, case and slashes at the end."""
    return uri.strip().partition("://")[2].lower().rstrip("/").removeprefix("www.")


_NEARLY = {namespace_key(uri): prefix for uri, prefix in _PREFIXES.items()}


def read_feed(data: bytes, *, where: str = "feed", limits: Limits | None = None) -> Feed:
    """Return the feed in ``data``.

    A namespace that is only misspelled is read as the one that is meant, so that one fault is not told as fifty.
    Raises FormatError for what is not well-formed XML or not RSS, TruncatedInput and LimitExceeded.
    """
    return _Reader(where, limits or Limits()).read(data)


class _Reader:
    def __init__(self, where: str, limits: Limits) -> None:
        self._where = where
        self._limits = limits
        self._stack: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0
        self._items: list[Element] = []
        self._channel: Element | None = None
        self._everything: list[Element] = []
        self._version = ""
        self._encoding = "UTF-8"
        self._namespaces: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._parser = _parser()
        handlers: dict[str, Callable[..., None]] = {
            "XmlDeclHandler": self._declaration,
            "StartDoctypeDeclHandler": self._doctype,
            "StartNamespaceDeclHandler": self._namespace,
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._text,
        }
        for name, handler in handlers.items():
            setattr(self._parser, name, handler)

    def read(self, data: bytes) -> Feed:
        if len(data) > self._limits.size:
            self._too_much(f"is larger than {self._limits.size // 1024 // 1024} MiB")
        if not data.strip():
            raise TruncatedInput("is empty", where=self._where, fix="save the feed again")
        self._encoding = next((name for bom, name in _BOMS if data.startswith(bom)), self._encoding)
        try:
            self._parser.Parse(data, True)
        except pyexpat.ExpatError as error:
            self._broken(error)
        except (ValueError, LookupError) as error:  # an encoding that can't be read
            raise FormatError(
                "is written in an encoding that can't be read", where=self._where, fix="save it as UTF-8"
            ) from error
        if self._channel is None:
            self._not_a_feed()
        return Feed(
            self._channel,
            tuple(self._items),
            self._version,
            self._encoding,
            tuple(self._namespaces.items()),
            tuple(self._everything),
        )

    def _broken(self, error: pyexpat.ExpatError) -> NoReturn:
        place = f"{self._where}, line {error.lineno}"
        message = pyexpat.ErrorString(error.code)
        if error.code in _CUT_OFF:
            raise TruncatedInput(
                "ends before it is complete", where=place, fix="fetch or write the feed again"
            ) from error
        raise FormatError(
            f"is not well-formed XML ({message})", where=place, fix=_FIXES.get(error.code, _FIX)
        ) from error

    def _too_much(self, what: str) -> NoReturn:
        raise LimitExceeded(what, where=self._where, fix="split the feed into pages (RFC 5005)")

    def _not_a_feed(self) -> NoReturn:
        raise FormatError("is not an RSS feed", where=self._where, fix="give the feed itself, not the page of the show")

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        self._encoding = encoding or self._encoding

    def _doctype(self, *declared: object) -> None:
        raise FormatError(
            "has a document type declaration, through which it could pull in other files",
            where=f"{self._where}, line {self._parser.CurrentLineNumber}",
            fix="remove <!DOCTYPE …>; a feed needs none",
        )

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if uri and uri not in self._namespaces:
            if len(self._namespaces) >= self._limits.attributes:
                self._too_much("declares too many namespaces")
            self._namespaces[uri] = self._parser.CurrentLineNumber

    def _name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            uri, colon, local = name.rpartition(_SEPARATOR)
            prefix = "xml" if uri == _XML else _PREFIXES.get(uri) or _NEARLY.get(namespace_key(uri))
            known = (f"{prefix}:{local}" if prefix else f"{{{uri}}}{local}") if colon else local
            self._names[name] = known
        return known

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._stack) >= self._limits.depth:
            self._too_much(f"has more than {self._limits.depth} elements inside of each other")
        if len(attributes) > self._limits.attributes:
            self._too_much(f"has an element of more than {self._limits.attributes} attributes")
        if self._count > self._limits.elements:
            self._too_much(f"has more than {self._limits.elements:,} elements")
        known, depth = self._name(name), len(self._stack)
        if depth == 0:
            if known != "rss":
                self._not_a_feed()
            self._version = attributes.get("version", "")
        element = Element(known)
        if attributes:
            element.attributes = {self._name(key): value for key, value in attributes.items()}
        inside = self._stack[-1].item if self._stack else 0
        is_item = depth == 2 and known == "item" and self._stack[-1] is self._channel
        if is_item and len(self._items) >= self._limits.items:
            self._too_much(f"has more than {self._limits.items:,} items")
        element.line = self._parser.CurrentLineNumber
        element.item = len(self._items) + 1 if is_item else inside
        if is_item:
            self._items.append(element)
        elif depth == 1 and known == "channel" and self._channel is None:
            self._channel = element
        if self._stack:
            parent = self._stack[-1]
            if isinstance(parent.children, list):
                parent.children.append(element)
            else:
                parent.children = [element]
        self._stack.append(element)
        self._texts.append([])
        self._everything.append(element)

    def _end(self, name: str) -> None:
        # Once, at the end: a text can come in a million pieces.
        self._stack.pop().raw = "".join(self._texts.pop())

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)


def _parser() -> pyexpat.XMLParserType:
    parser = pyexpat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    # Billions of laughs are refused with the document type; this is the second lock on the same door.
    parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


_CODES = pyexpat.errors.codes
_CUT_OFF = {
    _CODES[getattr(pyexpat.errors, name)]
    for name in (
        "XML_ERROR_NO_ELEMENTS",
        "XML_ERROR_UNCLOSED_TOKEN",
        "XML_ERROR_PARTIAL_CHAR",
        "XML_ERROR_UNCLOSED_CDATA_SECTION",
    )
}
_FIX = "write the texts of the feed with &amp;, &lt; and &gt;, and close every element"
_FIXES = {
    _CODES[pyexpat.errors.XML_ERROR_UNBOUND_PREFIX]: "declare the prefix's namespace on <rss>",
    _CODES[pyexpat.errors.XML_ERROR_UNDEFINED_ENTITY]: "write the character itself, or its number, such as &#160;",
    _CODES[pyexpat.errors.XML_ERROR_MISPLACED_XML_PI]: "remove what stands before <?xml …?>",
}
