"""The right pane: shows one thing at length, and scrolls."""

from typing import TYPE_CHECKING

from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from confkit.tui.cover_view import CoverView, Subject


class DetailPane(ScrollableContainer, can_focus=True):
    """A title, a picture (of an episode or a show) and a text; the arrows and the wheel scroll it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._body: Static | None = None
        self._picture: CoverView | None = None

    def show(self, title: str, content: Content, pictured: "Subject | None" = None) -> None:
        """Show something else, from its beginning; with the picture of ``pictured``."""
        self.border_title = Content(title)
        if self._body is None:
            self._body = Static(content)
            self.mount(self._body)
        else:
            self._body.update(content)
        if pictured is not None and self._picture is None:
            from confkit.tui.cover_view import CoverView

            self._picture = CoverView()
            self.mount(self._picture, before=self._body)
        if self._picture is not None:
            self._picture.show(pictured)
        self.scroll_to(y=0, animate=False)
