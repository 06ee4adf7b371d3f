"""The tables of an event file, one kind after the other, each written and read side by side.

A key is left out where it holds the default; the position of rooms, tracks and types is their place in the file.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from confkit.codecs.entity_table import TableReader, wall_clock
from confkit.codecs.length_text import length_value
from confkit.codecs.person_table import links_value, participants_value, read_participants, windows_value
from confkit.codecs.planning_table import (
    lengths_value,
    options_value,
    read_lengths,
    read_options,
    read_severities,
    severities_value,
    ways_value,
)
from confkit.codecs.references import References
from confkit.codecs.toml_text import TomlWriter
from confkit.domain.edit import cleaned
from confkit.domain.event import Event, Room, SessionKind, SessionType, Track
from confkit.domain.programme import Programme
from confkit.domain.session import Consent, Level, Session, Slot, Status
from confkit.domain.times import later

FORMAT = 1
# The defaults of the domain, said again because a class with slots does not hold them.
DEFAULT_LENGTH = timedelta(minutes=30)
DAY_CHANGE = time(4, 0)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the sessions of a file refer to."""

    rooms: References
    tracks: References
    types: References
    persons: References
    sessions: References

    @classmethod
    def of(cls, programme: Programme) -> "Lists":
        """Return the lists of ``programme``."""
        return cls(
            References("room", programme.rooms),
            References("track", programme.tracks),
            References("type", programme.types),
            References("person", programme.persons),
            References("session", programme.sessions),
        )


def put_event(writer: TomlWriter, event: Event) -> None:
    """Write what the event says about itself."""
    writer.table("[event]")
    writer.put("format", FORMAT)
    writer.put("id", str(event.id))
    writer.put("slug", event.slug)
    writer.put("title", event.title)
    writer.put("subtitle", event.subtitle, unless="")
    writer.put("zone", event.zone)
    writer.put("first_day", event.first_day)
    writer.put("last_day", event.last_day)
    writer.put("day_change", event.day_change, unless=DAY_CHANGE)
    writer.put("opens", event.opens)
    writer.put("closes", event.closes)
    writer.put("language", event.language, unless="en")
    for key in ("location", "url", "organizer", "email", "licence", "description"):
        writer.put(key, getattr(event, key), unless="")
    writer.put("links", links_value(event.links), unless=[])
    writer.put("series", event.series, unless="")
    writer.put("severities", severities_value(event.severities), unless=[])
    writer.put("options", options_value(event.options), unless={})
    writer.put("lengths", lengths_value(event.lengths), unless=[])
    writer.put("origin", event.origin, unless="")


def read_event_table(table: TableReader) -> tuple[Event, ZoneInfo]:
    """Read the event, with its zone."""
    version = table.whole("format")
    if version is not None and version != FORMAT:
        table.fail("format", f"is {version}; this confkit reads {FORMAT}", "use the confkit that wrote the file")
    zone = table.required("zone", table.zone("zone"))
    first_day = table.required("first_day", table.day("first_day"))
    event = Event(
        id=table.id(),
        slug=table.name("slug"),
        title=table.name("title"),
        zone=zone.key,
        first_day=first_day,
        last_day=table.day("last_day") or first_day,
        subtitle=table.text("subtitle"),
        description=table.text("description"),
        language=table.text("language", "en"),
        location=table.text("location"),
        url=table.text("url"),
        organizer=table.text("organizer"),
        email=table.text("email"),
        licence=table.text("licence"),
        day_change=table.clock("day_change") or DAY_CHANGE,
        opens=table.clock("opens"),
        closes=table.clock("closes"),
        links=table.links("links"),
        origin=table.text("origin"),
        series=table.text("series"),
        severities=read_severities(table, "severities"),
        options=read_options(table, "options"),
        lengths=read_lengths(table, "lengths"),
    )
    table.done()
    return cleaned(event), zone


def put_room(writer: TomlWriter, room: Room, position: int, zone: ZoneInfo, rooms: References) -> None:
    """Write a room; ``position`` is the one it has by its place in the file."""
    writer.table("[[rooms]]")
    writer.put("id", str(room.id))
    writer.put("name", room.name)
    writer.put("position", room.position, unless=position)
    writer.put("capacity", room.capacity)
    writer.put("equipment", room.equipment, unless=())
    writer.put("description", room.description, unless="")
    writer.put("availability", windows_value(room.availability, zone), unless=[])
    writer.put("ways", ways_value(room.ways, rooms), unless=[])
    writer.put("parallel", room.parallel, unless=1)
    writer.put("origin", room.origin, unless="")


def read_room(table: TableReader, event: Event, position: int, zone: ZoneInfo) -> Room:
    """Read a room; its ways are left for ``read_ways``, since they may lead to rooms further down."""
    room = Room(
        id=table.id(),
        event_id=event.id,
        name=table.name("name"),
        position=_position(table, position),
        capacity=table.whole("capacity"),
        equipment=table.texts("equipment"),
        description=table.text("description"),
        availability=table.windows("availability", zone),
        origin=table.text("origin"),
        parallel=_parallel(table),
    )
    return cleaned(room)


def _parallel(table: TableReader) -> int:
    number = table.whole("parallel")
    return 1 if number is None else number


def put_track(writer: TomlWriter, track: Track, position: int, rooms: References) -> None:
    """Write a track; ``position`` is the one it has by its place in the file."""
    writer.table("[[tracks]]")
    writer.put("id", str(track.id))
    writer.put("name", track.name)
    writer.put("position", track.position, unless=position)
    for key in ("colour", "description", "origin"):
        writer.put(key, getattr(track, key), unless="")
    writer.put("quota", length_value(track.quota))
    writer.put("quota_number", track.quota_number)
    writer.put("first_day", track.first_day)
    writer.put("last_day", track.last_day)
    writer.put("rooms", rooms.list_written(track.rooms), unless=[])


