"""``confkit session``: the sessions of an event, and their place in the schedule."""

from datetime import timedelta
from typing import Any

import click

from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.fields import FieldVerb, context_for, submit
from confkit.cli.output import Column, say, tell, tell_facts, tell_json, tell_table
from confkit.cli.problems import talk_about
from confkit.cli.values import EVENT, ROOM, SESSION, STATUS, short_id
from confkit.domain.errors import UsageError
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import later
from confkit.services import as_json, editing, lookup
from confkit.services.checking import check

_COLUMNS = (
    Column("ID"),
    Column("WHEN"),
    Column("ROOM", cut=1),
    Column("STATUS"),
    Column("TITLE", cut=2),
    Column("PEOPLE", cut=1),
)


_ELSEWHERE = {
    "confkit.cli.moving": ("move", "swap", "resize", "push", "pin", "unpin", "repeat", "line"),
    "confkit.cli.consulting": ("slots",),
    "confkit.cli.choosing": ("set", "review", "rank", "accept", "reject", "waitlist", "withdraw"),
    "confkit.cli.sheets": ("import", "export"),
}


@click.group("session", cls=Noun, elsewhere=_ELSEWHERE)
def command() -> None:
    """List, edit and place the sessions of an event."""


@command.command("list", examples="confkit session list summit --status accepted\nconfkit session list summit --json")
@click.argument("event", type=EVENT)
@STATUS
@click.option("--room", type=ROOM, help="Only those in this room.")
@click.option("--track", metavar="TRACK", help="Only those of this track.")
@click.option("--waiting", is_flag=True, help="Only those without a place in the schedule.")
@json_option
def list_(event: str, status: str | None, room: str | None, track: str | None, waiting: bool, in_json: bool) -> None:
    """List the sessions of EVENT, in the order of the schedule."""
    with workspace() as opened:
        programme = lookup.programme(opened, event)
    wanted_room = lookup.find_room(programme, room).id if room else None
    wanted_track = lookup.find_named(programme.tracks, track, "track").id if track else None
    found = [
        session
        for session in _in_order(programme)
        if (status is None or session.status == status)
        and (wanted_track is None or session.track_id == wanted_track)
        and (wanted_room is None or any(slot.room_id == wanted_room for slot in _slots(programme, session)))
        and not (waiting and _slots(programme, session))
    ]
    if in_json:
        tell_json([as_json.session(programme, session) for session in found])
        return
    tell_table(
        _COLUMNS,
        (_row(programme, session) for session in found),
        empty="no sessions; add one with “confkit session add EVENT --title …”",
    )


def _slots(programme: Programme, session: Session) -> tuple[Slot, ...]:
    return programme.slots_of.get(session.id, ())


def _in_order(programme: Programme) -> list[Session]:
    def when(session: Session) -> tuple[bool, float, str]:
        slots = _slots(programme, session)
        return (not slots, slots[0].start.timestamp() if slots else 0, session.title.casefold())

    return sorted(programme.sessions, key=when)


def _row(programme: Programme, session: Session) -> tuple[str, ...]:
    slots = _slots(programme, session)
    room = programme.room.get(slots[0].room_id) if slots and slots[0].room_id else None
    return (
        short_id(session),
        f"{slots[0].start:%Y-%m-%d %H:%M}" if slots else "–",
        room.name if room else "–",
        session.status.value,
        session.title,
        ", ".join(person.name for person in programme.people(session)),
    )


