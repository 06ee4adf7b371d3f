"""The day of the event: a clock, what runs and comes next in each room, what is late, and who is missing.

It follows the clock and the journal. The time that is shown can be another one than it is, for rehearsals; then it
says so all the time.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from confkit.domain.errors import ConfkitError
from confkit.domain.programme import Programme
from confkit.services.workspace import Workspace
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.day import day_changes, rehearsal
from confkit.tui.day.clock import Clock
from confkit.tui.day.day_rows import (
    DayRow,
    day_rows,
    hint_of,
    missing_listing,
    missing_soon,
    rooms_listing,
    title_of,
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
        self.snapshot = snapshot
        self._event_id = event_id
        # How far the time that is shown is from the real one.
        self.ahead = timedelta(0)
        self.known: Known | None = None
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
        return self.known.programme if self.known else None

    @property
    def now(self) -> datetime:
        """The moment that is shown, in the event's zone."""
        moment = self.workspace.now() + self.ahead
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
        known = self.known

        def job() -> Known | None:
            if known is not None and self.workspace.repository.position() == known.position:
                return None
            return read_day(self.workspace, self._event_id)

        self.confkit.start(job, self._read, failed=self._unread, group="watch")

    def _read(self, known: Known | None) -> None:
        self._reading = False
        if known is not None:
            self.known = known
            self._shown = None
            self.tick()

    def _unread(self, error: ConfkitError) -> None:
        self._reading = False
        # Once something is shown, a moment without the database is no news.
        if self.known is None:
            self.rooms.show(notice(f"✗ {error.what}", f"→ {error.fix}"))

    def tick(self) -> None:
        """Show the moment; the lists change with the minute only."""
        if self.known is None:
            return
        programme, now = self.programme, self.now
        if programme is None:
            self.rooms.show(notice("This event is no longer in the workspace.", "Press escape to go back."))
            self.missing.show(notice(""))
            return
        self.clock.show(programme.event.title, now, rehearsal=bool(self.ahead))
        shown = (self.known.position, now.replace(second=0, microsecond=0), self._only_active)
        if shown == self._shown:
            return
        self._shown = shown
        rows = day_rows(programme, now, self.known.plan, only_active=self._only_active)
        gone = missing_soon(programme, now)
        self.rooms.show(rooms_listing(programme, now, rows))
        self.missing.show(missing_listing(programme, now, gone))
        self.missing.border_title = Content(f"Not here, needed within the hour · {len(gone)}")
        self._retitle()

    def _retitle(self) -> None:
        rows = [row for row in self.rooms.listing.rows if isinstance(row, DayRow)]
        self.rooms.border_title = title_of(rows, self.rooms.query_text.strip())
        self.rooms.border_subtitle = hint_of(self.programme, rows)

    # Changing

    def changed(self, told: str = "") -> None:
        """Something was changed: say it, and read the event again."""
        self._changed = True
        if told:
            self.confkit.tell(told)
        self.read()

    def action_late(self) -> None:
        """Ask how late the room is, show what shifts, do it."""
        day_changes.late(self)

    def action_on_time(self) -> None:
        """Show what brings the room back on time, and do it after asking."""
        day_changes.on_time(self)

    def action_check_in(self) -> None:
        """Note that somebody has arrived: who is under the cursor of the missing, else who is chosen."""
        day_changes.check_in(self)

    def action_check_out(self) -> None:
        """Take back that somebody has arrived."""
        day_changes.check_out(self)

    def action_undo(self) -> None:
        """Take back the last edit."""
        day_changes.undo(self)

    def action_redo(self) -> None:
        """Do the last undone edit again."""
        day_changes.redo(self)

    def action_edit(self) -> None:
        """Open the form of the session."""
        day_changes.edit(self)

    # The time that is shown

    def show_at(self, offset: timedelta) -> None:
        """Show a time that is so far from the real one."""
        self.ahead = offset
        self.tick()

    def action_other_time(self) -> None:
        """Ask for another time."""
        rehearsal.ask(self)

    def action_later(self) -> None:
        """Five minutes later."""
        self.show_at(self.ahead + _STEP)

    def action_earlier(self) -> None:
        """Five minutes earlier."""
        self.show_at(self.ahead - _STEP)

    def action_real_time(self) -> None:
        """End the rehearsal."""
        self.show_at(timedelta(0))

    # Looking and going

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Enter or a double click: the sign of the room, or the check-in of who is missing."""
        if chosen.record_list is self.missing:
            self.action_check_in()
        else:
            self.action_sign()

    def action_sign(self) -> None:
        """Show the sign of the room."""
        room, workspace, ahead = day_changes.room_here(self), self.workspace, self.ahead
        if room is not None:
            self.app.push_screen(SignScreen(workspace, self._event_id, room.id, lambda: workspace.now() + ahead))

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
        from confkit.tui.intro import INTRO

        self.app.push_screen(ScopeHelp(Situation(Section.SCHEDULE), Scope.DAY, INTRO[Scope.DAY]))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.DAY)], placeholder="A command…"))
