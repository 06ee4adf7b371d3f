"""What the grid draws: a scene on a sheet, line by line from what is in sight."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size

from confkit.tui.grid.kept_lines import KeptLines
from confkit.tui.grid.model import Block
from confkit.tui.grid.paint import Painter
from confkit.tui.grid.scene import Ghost, Scene, Spot
from confkit.tui.grid.sheet import Sheet, Turned, Upright
from confkit.tui.grid.turned import TurnedPainter
from confkit.tui.grid.upright import UprightPainter

# What the drawn lines depend on beside the scene's layout: the cursor, what is under it, and what is carried.
_State = tuple[Spot, Block | None, Ghost | None]


class GridCanvas(KeptLines):
    """One day of a schedule, upright or turned."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._scene: Scene | None = None
        self._painter: Painter | None = None
        self._left = 0
        self._drawn_state: _State | None = None
        # What the lines mean: after a change of it none of them is likely to look as before.
        self._shape: tuple[object, ...] = ()
        self.is_condensed = False
        self.is_turned = False

    # What is shown

    @property
    def scene(self) -> Scene | None:
        """What is drawn."""
        return self._scene

    @property
    def painter(self) -> Painter | None:
        """What draws it."""
        return self._painter

    @property
    def sheet(self) -> Sheet | None:
        """Where its spots are on the screen."""
        return self._painter.sheet if self._painter else None

    @property
    def block(self) -> Block | None:
        """The block under the cursor."""
        return self._scene.under_cursor if self._scene else None

    def show(self, scene: Scene, *, near_first: bool = False) -> None:
        """Show another layout; the cursor is the scene's, and what is near to it can be painted a frame earlier."""
        self._scene = scene
        scene.cursor = self._inside(scene.cursor)
        self._lay_out(near_first=near_first)
        self.reveal()

    def condense(self, is_condensed: bool) -> None:
        """Show as many rooms as fit at all, or as many as can be read well."""
        self.is_condensed = is_condensed
        self._lay_out()
        self.reveal()

    def turn(self) -> None:
        """Let the time go across instead of down, or down again; the cursor stays in sight."""
        self.is_turned = not self.is_turned
        # Half an hour before the cursor is where the turned grid begins.
        scene = self._scene
        self._left = scene.cursor.row - 30 // scene.layout.hours.zoom if scene and self.is_turned else 0
        self.scroll_to(y=0, animate=False)
        self._lay_out()
        self.reveal()

    def _inside(self, spot: Spot) -> Spot:
        scene = self._scene
        assert scene is not None
        column = min(max(spot.column, 0), len(scene.layout.columns) - 1)
        row = min(max(spot.row, 0), scene.layout.hours.count - 1)
        return Spot(column, row, spot.lane)

    def _lay_out(self, *, near_first: bool = False) -> None:
        """Lay the scene out in the area there is, and draw all of it anew."""
        scene = self._scene
        if scene is None:
            return
        region, condensed = self.scrollable_content_region, self.is_condensed
        if self.is_turned:
            turned = Turned(scene.layout, region.width, self.page, self._left, condensed=condensed)
            self._painter = TurnedPainter(scene, turned)
        else:
            upright = Upright(scene.layout, region.width, self.page, self._left, condensed=condensed)
            self._painter = UprightPainter(scene, upright)
        self._left = self._painter.frame.first
        self.virtual_size = Size(region.width, self._painter.height + 1)
        layout, before = scene.layout, self._shape
        self._shape = (self.is_turned, layout.day, layout.hours.zoom, self._painter.height, self._painter.frame)
        if self._shape != before:
            # It is likely to be scrolled as well; nothing is drawn before that.
            self._drawn_state = self._state
            self.forget_all()
            return
        sheet, places = self._painter.sheet, (*(self._drawn_state or ()), *(self._state or ()))
        self.redraw([sheet.touched(place) for place in places if place is not None] if near_first else None)

    def on_resize(self) -> None:
        """Share the new size."""
        self._lay_out()
        self.reveal()

    def on_mount(self) -> None:
        """What was shown before there was a size."""
        self._lay_out()

    def slide(self, by: int) -> None:
        """Show what is further to the right, or (``by`` < 0) to the left."""
        self._left += by
        self._lay_out()

    def begin_with(self, row: int) -> None:
        """Let what is in sight begin with a row of time, as far as the cursor stays in sight."""
        scene, sheet = self._scene, self.sheet
        if scene is None or sheet is None:
            return
        row = max(0, row)
        if self.is_turned:
            self.slide(row - sheet.frame.first)
        else:
            self.scroll_to(y=sheet.lines(Spot(scene.cursor.column, row)).start, animate=False)
        self.reveal()

    def reveal(self, place: Block | Ghost | Spot | None = None) -> None:
        """Bring a place into sight; without one, the cursor and what it is on."""
        scene, sheet = self._scene, self.sheet
        if scene is None or sheet is None or not self.size.height:
            return
        cursor = scene.cursor
        found = place or scene.under_cursor or cursor
        if isinstance(found, Block) and found in scene.layout.everywhere:
            # It is everywhere; what has to be seen is the room that the cursor is in.
            found = Ghost(cursor.column, found.first, found.last, "", True, None)
        lines, units = sheet.lines(found), sheet.units(found)
        if len(lines) > self.page:
            lines = sheet.lines(cursor)[: self.page]
        shown = len(sheet.frame.widths)
        if len(units) > shown:
            units = sheet.units(cursor)
        self.bring(lines)
        if units.start < sheet.frame.first:
            self.slide(units.start - sheet.frame.first)
        elif units.stop > sheet.frame.last:
            self.slide(units.stop - sheet.frame.last)

    # Drawing

    def redraw(self, first: Iterable[range] | None = None) -> None:
        """Draw everything anew."""
        self._drawn_state = self._state
        super().redraw(first)

    def redraw_changed(self) -> None:
        """Draw anew what depends on the cursor and on what is carried, after either changed."""
        before, now, sheet = self._drawn_state, self._state, self.sheet
        if before == now:
            return
        self._drawn_state = now
        if before is None or now is None or sheet is None:
            self.redraw()
        else:
            self.forget(sheet.touched(place) for place in (*before, *now) if place is not None)

    @property
    def _state(self) -> _State | None:
        scene = self._scene
        return (scene.cursor, scene.under_cursor, scene.ghost) if scene else None

    def on_focus(self) -> None:
        """The cursor is brighter with the focus."""
        self._focus(True)

    def on_blur(self) -> None:
        """The cursor is quieter without it."""
        self._focus(False)

    def _focus(self, focused: bool) -> None:
        if self._scene is not None and self._scene.focused != focused:
            self._scene.focused = focused
            self.forget(self.sheet.touched(place) for place in self._state or () if place is not None and self.sheet)

    @property
    def blank(self) -> Style | None:
        """The ground of the grid."""
        return self._scene.paints.style("foreground") if self._scene and self._painter else None

    def draw_head(self, number: int) -> Iterable[Segment]:
        """The rooms, or the times."""
        return self._painter.header() if self._painter else ()

    def draw_line(self, number: int, *, is_top: bool) -> Iterable[Segment]:
        """A row of time, or a line of a room."""
        painter = self._painter
        return painter.line(number, is_top=is_top) if painter and number < painter.height else ()
