"""Sessions, and their places in the schedule."""

from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.services.as_json.values import Data, links, moment, seconds


def session(whole: Programme, one: Session) -> Data:
    """A session with the names of what it refers to and its slots; without internal notes."""
    kind = whole.type.get(one.type_id) if one.type_id else None
    theme = whole.track.get(one.track_id) if one.track_id else None
    return {
        "id": str(one.id),
        "event": whole.event.slug,
        "title": one.title,
        "subtitle": one.subtitle,
        "status": one.status.value,
        "type": kind.name if kind else None,
        "track": theme.name if theme else None,
        "people": _people(whole, one),
        "duration": seconds(whole.length(one)),
        "slots": [slot(whole, placed) for placed in whole.slots_of.get(one.id, ())],
        "abstract": one.abstract,
        "description": one.description,
        "language": one.language,
        "level": one.level.value,
        "tags": list(one.tags),
        "links": links(one.links),
        "expected_audience": one.expected_audience,
        "capacity": one.capacity,
        "equipment": list(one.equipment),
        "consent": one.consent.value,
        "licence": one.licence,
        "stream": one.stream,
        "not_with": [str(id) for id in one.not_with],
    }


def session_with_notes(whole: Programme, one: Session) -> Data:
    """A session with its internal notes."""
    return session(whole, one) | {"notes": one.notes}


def slot(whole: Programme, one: Slot) -> Data:
    """Where and when a session takes place."""
    place = whole.room.get(one.room_id) if one.room_id else None
    return {
        "id": str(one.id),
        "start": moment(one.start),
        "end": moment(one.end),
        "room": place.name if place else None,
        "pinned": one.pinned,
    }


def _people(whole: Programme, one: Session) -> list[Data]:
    return [
        {"id": str(part.person_id), "name": whole.person[part.person_id].name, "role": part.role.value}
        for part in one.participants
        if part.person_id in whole.person
    ]
