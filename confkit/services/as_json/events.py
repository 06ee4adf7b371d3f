"""Events with their rooms, tracks and types of session."""

from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.programme import Programme
from confkit.services.as_json.sessions import session
from confkit.services.as_json.values import Data, links, seconds, windows


def event(one: Event) -> Data:
    """An event by itself."""
    return {
        "id": str(one.id),
        "slug": one.slug,
        "title": one.title,
        "subtitle": one.subtitle,
        "description": one.description,
        "zone": one.zone,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "day_change": one.day_change.isoformat("minutes"),
        "opens": one.opens.isoformat("minutes") if one.opens else None,
        "closes": one.closes.isoformat("minutes") if one.closes else None,
        "language": one.language,
        "location": one.location,
        "url": one.url,
        "organizer": one.organizer,
        "email": one.email,
        "licence": one.licence,
        "links": links(one.links),
        "series": one.series,
        "severities": [{"rule": own.rule, "severity": own.severity.value} for own in one.severities],
        "options": {
            "walking": seconds(one.options.walking),
            "changeover": seconds(one.options.changeover),
            "sessions_a_day": one.options.sessions_a_day,
            "sessions_in_a_row": one.options.sessions_in_a_row,
            "rest": seconds(one.options.rest),
            "blind": one.options.blind,
            "lowest_score": one.options.lowest_score,
            "highest_score": one.options.highest_score,
        },
        "lengths": [{"length": seconds(own.length), "number": own.number} for own in one.lengths],
    }


def programme(whole: Programme) -> Data:
    """An event with its rooms, tracks, types and sessions."""
    return event(whole.event) | {
        "rooms": [room(one) for one in whole.rooms],
        "tracks": [track(one) for one in whole.tracks],
        "types": [session_type(one) for one in whole.types],
        "sessions": [session(whole, one) for one in whole.sessions],
    }


def room(one: Room) -> Data:
    """A room."""
    return {
        "id": str(one.id),
        "name": one.name,
        "position": one.position,
        "capacity": one.capacity,
        "equipment": list(one.equipment),
        "description": one.description,
        "availability": windows(one.availability),
        "ways": [{"room_id": str(way.room_id), "duration": way.minutes * 60} for way in one.ways],
        "parallel": one.parallel,
    }


def track(one: Track) -> Data:
    """A track."""
    return {
        "id": str(one.id),
        "name": one.name,
        "position": one.position,
        "colour": one.colour,
        "description": one.description,
        "quota": seconds(one.quota),
        "quota_number": one.quota_number,
        "first_day": one.first_day.isoformat() if one.first_day else None,
        "last_day": one.last_day.isoformat() if one.last_day else None,
        "rooms": [str(id) for id in one.rooms],
    }


def session_type(one: SessionType) -> Data:
    """A type of session."""
    return {
        "id": str(one.id),
        "name": one.name,
        "kind": one.kind.value,
        "length": seconds(one.length),
        "quota": seconds(one.quota),
        "quota_number": one.quota_number,
    }
