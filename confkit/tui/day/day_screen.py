"""The day of the event: a clock, what runs and comes next in each room, what is late, and who is missing.

It follows the clock and the journal. The time that is shown can be another one than it is, for rehearsals; then it
says so all the time.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from confkit.domain.errors import ConfkitError, InvalidValue
from confkit.domain.event import Room
from confkit.domain.person import Person
from confkit.domain.planning.day import Missing
from confkit.domain.planning.lateness import caught_up
from confkit.domain.programme import Programme
from confkit.domain.times import elapsed, parse_local
from confkit.services import history
from confkit.services.planning import on_the_day
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.day.clock import Clock
from confkit.tui.day.day_rows import (
    DayRow,
    day_rows,
    missing_listing,
    missing_of,
    missing_soon,
    people_listing,
    rooms_listing,
)
from confkit.tui.day.sign_screen import Known, SignScreen, read_day
from confkit.tui.footer import KeyLine
from confkit.tui.listing import notice
from confkit.tui.record_list import RecordList
from confkit.tui.search_line import SearchLine
from confkit.tui.section import Section
from confkit.tui.snapshot import Snapshot

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_TICK = 1.0
_STEP = timedelta(minutes=5)
_INTRO = (
    "What runs in each room now and what is next, with the time that is left, how late the room is, and who of the "
    "people has arrived (✓) or not (○). Late is what starts or ends later than it was planned this morning."
)


class DayScreen(Screen[bool]):
    """The day of one event; its result says whether something was changed."""

    CSS_PATH = "day.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]  # noqa: RUF012 - declared so by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012 - declared so by Textual
    BINDINGS = bindings(Scope.DAY)
    AUTO_FOCUS = "#rooms"

    def __init__(self, workspace: Workspace, snapshot: Snapshot, event_id: UUID) -> None:
        super().__init__()
        self.workspace = workspace
        self._snapshot = snapshot
        self._event_id = event_id
        self._offset = timedelta(0)
        self._known: Known | None = None
        self._reading = False
        self._shown: object = None
        self._only_active = False
        self._changed = False
        self.search_line: SearchLine | None = None
        self.clock = Clock()
        self.rooms = RecordList(id="rooms", classes="pane")
        self.missing = RecordList(id="missing", classes="pane")

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    @property
    def programme(self) -> Programme | None:
        """The event as it was read last."""
        return self._known.programme if self._known else None

    @property
    def now(self) -> datetime:
        """The moment that is shown, in the event's zone."""
        moment = self.workspace.now() + self._offset
        return moment.astimezone(self.programme.zone) if self.programme else moment

    @property
    def row(self) -> DayRow | None:
        """What the cursor of the rooms is on."""
        return cast("DayRow | None", self.rooms.row)

    def compose(self) -> ComposeResult:
        """The clock, the rooms, who is missing."""
        yield self.clock
        yield self.rooms
        yield self.missing
        yield KeyLine(action for action in in_scope(Scope.DAY) if action.footer)

    # Reading and showing

    def on_mount(self) -> None:
        """Read, then follow the clock and the journal."""
        self.rooms.border_title = "Day"
        self.rooms.show(notice("Reading the programme…"))
        self.read()
        self.set_interval(_TICK, self.tick)
        self.set_interval(self.confkit.watch_every, self.read)

    def read(self) -> None:
        """Read the event again, where the journal moved."""
        if self._reading:
            return
        self._reading = True
        known = self._known

        def job() -> Known | None:
            if known is not None and self.workspace.repository.position() == known.position:
                return None
            return read_day(self.workspace, self._event_id)

        self.confkit.start(job, self._read, failed=self._unread, group="watch")

    def _read(self, known: Known | None) -> None:
        self._reading = False
        if known is not None:
            self._known = known
            self._shown = None
            self.tick()

    def _unread(self, error: ConfkitError) -> None:
        self._reading = False
        # Once something is shown, a moment without the database is no news.
        if self._known is None:
            self.rooms.show(notice(f"✗ {error.what}", f"→ {error.fix}"))

    def tick(self) -> None:
        """Show the moment; the lists change with the minute only."""
        if self._known is None:
            return
        programme, now = self.programme, self.now
        if programme is None:
            self.rooms.show(notice("This event is no longer in the workspace.", "Press escape to go back."))
            self.missing.show(notice(""))
            return
        self.clock.show(programme.event.title, now, rehearsal=bool(self._offset))
        shown = (self._known.position, now.replace(second=0, microsecond=0), self._only_active)
        if shown == self._shown:
            return
        self._shown = shown
        rows = day_rows(programme, now, self._known.plan, only_active=self._only_active)
        gone = missing_soon(programme, now)
        self.rooms.show(rooms_listing(programme, now, rows))
        self.missing.show(missing_listing(programme, now, gone))
        self.missing.border_title = Content(f"Not here, needed within the hour · {len(gone)}")
        self._retitle()

    def _retitle(self) -> None:
        rows = [row for row in self.rooms.listing.rows if isinstance(row, DayRow)]
        rooms = {row.room.id: row for row in rows if row.room}
        late = sum(1 for row in rooms.values() if row.late)
        running = sum(1 for row in rows if row.is_now)
        told = [words.count(len(rooms), "room"), f"{running} running"]
        told += [f"{late} late"] if late else []
        query = self.rooms.query_text.strip()
        told += [f"with “{safe_text.line(query)[:40]}”"] if query else []
        self.rooms.border_title = Content(f"Day · {' · '.join(told)}")
        programme = self.programme
        if programme is not None and not any(row.of for row in rows):
            first, last = programme.event.first_day, programme.event.last_day
            self.rooms.border_subtitle = Content(f"The event is on {words.span(first, last)} · t shows another time")
        else:
            self.rooms.border_subtitle = ""

    # Changing

    def _done(self, told: str) -> None:
        self._changed = True
        self.confkit.tell(f"✓ {told} · ^z undoes")
        self.read()

    def _room(self) -> Room | None:
        room = self.row.room if self.row else None
        if room is None:
            self.confkit.tell("Go to a room first.")
        return room

    def action_late(self) -> None:
        """Ask how late the room is, show what shifts, do it."""
        from confkit.tui.day.late_screen import Late, LateScreen

        programme, room, now = self.programme, self._room(), self.now
        if programme is None or room is None:
            return

        def answered(late: Late | None) -> None:
            if late is not None:
                self.confkit.start(
                    lambda: on_the_day.running_late(
                        self.workspace, programme, room, now, late.minutes, lengthen=late.lengthen
                    ),
                    lambda report: self._done(report.entry.label if report.entry else "Nothing was shifted"),
                )

        self.app.push_screen(LateScreen(programme, room, now), answered)

    def action_on_time(self) -> None:
        """Show what brings the room back on time, and do it after asking."""
        from confkit.tui.day.late_screen import moved_lines
        from confkit.tui.question import Question

        programme, room, now = self.programme, self._room(), self.now
        if programme is None or room is None or self._known is None:
            return
        found = caught_up(programme, room.id, now, self._known.plan)
        if not found.moves:
            late = self.row.late if self.row else timedelta(0)
            why = "no break or gap is left that could absorb it" if late else "it is on time"
            self.confkit.tell(f"{room.name} stays as it is: {why}.")
            return
        lines = [line.plain for line in moved_lines(programme, found.moves)]
        if found.on_time is not None:
            lines += ["", f"On time again from {found.on_time.start:%H:%M} on."]
        elif found.left:
            lines += ["", f"Still {words.minutes(found.left)} late at the end of the day."]

        def answered(yes: bool | None) -> None:
            if yes:
                self.confkit.start(
                    lambda: on_the_day.back_on_time(self.workspace, programme, room, now),
                    lambda done: self._done(done[0].label),
                )

        title = f"Bring {room.name} back on time?"
        self.app.push_screen(Question(title, "\n".join(lines), yes="Do it", no="Leave it"), answered)

    def action_check_in(self) -> None:
        """Note that somebody has arrived: who is under the cursor of the missing, else who is chosen."""
        programme = self.programme
        if programme is None:
            return
        if self.missing.has_focus and self.missing.row is not None:
            self._arrived(programme, cast(Missing, self.missing.row).person)
            return
        here = self.row.of if self.row else None
        first = {person.id for person in missing_of(programme, here)} if here else set()
        people = [person for person in programme.persons if person.id not in programme.arrival_of]
        people.sort(key=lambda person: person.id not in first)
        if not people:
            self.confkit.tell("Everybody of the event has arrived.")
            return
        self._pick("Who has arrived?", people, partial(self._arrived, programme))

    def _arrived(self, programme: Programme, person: Person) -> None:
        self.confkit.start(
            lambda: on_the_day.check_in(self.workspace, programme, person), lambda entry: self._done(entry.label)
        )

    def action_check_out(self) -> None:
        """Take back that somebody has arrived."""
        programme = self.programme
        if programme is None:
            return
        people = [person for person in programme.persons if person.id in programme.arrival_of]
        if not people:
            self.confkit.tell("Nobody has arrived yet.")
            return

        def left(person: Person) -> None:
            self.confkit.start(
                lambda: on_the_day.check_out(self.workspace, programme, person), lambda entry: self._done(entry.label)
            )

        self._pick("Who has not arrived after all?", people, left)

    def _pick(self, title: str, people: list[Person], chosen: Callable[[Person], None]) -> None:
        from confkit.tui.pick_screen import PickScreen

        programme = self.programme
        assert programme is not None
        listing = people_listing(programme, people)

        def answered(person: Any) -> None:
            if isinstance(person, Person):
                chosen(person)

        self.app.push_screen(PickScreen(title, listing), answered)

    def action_undo(self) -> None:
        """Take back the last edit."""
        self.confkit.start(lambda: history.undo(self.workspace), lambda entry: self._told("↶ Undid", entry.label))

    def action_redo(self) -> None:
        """Do the last undone edit again."""
        self.confkit.start(lambda: history.redo(self.workspace), lambda entry: self._told("↷ Did again", entry.label))

    def _told(self, word: str, label: str) -> None:
        self._changed = True
        self.confkit.tell(f"{word}: {label}")
        self.read()

    def action_edit(self) -> None:
        """Open the form of the session."""
        from confkit.tui.form_screen import FormScreen, context_for

        programme = self.programme
        if self.missing.has_focus:
            session = cast(Missing, self.missing.row).session if self.missing.row is not None else None
        else:
            session = self.row.of.session if self.row and self.row.of else None
        if programme is None or session is None:
            return
        snapshot = replace(self._snapshot, programme=programme)

        def closed(saved: object) -> None:
            if saved is not None:
                self._changed = True
                self.read()

        self.confkit.start(
            lambda: context_for(self.workspace, snapshot, session),
            lambda context: self.app.push_screen(
                FormScreen(self.workspace, snapshot, session, context, is_new=False), closed
            ),
        )

    # The time that is shown

    def action_other_time(self) -> None:
        """Ask for another time."""
        from confkit.tui.ask_screen import AskScreen

        def answered(text: str | None) -> None:
            if text:
                try:
                    self._rehearse(text)
                except InvalidValue as error:
                    self.confkit.show_error(error)

        first = self.programme.event.first_day if self.programme else self.now.date()
        text = (
            f"Show another time, and let the clock go on from there: 10:05, {first} 10:05, or +15 for a quarter later."
        )
        self.app.push_screen(AskScreen("Rehearse", text), answered)

    def _rehearse(self, text: str) -> None:
        if text[:1] in "+-" and text[1:].isdecimal() and len(text) <= 6:
            self._offset += timedelta(minutes=int(text))
            self.tick()
            return
        programme = self.programme
        if programme is None:
            return
        day = self.now.date()
        if day not in programme.event.days:
            day = programme.event.first_day
        if len(text) == 4 and text[1] == ":":
            text = f"0{text}"
        local = parse_local(text, programme.zone, default_day=day)
        self._offset = elapsed(self.workspace.now(), local.instant)
        self.tick()

    def action_later(self) -> None:
        """Five minutes later."""
        self._offset += _STEP
        self.tick()

    def action_earlier(self) -> None:
        """Five minutes earlier."""
        self._offset -= _STEP
        self.tick()

    def action_real_time(self) -> None:
        """End the rehearsal."""
        self._offset = timedelta(0)
        self.tick()

    # Looking and going

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Enter or a double click: the sign of the room, or the check-in of who is missing."""
        if chosen.record_list is self.missing:
            self.action_check_in()
        else:
            self.action_sign()

    def action_sign(self) -> None:
        """Show the sign of the room."""
        room, offset = self._room(), self._offset
        if room is not None:
            clock = partial(_moment, self.workspace, offset)
            self.app.push_screen(SignScreen(self.workspace, self._event_id, room.id, clock))

    def action_only_active(self) -> None:
        """Hide or show the rooms in which nothing more happens today."""
        self._only_active = not self._only_active
        self.tick()

    def action_next_pane(self) -> None:
        """Go to the other list."""
        (self.rooms if self.missing.has_focus else self.missing).focus()

    def action_paper(self) -> None:
        """Print something."""
        from confkit.tui.day.paper_screen import PaperScreen

        if self.programme is not None:
            self.app.push_screen(PaperScreen(self.workspace, self.programme, day=self.now.date()))

    def action_search(self) -> None:
        """Open the search line, or go back to it."""
        if self.search_line is None:
            self.search_line = SearchLine()
            self.mount(self.search_line)
        self.search_line.focus()

    def search_for(self, query: str) -> None:
        """Show only what holds the words of ``query``."""
        self.rooms.filter(query)
        self._retitle()

    def focus_middle(self) -> None:
        """Focus the rooms."""
        self.rooms.focus()

    def leave_search(self) -> None:
        """Close the search line and show everything."""
        if self.search_line is not None:
            self.search_line.remove()
            self.search_line = None
        self.search_for("")

    def action_close(self) -> None:
        """Show everything again after a filter; else go back."""
        if self.search_line is not None:
            self.leave_search()
            self.rooms.focus()
        else:
            self.dismiss(self._changed)

    def action_help(self) -> None:
        """Explain what can be done here."""
        from confkit.tui.help_screen import ScopeHelp

        self.app.push_screen(ScopeHelp(Situation(Section.SCHEDULE), Scope.DAY, _INTRO))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.DAY)], placeholder="A command…"))


def _moment(ws: Workspace, offset: timedelta) -> datetime:
    return ws.now() + offset
