"""Taking chapters over from a text that is pasted, or from a file that is named."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confkit.domain.errors import ConfkitError
from confkit.services.chapter_editing import Imported, read_chapters
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import close
from confkit.tui.footer import KeyLine
from confkit.tui.text_fields import TextInput

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_HINT = (
    "Paste lines of time and title (00:01:30 Title), chapters in JSON, Podlove Simple Chapters or Audacity labels; "
    "or write the path of such a file."
)


class PasteScreen(ModalScreen[Imported | None]):
    """A text to read chapters from; the result is what was read."""

    CSS_PATH = "chapters.tcss"
    BINDINGS = bindings(Scope.PASTING)
    AUTO_FOCUS = "TextInput"

    def __init__(self) -> None:
        super().__init__()
        self._is_reading = False

    def compose(self) -> ComposeResult:
        """What can be pasted, the place for it, and what is wrong with it."""
        with Vertical(classes="box"):
            yield Static(Content(_HINT))
            yield TextInput()
            yield Static(classes="note")
        yield KeyLine(action for action in in_scope(Scope.PASTING) if action.footer)

    def on_mount(self) -> None:
        """Name the window."""
        self.query_one(".box").border_title = "Import chapters"

    def action_take(self) -> None:
        """Read the text, in a worker: it may name a file."""
        if self._is_reading:
            return
        self._is_reading = True
        text = self.query_one(TextInput).text
        cast("ConfkitApp", self.app).start(lambda: read_chapters(text), partial(close, self), failed=self._failed)

    def _failed(self, error: ConfkitError) -> None:
        self._is_reading = False
        fix = f" → {error.fix}" if error.fix else ""
        self.query_one(".note", Static).update(Content(safe_text.line(f"✗ {error.what}{fix}")))

    def action_close(self) -> None:
        """Take nothing over."""
        self.dismiss(None)
