"""Who signed up for a session: the places of a workshop with its waiting list, the slots of a consultation.

What is done to the list is in ``confkit.services.planning.signing_up``; each step is an edit at once, which undo takes
back, and the list is read again after it (``reading``). What only a consultation has is in ``slots``, files in
``tables``.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from confkit.domain.history import Entry
from confkit.domain.planning.attendance import is_consultation
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services import history
from confkit.services.forms import Field, FieldKind
from confkit.services.planning import signing_up
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import close
from confkit.tui.fields_screen import Asked, FieldsScreen
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import SEVERITY
from confkit.tui.header import TopLine
from confkit.tui.record_list import RecordList
from confkit.tui.section import Section
from confkit.tui.sign_ups import rows, slots, tables
from confkit.tui.sign_ups.reading import Reading
from confkit.tui.sign_ups.rows import Row
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

T = TypeVar("T")

_MOST_PROBLEMS = 4

_NAME = Field("name", "Name", FieldKind.LINE, required=True)
_EMAIL = Field("email", "E-mail", FieldKind.LINE, "kept private; nobody signs up twice with one")


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
        self.records = RecordList(id="people", classes="pane")
        self._top = TopLine(id="top")
        self._places = Static(id="places")
        self._problems: tuple[Problem, ...] = ()
        self._reading: Reading | None = None
        self._is_gone = False

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

    @property
    def reading(self) -> Reading:
        """What reads the list, and makes edits."""
        if self._reading is None:
            self._reading = Reading(self.confkit, self.workspace, self.programme, self.session.id, self._arrived)
        return self._reading

    def on_mount(self) -> None:
        """Show what is known, look for what is wrong, and notice what others write."""
        self._show()
        self.reading.read()
        self.set_interval(self.confkit.watch_every, self.reading.watch)

    # Showing

    def _arrived(self, programme: Programme, problems: tuple[Problem, ...], reveal: object) -> None:
        session = programme.session.get(self.session.id)
        if session is None:
            if not self._is_gone:
                self._is_gone = True
                self.confkit.tell("The session was deleted meanwhile.", severity="error")
                close(self, True)
            return
        self._is_gone = False
        self.programme, self.session, self._problems = programme, session, problems
        self._show()
        if reveal is not None:
            self.records.select(reveal)

    def _show(self) -> None:
        programme, session = self.programme, self.session
        self.records.show(rows.listing(programme, session))
        self.records.border_title = Content("Slots" if self.in_slots else "Sign-ups")
        slots = programme.slots_of.get(session.id, ())
        room = programme.room.get(slots[0].room_id) if len(slots) == 1 and slots[0].room_id else None
        when = words.moment(slots[0].start) if len(slots) == 1 else words.count(len(slots), "slot")
        about = f"{when}, {room.name}" if room else when if slots else "waits for a place"
        self._top.show(session.title, about, *rows.standing(programme, session))
        lines = [rows.bar(programme, session)]
        for problem in self._problems[:_MOST_PROBLEMS]:
            glyph, tone = SEVERITY[problem.severity]
            fix = (f"  → {safe_text.line(problem.fix)}", Tone.MUTED)
            lines.append(Content.assemble((f"{glyph} {safe_text.line(problem.message)}", tone), fix))
        if len(self._problems) > _MOST_PROBLEMS:
            lines.append(Content.styled(f"… {len(self._problems) - _MOST_PROBLEMS} more in Problems", Tone.MUTED))
        self._places.update(Content("\n").join(lines))

    def told(self, entry: Entry) -> None:
        """Tell what was done."""
        self.confkit.tell(f"✓ {entry.label}" if entry.number else "Nothing to change.")

    # People

    @on(RecordList.Chosen)
    def _chosen(self, event: RecordList.Chosen) -> None:
        event.stop()
        self.action_edit()

    def action_add(self) -> None:
        """Ask for a name; on a slot, book it."""
        row, session = self.row, self.session
        slot = row.slot if row is not None and self.in_slots else None
        title = f"Book {words.moment(slot.start)}" if slot else f"Sign up for “{session.title}”"

        def save(texts: Mapping[str, str]) -> signing_up.SignedUp:
            slots.given(texts, "name")
            programme, present = self.reading.fresh()
            return signing_up.sign_up(
                self.workspace, programme, present, texts["name"], texts.get("email", ""), slot=slot
            )

        self.ask(title, (Asked(_NAME), Asked(_EMAIL)), save, self._signed_up)

    def _signed_up(self, done: signing_up.SignedUp) -> object:
        waits = f"\nThere is no free place: they wait, number {done.waiting}." if done.waiting else ""
        self.confkit.tell(f"✓ {done.entry.label}{waits}")
        return done.sign_up.id

    def ask(
        self,
        title: str,
        asked: tuple[Asked, ...],
        save: Callable[[Mapping[str, str]], T],
        done: Callable[[T], object],
    ) -> None:
        """Ask for some fields, save them, and read again."""

        def closed(result: T | None) -> None:
            if result is not None:
                self.reading.follow(done, result)

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
                self.reading.changed = True
                self.reading.read(one.id)

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
        self.reading.do(partial(signing_up.withdraw, self.workspace, self.programme, row.one), self._withdrawn)

    def _withdrawn(self, done: signing_up.Withdrawn) -> None:
        up = "".join(
            f"\n{one.name} has a place now" + (f": write to {one.email}" if one.email else "") for one in done.moved_up
        )
        self.confkit.tell(f"✓ {done.entry.label} · ^z undoes{up}")

    def action_came(self) -> None:
        """Say that somebody came, or that they did not."""
        row = self.row
        if row is None or row.one is None:
            self.confkit.tell("Go to somebody on the list first.")
            return
        came = not row.one.attended
        job = partial(signing_up.mark_attended, self.workspace, self.programme, [row.one], attended=came)
        self.reading.do(job, self.told)

    def action_move_waiting(self, by: int) -> None:
        """Move somebody on the waiting list."""
        row = self.row
        if row is None or row.one is None or not row.waits:
            self.confkit.tell("Only those who wait can be moved: go to one of them.")
            return
        self.reading.do(partial(signing_up.move_waiting, self.workspace, self.programme, row.one, by), self.told)

    # Slots

    # Slots and files

    def action_add_slots(self) -> None:
        """Ask for a row of slots."""
        slots.add(self)

    def action_book(self) -> None:
        """Choose a free slot for somebody."""
        slots.book(self)

    def action_delete_slot(self) -> None:
        """Delete a slot, after asking."""
        slots.delete(self)

    def action_import_table(self) -> None:
        """Ask for a table and bring it in."""
        tables.bring_in(self)

    def action_export(self) -> None:
        """Ask for a path and write the list there."""
        tables.write_out(self)

    def action_copy(self) -> None:
        """Copy the e-mail addresses."""
        tables.copy_addresses(self)

    # Undoing, leaving, reading

    def action_undo(self) -> None:
        """Take back the last edit."""
        self.reading.do(
            partial(history.undo, self.workspace), lambda entry: self.confkit.tell(f"↶ Undid: {entry.label}")
        )

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(self.reading.changed)

    def action_help(self) -> None:
        """Explain what can be done here."""
        from confkit.tui.help_screen import ScopeHelp
        from confkit.tui.intro import INTRO

        self.app.push_screen(ScopeHelp(self.situation, Scope.SIGN_UPS, INTRO[Scope.SIGN_UPS]))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.SIGN_UPS)], placeholder="A command…"))
