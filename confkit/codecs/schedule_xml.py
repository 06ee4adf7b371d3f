"""``schedule.xml``, as frab, pretalx, wafer and the hubs of large conferences write it: bytes → a programme.

The document becomes the objects that ``schedule.json`` is made of, and ``schedule_import`` makes both into a programme.
Whoever wrote the file is not trusted: there are no document types and so no entities, external or exploding; size,
depth, attributes and elements have limits, and a file that is cut off is an error. The parser is expat, fed once, so
that no token is scanned twice.

Schema: https://c3voc.de/schedule/schema.xsd. Hardly any file in the wild fulfils it, so it is read leniently: unknown
elements are passed over, and what is missing is reported by ``schedule_import``.
"""

import pyexpat
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from uuid import UUID

from confkit.codecs.schedule_import import EVENT_LIMIT, SIZE_LIMIT, Schedule, ScheduleImport, programme_from_schedule
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput

DEPTH_LIMIT = 32
ATTRIBUTE_LIMIT = 64
ELEMENT_LIMIT = 2_000_000

_AGAIN = "fetch or export it again"
_WRONG = "check that it is the right file"


class _Element:
    """An element: its attributes, its text without that of its children, its children."""

    __slots__ = ("attributes", "children", "name", "pieces")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[_Element] = []
        self.pieces: list[str] = []

    def all(self, name: str) -> Iterator["_Element"]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "_Element":
        """The first child of a name; one with nothing in it where there is none."""
        return next(self.all(name), None) or _Element(name, {})

    @property
    def text(self) -> str:
        # Once, when it is asked for: a text can come in a million pieces.
        return "".join(self.pieces)


def read_schedule_xml(
    data: bytes, where: str, *, new_id: Callable[[], UUID], fallback: str = "schedule"
) -> ScheduleImport:
    """Read a schedule.xml; ``where`` names it in errors, ``fallback`` the event where the file doesn't.

    Raises TruncatedInput for a file that is cut off, FormatError for what is no schedule or holds no sessions,
    LimitExceeded above 64 MiB, 5,000 sessions, 32 levels or 64 attributes of one element.
    """
    return programme_from_schedule(_schedule(_Reader(where).read(data)), where, new_id=new_id, fallback=fallback)


class _Reader:
    def __init__(self, where: str) -> None:
        self._where = where
        self._open: list[_Element] = []
        self._root: _Element | None = None
        self._count = 0
        self._events = 0
        self._parser = pyexpat.ParserCreate()
        self._parser.buffer_text = True
        # A document type is refused below; this is the second lock on the same door.
        self._parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> _Element:
        if len(data) > SIZE_LIMIT:
            self._too_much(f"is larger than {SIZE_LIMIT >> 20} MiB")
        if not data.strip():
            raise TruncatedInput("is empty", where=self._where, fix=_AGAIN)
        try:
            self._parser.Parse(data, True)
        except pyexpat.ExpatError as error:
            self._broken(error)
        except (ValueError, LookupError) as error:
            raise FormatError(
                "is written in an encoding that can't be read", where=self._where, fix="save it as UTF-8"
            ) from error
        if self._root is None:  # expat would have said so
            raise TruncatedInput("ends before it is complete", where=self._where, fix=_AGAIN)
        return self._root

    def _broken(self, error: pyexpat.ExpatError) -> NoReturn:
        place = f"{self._where}, line {error.lineno}"
        if error.code in _CUT_OFF:
            raise TruncatedInput("ends before it is complete", where=place, fix=_AGAIN) from error
        raise FormatError(
            f"is not well-formed XML ({pyexpat.ErrorString(error.code)})", where=place, fix="export it again"
        ) from error

    def _too_much(self, what: str) -> NoReturn:
        raise LimitExceeded(what, where=self._where, fix=_WRONG)

    def _doctype(self, *declared: object) -> None:
        raise FormatError(
            "has a document type declaration, through which it could pull in other files",
            where=f"{self._where}, line {self._parser.CurrentLineNumber}",
            fix="remove <!DOCTYPE …>; a schedule needs none",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._events += name == "event"
        if len(self._open) >= DEPTH_LIMIT:
            self._too_much(f"has more than {DEPTH_LIMIT} elements inside of each other")
        if len(attributes) > ATTRIBUTE_LIMIT:
            self._too_much(f"has an element of more than {ATTRIBUTE_LIMIT} attributes")
        if self._count > ELEMENT_LIMIT:
            self._too_much(f"has more than {ELEMENT_LIMIT:,} elements")
        if self._events > EVENT_LIMIT:
            self._too_much(f"has more than {EVENT_LIMIT:,} sessions")
        element = _Element(name, attributes)
        if self._open:
            self._open[-1].children.append(element)
        elif name == "schedule":
            self._root = element
        else:
            raise FormatError(
                f"is XML, but not a schedule: it begins with <{name[:40]}>",
                where=self._where,
                fix="choose the schedule.xml that frab, pretalx or wafer exports",
            )
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].pieces.append(text)


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


def _schedule(root: _Element) -> Schedule:
    head = root.first("conference")
    conference: dict[str, Any] = {child.name: child.text for child in reversed(head.children)}
    conference["tracks"] = [track.attributes for track in head.all("track")]
    conference["schedule_url"] = root.first("url").text
    days = [
        {
            **day.attributes,
            "rooms": [
                {**room.attributes, "events": [_event(event) for event in room.all("event")]}
                for room in day.all("room")
            ],
        }
        for day in root.all("day")
    ]
    return Schedule(conference, days)


def _event(event: _Element) -> dict[str, Any]:
    fields: dict[str, Any] = {child.name: child.text for child in reversed(event.children) if not child.children}
    fields.update((name, value) for name, value in event.attributes.items() if name in ("id", "guid", "code"))
    fields["persons"] = [{**one.attributes, "name": one.text} for one in event.first("persons").all("person")]
    for name, item in (("links", "link"), ("attachments", "attachment")):
        fields[name] = [{**one.attributes, "title": one.text} for one in event.first(name).all(item)]
    recording = event.first("recording")
    fields["recording_license"] = recording.first("license").text
    fields["optout"] = recording.first("optout").text
    fields["recording_url"] = recording.first("url").text or recording.first("link").text
    return fields
