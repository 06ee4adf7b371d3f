"""Paper for the days of the event: door sheets, cue cards for speakers and moderators, a timetable.

Each is a list of pages, given out as plain text (for any printer) or as HTML that prints well (``paper_sheets``).
Only what takes place is on paper, and on doors and in the timetable only what the public may know; e-mail addresses and
internal notes are on none of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from confkit.domain.event import Room, SessionKind
from confkit.domain.person import Participant, Person, Role
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.publish import words
from confkit.publish.day_table import days_of
from confkit.publish.paper_measure import columns, wrapped

WIDTH = 72
# What somebody can say, or read, before a session begins; of each where there are several to introduce.
_LONGEST, _SHORTER = 420, 260

# Descriptions come as Markdown or HTML; on a card both are in the way.
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,200}>")
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
_MARKS = re.compile(r"(?:^|(?<=\s))(?:#{1,6}|[*+-]|>)(?=\s)|\*\*|__|`")


class Paper(StrEnum):
    """What can be printed."""

    DOORS = "doors"
    SPEAKERS = "speakers"
    MODERATORS = "moderators"
    TIMETABLE = "timetable"


@dataclass(frozen=True, slots=True)
class Line:
    """Something on a page: a time (or nothing), what it is, and details below it.

    ``room`` stands out where it has to be found; ``colour`` is that of the track; a ``minor`` line is a break;
    ``language`` is that of the title.
    """

    time: str
    title: str
    details: tuple[str, ...] = ()
    room: str = ""
    colour: str = ""
    language: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of paper, or one card; ``after`` is said at its end."""

    heading: str
    below: str
    lines: tuple[Line, ...]
    after: str = ""
    language: str = ""


def pages(programme: Programme, paper: Paper, *, room: Room | None = None, day: date | None = None) -> tuple[Page, ...]:
    """Return the pages of ``paper``, of one room or one day of the programme only where they are given."""
    return tuple(_MAKERS[paper](programme, slots_on(programme, paper, room=room, day=day), day))


def slots_on(programme: Programme, paper: Paper, *, room: Room | None = None, day: date | None = None) -> "Slots":
    """Return what is on a paper, by start: what takes place, and for the public only what the public may know."""
    slots = [
        (slot, programme.session[slot.session_id])
        for slot in programme.slots
        if slot.session_id in programme.session
        and programme.session[slot.session_id].status.takes_place
        and (room is None or slot.room_id == room.id)
        and (day is None or day in days_of(programme, slot))
    ]
    if paper in (Paper.DOORS, Paper.TIMETABLE):
        return [(slot, session) for slot, session in slots if session.status.is_public]
    return slots


def _doors(programme: Programme, slots: "Slots", only: date | None) -> Iterator[Page]:
    """A page for each room and day."""
    for room in programme.rooms:
        own = [(slot, session) for slot, session in slots if slot.room_id == room.id]
        for day in _all_days(programme, own, only):
            lines = tuple(
                _line(programme, slot, session, day, session.subtitle, names(programme, session))
                for slot, session in own
                if day in days_of(programme, slot)
            )
            yield Page(room.name, f"{words.day(day)} · {programme.event.title}", lines)


def _timetable(programme: Programme, slots: "Slots", only: date | None) -> Iterator[Page]:
    """A page for each day; what takes place in several rooms at once stands once."""
    for day in _all_days(programme, slots, only):
        together: dict[tuple[datetime, datetime, Session], list[Slot]] = {}
        for slot, session in slots:
            if day in days_of(programme, slot):
                together.setdefault((slot.start, slot.end, session), []).append(slot)
        lines = tuple(
            _line(programme, of[0], session, day, _rooms(programme, of), names(programme, session))
            for (_, _, session), of in together.items()
        )
        yield Page(programme.event.title, words.day(day), lines)


def _speakers(programme: Programme, slots: "Slots", _only: date | None) -> Iterator[Page]:
    """A card for each person with everything they take part in."""
    of: dict[UUID, list[tuple[Slot, Session]]] = {}
    for slot, session in slots:
        for id in dict.fromkeys(part.person_id for part in session.participants):
            of.setdefault(id, []).append((slot, session))
    for person in programme.persons:
        lines = []
        for slot, session in of.get(person.id, ()):
            parts = [part for part in session.participants if part.role is not Role.REVIEWER]
            roles = [part.role.value for part in parts if part.person_id == person.id]
            if roles:
                others = [part for part in parts if part.person_id != person.id]
                needs = f"Needs {', '.join(session.equipment)}" if session.equipment else ""
                company = f"With {_named(programme, others)}" if others else ""
                role = "" if roles == [Role.SPEAKER.value] else f"As {' and '.join(roles)}"
                time = f"{_date(programme, slot)}, {_span(slot)}"
                details = _given(role, company, needs)
                lines.append(Line(time, session.title, details, room_name(programme, slot), language=session.language))
        if lines:
            below = " · ".join(_given(person.organisation, programme.event.title))
            yield Page(person.name, below, tuple(lines), "Changes on the day are on the sign of the room.")


