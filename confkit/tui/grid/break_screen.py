"""The dialogue that adds a break to several rooms at once, and says what is in its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Select, Static

from confkit.domain.errors import ConfkitError, InvalidValue
from confkit.domain.event import Room, SessionKind, SessionType
from confkit.domain.planning.pulls import in_the_way
from confkit.domain.programme import Programme
from confkit.domain.times import elapsed, later, parse_local
from confkit.services.forms import Field, FieldKind
from confkit.services.planning.moves import breaks_over_rooms
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField
from confkit.tui.grid.hours import clock
from confkit.tui.listing import Column, Listing
from confkit.tui.record_list import RecordList
from confkit.tui.tick_list import TICKED, UNTICKED, TickList
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane

_TITLE = Field("title", "Title", FieldKind.LINE, required=True)
_TYPE = Field("type", "Type", FieldKind.CHOICE, "the event has no type for breaks; one is added")
_START = Field("start", "Start", FieldKind.LINE, "10:00, or with another day 2027-04-09 10:00", required=True)
_MINUTES = Field("minutes", "Minutes", FieldKind.LINE, "how long it is", required=True)
_IN_THE_WAY = 4


@dataclass(frozen=True, slots=True)
class Break:
    """What was asked for."""

    title: str
    kind: SessionType | None
    rooms: tuple[Room, ...]
    start: datetime
    end: datetime


class BreakScreen(ModalScreen[Break | None]):
    """Title, type, start and length of a break, and its rooms; its result is the break, or None."""

    CSS_PATH = ["../form.tcss", "../filter.tcss"]  # noqa: RUF012 - declared so by Textual
    BINDINGS = bindings(Scope.BREAK)

    def __init__(
        self, programme: Programme, start: datetime, in_sight: frozenset[UUID], before: Break | None = None
    ) -> None:
        super().__init__()
        self._programme = programme
        self._begin = before.start if before else start
        # What could not be added: it need not be typed again.
        self._before = before
        self._in_sight = in_sight
        self._kinds = {one.id.hex: one for one in programme.types if one.kind is SessionKind.BREAK}
        self._chosen = {room.id for room in (before.rooms if before else programme.rooms)} & programme.room.keys()
        self._usual: dict[str, str] = {}
        self._note = Static(id="in-the-way")
        self.rooms = TickList(header=False, id="rooms")

    def compose(self) -> ComposeResult:
        """Four fields, the rooms, and what is in the way."""
        kind, before = next(iter(self._kinds.values()), None), self._before
        if before is not None and before.kind is not None:
            kind = self._kinds.get(before.kind.id.hex, kind)
        minutes = str(kind.length // timedelta(minutes=1) if kind else 30)
        self._usual = {"title": kind.name if kind else "Break", "minutes": minutes}
        if before is not None:
            minutes = str(elapsed(before.start, before.end) // timedelta(minutes=1))
        with Vertical(classes="box"):
            yield FormField(_TITLE, before.title if before else self._usual["title"], choices=(), hint="")
            yield FormField(
                _TYPE,
                kind.id.hex if kind else "",
                choices=[(id, one.name) for id, one in self._kinds.items()] or [("", "Break (new)")],
                hint=_TYPE.help,
            )
            yield FormField(_START, f"{self._begin:%Y-%m-%d %H:%M}", choices=(), hint=_START.help)
            yield FormField(_MINUTES, minutes, choices=(), hint=_MINUTES.help)
            yield self.rooms
            yield self._note
        yield KeyLine(action for scope in (Scope.TICKING, Scope.BREAK) for action in in_scope(scope) if action.footer)

    def on_mount(self) -> None:
        """Name the window and list the rooms."""
        self.query_one(".box").border_title = "Break over rooms"
        self._show()

    # Showing

    def _show(self) -> None:
        self.rooms.show(
            Listing(
                columns=(Column("", 3), Column("Room", weight=1), Column("", weight=1, rank=1)),
                rows=self._programme.rooms,
                key=lambda room: room.id,
                cells=lambda room: (
                    (TICKED, Tone.ACCENT) if room.id in self._chosen else UNTICKED,
                    room.name,
                    ("in sight" if room.id in self._in_sight else "", Tone.MUTED),
                ),
                words=lambda room: room.name,
                empty=("The event has no rooms yet.",),
            )
        )
        number = sum(1 for room in self._programme.rooms if room.id in self._chosen)
        self.query_one(".box").border_subtitle = words.count(number, "room")
        self._note.update(Content("\n").join(self._obstacles()))

    def _obstacles(self) -> Iterator[Content]:
        """What takes place at that time in the rooms that are ticked."""
        try:
            wanted = self.wanted()
        except ConfkitError as error:
            yield Content.styled(safe_text.line(f"✗ {error.where + ': ' if error.where else ''}{error.what}"), Tone.BAD)
            return
        found = in_the_way(self._programme, [room.id for room in wanted.rooms], wanted.start, wanted.end)
        if not found:
            yield Content.styled("✓ nothing is in the way", Tone.GOOD)
        for slot in found[:_IN_THE_WAY]:
            room = self._programme.room[slot.room_id] if slot.room_id else None
            title = safe_text.line(self._programme.session[slot.session_id].title)
            name = safe_text.line(room.name) if room else ""
            text = f"! in the way: “{title}” {clock(slot.start)}–{clock(slot.end)} · {name}"
            yield Content.styled(text, Tone.WARN)
        if len(found) > _IN_THE_WAY:
            yield Content.styled(f"! … and {len(found) - _IN_THE_WAY} more", Tone.WARN)

    # What is asked for

    def _text(self, name: str) -> str:
        return next(field.text.strip() for field in self.query(FormField) if field.field.name == name)

    def wanted(self) -> Break:
        """The break as it is filled in; raises InvalidValue."""
        title, minutes = self._text("title"), self._text("minutes")
        if not title:
            raise InvalidValue("is missing", where="title", fix="say what it is called")
        if not minutes.isdigit() or not 0 < int(minutes) <= 24 * 60:
            raise InvalidValue(f"“{minutes[:20]}” is no length", where="minutes", fix="write 1 to 1440 minutes")
        text = self._text("start")
        start = parse_local(f"0{text}" if text[1:2] == ":" else text, self._programme.zone,
                            default_day=self._begin.date()).instant  # fmt: skip
        if text == f"{self._begin:%Y-%m-%d %H:%M}":
            # The text doesn't say which of two equal times it is; the cursor did.
            start = self._begin
        rooms = tuple(room for room in self._programme.rooms if room.id in self._chosen)
        if not rooms:
            raise InvalidValue("none is ticked", where="rooms", fix="tick at least one")
        return Break(title, self._kinds.get(self._text("type")), rooms, start,
                     later(start, timedelta(minutes=int(minutes))))  # fmt: skip

    # The user

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again what is in the way."""
        event.stop()
        self._show()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Another type brings its name and length, where nobody wrote others."""
        event.stop()
        kind = self._kinds.get(self._text("type"))
        if kind is None:
            return
        usual = {"title": kind.name, "minutes": str(kind.length // timedelta(minutes=1))}
        for field in self.query(FormField):
            name = field.field.name
            if name in usual and field.text == self._usual.get(name):
                field.text = usual[name]
        self._usual = usual

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field."""
        event.stop()
        self.action_add()

    def on_record_list_chosen(self, event: RecordList.Chosen) -> None:
        """Enter in the list of rooms."""
        event.stop()
        self.action_add()

    def on_tick_list_ticked(self, event: TickList.Ticked) -> None:
        """Take a room in, or leave it out."""
        event.stop()
        self._chosen ^= {event.row.id}
        self._show()

    def action_all(self) -> None:
        """Tick every room."""
        self._chosen = {room.id for room in self._programme.rooms}
        self._show()

    def action_in_sight(self) -> None:
        """Tick the rooms that are in sight."""
        self._chosen = set(self._in_sight)
        self._show()

    def action_none(self) -> None:
        """Tick no room."""
        self._chosen = set()
        self._show()

    def action_add(self) -> None:
        """Add the break, if everything is filled in."""
        try:
            self.dismiss(self.wanted())
        except ConfkitError:
            self._show()

    def action_close(self) -> None:
        """Add nothing."""
        self.dismiss(None)


