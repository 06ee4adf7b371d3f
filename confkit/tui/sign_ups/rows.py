"""The list of those who signed up for a session, and how its places stand in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from textual.content import Content

from confkit.domain.planning.attendance import Attendance, attendance, is_consultation
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.sign_up import SignUp
from confkit.tui import safe_text, words
from confkit.tui.listing import Cell, Column, Heading, Listing
from confkit.tui.tones import Tone

_BAR = 24


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody on a list, or a slot that nobody booked.

    ``number`` is the place, or (``waits``) that on the waiting list, from 1; 0 for who withdrew and for a free slot.
    """

    one: SignUp | None
    slot: Slot | None = None
    number: int = 0
    waits: bool = False

    @property
    def key(self) -> UUID:
        """What the row is known by."""
        if self.one is not None:
            return self.one.id
        assert self.slot is not None
        return self.slot.id

    @property
    def standing(self) -> str:
        """Where they stand, in words."""
        if self.one is None:
            return "free"
        if self.one.withdrawn:
            return "withdrew"
        if self.waits:
            return f"waits {self.number}"
        return "booked" if self.slot else f"place {self.number}"


def listing(programme: Programme, session: Session) -> Listing:
    """List who signed up for a session: by place, or slot by slot for a consultation."""
    lists = attendance(programme, session)
    rows = list(_by_slot(programme, lists) if is_consultation(programme, session) else _by_place(lists[0]))
    gone = [one for one in programme.sign_ups_of.get(session.id, ()) if one.withdrawn]
    if gone:
        rows += [Heading(f"Withdrew {len(gone)}"), *(Row(one) for one in gone)]
    if is_consultation(programme, session):
        return _of_slots(programme, rows)
    return _of_places(programme, rows)


def _by_place(whole: Attendance) -> Iterator[Row | Heading]:
    if whole.taking_part:
        yield Heading(f"Have a place {len(whole.taking_part)}")
        yield from (Row(one, None, number) for number, one in enumerate(whole.taking_part, 1))
    if whole.waiting:
        yield Heading(f"Waiting {len(whole.waiting)}")
        yield from (Row(one, None, number, waits=True) for number, one in enumerate(whole.waiting, 1))


def _by_slot(programme: Programme, lists: Sequence[Attendance]) -> Iterator[Row | Heading]:
    day = None
    for each in lists:
        if each.slot is None:
            yield Heading("Without a slot")
        elif programme.day(each.slot) != day:
            day = programme.day(each.slot)
            yield Heading(words.full_day(day))
        if each.slot is not None and not each.taking_part:
            yield Row(None, each.slot)
        yield from (Row(one, each.slot, number) for number, one in enumerate(each.taking_part, 1))
        yield from (Row(one, each.slot, number, waits=True) for number, one in enumerate(each.waiting, 1))


def _came(row: Row) -> Cell:
    return ("✓" if row.one is not None and row.one.attended else "", Tone.GOOD)


def _tone(row: Row) -> Tone:
    if row.one is None:
        return Tone.GOOD
    return Tone.MUTED if row.one.withdrawn else Tone.WARN if row.waits else Tone.PLAIN


def _words(row: Row) -> str:
    return f"{row.one.name} {row.one.email} {row.standing}" if row.one else row.standing


def _of_places(programme: Programme, rows: list[Row | Heading]) -> Listing:
    def cells(row: Row) -> Sequence[Cell]:
        assert row.one is not None
        when = row.one.added.astimezone(programme.zone)
        return (
            _came(row),
            (str(row.number or ""), Tone.MUTED),
            (row.one.name, _tone(row)),
            (row.one.email, Tone.MUTED),
            (f"{when:%Y-%m-%d %H:%M}", Tone.MUTED),
        )

    columns = (
        Column("", 1),
        Column("", 4, align_right=True),
        Column("Name", weight=2),
        Column("E-mail", weight=2, rank=2),
        Column("Signed up", 16, rank=1),
    )
    empty = ("Nobody signed up yet.", "Press n to sign somebody up, i to bring in a table (CSV).")
    return Listing(columns, rows, key=lambda row: row.key, cells=cells, words=_words, empty=empty)


def _of_slots(programme: Programme, rows: list[Row | Heading]) -> Listing:
    def cells(row: Row) -> Sequence[Cell]:
        slot = row.slot
        room = programme.room.get(slot.room_id) if slot and slot.room_id else None
        first = not row.waits and row.number < 2
        return (
            _came(row),
            f"{slot.start:%H:%M}–{slot.end:%H:%M}" if slot and first else "",
            (room.name if room and first else "", Tone.MUTED),
            (row.one.name if row.one else "free", _tone(row)),
            (row.one.email if row.one else "", Tone.MUTED),
            ("" if row.one is None else row.standing, Tone.MUTED),
        )

    columns = (
        Column("", 1),
        Column("Time", 11),
        Column("Room", weight=1, least=8, rank=3),
        Column("Booked by", weight=2),
        Column("E-mail", weight=2, rank=2),
        Column("", 9, rank=1),
    )
    empty = ("No slots yet.", "Press s to add a row of them, such as 14:00 to 17:00, each of 20 minutes.")
    return Listing(columns, rows, key=lambda row: row.key, cells=cells, words=_words, empty=empty)


def standing(programme: Programme, session: Session) -> tuple[str, Tone]:
    """How the places stand, for the top line."""
    lists = attendance(programme, session)
    taken, waiting = sum(len(one.taking_part) for one in lists), sum(len(one.waiting) for one in lists)
    wait = f" · {waiting} waiting" if waiting else ""
    tone = Tone.WARN if waiting else Tone.GOOD
    limits = [one.capacity for one in lists]
    if None in limits:
        return f"{taken} signed up", tone
    return f"{taken}/{sum(limit or 0 for limit in limits)}{wait}", tone


def bar(programme: Programme, session: Session) -> Content:
    """The places as a bar with numbers, and what the rooms hold."""
    lists = attendance(programme, session)
    taken = sum(len(one.taking_part) for one in lists)
    waiting = sum(len(one.waiting) for one in lists)
    limits = [one.capacity for one in lists]
    parts: list[Content | str | tuple[str, str]] = []
    if None in limits:
        parts.append(f"{taken} signed up, no limit")
    else:
        places = sum(limit or 0 for limit in limits)
        filled = round(_BAR * min(taken, places) / places) if places else 0
        tone = Tone.WARN if waiting else Tone.GOOD
        parts += [("█" * filled, tone), ("░" * (_BAR - filled), Tone.MUTED)]
        what = "slots booked" if is_consultation(programme, session) and session.capacity is None else "places taken"
        parts.append(f"  {taken} of {places} {what}")
    if waiting:
        parts.append((f"  {waiting} waiting", Tone.WARN))
    if not is_consultation(programme, session):
        rooms = [programme.room.get(slot.room_id) for slot in programme.slots_of.get(session.id, ()) if slot.room_id]
        for room in dict.fromkeys(room for room in rooms if room is not None and room.capacity):
            over = room.capacity is not None and taken > room.capacity
            told = f"  {safe_text.line(room.name)} holds {room.capacity}"
            parts.append((told, Tone.BAD if over else Tone.MUTED))
    return Content.assemble(*parts)
