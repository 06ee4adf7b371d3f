"""The day of the event: ``confkit event now``, ``checkin``, ``quota``, ``paper``, ``break``;
``confkit room late``, ``ontime`` and ``sign``."""

from datetime import timedelta
from pathlib import Path

import click

from confkit.cli.clock import read_day, read_now
from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.moving import add_break, tell_moved
from confkit.cli.output import Column, say, tell_json, tell_table
from confkit.cli.problems import talk_about
from confkit.cli.sheets import OUTPUT, hand_out
from confkit.cli.values import EVENT, PERSON, ROOM, short_id
from confkit.domain.planning.day import RoomNow, missing, now_and_next
from confkit.domain.planning.lateness import room_late_by
from confkit.domain.planning.quotas import Usage, usages
from confkit.services import as_json, lookup
from confkit.services.planning import on_the_day

_AT = click.option("--at", metavar="TIME", help="At another time than now: 2026-10-08 10:05, or 10:05 today.")


@click.command("now", cls=Verb, examples='confkit event now summit\nconfkit event now summit --at "2026-10-08 10:05"')
@click.argument("event", type=EVENT)
@_AT
@json_option
def now(event: str, at: str | None, in_json: bool) -> None:
    """Show what runs in each room now, and what is next.

    Next is what comes later on the same day of EVENT. How late a room is goes by the plan of this morning, for what
    runs, or else for what is next.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        plan = on_the_day.plan_of_the_morning(opened, programme)
        rooms = [
            (one, room_late_by(one, plan))
            for one in now_and_next(programme, read_now(at, programme.zone, opened.now()))
        ]
    if in_json:
        tell_json([as_json.room_now(programme, one, late) for one, late in rooms])
        return
    tell_table(
        (Column("ROOM", cut=1), Column("LATE"), Column("NOW", cut=2), Column("NEXT", cut=2)),
        (_now_row(one, late) for one, late in rooms),
        empty="no rooms; add one with “confkit room add EVENT --name NAME”",
    )


def _now_row(one: RoomNow, late: timedelta) -> tuple[str, str, str, str]:
    running = "; ".join(f"{each.session.title} (until {each.slot.end:%H:%M})" for each in one.now)
    following = f"{one.next.slot.start:%H:%M} {one.next.session.title}" if one.next else "–"
    told = f"{late // timedelta(minutes=1)} min late" if late else "–"
    return (one.room.name if one.room else "no room", told, running or "–", following)


@click.command(
    "checkin",
    cls=Verb,
    examples='confkit event checkin summit "Amira Hart"\nconfkit event checkin summit --missing 60',
)
@click.argument("event", type=EVENT)
@click.argument("person", type=PERSON, required=False)
@click.option("--missing", "within", type=click.IntRange(min=0), metavar="MINUTES",
              help="List who is not here and needed within so many minutes.")  # fmt: skip
@click.option("--back", is_flag=True, help="Take the check-in of PERSON back.")
@_AT
@json_option
def checkin(event: str, person: str | None, within: int | None, back: bool, at: str | None, in_json: bool) -> None:
    """Note who has arrived, or list who has.

    Notes that PERSON has arrived at EVENT; without PERSON it lists who has.
    With --missing, who is still missing for what runs or starts soon.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        if person is not None:
            found = lookup.find_person(opened, person)
            done = on_the_day.check_out if back else on_the_day.check_in
            say(done(opened, programme, found).label)
            programme = lookup.programme(opened, event)
        moment = read_now(at, programme.zone, opened.now())
    if within is not None:
        gone = missing(programme, moment, timedelta(minutes=within))
        if in_json:
            tell_json([as_json.missing(one) for one in gone])
            return
        rows = [(short_id(one.person), one.person.name, f"{one.slot.start:%H:%M}", one.session.title) for one in gone]
        columns = (Column("ID"), Column("NAME", cut=1), Column("AT"), Column("SESSION", cut=1))
        tell_table(columns, rows, empty="everybody is here who is needed")
    elif in_json:
        tell_json([as_json.arrival(programme, one) for one in programme.arrivals])
    elif person is None:
        arrivals = [
            (f"{one.at.astimezone(programme.zone):%Y-%m-%d %H:%M}", one.person_id) for one in programme.arrivals
        ]
        rows_here = [(when, programme.person[id].name) for when, id in arrivals if id in programme.person]
        tell_table((Column("ARRIVED"), Column("NAME", cut=1)), rows_here, empty="nobody yet")


@click.command("quota", cls=Verb, examples="confkit event quota summit")
@click.argument("event", type=EVENT)
@json_option
def quota(event: str, in_json: bool) -> None:
    """Show what is chosen of what is planned.

    For each track, type and length of EVENT: how many sessions and how much time are accepted, what the quotas are,
    and what is still submitted. Quotas are set with --quota and --quota-number of “track edit” and “type edit”, and
    those of lengths with “confkit event edit EVENT --lengths "45: 12, 20: 20"”.
    """
    with workspace() as opened:
        found = usages(lookup.programme(opened, event))
    if in_json:
        tell_json([as_json.usage(one) for one in found])
        return
    columns = (
        *(Column("OF"), Column("NAME", cut=1), Column("SESSIONS", right=True), Column("CHOSEN", right=True)),
        *(Column("PLANNED", right=True), Column("LEFT", right=True), Column("SUBMITTED", right=True)),
    )
    tell_table(columns, map(_usage_row, found), empty="no sessions yet")


