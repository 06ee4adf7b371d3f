"""Who signed up for a session: the places of a workshop with its waiting list, the slots of a consultation.

What is done to the list is in ``confkit.services.planning.signing_up``; each step is an edit at once, which undo takes
back, and the list is read again after it.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from confkit.domain.conflicts import conflicts
from confkit.domain.conflicts.sign_ups import RULES
from confkit.domain.errors import ConfkitError, InvalidValue
from confkit.domain.history import Entry
from confkit.domain.planning.attendance import free_slots, is_consultation
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import elapsed, parse_local
from confkit.services import editing, history, lookup
from confkit.services.forms import Field, FieldKind
from confkit.services.planning import signing_up
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, sign_up_rows, words
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.ask_screen import AskScreen
from confkit.tui.fields_screen import Asked, FieldsScreen
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import SEVERITY
from confkit.tui.header import TopLine
from confkit.tui.listing import Column, Listing
from confkit.tui.question import Question
from confkit.tui.record_list import RecordList
from confkit.tui.section import Section
from confkit.tui.sign_up_rows import Row
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone
from confkit.tui.work_screen import Control, Report, WorkScreen

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

T = TypeVar("T")

_INTRO = (
    "Places go in the order in which people signed up; who comes later waits, and moves up when somebody withdraws. "
    "Each slot of a consultation is booked by itself. Every step is saved at once, and undo takes it back."
)
_CODES = frozenset(rule.id for rule in RULES.rules) | {"sign-up-over-room"}
_MOST_PROBLEMS = 4

_NAME = Field("name", "Name", FieldKind.LINE, required=True)
_EMAIL = Field("email", "E-mail", FieldKind.LINE, "kept private; nobody signs up twice with one")
_DAY = Field("day", "Day", FieldKind.CHOICE, required=True)
_START = Field("start", "From", FieldKind.LINE, "when the first begins: 14:00", required=True)
_END = Field("end", "To", FieldKind.LINE, "when the last has to be over: 17:00", required=True)
_EVERY = Field("length", "Minutes each", FieldKind.LINE, "20", required=True)
_PAUSE = Field("pause", "Pause", FieldKind.LINE, "minutes between each two; empty for none")
_ROOM = Field("room", "Room", FieldKind.REFERENCE, "empty: no room yet")


class SignUpsScreen(Screen[bool]):
    """The list of one session; the result is whether anything was changed."""

    CSS_PATH = "sign_ups.tcss"
    BINDINGS = bindings(Scope.SIGN_UPS)
    AUTO_FOCUS = "#people"

    def __init__(self, workspace: Workspace, snapshot: Snapshot, programme: Programme, session: Session) -> None:
        super().__init__()
        self.workspace = workspace
        self.snapshot = snapshot
        self.programme = programme
        self.session = session
        self.changed = False
        self.records = RecordList(id="people", classes="pane")
        self._top = TopLine(id="top")
        self._places = Static(id="places")
        self._problems: tuple[Problem, ...] = ()

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    @property
    def row(self) -> Row | None:
        """Who or what the cursor is on."""
        return cast("Row | None", self.records.row)

    @property
    def in_slots(self) -> bool:
        """Whether the session is booked slot by slot."""
        return is_consultation(self.programme, self.session)

    @property
    def situation(self) -> Situation:
        """What the registry decides by."""
        return Situation(Section.SESSIONS, "consultation" if self.in_slots else "workshop", has_event=True)

    def compose(self) -> ComposeResult:
        """How the places stand, what is wrong, the list, the keys."""
        yield self._top
        yield self._places
        yield self.records
        situation = self.situation
        yield KeyLine(action for action in in_scope(Scope.SIGN_UPS) if action.footer and action.applies(situation))

    def on_mount(self) -> None:
        """Show what is known, and look for what is wrong."""
        self._show()
        self._read()

    # Reading and showing

    def _read(self, reveal: object = None) -> None:
        """Read the list again, in a worker."""
        event, id = self.programme.event.id, self.session.id

        def job() -> tuple[Programme, tuple[Problem, ...]]:
            programme = lookup.programme(self.workspace, str(event))
            wrong = [one for one in conflicts(programme) if one.code in _CODES and id in one.subjects]
            return programme, tuple(wrong)

        self.confkit.start(job, lambda found: self._take(*found, reveal))

    def _take(self, programme: Programme, problems: tuple[Problem, ...], reveal: object) -> None:
        session = programme.session.get(self.session.id)
        if session is None:
            self.confkit.tell("The session was deleted meanwhile.", severity="error")
            self.dismiss(True)
            return
        self.programme, self.session, self._problems = programme, session, problems
        self._show()
        if reveal is not None:
            self.records.select(reveal)

    def _show(self) -> None:
        programme, session = self.programme, self.session
        self.records.show(sign_up_rows.listing(programme, session))
        self.records.border_title = Content("Slots" if self.in_slots else "Sign-ups")
        slots = programme.slots_of.get(session.id, ())
        room = programme.room.get(slots[0].room_id) if len(slots) == 1 and slots[0].room_id else None
        when = words.moment(slots[0].start) if len(slots) == 1 else words.count(len(slots), "slot")
        about = f"{when}, {room.name}" if room else when if slots else "waits for a place"
        self._top.show(session.title, about, *sign_up_rows.standing(programme, session))
        lines = [sign_up_rows.bar(programme, session)]
        for problem in self._problems[:_MOST_PROBLEMS]:
            glyph, tone = SEVERITY[problem.severity]
            fix = (f"  → {safe_text.line(problem.fix)}", Tone.MUTED)
            lines.append(Content.assemble((f"{glyph} {safe_text.line(problem.message)}", tone), fix))
        if len(self._problems) > _MOST_PROBLEMS:
            lines.append(Content.styled(f"… {len(self._problems) - _MOST_PROBLEMS} more in Problems", Tone.MUTED))
        self._places.update(Content("\n").join(lines))

    def _do(self, job: Callable[[], T], done: Callable[[T], object]) -> None:
        """Make an edit in a worker; then read again, also where it failed: somebody else may have been faster."""

        def failed(error: ConfkitError) -> None:
            self.confkit.show_error(error)
            self._read()

        self.confkit.start(job, lambda result: self._done(done, result), failed=failed)

    def _done(self, done: Callable[[T], object], result: T) -> None:
        self.changed = True
        self._read(done(result))

    def _told(self, entry: Entry) -> None:
        self.confkit.tell(f"✓ {entry.label}" if entry.number else "Nothing to change.")

    # People

    @on(RecordList.Chosen)
    def _chosen(self, event: RecordList.Chosen) -> None:
        event.stop()
        self.action_edit()

    def action_add(self) -> None:
        """Ask for a name; on a slot, book it."""
        row, programme, session = self.row, self.programme, self.session
        slot = row.slot if row is not None and self.in_slots else None
        title = f"Book {words.moment(slot.start)}" if slot else f"Sign up for “{session.title}”"

        def save(texts: Mapping[str, str]) -> signing_up.SignedUp:
            _given(texts, "name")
            return signing_up.sign_up(
                self.workspace, programme, session, texts["name"], texts.get("email", ""), slot=slot
            )

        self._ask(title, (Asked(_NAME), Asked(_EMAIL)), save, self._signed_up)

    def _signed_up(self, done: signing_up.SignedUp) -> object:
        waits = f"\nThere is no free place: they wait, number {done.waiting}." if done.waiting else ""
        self.confkit.tell(f"✓ {done.entry.label}{waits}")
        return done.sign_up.id

    def _ask(
        self,
        title: str,
        asked: tuple[Asked, ...],
        save: Callable[[Mapping[str, str]], T],
        done: Callable[[T], object],
    ) -> None:
        def closed(result: T | None) -> None:
            if result is not None:
                self._done(done, result)

        self.app.push_screen(FieldsScreen(title, asked, save), closed)

    def action_edit(self) -> None:
        """Open the form of somebody; on a free slot, book it."""
        from confkit.tui.form_screen import FormScreen, context_for

        row = self.row
        if row is None or row.one is None:
            self.action_add()
            return
        one, snapshot, workspace = row.one, self.snapshot, self.workspace

        def closed(saved: object) -> None:
            if saved is not None:
                self.changed = True
                self._read(one.id)

        self.confkit.start(
            lambda: context_for(workspace, snapshot, one),
            lambda context: self.app.push_screen(FormScreen(workspace, snapshot, one, context, is_new=False), closed),
        )

    def action_withdraw(self) -> None:
        """Take somebody off the list."""
        row = self.row
        if row is None or row.one is None or row.one.withdrawn:
            self.confkit.tell("Go to somebody on the list first.")
            return
        self._do(partial(signing_up.withdraw, self.workspace, self.programme, row.one), self._withdrawn)

    def _withdrawn(self, done: signing_up.Withdrawn) -> None:
        up = "".join(
            f"\n{one.name} has a place now" + (f": write to {one.email}" if one.email else "") for one in done.moved_up
        )
        self.confkit.tell(f"✓ {done.entry.label}{up}\nPress ^z to take it back.")

    def action_came(self) -> None:
        """Say that somebody came, or that they did not."""
        row = self.row
        if row is None or row.one is None:
            self.confkit.tell("Go to somebody on the list first.")
            return
        came = not row.one.attended
        job = partial(signing_up.mark_attended, self.workspace, self.programme, [row.one], attended=came)
        self._do(job, self._told)

    def action_move_waiting(self, by: int) -> None:
        """Move somebody on the waiting list."""
        row = self.row
        if row is None or row.one is None or not row.waits:
            self.confkit.tell("Only those who wait can be moved: go to one of them.")
            return
        self._do(partial(signing_up.move_waiting, self.workspace, self.programme, row.one, by), self._told)

    # Slots

    def action_add_slots(self) -> None:
        """Ask for a row of slots."""
        programme, session = self.programme, self.session
        if not self.in_slots:
            self.confkit.tell("Only a consultation is booked slot by slot: give the session such a type first.")
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
        save = partial(_add_slots, self.workspace, programme, session)
        self._ask(f"Slots of “{session.title}”", asked, save, self._told)

    def action_book(self) -> None:
        """Choose a free slot for somebody."""
        from confkit.tui.pick_screen import PickScreen

        row, programme = self.row, self.programme
        if row is None or row.one is None or not self.in_slots:
            self.confkit.tell("Go to somebody who booked a slot, or waits for one, first.")
            return
        one = row.one

        def chosen(slot: Slot | None) -> None:
            if slot is not None:
                self._do(partial(signing_up.book, self.workspace, programme, one, slot), self._told)

        self.app.push_screen(PickScreen(f"Another slot for {one.name}", _free(programme, self.session)), chosen)

    def action_delete_slot(self) -> None:
        """Delete a slot, after asking."""
        row = self.row
        slot = row.slot if row is not None else None
        if slot is None or not self.in_slots:
            self.confkit.tell("Go to a slot first.")
            return
        booked = [one.name for one in self.programme.sign_ups_of.get(self.session.id, ()) if one.slot_id == slot.id]
        stay = f"{', '.join(booked)} stay on the list, without a slot. " if booked else ""

        def answered(yes: bool | None) -> None:
            if yes:
                self._do(partial(editing.remove, self.workspace, slot), self._told)

        question = Question(f"Delete the slot {words.moment(slot.start)}?", f"{stay}You can undo this.", yes="Delete")
        self.app.push_screen(question, answered)

    # Files

    def action_import_table(self) -> None:
        """Ask for a table and bring it in."""
        if self.in_slots:
            self.confkit.tell("A consultation is booked slot by slot: press n on a slot.")
            return

        def answered(text: str | None) -> None:
            if text:
                self.app.push_screen(WorkScreen("Import sign-ups", lambda _: self._imported(_, text)), closed)

        def closed(_: bool | None) -> None:
            self.changed = True
            self._read()

        self.app.push_screen(
            AskScreen("Import sign-ups", "The path of a table (.csv) with names and e-mails:"), answered
        )

    def _imported(self, _: Control, text: str) -> Report:
        from confkit.services.importing import read_file

        path = _path(text)
        done = signing_up.import_sign_ups(self.workspace, self.programme, self.session, read_file(path), path.name)
        facts = (f"{done.added} added, {done.withdrawn} withdrawn, {done.known} left alone",)
        return Report(facts, done.problems)

    def action_export(self) -> None:
        """Ask for a path and write the list there."""
        programme, session = self.programme, self.session
        text = "The path of the file to write: .csv for a table with e-mail addresses, .txt or .html to print names:"

        def write(path: Path) -> None:
            self.confkit.start(
                lambda: signing_up.save_sign_ups(programme, session, path),
                lambda _: self.confkit.tell(f"✓ Wrote {path}"),
            )

        def looked(path: Path, there: bool) -> None:
            def answered(yes: bool | None) -> None:
                if yes:
                    write(path)

            if there:
                question = Question("Write over the file?", f"{path} is there already.", yes="Write over it")
                self.app.push_screen(question, answered)
            else:
                write(path)

        def asked(text: str | None) -> None:
            if text:
                self.confkit.start(lambda: _looked_at(text), lambda found: looked(*found))

        self.app.push_screen(AskScreen("Export sign-ups", text), asked)

    def action_copy(self) -> None:
        """Copy the e-mail addresses."""
        found = signing_up.addresses(self.programme, self.session)
        if not found:
            self.confkit.tell("Nobody on the list gave an e-mail address.")
            return
        self.app.copy_to_clipboard(safe_text.line(", ".join(found)))
        self.confkit.tell(f"✓ Copied {words.count(len(found), 'address', 'addresses')}")

    # Undoing, leaving, reading

    def action_undo(self) -> None:
        """Take back the last edit."""
        self._do(partial(history.undo, self.workspace), lambda entry: self.confkit.tell(f"↶ Undid: {entry.label}"))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(self.changed)

    def action_help(self) -> None:
        """Explain what can be done here."""
        from confkit.tui.help_screen import ScopeHelp

        self.app.push_screen(ScopeHelp(self.situation, Scope.SIGN_UPS, _INTRO))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.SIGN_UPS)], placeholder="A command…"))


def _given(texts: Mapping[str, str], *names: str) -> None:
    for name in names:
        if not texts.get(name):
            raise InvalidValue("is empty", where=name, fix="fill it in")


def _add_slots(ws: Workspace, programme: Programme, session: Session, texts: Mapping[str, str]) -> Entry:
    """Read the form of a row of slots and add them; raises InvalidValue at its fields."""
    _given(texts, "day", "start", "end", "length")
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


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ConfkitError("there is no such home folder", where=text, fix="write the whole path") from error


def _looked_at(text: str) -> tuple[Path, bool]:
    path = _path(text)
    return path, path.exists()
