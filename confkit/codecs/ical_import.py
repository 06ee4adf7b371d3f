"""A programme from a foreign calendar: its events become sessions, its locations rooms, its attendees persons.

What is made carries an ``origin`` from the calendar's own UIDs and names, so that importing a newer version of the same
calendar updates what the first one brought.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from confkit.codecs.ical_read import ImportedCalendar, ImportedEntry
from confkit.codecs.open_event_values import slug_of
from confkit.domain.edit import cleaned
from confkit.domain.errors import FormatError
from confkit.domain.event import Event, Link, Room, Track
from confkit.domain.person import Participant, Person
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Session, Slot, Status

_STATUS = {"": Status.CONFIRMED, "confirmed": Status.CONFIRMED, "tentative": Status.ACCEPTED}


def programme_from_calendar(calendar: ImportedCalendar, fallback: str, *, new_id: Callable[[], UUID]) -> Programme:
    """Return the programme that ``calendar`` tells of; ``fallback`` names it where it has no name.

    An event that lasts whole days becomes a session without a slot: it says something of the days, and takes no room.
    The first category is the track. Raises FormatError for a calendar without events.
    """
    if not calendar.entries:
        raise FormatError("holds no events", where=fallback, fix="check that it is the right calendar")
    return _Maker(calendar, fallback, new_id).programme()


class _Maker:
    """Makes each thing once, by what the calendar calls it."""

    def __init__(self, calendar: ImportedCalendar, fallback: str, new_id: Callable[[], UUID]) -> None:
        self._calendar = calendar
        self._new_id = new_id
        self._event = self._made_event(calendar, fallback)
        self._rooms: dict[str, Room] = {}
        self._tracks: dict[str, Track] = {}
        self._persons: dict[str, Person] = {}

    def programme(self) -> Programme:
        sessions, slots = [], []
        for entry in self._calendar.entries:
            session = self._session(entry)
            sessions.append(session)
            if not entry.all_day:
                slots.append(Slot(self._new_id(), session.id, entry.start, entry.end, self._room(entry.location)))
        return in_order(
            Programme(
                event=self._event,
                rooms=tuple(self._rooms.values()),
                tracks=tuple(self._tracks.values()),
                sessions=tuple(sessions),
                slots=tuple(slots),
                persons=tuple(self._persons.values()),
            )
        )

    def _made_event(self, calendar: ImportedCalendar, fallback: str) -> Event:
        name = calendar.name or fallback
        slug = slug_of(name, fallback)
        timed = [entry for entry in calendar.entries if not entry.all_day] or list(calendar.entries)
        return cleaned(
            Event(
                id=self._new_id(),
                slug=slug,
                title=name,
                zone=calendar.zone,
                first_day=min(entry.start.date() for entry in timed),
                last_day=max(_last_day(entry) for entry in timed),
                description=calendar.description if calendar.description != name else "",
                origin=f"ics:{slug}",
            )
        )

    def _origin(self, kind: str, key: str) -> str:
        return f"{self._event.origin}:{kind}:{key}"

    def _session(self, entry: ImportedEntry) -> Session:
        track, *tags = entry.categories or ("",)
        return cleaned(
            Session(
                id=self._new_id(),
                event_id=self._event.id,
                title=entry.title,
                status=_STATUS.get(entry.status, Status.CANCELLED),
                track_id=self._track(track),
                abstract=entry.description,
                tags=tuple(tags),
                links=tuple(_links(entry.url)),
                participants=tuple(Participant(self._person(name)) for name in entry.people),
                origin=self._origin("session", entry.uid),
            )
        )

    def _room(self, name: str) -> UUID | None:
        if not name:
            return None
        key = name.casefold()
        if key not in self._rooms:
            origin = self._origin("room", key)
            self._rooms[key] = Room(self._new_id(), self._event.id, name, len(self._rooms), origin=origin)
        return self._rooms[key].id

    def _track(self, name: str) -> UUID | None:
        if not name:
            return None
        key = name.casefold()
        if key not in self._tracks:
            origin = self._origin("track", key)
            self._tracks[key] = Track(self._new_id(), self._event.id, name, len(self._tracks), origin=origin)
        return self._tracks[key].id

    def _person(self, name: str) -> UUID:
        key = name.casefold()
        if key not in self._persons:
            self._persons[key] = Person(self._new_id(), name, origin=self._origin("person", key))
        return self._persons[key].id


def _last_day(entry: ImportedEntry) -> date:
    """The day on which an entry ends; midnight still belongs to the day before."""
    return max(entry.start, entry.end - timedelta(microseconds=1)).date()


def _links(url: str) -> Iterable[Link]:
    if url.lower().startswith(("http://", "https://")):
        yield Link(url)
