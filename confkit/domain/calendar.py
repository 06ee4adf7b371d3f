"""What attendees' calendars hold of each slot, and how it moves on when the programme changes.

A calendar that somebody imported can only be corrected through the same UID with a higher SEQUENCE (RFC 5545 §3.8.7.4),
and a session that left the programme has to stay as a cancelled event. So confkit remembers for every slot what was
last published: entries are never made afresh from the programme, they *advance*.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from confkit.domain.edit import cleaned
from confkit.domain.person import Role
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot, Status


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One slot as the public knows it.

    ``sequence`` rises only when time, place or status changed; ``modified`` is when anything of it changed and
    ``created`` when it was first published (both aware). ``start`` and ``end`` are in the event's zone.
    """

    slot_id: UUID
    event_id: UUID
    session_id: UUID
    title: str
    start: datetime
    end: datetime
    created: datetime
    modified: datetime
    sequence: int = 0
    cancelled: bool = False
    tentative: bool = False
    location: str = ""
    description: str = ""
    url: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    room_id: UUID | None = None
    track_id: UUID | None = None
    type_id: UUID | None = None
    person_ids: tuple[UUID, ...] = ()


_SEEN = tuple(role for role in Role if role is not Role.REVIEWER)
_BOOKKEEPING = frozenset({"created", "modified", "sequence"})
_CONTENT = tuple(field.name for field in fields(CalendarEntry) if field.name not in _BOOKKEEPING)


def advance(known: Iterable[CalendarEntry], programme: Programme, now: datetime) -> tuple[CalendarEntry, ...]:
    """Return the entries of the event as of ``now``, from those last published and the programme as it is.

    An entry whose content is unchanged is returned as it was, so that the same programme gives the same bytes.
    """
    before = {entry.slot_id: entry for entry in known}
    entries = []
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        old = before.pop(slot.id, None)
        if session is not None and session.status.is_public:
            entries.append(_moved_on(old, _entry(programme, session, slot, now), now))
        elif old is not None:
            entries.append(_cancel(old, now))
    entries.extend(_cancel(old, now) for old in before.values())
    return tuple(sorted(entries, key=lambda entry: (entry.start.timestamp(), entry.title, entry.slot_id)))


def _entry(programme: Programme, session: Session, slot: Slot, now: datetime) -> CalendarEntry:
    event = programme.event
    room = programme.room.get(slot.room_id) if slot.room_id else None
    track = programme.track.get(session.track_id) if session.track_id else None
    kind = programme.type.get(session.type_id) if session.type_id else None
    people = tuple(dict.fromkeys(programme.people(session, *_SEEN)))
    return cleaned(
        CalendarEntry(
            slot_id=slot.id,
            event_id=event.id,
            session_id=session.id,
            title=session.title,
            start=slot.start,
            end=slot.end,
            created=now,
            modified=now,
            tentative=session.status is Status.ACCEPTED,
            location=", ".join(part for part in (room.name if room else "", event.location) if part) or event.title,
            description=session.abstract or session.description,
            url=session.links[0].url if session.links else event.url,
            language=session.language or event.language,
            categories=tuple(name for name in (track.name if track else "", kind.name if kind else "") if name),
            people=tuple(person.name for person in people),
            room_id=room.id if room else None,
            track_id=track.id if track else None,
            type_id=kind.id if kind else None,
            person_ids=tuple(person.id for person in people),
        )
    )


def _moved_on(old: CalendarEntry | None, new: CalendarEntry, now: datetime) -> CalendarEntry:
    if old is None:
        return new
    if _content(old) == _content(new):
        return old
    rises = _whereabouts(old) != _whereabouts(new)
    return replace(new, created=old.created, modified=now, sequence=old.sequence + rises)


def _cancel(old: CalendarEntry, now: datetime) -> CalendarEntry:
    if old.cancelled:
        return old
    return replace(old, cancelled=True, tentative=False, modified=now, sequence=old.sequence + 1)


def _content(entry: CalendarEntry) -> tuple[object, ...]:
    # Instants are compared as such: two datetimes of one zone are equal by their wall clock, in the repeated hour too.
    values = (getattr(entry, name) for name in _CONTENT)
    return tuple(value.timestamp() if isinstance(value, datetime) else value for value in values)


def _whereabouts(entry: CalendarEntry) -> tuple[object, ...]:
    return (entry.start.timestamp(), entry.end.timestamp(), entry.location, entry.cancelled, entry.tentative)
