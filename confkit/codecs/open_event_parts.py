"""What the sessions of an Open Event folder refer to: rooms, tracks, types, speakers, each found by its id there.

A session holds a small copy of each thing it refers to. Where the thing's own file does not have it, it is made from
that copy.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from confkit.codecs.json_object import JsonObject, Problems
from confkit.codecs.open_event_values import address, answer, colour, email_address, links_of
from confkit.domain.event import Event, Room, SessionKind, SessionType, Track
from confkit.domain.person import Person

# Words in the name of a session type, in the order they are asked for.
_KINDS = (
    (SessionKind.BREAK, ("break", "pause", "lunch", "coffee", "dinner", "mittag", "registration")),
    (SessionKind.KEYNOTE, ("keynote",)),
    (SessionKind.PANEL, ("panel", "podium", "discussion", "diskussion")),
    (SessionKind.WORKSHOP, ("workshop", "tutorial", "hands-on", "training")),
    (SessionKind.CONSULTATION, ("consultation", "office hour", "sprechstunde", "mentoring")),
    (SessionKind.TALK, ("talk", "vortrag", "lecture", "presentation", "session")),
)
_SOCIAL = [
    ("website", "Website"),
    ("twitter", "Twitter"),
    ("github", "GitHub"),
    ("linkedin", "LinkedIn"),
    ("facebook", "Facebook"),
    ("mastodon", "Mastodon"),
    ("instagram", "Instagram"),
]
_PRIVATE = [("position", "Position"), ("city", "City"), ("country", "Country"), ("mobile", "Mobile")]
_SEATS_LIMIT = 1_000_000


class Parts:
    """The rooms, tracks, types and persons of one folder, by their ids in confkit."""

    def __init__(self, event: Event, new_id: Callable[[], UUID], problems: Problems) -> None:
        self._event = event
        self._new_id = new_id
        self._problems = problems
        self._by_number: dict[tuple[str, str], UUID] = {}
        self._by_name: dict[tuple[str, str], UUID] = {}
        self._floors: dict[UUID, str] = {}
        self.rooms: dict[UUID, Room] = {}
        self.tracks: dict[UUID, Track] = {}
        self.types: dict[UUID, SessionType] = {}
        self.persons: dict[UUID, Person] = {}

    def origin(self, kind: str, key: str) -> str:
        """Return the key by which a second import finds the same thing."""
        return f"open-event:{self._event.slug}:{kind}:{key}"

    def _add(self, kind: str, listed: Iterable[JsonObject], make: Callable[[JsonObject], object]) -> None:
        for fields in listed:
            if (number := fields.line("id")) and (kind, number) in self._by_number:
                self._problems.warn("import-double", fields.where, "has the id of another entry; left out")
            else:
                make(fields)

    def add_rooms(self, listed: Iterable[JsonObject]) -> None:
        """Add what the file of microlocations holds."""
        self._add("room", listed, self.room)

    def add_tracks(self, listed: Iterable[JsonObject]) -> None:
        """Add what the file of tracks holds."""
        self._add("track", listed, self.track)

    def add_types(self, listed: Iterable[JsonObject]) -> None:
        """Add what the file of session types holds."""
        self._add("type", listed, self.type)

    def add_persons(self, listed: Iterable[JsonObject]) -> None:
        """Add what the file of speakers holds."""
        self._add("person", listed, self.person)

    def _found_or_new(self, kind: str, fields: JsonObject) -> tuple[UUID | None, bool, str]:
        """Return the id of a thing, whether it is new, and its key there; no id where it has neither id nor name.

        The name counts only where there is no id: two rooms may share theirs.
        """
        number, name = fields.line("id"), fields.line("name").casefold()
        known = self._by_number.get((kind, number)) if number else self._by_name.get((kind, name))
        if known or not (number or name):
            return known, False, number or name
        made = self._new_id()
        if number:
            self._by_number[kind, number] = made
        self._by_name.setdefault((kind, name), made)
        return made, True, number or name

    def room(self, fields: JsonObject) -> UUID | None:
        """Return the id of the room that ``fields`` describe, made on first sight."""
        found, new, key = self._found_or_new("room", fields)
        if found and new:
            floor = fields.line("floor")
            self._floors[found] = floor
            capacity = fields.whole("capacity", "room_capacity")
            self.rooms[found] = Room(
                id=found,
                event_id=self._event.id,
                name=fields.line("name") or f"Room {key}",
                position=len(self.rooms),
                capacity=capacity if capacity and 0 < capacity < _SEATS_LIMIT else None,
                description=f"Floor {floor}" if floor else "",
                origin=self.origin("room", key),
            )
        return found

    def named_rooms(self) -> tuple[Room, ...]:
        """Return the rooms; those that share a name get their floor behind it, or their id where that is no help."""
        names = Counter(room.name for room in self.rooms.values())
        named = []
        for room in self.rooms.values():
            floor = self._floors[room.id]
            name = f"{room.name} (floor {floor})" if names[room.name] > 1 and floor else room.name
            named.append(replace(room, name=name))
        again = Counter(room.name for room in named)
        return tuple(
            replace(room, name=f"{room.name} ({room.origin.rpartition(':')[2]})") if again[room.name] > 1 else room
            for room in named
        )

    def track(self, fields: JsonObject) -> UUID | None:
        """Return the id of the track that ``fields`` describe, made on first sight."""
        found, new, key = self._found_or_new("track", fields)
        if found and new:
            name = fields.line("name") or f"Track {key}"
            description = fields.text("description")
            self.tracks[found] = Track(
                id=found,
                event_id=self._event.id,
                name=name,
                position=len(self.tracks),
                colour=colour(fields, "color", "colour"),
                description=description if description != name else "",
                origin=self.origin("track", key),
            )
        return found

    def type(self, fields: JsonObject) -> UUID | None:
        """Return the id of the session type that ``fields`` describe, made on first sight.

        Its length is left at 30 minutes: exports say 0.3 or "00.45" for anything. See ``set_lengths``.
        """
        found, new, key = self._found_or_new("type", fields)
        if found and new:
            name = fields.line("name") or f"Type {key}"
            self.types[found] = SessionType(
                id=found,
                event_id=self._event.id,
                name=name,
                kind=kind_named(name),
                position=len(self.types),
                origin=self.origin("type", key),
            )
        return found

    def set_lengths(self, lengths: Iterable[tuple[UUID | None, timedelta]]) -> None:
        """Give each type the length that most of its sessions have."""
        counted: dict[UUID, Counter[timedelta]] = {}
        for key, length in lengths:
            if key is not None:
                counted.setdefault(key, Counter())[length] += 1
        for key, counter in counted.items():
            usual = max(counter, key=lambda length: (counter[length], -length))
            self.types[key] = replace(self.types[key], length=usual)

    def person(self, fields: JsonObject) -> UUID | None:
        """Return the id of the person that ``fields`` describe, made on first sight."""
        found, new, key = self._found_or_new("person", fields)
        if found and new:
            name = fields.line("name") or f"Speaker {key}"
            short, long = fields.text("short_biography"), fields.text("long_biography", "biography")
            private = [f"{title}: {text}" for field, title in _PRIVATE if (text := answer(fields, field))]
            self.persons[found] = Person(
                id=found,
                name=name,
                organisation=answer(fields, "organisation", "organization"),
                biography=long or short,
                email=email_address(fields, "email"),
                picture=address(fields.line("photo", "photo_url")),
                links=links_of(fields, _SOCIAL),
                notes="\n".join(private),
                origin=self.origin("person", key),
            )
        return found


def kind_named(name: str) -> SessionKind:
    """Return what the name of a session type says it is."""
    lower = name.lower()
    for kind, words in _KINDS:
        if any(word in lower for word in words):
            return kind
    return SessionKind.OTHER
