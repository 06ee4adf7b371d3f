"""A window that asks for one line of text."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.text_fields import LineInput


class AskScreen(ModalScreen[str | None]):
    """Its result is the line, or None; an empty line is an answer only where it ``may_be_empty``."""

    CSS_PATH = "work.tcss"
    BINDINGS = bindings(Scope.ASKING)

    def __init__(
        self, title: str, text: str, value: str = "", *, may_be_empty: bool = False, help_intro: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._value = value
        # What its help says first; "" for what is true of every question.
        self.help_intro = help_intro
        self._empty = "" if may_be_empty else None

    def compose(self) -> ComposeResult:
        """The question and a line to type in."""
        with Vertical(classes="box"):
            yield Static(Content(safe_text.lines(self._text)))
            yield LineInput(self._value, compact=True)
        yield KeyLine(action for action in in_scope(Scope.ASKING) if action.footer)

    def on_mount(self) -> None:
        """Name the window."""
        self.query_one(".box").border_title = Content(self._title)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        self.action_answer()

    def action_answer(self) -> None:
        """Answer with the line."""
        self.dismiss(self.query_one(LineInput).value.strip() or self._empty)

    def action_close(self) -> None:
        """Give no answer."""
        self.dismiss(None)
