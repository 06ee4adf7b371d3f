"""Domain objects to rows and back: every field by name, with how it is written.

A *record* is an entity as the database holds it: plain text, numbers and flags under the names of its fields. Two
entities are the same when their records are, which sees what Python's comparison does not (two datetimes of one zone
are equal by their wall clock, in the hour that a clock change repeats as well). The journal holds records too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from types import NoneType
from typing import Any, Generic, TypeAlias, TypeVar, cast, get_args, get_type_hints

from confkit.domain.arrival import Arrival
from confkit.domain.calendar import CalendarEntry
from confkit.domain.edit import Entity
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Room, SessionKind, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.review import Review
from confkit.domain.session import Consent, Level, Session, Slot, Status
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show, ShowKind
from confkit.domain.sign_up import SignUp
from confkit.storage.unreadable import NOT_READ, unreadable
from confkit.storage.values import (
    AUDIO,
    AVAILABILITY,
    BASES,
    CHAPTERS,
    CLOCK,
    DAY,
    DISCUSSIONS,
    FEED,
    FEEDS,
    ID,
    IDS,
    INSTANT,
    LENGTH,
    LENGTHS,
    LINKS,
    LOCAL,
    OPTIONS,
    PARTICIPANTS,
    PLAIN,
    SEASONS,
    SEVERITIES,
    SOUNDBITES,
    TEXTS,
    WAYS,
    WINDOWS,
    WORDS,
    Form,
    Scalar,
    Zones,
    choice,
)

Record: TypeAlias = dict[str, Scalar]

T = TypeVar("T")


def _stored(hint: Any, form: Form) -> frozenset[type]:
    """What the column of a field may hold: what its form says, or the type of the field; nothing where that may be."""
    kinds = set(get_args(hint)) or {hint}
    nothing = {NoneType} & kinds
    return frozenset({form.stored} if form.stored is not None else kinds - nothing) | nothing


class Mapped(Generic[T]):
    """How one kind of thing is written: its fields in the order of the dataclass, each with its form."""

    def __init__(self, kind: type[T], name: str, forms: Mapping[str, Form]) -> None:
        self.kind = kind
        self.name = name
        self.fields = tuple(field.name for field in fields(cast(Any, kind)))
        if tuple(forms) != self.fields:
            raise TypeError(f"the mapping of {kind.__name__} is not that of its fields")
        self._forms = dict(forms)
        self._writers = tuple((name, form.write) for name, form in forms.items())
        self._readers = tuple((index, form.read) for index, form in enumerate(forms.values()) if form.read)
        hints = get_type_hints(kind)
        self._stored = tuple(_stored(hints[name], form) for name, form in forms.items())
        # The kinds of values in rows that were found to be right: a programme has thousands of rows of a few such.
        self._seen: set[tuple[type, ...]] = set()

    def write(self, entity: T) -> Record:
        """Return the record of ``entity``; raises InvalidValue for what can't be stored."""
        record: Record = {}
        for name, write in self._writers:
            value = getattr(entity, name)
            record[name] = value if value is None else _fit(name, value, write)
        return record

    def read(self, values: Sequence[Any], zones: Zones) -> T:
        """Return the entity whose fields have these written values, in order; raises Unreadable."""
        arguments = list(values)
        index = 0
        try:
            if (kinds := tuple(map(type, arguments))) not in self._seen:
                for index, kind in enumerate(kinds):
                    if kind not in self._stored[index]:
                        raise TypeError(kind)
                self._seen.add(kinds)
            for index, read in self._readers:
                if arguments[index] is not None:
                    arguments[index] = read(arguments[index], zones)
        except NOT_READ as error:
            name = self.fields[index]
            raise unreadable(self.name, values[0], name, values[index], error, self._forms[name].known) from error
        return self.kind(*arguments)

    def read_record(self, record: Mapping[str, Scalar], zones: Zones) -> T:
        """Return the entity of a record, an older one too: what it lacks has the default, the rest is ignored.

        Raises Unreadable.
        """
        arguments: dict[str, Any] = {}
        for name, kinds in zip(self.fields, self._stored, strict=True):
            if name in record:
                value, form = record[name], self._forms[name]
                try:
                    if type(value) not in kinds:
                        raise TypeError(kinds)
                    arguments[name] = value if value is None or form.read is None else form.read(value, zones)
                except NOT_READ as error:
                    raise unreadable(self.name, record.get("id", ""), name, value, error, form.known) from error
        try:
            return self.kind(**arguments)
        except TypeError as error:
            raise unreadable(self.name, record.get("id", ""), "fields", ", ".join(record), error, ()) from error


