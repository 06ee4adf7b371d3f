"""Paper for the days of the event: door sheets, cue cards for speakers and moderators, a timetable.

Each is a list of pages, given out as plain text (for any printer) or as one HTML file that prints a page on each sheet.
Only what takes place is on paper, and on doors and in the timetable only what the public may know; e-mail addresses and
internal notes are on none of it.
"""

import functools
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.event import Room
from confkit.domain.person import Participant, Person, Role
from confkit.domain.planning.attendance import attendance, is_consultation
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.publish import words

if TYPE_CHECKING:
    from jinja2 import Environment

_WIDTH = 76
# What fits on a card.
_LONGEST = 700


class Paper(StrEnum):
    """What can be printed."""

    DOORS = "doors"
    SPEAKERS = "speakers"
    MODERATORS = "moderators"
    TIMETABLE = "timetable"


@dataclass(frozen=True, slots=True)
class Line:
    """Something on a page: a time (or nothing), what it is, and details below it."""

    time: str
    title: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of paper."""

    heading: str
    below: str
    lines: tuple[Line, ...]


def pages(programme: Programme, paper: Paper, *, room: Room | None = None, day: date | None = None) -> tuple[Page, ...]:
    """Return the pages of ``paper``, of one room or one day of the programme only where they are given."""
    slots = [
        (slot, programme.session[slot.session_id])
        for slot in programme.slots
        if slot.session_id in programme.session
        and programme.session[slot.session_id].status.takes_place
        and (room is None or slot.room_id == room.id)
        and (day is None or programme.day(slot) == day)
    ]
    if paper in (Paper.DOORS, Paper.TIMETABLE):
        slots = [(slot, session) for slot, session in slots if session.status.is_public]
    return tuple(_MAKERS[paper](programme, slots))


def _doors(programme: Programme, slots: "_Slots") -> Iterator[Page]:
    """A page for each room and day."""
    for room in programme.rooms:
        own = [(slot, session) for slot, session in slots if slot.room_id == room.id]
        for day in dict.fromkeys(programme.day(slot) for slot, _ in own):
            lines = [
                Line(_span(slot), session.title, _given(session.subtitle, _names(programme, session)))
                for slot, session in own
                if programme.day(slot) == day
            ]
            yield Page(room.name, f"{programme.event.title} · {words.day(day)}", tuple(lines))


def _timetable(programme: Programme, slots: "_Slots") -> Iterator[Page]:
    """A page for each day; what takes place in several rooms at once stands once."""
    for day in dict.fromkeys(programme.day(slot) for slot, _ in slots):
        together: dict[tuple[str, Session], list[Slot]] = {}
        for slot, session in slots:
            if programme.day(slot) == day:
                together.setdefault((_span(slot), session), []).append(slot)
        lines = [
            Line(
                span, session.title, _given(", ".join(_room(programme, one) for one in of), _names(programme, session))
            )
            for (span, session), of in together.items()
        ]
        yield Page(programme.event.title, words.day(day), tuple(lines))


def sign_up_pages(programme: Programme, session: Session) -> tuple[Page, ...]:
    """Return the list of those who signed up for a session, or booked a slot of it, by name, to be ticked off.

    It is for the organizers: what is on paper says who comes.
    """
    lists = attendance(programme, session)
    lines: list[Line] = []
    for each in lists:
        time = f"{words.day(programme.day(each.slot))}, {_span(each.slot)}" if each.slot else ""
        place = _room(programme, each.slot) if each.slot else ""
        names = [one.name for one in each.taking_part]
        if each.slot is not None:
            lines.append(Line(time, ", ".join(names) or "free", _given(place)))
        else:
            lines += [Line(f"{number}", f"[ ] {name}") for number, name in enumerate(names, 1)]
        lines += [Line("", f"waits: {one.name}", ()) for one in each.waiting]
    slots = programme.slots_of.get(session.id, ())
    times = [f"{words.day(programme.day(one))}, {_span(one)}, {_room(programme, one)}" for one in slots]
    below = programme.event.title if is_consultation(programme, session) else " · ".join(times) or programme.event.title
    return (Page(session.title, below, tuple(lines)),)


def _speakers(programme: Programme, slots: "_Slots") -> Iterator[Page]:
    """A card for each person with everything they take part in."""
    for person in programme.persons:
        lines = []
        for slot, session in slots:
            parts = [part for part in session.participants if part.role is not Role.REVIEWER]
            roles = [part.role.value for part in parts if part.person_id == person.id]
            if roles:
                others = [part for part in parts if part.person_id != person.id]
                needs = f"needs {', '.join(session.equipment)}" if session.equipment else ""
                company = f"with {_named(programme, others)}" if others else ""
                details = _given(_room(programme, slot), " and ".join(roles), company, needs)
                lines.append(Line(f"{words.day(programme.day(slot))}, {_span(slot)}", session.title, details))
        if lines:
            yield Page(person.name, programme.event.title, tuple(lines))


def _moderators(programme: Programme, slots: "_Slots") -> Iterator[Page]:
    """A card for each session that somebody moderates, with what to say about who speaks."""
    for slot, session in slots:
        leading = [part for part in session.participants if part.role in (Role.MODERATOR, Role.HOST)]
        if not leading:
            continue
        others = [part for part in session.participants if part.role in (Role.SPEAKER, Role.GUEST)]
        people = [person for part in others if (person := programme.person.get(part.person_id))]
        minutes = slot.duration.total_seconds() / 60
        lines = [Line(_span(slot), f"{minutes:g} minutes, {_room(programme, slot)}", _given(_cut(session.abstract)))]
        lines += [Line("", _known_as(person), _given(_cut(person.biography))) for person in people]
        below = f"{words.day(programme.day(slot))} · {_named(programme, leading)}"
        yield Page(session.title, below, tuple(lines))


_Slots = Sequence[tuple[Slot, Session]]
_MAKERS: dict[Paper, Callable[[Programme, _Slots], Iterable[Page]]] = {
    Paper.DOORS: _doors,
    Paper.SPEAKERS: _speakers,
    Paper.MODERATORS: _moderators,
    Paper.TIMETABLE: _timetable,
}


def _given(*details: str) -> tuple[str, ...]:
    return tuple(detail for detail in details if detail)


def _span(slot: Slot) -> str:
    return words.span(slot.start, slot.end)


def _room(programme: Programme, slot: Slot) -> str:
    room = programme.room.get(slot.room_id) if slot.room_id else None
    return room.name if room else "no room yet"


def _names(programme: Programme, session: Session) -> str:
    return _named(programme, [part for part in session.participants if part.role is not Role.REVIEWER])


def _named(programme: Programme, parts: Iterable[Participant]) -> str:
    known = ((programme.person.get(part.person_id), part.role) for part in parts)
    return ", ".join(
        person.name if role is Role.SPEAKER else f"{person.name} ({role.value})" for person, role in known if person
    )


def _known_as(person: Person) -> str:
    return f"{person.name}, {person.organisation}" if person.organisation else person.name


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rpartition(' ')[0]}…"


def as_text(found: Sequence[Page]) -> str:
    """Return pages as plain text of at most 76 columns, with a form feed between two: printers begin a new sheet."""
    return "\f\n".join("\n".join(_text_lines(page)) + "\n" for page in found)


def _text_lines(page: Page) -> Iterator[str]:
    heading = textwrap.wrap(page.heading, _WIDTH) or [""]
    yield from heading
    yield "=" * max(map(len, heading))
    yield page.below
    for line in page.lines:
        yield ""
        times = f"{line.time}  " if line.time else ""
        # A day with its time stands above, a time alone beside.
        if len(times) > 20:
            yield line.time
            times = ""
        indent = " " * (len(times) or 2)
        yield from textwrap.wrap(line.title, _WIDTH, initial_indent=times, subsequent_indent=indent) or [times.rstrip()]
        for detail in line.details:
            yield from textwrap.wrap(detail, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def as_html(found: Sequence[Page], *, title: str, language: str = "en") -> bytes:
    """Return pages as one HTML file, complete in itself, that prints each on a sheet of its own."""
    template = _environment().get_template("paper.html")
    return template.render(pages=found, title=title, language=language or "en").encode()


@functools.cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
