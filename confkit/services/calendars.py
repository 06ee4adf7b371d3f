"""The calendars of an event: the whole programme, and the part for each room, track, type, speaker and session.

Every entry is rendered once and composed into each calendar that holds it. A calendar's file is named by the id of what
it is for: a room that gets another name must not break the address that somebody subscribed to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from uuid import UUID

from confkit.domain.calendar import CalendarEntry
from confkit.domain.programme import Programme


def whole_calendar(programme: Programme, entries: Iterable[CalendarEntry]) -> bytes:
    """The calendar of everything in ``entries``."""
    return _compose(programme, programme.event.title, _rendered(programme, entries).values())


def calendar_files(programme: Programme, entries: tuple[CalendarEntry, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield ``(path inside the event's folder, bytes)`` for every calendar of the event."""
    rendered = _rendered(programme, entries)
    title = programme.event.title
    yield "schedule.ics", _compose(programme, title, rendered.values())
    for folder, names, keys in (
        ("rooms", {room.id: room.name for room in programme.rooms}, lambda entry: _one(entry.room_id)),
        ("tracks", {track.id: track.name for track in programme.tracks}, lambda entry: _one(entry.track_id)),
        ("types", {kind.id: kind.name for kind in programme.types}, lambda entry: _one(entry.type_id)),
        ("speakers", {person.id: person.name for person in programme.persons}, lambda entry: entry.person_ids),
        ("sessions", {session.id: session.title for session in programme.sessions}, lambda entry: (entry.session_id,)),
    ):
        for key, chosen in _grouped(entries, keys).items():
            name = names.get(key)
            body = [rendered[entry.slot_id] for entry in chosen]
            yield f"{folder}/{key}.ics", _compose(programme, f"{name} – {title}" if name else title, body)


def _rendered(programme: Programme, entries: Iterable[CalendarEntry]) -> Mapping[UUID, bytes]:
    from confkit.codecs.ical import render_entry

    event = programme.event
    return {entry.slot_id: render_entry(entry, organizer=event.organizer, email=event.email) for entry in entries}


def _compose(programme: Programme, name: str, rendered: Iterable[bytes]) -> bytes:
    from confkit.codecs.ical import compose_calendar

    event = programme.event
    return compose_calendar(name, event.zone, tuple(rendered), first=event.first_day, last=event.last_day)


def _grouped(
    entries: Iterable[CalendarEntry], keys: Callable[[CalendarEntry], tuple[UUID, ...]]
) -> Mapping[UUID, list[CalendarEntry]]:
    found: dict[UUID, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        for key in keys(entry):
            found[key].append(entry)
    return found


def _one(key: UUID | None) -> tuple[UUID, ...]:
    return (key,) if key is not None else ()