MAPPED: tuple[Mapped[Any], ...] = (
    Mapped(
        Event,
        "event",
        {
            "id": ID,
            "slug": PLAIN,
            "title": PLAIN,
            "zone": PLAIN,
            "first_day": DAY,
            "last_day": DAY,
            "subtitle": PLAIN,
            "description": PLAIN,
            "language": PLAIN,
            "location": PLAIN,
            "url": PLAIN,
            "organizer": PLAIN,
            "email": PLAIN,
            "licence": PLAIN,
            "day_change": CLOCK,
            "links": LINKS,
            "origin": PLAIN,
            "series": PLAIN,
            "severities": SEVERITIES,
            "options": OPTIONS,
            "lengths": LENGTHS,
            "opens": CLOCK,
            "closes": CLOCK,
        },
    ),
    Mapped(
        Room,
        "room",
        {
            "id": ID,
            "event_id": ID,
            "name": PLAIN,
            "position": PLAIN,
            "capacity": PLAIN,
            "equipment": WORDS,
            "description": PLAIN,
            "availability": WINDOWS,
            "origin": PLAIN,
            "ways": WAYS,
            "parallel": PLAIN,
        },
    ),
    Mapped(
        Track,
        "track",
        {
            "id": ID,
            "event_id": ID,
            "name": PLAIN,
            "position": PLAIN,
            "colour": PLAIN,
            "description": PLAIN,
            "origin": PLAIN,
            "quota": LENGTH,
            "rooms": IDS,
            "quota_number": PLAIN,
            "first_day": DAY,
            "last_day": DAY,
        },
    ),
    Mapped(
        SessionType,
        "session_type",
        {
            "id": ID,
            "event_id": ID,
            "name": PLAIN,
            "length": LENGTH,
            "kind": choice(SessionKind),
            "position": PLAIN,
            "origin": PLAIN,
            "quota": LENGTH,
            "quota_number": PLAIN,
        },
    ),
    Mapped(
        Person,
        "person",
        {
            "id": ID,
            "name": PLAIN,
            "organisation": PLAIN,
            "biography": PLAIN,
            "email": PLAIN,
            "picture": PLAIN,
            "links": LINKS,
            "availability": AVAILABILITY,
            "notes": PLAIN,
            "origin": PLAIN,
            "apart": IDS,
        },
    ),
    Mapped(
        Session,
        "session",
        {
            "id": ID,
            "event_id": ID,
            "title": PLAIN,
            "status": choice(Status),
            "type_id": ID,
            "track_id": ID,
            "subtitle": PLAIN,
            "abstract": PLAIN,
            "description": PLAIN,
            "language": PLAIN,
            "level": choice(Level),
            "duration": LENGTH,
            "tags": WORDS,
            "links": LINKS,
            "participants": PARTICIPANTS,
            "expected_audience": PLAIN,
            "capacity": PLAIN,
            "equipment": WORDS,
            "consent": choice(Consent),
            "licence": PLAIN,
            "notes": PLAIN,
            "origin": PLAIN,
            "stream": PLAIN,
            "not_with": IDS,
        },
    ),
    Mapped(Slot, "slot", {"id": ID, "session_id": ID, "start": LOCAL, "end": LOCAL, "room_id": ID, "pinned": PLAIN}),
    Mapped(
        Review,
        "review",
        {"id": ID, "session_id": ID, "person_id": ID, "score": PLAIN, "comment": PLAIN, "at": INSTANT},
    ),
    Mapped(
        SignUp,
        "sign_up",
        {
            "id": ID,
            "session_id": ID,
            "name": PLAIN,
            "email": PLAIN,
            "added": INSTANT,
            "slot_id": ID,
            "withdrawn": PLAIN,
            "counted": INSTANT,
            "attended": PLAIN,
        },
    ),
    Mapped(Arrival, "arrival", {"id": ID, "event_id": ID, "person_id": ID, "at": INSTANT}),
    Mapped(
        Show,
        "show",
        {
            "id": ID,
            "slug": PLAIN,
            "title": PLAIN,
            "guid": ID,
            "description": PLAIN,
            "language": PLAIN,
            "author": PLAIN,
            "owner_name": PLAIN,
            "owner_email": PLAIN,
            "categories": WORDS,
            "explicit": PLAIN,
            "kind": choice(ShowKind),
            "medium": PLAIN,
            "url": PLAIN,
            "artwork": PLAIN,
            "copyright": PLAIN,
            "licence": PLAIN,
            "location": PLAIN,
            "locked": PLAIN,
            "complete": PLAIN,
            "block": PLAIN,
            "new_feed_url": PLAIN,
            "funding": LINKS,
            "participants": PARTICIPANTS,
            "event_id": ID,
            "origin": PLAIN,
            "podroll": FEEDS,
            "publisher": FEED,
            "texts": TEXTS,
            "seasons": SEASONS,
            "recurrence": PLAIN,
            "rhythm": PLAIN,
            "series": PLAIN,
            "secret": PLAIN,
            "extras": WORDS,
        },
    ),
    Mapped(
        Episode,
        "episode",
        {
            "id": ID,
            "show_id": ID,
            "guid": PLAIN,
            "added": INSTANT,
            "state": choice(EpisodeState),
            "file": PLAIN,
            "session_id": ID,
            "kind": choice(EpisodeKind),
            "title": PLAIN,
            "subtitle": PLAIN,
            "description": PLAIN,
            "people": PARTICIPANTS,
            "date": INSTANT,
            "season": PLAIN,
            "number": PLAIN,
            "language": PLAIN,
            "licence": PLAIN,
            "link": PLAIN,
            "explicit": PLAIN,
            "chapters": CHAPTERS,
            "based_on": BASES,
            "origin": PLAIN,
            "image": PLAIN,
            "display": PLAIN,
            "soundbites": SOUNDBITES,
            "discussions": DISCUSSIONS,
            "texts": TEXTS,
            "remote": AUDIO,
            "extras": WORDS,
        },
    ),
)

