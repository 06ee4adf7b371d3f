"""The map of all rooms on a screen of its own: one day or the whole event; what the cursor is on is said below."""

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confkit.domain.problem import Problem
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.grid import telling
from confkit.tui.grid.colours import Paints
from confkit.tui.grid.filters import read_filter
from confkit.tui.grid.map_paint import Window
from confkit.tui.grid.map_view import MapView
from confkit.tui.grid.model import Block
from confkit.tui.grid.overview import Overview, Point, survey
from confkit.tui.grid.scene import Spot
from confkit.tui.section import Section

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane


class Target(NamedTuple):
    """Where the grid shall go: a day, a room and a moment, or the slot that is there."""

    day: date
    room: UUID | None
    moment: datetime
    slot: UUID | None


class MapScreen(ModalScreen[Target]):
    """Choose a place on the map; its result is the place, or None."""

    CSS_PATH = "map.tcss"
    BINDINGS = bindings(Scope.MAP)
    AUTO_FOCUS = "MapView"

    def __init__(self, pane: "SchedulePane", paints: Paints) -> None:
        super().__init__()
        self._pane = pane
        self._paints = paints
        self._day = pane.day or pane.plan.days[0]
        self._is_event = False
        self._overview: Overview | None = None
        # Where the cursor shall be when the map is laid out next.
        self._wanted: tuple[date, UUID | None, datetime] | None = None
        self.map = MapView()

    def compose(self) -> ComposeResult:
        """The map, what is there, and the keys."""
        with Vertical(classes="box"):
            yield self.map
            yield Static(id="there")
        yield KeyLine(action for action in in_scope(Scope.MAP) if action.footer)

    def on_mount(self) -> None:
        """Begin where the cursor of the grid is."""
        scene = self._pane.grid.scene
        if scene is not None:
            layout, cursor = scene.layout, scene.cursor
            self._wanted = (layout.day, layout.columns[cursor.column].id, layout.hours.at(cursor.row))

    def on_map_view_resized(self, event: MapView.Resized) -> None:
        """Lay out as much as there is room for."""
        event.stop()
        self._lay_out()

    def _lay_out(self) -> None:
        programme, pane = self._pane.programme, self._pane
        width = self.map.scrollable_content_region.width
        if programme is None or not width:
            return
        before = self._overview
        if before is not None and self._wanted is None:
            point = self.map.cursor
            found = before.day_at(point.unit)
            day = found[0].day if found else self._day
            self._wanted = (day, before.columns[point.column].id, before.moment(point.unit))
        days = pane.plan.days if self._is_event else (self._day,)
        # The names of the rooms take their part of the width, and the scroll bar a cell.
        names = max((len(room.name) for room in programme.rooms), default=12) + 3
        cells = width - min(names, max(10, min(width // 5, 28)))
        overview = survey(pane.plan.timetable, days, cells, read_filter(pane.query_text))
        self._overview = overview
        self.map.show(
            overview, self._paints, pane.plan.severity_of, self._cursor(overview), self._window(overview), self._now()
        )
        box = self.query_one(".box")
        box.border_title = self._title()
        query = safe_text.line(pane.query_text.strip())[:30]
        box.border_subtitle = Content(f"only {query}") if query else None

    def _title(self) -> Content:
        pane, overview = self._pane, self._overview
        assert overview is not None
        if self._is_event:
            return Content(f"Map · whole event · a cell is {overview.minutes} min")
        return telling.tabs(pane.plan.days, self._day, overview.minutes, self.size.width, of="Map")

    def _cursor(self, overview: Overview) -> Point:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return Point(0, 0)
        day, room, moment = wanted
        if not self._is_event and day != self._day:
            # The same time of another day.
            layout = overview.layouts[0]
            wall = (moment.hour, moment.minute)
            rows = range(layout.hours.count)
            row = next((one for one in rows if (layout.hours.at(one).hour, layout.hours.at(one).minute) >= wall), 0)
            return Point(overview.column_of(room), row)
        return Point(overview.column_of(room), overview.unit(day, moment))

    def _window(self, overview: Overview) -> Window | None:
        """What the grid shows, in units of the map."""
        grid = self._pane.grid
        scene, sheet = grid.scene, grid.sheet
        if scene is None or sheet is None or scene.layout.day not in [layout.day for layout in overview.layouts]:
            return None
        columns, rows = sheet.window(grid.scroll_offset.y, grid.page)
        layout = scene.layout
        if not columns or not rows:
            return None
        rooms = [overview.column_of(layout.columns[one].id) for one in columns]
        first = overview.unit(layout.day, layout.hours.at(rows[0]))
        last = overview.unit(layout.day, layout.hours.at(rows[-1]))
        return Window(range(min(rooms), max(rooms) + 1), range(first, last + 1))

    def _now(self) -> int | None:
        overview, now = self._overview, self._pane.workspace_screen.workspace.now()
        assert overview is not None
        for start, layout in zip(overview.starts, overview.layouts, strict=True):
            row = layout.hours.row(now)
            if 0 <= row < layout.hours.count:
                return start + row
        return None

    def on_map_view_moved(self, event: MapView.Moved) -> None:
        """Say what is there."""
        event.stop()
        programme, overview = self._pane.programme, self._overview
        if programme is not None and overview is not None:
            point = self.map.cursor
            blocks = overview.blocks(point)
            told = telling.on_map(overview, point, programme, self._problem(blocks))
            self.query_one("#there", Static).update(told)

    def _problem(self, blocks: tuple[Block, ...]) -> Problem | None:
        """The worst conflict of what is there, with its glyph."""
        plan = self._pane.plan
        for block in blocks:
            if plan.severity_of(block.slot.id) is not None:
                return next(iter(plan.index.problems_of.get(block.slot.id, ())), None)
        return None

    def on_map_view_chosen(self, event: MapView.Chosen) -> None:
        """A click goes there."""
        event.stop()
        self.action_jump()

    # Actions

    def action_jump(self) -> None:
        """Go there on the grid."""
        overview, point = self._overview, self.map.cursor
        found = overview.day_at(point.unit) if overview else None
        if overview is None or found is None:
            return
        blocks = overview.blocks(point)
        slot = blocks[0].slot.id if blocks else None
        self.dismiss(Target(found[0].day, overview.columns[point.column].id, overview.moment(point.unit), slot))

    def action_event(self) -> None:
        """Show the whole event, or the day that the cursor is on."""
        overview = self._overview
        if overview is not None and self._is_event:
            found = overview.day_at(self.map.cursor.unit)
            self._day = found[0].day if found else self._day
        self._is_event = not self._is_event
        self._lay_out()

    def action_day(self, day: str) -> None:
        """Show a day whose tab was clicked."""
        self._show_day(date.fromisoformat(day))

    def _show_day(self, day: date) -> None:
        self._day, self._is_event = day, False
        self._lay_out()

    def _go_day(self, by: int) -> None:
        days = self._pane.plan.days
        self._show_day(days[min(max(days.index(self._day) + by, 0), len(days) - 1)])

    def action_next_day(self) -> None:
        """Show the next day."""
        self._go_day(1)

    def action_previous_day(self) -> None:
        """Show the day before."""
        self._go_day(-1)

    def action_go_conflict(self) -> None:
        """Go to the next conflict in time, after the last one to the first."""
        overview, here = self._overview, self.map.cursor
        if overview is None:
            return
        severity_of = self._pane.plan.severity_of
        places = [point for point, block in overview.all() if block.is_shown and severity_of(block.slot.id)]
        places.sort(key=lambda one: (one.unit, one.column))
        later = (one for one in places if (one.unit, one.column) > (here.unit, here.column))
        if places:
            self.map.put_cursor(next(later, places[0]))

    def action_go_up(self) -> None:
        """Go to the room above."""
        self.map.go(-1, 0)

    def action_go_down(self) -> None:
        """Go to the room below."""
        self.map.go(1, 0)

    def action_go_left(self) -> None:
        """Go to an earlier time."""
        self.map.go(0, -1)

    def action_go_right(self) -> None:
        """Go to a later time."""
        self.map.go(0, 1)

    def action_go_page_up(self) -> None:
        """Go up by what is in sight."""
        self.map.go(-self.map.rooms_in_sight, 0)

    def action_go_page_down(self) -> None:
        """Go down by what is in sight."""
        self.map.go(self.map.rooms_in_sight, 0)

    def action_go_first(self) -> None:
        """Go to the earliest time."""
        self.map.put_cursor(Point(self.map.cursor.column, 0))

    def action_go_last(self) -> None:
        """Go to the latest time."""
        self.map.put_cursor(Point(self.map.cursor.column, 1_000_000))

    def action_help(self) -> None:
        """Explain what can be done here."""
        from confkit.tui.help_screen import ScopeHelp
        from confkit.tui.intro import INTRO

        self.app.push_screen(ScopeHelp(Situation(Section.SCHEDULE), Scope.MAP, INTRO[Scope.MAP]))

    def action_close(self) -> None:
        """Leave the grid as it was."""
        self.dismiss(None)


def show_map(pane: "SchedulePane") -> None:
    """Show the map of what a pane plans, and go where the user wants to."""
    programme = pane.programme
    if programme is None or pane.grid.scene is None:
        return

    def chosen(target: Target | None) -> None:
        if target is not None:
            go_to(pane, target)

    pane.app.push_screen(MapScreen(pane, pane.grid.scene.paints), chosen)


def go_to(pane: "SchedulePane", target: Target) -> None:
    """Let a pane show the day, and its cursor go to the slot or place, or what is carried to the place."""
    if pane.carry.carrying is not None:
        if pane.day is not None:
            pane.carry.by_days((target.day - pane.day).days)
        pane.carry.to(target.room, target.moment)
        return
    pane.show_day(target.day)
    layout, scene = pane.layout_shown, pane.grid.scene
    if layout is None or scene is None:
        return
    block = layout.block_of.get(target.slot) if target.slot else None
    column = layout.column_of.get(target.room, scene.cursor.column)
    if block is None:
        spot = Spot(column, layout.hours.row(target.moment))
    else:
        spot = Spot(column if block in layout.everywhere else block.column, block.first, block.lane)
    pane.grid.put_cursor(spot)
    pane.grid.focus()
    pane.settled()