def read_track(table: TableReader, event: Event, position: int, rooms: References) -> Track:
    """Read a track."""
    track = Track(
        id=table.id(),
        event_id=event.id,
        name=table.name("name"),
        position=_position(table, position),
        colour=table.text("colour"),
        description=table.text("description"),
        origin=table.text("origin"),
        quota=table.length("quota"),
        quota_number=table.whole("quota_number"),
        first_day=table.day("first_day"),
        last_day=table.day("last_day"),
        rooms=rooms.list_found(table, "rooms"),
    )
    table.done()
    return cleaned(track)


def put_type(writer: TomlWriter, kind: SessionType, position: int) -> None:
    """Write a session type; ``position`` is the one it has by its place in the file."""
    writer.table("[[types]]")
    writer.put("id", str(kind.id))
    writer.put("name", kind.name)
    writer.put("position", kind.position, unless=position)
    writer.put("kind", kind.kind, unless=SessionKind.TALK)
    writer.put("length", length_value(kind.length), unless=length_value(DEFAULT_LENGTH))
    writer.put("quota", length_value(kind.quota))
    writer.put("quota_number", kind.quota_number)
    writer.put("origin", kind.origin, unless="")


def read_type(table: TableReader, event: Event, position: int) -> SessionType:
    """Read a session type."""
    length = table.length("length")
    kind = SessionType(
        id=table.id(),
        event_id=event.id,
        name=table.name("name"),
        length=DEFAULT_LENGTH if length is None else length,
        kind=table.choice("kind", SessionKind.TALK),
        position=_position(table, position),
        origin=table.text("origin"),
        quota=table.length("quota"),
        quota_number=table.whole("quota_number"),
    )
    table.done()
    return cleaned(kind)


def put_session(writer: TomlWriter, session: Session, lists: Lists) -> None:
    """Write a session, without its slots."""
    writer.table("[[sessions]]")
    writer.put("id", str(session.id))
    writer.put("title", session.title)
    writer.put("subtitle", session.subtitle, unless="")
    writer.put("status", session.status, unless=Status.SUBMITTED)
    writer.put("type", lists.types.written(session.type_id))
    writer.put("track", lists.tracks.written(session.track_id))
    writer.put("participants", participants_value(session.participants, lists.persons), unless=[])
    writer.put("language", session.language, unless="")
    writer.put("level", session.level, unless=Level.ANY)
    writer.put("duration", length_value(session.duration))
    writer.put("abstract", session.abstract, unless="")
    writer.put("description", session.description, unless="")
    writer.put("tags", session.tags, unless=())
    writer.put("links", links_value(session.links), unless=[])
    writer.put("expected_audience", session.expected_audience)
    writer.put("capacity", session.capacity)
    writer.put("equipment", session.equipment, unless=())
    writer.put("consent", session.consent, unless=Consent.UNKNOWN)
    for key in ("licence", "stream", "notes", "origin"):
        writer.put(key, getattr(session, key), unless="")
    writer.put("not_with", lists.sessions.list_written(session.not_with), unless=[])


def read_session(table: TableReader, event: Event, lists: Lists) -> Session:
    """Read a session; its slots are left for ``read_slot``, since an end may depend on its type."""
    return cleaned(
        Session(
            id=table.id(),
            event_id=event.id,
            title=table.name("title"),
            status=table.choice("status", Status.SUBMITTED),
            type_id=lists.types.found(table, "type", table.own_text("type")),
            track_id=lists.tracks.found(table, "track", table.own_text("track")),
            subtitle=table.text("subtitle"),
            abstract=table.text("abstract"),
            description=table.text("description"),
            language=table.text("language"),
            level=table.choice("level", Level.ANY),
            duration=table.length("duration"),
            tags=table.texts("tags"),
            links=table.links("links"),
            participants=read_participants(table, "participants", lists.persons) or (),
            expected_audience=table.whole("expected_audience"),
            capacity=table.whole("capacity"),
            equipment=table.texts("equipment"),
            consent=table.choice("consent", Consent.UNKNOWN),
            licence=table.text("licence"),
            notes=table.text("notes"),
            origin=table.text("origin"),
            stream=table.text("stream"),
        )
    )


def put_slot(writer: TomlWriter, slot: Slot, zone: ZoneInfo, rooms: References) -> None:
    """Write a slot of the session that was written before."""
    writer.table("[[sessions.slots]]")
    writer.put("id", str(slot.id))
    writer.put("start", wall_clock(slot.start, zone))
    writer.put("end", wall_clock(slot.end, zone))
    writer.put("room", rooms.written(slot.room_id))
    writer.put("pinned", slot.pinned, unless=False)


def read_slot(table: TableReader, session: Session, zone: ZoneInfo, rooms: References, length: timedelta) -> Slot:
    """Read a slot; without an end it is as long as ``length``."""
    start = table.required("start", table.moment("start", zone))
    slot = Slot(
        id=table.id(),
        session_id=session.id,
        start=start,
        end=table.moment("end", zone) or _ended(table, start, length),
        room_id=rooms.found(table, "room", table.own_text("room")),
        pinned=table.flag("pinned") or False,
    )
    table.done()
    return slot


def _ended(table: TableReader, start: datetime, length: timedelta) -> datetime:
    try:
        return later(start, length)
    except OverflowError:
        table.fail("start", "lies too far from today", "check the year, and the length of the session")


def _position(table: TableReader, default: int) -> int:
    position = table.whole("position")
    return default if position is None else position
