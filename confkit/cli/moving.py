"""Moving in the schedule: ``confkit session move``, ``swap``, ``resize``, ``push``, ``pin``, ``unpin``, ``repeat``,
``line``; ``confkit event break``."""

from collections.abc import Sequence
from datetime import timedelta

import click

from confkit.cli.clock import read_day, read_time
from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.output import Column, say, tell_json, tell_table
from confkit.cli.problems import talk_about
from confkit.cli.values import EVENT, ROOM, SESSION
from confkit.domain.errors import InvalidValue, NotFound, UsageError
from confkit.domain.history import Entry
from confkit.domain.planning.pulls import next_start
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import later
from confkit.services import as_json, lookup
from confkit.services.checking import programme_problems
from confkit.services.planning import moves
from confkit.services.workspace import Workspace

_slot_option = click.option("--slot", metavar="ID", help="Which of its slots, by the beginning of the id.")


def slot_of(programme: Programme, session: Session, text: str | None) -> Slot:
    """Return a slot of a session, the only one unless ``text`` names it; raises NotFound, UsageError."""
    slots = programme.slots_of.get(session.id, ())
    where = f"session “{session.title}”"
    if not slots:
        raise NotFound("is not in the schedule", where=where, fix="place it: confkit session place SESSION --start …")
    if text is not None:
        plain = text.lower().replace("-", "")
        slots = tuple(slot for slot in slots if plain and slot.id.hex.startswith(plain))
    if len(slots) != 1:
        fix = "name one with --slot; confkit session show SESSION --json lists them"
        raise UsageError(f"has {len(slots)} slots that could be meant", where=where, fix=fix)
    return slots[0]


def told(opened: Workspace, entry: Entry, event: str, sessions: tuple[Session, ...], *, in_json: bool) -> None:
    """Say what was done and what is wrong now with the sessions it was done to; print them."""
    say(entry.label if entry.number else "nothing changed: it says so already")
    programme = lookup.programme(opened, event)
    ids = {session.id for session in sessions}
    talk_about(problem for problem in programme_problems(programme) if ids & set(problem.subjects))
    if in_json:
        found = [as_json.session_with_notes(programme, programme.session[session.id]) for session in sessions]
        tell_json(found[0] if len(found) == 1 else found)


def tell_moved(programme: Programme, slots: Sequence[Slot], problems: Sequence[Problem], *, in_json: bool) -> None:
    """Print where the slots of a room are now."""
    if in_json:
        tell_json(
            {
                "slots": [as_json.slot(programme, slot) for slot in slots],
                "problems": [as_json.problem(problem) for problem in problems],
            }
        )
        return
    tell_table(
        (Column("START"), Column("END"), Column("TITLE", cut=1)),
        ((f"{slot.start:%H:%M}", f"{slot.end:%H:%M}", programme.session[slot.session_id].title) for slot in slots),
        empty="no session was moved",
    )


@click.command(
    "move",
    cls=Verb,
    examples='confkit session move 3f9a2c1b --room Lab\nconfkit session move 3f9a2c1b --start "2026-10-08 11:00"',
)
@click.argument("session", type=SESSION)
@click.option("--room", type=ROOM, help="To which room; without it the session keeps its room.")
@click.option("--start", metavar="TIME", help="As 2026-10-08 11:00 or 11:00 of the same day; without it as now.")
@_slot_option
@json_option
def move(session: str, room: str | None, start: str | None, slot: str | None, in_json: bool) -> None:
    """Move SESSION to another room or time; it keeps its length."""
    if room is None and start is None:
        raise UsageError("there is nothing to change", fix="give --room, --start, or both")
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        before = slot_of(programme, found, slot)
        room_id = lookup.find_room(programme, room).id if room else before.room_id
        begins = before.start
        if start is not None:
            begins = read_time("--start", start, programme.zone, default_day=before.start.date())
        entry = moves.move_slot(opened, programme, before, room_id=room_id, start=begins)
        told(opened, entry, programme.event.slug, (found,), in_json=in_json)


