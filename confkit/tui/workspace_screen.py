"""The first screen: three panes, where they are, and what the user does with them.

``Reader`` fills it and ``Showing`` draws it. Before the first paint neither of them, and nothing of the domain, the
services or the database, is imported.
"""

from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.events import DescendantFocus
from textual.screen import Screen

from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import BY_ID, bindings, in_scope
from confkit.tui.detail_pane import DetailPane
from confkit.tui.footer import KeyLine
from confkit.tui.header import TopLine
from confkit.tui.listing import notice
from confkit.tui.record_list import RecordList
from confkit.tui.section import OF_EVENT, Place, Section
from confkit.tui.snapshot import Snapshot, still_there
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from confkit.services.workspace import Workspace
    from confkit.tui.confkit_app import ConfkitApp
    from confkit.tui.grid.pane import SchedulePane
    from confkit.tui.history_view import HistoryView
    from confkit.tui.marks import Marking
    from confkit.tui.reader import Reader
    from confkit.tui.search_line import SearchLine
    from confkit.tui.searching import Searching
    from confkit.tui.showing import Showing
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
        self.top = TopLine(id="top")
        self._keys = KeyLine(id="keys")

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
    def in_history(self) -> bool:
        """Whether the middle pane is the history."""
        return self.place.section is Section.HISTORY

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
        yield self.top
        yield self.sections
        yield self.records
        yield self.detail
        yield self._keys

    # Its parts, which come when they are first needed

    @cached_property
    def history(self) -> "HistoryView":
        """The pages of the history."""
        from confkit.tui.history_view import HistoryView

        return HistoryView(self)

    @cached_property
    def marking(self) -> "Marking":
        """What is marked."""
        from confkit.tui.marks import Marking

        return Marking(self)

    @cached_property
    def reader(self) -> "Reader":
        """What reads the workspace, and watches it."""
        from confkit.tui.reader import Reader

        return Reader(self)

    @cached_property
    def showing(self) -> "Showing":
        """What draws the snapshot."""
        from confkit.tui.showing import Showing

        return Showing(self)

    @cached_property
    def search(self) -> "Searching":
        """The search line, and what it filters."""
        from confkit.tui.searching import Searching

        return Searching(self)

    # Reading

    def on_mount(self) -> None:
        """Paint first, then read."""
        self.sections.border_title = "Workspace"
        self.detail.border_title = "Detail"
        self.records.border_title = str(self.place.section)
        self.top.show("", "", "reading…", Tone.MUTED)
        self.records.show(notice("Reading the workspace…"))
        self.update_keys()
        self.call_after_refresh(self.read)
        self.set_interval(self.confkit.watch_every, lambda: self.reader.watch())

    def read(self, event: UUID | None = None) -> None:
        """Read the workspace again, in a worker; ``event`` opens another event."""
        self.reader.read(event)

    # Going

    def go(self, place: Place, *, reveal: UUID | None = None, then: "Callable[[], None] | None" = None) -> None:
        """Go to a place; ``reveal`` puts the cursor on a thing there, ``then`` is done once it is."""
        programme = self.snapshot.programme
        self.showing.expect(reveal, then)
        if place.of is None:
            place = still_there(place, self.snapshot)
        moved = place != self.place
        self.place = place
        if moved:
            self.leave_search()
        if place.section in OF_EVENT and place.of and (programme is None or programme.event.id != place.of):
            self.read(place.of)
        else:
            self.showing.everything(keep_cursor=not moved)

    def arrive_at(self, place: Place, reveal: UUID | None = None) -> None:
        """Go to a place whose content has just changed: it is read first."""
        if place != self.place:
            self.leave_search()
        self.place = place
        self.showing.expect(reveal)
        self.read(place.of if place.section in OF_EVENT else None)

    def search_for(self, query: str) -> None:
        """Show only the rows that hold the words of ``query``."""
        self.search.show(query)

    def leave_search(self) -> None:
        """Close the search line and show all rows."""
        self.search.leave()

    # Showing

    def show_again(self) -> None:
        """Draw everything anew."""
        self.showing.everything()

    def show_row(self) -> None:
        """Show what the cursor is on, with the next frame."""
        self.showing.row()

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
        return self.showing.situation if self.loaded else Situation(self.place.section)

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
