"""Reading JSON that others wrote: limits on the document, then objects whose fields may hold anything.

Nothing a field holds raises an error: what can't be used becomes a problem with its place, and the field counts as
empty. Keys of several styles are the same (``start_time``, ``start-time``, ``Start_Time``), text is cleaned.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from confkit.domain.errors import FormatError, InvalidValue, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem, Severity
from confkit.domain.text import clean_line, clean_text
from confkit.domain.times import LocalTime, parse_local

# Each of them becomes an object of fifty bytes and more, also where it takes two bytes to write.
_MOST_VALUES = 1_500_000


def parse_json(data: bytes, where: str) -> Any:
    """Parse a JSON document.

    Raises TruncatedInput, LimitExceeded (nested too deeply, or too many values) and FormatError.
    """
    if sum(data.count(sign) for sign in (b",", b"[", b"{")) > _MOST_VALUES:
        raise LimitExceeded("holds too many values", where=where, fix="check that it is the right file")
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, parse_constant=_refused)
    except UnicodeDecodeError as error:
        raise FormatError(
            f"is not UTF-8 text (byte {error.start})", where=where, fix="export it again, with the encoding UTF-8"
        ) from error
    except RecursionError as error:
        raise LimitExceeded("is nested too deeply", where=where, fix="check that it is the right file") from error
    except json.JSONDecodeError as error:
        # An open string is reported where it begins.
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            raise TruncatedInput(
                f"ends before it is complete (line {error.lineno})", where=where, fix="fetch or export it again"
            ) from error
        raise FormatError(f"is not valid JSON: {error}", where=where, fix="export it again") from error
    except ValueError as error:
        raise FormatError(f"is not valid JSON: {error}", where=where, fix="export it again") from error


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


class Problems:
    """The findings of an import, in the order they were made."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def warn(self, code: str, where: str, message: str, fix: str = "") -> None:
        """Note something that was lost or decided."""
        self._found.append(Problem(code, Severity.WARNING, where, message, fix))

    def hint(self, code: str, where: str, message: str, fix: str = "") -> None:
        """Note something small."""
        self._found.append(Problem(code, Severity.HINT, where, message, fix))

    def all(self) -> tuple[Problem, ...]:
        """Return the findings."""
        return tuple(self._found)


class JsonObject:
    """One object: its fields, where it stands, and where problems go."""

    def __init__(self, fields: dict[str, Any], where: str, problems: Problems) -> None:
        self._fields = {key.replace("-", "_").lower(): value for key, value in reversed(fields.items())}
        self.where = where
        self.problems = problems

    def _value(self, names: tuple[str, ...]) -> tuple[str, Any]:
        """Return the first of the fields ``names`` that says something."""
        for name in names:
            value = self._fields.get(name)
            if value is not None and value != "":
                return name, value
        return names[0], None

    def unusable(self, name: str, value: object, wanted: str) -> None:
        """Note that a field holds what can't be used."""
        shown = repr(value)
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        self.problems.warn("import-unusable", f"{self.where}.{name}", f"{shown} is not {wanted}; left out")

    def _text(self, names: tuple[str, ...]) -> str:
        name, value = self._value(names)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self.unusable(name, value, "a text")
        return ""

    def line(self, *names: str) -> str:
        """Return the text of the first field that has one, on one line."""
        return clean_line(self._text(names))

    def text(self, *names: str) -> str:
        """Return the text of the first field that has one, with its lines."""
        return clean_text(self._text(names)).strip()

    def whole(self, *names: str) -> int | None:
        """Return a whole number, None without one."""
        name, value = self._value(names)
        if value is None or (type(value) is int and abs(value) < 2**31):
            return value
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:
            return int(value)
        self.unusable(name, value, "a whole number")
        return None

    def moment(self, zone: ZoneInfo, *names: str) -> datetime | None:
        """Return a point in time in ``zone``, None without one; a time without an offset is the zone's wall clock."""
        name, value = self._value(names)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                local = self._local(value, zone)
            except (InvalidValue, OverflowError):
                local = None
            if local is not None:
                if local.note:
                    self.problems.warn("import-clock-change", f"{self.where}.{name}", local.note)
                return local.instant
        self.unusable(name, value, "a date and time")
        return None

    @staticmethod
    def _local(value: str, zone: ZoneInfo) -> LocalTime:
        local = parse_local(value, zone)
        # Far from the ends of the calendar, so that everybody can calculate with it.
        if not 1900 <= local.instant.year <= 2200:
            raise OverflowError
        return local

    def object(self, *names: str) -> "JsonObject | None":
        """Return the object inside a field, None without one."""
        name, value = self._value(names)
        if value is None:
            return None
        if isinstance(value, dict):
            return JsonObject(value, f"{self.where}.{name}", self.problems)
        self.unusable(name, value, "an object")
        return None

    def objects(self, *names: str) -> "Iterator[JsonObject]":
        """Return the objects of a list inside a field."""
        name, value = self._value(names)
        if value is None:
            return
        if not isinstance(value, list):
            self.unusable(name, value, "a list")
            return
        yield from objects_of(value, f"{self.where}.{name}", self.problems)


def objects_of(values: list[Any], where: str, problems: Problems) -> Iterator[JsonObject]:
    """Return the objects of a list; ``where`` names it, and its items count from 1."""
    for number, value in enumerate(values, 1):
        place = f"{where}[{number}]"
        if isinstance(value, dict):
            yield JsonObject(value, place, problems)
        elif value is not None:
            problems.warn("import-unusable", place, "is not an object; left out")
