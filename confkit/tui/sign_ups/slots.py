"""The slots of a consultation: adding a row of them, booking another one for somebody, deleting one."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from confkit.domain.errors import InvalidValue
from confkit.domain.history import Entry
from confkit.domain.planning.attendance import free_slots
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import elapsed, parse_local
from confkit.services import editing
from confkit.services.forms import Field, FieldKind
from confkit.services.planning import signing_up
from confkit.services.workspace import Workspace
from confkit.tui import words
from confkit.tui.fields_screen import Asked
from confkit.tui.listing import Column, Listing
from confkit.tui.question import Question
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.sign_ups.screen import SignUpsScreen

_DAY = Field("day", "Day", FieldKind.CHOICE, required=True)
_START = Field("start", "From", FieldKind.LINE, "when the first begins: 14:00", required=True)
_END = Field("end", "To", FieldKind.LINE, "when the last has to be over: 17:00", required=True)
_EVERY = Field("length", "Minutes each", FieldKind.LINE, "20", required=True)
_PAUSE = Field("pause", "Pause", FieldKind.LINE, "minutes between each two; empty for none")
_ROOM = Field("room", "Room", FieldKind.REFERENCE, "empty: no room yet")


def given(texts: Mapping[str, str], *names: str) -> None:
    """Raise InvalidValue at the first of these fields of a form that is empty."""
    for name in names:
        if not texts.get(name):
            raise InvalidValue("is empty", where=name, fix="fill it in")


def add(screen: "SignUpsScreen") -> None:
    """Ask for a row of slots."""
    programme, session = screen.programme, screen.session
    if not screen.in_slots:
        screen.confkit.tell("Only a consultation is booked slot by slot: give the session such a type first.")
        return
    slots = programme.slots_of.get(session.id, ())
    last = slots[-1] if slots else None
    day = programme.day(last) if last else programme.event.first_day
    days = sorted({*programme.event.days, day})
    room = last.room_id if last else None
    minutes = elapsed(last.start, last.end) if last else programme.length(session)
    asked = (
        Asked(_DAY, day.isoformat(), [(one.isoformat(), words.full_day(one)) for one in days]),
        Asked(_START, f"{last.end:%H:%M}" if last else ""),
        Asked(_END),
        Asked(_EVERY, str(minutes // timedelta(minutes=1))),
        Asked(_PAUSE),
        Asked(_ROOM, room.hex if room else "", [(one.id.hex, one.name) for one in programme.rooms] or [("", "–")]),
    )
    save = partial(_add, screen.workspace, programme, session)
    screen.ask(f"Slots of “{session.title}”", asked, save, screen.told)


def _add(ws: Workspace, programme: Programme, session: Session, texts: Mapping[str, str]) -> Entry:
    """Read the form of a row of slots and add them; raises InvalidValue at its fields."""
    given(texts, "day", "start", "end", "length")
    day = texts["day"]
    times = []
    for name in ("start", "end"):
        try:
            times.append(parse_local(f"{day} {texts[name]:0>5}", programme.zone).instant)
        except InvalidValue as error:
            raise InvalidValue(error.what, where=name, fix="write it as 14:00") from error
    lengths = []
    for name in ("length", "pause"):
        text = texts[name] or "0"
        if not (text.isascii() and text.isdecimal() and len(text) < 5):
            raise InvalidValue(f"{text!r} is not a number of minutes", where=name, fix="enter digits only")
        lengths.append(timedelta(minutes=int(text)))
    room = next((one for one in programme.rooms if one.id.hex == texts["room"]), None)
    return signing_up.add_slots(ws, programme, session, times[0], times[1], lengths[0], lengths[1], room=room)


def book(screen: "SignUpsScreen") -> None:
    """Choose a free slot for somebody."""
    from confkit.tui.pick_screen import PickScreen

    row, programme = screen.row, screen.programme
    if row is None or row.one is None or not screen.in_slots:
        screen.confkit.tell("Go to somebody who booked a slot, or waits for one, first.")
        return
    one = row.one

    def chosen(slot: Slot | None) -> None:
        if slot is not None:
            reading, ws = screen.reading, screen.workspace
            reading.do(lambda: signing_up.book(ws, reading.fresh()[0], one, slot), screen.told)

    screen.app.push_screen(PickScreen(f"Another slot for {one.name}", _free(programme, screen.session)), chosen)


def _free(programme: Programme, session: Session) -> Listing:
    def cells(slot: Slot) -> tuple[str, tuple[str, Tone]]:
        room = programme.room.get(slot.room_id) if slot.room_id else None
        return words.moment(slot.start), (room.name if room else "", Tone.MUTED)

    return Listing(
        (Column("Free slot", 18), Column("Room", weight=1)),
        free_slots(programme, session),
        key=lambda slot: slot.id,
        cells=cells,
        words=lambda slot: words.moment(slot.start),
        empty=("No slot is free.", "Press escape, then s to add some."),
    )


def delete(screen: "SignUpsScreen") -> None:
    """Delete a slot, after asking."""
    row, programme = screen.row, screen.programme
    slot = row.slot if row is not None else None
    if slot is None or not screen.in_slots:
        screen.confkit.tell("Go to a slot first.")
        return
    booked = [one.name for one in programme.sign_ups_of.get(screen.session.id, ()) if one.slot_id == slot.id]
    stay = f"{', '.join(booked)} stay on the list, without a slot. " if booked else ""

    def answered(yes: bool | None) -> None:
        if yes:
            screen.reading.do(partial(editing.remove, screen.workspace, slot), screen.told)

    question = Question(f"Delete the slot {words.moment(slot.start)}?", f"{stay}You can undo this.", yes="Delete")
    screen.app.push_screen(question, answered)
