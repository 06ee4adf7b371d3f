"""The text of a field: how a person types a value, and how a value is shown to be edited.

``read_text(write_text(value)) == value`` for every value a field can hold.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Link, Room, SessionType, Track, Window
from confkit.domain.person import Availability, Participant, Person, Role
from confkit.domain.programme import Programme
from confkit.domain.recording import Chapter
from confkit.domain.session import Session
from confkit.domain.text import clean_line, clean_text
from confkit.domain.times import WallClock, parse_local, wall_clock_of


class FieldKind(StrEnum):
    """How a field is typed and checked."""

    LINE = "line"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    REFERENCE = "reference"
    LIST = "list"
    LINKS = "links"
    PEOPLE = "people"
    MINUTES = "minutes"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    WINDOWS = "windows"
    AVAILABILITY = "availability"
    FLAG = "flag"
    CHAPTERS = "chapters"


@dataclass(frozen=True, slots=True)
class Field:
    """One editable field.

    ``name`` is what forms, options and JSON call it, ``attribute`` the domain's field. A field that ``follows`` may be
    left empty to take its value from elsewhere; ``-`` is then nothing at all.
    """

    name: str
    label: str
    kind: FieldKind
    help: str = ""
    required: bool = False
    attribute: str = ""
    enum: type[StrEnum] | None = None
    follows: bool = False

    def __post_init__(self) -> None:
        if not self.attribute:
            object.__setattr__(self, "attribute", self.name)

    @property
    def is_long(self) -> bool:
        """Whether the text runs over several lines."""
        return self.kind in (
            FieldKind.TEXT,
            FieldKind.LINKS,
            FieldKind.WINDOWS,
            FieldKind.AVAILABILITY,
            FieldKind.CHAPTERS,
        )


Target = Track | SessionType | Session | Room


@dataclass(frozen=True)
class FormContext:
    """What the text of a field is read against: the zone of times, the programme and persons that names belong to."""

    zone: ZoneInfo
    programme: Programme | None = None
    persons: tuple[Person, ...] = ()
    sessions: tuple[Session, ...] = dataclass_field(default=())

    def targets(self, field: Field) -> tuple[Target, ...]:
        """What a reference can point to."""
        if field.attribute == "session_id":
            return self.sessions or (self.programme.sessions if self.programme else ())
        if self.programme is None:
            return ()
        return self.programme.tracks if field.attribute == "track_id" else self.programme.types

    @staticmethod
    def label(item: Target) -> str:
        """What a reference is shown as."""
        return item.title if isinstance(item, Session) else item.name

    @property
    def event(self) -> Event | None:
        """The event that is being planned."""
        return self.programme.event if self.programme else None


# Items are separated by commas, semicolons or line breaks.
_ITEM = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"[^\S\n]*(?=[,;\n]|\Z)|(?P<plain>[^,;\n]*))(?:[,;\n]|\Z)')
_AWKWARD = re.compile(r'[,;]|\A"')
_PERSON = re.compile(r"(?P<name>.*?)\s*(?:\[(?P<id>[0-9a-f]{8,32})\])?\s*(?:\((?P<role>[a-z]+)\))?\Z", re.DOTALL)
_LINK = re.compile(r"(?:(?P<title>.*\S)\s+)?<(?P<url>[^<>\s]*)>\Z|(?P<plain>\S+)\Z")
_WINDOW = re.compile(r"(?P<start>\d{4}-\d\d-\d\d[ T]\S+)\s*(?:-|–|to|until)\s*(?P<end>\d\S*(?: \d\S*)?)\Z")
_CHAPTER = re.compile(r"(?:(?P<hours>\d+):)?(?P<minutes>\d{1,3}):(?P<seconds>\d\d(?:\.\d{1,6})?)\s+(?P<title>.*\S)\Z")
# For a field of an episode that shall be empty although the session or the tags say something.
NOTHING = "-"
# Somebody who cannot take part at all; no text means that nothing is known.
NEVER = "never"
_YES = frozenset({"yes", "y", "true", "1", "on"})
_NO = frozenset({"no", "n", "false", "0", "off", ""})


def write_text(field: Field, value: Any, context: FormContext) -> str:
    """Return ``value`` as the text a person would type for ``field``."""
    if value is None:
        return ""
    if field.follows and value in ("", ()):
        return NOTHING
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.CHOICE:
            return str(value)
        case FieldKind.INTEGER | FieldKind.NUMBER:
            return str(value)
        case FieldKind.FLAG:
            return "yes" if value else "no"
        case FieldKind.MINUTES:
            return (
                f"{value / timedelta(minutes=1):g}" if value % timedelta(seconds=6) == timedelta(0) else _clock(value)
            )
        case FieldKind.DATE:
            return str(value.isoformat())
        case FieldKind.TIME:
            return f"{value:%H:%M}"
        case FieldKind.MOMENT:
            return _moment(value, context.zone)
        case FieldKind.LIST:
            return _joined(list(value))
        case FieldKind.LINKS:
            return "\n".join(f"{link.title} <{link.url}>" if link.title else link.url for link in value)
        case FieldKind.REFERENCE:
            return _reference_text(field, value, context)
        case FieldKind.PEOPLE:
            return _joined([_participant_text(part, context.persons) for part in value])
        case FieldKind.WINDOWS:
            return _windows_text(value, context.zone)
        case FieldKind.AVAILABILITY:
            here = [one.windows for one in value if context.event and one.event_id == context.event.id]
            return (_windows_text(here[0], context.zone) or NEVER) if here else ""
        case FieldKind.CHAPTERS:
            return "\n".join(f"{_clock(chapter.start)} {chapter.title}" for chapter in value)


def read_text(
    field: Field,
    text: str,
    context: FormContext,
    present: Any,
    new_persons: list[Person],
    new_id: Callable[[], UUID],
) -> Any:
    """Return the value that ``text`` means for ``field``; raises InvalidValue.

    ``present`` is the value so far; a person named for the first time is appended to ``new_persons``.
    """
    long = field.is_long or field.kind in (FieldKind.PEOPLE, FieldKind.LIST)
    text = clean_text(text).strip() if long else clean_line(text)
    if not text and field.follows:
        return None
    if field.follows and text == NOTHING:
        text = ""
    if not text and field.required:
        raise InvalidValue("is empty", where=field.name, fix=f"enter a {field.label.lower()}")
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT:
            return text
        case FieldKind.INTEGER:
            return _integer(field, text) if text else None
        case FieldKind.NUMBER:
            return _integer(field, text or "0")
        case FieldKind.FLAG:
            return _flag(field, text)
        case FieldKind.CHOICE:
            return _choice(field, text)
        case FieldKind.MINUTES:
            return _minutes(field, text) if text else None
        case FieldKind.DATE:
            return _iso(field, date.fromisoformat, text, "2026-10-08")
        case FieldKind.TIME:
            return _iso(field, time.fromisoformat, text or "00:00", "04:00")
        case FieldKind.MOMENT:
            return parse_local(text, context.zone).instant if text else None
        case FieldKind.LIST:
            return tuple(dict.fromkeys(_split(text)))
        case FieldKind.LINKS:
            return tuple(_link(field, line) for line in text.split("\n") if line.strip())
        case FieldKind.REFERENCE:
            return _reference(field, text, context) if text else None
        case FieldKind.PEOPLE:
            return _participants(field, text, context, new_persons, new_id)
        case FieldKind.WINDOWS:
            return _windows(field, text, context.zone)
        case FieldKind.AVAILABILITY:
            return _availability(field, text, present, context)
        case FieldKind.CHAPTERS:
            return _chapters(field, text, present or ())


def _joined(items: list[str]) -> str:
    """Join with commas; an item that holds a separator is put in quotation marks, and those in it are doubled."""
    return ", ".join('"{}"'.format(item.replace('"', '""')) if _AWKWARD.search(item) else item for item in items)


def _split(text: str) -> list[str]:
    parts = (
        found["quoted"].replace('""', '"') if found["quoted"] is not None else found["plain"]
        for found in _ITEM.finditer(text)
    )
    return [clean for part in parts if (clean := clean_line(part))]


def _moment(value: datetime, zone: ZoneInfo) -> str:
    local = value.astimezone(zone)
    exact = "%Y-%m-%d %H:%M" if not (local.second or local.microsecond) else "%Y-%m-%d %H:%M:%S.%f"
    text = local.strftime(exact)
    return text if wall_clock_of(local) is WallClock.NORMAL else local.isoformat(" ")


def _clock(value: timedelta) -> str:
    seconds = value.total_seconds()
    whole = f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{int(seconds % 60):02}"
    return whole + (f".{value.microseconds:06}".rstrip("0") if value.microseconds else "")


def _integer(field: Field, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise InvalidValue(f"{text!r} is not a whole number", where=field.name, fix="enter digits only")
    return int(text)


def _flag(field: Field, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise InvalidValue(f"{text!r} is neither yes nor no", where=field.name, fix="enter yes or no")


def _choice(field: Field, text: str) -> StrEnum:
    assert field.enum is not None
    try:
        return field.enum(text.lower())
    except ValueError as error:
        allowed = ", ".join(str(item.value) for item in field.enum)
        raise InvalidValue(f"{text!r} is not possible here", where=field.name, fix=f"use one of {allowed}") from error


def _minutes(field: Field, text: str) -> timedelta:
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
        return timedelta(minutes=float(text))
    clock = re.fullmatch(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,6})?))?", text)
    if clock:
        hours, minutes, seconds = clock.groups(default="0")
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    raise InvalidValue(f"{text!r} is not a length", where=field.name, fix="enter minutes such as 45, or 1:30")


def _iso(field: Field, read: Callable[[str], Any], text: str, example: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise InvalidValue(f"{text!r} is not a {field.kind}", where=field.name, fix=f"write it as {example}") from error


def _link(field: Field, line: str) -> Link:
    found = _LINK.match(clean_line(line))
    if not found:
        raise InvalidValue(f"{line!r} is not a link", where=field.name, fix="write it as Title <https://example.org>")
    return Link(found["plain"]) if found["plain"] else Link(found["url"], found["title"] or "")


def _reference_text(field: Field, id: UUID, context: FormContext) -> str:
    targets = context.targets(field)
    names = [context.label(item).casefold() for item in targets]
    for item in targets:
        if item.id == id:
            label = context.label(item)
            return label if names.count(label.casefold()) == 1 else item.id.hex
    return id.hex


def _reference(field: Field, text: str, context: FormContext) -> UUID:
    targets = context.targets(field)
    wanted, plain = text.casefold(), text.lower().replace("-", "")
    found = [item for item in targets if context.label(item).casefold() == wanted] or [
        item for item in targets if len(plain) >= 4 and item.id.hex.startswith(plain)
    ]
    if len(found) == 1:
        return found[0].id
    names = ", ".join(context.label(item) for item in targets[:8]) or "there is none yet"
    what = f"{text!r} means several" if found else f"there is no {field.label.lower()} {text!r}"
    raise InvalidValue(what, where=field.name, fix="use its id" if found else f"use one of: {names}")


def _participant_text(part: Participant, persons: tuple[Person, ...]) -> str:
    person = next((one for one in persons if one.id == part.person_id), None)
    role = "" if part.role is Role.SPEAKER else f" ({part.role.value})"
    if person is None:
        return f"[{part.person_id.hex}]{role}"
    twin = any(one.id != person.id and one.name.casefold() == person.name.casefold() for one in persons)
    awkward = not _is_plain_name(person.name)
    return f"{person.name}{f' [{person.id.hex}]' if twin or awkward else ''}{role}"


def _is_plain_name(name: str) -> bool:
    """Whether a name, typed alone, is read as nothing but a name."""
    found = _PERSON.match(name)
    return bool(found) and found is not None and not found["id"] and found["role"] not in set(Role)


def _participants(
    field: Field, text: str, context: FormContext, new_persons: list[Person], new_id: Callable[[], UUID]
) -> tuple[Participant, ...]:
    found = []
    for item in _split(text):
        match = _PERSON.match(item)
        assert match is not None
        role = match["role"]
        if role is not None and role not in set(Role):
            match = _PERSON.match(f"{item} (speaker)")
            assert match is not None
            role = None
        person = _person(field, match["name"], match["id"], (*context.persons, *new_persons))
        if person is None:
            person = Person(new_id(), match["name"])
            new_persons.append(person)
        found.append(Participant(person.id, Role(role) if role else Role.SPEAKER))
    return tuple(dict.fromkeys(found))


def _person(field: Field, name: str, id: str | None, persons: tuple[Person, ...]) -> Person | None:
    if id is not None:
        by_id = [one for one in persons if one.id.hex.startswith(id)]
        if len(by_id) != 1:
            raise InvalidValue(f"there is no person with the id {id}", where=field.name, fix="write the name instead")
        return by_id[0]
    named = [one for one in persons if one.name.casefold() == name.casefold()]
    if len(named) > 1:
        ids = " or ".join(f"{one.name} [{one.id.hex[:8]}]" for one in named[:3])
        raise InvalidValue(f"{len(named)} persons are called {name!r}", where=field.name, fix=f"write {ids}")
    return named[0] if named else None


def _windows(field: Field, text: str, zone: ZoneInfo) -> tuple[Window, ...]:
    return tuple(_window(field, line, zone) for line in text.split("\n") if line.strip())


def _availability(
    field: Field, text: str, present: tuple[Availability, ...], context: FormContext
) -> tuple[Availability, ...]:
    """Set the windows of the event that is being planned; those of other events stay."""
    event = context.event
    if event is None:
        if text:
            raise InvalidValue("belongs to an event", where=field.name, fix="open the event first")
        return present
    windows = () if text.lower() == NEVER else _windows(field, text, context.zone)
    others = tuple(one for one in present if one.event_id != event.id)
    return (*others, Availability(event.id, windows)) if text else others


def _windows_text(windows: tuple[Window, ...], zone: ZoneInfo) -> str:
    return "\n".join(_window_text(window, zone) for window in windows)


def _window_text(window: Window, zone: ZoneInfo) -> str:
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    exact = bool(end.second or end.microsecond) or wall_clock_of(end) is not WallClock.NORMAL
    return f"{_moment(start, zone)} - {_moment(end, zone) if exact or end.date() != start.date() else f'{end:%H:%M}'}"


def _window(field: Field, line: str, zone: ZoneInfo) -> Window:
    found = _WINDOW.match(clean_line(line))
    if not found:
        raise InvalidValue(
            f"{line.strip()!r} is not a span of time", where=field.name, fix="write it as 2026-10-08 09:00 - 12:00"
        )
    start = parse_local(found["start"], zone).instant
    return Window(start, parse_local(found["end"], zone, default_day=start.date()).instant)


def _chapters(field: Field, text: str, present: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Read lines of time and title; a chapter that keeps its time keeps its address, picture and end."""
    known = {chapter.start: chapter for chapter in present}
    chapters = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        found = _CHAPTER.match(clean_line(line))
        if not found:
            raise InvalidValue(f"{line.strip()!r} is not a chapter", where=field.name, fix="write it as 00:01:30 Title")
        hours, minutes = int(found["hours"] or 0), int(found["minutes"])
        start = timedelta(hours=hours, minutes=minutes, seconds=float(found["seconds"]))
        chapters.append(replace(known.get(start, Chapter(start, "")), title=found["title"]))
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))
