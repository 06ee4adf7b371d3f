"""The dialogue that places sessions one after the other: which, in which order, with which gap between two.

It begins with what is marked, all of it ticked; where nothing is marked, with what waits, and one ticks what is wanted.
Times and conflicts are shown as they would come out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confkit.domain.conflicts import ConflictIndex
from confkit.domain.errors import ConfkitError
from confkit.domain.event import Room
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.services.planning import moves
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.record_list import RecordList
from confkit.tui.text_fields import LineInput
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.services.workspace import Workspace
    from confkit.tui.grid.pane import SchedulePane

_DAY = 24 * 60


class Chosen(NamedTuple):
    """What shall be placed, and the gap between two."""

    sessions: tuple[Session, ...]
    gap: timedelta


class Place(NamedTuple):
    """Where the sequence begins."""

    room: Room | None
    start: datetime


class TickList(RecordList):
    """A list whose rows are ticked; the keys of the dialogue go before those of a list."""

    BINDINGS = [  # noqa: RUF012 - declared so by Textual
        Binding("space,x", "screen.tick", show=False),
        Binding("enter", "screen.place", show=False),
    ]


class SequenceScreen(ModalScreen[Chosen | None]):
    """Its result is what shall be placed, or None."""

    CSS_PATH = "sequence.tcss"
    BINDINGS = bindings(Scope.SEQUENCE)
    AUTO_FOCUS = "TickList"

    def __init__(
        self, ws: "Workspace", index: ConflictIndex, programme: Programme, sessions: Sequence[Session], place: Place
    ) -> None:
        super().__init__()
        self._ws = ws
        self._index = index
        self._programme = programme
        self.place = place
        self._sessions = list(sessions)
        self._ticked: set[UUID] = set()
        self._gap = programme.event.options.changeover
        self.records = TickList()
        self._slots: dict[UUID, Slot] = {}

    def tick_all(self) -> None:
        """Begin with everything ticked that can be moved."""
        self.tick(Chosen(tuple(self._sessions), self._gap))

    def tick(self, chosen: Chosen) -> None:
        """Begin with some ticked, as far as they can be moved, and a gap."""
        wanted = {session.id for session in chosen.sessions}
        self._ticked = {one.id for one in self._sessions if one.id in wanted and not self._is_pinned(one)}
        self._gap = chosen.gap

    def afresh(self, programme: Programme, chosen: Chosen) -> "SequenceScreen":
        """Return the same dialogue for how things are now; what is gone is left out."""
        sessions = [programme.session[one.id] for one in self._sessions if one.id in programme.session]
        room = programme.room.get(self.place.room.id) if self.place.room else None
        other = SequenceScreen(self._ws, ConflictIndex(programme), programme, sessions, Place(room, self.place.start))
        other.tick(chosen)
        return other

    def compose(self) -> ComposeResult:
        """The list, and below it the gap."""
        gap = self._gap // timedelta(minutes=1)
        with Vertical(classes="box"):
            yield self.records
            with Horizontal():
                yield Static("Gap in minutes ", classes="label")
                yield LineInput(str(gap), compact=True, restrict=r"\d{0,4}")
            yield Static(id="outcome")
        yield KeyLine(action for action in in_scope(Scope.SEQUENCE) if action.footer)

    def on_mount(self) -> None:
        """Name the dialogue and fill the list."""
        room = safe_text.line(self.place.room.name) if self.place.room else "no room yet"
        self.query_one(".box").border_title = Content(f"In sequence from {words.moment(self.place.start)} · {room}")
        self.records.is_marked = lambda session: session.id in self._ticked
        self._show()

    @property
    def chosen(self) -> Chosen:
        """What is ticked, in the order of the list."""
        text = self.query_one(LineInput).value
        gap = timedelta(minutes=min(int(text) if text.isdecimal() else 0, _DAY))
        return Chosen(tuple(one for one in self._sessions if one.id in self._ticked), gap)

    def _is_pinned(self, session: Session) -> bool:
        return any(slot.pinned for slot in self._programme.slots_of.get(session.id, ())[:1])

    def _show(self) -> None:
        sessions, gap = self.chosen
        room, start = self.place
        found = moves.sequence(self._ws, self._programme, sessions, room, start, gap) if sessions else ()
        slots = [after for _, after in found if after is not None]
        self._slots = {slot.session_id: slot for slot in slots}
        self.records.show(self._listing())
        said = [Content.styled("tick what shall be placed", Tone.MUTED)]
        if slots:
            added = self._index.after_moves(found).added
            bad = [one for one in added if one.severity is not Severity.HINT]
            said = [Content.styled(f"{words.count(len(slots), 'session')} until {slots[-1].end:%a %H:%M}", Tone.ACCENT)]
            if bad:
                said.append(Content.styled(f"! {words.count(len(bad), 'conflict')}: ", Tone.WARN))
                said[-1] += Content.styled(safe_text.line(f"{bad[0].where}: {bad[0].message}")[:160], Tone.MUTED)
        self.query_one("#outcome", Static).update(Content("\n").join(said))

    def _listing(self) -> Listing:
        def cells(session: Session) -> Sequence[Cell]:
            slot = self._slots.get(session.id)
            when: Cell = (f"{slot.start:%H:%M}–{slot.end:%H:%M}", Tone.PLAIN) if slot else ("", Tone.MUTED)
            if self._is_pinned(session):
                when = ("⊙ pinned", Tone.WARN)
            present = self._programme.slots_of.get(session.id, ())
            length = present[0].duration if present else self._programme.length(session)
            return (
                when,
                (session.title, Tone.PLAIN if slot else Tone.MUTED),
                (words.names(self._programme, session), Tone.MUTED),
                (words.minutes(length), Tone.MUTED),
            )

        columns = (
            Column("When", 11),
            Column("Title", weight=3),
            Column("With", rank=1),
            Column("", 6, align_right=True),
        )
        return Listing(columns, tuple(self._sessions), lambda one: one.id, cells, lambda one: one.title)

    # What the user does

    @on(RecordList.Marked)
    def _marked(self, event: RecordList.Marked) -> None:
        event.stop()
        self.action_tick()

    @on(RecordList.Chosen)
    def _double_clicked(self, event: RecordList.Chosen) -> None:
        event.stop()
        self.action_tick()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another gap: other times."""
        event.stop()
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter places."""
        event.stop()
        self.action_place()

    def action_tick(self) -> None:
        """Take the session under the cursor into the sequence, or leave it out; go on."""
        session: Session | None = self.records.row
        if session is None:
            return
        if self._is_pinned(session):
            self.notify(safe_text.line(f"“{session.title[:60]}” is pinned and stays where it is"), markup=False)
            return
        self._ticked ^= {session.id}
        self._show()
        self.records.step(1)

    def action_shift(self, by: int) -> None:
        """Let the session under the cursor come earlier or later."""
        session = self.records.row
        if session is None:
            return
        at = self._sessions.index(session)
        to = min(max(at + by, 0), len(self._sessions) - 1)
        self._sessions.insert(to, self._sessions.pop(at))
        self._show()
        self.records.select(session.id)

    def action_widen(self, by: int) -> None:
        """Leave more or less time between two."""
        gap = self.chosen.gap // timedelta(minutes=1)
        self.query_one(LineInput).value = str(max(0, gap + by))

    def action_gap(self) -> None:
        """Go to the gap, or back to the list."""
        (self.query_one(LineInput) if self.records.has_focus else self.records).focus()

    def action_place(self) -> None:
        """Place what is ticked."""
        chosen = self.chosen
        if chosen.sessions:
            self.dismiss(chosen)

    def action_close(self) -> None:
        """Place nothing."""
        self.dismiss(None)


def offer(pane: "SchedulePane", marked: Sequence[Session]) -> None:
    """Ask for the order and the gap of what is marked, or of what waits, and place it from the cursor on."""
    programme, layout, scene, screen = pane.programme, pane.layout_shown, pane.grid.scene, pane.workspace_screen
    if programme is None or layout is None or scene is None:
        return
    sessions = [*marked] or [*pane.plan.waiting]
    if not sessions:
        pane.say("nothing waits for a place")
        return
    room, start = layout.columns[scene.cursor.column].room, layout.hours.at(scene.cursor.row)
    dialogue = SequenceScreen(screen.workspace, pane.plan.index, programme, sessions, Place(room, start))
    if marked:
        dialogue.tick_all()

    def open_dialogue(programme: Programme, dialogue: SequenceScreen) -> None:
        def place(chosen: Chosen | None) -> None:
            if chosen is not None:
                at, sessions = dialogue.place, chosen.sessions
                job = partial(
                    moves.place_in_sequence, screen.workspace, programme, sessions, at.room, at.start, chosen.gap
                )
                screen.confkit.start(
                    job,
                    lambda entry: placed(entry.label, chosen),
                    failed=lambda error: again(error, dialogue, chosen),
                )

        screen.app.push_screen(dialogue, place)

    def again(error: ConfkitError, dialogue: SequenceScreen, chosen: Chosen) -> None:
        """Somebody else changed something meanwhile: what was ticked stays, beside what there is now."""
        screen.confkit.show_error(error)
        screen.read()

        def fresh() -> tuple[Programme, SequenceScreen]:
            found = screen.workspace.repository.programme(programme.event.id)
            return found, dialogue.afresh(found, chosen)

        screen.confkit.start(fresh, lambda both: open_dialogue(*both))

    def placed(label: str, chosen: Chosen) -> None:
        pane.say(f"{label[0].lower()}{label[1:]} · ^z undoes")
        screen.marking.set(screen.marking.marks.without(one.id for one in chosen.sessions))
        screen.arrive_at(screen.place, chosen.sessions[0].id)

    open_dialogue(programme, dialogue)
