"""The right pane: shows one thing at length, and scrolls."""


from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static


class DetailPane(VerticalScroll, can_focus=True):
    """A title and a text; the arrows and the wheel scroll it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._body = Static(Content(""))

    def compose(self) -> ComposeResult:
        """One static text."""
        yield self._body

    def show(self, title: str, content: Content) -> None:
        """Show something else, from its beginning."""
        self.border_title = Content(title)
        self._body.update(content)
        self.scroll_to(y=0, animate=False)
