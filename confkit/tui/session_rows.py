"""The lists of an event: its sessions, schedule, rooms and speakers."""

from collections.abc import Sequence
from typing import Any

from confkit.domain.event import Room, SessionKind
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.tui import words
from confkit.tui.glyphs import KIND, STATUS, mark
from confkit.tui.listing import Cell, Column, Heading, Listing, notice
from confkit.tui.session_facts import facts_of, room_names
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone

Placed = tuple[Slot | None, Session]


def kind_of(programme: Programme, session: Session) -> SessionKind:
    """The kind of a session by its type; a talk where it has none."""
    type_ = programme.type.get(session.type_id) if session.type_id else None
    return type_.kind if type_ else SessionKind.TALK


def _weight(programme: Programme, session: Session) -> Tone:
    """Breaks, and sessions that will not take place, stand back."""
    quiet = not session.status.takes_place or kind_of(programme, session) is SessionKind.BREAK
    return Tone.MUTED if quiet else Tone.PLAIN


def _room_name(programme: Programme, slot: Slot | None) -> str:
    room = programme.room.get(slot.room_id) if slot and slot.room_id else None
    return room.name if room else ""


def _words(session: Session) -> str:
    return f"{session.title} {session.subtitle}"


def sessions(snapshot: Snapshot) -> Listing:
    """Every session of the event by title."""
    programme = snapshot.programme
    if programme is None:
        return _no_event()

    def cells(session: Session) -> Sequence[Cell]:
        slots = programme.slots_of.get(session.id, ())
        slot = slots[0] if slots else None
        track = programme.track.get(session.track_id) if session.track_id else None
        when = f"{slot.start:%a %H:%M}" if slot else ("waiting" if session.status.takes_place else "")
        return (
            STATUS[session.status],
            mark(snapshot.worst(session.id)),
            (KIND[kind_of(programme, session)], Tone.ACCENT),
            (session.title, _weight(programme, session)),
            (words.names(programme, session), Tone.MUTED),
            (when + (f" +{len(slots) - 1}" if len(slots) > 1 else ""), Tone.PLAIN if slot else Tone.WARN),
            (_room_name(programme, slot), Tone.MUTED),
            (words.minutes(slot.duration if slot else programme.length(session)), Tone.MUTED),
            (track.name if track else "", Tone.MUTED),
        )

    return Listing(
        columns=(
            Column("", 1),
            Column("", 1),
            Column("", 1),
            Column("Title", weight=3, least=20),
            Column("With", weight=1, rank=3),
            Column("When", 9, rank=1),
            Column("Room", 12, rank=2),
            Column("", 6, rank=4, align_right=True),
            Column("Track", 16, rank=5),
        ),
        rows=programme.sessions,
        key=lambda session: session.id,
        cells=cells,
        words=_words,
        empty=(
            "No sessions yet.",
            "Press n to add the first one, or i to import a programme",
            "(from the shell: confkit import PATH).",
        ),
        facts=lambda session: facts_of(programme, session),
    )


