"""The middle pane of the Schedule section: the grid, the tray below it, and what the user does with them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from confkit.domain.programme import Move, Programme
from confkit.domain.session import Session, Slot
from confkit.tui import safe_text, words
from confkit.tui.framed import Framed
from confkit.tui.grid import telling
from confkit.tui.grid.carry_mode import CarryMode
from confkit.tui.grid.carrying import is_pinned
from confkit.tui.grid.colours import Paints
from confkit.tui.grid.filters import read_filter
from confkit.tui.grid.hours import ZOOMS
from confkit.tui.grid.marking import SessionMarked
from confkit.tui.grid.model import Layout, lay_out
from confkit.tui.grid.plan import Plan
from confkit.tui.grid.scene import Scene, Spot
from confkit.tui.grid.tray import Tray
from confkit.tui.grid.view import GridView
from confkit.tui.grid.windows_mode import WindowsMode
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen

Placed = tuple[Slot | None, Session]


class SchedulePane(Framed, Vertical):
    """The schedule of one day, and what waits for a place."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.grid = GridView(id="grid")
        self.tray = Tray(id="tray")
        self.plan = Plan(self)
        self.carry = CarryMode(self)
        self.windows = WindowsMode(self)
        self.zoom = 15
        self.query_text = ""
        self._day: date | None = None
        self._layout: Layout | None = None
        self._said = ""
        self._mixed: tuple[tuple[str, ...], Paints] | None = None

    def compose(self) -> ComposeResult:
        """The grid above the tray."""
        yield self.grid
        yield self.tray

    def on_mount(self) -> None:
        """Draw anew in the colours of another theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.lay_out())

    def on_resize(self) -> None:
        """As many days as there is room for."""
        self.retitle()

    @property
    def workspace_screen(self) -> "WorkspaceScreen":
        """The screen that the pane belongs to."""
        return cast("WorkspaceScreen", self.screen)

    @property
    def programme(self) -> Programme | None:
        """The programme as it will be when everything is written."""
        return self.plan.programme

    @property
    def day(self) -> date | None:
        """The day that is shown."""
        return self._day

    @property
    def layout_shown(self) -> Layout | None:
        """What is shown."""
        return self._layout

    @property
    def row(self) -> Placed | None:
        """What the cursor is on: a slot with its session, or a waiting session while the tray has the focus."""
        carrying = self.carry.carrying
        if carrying is not None:
            return (carrying.origin, carrying.session)
        if self.windows.is_on:
            return None
        if self.tray.has_focus:
            return (None, self.tray.session) if self.tray.session else None
        block = self.grid.block
        return (block.slot, block.session) if block else None

    # Showing

    def show(self, snapshot: Snapshot) -> None:
        """Show another state of the workspace; the cursor stays on its session, else on its place."""
        before, programme = self.programme, snapshot.programme
        is_other = self.plan.read(snapshot)
        if programme is None:
            return
        if before is None or before.event.id != programme.event.id:
            self._day, self.carry.carrying = None, None
            self.windows.forget()
        if is_other:
            self.windows.read()
        days = self.plan.days
        if self._day not in days:
            self._day = self._first_day(programme, days)
        if is_other:
            self.carry.carry_on(programme)
        self.lay_out()

    def _first_day(self, programme: Programme, days: tuple[date, ...]) -> date:
        """Today, if the event takes place today; else the first day on which something does."""
        today = self.workspace_screen.workspace.now().astimezone(programme.zone).date()
        busy = {programme.day(slot) for slot in programme.slots}
        return today if today in days else next((day for day in days if day in busy), days[0])

    def show_conflicts(self) -> None:
        """The conflicts are known now."""
        self.lay_out()
        self.workspace_screen.show_row()

    def lay_out(self, *, near_first: bool = False) -> None:
        """Lay the day out anew; the cursor stays on its slot, else at its time and room.

        After a move what is near to it can be painted a frame before the rest (``near_first``).
        """
        programme, day, old = self.programme, self._day, self.grid.scene
        if programme is None or day is None:
            return
        carrying = self.carry.carrying
        include = [carrying.slot.start, carrying.slot.end] if carrying else []
        chosen = read_filter(self.query_text)
        layout = lay_out(
            self.plan.timetable,
            day,
            self.zoom,
            chosen=chosen,
            include=[*include, *(self.windows.include(programme, day) if self.windows.is_on else ())],
            homeless=carrying is not None and carrying.slot.room_id is None,
        )
        self._layout = layout = self.windows.lay_over(layout) if self.windows.is_on else layout
        paints = self._paints(programme)
        scene = Scene(layout, programme, paints, self.plan.severity_of)
        scene.focused = self.grid.has_focus
        if old is not None:
            scene.take_labels(old)
        scene.cursor = _same_place(old, layout) if old is not None else _first_block(layout)
        row = layout.hours.row(self.workspace_screen.workspace.now())
        scene.now = row if 0 <= row < layout.hours.count else None
        self.carry.show_in(scene)
        scene.bands = self.windows.bands(scene) if self.windows.is_on else None
        scene.marked = self.tray.marked = self.workspace_screen.marking.marks
        self.grid.show(scene, near_first=near_first)
        self.tray.show(self.plan.waiting, programme, paints, self.plan.timetable.chooser(chosen))
        self.retitle()

    def _paints(self, programme: Programme) -> Paints:
        """The colours of the theme for these tracks; they are mixed once."""
        key = (self.app.theme, *(track.colour for track in programme.tracks))
        if self._mixed is None or self._mixed[0] != key:
            is_ansi = self.app.theme.endswith("-ansi")
            self._mixed = (key, Paints(self.app.theme_variables, key[1:], is_ansi=is_ansi))
        return self._mixed[1]

    def retitle(self) -> None:
        """The days as tabs, the zoom, and how much is placed, waits, and is in conflict."""
        programme, day = self.programme, self._day
        if programme is None or day is None:
            return
        tabs = telling.tabs(self.plan.days, day, self.zoom, self.size.width)
        parts = [Content(f"{len(programme.slots)} placed · {len(self.plan.waiting)} waiting")]
        if self._said:
            # What was just done is more to the point than the counts.
            parts = [
                Content.styled(
                    safe_text.fit(safe_text.line(self._said), max(20, self.size.width - 6)).rstrip(), Tone.ACCENT
                )
            ]
        elif self.windows.is_on:
            parts = [Content.styled(self.windows.heading(), Tone.ACCENT)]
        elif self.query_text.strip() and self._layout is not None:
            shown = sum(1 for block in self._layout.blocks if block.is_shown)
            parts = [Content(f"only {safe_text.line(self.query_text)[:30]} · {shown} on this day · esc shows all")]
        elif marked := len(self.workspace_screen.marking.here):
            parts.append(Content.styled(f"{marked} marked", Tone.ACCENT))
        elif conflicts := self.plan.conflicts:
            parts.append(Content.styled(f"! {words.count(len(conflicts), 'conflict')}", Tone.WARN))
        self.name_frame(tabs, Content(" · ").join(parts))

    def say(self, text: str) -> None:
        """Say something in the frame, until the cursor moves on."""
        self._said = text
        self.retitle()

    def detail(self) -> tuple[str, Content] | None:
        """What the detail pane shows in place of a session: the session on its way, or a free place."""
        programme = self.programme
        if programme is None:
            return None
        if self.carry.carrying is not None:
            return "Carrying", telling.carried(self.carry.carrying, programme)
        if self.windows.is_on:
            return self.windows.detail()
        if self.row is None and telling.missing(programme):
            return "Where to begin", telling.needs(programme)
        if self.row is None and self._layout is not None and self.grid.scene is not None:
            return "Free", telling.free(self._layout, self.grid.scene.cursor, bool(self.plan.waiting))
        return None

    def select(self, id: UUID) -> bool:
        """Put the cursor on a slot, on the first slot of a session, or in the tray; say whether it is there."""
        programme = self.programme
        if programme is None:
            return False
        slots = programme.slots_of.get(id, ()) or tuple(one for one in programme.slots if one.id == id)
        if not slots:
            session = programme.session.get(id)
            return session is not None and self.tray.select(session)
        day = programme.day(slots[0])
        if day != self._day or self._layout is None or slots[0].id not in self._layout.block_of:
            self._day = day
            self.lay_out()
        block = self._layout.block_of.get(slots[0].id) if self._layout else None
        if block is not None:
            self.grid.put_cursor(Spot(block.column, block.first, block.lane))
        return block is not None

    def settled(self) -> None:
        """Show what the cursor is on after a change of mode."""
        self.workspace_screen.show_row()
        self.workspace_screen.update_keys()

    # Looking around

    def go_day(self, by: int) -> None:
        """Go to another day, with what is carried."""
        programme = self.programme
        if programme is None or self._day is None:
            return
        if self.carry.carrying is not None:
            self.carry.by_days(by)
            return
        days = self.plan.days
        self.show_day(days[min(max(days.index(self._day) + by, 0), len(days) - 1)])

    def show_day(self, day: date, *, anew: bool = False) -> None:
        """Show a day; ``anew`` also if it is shown already."""
        is_other = day != self._day
        if is_other or anew:
            self._day = day
            self._said = ""
            self.lay_out(near_first=not is_other)
            self.workspace_screen.show_row()

    def zoom_by(self, by: int) -> None:
        """Let a row stand for less (``by`` < 0) or more time."""
        self.zoom = ZOOMS[min(max(ZOOMS.index(self.zoom) + by, 0), len(ZOOMS) - 1)]
        self.lay_out()

    def turn(self) -> None:
        """Let the time go across instead of down, or down again."""
        self.grid.turn()
        self.workspace_screen.show_row()

    def condense(self) -> None:
        """Show as many rooms as fit at all, or as many as can be read well."""
        self.grid.condense(not self.grid.is_condensed)

    def filter(self, query: str) -> None:
        """Show in full only what holds the words of ``query``."""
        if query != self.query_text:
            self.query_text = query
            self.lay_out()
            self._to_shown()
            self.workspace_screen.show_row()

    def _to_shown(self) -> None:
        """Where the filter leaves out what the cursor is on, go to the first thing of the day that it takes."""
        layout, block = self._layout, self.grid.block
        if not self.query_text.strip() or layout is None or self.carry.carrying is not None:
            return
        found = min(
            (one for one in layout.blocks if one.is_shown), key=lambda one: (one.first, one.column), default=None
        )
        if found is not None and (block is None or not block.is_shown):
            self.grid.put_cursor(Spot(found.column, found.first, found.lane))

    # Changing

    @property
    def has_pending(self) -> bool:
        """Whether something that is shown as done is not written yet."""
        return self.plan.has_pending or self.windows.has_pending

    def when_written(self, then: Callable[[], object]) -> None:
        """Do something as soon as all that is shown as done is written; not if that fails, which is told then."""
        if self.plan.has_pending:
            self.plan.when_written(lambda: self.when_written(then))
        elif self.windows.has_pending:
            self.windows.when_written(lambda: self.when_written(then))
        else:
            then()

    def pick(self) -> None:
        """Pick up what the cursor is on; on a free place, choose from what waits."""
        if self.row is None:
            self.to_tray()
        elif self.carry.carrying is None:
            self.carry.pick_up(*self.row)

    def to_tray(self) -> None:
        """Choose among what waits for a place."""
        if self.plan.waiting:
            self.tray.focus()
        else:
            missing = telling.missing(self.programme) if self.programme else ""
            self.say(missing or "nothing waits for a place")

    def refuses(self, slot: Slot | None, session: Session) -> bool:
        """Say so where a session must stay where it is."""
        if is_pinned(slot):
            self.say(f"“{session.title[:40]}” is pinned and stays where it is")
        return is_pinned(slot)

    def resize(self, rows: int) -> None:
        """Let the session under the cursor end later, or earlier, by rows of the zoom."""
        row, layout = self.row, self._layout
        if row is None or layout is None or self.carry.carrying is not None:
            return
        slot, session = row
        if slot is None or self.refuses(slot, session):
            return
        end = layout.hours.at(layout.hours.nearest(slot.end) + rows)
        if end.timestamp() <= slot.start.timestamp():
            self.say("a session can't be shorter than that")
            return
        other = replace(slot, end=end)
        self.change([(slot, other)], f"{words.minutes(other.duration)} long · ^z undoes")

    def change(self, moves: Sequence[Move], said: str, *, label: str = "", follow: bool = True) -> None:
        """Show a change at once and write it; the cursor goes to the first slot of it, or stays where it is."""
        self.plan.change(moves, label=label)
        slot = moves[0][1]
        if slot is not None and follow:
            self.select(slot.id)
        self.say(said)
        self.settled()

    # What the grid and the tray tell

    def on_grid_view_moved(self, event: GridView.Moved) -> None:
        """Show what the cursor is on."""
        event.stop()
        if self._said and event.by_user:
            self.say("")
        if self.windows.is_stretching:
            self.grid.redraw()
        self.workspace_screen.show_row()

    def on_grid_view_chosen(self, event: GridView.Chosen) -> None:
        """Enter: drop what is carried, else open what the cursor is on."""
        event.stop()
        if self.windows.is_on:
            self.windows.choose()
        elif self.carry.carrying is not None:
            self.carry.drop()
        elif self.row is not None:
            self.workspace_screen.action_do("edit")
        else:
            self.pick()

    def on_grid_view_carried(self, event: GridView.Carried) -> None:
        """Arrows, while something is carried."""
        event.stop()
        self.carry.by(event.rows, event.columns)

    def on_grid_view_grabbed(self, event: GridView.Grabbed) -> None:
        """The mouse begins to drag."""
        event.stop()
        if self.carry.carrying is None:
            self.carry.pick_up(event.block.slot, event.block.session)

    def on_grid_view_dragged(self, event: GridView.Dragged) -> None:
        """The mouse drags."""
        event.stop()
        layout = self._layout
        if layout is not None:
            self.carry.to(layout.columns[event.spot.column].id, layout.hours.at(event.spot.row))

    def on_grid_view_let_go(self, event: GridView.LetGo) -> None:
        """The mouse drops."""
        event.stop()
        self.carry.drop()

    def on_grid_view_swept(self, event: GridView.Swept) -> None:
        """The mouse drags over free places: a window is stretched, and kept where the mouse lets go."""
        event.stop()
        if not event.is_done:
            self.windows.begin_at(event.spot.column, event.spot.row)
        elif self.windows.is_stretching:
            self.windows.keep(is_open=not event.closes)

    def on_session_marked(self, event: SessionMarked) -> None:
        """Ctrl and a click."""
        event.stop()
        marking = self.workspace_screen.marking
        marking.set(marking.marks.toggled(event.session.id))

    def on_grid_view_zoomed(self, event: GridView.Zoomed) -> None:
        """Ctrl and the wheel."""
        event.stop()
        self.zoom_by(event.by)

    def on_tray_moved(self, event: Tray.Moved) -> None:
        """Show the waiting session."""
        event.stop()
        self.settled()

    def on_tray_taken(self, event: Tray.Taken) -> None:
        """Carry the waiting session to where the cursor of the grid is."""
        event.stop()
        if self.tray.session is not None and not self.windows.is_on:
            self.carry.pick_up(None, self.tray.session)
            if event.by_mouse:
                self.grid.drag_in()

    def on_tray_left(self, event: Tray.Left) -> None:
        """Back to the grid."""
        event.stop()
        self.grid.focus()
        self.call_after_refresh(self.settled)


def _first_block(layout: Layout) -> Spot:
    if not layout.blocks:
        return Spot(0, 0)
    first = min(layout.blocks, key=lambda one: (one.first, one.column))
    return Spot(first.column, first.first, first.lane)


def _same_place(old: Scene, layout: Layout) -> Spot:
    """Where the cursor goes in another layout: to its slot, else to its time and its room."""
    under = old.under_cursor
    block = layout.block_of.get(under.slot.id) if under else None
    if block is not None:
        column = old.cursor.column if block in layout.everywhere else block.column
        return Spot(column, block.first, block.lane)
    room = old.layout.columns[old.cursor.column].id
    moment = old.layout.hours.at(old.cursor.row)
    is_same_day = old.layout.day == layout.day
    row = layout.hours.row(moment) if is_same_day else _row_at_time(layout, moment)
    return Spot(layout.column_of.get(room, old.cursor.column), row)


def _row_at_time(layout: Layout, moment: datetime) -> int:
    """The row of the same time of day."""
    wall = (moment.hour, moment.minute)
    moments = ((row, layout.hours.at(row)) for row in range(layout.hours.count))
    return next((row for row, at in moments if (at.hour, at.minute) >= wall), 0)
