"""The event file, ``events/<slug>.toml``: one event with everything that belongs to it, for people and for git.

It is the organizers' own form and lossless both ways, so it holds what the public must not see: e-mail addresses,
internal notes, sessions that were rejected. Whoever publishes it publishes these.

Written: defaults are left out, things refer to each other by name (by id where two share one), times are on the
event's wall clock (with their offset in the hour that a clock change repeats), everything in a stable order so that a
small change is a small difference. Read: as strict as a person who edits it wishes; see ``read_event``.
"""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from confkit.codecs.entity_table import NewId, TableReader, wall_clock
from confkit.codecs.length_text import length_value
from confkit.codecs.person_table import (
    links_value,
    participants_value,
    put_person,
    read_participants,
    read_person,
    windows_value,
)
from confkit.codecs.references import References, refuse_doubles
from confkit.codecs.toml_text import TomlWriter, parse_toml
from confkit.domain.edit import cleaned
from confkit.domain.errors import FormatError, InvalidValue
from confkit.domain.event import Event, Room, SessionKind, SessionType, Track
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Consent, Level, Session, Slot, Status
from confkit.domain.times import later

FORMAT = 1
# The defaults of the domain, said again because a class with slots does not hold them.
DEFAULT_LENGTH = timedelta(minutes=30)
DAY_CHANGE = time(4, 0)


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the sessions of a file refer to."""

    rooms: References
    tracks: References
    types: References
    persons: References

    @classmethod
    def of(cls, programme: Programme) -> "_Lists":
        return cls(
            References("room", programme.rooms),
            References("track", programme.tracks),
            References("type", programme.types),
            References("person", programme.persons),
        )


def write_event(programme: Programme) -> bytes:
    """Return ``programme``, brought into its stable order, as an event file.

    Raises InvalidValue if it is not whole: a session or slot refers to something that it does not hold.
    """
    programme = in_order(programme)
    for slot in programme.slots:
        if slot.session_id not in programme.session:
            raise InvalidValue(f"the slot {slot.id} has no session", where="slots", fix="remove it, or add the session")
    lists = _Lists.of(programme)
    writer = TomlWriter(
        "An event file of confkit. Times are on the wall clock of the event's zone, lengths are in minutes.",
        "It holds e-mail addresses and internal notes: it is for the organizers, not for the public.",
    )
    writer.table("[event]")
    writer.put("format", FORMAT)
    _put_event(writer, programme.event)
    for position, room in enumerate(programme.rooms):
        _put_room(writer, room, position, programme.zone)
    for position, track in enumerate(programme.tracks):
        _put_track(writer, track, position)
    for position, kind in enumerate(programme.types):
        _put_type(writer, kind, position)
    for person in programme.persons:
        put_person(writer, person, programme.event, programme.zone)
    for session in programme.sessions:
        _put_session(writer, session, lists)
        for slot in programme.slots_of.get(session.id, ()):
            _put_slot(writer, slot, programme.zone, lists.rooms)
    return writer.finish()


def _put_event(writer: TomlWriter, event: Event) -> None:
    writer.put("id", str(event.id))
    writer.put("slug", event.slug)
    writer.put("title", event.title)
    writer.put("subtitle", event.subtitle, unless="")
    writer.put("zone", event.zone)
    writer.put("first_day", event.first_day)
    writer.put("last_day", event.last_day)
    writer.put("day_change", event.day_change, unless=DAY_CHANGE)
    writer.put("language", event.language, unless="en")
    for key in ("location", "url", "organizer", "email", "licence", "description"):
        writer.put(key, getattr(event, key), unless="")
    writer.put("links", links_value(event.links), unless=[])
    writer.put("origin", event.origin, unless="")


def _put_room(writer: TomlWriter, room: Room, position: int, zone: ZoneInfo) -> None:
    writer.table("[[rooms]]")
    writer.put("id", str(room.id))
    writer.put("name", room.name)
    writer.put("position", room.position, unless=position)
    writer.put("capacity", room.capacity)
    writer.put("equipment", room.equipment, unless=())
    writer.put("description", room.description, unless="")
    writer.put("availability", windows_value(room.availability, zone), unless=[])
    writer.put("origin", room.origin, unless="")


def _put_track(writer: TomlWriter, track: Track, position: int) -> None:
    writer.table("[[tracks]]")
    writer.put("id", str(track.id))
    writer.put("name", track.name)
    writer.put("position", track.position, unless=position)
    for key in ("colour", "description", "origin"):
        writer.put(key, getattr(track, key), unless="")


def _put_type(writer: TomlWriter, kind: SessionType, position: int) -> None:
    writer.table("[[types]]")
    writer.put("id", str(kind.id))
    writer.put("name", kind.name)
    writer.put("position", kind.position, unless=position)
    writer.put("kind", kind.kind, unless=SessionKind.TALK)
    writer.put("length", length_value(kind.length), unless=length_value(DEFAULT_LENGTH))
    writer.put("origin", kind.origin, unless="")


def _put_session(writer: TomlWriter, session: Session, lists: _Lists) -> None:
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
    for key in ("licence", "notes", "origin"):
        writer.put(key, getattr(session, key), unless="")


def _put_slot(writer: TomlWriter, slot: Slot, zone: ZoneInfo, rooms: References) -> None:
    writer.table("[[sessions.slots]]")
    writer.put("id", str(slot.id))
    writer.put("start", wall_clock(slot.start, zone))
    writer.put("end", wall_clock(slot.end, zone))
    writer.put("room", rooms.written(slot.room_id))


def read_event(data: bytes, where: str, *, new_id: NewId | None = None) -> Programme:
    """Read an event file; ``where`` is its name as errors show it. The text in it is cleaned.

    ``new_id`` makes it friendly to files written by hand: it is asked for every id that is missing. A slot without an
    end gets the session's planned length, an event without a last day has one day, and the order of rooms, tracks and
    types is the order they stand in.

    Raises FormatError, with file, table and key, for everything that is unknown, missing, doubled or of another type.
    """
    document = TableReader(parse_toml(data, where), where, new_id=new_id)
    event, zone = _read_event(document.table("event"))
    programme = Programme(
        event=event,
        rooms=tuple(_room(t, event, n, zone) for n, t in enumerate(document.tables("rooms"))),
        tracks=tuple(_track(t, event, n) for n, t in enumerate(document.tables("tracks"))),
        types=tuple(_type(t, event, n) for n, t in enumerate(document.tables("types"))),
        persons=tuple(cleaned(read_person(t, event.id, zone)) for t in document.tables("persons")),
    )
    sessions = document.tables("sessions")
    document.done()
    lists = _Lists.of(programme)
    programme = replace(programme, sessions=tuple(_session(t, event, lists) for t in sessions))
    slots: list[Slot] = []
    for table, session in zip(sessions, programme.sessions, strict=True):
        length = programme.length(session)
        own = [_slot(t, session, zone, lists.rooms, length) for t in table.tables("slots")]
        refuse_doubles(table, "slots", [slot.id for slot in own])
        slots += own
        table.done()
    for key in ("rooms", "tracks", "types", "persons", "sessions"):
        refuse_doubles(document, key, [item.id for item in getattr(programme, key)])
    if len({slot.id for slot in slots}) < len(slots):
        raise FormatError("two slots of different sessions have the same id", where=where, fix="give one its own id")
    return in_order(replace(programme, slots=tuple(slots)))


def _read_event(table: TableReader) -> tuple[Event, ZoneInfo]:
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
        day_change=table.clock("day_change", DAY_CHANGE),
        links=table.links("links"),
        origin=table.text("origin"),
    )
    table.done()
    return cleaned(event), zone


def _position(table: TableReader, default: int) -> int:
    position = table.whole("position")
    return default if position is None else position


def _room(table: TableReader, event: Event, position: int, zone: ZoneInfo) -> Room:
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
    )
    table.done()
    return cleaned(room)


def _track(table: TableReader, event: Event, position: int) -> Track:
    track = Track(
        id=table.id(),
        event_id=event.id,
        name=table.name("name"),
        position=_position(table, position),
        colour=table.text("colour"),
        description=table.text("description"),
        origin=table.text("origin"),
    )
    table.done()
    return cleaned(track)


def _type(table: TableReader, event: Event, position: int) -> SessionType:
    length = table.length("length")
    kind = SessionType(
        id=table.id(),
        event_id=event.id,
        name=table.name("name"),
        length=DEFAULT_LENGTH if length is None else length,
        kind=table.choice("kind", SessionKind.TALK),
        position=_position(table, position),
        origin=table.text("origin"),
    )
    table.done()
    return cleaned(kind)


def _session(table: TableReader, event: Event, lists: _Lists) -> Session:
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
        )
    )


def _slot(table: TableReader, session: Session, zone: ZoneInfo, rooms: References, length: timedelta) -> Slot:
    start = table.required("start", table.moment("start", zone))
    slot = Slot(
        id=table.id(),
        session_id=session.id,
        start=start,
        end=table.moment("end", zone) or later(start, length),
        room_id=rooms.found(table, "room", table.own_text("room")),
    )
    table.done()
    return slot
