"""On the day of the event: running late, and who has arrived."""

from datetime import datetime, timedelta

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Room
from confkit.domain.history import Entry
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.services.planning.moves import PushReport, push_later
from confkit.services.workspace import Workspace


def running_late(ws: Workspace, programme: Programme, room: Room, now: datetime, minutes: int) -> PushReport:
    """Push what comes in a room after the aware ``now`` later by some minutes; what runs keeps its time."""
    return push_later(ws, programme, room, now, timedelta(minutes=minutes))


def check_in(ws: Workspace, programme: Programme, person: Person) -> Entry:
    """Note that a person has arrived at the event; raises InvalidValue where they have already."""
    if before := programme.arrival_of.get(person.id):
        when = before.at.astimezone(programme.zone)
        raise InvalidValue(
            f"has arrived already, {when:%a %d %b %H:%M}", where=person.name, fix="nothing needs to be done"
        )
    arrival = Arrival(ws.new_id(), programme.event.id, person.id, ws.now())
    return ws.apply(Edit(f"Check in {person.name}", (Change(None, arrival),)))


def check_out(ws: Workspace, programme: Programme, person: Person) -> Entry:
    """Take back that a person has arrived; raises InvalidValue where they have not."""
    before = programme.arrival_of.get(person.id)
    if before is None:
        raise InvalidValue("has not arrived", where=person.name, fix="nothing needs to be done")
    return ws.apply(Edit(f"Take back the check-in of {person.name}", (Change(before, None),)))
