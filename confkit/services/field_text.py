"""The text of a field: how a person types a value, and how a value is shown to be edited.

``read_text(write_text(value)) == value`` for every value a field can hold.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from confkit.domain.errors import InvalidValue
from confkit.domain.event import Link
from confkit.domain.person import Person
from confkit.domain.text import clean_line, clean_text
from confkit.domain.times import parse_local
from confkit.services.field import Field, FieldKind, FormContext
from confkit.services.field_items import join_items, split_items
from confkit.services.field_parts import read_parts, write_parts
from confkit.services.field_people import read_people, write_people
from confkit.services.field_rules import (
    read_lengths,
    read_severities,
    read_ways,
    write_lengths,
    write_severities,
    write_ways,
)
from confkit.services.field_times import (
    NEVER,
    read_availability,
    read_chapters,
    read_minutes,
    read_windows,
    write_clock,
    write_minutes,
    write_moment,
    write_windows,
)

_LINK = re.compile(r"(?:(?P<title>.*\S)\s+)?<(?P<url>[^<>\s]*)>\Z|(?P<plain>\S+)\Z")
# For a field of an episode that shall be empty although the session or the tags say something.
NOTHING = "-"
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
            return write_minutes(value)
        case FieldKind.DATE:
            return str(value.isoformat())
        case FieldKind.TIME:
            return f"{value:%H:%M}"
        case FieldKind.MOMENT:
            return write_moment(value, context.zone)
        case FieldKind.LIST:
            return join_items(list(value))
        case FieldKind.LINKS:
            return "\n".join(f"{link.title} <{link.url}>" if link.title else link.url for link in value)
        case FieldKind.REFERENCE:
            return _reference_text(field, value, context)
        case FieldKind.PEOPLE:
            return write_people(value, context.persons)
        case FieldKind.WINDOWS:
            return write_windows(value, context.zone)
        case FieldKind.AVAILABILITY:
            here = [one.windows for one in value if context.event and one.event_id == context.event.id]
            return (write_windows(here[0], context.zone) or NEVER) if here else ""
        case FieldKind.CHAPTERS:
            return "\n".join(f"{write_clock(chapter.start)} {chapter.title}" for chapter in value)
        case FieldKind.WAYS:
            return write_ways(value, context)
        case FieldKind.SEVERITIES:
            return write_severities(value)
        case FieldKind.LENGTHS:
            return write_lengths(value)
        case FieldKind.NAMES:
            from confkit.services.field_names import write_names

            return write_names(field, value, context)
        case FieldKind.FEED:
            return write_parts(FieldKind.FEEDS, (value,))
        case _:
            return write_parts(field.kind, value)


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
    long = field.is_long or field.kind in (FieldKind.PEOPLE, FieldKind.LIST, FieldKind.NAMES)
    text = clean_text(text) if long else clean_line(text)
    if field.kind is not FieldKind.TEXT:
        text = text.strip()
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
            return read_minutes(field, text) if text else None
        case FieldKind.DATE:
            return _iso(field, date.fromisoformat, text, "2026-10-08") if text else None
        case FieldKind.TIME:
            return _iso(field, time.fromisoformat, text, "04:00") if text else None
        case FieldKind.MOMENT:
            return parse_local(text, context.zone).instant if text else None
        case FieldKind.LIST:
            return tuple(dict.fromkeys(split_items(text)))
        case FieldKind.LINKS:
            return tuple(_link(field, line) for line in text.split("\n") if line.strip())
        case FieldKind.REFERENCE:
            return _reference(field, text, context) if text else None
        case FieldKind.PEOPLE:
            return read_people(field, text, context, new_persons, new_id)
        case FieldKind.WINDOWS:
            return read_windows(field, text, context.zone)
        case FieldKind.AVAILABILITY:
            return read_availability(field, text, present, context)
        case FieldKind.CHAPTERS:
            return read_chapters(field, text, present or ())
        case FieldKind.WAYS:
            return read_ways(field, text, context)
        case FieldKind.SEVERITIES:
            return read_severities(field, text)
        case FieldKind.LENGTHS:
            return read_lengths(field, text)
        case FieldKind.NAMES:
            from confkit.services.field_names import read_names

            return read_names(field, text, context)
        case FieldKind.FEED:
            return _one_feed(field, text, present)
        case _:
            return read_parts(field, text, present or ())


def _one_feed(field: Field, text: str, present: Any) -> Any:
    found = read_parts(replace(field, kind=FieldKind.FEEDS), text, (present,) if present else ())
    if len(found) > 1:
        raise InvalidValue("holds several feeds", where=field.name, fix="name one")
    return found[0] if found else None


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