@click.command("swap", cls=Verb, examples="confkit session swap 3f9a2c1b 7c01d2e3")
@click.argument("session", type=SESSION)
@click.argument("other", type=SESSION)
@json_option
def swap(session: str, other: str, in_json: bool) -> None:
    """Let two sessions take each other's place.

    SESSION and OTHER keep their lengths.
    """
    with workspace() as opened:
        programme, one = lookup.find_session(opened, session)
        elsewhere, two = lookup.find_session(opened, other)
        if elsewhere.event.id != programme.event.id:
            raise InvalidValue("are of different events", where="OTHER", fix="swap two sessions of one event")
        entry = moves.swap(opened, programme, slot_of(programme, one, None), slot_of(programme, two, None))
        told(opened, entry, programme.event.slug, (one, two), in_json=in_json)


@click.command("resize", cls=Verb, examples="confkit session resize 3f9a2c1b 45")
@click.argument("session", type=SESSION)
@click.argument("minutes", type=click.IntRange(min=0, max=100_000))
@_slot_option
@json_option
def resize(session: str, minutes: int, slot: str | None, in_json: bool) -> None:
    """Make SESSION so many MINUTES long.

    That is where it is placed; its planned length stays.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        entry = moves.resize(opened, programme, slot_of(programme, found, slot), minutes)
        told(opened, entry, programme.event.slug, (found,), in_json=in_json)


@click.command(
    "push",
    cls=Verb,
    examples="confkit session push 3f9a2c1b --by 15\nconfkit session push 3f9a2c1b --by -15\n"
    "confkit session push 3f9a2c1b --by 15 --with-it",
)
@click.argument("session", type=SESSION)
@click.option(
    "--by", "minutes", type=click.IntRange(-1_440, 1_440), required=True, metavar="MINUTES",
    help="How much later; below zero, such as --by -15, how much earlier.",
)  # fmt: skip
@click.option("--with-it", is_flag=True, help="SESSION itself moves, too.")
@_slot_option
@json_option
def push(session: str, minutes: int, with_it: bool, slot: str | None, in_json: bool) -> None:
    """Push what comes after SESSION later, or pull it earlier.

    That is what starts after it in its room, on its day. Pinned sessions stay: a push stops there. What is pulled
    comes as far as the room is free, and not into the day before.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        anchor = slot_of(programme, found, slot)
        room = programme.room.get(anchor.room_id) if anchor.room_id else None
        if room is None:
            fix = "give it a room: confkit session move SESSION --room …"
            raise UsageError("is in no room, and only what has one can be pushed", where=found.title, fix=fix)
        after = anchor.start if with_it else next_start(programme, anchor)
        if after is None:
            raise InvalidValue(
                f"nothing comes after it in {room.name} on this day", where=found.title, fix="move it alone: --with-it"
            )
        done = moves.shift(opened, programme, room, after, timedelta(minutes=minutes))
        programme = lookup.programme(opened, programme.event.slug)
        moved = {one.session_id for one in done.slots}
        conflicts = [one for one in programme_problems(programme) if moved & set(one.subjects)]
    say(done.entry.label if done.entry else "nothing was moved")
    talk_about((*done.problems, *conflicts))
    tell_moved(programme, done.slots, done.problems, in_json=in_json)


def _pinning(name: str, text: str, *, pinned: bool) -> click.Command:
    @click.command(name, cls=Verb, help=text, examples=f"confkit session {name} 3f9a2c1b")
    @click.argument("sessions", type=SESSION, nargs=-1, required=True, metavar="SESSION…")
    @json_option
    def pinning(sessions: tuple[str, ...], in_json: bool) -> None:
        with workspace() as opened:
            programme, found = several(opened, sessions)
            slots = [slot for session in found for slot in programme.slots_of.get(session.id, ())]
            entry = moves.pin(opened, programme, slots, pinned=pinned)
            told(opened, entry, programme.event.slug, found, in_json=in_json)

    return pinning


