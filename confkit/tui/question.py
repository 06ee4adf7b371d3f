"""A question with two answers; its result is True for yes."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings


class Question(ModalScreen[bool]):
    """Ask before something that matters; the text is never read as markup."""

    CSS_PATH = "question.tcss"
    BINDINGS = bindings(Scope.QUESTION)
    AUTO_FOCUS = "#no"

    def __init__(self, title: str, text: str, *, yes: str = "Yes", no: str = "Cancel") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Title, text, two buttons."""
        with Vertical(classes="box"):
            yield Static(Content(safe_text.lines(self._title)), classes="title")
            with VerticalScroll(can_focus=False):
                yield Static(Content(safe_text.lines(self._text)))
            with Horizontal(classes="buttons"):
                yield Button(Content(f"y  {self._yes}"), id="yes", compact=True)
                yield Button(Content(f"esc  {self._no}"), id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by mouse, or by enter on a button."""
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Answer no."""
        self.dismiss(False)
