"""The first screen: three panes, and what connects them.

Before the first paint nothing of the domain, the services or the database is imported; the modules that know what rows
mean (``views``, ``detail``, ``sidebar``) come with the first reading, in its worker.
"""

from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.content import Content
from textual.events import DescendantFocus
from textual.screen import Screen

from confkit.tui import safe_text
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import BY_ID, bindings, in_scope
from confkit.tui.detail_pane import DetailPane
from confkit.tui.footer import KeyLine
from confkit.tui.header import TopLine
from confkit.tui.listing import notice
from confkit.tui.record_list import RecordList
from confkit.tui.section import OF_EVENT, Place, Section
from confkit.tui.snapshot import Snapshot, first_place, read_problems, read_snapshot, still_there
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from confkit.domain.errors import ConfkitError
    from confkit.domain.history import Entry
    from confkit.domain.problem import Problem
    from confkit.domain.session import Session, Slot
    from confkit.services.workspace import Workspace
    from confkit.tui.confkit_app import ConfkitApp
    from confkit.tui.grid.pane import SchedulePane
    from confkit.tui.history_view import HistoryView
    from confkit.tui.marks import Marking
    from confkit.tui.search_line import SearchLine
    from confkit.tui.sidebar import Stop
    from confkit.tui.tour_card import TourCard