def several(opened: Workspace, names: tuple[str, ...]) -> tuple[Programme, tuple[Session, ...]]:
    """Return sessions of one event with its programme; raises InvalidValue where they are of several."""
    found = [lookup.find_session(opened, name) for name in names]
    if len({programme.event.id for programme, _ in found}) > 1:
        raise InvalidValue("are of different events", where="SESSION", fix="name sessions of one event")
    return found[0][0], tuple(dict.fromkeys(session for _, session in found))


pin = _pinning("pin", "Pin each SESSION where it is.\n\nNothing moves it until it is unpinned.", pinned=True)
unpin = _pinning("unpin", "Let each SESSION be moved again.", pinned=False)


@click.command("repeat", cls=Verb, examples="confkit session repeat 3f9a2c1b --day 2026-10-09")
@click.argument("sessions", type=SESSION, nargs=-1, required=True, metavar="SESSION…")
@click.option("--day", required=True, metavar="DAY", help="As 2026-10-09; same room, same time of day.")
@json_option
def repeat(sessions: tuple[str, ...], day: str, in_json: bool) -> None:
    """Let each SESSION take place once more on another day."""
    with workspace() as opened:
        programme, found = several(opened, sessions)
        slots = [slot for session in found for slot in programme.slots_of.get(session.id, ())]
        entry = moves.repeat_on(opened, programme, slots, read_day("--day", day))
        told(opened, entry, programme.event.slug, found, in_json=in_json)


@click.command("line", cls=Verb, examples='confkit session line 3f9a2c1b 7c01d2e3 --start "2026-10-08 10:00" --gap 5')
@click.argument("sessions", type=SESSION, nargs=-1, required=True, metavar="SESSION…")
@click.option("--room", type=ROOM, help="In which room; without it in none yet.")
@click.option("--start", required=True, metavar="TIME", help="When the first begins, as 2026-10-08 10:00.")
@click.option("--gap", type=click.IntRange(min=0), default=0, metavar="MINUTES", help="Between two of them.")
@json_option
def line(sessions: tuple[str, ...], room: str | None, start: str, gap: int, in_json: bool) -> None:
    """Place sessions one after the other.

    They come in the order in which they are named; each SESSION for its planned length, or that of its slot.
    """
    with workspace() as opened:
        programme, found = several(opened, sessions)
        place = lookup.find_room(programme, room) if room else None
        begins = read_time("--start", start, programme.zone)
        entry = moves.place_in_sequence(opened, programme, found, place, begins, timedelta(minutes=gap))
        told(opened, entry, programme.event.slug, found, in_json=in_json)


@click.command(
    "break",
    cls=Verb,
    examples='confkit event break summit Coffee --start "2026-10-08 10:30" --minutes 30\n'
    "confkit event break summit Lunch --minutes 60 --room Lab \\\n"
    '    --start "2026-10-08 12:30"',
)
@click.argument("event", type=EVENT)
@click.argument("title")
@click.option("--start", required=True, metavar="TIME", help="As 2026-10-08 10:30, in the event's time zone.")
@click.option("--minutes", type=click.IntRange(min=1), required=True, metavar="NUMBER", help="How long it is.")
@click.option("--room", "rooms", type=ROOM, multiple=True, help="A room; may be given again. Without it all of them.")
@json_option
def add_break(event: str, title: str, start: str, minutes: int, rooms: tuple[str, ...], in_json: bool) -> None:
    """Add a break in several rooms at once.

    It is one session of EVENT called TITLE, with a slot in each room.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        places = [lookup.find_room(programme, room) for room in rooms] or programme.rooms
        begins = read_time("--start", start, programme.zone)
        ends = later(begins, timedelta(minutes=minutes))
        entry = moves.breaks_over_rooms(opened, programme, title, places, begins, ends)
        made = next(change.after for change in entry.edit.changes if isinstance(change.after, Session))
        told(opened, entry, programme.event.slug, (made,), in_json=in_json)


COMMANDS: tuple[click.Command, ...] = (move, swap, resize, push, pin, unpin, repeat, line)