def schedule(snapshot: Snapshot, *, by_room: bool) -> Listing:
    """What takes place by day and room, or by day and time; then what waits for a place."""
    programme = snapshot.programme
    if programme is None:
        return _no_event()
    rows: list[Placed | Heading] = []
    order = {room.id: number for number, room in enumerate(programme.rooms)}
    slots = [slot for slot in programme.slots if slot.session_id in programme.session]

    def rank(slot: Slot) -> tuple[Any, ...]:
        room = order.get(slot.room_id, len(order)) if slot.room_id else len(order)
        at = slot.start.timestamp()
        return (programme.day(slot), room, at) if by_room else (programme.day(slot), at, room)

    group = ""
    for slot in sorted(slots, key=rank):
        title = words.full_day(programme.day(slot))
        if by_room:
            title += f" · {_room_name(programme, slot) or 'no room yet'}"
        if title != group:
            group = title
            rows.append(Heading(title))
        rows.append((slot, programme.session[slot.session_id]))
    waiting = [one for one in programme.sessions if one.status.takes_place and one.id not in programme.slots_of]
    if waiting:
        rows.append(Heading(f"Waiting for a place · {len(waiting)}"))
        rows.extend((None, session) for session in waiting)

    def cells(row: Placed) -> Sequence[Cell]:
        slot, session = row
        return (
            f"{slot.start:%H:%M}–{slot.end:%H:%M}" if slot else ("", Tone.WARN),
            STATUS[session.status],
            mark(snapshot.worst(session.id)),
            (KIND[kind_of(programme, session)], Tone.ACCENT),
            (session.title, _weight(programme, session)),
            *(() if by_room else ((_room_name(programme, slot), Tone.MUTED),)),
            (words.names(programme, session), Tone.MUTED),
        )

    return Listing(
        columns=(
            Column("Time", 11),
            Column("", 1),
            Column("", 1),
            Column("", 1),
            # Where it is matters as much as what it is: the room stays on the narrowest screen.
            Column("Title", weight=3, least=22 if by_room else 12),
            *(() if by_room else (Column("Room", 12, rank=1),)),
            Column("With", weight=1, rank=3),
        ),
        rows=rows,
        key=lambda row: row[0].id if row[0] else row[1].id,
        cells=cells,
        words=lambda row: _words(row[1]),
        empty=("Nothing to place yet.", "Press n to add a session, then p to give it a room and a start."),
        facts=lambda row: facts_of(programme, row[1], room_names(programme, (row[0].room_id,) if row[0] else ())),
    )


def rooms(snapshot: Snapshot) -> Listing:
    """The rooms of the event in their order."""
    programme = snapshot.programme
    if programme is None:
        return _no_event()
    used = [slot.room_id for slot in programme.slots]

    def cells(room: Room) -> Sequence[Cell]:
        return (
            mark(snapshot.worst(room.id)),
            room.name,
            (str(room.capacity) if room.capacity else "–", Tone.PLAIN),
            (str(used.count(room.id)) or "", Tone.MUTED),
            (", ".join(room.equipment), Tone.MUTED),
        )

    return Listing(
        columns=(
            Column("", 1),
            Column("Name", weight=2),
            Column("Seats", 5, align_right=True),
            Column("Slots", 5, rank=1, align_right=True),
            Column("Equipment", weight=2, rank=2),
        ),
        rows=programme.rooms,
        key=lambda room: room.id,
        cells=cells,
        words=lambda room: f"{room.name} {room.description} {' '.join(room.equipment)}",
        empty=("No rooms yet.", "Press n to add a room; sessions can be placed in it then."),
    )


def speakers(snapshot: Snapshot) -> Listing:
    """The persons of the event, then the others of the workspace."""
    programme = snapshot.programme
    of_event = programme.sessions_of if programme else {}
    rows: list[Person | Heading] = [person for person in snapshot.persons if person.id in of_event]
    others = [person for person in snapshot.persons if person.id not in of_event]
    if rows and others:
        rows.append(Heading(f"In no session of this event · {len(others)}"))
    rows.extend(others)

    def cells(person: Person) -> Sequence[Cell]:
        held = of_event.get(person.id, ())
        return (
            mark(snapshot.worst(person.id)),
            person.name,
            (person.organisation, Tone.MUTED),
            (str(len(held)) if held else "–", Tone.PLAIN if held else Tone.MUTED),
            (" · ".join(session.title for session in held), Tone.MUTED),
        )

    return Listing(
        columns=(
            Column("", 1),
            Column("Name", weight=1),
            Column("Organisation", weight=1, rank=2),
            Column("Sessions", 8, rank=1, align_right=True),
            Column("", weight=1, rank=3),
        ),
        rows=rows,
        key=lambda person: person.id,
        cells=cells,
        words=lambda person: " ".join(
            (person.name, person.organisation, *(session.title for session in of_event.get(person.id, ())))
        ),
        empty=("Nobody here yet.", "Press n to add a person; name people in a session's form to give them a part."),
    )


def _no_event() -> Listing:
    return notice(
        "No event yet.", "Press E to add an event, or i to import a programme", "(from the shell: confkit import PATH)."
    )
