"""On the day of the event: running late and back on time, and who has arrived."""

from datetime import datetime, timedelta

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue, NotFound
from confkit.domain.event import Event, Room
from confkit.domain.history import Entry
from confkit.domain.person import Person
from confkit.domain.planning.lateness import CaughtUp, Plan, caught_up, planned, run_late
from confkit.domain.programme import Programme
from confkit.domain.times import programme_day, resolve_local, zone_named
from confkit.services import words
from confkit.services.lookup import events
from confkit.services.planning.moves import PushReport
from confkit.services.workspace import Workspace

_PAGE = 200


def running_late(
    ws: Workspace, programme: Programme, room: Room, now: datetime, minutes: int, *, lengthen: bool = True
) -> PushReport:
    """Push what comes in a room after the aware ``now`` later by some minutes, as one edit.

    What runs ends later by them, unless ``lengthen`` is off. Raises InvalidValue unless there are some minutes.
    """
    found = run_late(programme, room.id, now, timedelta(minutes=minutes), lengthen=lengthen)
    if not found.moves:
        return PushReport(None, (), found.problems)
    when = now.astimezone(programme.zone)
    label = f"{room.name} runs {minutes} min late from {words.moment(when)} on"
    entry = ws.apply(Edit(label, tuple(Change(*pair) for pair in found.moves)))
    return PushReport(entry, tuple(after for _, after in found.moves), found.problems)


def plan_of_the_morning(ws: Workspace, programme: Programme) -> Plan:
    """Return how the slots were when the present programme day began; those that were not changed since are not in it.

    Slots of all events are in it; their ids tell them apart.
    """
    here = ws.now().astimezone(programme.zone)
    change = programme.event.day_change
    begins = resolve_local(datetime.combine(programme_day(here, change), change), programme.zone).instant
    found: list[Entry] = []
    before: int | None = None
    while page := ws.repository.history(limit=_PAGE, before=before):
        found += (entry for entry in page if entry.at.timestamp() >= begins.timestamp())
        before = page[-1].number
        if page[-1].at.timestamp() < begins.timestamp():
            break
    return planned(reversed(found))


def back_on_time(ws: Workspace, programme: Programme, room: Room, now: datetime) -> tuple[Entry, CaughtUp]:
    """Bring the rest of a room's day back to the plan of the morning, where breaks and gaps can absorb it.

    Raises InvalidValue where nothing can be brought forward.
    """
    found = caught_up(programme, room.id, now, plan_of_the_morning(ws, programme))
    if not found.moves:
        what = "can't get back on time: no break or gap is left" if found.left else "is on time already"
        raise InvalidValue(
            what, where=room.name, fix="nothing needs to be done" if not found.left else "shorten a session"
        )
    label = f"Bring {room.name} back on time from {words.moment(found.moves[0][1].start)} on"
    return ws.apply(Edit(label, tuple(Change(*pair) for pair in found.moves))), found


def check_in(ws: Workspace, programme: Programme, person: Person) -> Entry:
    """Note that a person has arrived at the event; raises InvalidValue where they have already."""
    if before := programme.arrival_of.get(person.id):
        when = before.at.astimezone(programme.zone)
        raise InvalidValue(
            f"has arrived already, {words.moment(when)}", where=person.name, fix="nothing needs to be done"
        )
    arrival = Arrival(ws.new_id(), programme.event.id, person.id, ws.now())
    return ws.apply(Edit(f"Check in {person.name}", (Change(None, arrival),)))


def check_out(ws: Workspace, programme: Programme, person: Person) -> Entry:
    """Take back that a person has arrived; raises InvalidValue where they have not."""
    before = programme.arrival_of.get(person.id)
    if before is None:
        raise InvalidValue("has not arrived", where=person.name, fix="nothing needs to be done")
    return ws.apply(Edit(f"Take back the check-in of {person.name}", (Change(before, None),)))


def present_event(ws: Workspace) -> Event:
    """Return the event that takes place now, else the next one, else the last one; raises NotFound without any."""
    found = events(ws)
    if not found:
        raise NotFound("there is no event yet", where="workspace", fix="add one: confkit event add")
    today = {one.id: ws.now().astimezone(zone_named(one.zone)).date() for one in found}
    coming = [one for one in found if one.last_day >= today[one.id]]
    return min(coming, key=lambda one: one.first_day) if coming else max(found, key=lambda one: one.last_day)