def _moderators(programme: Programme, slots: "Slots", _only: date | None) -> Iterator[Page]:
    """A card for each session that somebody moderates, with what to say about who speaks, and what comes after."""
    for slot, session in slots:
        leading = [part for part in session.participants if part.role in (Role.MODERATOR, Role.HOST)]
        if not leading:
            continue
        others = [part for part in session.participants if part.role in (Role.SPEAKER, Role.GUEST)]
        people = [person for part in others if (person := programme.person.get(part.person_id))]
        minutes = slot.duration.total_seconds() / 60
        needs = f"Needs {', '.join(session.equipment)}" if session.equipment else ""
        about = _given(needs, _cut(session.abstract))
        lines = [Line(f"{_span(slot)}, {minutes:g} minutes", "", about, room_name(programme, slot))]
        longest = _LONGEST if len(people) < 3 else _SHORTER
        lines += [Line("", _known_as(person), _given(_cut(person.biography, longest))) for person in people]
        below = f"{_date(programme, slot)} · {_named(programme, leading)}"
        yield Page(session.title, below, tuple(lines), _afterwards(programme, slot), session.language)


def _afterwards(programme: Programme, slot: Slot) -> str:
    """What comes next in the room on that day."""
    if slot.room_id is None:
        return ""
    for other in programme.slots:
        session = programme.session.get(other.session_id)
        if other.room_id != slot.room_id or session is None or not session.status.takes_place:
            continue
        if other.start.timestamp() >= slot.end.timestamp() and programme.day(other) == programme.day(slot):
            told = ", ".join(_given(session.title, names(programme, session)))
            return f"Afterwards, {words.clock(other.start)}: {told}"
    return "Afterwards: nothing more in this room today."


Slots = Sequence[tuple[Slot, Session]]
_MAKERS: dict[Paper, Callable[[Programme, Slots, date | None], Iterable[Page]]] = {
    Paper.DOORS: _doors,
    Paper.SPEAKERS: _speakers,
    Paper.MODERATORS: _moderators,
    Paper.TIMETABLE: _timetable,
}


def _line(programme: Programme, slot: Slot, session: Session, day: date, *details: str) -> Line:
    track = programme.track.get(session.track_id) if session.track_id else None
    return Line(
        _span(slot) if day == programme.day(slot) else _rest(programme, slot, day),
        session.title,
        _given(*details),
        colour=track.colour if track else "",
        language=session.language,
        minor=is_break(programme, session),
    )


def is_break(programme: Programme, session: Session) -> bool:
    """Whether a session is a break."""
    kind = programme.type.get(session.type_id) if session.type_id else None
    return kind is not None and kind.kind is SessionKind.BREAK


def _given(*details: str) -> tuple[str, ...]:
    return tuple(detail for detail in details if detail)


def _span(slot: Slot) -> str:
    return words.span(slot.start, slot.end)


def _rest(programme: Programme, slot: Slot, day: date) -> str:
    """What is left on ``day`` of a slot that began on one before."""
    return f"until {words.clock(slot.end)}" if day == days_of(programme, slot)[-1] else "all day"


def _all_days(programme: Programme, slots: "Slots", only: date | None) -> list[date]:
    days = {day for slot, _ in slots for day in days_of(programme, slot)}
    return sorted(days if only is None else days & {only})


def _date(programme: Programme, slot: Slot) -> str:
    """The day of the calendar, by which people come: after midnight, the programme still has the one before."""
    day = slot.start.date()
    return words.day(day) if day == programme.day(slot) else f"Night to {words.day(day)}"


def _rooms(programme: Programme, slots: Iterable[Slot]) -> str:
    return ", ".join(room_name(programme, one) for one in slots)


def room_name(programme: Programme, slot: Slot) -> str:
    """Where a slot is, in words."""
    room = programme.room.get(slot.room_id) if slot.room_id else None
    return room.name if room else "no room yet"


def names(programme: Programme, session: Session) -> str:
    """Who takes part, reviewers aside, with their parts where they don't speak."""
    return _named(programme, [part for part in session.participants if part.role is not Role.REVIEWER])


def _named(programme: Programme, parts: Iterable[Participant]) -> str:
    known = ((programme.person.get(part.person_id), part.role) for part in parts)
    return ", ".join(
        person.name if role is Role.SPEAKER else f"{person.name} ({role.value})" for person, role in known if person
    )


def _known_as(person: Person) -> str:
    return f"{person.name}, {person.organisation}" if person.organisation else person.name


def _cut(text: str, longest: int = _LONGEST) -> str:
    """Return a description as plain text that can be said before a session; it ends with a sentence if it can."""
    # What lies far beyond is not read anyway.
    text = _MARKS.sub("", _LINK.sub(r"\1", _TAG.sub(" ", text[: longest * 4])))
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    short = plain[:longest]
    sentence = max(short.rfind(end) for end in (". ", "! ", "? ", "。"))
    return short[: sentence + 1] if sentence > longest // 2 else f"{short.rpartition(' ')[0] or short}…"


def as_text(found: Sequence[Page]) -> str:
    """Return pages as plain text of at most 72 columns, with a form feed between two: printers begin a new sheet."""
    return "\f\n".join("\n".join(_text_lines(page)) + "\n" for page in found)


def _text_lines(page: Page) -> Iterator[str]:
    heading = [*wrapped(page.heading, WIDTH)] or [""]
    yield from heading
    yield "=" * max(map(columns, heading))
    yield from wrapped(page.below, WIDTH)
    # A day with its time stands above, a time alone beside.
    beside = max((len(line.time) for line in page.lines if len(line.time) <= 20), default=0)
    for line in page.lines:
        yield ""
        above = len(line.time) > 20
        indent = " " * (beside + 2 if beside else 2)
        if above:
            yield line.time
        first = indent if above or not beside else f"{line.time:<{beside}}  "
        if line.title:
            yield from wrapped(line.title, WIDTH, first, indent)
        for detail in (line.room, *line.details):
            if detail:
                yield from wrapped(detail, WIDTH, indent, indent)
    if page.after:
        yield ""
        yield from wrapped(page.after, WIDTH)
