"""The grid as a widget: a cursor and the mouse on what the canvas draws.

It knows spots and blocks. What it means to choose, carry or drop one is decided by the pane it stands in, which it
tells by messages. Arrows go where they point: what that means in time and rooms is known to the sheet.
"""

from textual import events
from textual.message import Message

from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.grid.canvas import GridCanvas
from confkit.tui.grid.marking import SessionMarked
from confkit.tui.grid.model import Block
from confkit.tui.grid.scene import Spot


class GridView(GridCanvas):
    """The canvas with a cursor."""

    BINDINGS = bindings(Scope.GRID)

    class Moved(Message):
        """The cursor stands elsewhere."""

        def __init__(self, *, by_user: bool = False) -> None:
            super().__init__()
            self.by_user = by_user

    class Chosen(Message):
        """Enter or a double click."""

    class Carried(Message):
        """What is carried shall go on by rows and columns."""

        def __init__(self, rows: int, columns: int) -> None:
            super().__init__()
            self.rows = rows
            self.columns = columns

    class Grabbed(Message):
        """The mouse began to drag a block."""

        def __init__(self, block: Block) -> None:
            super().__init__()
            self.block = block

    class Dragged(Message):
        """The mouse drags what it grabbed to a spot."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    class Swept(Message):
        """The mouse drags from a spot, where nothing stands in the way of it; ``is_done`` when it lets go.

        ``closes`` says that ctrl was held then.
        """

        def __init__(self, spot: Spot, *, is_done: bool = False, closes: bool = False) -> None:
            super().__init__()
            self.spot = spot
            self.is_done = is_done
            self.closes = closes

    class LetGo(Message):
        """The mouse let go of what it dragged."""

    class Zoomed(Message):
        """The wheel asks for rows of less (``by`` < 0) or more time."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._grabbed: tuple[Spot, Block] | None = None
        self._drags = False
        # The mouse brings something from elsewhere.
        self._brings = False
        # Where the mouse began to drag over bands.
        self._swept: Spot | None = None

    # The cursor

    def put_cursor(self, spot: Spot, *, by_user: bool = False) -> None:
        """Put the cursor on a spot and tell about it."""
        scene = self._scene
        if scene is None:
            return
        spot = self._inside(spot)
        if spot != scene.cursor:
            scene.cursor = spot
            self.redraw_changed()
            self.reveal()
            self.post_message(self.Moved(by_user=by_user))

    def _walk(self, right: int, down: int) -> None:
        """Go, or carry, as far as that on the screen."""
        if self.sheet is not None:
            self._go(*self.sheet.way(right, down))

    def _go(self, rows: int, columns: int) -> None:
        scene = self._scene
        if scene is None:
            return
        if scene.ghost is not None:
            self.post_message(self.Carried(rows, columns))
            return
        column, row, lane = scene.cursor
        block = scene.under_cursor
        if columns:
            self.put_cursor(self._beside(columns), by_user=True)
        elif rows == 1 and block is not None:
            self.put_cursor(Spot(column, block.last, lane), by_user=True)
        elif rows == -1 and block is not None and block.first > 0:
            self.put_cursor(Spot(column, block.first - 1, lane), by_user=True)
        else:
            self.put_cursor(Spot(column, row + rows, lane), by_user=True)
        if rows < 0 and scene.cursor.row == 0:
            self.reveal(Spot(scene.cursor.column, 0))

    def _beside(self, by: int) -> Spot:
        """The next lane of the same place, or the next column."""
        scene = self._scene
        assert scene is not None
        column, row, lane = scene.cursor
        lanes = [block.lane for block in scene.layout.cells.get((column, row), ())]
        other = [one for one in lanes if (one > lane if by > 0 else one < lane)]
        if other and abs(by) == 1:
            return Spot(column, row, min(other) if by > 0 else max(other))
        return Spot(column + by, row, 0 if by > 0 else 99)

    def action_cursor_up(self) -> None:
        """Go up, or carry there."""
        self._walk(0, -1)

    def action_cursor_down(self) -> None:
        """Go down, or carry there."""
        self._walk(0, 1)

    def action_cursor_left(self) -> None:
        """Go left, or carry there."""
        self._walk(-1, 0)

    def action_cursor_right(self) -> None:
        """Go right, or carry there."""
        self._walk(1, 0)

    def action_page_up(self) -> None:
        """Go up by what is in sight."""
        if self.sheet:
            self._walk(0, -self.sheet.page(self.page))

    def action_page_down(self) -> None:
        """Go down by what is in sight."""
        if self.sheet:
            self._walk(0, self.sheet.page(self.page))

    def action_first(self) -> None:
        """Go to the beginning of the day."""
        if self._scene:
            self._go(-self._scene.layout.hours.count, 0)

    def action_last(self) -> None:
        """Go to the end of the day."""
        if self._scene:
            self._go(self._scene.layout.hours.count, 0)

    def action_first_room(self) -> None:
        """Go to the first room."""
        if self._scene:
            self._go(0, -len(self._scene.layout.columns))

    def action_last_room(self) -> None:
        """Go to the last room."""
        if self._scene:
            self._go(0, len(self._scene.layout.columns))

    def action_choose(self) -> None:
        """Choose what the cursor is on."""
        self.post_message(self.Chosen())

    # The mouse

    def _spot_under(self, event: events.MouseEvent) -> Spot | None:
        offset = event.get_content_offset(self)
        if self.sheet is None or offset is None or offset.y < 1:
            return None
        return self.sheet.spot_at(offset.x, offset.y - 1 + self.scroll_offset.y)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor there; what is under it can be dragged now."""
        spot = self._spot_under(event)
        if spot is None or event.button != 1 or self._scene is None:
            return
        event.stop()
        self.focus()
        if self._scene.ghost is not None:
            self.post_message(self.Dragged(spot))
            self.post_message(self.LetGo())
            return
        self.put_cursor(spot, by_user=True)
        if self._scene.bands is not None:
            self._swept = spot
            self.capture_mouse()
            return
        block = self.block
        if block is not None and event.ctrl:
            self.post_message(SessionMarked(block.session))
        elif block is not None:
            self._grabbed = (spot, block)
            self.capture_mouse()

    def drag_in(self) -> None:
        """What was just picked up elsewhere hangs at the mouse, and is dropped where it lets go."""
        self._brings = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag what was grabbed."""
        if self._brings:
            if (brought_to := self._spot_under(event)) is not None:
                self.post_message(self.Dragged(brought_to))
            return
        if self._swept is not None:
            self._sweep(self._swept, event)
            return
        if self._grabbed is None:
            return
        spot = self._spot_under(event)
        origin, block = self._grabbed
        if spot is None:
            self._scroll_towards(event)
            return
        if not self._drags and spot[:2] == origin[:2]:
            return
        if not self._drags:
            self._drags = True
            self.post_message(self.Grabbed(block))
        # The block hangs at the mouse by the row that it was grabbed at.
        self.post_message(self.Dragged(Spot(spot.column, spot.row - (origin.row - block.first))))

    def _sweep(self, begun: Spot, event: events.MouseMove) -> None:
        """Drag over bands: the cursor goes along in the column where it began."""
        spot = self._spot_under(event)
        if spot is None:
            self._scroll_towards(event)
        elif self._drags or spot.row != begun.row:
            if not self._drags:
                self._drags = True
                self.post_message(self.Swept(begun))
            self.put_cursor(Spot(begun.column, spot.row), by_user=True)

    def _scroll_towards(self, event: events.MouseMove) -> None:
        """At the edges what is in sight moves along."""
        margin = self.sheet.margin if self.sheet else 0
        if event.y < 1:
            self.scroll_to(y=max(0, self.scroll_offset.y - 1), animate=False)
        elif event.y >= self.size.height:
            self.scroll_to(y=self.scroll_offset.y + 1, animate=False)
        elif event.x < margin:
            self.slide(-1)
        elif event.x >= self.size.width:
            self.slide(1)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop what was dragged; what was brought stays at the mouse where there is no place under it."""
        if self._brings:
            event.stop()
            self.release_mouse()
            self._brings = False
            if self._spot_under(event) is not None:
                self.post_message(self.LetGo())
            return
        if self._swept is not None:
            event.stop()
            self.release_mouse()
            begun, self._swept = self._swept, None
            if self._drags:
                self._drags = False
                self.post_message(self.Swept(begun, is_done=True, closes=event.ctrl))
            return
        if self._grabbed is not None:
            event.stop()
            self.release_mouse()
            self._grabbed = None
            if self._drags:
                self._drags = False
                self.post_message(self.LetGo())

    def on_click(self, event: events.Click) -> None:
        """A double click chooses."""
        if event.chain == 2 and self._spot_under(event) is not None:
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """With ctrl the wheel zooms, with shift it goes sideways."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """With ctrl the wheel zooms, with shift it goes sideways."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        if event.ctrl:
            self.post_message(self.Zoomed(by))
        elif event.shift:
            self.slide(by * (self.sheet.leap if self.sheet else 1))
        else:
            return
        event.stop()
        event.prevent_default()
