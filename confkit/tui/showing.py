"""Shows the snapshot of the first screen: the sidebar, the list or the grid, the titles, and the detail."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.content import Content

from confkit.tui import detail, safe_text, sidebar, views
from confkit.tui.actions.action import Situation

if TYPE_CHECKING:
    from confkit.domain.session import Session, Slot
    from confkit.tui.sidebar import Stop
    from confkit.tui.snapshot import Snapshot
    from confkit.tui.workspace_screen import WorkspaceScreen


class Showing:
    """Draws on the screen what its snapshot and its place say."""

    def __init__(self, screen: "WorkspaceScreen") -> None:
        self._screen = screen
        self._reveal: UUID | None = None
        self._then: Callable[[], None] | None = None
        self._row_awaits = False

    def expect(self, reveal: UUID | None, then: Callable[[], None] | None = None) -> None:
        """Put the cursor on a thing as soon as it is there, and do ``then`` after that."""
        self._reveal, self._then = reveal, then

    def everything(self, *, keep_cursor: bool = True) -> None:
        """Draw all of it."""
        screen = self._screen
        self.sections()
        if screen.in_grid:
            self._grid()
        else:
            self._list(keep_cursor=keep_cursor)
        if self._reveal is not None and self._select(self._reveal):
            self._reveal = None
            if self._then is not None:
                screen.call_after_refresh(self._then)
                self._then = None
        self.title()
        self.row()

    def take_over(self, snapshot: "Snapshot") -> None:
        """A snapshot as it will be: the grid has painted it already."""
        self._screen.snapshot = snapshot
        self.sections()
        self._attention()

    def toggle_grid(self) -> None:
        """The schedule as a list, or as a grid; the cursor stays on its session."""
        screen = self._screen
        row = cast("tuple[Slot | None, Session] | None", screen.row)
        screen.as_grid = not screen.as_grid
        self.expect((row[0].id if row[0] else row[1].id) if row else None)
        self.everything()
        self.expect(None)
        screen.focus_middle()

    def sections(self) -> None:
        """The sidebar, with its cursor on the place."""
        sections, place = self._screen.sections, self._screen.place
        found = sidebar.listing(self._screen.snapshot)
        if found.rows != sections.listing.rows:
            sections.show(found)
        stop = cast("Stop | None", sections.row)
        if stop is None or stop.place != place or stop.title:
            sections.select((place, False))

    def _grid(self) -> None:
        screen = self._screen
        if screen.schedule is None:
            from confkit.tui.grid.pane import SchedulePane

            screen.schedule = SchedulePane(id="schedule", classes="pane")
            screen.schedule.query_text = screen.records.query_text
            screen.mount(screen.schedule, after=screen.records)
        screen.records.display = False
        screen.schedule.display = True
        screen.schedule.show(screen.snapshot)

    def _list(self, *, keep_cursor: bool) -> None:
        screen = self._screen
        if screen.schedule is not None:
            screen.schedule.display = False
        screen.records.display = True
        if screen.in_history:
            listing = screen.history.listing()
        else:
            listing = views.listing_of(screen.place, screen.snapshot, by_room=screen.by_room)
        marks = screen.marking
        screen.records.is_marked = lambda row: bool(marks.marks) and views.id_of(row) in marks.marks
        screen.records.show(listing, keep_cursor=keep_cursor)

    def _select(self, id: UUID) -> bool:
        """Put the cursor on a thing, or on the first slot of a session."""
        screen = self._screen
        if screen.in_grid and screen.schedule is not None:
            return screen.schedule.select(id)
        if screen.records.select(id):
            return True
        slots = screen.snapshot.programme.slots_of.get(id, ()) if screen.snapshot.programme else ()
        return any(screen.records.select(slot.id) for slot in slots)

    def title(self) -> None:
        """Counts in the border title, the event or show and what needs attention in the top line."""
        screen = self._screen
        records, place, snapshot = screen.records, screen.place, screen.snapshot
        if screen.in_grid and screen.schedule is not None:
            screen.schedule.retitle()
        elif screen.in_history:
            records.border_title = Content(screen.history.title(records.shown_count))
        else:
            query = safe_text.line(records.query_text)[:40]
            marked = len(screen.marking.here)
            title = views.title_of(place, records.listing, records.shown_count, query, snapshot, marked)
            records.border_title = Content(title)
        self._attention()

    def _attention(self) -> None:
        place, snapshot = self._screen.place, self._screen.snapshot
        self._screen.top.show(views.name_of(place, snapshot), views.about(place, snapshot), *views.attention(snapshot))

    def marks(self) -> None:
        """Other things are marked than before."""
        screen = self._screen
        screen.records.refresh()
        if screen.schedule is not None:
            from confkit.tui.grid.marking import show_marks

            show_marks(screen.schedule)
        self.title()
        screen.update_keys()

    def row(self) -> None:
        """What the cursor is on in the detail, and its keys in the bottom line, once the cursor is painted.

        Where several keys come within one frame, only where the last one led to is shown.
        """
        if not self._row_awaits:
            self._row_awaits = True
            self._screen.call_after_refresh(self.on_painted)

    def on_painted(self) -> None:
        """Show what the cursor is on."""
        self._row_awaits = False
        screen = self._screen
        told = screen.schedule.detail() if screen.in_grid and screen.schedule is not None else None
        if screen.in_history:
            told = screen.history.detail(screen.row)
        if told is not None:
            screen.detail.show(*told)
        else:
            row = views.detailed(screen.place, screen.row, screen.snapshot, in_sidebar=screen.sections.has_focus)
            screen.detail.show(*detail.content_of(row, screen.snapshot), views.pictured(row), views.heard(row))
        screen.update_keys()

    @property
    def situation(self) -> Situation:
        """What the registry of actions decides by, of what is shown."""
        screen = self._screen
        found = views.situation_of(screen.place, screen.row, screen.snapshot)._replace(marked=len(screen.marking.here))
        if not screen.in_grid or screen.schedule is None:
            return found
        windows = screen.schedule.windows
        return found._replace(
            in_grid=True,
            carrying=screen.schedule.carry.carrying is not None,
            shaping=windows.is_on,
            stretching=windows.is_on and windows.is_stretching,
        )
