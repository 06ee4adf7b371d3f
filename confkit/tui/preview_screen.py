"""The preview of a text in Markdown: as apps and pages show it, with how much of it directories take."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Markdown

from confkit.domain.text import clean_text
from confkit.services.notes import NotesLook, look_at_notes
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine


class PreviewScreen(ModalScreen[None]):
    """A text to read; the arrows scroll it. Links are shown, not followed: the text may be anybody's."""

    CSS_PATH = "work.tcss"
    BINDINGS = bindings(Scope.READING)
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._look = look_at_notes(text)

    def compose(self) -> ComposeResult:
        """The text in a box."""
        with Vertical(classes="box"), VerticalScroll():
            yield Markdown(clean_text(self._look.markdown) or "*Nothing is written here yet.*", open_links=False)
        yield KeyLine(action for action in in_scope(Scope.READING) if action.footer)

    def on_mount(self) -> None:
        """Name what it is, and say how long it is."""
        box = self.query_one(".box")
        box.border_title = Content(f"Preview · {safe_text.line(self._title)}")
        box.border_subtitle = Content(_size(self._look))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _size(look: NotesLook) -> str:
    said = f"{look.size:,} of {look.limit:,} bytes of a description"
    return f"{said}: directories get the beginning, apps all of it" if look.is_shortened else said
