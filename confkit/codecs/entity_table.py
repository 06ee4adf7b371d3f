"""Reading one table of an event or show file, key by key, with errors that name the place.

A ``TableReader`` hands out the value of each key in the type that is asked for and remembers what was asked; ``done``
then refuses what is left over, because a misspelt key that is silently ignored is a lost fact. Places count from 1:
``events/summit.toml: sessions[3].slots[1].start`` is the first slot of the third ``[[sessions]]``.
"""

import difflib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NoReturn, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.codecs.length_text import length_from, position_from
from confkit.domain.errors import FormatError, InvalidValue
from confkit.domain.event import Link, Window
from confkit.domain.times import WallClock, resolve_local, zone_named

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)
NewId = Callable[[], UUID]


class TableReader:
    """One table and where it stands."""

    def __init__(self, table: dict[str, Any], file: str, path: str = "", *, new_id: NewId | None = None) -> None:
        self._table = table
        self._file = file
        self._path = path
        self._new_id = new_id
        self._asked: set[str] = set()

    def place(self, key: str = "") -> str:
        """Return where ``key`` stands, as errors show it."""
        path = ".".join(part for part in (self._path, key) if part)
        return f"{self._file}: {path}" if path else self._file

    def fail(self, key: str, what: str, fix: str) -> NoReturn:
        """Raise FormatError for ``key``."""
        raise FormatError(what, where=self.place(key), fix=fix)

    def has(self, key: str) -> bool:
        """Whether the table holds ``key``."""
        return key in self._table

    def done(self) -> None:
        """Raise FormatError for the first key that nobody asked for; called when the table has been read."""
        for key in self._table:
            if key not in self._asked:
                near = difflib.get_close_matches(key[:80], self._asked, 1)
                known = ", ".join(sorted(self._asked))
                fix = f"did you mean {near[0]}?" if near else f"remove it; known here: {known}"
                self.fail(key[:80], f"there is no key called {shortened(key)} here", fix)

    def _get(self, key: str, kind: type[T] | tuple[type[T], ...], wanted: str) -> T | None:
        self._asked.add(key)
        value = self._table.get(key)
        if value is None:
            return None
        kinds = kind if isinstance(kind, tuple) else (kind,)
        # bool is an int and datetime a date to Python, but neither to a person.
        if type(value) not in kinds:
            self.fail(key, f"holds {_described(value)}", f"write {wanted}")
        return value  # type: ignore[no-any-return]

    def required(self, key: str, value: T | None) -> T:
        """Return ``value``, which was read from ``key``; raises FormatError where the key is missing."""
        if value is None:
            self.fail(key, "is missing", f"add a line {key} = …")
        return value

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self._get(key, str, 'a text in quotes: "…"')
        return default if value is None else value

    def own_text(self, key: str) -> str | None:
        """Return a text, None where the key is missing."""
        return self._get(key, str, 'a text in quotes: "…"')

    def name(self, key: str) -> str:
        """Return a text that has to be there."""
        return self.required(key, self.own_text(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._get(key, list, 'a list of texts: ["…", "…"]') or []
        for item in value:
            if type(item) is not str:
                self.fail(key, f"the list holds {_described(item)}", 'write every item as a text in quotes: "…"')
        return tuple(value)

    def whole(self, key: str) -> int | None:
        """Return a whole number, None where the key is missing."""
        value = self._get(key, int, "a whole number")
        if value is not None and abs(value) >= 2**63:
            self.fail(key, "is too large a number", "write a smaller one")
        return value

    def flag(self, key: str) -> bool | None:
        """Return true or false, None where the key is missing."""
        return self._get(key, bool, "true or false, without quotes")

    def choice(self, key: str, default: Choice) -> Choice:
        """Return one of the words of an enumeration."""
        value = self.own_text(key)
        if value is None:
            return default
        kind = type(default)
        words = [choice.value for choice in kind]
        if value not in words:
            near = difflib.get_close_matches(value[:80], words, 1)
            what = f"{shortened(value)} is not one of: {', '.join(words)}"
            self.fail(key, what, f"did you mean {near[0]}?" if near else "take one of them")
        return kind(value)

    def uuid(self, key: str) -> UUID | None:
        """Return a UUID, None where the key is missing."""
        value = self.own_text(key)
        if value is None:
            return None
        return as_uuid(value) or self.fail(
            key, f"{shortened(value)} is not an id", "write the UUID that confkit gave it"
        )

    def id(self, key: str = "id") -> UUID:
        """Return the id of this table's thing; a new one where a hand-written file has none and ``new_id`` is given."""
        value = self.uuid(key)
        if value is None and self._new_id is not None:
            return self._new_id()
        return self.required(key, value)

    def day(self, key: str) -> date | None:
        """Return a date, None where the key is missing."""
        return self._get(key, date, "a date without quotes: 2027-04-09")

    def clock(self, key: str) -> time | None:
        """Return a time of day, None where the key is missing."""
        return self._get(key, time, "a time without quotes: 04:00:00")

    def zone(self, key: str) -> ZoneInfo | None:
        """Return a time zone, None where the key is missing."""
        value = self.own_text(key)
        if value is None:
            return None
        try:
            return zone_named(value)
        except InvalidValue as error:
            self.fail(key, error.what, error.fix)

    def moment(self, key: str, zone: ZoneInfo | None) -> datetime | None:
        """Return a point in time, in ``zone`` where one is given; None where the key is missing.

        A time without an offset is the zone's wall clock. One that the zone skips or repeats is refused: the file has
        to say what is meant.
        """
        example = "2027-04-09 10:00:00" + ("" if zone else "+02:00")
        value = self._get(key, datetime, f"a date and time without quotes: {example}")
        if value is None:
            return None
        try:
            return self._aware(key, value, zone)
        except OverflowError:
            self.fail(key, "lies too far from today", "check the year")

    def _aware(self, key: str, value: datetime, zone: ZoneInfo | None) -> datetime:
        if value.tzinfo is not None:
            return value.astimezone(zone) if zone else value
        if zone is None:
            self.fail(key, "has no offset from UTC", "write it with one: 2027-04-09 10:00:00+02:00")
        local = resolve_local(value, zone)
        if local.wall_clock is WallClock.SKIPPED:
            shown = local.instant.replace(tzinfo=None).isoformat(" ")
            self.fail(key, f"does not exist in {zone.key}: the clocks go forward then", f"perhaps {shown}?")
        if local.wall_clock is WallClock.REPEATED:
            second = resolve_local(value, zone, second=True).instant
            fix = f"write {local.instant.isoformat(' ')} or {second.isoformat(' ')}"
            self.fail(key, f"exists twice in {zone.key}: the clocks go back then", fix)
        return local.instant

    def length(self, key: str) -> timedelta | None:
        """Return a length, written as minutes or as ``"90s"``; None where the key is missing."""
        value = self._get(key, (int, str), 'minutes, or a text such as "90s"')
        return None if value is None else self._converted(key, value, length_from, '45, or "1h 30m", or "90s"')

    def position(self, key: str) -> timedelta | None:
        """Return a position in audio, written as ``"0:01:30.5"``; None where the key is missing."""
        value = self.own_text(key)
        return None if value is None else self._converted(key, value, position_from, '"0:01:30.5"')

    def _converted(self, key: str, value: Any, convert: Callable[[Any], timedelta | None], example: str) -> timedelta:
        try:
            result = convert(value)
        except OverflowError:
            result = None
        return (
            result
            if result is not None
            else self.fail(key, f"{shortened(value)} is not a length", f"write it as {example}")
        )

    def tables(self, key: str) -> tuple["TableReader", ...]:
        """Return the tables of a list, ``[[key]]`` or ``key = [{ … }]``."""
        value = self._get(key, list, f"tables: [[{key}]], or a list of {{ … }}") or []
        return tuple(self.inside(f"{key}[{number}]", item) for number, item in enumerate(value, 1))

    def inside(self, path: str, item: object) -> "TableReader":
        """Return a reader for ``item``, a table inside this one."""
        if not isinstance(item, dict):
            self.fail(path, f"holds {_described(item)}", "write a table: { … }")
        return TableReader(item, self._file, ".".join(p for p in (self._path, path) if p), new_id=self._new_id)

    def table(self, key: str) -> "TableReader":
        """Return the table ``[key]``; raises FormatError where it is missing."""
        value = self._get(key, dict, f"a table: [{key}]")
        return self.inside(key, self.required(key, value))

    def items(self, key: str) -> tuple[object, ...] | None:
        """Return a list as it is, None where the key is missing."""
        value = self._get(key, list, "a list: [ … ]")
        return None if value is None else tuple(value)

    def links(self, key: str) -> tuple[Link, ...]:
        """Return web addresses: texts, or tables with ``url`` and ``title``."""
        found = []
        for number, item in enumerate(self.items(key) or (), 1):
            if isinstance(item, str):
                found.append(Link(item))
                continue
            table = self.inside(f"{key}[{number}]", item)
            found.append(Link(table.name("url"), table.text("title")))
            table.done()
        return tuple(found)

    def windows(self, key: str, zone: ZoneInfo | None) -> tuple[Window, ...]:
        """Return spans of time: tables with ``start`` and ``end``."""
        found = []
        for table in self.tables(key):
            start, end = table.moment("start", zone), table.moment("end", zone)
            found.append(Window(table.required("start", start), table.required("end", end)))
            table.done()
        return tuple(found)


_DESCRIBED = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number with a decimal point",
    list: "a list",
    dict: "a table",
    datetime: "a date and time",
    date: "a date",
    time: "a time",
}


def shortened(value: object) -> str:
    """Return ``value`` in quotes, with nothing unprintable in it and no longer than a message can bear."""
    text = repr(value)
    return text if len(text) <= 80 else text[:76] + "…" + text[-1]


def _described(value: object) -> str:
    return _DESCRIBED[type(value)]


def wall_clock(moment: datetime, zone: ZoneInfo | None) -> datetime:
    """Return ``moment`` as ``TableReader.moment`` reads it back in ``zone``: on its wall clock, without an offset.

    The offset stays where there is no zone, and where the zone has that wall-clock time twice.
    """
    if zone is None:
        return moment
    there = moment if moment.tzinfo is zone else moment.astimezone(zone)
    first, second = there.replace(fold=0), there.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return there.replace(tzinfo=None, fold=0)
    # Through UTC, because a time that the zone skips stands for one an hour later.
    return there.astimezone(UTC).astimezone(zone)


def as_uuid(value: str) -> UUID | None:
    """Return the UUID that ``value`` is the usual form of (8-4-4-4-12), else None."""
    try:
        return UUID(value) if len(value) == 36 else None
    except ValueError:
        return None