def _usage_row(one: Usage) -> tuple[str, ...]:
    planned = (_minutes(one.quota), _minutes(one.left))
    number = str(one.count) if one.number is None else f"{one.count} of {one.number}"
    return (one.kind, one.name or "none", number, _minutes(one.chosen), *planned, _minutes(one.submitted))


def _minutes(length: timedelta | None) -> str:
    return "–" if length is None else f"{length / timedelta(minutes=1):g} min"


@click.command(
    "paper",
    cls=Verb,
    examples="confkit event paper summit doors --html -o doors.html\nconfkit event paper summit speakers | lp",
)
@click.argument("event", type=EVENT)
@click.argument("kind", type=click.Choice(["doors", "speakers", "moderators", "timetable"]), metavar="KIND")
@click.option("--html", is_flag=True, help="For printing from a browser; else plain text.")
@click.option("--room", type=ROOM, help="Only this room.")
@click.option("--day", metavar="DAY", help="Only this day, as 2026-10-08.")
@OUTPUT
def paper(event: str, kind: str, html: bool, room: str | None, day: str | None, output: Path | None) -> None:
    """Print door sheets, cue cards or a timetable.

    KIND is doors (a page for each room and day), speakers (a card for each), moderators (a card for each session that
    has one), or timetable (a page for each day of EVENT).
    """
    from confkit.services.planning import printing

    with workspace() as opened:
        programme = lookup.programme(opened, event)
    place = lookup.find_room(programme, room) if room else None
    on = read_day("--day", day) if day else None
    data = printing.paper(programme, printing.Paper(kind), "html" if html else "text", room=place, day=on)
    hand_out(data, output)


@click.command(
    "late", cls=Verb, examples='confkit room late summit "Main hall" 10\nconfkit room late summit Lab 5 --at 14:00'
)
@click.argument("event", type=EVENT)
@click.argument("room", type=ROOM)
@click.argument("minutes", type=click.IntRange(min=1, max=1_440))
@click.option("--keep-end", is_flag=True, help="What runs now ends when it was to end.")
@_AT
@json_option
def late(event: str, room: str, minutes: int, keep_end: bool, at: str | None, in_json: bool) -> None:
    """Push the rest of a room's day later.

    What runs in ROOM of EVENT ends so many MINUTES later, and everything that starts now or later today starts later.
    A pinned session stays where it is and stops it.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        moment = read_now(at, programme.zone, opened.now())
        found = lookup.find_room(programme, room)
        done = on_the_day.running_late(opened, programme, found, moment, minutes, lengthen=not keep_end)
        programme = lookup.programme(opened, event)
    say(done.entry.label if done.entry else "nothing is left to be pushed")
    talk_about(done.problems)
    tell_moved(programme, done.slots, done.problems, in_json=in_json)


@click.command("ontime", cls=Verb, examples='confkit room ontime summit "Main hall"')
@click.argument("event", type=EVENT)
@click.argument("room", type=ROOM)
@_AT
@json_option
def ontime(event: str, room: str, at: str | None, in_json: bool) -> None:
    """Bring a late room back on time.

    Breaks and gaps of the rest of the day in ROOM of EVENT absorb what it is late by; sessions keep their length, and
    none starts earlier than it was to start this morning.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        moment = read_now(at, programme.zone, opened.now())
        entry, done = on_the_day.back_on_time(opened, programme, lookup.find_room(programme, room), moment)
        programme = lookup.programme(opened, event)
    say(entry.label)
    if done.left:
        say(f"still {_minutes(done.left)} late at the end of the day", "yellow")
    tell_moved(programme, [after for _, after in done.moves], (), in_json=in_json)


@click.command(
    "sign", cls=Verb, examples='confkit room sign "Main hall"\nconfkit room sign Lab --event summit --at 10:05'
)
@click.argument("room", type=ROOM)
@click.option("--event", type=EVENT, help="Without it, the event that takes place now, or comes next.")
@click.option("--theme", type=click.Choice(["dark", "light", "ansi"]), help="Else that of confkit.toml.")
@click.option("--at", metavar="TIME", help="Rehearse: begin at another time than now.")
def sign(room: str, event: str | None, theme: str | None, at: str | None) -> int:
    """Fill the terminal with the sign of a room.

    What runs in ROOM now and what is next, to be read from afar: for a screen beside the door. It follows every change
    of the workspace by itself; q leaves.
    """
    from confkit.tui.app import run_sign

    with workspace() as opened:
        chosen = lookup.find_event(opened, event) if event else on_the_day.present_event(opened)
        programme = lookup.programme(opened, chosen.slug)
        found = lookup.find_room(programme, room)
        offset = read_now(at, programme.zone, opened.now()) - opened.now() if at else timedelta(0)
        return run_sign(opened, chosen.id, found.id, offset=offset, theme=theme)


COMMANDS: tuple[click.Command, ...] = (now, checkin, quota, paper, add_break, late, ontime, sign)
