"""The picture of an episode or a show in the terminal: two pixels in each cell, drawn from a worker.

A half block (▀) shows its upper pixel in the colour of the text and its lower one in that of the background. In the
theme of the terminal's own colours a picture can't be shown; a line says what there is.
"""

from typing import TYPE_CHECKING, TypeAlias, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from confkit.domain.bridge import EpisodeView
from confkit.domain.show import Show
from confkit.services.thumbnails import Drawing, Thumbnails
from confkit.tui import safe_text

if TYPE_CHECKING:
    from confkit.codecs.picture import Cells
    from confkit.domain.errors import ConfkitError
    from confkit.tui.confkit_app import ConfkitApp

Subject: TypeAlias = EpisodeView | Show

# Columns and rows: where the detail is a column of its own, and where it is a few lines below the list.
_TALL, _LOW = (24, 12), (14, 7)
_GAP = 2


class CoverView(Widget):
    """Shows one picture at a time; while the next one is drawn, the one before stays."""

    # Beside the text where the pane is low, above it elsewhere.
    DEFAULT_CSS = """
    CoverView { width: 1fr; height: auto; color: $muted; }
    .-narrow #detail.-pictured { layout: horizontal; }
    .-narrow #detail.-pictured CoverView { width: auto; }
    .-narrow #detail.-pictured Static { width: 1fr; }
    """
    SCOPED_CSS = False

    def __init__(self) -> None:
        super().__init__()
        self.drawing: Drawing | None = None
        self.display = False
        self._strips: list[Strip] = []
        self._thumbnails: Thumbnails | None = None
        self._subject: Subject | None = None
        self._is_busy = self._is_waiting = False
        self._drawn_for = (0, 0)

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    @property
    def _is_low(self) -> bool:
        return self.screen.has_class("-narrow")

    @property
    def _room(self) -> tuple[int, int]:
        """The columns and rows to draw in; none in the terminal's own colours."""
        if self.app.current_theme.ansi:
            return 0, 0
        return _LOW if self._is_low else _TALL

    def show(self, subject: Subject | None) -> None:
        """Show the picture of an episode or a show, or none."""
        self._subject = subject
        if subject is None:
            self._take(None)
        else:
            self._ask()

    def _ask(self) -> None:
        """Have the latest wish drawn; one that comes while another is drawn waits, and those between are dropped."""
        self._is_waiting = self._is_busy
        subject = self._subject
        if subject is None or self._is_busy:
            return
        if self._thumbnails is None:
            self._thumbnails = Thumbnails(self.confkit.workspace)
        thumbnails, room = self._thumbnails, self._room
        self._is_busy, self._drawn_for = True, room
        self.confkit.start(
            lambda: thumbnails.draw(subject, *room),
            lambda drawing: self._drawn(subject, drawing),
            failed=self._failed,
            group="cover",
        )

    def _drawn(self, subject: Subject, drawing: Drawing | None) -> None:
        self._is_busy = False
        if not self.is_attached:
            return
        if subject is self._subject:
            self._take(drawing)
        if self._is_waiting:
            self._ask()

    def _failed(self, error: "ConfkitError") -> None:
        self._is_busy = self._is_waiting = False
        self.confkit.show_error(error)

    def _take(self, drawing: Drawing | None) -> None:
        if drawing == self.drawing:
            return
        self.drawing = drawing
        self.display = drawing is not None
        if self.parent is not None:
            cast(Widget, self.parent).set_class(drawing is not None and bool(drawing.cells), "-pictured")
        self._strips = _strips(drawing.cells) if drawing else []
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The picture and a gap beside it, or the caption where there is no picture."""
        drawing = self.drawing
        if drawing is None:
            return 0
        return (len(drawing.cells[0]) if drawing.cells else len(drawing.caption)) + _GAP

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The picture, its caption and an empty line; the picture alone where the pane is low."""
        if self.drawing is None:
            return 0
        rows = len(self._strips)
        return rows if self._is_low and rows else rows + 2

    def render_line(self, y: int) -> Strip:
        """Draw a line of the picture, or the caption below it."""
        style, width = self.rich_style, self.size.width
        if y < len(self._strips):
            strip = self._strips[y]
        elif y == len(self._strips) and self.drawing is not None:
            strip = Strip([Segment(safe_text.fit(self.drawing.caption, width), style)])
        else:
            strip = Strip.blank(0)
        return strip.crop_extend(0, width, style)

    def on_resize(self, _: Resize) -> None:
        """Draw it anew where the terminal has become wide or narrow."""
        if self._room != self._drawn_for:
            self._ask()


def _strips(cells: "Cells") -> list[Strip]:
    return [
        Strip(
            [
                Segment("▀", Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower)))
                for upper, lower in line
            ],
            len(line),
        )
        for line in cells
    ]
