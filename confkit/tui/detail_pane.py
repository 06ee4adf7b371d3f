"""The right pane: shows one thing at length, and scrolls."""

from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static


class DetailPane(ScrollableContainer, can_focus=True):
    """A title and a text; the arrows and the wheel scroll it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._body: Static | None = None

    def show(self, title: str, content: Content) -> None:
        """Show something else, from its beginning."""
        self.border_title = Content(title)
        if self._body is None:
            self._body = Static(content)
            self.mount(self._body)
        else:
            self._body.update(content)
        self.scroll_to(y=0, animate=False)
