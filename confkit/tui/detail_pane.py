"""The right pane: shows one thing at length, and scrolls.

What it shows changes with every key of the list or the grid beside it, and each layout of Textual looks at the whole
screen. So its text keeps its width, whether there is a scroll bar or not (``overflow-y: scroll`` in confkit.tcss), and
another height of the text is no reason for a second layout.
"""

from typing import TYPE_CHECKING

from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static

from confkit.tui.framed import Framed

if TYPE_CHECKING:
    from confkit.domain.bridge import EpisodeView
    from confkit.tui.cover_view import CoverView, Subject
    from confkit.tui.time_line import TimeLine


class DetailText(Static):
    """The text; of another height only where it has to be."""

    # The layout that finds a size places and paints everything by it; Textual would do so once more.
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def change(self, content: Content) -> None:
        """Show another text; the screen is laid out anew only if that one is higher or lower."""
        self.update(content, layout=False)
        width, height = self.size
        if not width or self.get_content_height(self.container_size, self.app.size, width) != height:
            self.refresh(layout=True)


class DetailPane(Framed, ScrollableContainer, can_focus=True):
    """A title, a picture (of an episode or a show), the time line of an episode and a text; the arrows scroll it."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._body: DetailText | None = None
        self._picture: CoverView | None = None
        self._time_line: TimeLine | None = None

    def show(
        self,
        title: str,
        content: Content,
        pictured: "Subject | None" = None,
        heard: "EpisodeView | None" = None,
    ) -> None:
        """Show something else, from its beginning; with the picture of ``pictured`` and the time line of ``heard``."""
        self.name_frame(Content(title))
        if self._body is None:
            self._body = DetailText(content)
            self.mount(self._body)
        else:
            self._body.change(content)
        if pictured is not None and self._picture is None:
            from confkit.tui.cover_view import CoverView

            self._picture = CoverView()
            self.mount(self._picture, before=self._body)
        if self._picture is not None:
            self._picture.show(pictured)
        self._show_time_line(heard)
        self.scroll_to(y=0, animate=False)

    def _show_time_line(self, heard: "EpisodeView | None") -> None:
        if heard is not None and self._time_line is None:
            from confkit.tui.time_line import TimeLine

            self._time_line = TimeLine(id="detail-time-line")
            self.mount(self._time_line, before=self._body)
        self.set_class(heard is not None, "-heard")
        if self._time_line is None:
            return
        self._time_line.display = heard is not None
        if heard is None:
            self._time_line.leave()
        else:
            from confkit.tui.time_line import length_of

            self._time_line.rows = self._strip_rows
            self._time_line.show(heard.recording, heard.chapters, length_of(heard))

    @property
    def _strip_rows(self) -> int:
        return 1 if self.screen.has_class("-narrow") else 3

    def on_resize(self) -> None:
        """Draw the time line high or low, as the terminal has become."""
        if self._time_line is not None:
            self._time_line.rows = self._strip_rows
