"""What the events of a schedule file refer to: rooms, tracks, types, persons, each made once."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from confkit.codecs.json_object import JsonObject, Problems
from confkit.codecs.open_event_parts import kind_named
from confkit.codecs.open_event_values import address, colour
from confkit.domain.edit import cleaned
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person

_SEATS_LIMIT = 1_000_000


class ScheduleParts:
    """The rooms, tracks, types and persons of one file, by what the file calls them."""

    def __init__(self, event: Event, new_id: Callable[[], UUID], problems: Problems) -> None:
        self._event = event
        self._new_id = new_id
        self._problems = problems
        self._rooms: dict[str, Room] = {}
        self._tracks: dict[str, Track] = {}
        self._types: dict[str, SessionType] = {}
        self._persons: dict[str, Person] = {}
        self._room_guids: dict[str, set[str]] = {}
        self._person_ids: dict[str, set[str]] = {}
        self._names_of: dict[str, set[str]] = {}
        self._origins: set[str] = set()

    def _origin(self, kind: str, key: str) -> str:
        return self._unique(f"{self._event.origin}:{kind}:{key}")

    def _unique(self, origin: str) -> str:
        """Two things of one origin would become one at the next import: a name may look like another thing's id."""
        number = 2
        found = origin
        while found in self._origins:
            found = f"{origin} ({number})"
            number += 1
        self._origins.add(found)
        return found

    def meet(self, entries: Iterable[tuple[JsonObject, JsonObject]]) -> None:
        """Look at the ids of all rooms and persons first: an id that two of them share tells neither of them."""
        for fields, place in entries:
            if (name := room_name(fields, place)) and (guid := place.line("guid").lower()):
                self._room_guids.setdefault(guid, set()).add(name)
            for person in fields.objects("persons"):
                name = person_name(person)
                for id in _ids(person):
                    self._person_ids.setdefault(name, set()).add(id)
                    self._names_of.setdefault(id, set()).add(name)
        for name, ids in self._person_ids.items():
            several = Counter(id.partition(":")[0] for id in ids if len(self._names_of[id]) == 1)
            if max(several.values(), default=0) > 1:
                self._problems.hint(
                    "import-person-twice",
                    f"person “{name}”",
                    f"has {max(several.values())} ids; taken as one person",
                    "if they are two, add the other one and exchange them in their sessions",
                )

    # --- rooms ----------------------------------------------------------------------------------------------------

    def room(self, fields: JsonObject, place: JsonObject) -> UUID | None:
        """Return the id of the room of an event that stands under ``place``; None without a name."""
        name = room_name(fields, place)
        if not name:
            return None
        if name not in self._rooms:
            guid = place.line("guid").lower()
            known = guid and len(self._room_guids.get(guid, ())) == 1
            seats = place.whole("capacity")
            self._rooms[name] = cleaned(
                Room(
                    id=self._new_id(),
                    event_id=self._event.id,
                    name=name,
                    position=len(self._rooms),
                    capacity=seats if seats and 0 < seats < _SEATS_LIMIT else None,
                    description=place.text("description"),
                    origin=self._origin("room", guid if known else name),
                )
            )
        return self._rooms[name].id

    def rooms(self) -> tuple[Room, ...]:
        """Return the rooms, in the order of the file."""
        return tuple(self._rooms.values())

    # --- tracks and types -----------------------------------------------------------------------------------------

    def add_tracks(self, conference: JsonObject) -> None:
        """Add the tracks that the conference lists, with their colours."""
        for fields in conference.objects("tracks"):
            self._track(fields.line("name"), colour(fields, "color", "colour"))

    def track(self, fields: JsonObject) -> UUID | None:
        """Return the id of the track of an event, None without one."""
        return self._track(fields.line("track"), "")

    def _track(self, name: str, tint: str) -> UUID | None:
        key = name.casefold()
        if key and key not in self._tracks:
            at, origin = len(self._tracks), self._origin("track", key)
            self._tracks[key] = cleaned(Track(self._new_id(), self._event.id, name, at, tint, origin=origin))
        return self._tracks[key].id if key else None

    def tracks(self) -> tuple[Track, ...]:
        """Return the tracks, in the order of the file."""
        return tuple(self._tracks.values())

    def type(self, fields: JsonObject) -> UUID | None:
        """Return the id of the session type of an event, None without one; see ``set_lengths``."""
        name = fields.line("type")
        key = name.casefold()
        if key and key not in self._types:
            self._types[key] = cleaned(
                SessionType(
                    id=self._new_id(),
                    event_id=self._event.id,
                    name=name,
                    kind=kind_named(name),
                    position=len(self._types),
                    origin=self._origin("type", key),
                )
            )
        return self._types[key].id if key else None

    def types(self) -> tuple[SessionType, ...]:
        """Return the session types, in the order of the file."""
        return tuple(self._types.values())

    def set_lengths(self, lengths: Iterable[tuple[UUID | None, timedelta]]) -> None:
        """Give each type the length that most of its sessions have."""
        counted: dict[UUID | None, Counter[timedelta]] = {}
        for type_id, length in lengths:
            counted.setdefault(type_id, Counter())[length] += 1
        for key, kind in self._types.items():
            if counter := counted.get(kind.id):
                usual = max(counter, key=lambda length: (counter[length], -length))
                self._types[key] = replace(kind, length=usual)

    def length(self, type_id: UUID | None) -> timedelta | None:
        """Return the usual length of a type."""
        return next((kind.length for kind in self._types.values() if kind.id == type_id), None)

    # --- persons --------------------------------------------------------------------------------------------------

    def person(self, fields: JsonObject) -> UUID | None:
        """Return the id of a person, None without a name."""
        name = person_name(fields)
        if not name:
            return None
        if name not in self._persons:
            own = sorted(id for id in self._person_ids.get(name, ()) if len(self._names_of[id]) == 1)
            # A guid is the person's everywhere, a number only in the system that wrote this file.
            guid = next((id for id in own if id.startswith("guid:")), "")
            key = self._unique(f"schedule:person:{guid[5:]}") if guid else self._origin("person", (own or [name])[0])
            self._persons[name] = cleaned(
                Person(
                    id=self._new_id(),
                    name=name,
                    biography=fields.text("biography"),
                    picture=address(fields.line("avatar")),
                    origin=key,
                )
            )
        return self._persons[name].id

    def persons(self) -> tuple[Person, ...]:
        """Return the persons, in the order of the file."""
        return tuple(self._persons.values())


def room_name(fields: JsonObject, place: JsonObject) -> str:
    """Return what the room of an event is called."""
    return place.line("name") or fields.line("room")


def person_name(fields: JsonObject) -> str:
    """Return what a person is called in public."""
    return fields.line("name", "public_name", "full_public_name")


def _ids(fields: JsonObject) -> list[str]:
    """Return what the file knows a person by, with the kind of each id before it."""
    lines = ((kind, fields.line(kind)) for kind in ("guid", "code", "id"))
    return [f"{kind}:{text.lower() if kind == 'guid' else text}" for kind, text in lines if text]