def ask(pane: "SchedulePane") -> None:
    """Ask for a break from the cursor's time on, and add it to the rooms."""
    programme, layout, scene, sheet = pane.programme, pane.layout_shown, pane.grid.scene, pane.grid.sheet
    if programme is None or layout is None or scene is None or sheet is None:
        return
    if not programme.rooms:
        pane.say("the event has no rooms to make a break in")
        return
    screen = pane.workspace_screen
    rooms, _ = sheet.window(pane.grid.scroll_offset.y, pane.grid.page)
    in_sight = frozenset(id for column in rooms if (id := layout.columns[column].id) is not None)

    start, ws = layout.hours.at(scene.cursor.row), screen.workspace

    def open_form(programme: Programme, before: Break | None = None) -> None:
        def closed(wanted: Break | None) -> None:
            if wanted is not None:
                job = partial(_added, pane, programme, wanted)
                screen.confkit.start(job, lambda _: added(wanted), failed=partial(again, wanted))

        screen.app.push_screen(BreakScreen(programme, start, in_sight, before), closed)

    def again(wanted: Break, error: ConfkitError) -> None:
        """Somebody else changed something meanwhile: what was typed stays, beside what there is now."""
        screen.confkit.show_error(error)
        screen.read()
        fresh = partial(ws.repository.programme, programme.event.id)
        screen.confkit.start(fresh, lambda found: open_form(found, wanted))

    def added(wanted: Break) -> None:
        found = in_the_way(programme, [room.id for room in wanted.rooms], wanted.start, wanted.end)
        note = f" · ! {len(found)} in the way" if found else ""
        pane.say(f"“{wanted.title[:30]}” in {words.count(len(wanted.rooms), 'room')}{note} · ^z undoes")
        screen.read()

    open_form(programme)


def _added(pane: "SchedulePane", programme: Programme, wanted: Break) -> object:
    ws = pane.workspace_screen.workspace
    return breaks_over_rooms(ws, programme, wanted.title, wanted.rooms, wanted.start, wanted.end, kind=wanted.kind)
