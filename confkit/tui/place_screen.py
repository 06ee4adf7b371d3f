"""The small form that gives a session a room and a start; a clock change is named while the time is typed."""

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Select

from confkit.domain.errors import ConfkitError, InvalidValue
from confkit.domain.event import Room
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import LocalTime, elapsed, later, parse_local
from confkit.services import editing
from confkit.services.forms import Field, FieldKind
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import SAVING, close
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_ROOM = Field("room", "Room", FieldKind.REFERENCE, "empty: no room yet")
_DAY = Field("day", "Day", FieldKind.CHOICE, required=True)
_START = Field("start", "Start", FieldKind.LINE, "10:00, or with another day 2027-04-09 10:00", required=True)
_END = Field("end", "End", FieldKind.LINE, "empty: the session's planned length")


class PlaceScreen(ModalScreen[bool]):
    """Room, day, start and end of a session; its result is whether it was placed."""

    CSS_PATH = "form.tcss"
    BINDINGS = bindings(Scope.FORM)
    AUTO_FOCUS = "Select"

    def __init__(self, workspace: Workspace, programme: Programme, session: Session) -> None:
        super().__init__()
        self.workspace = workspace
        self.programme = programme
        self.session = session
        slots = programme.slots_of.get(session.id, ())
        self._slot: Slot | None = slots[0] if slots else None
        self._rooms = {room.id.hex: room for room in programme.rooms}
        self._is_saving = False

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """Four fields, filled with where the session is now."""
        slot, programme = self._slot, self.programme
        day = programme.day(slot) if slot else programme.event.first_day
        days = {*programme.event.days, day}
        room = slot.room_id if slot else (programme.rooms[0].id if len(programme.rooms) == 1 else None)
        planned = slot and elapsed(slot.start, slot.end) == programme.length(self.session)
        with Vertical(classes="box"):
            yield FormField(
                _ROOM,
                room.hex if room else "",
                choices=[(id, self._about(room)) for id, room in self._rooms.items()] or [("", "no rooms yet")],
                hint=_ROOM.help,
            )
            yield FormField(
                _DAY, day.isoformat(), choices=[(one.isoformat(), words.full_day(one)) for one in sorted(days)], hint=""
            )
            yield FormField(_START, f"{slot.start:%H:%M}" if slot else "", choices=(), hint=_START.help)
            yield FormField(_END, f"{slot.end:%H:%M}" if slot and not planned else "", choices=(), hint=_END.help)
        yield KeyLine(action for action in in_scope(Scope.FORM) if action.footer)

    @staticmethod
    def _about(room: Room) -> str:
        return f"{room.name} · {room.capacity} seats" if room.capacity else room.name

    def on_mount(self) -> None:
        """Name the form."""
        box = self.query_one(".box")
        title = f"{'Move' if self._slot else 'Place'} “{safe_text.line(self.session.title)[:60]}”"
        box.border_title = Content(title)

    def field_named(self, name: str) -> FormField:
        """One of the four fields."""
        return next(field for field in self.query(FormField) if field.field.name == name)

    def _time(self, name: str) -> LocalTime | None:
        text = self.field_named(name).text.strip()
        day = date.fromisoformat(self.field_named("day").text or self.programme.event.first_day.isoformat())
        if len(text) == 4 and text[1] == ":":
            text = f"0{text}"
        if not text:
            return None
        return parse_local(text, self.programme.zone, default_day=self._calendar_day(day, text))

    def _calendar_day(self, day: date, text: str) -> date:
        """A time before the day change belongs to the night that ends the programme day."""
        change = self.programme.event.day_change
        try:
            hour, minute = (int(part) for part in text.split(":"))
        except ValueError:
            return day
        early = (hour, minute) < (change.hour, change.minute)
        return date.fromordinal(day.toordinal() + 1) if early else day

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check while typing."""
        self._check()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Check after choosing."""
        self._check()

    def _check(self) -> tuple[datetime, datetime] | None:
        """Show what is wrong or was decided; return start and end where they are clear."""
        found: dict[str, LocalTime | None] = {}
        fine = True
        for name in ("start", "end"):
            field = self.field_named(name)
            try:
                found[name] = self._time(name)
            except InvalidValue as error:
                fine = False
                field.show_problem(Problem("invalid-time", Severity.ERROR, name, error.what, error.fix))
                continue
            local = found[name]
            field.show_problem(None)
            if local and local.note:
                field.show_note(f"! {local.note}")
        start, end = found.get("start"), found.get("end")
        if not fine or start is None:
            return None
        finish = end.instant if end else later(start.instant, self.programme.length(self.session))
        if elapsed(start.instant, finish).total_seconds() < 0:
            self.field_named("end").show_problem(
                Problem("invalid-end", Severity.ERROR, "end", "is before the start", "let it end after it starts")
            )
            return None
        if end is None:
            self.field_named("end").show_note(f"ends {words.moment(finish)}")
        return start.instant, finish

    def action_save(self) -> None:
        """Place the session."""
        times = self._check()
        if times is None:
            field = self.field_named("start")
            if not field.text.strip():
                field.show_problem(Problem("invalid-start", Severity.ERROR, "start", "is empty", "enter a time: 10:00"))
            field.editor.focus()
            return
        if self._is_saving:
            return
        self._is_saving = True
        start, end = times
        room = self._rooms.get(self.field_named("room").text)
        ends = end if self.field_named("end").text.strip() else None
        self.confkit.start(
            partial(editing.place, self.workspace, self.programme, self.session, room=room, start=start, end=ends),
            self._placed,
            failed=self._refused,
        )

    def _placed(self, placed: editing.Placed) -> None:
        self.confkit.tell(f"✓ {placed.entry.label}")
        close(self, True)

    def _refused(self, error: ConfkitError) -> None:
        self._is_saving = False
        self.confkit.show_error(error)

    def action_close(self) -> None:
        """Leave everything as it is; while it is saved, that closes it."""
        if self._is_saving:
            self.confkit.tell(SAVING)
        else:
            self.dismiss(False)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.focus_previous()
