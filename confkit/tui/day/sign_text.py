"""What the sign of a room says at a moment: for the public, so nothing that only the organizers may know."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from confkit.domain.planning.lateness import Plan, late_by
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import elapsed, programme_day
from confkit.tui import words
from confkit.tui.tones import Tone

# From here on the sign counts down.
_SOON = timedelta(minutes=60)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignText:
    """The lines of a sign; ``part`` is how much of the session is over, None where none runs."""

    room: str
    clock: str
    above: str = ""
    tone: Tone = Tone.ACCENT
    title: str = ""
    people: str = ""
    begins: str = ""
    ends: str = ""
    left: str = ""
    part: float | None = None
    below: str = ""


def in_minutes(value: timedelta) -> str:
    """``12 min``, ``2 h 05 min``, rounded up: nobody shall come too late for a rounded time."""
    total = max(0, -(-value // _MINUTE))
    hours, rest = divmod(total, 60)
    return f"{hours} h {rest:02} min" if hours else f"{total} min"


def hour(value: datetime) -> str:
    """``9:00``."""
    return f"{value.hour}:{value:%M}"


def sign_text(programme: Programme | None, room_id: UUID, now: datetime, plan: Plan) -> SignText:
    """Say what runs in a room now and what is next; ``programme`` None: the event is gone."""
    if programme is None:
        return SignText("", f"{now:%H:%M}", title="This event is no longer in the workspace")
    here = now.astimezone(programme.zone)
    clock = f"{here:%H:%M}"
    room = programme.room.get(room_id)
    if room is None:
        return SignText("", clock, title="This room is no longer in the programme", below=programme.event.title)
    coming = [
        (slot, session)
        for slot in programme.slots
        if slot.room_id == room_id
        and slot.end.timestamp() > now.timestamp()
        and (session := programme.session.get(slot.session_id)) is not None
        and session.status.is_public
    ]
    running = [one for one in coming if one[0].start.timestamp() <= now.timestamp()]
    later = [one for one in coming if one[0].start.timestamp() > now.timestamp()]
    today = programme_day(here, programme.event.day_change)
    rest = [one for one in later if programme.day(one[0]) == today]
    if running:
        return _running(programme, room.name, clock, here, running, rest, later, plan)
    if rest:
        return _waiting(programme, room.name, clock, here, rest, plan)
    return _over(programme, room.name, clock, today, later, room_id)


_Placed = tuple[Slot, Session]


def _running(
    programme: Programme,
    room: str,
    clock: str,
    now: datetime,
    running: list[_Placed],
    rest: list[_Placed],
    later: list[_Placed],
    plan: Plan,
) -> SignText:
    slot, session = running[0]
    late = max(late_by(one, plan) for one, _ in running)
    whole = elapsed(slot.start, slot.end)
    return SignText(
        room,
        clock,
        f"Now, running {in_minutes(late)} late" if late else "Now",
        Tone.WARN if late else Tone.ACCENT,
        " / ".join(dict.fromkeys(one.title for _, one in running)),
        words.names(programme, session),
        f"{slot.start:%H:%M}",
        f"{slot.end:%H:%M}",
        f"{in_minutes(elapsed(now, slot.end))} left",
        elapsed(slot.start, now) / whole if whole else 0.0,
        _then(programme, rest, later, now),
    )


def _then(programme: Programme, rest: list[_Placed], later: list[_Placed], now: datetime) -> str:
    if rest:
        slot, session = rest[0]
        people = words.names(programme, session)
        return f"Next {slot.start:%H:%M}  {session.title}" + (f" — {people}" if people else "")
    if later:
        return f"The last one today. {_see_you(programme, later[0][0], programme_day(now, programme.event.day_change))}"
    return "The last one in this room"


def _waiting(programme: Programme, room: str, clock: str, now: datetime, rest: list[_Placed], plan: Plan) -> SignText:
    slot, session = rest[0]
    wait = elapsed(now, slot.start)
    late = late_by(slot, plan)
    above = f"Starts in {in_minutes(wait)}" if wait <= _SOON else f"Next at {slot.start:%H:%M}"
    return SignText(
        room,
        clock,
        f"{above}, {in_minutes(late)} late" if late else above,
        Tone.WARN if late else Tone.ACCENT,
        session.title,
        words.names(programme, session),
        f"{slot.start:%H:%M}",
        f"{slot.end:%H:%M}",
        "",
        None,
        _then(programme, rest[1:], [], now) if rest[1:] else "",
    )


def _over(programme: Programme, room: str, clock: str, today: date, later: list[_Placed], room_id: UUID) -> SignText:
    if later:
        slot, session = later[0]
        people = words.names(programme, session)
        return SignText(
            room,
            clock,
            "Nothing more today" if _was_on(programme, room_id, today) else "Nothing today",
            title=_see_you(programme, slot, today),
            people=f"{slot.start:%H:%M}  {session.title}" + (f" — {people}" if people else ""),
        )
    if any(slot.room_id == room_id for slot in programme.slots):
        return SignText(room, clock, "That was all in this room", title="Thank you, and see you again!")
    return SignText(room, clock, "", title="Nothing is planned in this room", below=programme.event.title)


def _was_on(programme: Programme, room_id: UUID, day: date) -> bool:
    return any(slot.room_id == room_id and programme.day(slot) == day for slot in programme.slots)


def _see_you(programme: Programme, slot: Slot, today: date) -> str:
    day = programme.day(slot)
    when = "tomorrow" if day == today + timedelta(days=1) else f"on {day:%A}, {day.day} {day:%B}"
    return f"See you {when} at {hour(slot.start)}"