class WorkspaceScreen(Screen[None]):
    """Sections on the left, the list in the middle, the detail on the right (or below, in a narrow terminal)."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"),
        (110, "-wide"),
        (170, "-very-wide"),
    ]
    AUTO_FOCUS = "#records"
    BINDINGS = bindings(Scope.WORKSPACE)

    def __init__(self, workspace: "Workspace", width: int) -> None:
        # The class for the present width is there from the start, so that nothing is styled twice.
        super().__init__(classes=next(name for least, name in reversed(self.HORIZONTAL_BREAKPOINTS) if width >= least))
        self.workspace = workspace
        self.snapshot = Snapshot()
        self.place = Place(Section.SESSIONS)
        self.by_room = True
        self.as_grid = True
        self.loaded = False
        self.sections = RecordList(header=False, id="sections", classes="pane")
        self.records = RecordList(id="records", classes="pane")
        self.detail = DetailPane(id="detail", classes="pane")
        self.search_line: SearchLine | None = None
        self.schedule: SchedulePane | None = None
        self.tour: TourCard | None = None
        self._history: HistoryView | None = None
        self._marking: Marking | None = None
        self._top = TopLine(id="top")
        self._keys = KeyLine(id="keys")
        self._reading = 0
        self._read_through = 0
        self._checked_through = 0
        self._watching = False
        self._row_awaits = False
        self._reveal: UUID | None = None
        self._then: Callable[[], None] | None = None

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    @property
    def in_grid(self) -> bool:
        """Whether the middle pane is the schedule grid."""
        return self.place.section is Section.SCHEDULE and self.as_grid and self.snapshot.programme is not None

    @property
    def middle(self) -> "Widget":
        """What has the focus in the middle pane: the list, or the grid."""
        return self.schedule.grid if self.in_grid and self.schedule is not None else self.records

    @property
    def history(self) -> "HistoryView":
        """The pages of the history."""
        if self._history is None:
            from confkit.tui.history_view import HistoryView

            self._history = HistoryView(self)
        return self._history

    @property
    def in_history(self) -> bool:
        """Whether the middle pane is the history."""
        return self.place.section is Section.HISTORY

    @property
    def marking(self) -> "Marking":
        """What is marked."""
        if self._marking is None:
            from confkit.tui.marks import Marking

            self._marking = Marking(self)
        return self._marking

    def focus_middle(self) -> None:
        """Focus the list or the grid; the grid may not be there yet."""
        if self.middle.is_mounted:
            self.middle.focus()
        else:
            self.call_after_refresh(lambda: self.middle.focus())

    @property
    def row(self) -> object:
        """What the cursor of the middle pane is on, or None."""
        return self.schedule.row if self.in_grid and self.schedule is not None else self.records.row

    def compose(self) -> ComposeResult:
        """The frame, in as few widgets as possible; the data comes after it is painted."""
        yield self._top
        yield self.sections
        yield self.records
        yield self.detail
        yield self._keys

    # Reading

    def on_mount(self) -> None:
        """Paint first, then read."""
        self.sections.border_title = "Workspace"
        self.detail.border_title = "Detail"
        self.records.border_title = str(self.place.section)
        self._top.show("", "", "reading…", Tone.MUTED)
        self.records.show(notice("Reading the workspace…"))
        self.update_keys()
        self.call_after_refresh(self.read)
        self.set_interval(self.confkit.watch_every, self._watch)

    def read(self, event: UUID | None = None) -> None:
        """Read the workspace again, in a worker; ``event`` opens another event."""
        self._reading += 1
        number = self._reading
        programme = self.snapshot.programme
        wanted = event or (programme.event.id if programme else None)

        def job() -> Snapshot:
            import_module("confkit.tui.views")
            import_module("confkit.tui.detail")
            return read_snapshot(self.workspace, wanted)

        self.confkit.start(job, lambda found: self._read(number, found), failed=self._unread)

    def _read(self, number: int, snapshot: Snapshot) -> None:
        if number != self._reading:
            return
        self._read_through = number
        # Until the check is through, the problems of before are the best there is to show.
        self.snapshot = replace(snapshot, problems=self.snapshot.problems)
        if self.schedule is not None:
            self.snapshot = self.schedule.plan.with_pending(self.snapshot)
        self.marking.forget_gone(self.snapshot)
        self.place = still_there(self.place, self.snapshot) if self.loaded else first_place(self.snapshot)
        self.loaded = True
        self._show()
        self.confkit.greet(self)
        self.confkit.start(lambda: read_problems(self.workspace), lambda found: self._checked(number, found))

    def _unread(self, error: "ConfkitError") -> None:
        self._read_through = self._reading
        self.confkit.show_error(error)
        if not self.loaded:
            place = f"{error.where}: " if error.where else ""
            self.records.show(notice(f"✗ {place}{error.what}", f"→ {error.fix}", "Press f5 to try again, q to leave."))

    def _checked(self, number: int, problems: "tuple[Problem, ...]") -> None:
        if number == self._reading:
            is_first = not self._checked_through
            self._checked_through = number
            self.snapshot = replace(self.snapshot, problems=problems)
            self._show()
            if is_first:
                self.confkit.keep()

    @property
    def is_settled(self) -> bool:
        """Whether everything is read and checked: what comes next can be told from what is shown."""
        return self.loaded and self._reading == self._read_through == self._checked_through

    def take_in(self, entry: "Entry") -> None:
        """Show what an entry of the journal that was just written changed; read again where that can't be told."""
        if self.schedule is None or not self.schedule.plan.take_in(entry):
            self.read()

    def _watch(self) -> None:
        """Look, cheaply, whether another process has written something.

        Not while a reading is under way: where that takes longer than the interval, each one
        would be given up for the next.
        """
        is_writing = self.schedule is not None and self.schedule.plan.has_pending
        if self.loaded and not self._watching and not is_writing and self._reading == self._read_through:
            self._watching = True
            known = self.snapshot.position
            self.confkit.start(
                self.workspace.repository.position,
                lambda position: self._watched(known, position),
                failed=self._unwatched,
                group="watch",
            )

    def _watched(self, known: int, position: int) -> None:
        self._watching = False
        # Where something was dropped meanwhile, the next look will tell whether others wrote as well.
        if known == self.snapshot.position != position and not (self.schedule and self.schedule.plan.has_pending):
            self.read()

    def _unwatched(self, _: "ConfkitError") -> None:
        # A database that can't be read for a moment is no news; whatever the user does next will tell.
        self._watching = False

    # Going

    def go(self, place: Place, *, reveal: UUID | None = None, then: "Callable[[], None] | None" = None) -> None:
        """Go to a place; ``reveal`` puts the cursor on a thing there, ``then`` is done once it is."""
        programme = self.snapshot.programme
        self._reveal, self._then = reveal, then
        if place.of is None:
            place = still_there(place, self.snapshot)
        moved = place != self.place
        self.place = place
        if moved:
            self.leave_search()
        if place.section in OF_EVENT and place.of and (programme is None or programme.event.id != place.of):
            self.read(place.of)
        else:
            self._show(keep_cursor=not moved)

    def arrive_at(self, place: Place, reveal: UUID | None = None) -> None:
        """Go to a place whose content has just changed: it is read first."""
        if place != self.place:
            self.leave_search()
        self.place = place
        self._reveal = reveal
        self.read(place.of if place.section in OF_EVENT else None)

    def search_for(self, query: str) -> None:
        """Show only the rows that hold the words of ``query``."""
        self.records.filter(query)
        if self.in_history:
            self.history.search(query)
        if self.schedule is not None:
            self.schedule.filter(query)
        self._retitle()

    def filter_by(self, query: str) -> None:
        """Set the filter, also in the search line where it is open."""
        if self.search_line is not None:
            self.search_line.value = query
        self.search_for(query)

    def open_search(self, query: str = "") -> None:
        """Open the search line, or go back to it; with ``query`` in it, if one is given."""
        from confkit.tui.search_line import SearchLine

        if self.search_line is None:
            self.search_line = SearchLine(self.records.query_text)
            self.mount(self.search_line)
        if query:
            self.search_line.value = query
        self.search_line.focus()

    def leave_search(self) -> None:
        """Close the search line and show all rows."""
        if self.search_line is not None:
            self.search_line.remove()
            self.search_line = None
        if self._history is not None:
            self._history.everything()
        self.search_for("")

    # Showing

    def show_again(self) -> None:
        """Draw the list anew, in another order."""
        self._show()

    def toggle_grid(self) -> None:
        """Show the schedule as a list, or as a grid; the cursor stays on its session."""
        row = cast("tuple[Slot | None, Session] | None", self.row)
        self.as_grid = not self.as_grid
        self._reveal = (row[0].id if row[0] else row[1].id) if row else None
        self._show()
        self._reveal = None
        self.focus_middle()

    def take_over(self, snapshot: Snapshot) -> None:
        """Show a snapshot as it will be: the grid has painted it already."""
        self.snapshot = snapshot
        self._show_sections()
        self._show_attention()

    def _show_grid(self) -> None:
        if self.schedule is None:
            from confkit.tui.grid.pane import SchedulePane

            self.schedule = SchedulePane(id="schedule", classes="pane")
            self.schedule.query_text = self.records.query_text
            self.mount(self.schedule, after=self.records)
        self.records.display = False
        self.schedule.display = True
        self.schedule.show(self.snapshot)

    def _show_list(self, *, keep_cursor: bool) -> None:
        from confkit.tui import views

        if self.schedule is not None:
            self.schedule.display = False
        self.records.display = True
        if self.in_history:
            listing = self.history.listing()
        else:
            listing = views.listing_of(self.place, self.snapshot, by_room=self.by_room)
        marks = self.marking
        self.records.is_marked = lambda row: bool(marks.marks) and views.id_of(row) in marks.marks
        self.records.show(listing, keep_cursor=keep_cursor)

    def _show(self, *, keep_cursor: bool = True) -> None:
        self._show_sections()
        if self.in_grid:
            self._show_grid()
        else:
            self._show_list(keep_cursor=keep_cursor)
        if self._reveal is not None and self._select(self._reveal):
            self._reveal = None
            if self._then is not None:
                self.call_after_refresh(self._then)
                self._then = None
        self._retitle()
        self.show_row()

    def show_marks(self) -> None:
        """Other things are marked than before."""
        self.records.refresh()
        if self.schedule is not None:
            from confkit.tui.grid.marking import show_marks

            show_marks(self.schedule)
        self._retitle()
        self.update_keys()

    def _show_sections(self) -> None:
        from confkit.tui import sidebar

        self.sections.show(sidebar.listing(self.snapshot))
        stop = cast("Stop | None", self.sections.row)
        if stop is None or stop.place != self.place or stop.title:
            self.sections.select((self.place, False))

    def _select(self, id: UUID) -> bool:
        """Put the cursor on a thing, or on the first slot of a session."""
        if self.in_grid and self.schedule is not None:
            return self.schedule.select(id)
        if self.records.select(id):
            return True
        slots = self.snapshot.programme.slots_of.get(id, ()) if self.snapshot.programme else ()
        return any(self.records.select(slot.id) for slot in slots)

    def _retitle(self) -> None:
        """Counts in the border title, the event or show and what needs attention in the top line."""
        if not self.loaded:
            return
        from confkit.tui import views

        records, place, snapshot = self.records, self.place, self.snapshot
        if self.in_grid and self.schedule is not None:
            self.schedule.retitle()
        elif self.in_history:
            records.border_title = Content(self.history.title(records.shown_count))
        else:
            query = safe_text.line(records.query_text)[:40]
            marked = len(self.marking.here)
            title = views.title_of(place, records.listing, records.shown_count, query, snapshot, marked)
            records.border_title = Content(title)
        self._show_attention()

    def _show_attention(self) -> None:
        from confkit.tui import views

        place, snapshot = self.place, self.snapshot
        self._top.show(views.name_of(place, snapshot), views.about(place, snapshot), *views.attention(snapshot))

    def show_row(self) -> None:
        """Show what the cursor is on in the detail, and its keys in the bottom line, once the cursor is painted.

        Where several keys come within one frame, only where the last one led to is shown.
        """
        if not self._row_awaits:
            self._row_awaits = True
            self.call_after_refresh(self.on_row_awaited)

    def on_row_awaited(self) -> None:
        """The cursor is painted."""
        self._row_awaits = False
        from confkit.tui import detail, views

        told = self.schedule.detail() if self.in_grid and self.schedule is not None else None
        if self.in_history:
            told = self.history.detail(self.row)
        if told is not None:
            self.detail.show(*told)
        else:
            row = views.detailed(self.place, self.row, self.snapshot, in_sidebar=self.sections.has_focus)
            self.detail.show(*detail.content_of(row, self.snapshot), views.pictured(row), views.heard(row))
        self.update_keys()

    def update_keys(self) -> None:
        """Show the keys that matter now."""
        within = None
        if self.search_line is not None and self.search_line.has_focus:
            within = Scope.SEARCH
        elif self.schedule is not None and self.schedule.tray.has_focus:
            within = Scope.TRAY
        if within is not None:
            self._keys.show([*(one for one in in_scope(within) if one.footer), BY_ID["help"], BY_ID["palette"]])
            return
        if self.loaded and not (self.snapshot.events or self.snapshot.shows):
            # There is nothing to edit, to search or to build yet.
            self._keys.show(BY_ID[id] for id in ("new.event", "new.show", "import", "help", "palette"))
            return
        situation = self.situation
        self._keys.show(action for action in in_scope(Scope.WORKSPACE) if action.footer and action.applies(situation))

    # The user

    @property
    def situation(self) -> Situation:
        """What the registry of actions decides by."""
        if not self.loaded:
            return Situation(self.place.section)
        from confkit.tui import views

        found = views.situation_of(self.place, self.row, self.snapshot)._replace(marked=len(self.marking.here))
        if not self.in_grid or self.schedule is None:
            return found
        windows = self.schedule.windows
        return found._replace(
            in_grid=True,
            carrying=self.schedule.carry.carrying is not None,
            shaping=windows.is_on,
            stretching=windows.is_on and windows.is_stretching,
        )

    def on_record_list_moved(self, moved: RecordList.Moved) -> None:
        """Show what the cursor is on: the section, or the detail of a record."""
        if not self.loaded:
            return
        if moved.record_list is self.records:
            self.show_row()
        elif self.sections.has_focus and moved.row is not None:
            stop = cast("Stop", moved.row)
            if not (stop.title and stop.is_open):
                self.go(stop.place)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show its keys. In the sidebar the detail is that of the show, in the list that of the episode."""
        self.update_keys()
        if self.loaded and self.place.section is Section.EPISODES and event.widget in (self.sections, self.records):
            self.show_row()

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Enter or a double click: open the record, or go from the section to its list."""
        if chosen.record_list is self.sections:
            self.focus_middle()
            return
        for id in ("problem.open", "edit"):
            if BY_ID[id].is_offered(self.situation):
                self.action_do(id)
                return

    def on_record_list_marked(self, marked: RecordList.Marked) -> None:
        """The mouse marks a record."""
        from confkit.tui import views

        if marked.record_list is self.records and (id := views.id_of(marked.row)) is not None:
            self.marking.set(self.marking.marks.toggled(id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key of the registry works at present."""
        if action == "do":
            return BY_ID[str(parameters[0])].applies(self.situation)
        return super().check_action(action, parameters)

    def action_do(self, id: str) -> None:
        """Run an action of the registry."""
        action = BY_ID[id]
        if action.is_offered(self.situation):
            module, _, function = action.run.partition(":")
            getattr(import_module(f"confkit.tui.commands.{module}"), function)(self)

    def action_day(self, day: str) -> None:
        """Show a day whose tab was clicked."""
        if self.in_grid and self.schedule is not None and self.schedule.carry.carrying is None:
            self.schedule.show_day(date.fromisoformat(day))

    def action_jump(self, id: str) -> None:
        """Go to a thing that was clicked in the detail."""
        from confkit.tui.commands.going import to_thing

        to_thing(self, UUID(id))

    def action_entry(self, number: int) -> None:
        """Go to an entry of the history that was clicked in the detail."""
        self.history.reveal(number)
