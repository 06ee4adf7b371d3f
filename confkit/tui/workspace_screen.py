"""The first screen: three panes, and what connects them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen

from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Entity
from confkit.domain.errors import ConfkitError
from confkit.domain.problem import Problem, Severity
from confkit.domain.session import Session, Slot
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, session_rows, sidebar, words, workspace_rows
from confkit.tui.actions import BY_ID, Scope, Situation, bindings, in_scope
from confkit.tui.detail import Detail, content_of
from confkit.tui.footer import KeyLine
from confkit.tui.header import TopLine
from confkit.tui.listing import Listing, notice
from confkit.tui.record_list import RecordList
from confkit.tui.section import OF_EVENT, Place, Section
from confkit.tui.snapshot import Snapshot, first_place, read_problems, read_snapshot, still_there
from confkit.tui.tones import TONES, Tone

if TYPE_CHECKING:
    from confkit.tui.app import ConfkitApp
    from confkit.tui.search_line import SearchLine


class WorkspaceScreen(Screen[None]):
    """Sections on the left, the list in the middle, the detail on the right (or below, in a narrow terminal)."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"),
        (110, "-wide"),
        (170, "-very-wide"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {*TONES}
    AUTO_FOCUS = "#records"
    BINDINGS = bindings(Scope.WORKSPACE)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.snapshot = Snapshot()
        self.place = Place(Section.SESSIONS)
        self.by_room = True
        self.loaded = False
        self._reading = 0
        self._watching = False
        self._reveal: UUID | None = None

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """The frame; the data comes after it is painted."""
        yield TopLine(id="top")
        with Horizontal(id="panes"):
            yield RecordList(header=False, id="sections", classes="pane")
            with Container(id="work"):
                with Vertical(id="middle", classes="pane"):
                    yield RecordList(id="records")
                yield Detail(id="detail").add_class("pane")
        yield KeyLine(id="keys")

    # Parts

    @property
    def sections(self) -> RecordList:
        """The left pane."""
        return self.query_one("#sections", RecordList)

    @property
    def records(self) -> RecordList:
        """The list in the middle."""
        return self.query_one("#records", RecordList)

    @property
    def detail(self) -> Detail:
        """The pane on the right or below."""
        return self.query_one("#detail", Detail)

    @property
    def search_line(self) -> "SearchLine | None":
        """The search line, where one is open."""
        from confkit.tui.search_line import SearchLine

        found = self.query(SearchLine)
        return found.first() if found else None

    # Reading

    def on_mount(self) -> None:
        """Paint first, then read."""
        self.sections.border_title = "Workspace"
        self.detail.border_title = "Detail"
        self.records.show(notice("Reading the workspace…"))
        self._retitle()
        self._update_keys()
        self.call_after_refresh(self.read)
        self.set_interval(self.confkit.watch_every, self._watch)

    def read(self, event: UUID | None = None) -> None:
        """Read the workspace again, in a worker; ``event`` opens another event."""
        self._reading += 1
        number = self._reading
        programme = self.snapshot.programme
        wanted = event or (programme.event.id if programme else None)
        self.confkit.start(
            lambda: read_snapshot(self.workspace, wanted), lambda found: self._read(number, found), failed=self._unread
        )

    def _read(self, number: int, snapshot: Snapshot) -> None:
        if number != self._reading:
            return
        from dataclasses import replace

        # Until the check is through, the problems of before are the best there is to show.
        self.snapshot = replace(snapshot, problems=self.snapshot.problems)
        self.place = still_there(self.place, self.snapshot) if self.loaded else first_place(self.snapshot)
        self.loaded = True
        self._show()
        self.confkit.start(lambda: read_problems(self.workspace), lambda found: self._checked(number, found))

    def _unread(self, error: ConfkitError) -> None:
        self.confkit.show_error(error)
        if not self.loaded:
            place = f"{error.where}: " if error.where else ""
            self.records.show(notice(f"✗ {place}{error.what}", f"→ {error.fix}", "Press f5 to try again, q to leave."))

    def _checked(self, number: int, problems: tuple[Problem, ...]) -> None:
        if number != self._reading:
            return
        from dataclasses import replace

        self.snapshot = replace(self.snapshot, problems=problems)
        self._show()

    def _watch(self) -> None:
        """Look, cheaply, whether another process has written something."""
        if self.loaded and not self._watching and self.is_attached:
            self._watching = True
            self.confkit.start(self.workspace.repository.position, self._watched, failed=self._unwatched, group="watch")

    def _watched(self, position: int) -> None:
        self._watching = False
        if position != self.snapshot.position:
            self.read()

    def _unwatched(self, _: ConfkitError) -> None:
        # A database that can't be read for a moment is no news; whatever the user does next will tell.
        self._watching = False

    # Showing

    def go(self, place: Place, *, reveal: UUID | None = None) -> None:
        """Go to a place; ``reveal`` puts the cursor on a thing there."""
        programme = self.snapshot.programme
        self._reveal = reveal
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

    def show_again(self) -> None:
        """Draw the list anew, in another order."""
        self._show()

    def search_for(self, query: str) -> None:
        """Show only the rows that hold the words of ``query``."""
        self.records.filter(query)
        self._retitle()

    def _show(self, *, keep_cursor: bool = True) -> None:
        self.sections.show(sidebar.listing(self.snapshot))
        if self.sections.row is None or self.sections.row.place != self.place or self.sections.row.title:
            self.sections.select((self.place, False))
        self.records.show(self._listing(), keep_cursor=keep_cursor)
        if self._reveal is not None and self._select(self._reveal):
            self._reveal = None
        self._retitle()
        self._show_row()

    def _select(self, id: UUID) -> bool:
        if self.records.select(id):
            return True
        slots = self.snapshot.programme.slots_of.get(id, ()) if self.snapshot.programme else ()
        return any(self.records.select(slot.id) for slot in slots)

    def _listing(self) -> Listing:
        snapshot = self.snapshot
        match self.place.section:
            case Section.SESSIONS:
                return session_rows.sessions(snapshot)
            case Section.SPEAKERS:
                return session_rows.speakers(snapshot)
            case Section.SCHEDULE:
                return session_rows.schedule(snapshot, by_room=self.by_room)
            case Section.ROOMS:
                return session_rows.rooms(snapshot)
            case Section.EPISODES:
                return workspace_rows.episodes(snapshot, self.place.of)
            case Section.PROBLEMS:
                return workspace_rows.problems(snapshot)
            case Section.HISTORY:
                return workspace_rows.history(snapshot)

    def _retitle(self) -> None:
        """Counts in the border title, the event or show and what needs attention in the top line."""
        records, section = self.records, self.place.section
        title = str(section)
        if self.loaded:
            shown = records.shown_count
            title += f" {shown}"
            if records.query_text:
                title += f" matching “{safe_text.line(records.query_text)}”"
            bad = sum(1 for row in records.listing.rows if (one := entity_of(row)) and self.snapshot.serious(one.id))
            if bad:
                title += f" · {bad} with problems"
        self.query_one("#middle").border_title = Content(title)
        programme = self.snapshot.programme
        about = ""
        if programme and section is not Section.EPISODES:
            event = programme.event
            about = f"{words.span(event.first_day, event.last_day)} · {event.zone}"
        right, tone = self._attention()
        self.query_one("#top", TopLine).show(sidebar.name_of(self.place, self.snapshot), about, right, tone)

    def _attention(self) -> tuple[str, Tone]:
        if not self.loaded:
            return "reading…", Tone.MUTED
        problems = self.snapshot.problems
        if problems is None:
            return "checking…", Tone.MUTED
        errors = sum(1 for problem in problems if problem.severity is Severity.ERROR)
        if errors:
            return f"✗ {words.count(errors, 'error')} · {words.count(len(problems), 'problem')}", Tone.BAD
        if problems:
            return f"! {words.count(len(problems), 'problem')}", Tone.WARN
        return "✓ no problems", Tone.GOOD

    def _show_row(self) -> None:
        title, content = content_of(self.records.row, self.snapshot)
        self.detail.show(title, content)
        self._update_keys()

    def _update_keys(self) -> None:
        situation = self.situation
        self.query_one("#keys", KeyLine).show(
            action for action in in_scope(Scope.WORKSPACE) if action.footer and action.applies(situation)
        )
        self.refresh_bindings()

    # The user

    @property
    def situation(self) -> Situation:
        """What the registry decides by."""
        row = self.records.row
        entity = entity_of(row)
        programme = self.snapshot.programme
        placed = isinstance(entity, Session) and programme is not None and entity.id in programme.slots_of
        return Situation(
            section=self.place.section,
            kind=type(entity) if entity is not None else None,
            has_event=programme is not None,
            has_show=bool(self.snapshot.shows),
            placed=placed,
            has_subject=isinstance(row, Problem) and bool(row.subjects),
        )

    def on_record_list_moved(self, moved: RecordList.Moved) -> None:
        """Show what the cursor is on: the section, or the detail of a record."""
        if moved.record_list.id == "records":
            self._show_row()
        elif moved.record_list.has_focus and moved.row is not None:
            stop = cast(sidebar.Stop, moved.row)
            if not (stop.title and stop.is_open):
                self.go(stop.place)

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Enter or a double click: open the record, or go from the section to its list."""
        if chosen.record_list.id == "sections":
            self.records.focus()
        elif isinstance(chosen.row, Problem):
            self.action_do("problem.open")
        else:
            self.action_do("edit")

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

    def action_jump(self, kind: str, id: str) -> None:
        """Go to a thing that was clicked in the detail."""
        from confkit.tui.commands.going import to_thing

        to_thing(self, UUID(id))

    def leave_search(self) -> None:
        """Close the search line and show all rows."""
        line = self.search_line
        if line is not None:
            line.remove()
        self.search_for("")


def entity_of(row: Any) -> Entity | None:
    """The thing that a row of any list stands for, if it can be edited."""
    match row:
        case (Slot() | None, Session() as session):
            return session
        case EpisodeView():
            return row.episode
        case Problem() | None:
            return None
        case _ if hasattr(row, "id"):
            return cast(Entity, row)
        case _:
            return None