@command.command(examples="confkit session show 3f9a2c1b")
@click.argument("session", type=SESSION)
@json_option
def show(session: str, in_json: bool) -> None:
    """Show everything about SESSION.

    SESSION is an id, its beginning, or the title.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        show_session(programme, found, in_json=in_json)


def show_session(programme: Programme, session: Session, *, in_json: bool) -> None:
    """Print a session with its internal notes."""
    if in_json:
        tell_json(as_json.session_with_notes(programme, session))
        return
    kind = programme.type.get(session.type_id) if session.type_id else None
    track = programme.track.get(session.track_id) if session.track_id else None
    tell_facts(
        {
            "Id": str(session.id),
            "Event": programme.event.title,
            "Subtitle": session.subtitle,
            "Status": session.status.value,
            "When": "\n".join(_when(programme, slot) for slot in _slots(programme, session)) or "not placed yet",
            "Length": minutes_of(programme.length(session)),
            "Type": kind.name if kind else "",
            "Track": track.name if track else "",
            "People": "\n".join(
                f"{programme.person[part.person_id].name} ({part.role.value})"
                for part in session.participants
                if part.person_id in programme.person
            ),
            "Language": session.language or programme.event.language,
            "Level": session.level.value,
            "Tags": ", ".join(session.tags),
            "Audience": str(session.expected_audience or ""),
            "Capacity": str(session.capacity or ""),
            "Equipment": ", ".join(session.equipment),
            "Not with": ", ".join(programme.session[id].title for id in session.not_with if id in programme.session),
            "Recording": f"consent {session.consent.value}",
            "Licence": session.licence or programme.event.licence,
            "Links": "\n".join(f"{link.title} <{link.url}>" if link.title else link.url for link in session.links),
            "Abstract": session.abstract,
            "Description": session.description,
            "Notes": session.notes,
        },
        title=session.title,
    )


def minutes_of(length: timedelta) -> str:
    """Return a length in minutes, in words."""
    return f"{length.total_seconds() / 60:g} min"


def _when(programme: Programme, slot: Slot) -> str:
    room = programme.room.get(slot.room_id) if slot.room_id else None
    same_day = slot.start.date() == slot.end.date()
    end = f"{slot.end:%H:%M}" if same_day else f"{slot.end:%a %Y-%m-%d %H:%M}"
    return f"{slot.start:%a %Y-%m-%d %H:%M}–{end}, {room.name if room else 'no room yet'}"


@command.command(
    cls=FieldVerb, kind=Session, examples='confkit session add summit --title "Opening" --people "Amira Hart"'
)
@click.argument("event", type=EVENT)
@json_option
def add(event: str, in_json: bool, **fields: Any) -> None:
    """Add a session to EVENT and print its id."""
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        blank = editing.new_session(opened, programme.event.id)
        added = submit(opened, None, blank, fields, context_for(opened, programme))
        _show_after(opened, added, in_json)


@command.command(
    cls=FieldVerb,
    kind=Session,
    examples='confkit session edit 3f9a2c1b --title "On the ward" --status confirmed\n'
    "confkit session edit 3f9a2c1b --abstract - < abstract.md",
)
@click.argument("session", type=SESSION)
@json_option
def edit(session: str, in_json: bool, **fields: Any) -> None:
    """Change fields of SESSION.

    One option for each field; an empty value clears it, and “-” reads it from stdin.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        submit(opened, found, found, fields, context_for(opened, programme))
        if in_json:
            _show_after(opened, found, in_json)


def _show_after(opened: Any, session: Any, in_json: bool) -> None:
    if not in_json:
        tell(str(session.id))
        return
    programme, found = lookup.find_session(opened, str(session.id))
    tell_json(as_json.session_with_notes(programme, found))


@command.command(
    examples='confkit session place 3f9a2c1b --room "Main hall" --start "2026-10-08 10:00"\n'
    'confkit session place 3f9a2c1b --start "2026-10-08 10:00" --minutes 45'
)
@click.argument("session", type=SESSION)
@click.option("--room", type=ROOM, help="Name or id of the room; without it the session keeps its room.")
@click.option("--start", required=True, metavar="TIME", help="As 2026-10-08 10:00, in the event's time zone.")
@click.option("--end", metavar="TIME", help="As --start, or only 10:45.")
@click.option("--minutes", type=click.IntRange(min=1), metavar="NUMBER", help="The length, instead of --end.")
@json_option
def place(session: str, room: str | None, start: str, end: str | None, minutes: int | None, in_json: bool) -> None:
    """Put SESSION into the schedule, or move it.

    Without --end and --minutes it takes its planned length.
    """
    from confkit.cli.clock import read_time

    if end is not None and minutes is not None:
        raise UsageError("--end and --minutes say the same thing twice", fix="leave one of them out")
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        begins = read_time("--start", start, programme.zone)
        ends = later(begins, timedelta(minutes=minutes)) if minutes else None
        if end is not None:
            ends = read_time("--end", end, programme.zone, default_day=begins.date())
        slots = _slots(programme, found)
        room_id = slots[0].room_id if slots else None
        target = lookup.find_room(programme, room) if room else programme.room.get(room_id) if room_id else None
        placed = editing.place(opened, programme, found, room=target, start=begins, end=ends)
        programme = lookup.programme(opened, programme.event.slug)
        say(f"{found.title}: {_when(programme, placed.slot)}")
        problems = check(opened, programme.event.slug)
    talk_about(problem for problem in problems if found.id in problem.subjects)
    if in_json:
        tell_json(as_json.session_with_notes(programme, programme.session[found.id]))


@command.command(examples="confkit session unplace 3f9a2c1b")
@click.argument("session", type=SESSION)
def unplace(session: str) -> None:
    """Take SESSION out of the schedule.

    It stays in the programme and waits for another place.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        say(editing.unplace(opened, programme, found).label)


@command.command(examples="confkit session remove 3f9a2c1b")
@click.argument("session", type=SESSION)
def remove(session: str) -> None:
    """Remove SESSION; “confkit undo” brings it back."""
    with workspace() as opened:
        _, found = lookup.find_session(opened, session)
        say(editing.remove(opened, found).label)
