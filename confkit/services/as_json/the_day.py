"""Who comes, and what takes place now: sign-ups, arrivals, rooms on the day of the event."""

from datetime import timedelta
from typing import TYPE_CHECKING

from confkit.domain.arrival import Arrival
from confkit.domain.programme import Programme
from confkit.domain.sign_up import SignUp
from confkit.services.as_json.sessions import slot
from confkit.services.as_json.values import Data, moment, seconds

if TYPE_CHECKING:
    from confkit.domain.planning.day import Missing, RoomNow, Running


def sign_up(one: SignUp) -> Data:
    """Somebody who signed up, without the e-mail address."""
    return {
        "id": str(one.id),
        "session": str(one.session_id),
        "slot": str(one.slot_id) if one.slot_id else None,
        "name": one.name,
        "added": moment(one.added),
        "withdrawn": one.withdrawn,
        "attended": one.attended,
    }


def arrival(whole: Programme, one: Arrival) -> Data:
    """Somebody who has arrived."""
    person = whole.person.get(one.person_id)
    return {
        "id": str(one.id),
        "event": whole.event.slug,
        "person": {"id": str(one.person_id), "name": person.name if person else ""},
        "at": moment(one.at),
    }


def room_now(whole: Programme, one: "RoomNow", late: timedelta) -> Data:
    """What runs in a room, what comes next, and how ``late`` the room is."""
    return {
        "room": one.room.name if one.room else None,
        "now": [_running(whole, each) for each in one.now],
        "next": _running(whole, one.next) if one.next else None,
        "late": seconds(late),
    }


def _running(whole: Programme, one: "Running") -> Data:
    return {"id": str(one.session.id), "title": one.session.title, "slot": slot(whole, one.slot)}


def missing(one: "Missing") -> Data:
    """Somebody who is needed soon and has not arrived."""
    return {
        "person": {"id": str(one.person.id), "name": one.person.name},
        "session": str(one.session.id),
        "title": one.session.title,
        "start": moment(one.slot.start),
    }