CALENDAR = Mapped(
    CalendarEntry,
    "calendar_entry",
    {
        "slot_id": ID,
        "event_id": ID,
        "session_id": ID,
        "title": PLAIN,
        "start": LOCAL,
        "end": LOCAL,
        "created": INSTANT,
        "modified": INSTANT,
        "sequence": PLAIN,
        "cancelled": PLAIN,
        "tentative": PLAIN,
        "location": PLAIN,
        "description": PLAIN,
        "url": PLAIN,
        "language": PLAIN,
        "categories": WORDS,
        "people": WORDS,
        "room_id": ID,
        "track_id": ID,
        "type_id": ID,
        "person_ids": IDS,
    },
)


def _fit(field: str, value: Any, write: Callable[[Any], Scalar] | None) -> Scalar:
    """Return ``value`` as it is written, or say that no database takes it."""
    try:
        written: Scalar = value if write is None else write(value)
        if isinstance(written, str) and not written.isascii():
            written.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue("holds half a character (a lone surrogate)", where=field, fix="enter it anew") from error
    if isinstance(written, int) and not -(2**63) <= written < 2**63:
        raise InvalidValue("is too large a number", where=field, fix="enter a smaller one")
    return written


_BY_KIND: dict[type[Any], Mapped[Any]] = {mapped.kind: mapped for mapped in MAPPED}
_BY_NAME: dict[str, Mapped[Any]] = {mapped.name: mapped for mapped in MAPPED}


def mapped_kind(kind: type[T]) -> Mapped[T]:
    """Return the mapping of a kind of entity."""
    return _BY_KIND[kind]


def mapped_name(name: str) -> Mapped[Any]:
    """Return the mapping of the kind of entity whose table has this name."""
    return _BY_NAME[name]


def record_of(entity: Entity) -> Record:
    """Return ``entity`` as the database holds it."""
    return _BY_KIND[type(entity)].write(entity)
