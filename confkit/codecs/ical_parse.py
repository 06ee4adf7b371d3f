"""The grammar of foreign calendars: bytes to components with properties, whatever their producers did to them.

A reader of our own, because the well-kept library evaluates the recurrence rules of time zones while it reads, which
untrusted input can make arbitrarily long, and reads texts character by character. Everything here takes linear time.
What can't be a calendar is refused; what was repaired is counted, so that it can be reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.text import clean_line

SIZE_LIMIT = 20 * 1024 * 1024
EVENT_LIMIT = 5_000
LINE_LIMIT = 1_500_000
_DEPTH_LIMIT = 16

_LINE_ENDS = re.compile(r"[\r\n]+")
_FOLD = re.compile(r"\n[ \t]")
_BEGIN = re.compile(r"^[ \t]*BEGIN:VCALENDAR[ \t]*$", re.MULTILINE | re.IGNORECASE)
_END = re.compile(r"^[ \t]*END:VCALENDAR[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*[;:]")
_FRAME = re.compile(r"[ \t]*(?:BEGIN|END)[ \t]*:", re.IGNORECASE)
# Possessive, so that no line can make them try again what they have seen.
_UP_TO_COLON = re.compile(r'(?:[^":]++|"[^"]*+")*+:')
_PARAMETER = re.compile(r'(?:[^";]++|"[^"]*+")++')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LIST_ITEM = re.compile(r"(?:[^,\\]++|\\.|\\\Z)++", re.DOTALL)
_CIRCUMFLEX = re.compile(r"\^([n'^])")
_CIRCUMFLEXES = {"n": "\n", "'": '"', "^": "^"}


@dataclass(frozen=True, slots=True)
class Property:
    """A content line: its name in upper case, its parameters by name in upper case, its value as it was written."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT (RFC 5545 §3.3.11)."""
        return unescape(self.value)

    @property
    def texts(self) -> tuple[str, ...]:
        """The value as a list of TEXT."""
        return tuple(unescape(item) for item in _LIST_ITEM.findall(self.value))


@dataclass(slots=True)
class Component:
    """A component with its properties in the file's order and the components inside of it."""

    name: str
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property called ``name``."""
        return [found for found in self.properties if found.name == name]

    def first(self, name: str) -> Property | None:
        """The first property called ``name``, which is the only one in a proper file."""
        return next((found for found in self.properties if found.name == name), None)

    def text(self, *names: str) -> str:
        """The first text that is not empty among the properties called ``names``."""
        return next((text for name in names for found in self.all(name) if (text := found.text.strip())), "")


@dataclass(slots=True)
class Parsed:
    """The calendars of a file, usually one, and what had to be repaired: kinds of repair with how often."""

    calendars: list[Component]
    repairs: dict[str, int]


def unescape(value: str) -> str:
    """Undo the escapes of TEXT; a backslash before anything else is dropped, as every client does."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def parse(data: bytes, where: str) -> Parsed:
    """Parse the calendars in ``data``.

    Raises LimitExceeded, TruncatedInput for a file that is empty or was cut off, FormatError for one that is no
    calendar.
    """
    if len(data) > SIZE_LIMIT:
        raise LimitExceeded(
            f"is larger than {SIZE_LIMIT // 1024 // 1024} MiB", where=where, fix="check that it is the right file"
        )
    repairs: dict[str, int] = {}
    text = _FOLD.sub("", _LINE_ENDS.sub("\n", _decoded(data, repairs)))
    if text.count("\n") > LINE_LIMIT:
        raise LimitExceeded(f"holds more than {LINE_LIMIT} lines", where=where, fix="import a part of it")
    return Parsed(_components(_calendar_part(text, where, repairs), where, repairs), repairs)


def _decoded(data: bytes, repairs: dict[str, int]) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\r\r\n" in data:
        repairs["line-ends"] = data.count(b"\r\r\n")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        repairs["encoding"] = 1
        return data.decode("cp1252", errors="replace")


def _calendar_part(text: str, where: str, repairs: dict[str, int]) -> str:
    """The text from the first BEGIN:VCALENDAR to the last END: calendars come inside of web pages too."""
    begin = _BEGIN.search(text)
    if begin is None:
        if not text.strip(" \t\n\0"):
            raise TruncatedInput("is empty", where=where, fix="get the file again")
        raise FormatError("is not a calendar: it has no BEGIN:VCALENDAR", where=where, fix="check the file")
    ends = [match.end() for match in _END.finditer(text, begin.end())]
    if not ends:
        raise TruncatedInput(
            "is cut off: it has no END:VCALENDAR", where=where, fix="get the file again; nothing was imported"
        )
    if text[: begin.start()].strip() or text[ends[-1] :].strip():
        repairs["wrapped"] = 1
    return text[begin.start() : ends[-1]]


def _components(text: str, where: str, repairs: dict[str, int]) -> list[Component]:
    calendars: list[Component] = []
    stack: list[Component] = []
    events = 0
    for found in _properties(text, repairs):
        if found.name == "BEGIN":
            component = Component(found.value.strip().upper())
            events += component.name == "VEVENT"
            if len(stack) >= _DEPTH_LIMIT or events > EVENT_LIMIT:
                what = f"more than {EVENT_LIMIT} events" if events > EVENT_LIMIT else "components inside of components"
                raise LimitExceeded(f"holds {what}", where=where, fix="import a part of it")
            (stack[-1].children if stack else calendars).append(component)
            stack.append(component)
        elif found.name == "END":
            name = found.value.strip().upper()
            if not stack or stack[-1].name != name:
                inside = f" inside of {_shown(stack[-1].name)}" if stack else ""
                raise TruncatedInput(
                    f"has an END:{_shown(name)}{inside}: a part is missing", where=where, fix="get the file again"
                )
            stack.pop()
        elif stack:
            stack[-1].properties.append(found)
    return calendars


def _shown(name: str) -> str:
    return clean_line(name[:40])


def _properties(text: str, repairs: dict[str, int]) -> Iterator[Property]:
    """Every content line; one that is none goes on with the text before it, which held a bare line break."""
    pending: list[str] = []
    for line in text.split("\n"):
        if _NAME.match(line):
            if pending:
                yield _property("\\n".join(pending))
            pending = [line]
        elif line.strip():
            repairs["broken-lines"] = repairs.get("broken-lines", 0) + 1
            if not _FRAME.match(pending[0]):
                pending.append(line)
    yield _property("\\n".join(pending))


def _property(line: str) -> Property:
    colon = line.find(":")
    if '"' in line[:colon] and (quoted := _UP_TO_COLON.match(line)):
        colon = quoted.end() - 1
    head = line[:colon] if colon >= 0 else line
    name, *rest = _PARAMETER.findall(head) if '"' in head else head.split(";")
    parameters = {}
    for item in rest:
        key, _, value = item.partition("=")
        value = value.strip().strip('"')
        if "^" in value:  # RFC 6868
            value = _CIRCUMFLEX.sub(lambda match: _CIRCUMFLEXES[match[1]], value)
        parameters[key.strip().upper()] = value
    return Property(name.strip().upper(), parameters, line[colon + 1 :] if colon >= 0 else "")
