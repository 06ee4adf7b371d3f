"""The map as a widget: a cursor over all rooms and the whole time, by the arrows and by the mouse."""

from collections.abc import Callable, Iterable
from uuid import UUID

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message

from confkit.domain.problem import Severity
from confkit.tui.grid.colours import Paints
from confkit.tui.grid.kept_lines import KeptLines
from confkit.tui.grid.map_paint import MapPainter, Window
from confkit.tui.grid.overview import Overview, Point


class MapView(KeptLines):
    """Draws an overview; it is laid out for its size by the screen, which knows the programme."""

    class Moved(Message):
        """The cursor stands elsewhere."""

    class Chosen(Message):
        """The place under the cursor was clicked."""

    class Resized(Message):
        """There is another area to draw in."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.painter: MapPainter | None = None

    @property
    def cursor(self) -> Point:
        """Where the cursor is."""
        return self.painter.cursor if self.painter else Point(0, 0)

    def show(
        self,
        overview: Overview,
        paints: Paints,
        severity: Callable[[UUID], Severity | None],
        cursor: Point,
        window: Window | None,
        now: int | None,
    ) -> None:
        """Show an overview."""
        self.heads = 2 if len(overview.layouts) > 1 else 1
        width = self.scrollable_content_region.width
        painter = self.painter = MapPainter(overview, paints, severity, width, self.page)
        painter.cursor, painter.window, painter.now = cursor, window, now
        self.virtual_size = Size(width, painter.height + self.heads)
        self.bring(painter.lines_of(cursor.column))
        self.redraw()
        self.post_message(self.Moved())

    def go(self, columns: int, units: int) -> None:
        """Move the cursor by rooms and units."""
        self.put_cursor(Point(self.cursor.column + columns, self.cursor.unit + units))

    def put_cursor(self, point: Point, *, follow: bool = True) -> None:
        """Move the cursor to a place, and bring it into sight."""
        painter = self.painter
        if painter is None:
            return
        column = min(max(point.column, 0), len(painter.overview.columns) - 1)
        point = Point(column, min(max(point.unit, 0), painter.overview.width - 1))
        before, painter.cursor = painter.cursor, point
        if point != before:
            self.forget(painter.lines_of(one.column) for one in (before, point))
            if follow:
                self.bring(painter.lines_of(point.column))
            self.post_message(self.Moved())

    @property
    def rooms_in_sight(self) -> int:
        """How many rooms fit in sight."""
        lines = self.painter.lines if self.painter else 1
        return max(1, self.page // lines if lines else self.page * 2)

    def on_resize(self) -> None:
        """Everything depends on the size."""
        self.post_message(self.Resized())

    # The mouse

    def _point_under(self, event: events.MouseEvent) -> Point | None:
        offset = event.get_content_offset(self)
        if offset is None or self.painter is None or offset.y < self.heads:
            return None
        return self.painter.point_at(offset.x, offset.y - self.heads + self.scroll_offset.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The cursor follows the mouse."""
        if point := self._point_under(event):
            self.put_cursor(point, follow=False)

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        if point := self._point_under(event):
            event.stop()
            self.put_cursor(point, follow=False)
            self.post_message(self.Chosen())

    # Drawing

    @property
    def blank(self) -> Style | None:
        """The ground."""
        return self.painter.paints.style("foreground") if self.painter else None

    def draw_head(self, number: int) -> Iterable[Segment]:
        """The days where there are several, then the times."""
        if self.painter is None:
            return ()
        return self.painter.days() if number < self.heads - 1 else self.painter.times()

    def draw_line(self, number: int, *, is_top: bool) -> Iterable[Segment]:
        """A room, a part of one, or two of them."""
        return self.painter.line(number) if self.painter and number < self.painter.height else ()
