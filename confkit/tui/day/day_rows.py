"""The rows of the day's screen: for each room what runs now and what is next, and who is missing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from textual.content import Content

from confkit.domain.event import Room
from confkit.domain.person import Person, Role
from confkit.domain.planning.day import Missing, RoomNow, Running, missing, now_and_next
from confkit.domain.planning.lateness import Plan, room_late_by
from confkit.domain.programme import Programme
from confkit.domain.times import elapsed
from confkit.tui import safe_text, words
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.tones import Tone

# Who is needed within this time has to be here.
WITHIN = timedelta(minutes=60)
_BAR = 5
_MINUTE = timedelta(minutes=1)


class DayRow(NamedTuple):
    """What runs in a room, or is next; ``of`` is None where nothing more takes place there today."""

    room: Room | None
    of: Running | None
    is_now: bool
    number: int
    late: timedelta


def day_rows(programme: Programme, now: datetime, plan: Plan, *, only_active: bool) -> list[DayRow]:
    """Return the rows at a moment, in the order of the rooms."""
    return [
        row
        for one in now_and_next(programme, now)
        for row in _rows_of(one, room_late_by(one, plan))
        if row.of is not None or not only_active
    ]


def _rows_of(one: RoomNow, late: timedelta) -> list[DayRow]:
    found = [DayRow(one.room, running, True, number, late) for number, running in enumerate(one.now)]
    if one.next is not None or not found:
        found.append(DayRow(one.room, one.next, False, len(found), late))
    return found


def rooms_listing(programme: Programme, now: datetime, rows: Sequence[DayRow]) -> Listing:
    """The rooms, each with what runs and what is next."""
    columns = (
        Column("Room", weight=2, least=9),
        Column("Late", 4, rank=3, align_right=True),
        Column("", 9),
        Column("", _BAR, rank=2),
        Column("Session", weight=4, least=18),
        Column("People", weight=3, least=14, rank=1),
    )
    return Listing(
        columns,
        rows,
        key=lambda row: (row.room.id if row.room else None, row.number),
        cells=lambda row: _cells(programme, now, row),
        words=lambda row: f"{_name(row.room)} {_title(row)} {_people(programme, row, marked=False)}",
        empty=("Nothing takes place any more today.", "Press t to show another time, h to show all rooms."),
    )


def _name(room: Room | None) -> str:
    return room.name if room else "no room"


def _title(row: DayRow) -> str:
    return row.of.session.title if row.of else "nothing more today"


def _cells(programme: Programme, now: datetime, row: DayRow) -> Sequence[Cell]:
    first = row.number == 0
    room = (_name(row.room), Tone.BRIGHT) if first else ("", Tone.PLAIN)
    late = (f"+{row.late // _MINUTE}′" if row.late and first else "", Tone.WARN)
    if row.of is None:
        return (room, late, "", "", (_title(row), Tone.MUTED), "")
    gone = missing_of(programme, row.of)
    urgent = elapsed(now, row.of.slot.start) <= WITHIN
    tone = Tone.WARN if gone and urgent else Tone.MUTED
    people = (_people(programme, row, marked=True), tone)
    if row.is_now:
        left = f"▶ {_rounded(elapsed(now, row.of.slot.end))}"
        return (room, late, (left, Tone.ACCENT), (bar(row.of, now, _BAR), Tone.ACCENT), _title(row), people)
    wait = elapsed(now, row.of.slot.start)
    when = f"in {_rounded(wait)}" if wait <= WITHIN else ""
    return (room, late, (when, Tone.MUTED), f"{row.of.slot.start:%H:%M}", (_title(row), Tone.MUTED), people)


def _rounded(value: timedelta) -> str:
    """Minutes, rounded up as on the signs."""
    return words.minutes(-(-value // _MINUTE) * _MINUTE)


def bar(running: Running, now: datetime, width: int) -> str:
    """How much of a session is over, as a bar."""
    whole = elapsed(running.slot.start, running.slot.end)
    part = elapsed(running.slot.start, now) / whole if whole else 1.0
    done = min(width, max(0, round(width * part)))
    return "━" * done + "╌" * (width - done)


def needed(programme: Programme, running: Running) -> tuple[Person, ...]:
    """Who has to be at a session: everybody but reviewers."""
    roles = [role for role in Role if role is not Role.REVIEWER]
    return tuple(dict.fromkeys(programme.people(running.session, *roles)))


def missing_of(programme: Programme, running: Running) -> tuple[Person, ...]:
    """Who of a session has not arrived."""
    return tuple(person for person in needed(programme, running) if person.id not in programme.arrival_of)


def _people(programme: Programme, row: DayRow, *, marked: bool) -> str:
    if row.of is None:
        return ""
    people = needed(programme, row.of)
    if not marked:
        return " ".join(person.name for person in people)
    # Who is missing is named first: the line may be cut.
    ordered = sorted(people, key=lambda person: person.id in programme.arrival_of)
    return ", ".join(f"{'✓' if person.id in programme.arrival_of else '○'} {person.name}" for person in ordered)


def missing_soon(programme: Programme, now: datetime) -> tuple[Missing, ...]:
    """Who has not arrived and is needed within the hour."""
    return missing(programme, now, WITHIN)


def missing_listing(programme: Programme, now: datetime, rows: Sequence[Missing]) -> Listing:
    """Who is missing, those who are needed first at the top."""

    def cells(one: Missing) -> Sequence[Cell]:
        wait = elapsed(now, one.slot.start)
        when = f"{one.slot.start:%H:%M}"
        room = programme.room.get(one.slot.room_id) if one.slot.room_id else None
        return (
            (when, Tone.BAD if wait <= timedelta(0) else Tone.WARN if wait <= timedelta(minutes=15) else Tone.PLAIN),
            one.person.name,
            (_name(room), Tone.MUTED),
            (one.session.title, Tone.MUTED),
        )

    return Listing(
        (
            Column("At", 5),
            Column("Name", weight=2),
            Column("Room", least=8, rank=1),
            Column("Session", least=12, rank=2),
        ),
        rows,
        key=lambda one: one.person.id,
        cells=cells,
        words=lambda one: f"{one.person.name} {one.session.title}",
        empty=("Everybody is here who is needed within the hour.",),
    )


def people_listing(programme: Programme, people: Sequence[Person]) -> Listing:
    """Persons to choose from, found by name, organisation or session."""

    def told(person: Person) -> str:
        return ", ".join(session.title for session in programme.sessions_of.get(person.id, ()))

    return Listing(
        (Column("Name", weight=2), Column("Organisation", rank=1), Column("Sessions", weight=2, rank=2)),
        people,
        key=lambda person: person.id,
        cells=lambda person: (person.name, (person.organisation, Tone.MUTED), (told(person), Tone.MUTED)),
        words=lambda person: f"{person.name} {person.organisation} {told(person)}",
    )


def title_of(rows: Sequence[DayRow], query: str) -> Content:
    """What stands above the rooms: how many there are, how much runs, how many are late, and the filter."""
    rooms = {row.room.id: row for row in rows if row.room}
    late = sum(1 for row in rooms.values() if row.late)
    running = sum(1 for row in rows if row.is_now)
    told = [words.count(len(rooms), "room"), f"{running} running"]
    told += [f"{late} late"] if late else []
    told += [f"with “{safe_text.line(query)[:40]}”"] if query else []
    return Content(f"Day · {' · '.join(told)}")


def hint_of(programme: Programme | None, rows: Sequence[DayRow]) -> Content:
    """What stands below the rooms: when the event is, where nothing of it is on; else nothing."""
    if programme is None or any(row.of for row in rows):
        return Content("")
    span = words.span(programme.event.first_day, programme.event.last_day)
    return Content(f"The event is on {span} · t shows another time")
