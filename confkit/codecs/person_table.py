"""Persons, the parts they play, and links, as event and show files hold them."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.codecs.entity_table import TableReader, as_uuid, wall_clock
from confkit.codecs.references import References
from confkit.codecs.toml_text import TomlWriter
from confkit.domain.event import Event, Link, Window
from confkit.domain.person import Availability, Participant, Person, Role


def links_value(links: Sequence[Link]) -> list[object]:
    """Return links as they are written: the address alone where there is no title."""
    return [{"url": link.url, "title": link.title} if link.title else link.url for link in links]


def windows_value(windows: Sequence[Window], zone: ZoneInfo | None) -> list[object]:
    """Return spans of time as they are written, on the wall clock of ``zone`` where one is given."""
    return [{"start": wall_clock(window.start, zone), "end": wall_clock(window.end, zone)} for window in windows]


def put_person(writer: TomlWriter, person: Person, event: Event | None = None, zone: ZoneInfo | None = None) -> None:
    """Write the table of a person; ``event`` (with its ``zone``) is the one whose file this is."""
    writer.table("[[persons]]")
    writer.put("id", str(person.id))
    writer.put("name", person.name)
    for key in ("organisation", "biography", "email", "picture"):
        writer.put(key, getattr(person, key), unless="")
    writer.put("links", links_value(person.links), unless=[])
    writer.put("notes", person.notes, unless="")
    writer.put("origin", person.origin, unless="")
    writer.put("apart", [str(id) for id in person.apart], unless=[])
    for available in person.availability:
        writer.table("[[persons.availability]]")
        own = event is not None and available.event_id == event.id
        spoken = zone if own else _zone_of(available.windows)
        if not own:
            writer.put("event", str(available.event_id))
            writer.put("zone", spoken.key if spoken else None)
        writer.put("windows", windows_value(available.windows, spoken))


def _zone_of(windows: Sequence[Window]) -> ZoneInfo | None:
    """Return the zone in which all ``windows`` of another event are given, if there is one."""
    zones = {moment.tzinfo for window in windows for moment in (window.start, window.end)}
    zone = zones.pop() if len(zones) == 1 else None
    return zone if isinstance(zone, ZoneInfo) else None


def read_person(table: TableReader, event_id: UUID | None = None, zone: ZoneInfo | None = None) -> Person:
    """Read what ``put_person`` writes."""
    person = Person(
        id=table.id(),
        name=table.name("name"),
        organisation=table.text("organisation"),
        biography=table.text("biography"),
        email=table.text("email"),
        picture=table.text("picture"),
        links=table.links("links"),
        availability=tuple(_availability(each, event_id, zone) for each in table.tables("availability")),
        notes=table.text("notes"),
        origin=table.text("origin"),
        apart=_ids(table, "apart"),
    )
    table.done()
    return person


def _ids(table: TableReader, key: str) -> tuple[UUID, ...]:
    """Read ids of persons: they may be in another file, so that no name would tell who is meant."""
    found = []
    for text in table.texts(key):
        id = as_uuid(text)
        if id is None:
            table.fail(key, f"{text!r} is not an id", "write the id of a person of this or another file")
        found.append(id)
    return tuple(dict.fromkeys(found))


def _availability(table: TableReader, event_id: UUID | None, zone: ZoneInfo | None) -> Availability:
    other = table.uuid("event")
    spoken = table.zone("zone")
    own = other is None or other == event_id
    result = Availability(
        table.required("event", other or event_id), table.windows("windows", spoken or (zone if own else None))
    )
    table.done()
    return result


def participants_value(participants: Sequence[Participant], persons: References) -> list[object]:
    """Return participants as they are written: the name alone for a speaker, a table for everybody else."""
    written: list[object] = []
    for part in participants:
        person = persons.written(part.person_id)
        written.append(person if part.role is Role.SPEAKER else {"person": person, "role": part.role.value})
    return written


def read_participants(table: TableReader, key: str, persons: References) -> tuple[Participant, ...] | None:
    """Read what ``participants_value`` writes, None where the key is missing."""
    items = table.items(key)
    if items is None:
        return None
    found = []
    for number, item in enumerate(items, 1):
        place = f"{key}[{number}]"
        if isinstance(item, str):
            found.append(Participant(_person(table, place, item, persons)))
            continue
        part = table.inside(place, item)
        person_id = _person(table, place, part.name("person"), persons)
        found.append(Participant(person_id, part.choice("role", Role.SPEAKER)))
        part.done()
    return tuple(found)


def _person(table: TableReader, place: str, value: str, persons: References) -> UUID:
    return table.required(place, persons.found(table, place, value))
