"""Text inputs that never hold a character a terminal could take for a command, typed, pasted or loaded."""

from dataclasses import replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from confkit.domain.text import clean_text

# Nothing a person types is longer; what is pasted beyond it would only make every key press slow.
LIMIT = 100_000


def one_line(text: str) -> str:
    """Return ``text`` fit for a one-line input: cleaned, line breaks and tabs as blanks."""
    return clean_text(text).replace("\n", " ").replace("\t", " ")[:LIMIT]


_TAKES = "  → takes it"


def _with_key(strip: Strip, suggestion: str, style: Style) -> Strip:
    """A line at whose end ``suggestion`` stands, with the key that takes it behind it, where there is room."""
    shown, width = strip.text.rstrip(), strip.cell_length
    at = cell_len(shown)
    if not suggestion.strip() or not shown.endswith(suggestion.rstrip()) or at + len(_TAKES) > width:
        return strip
    return Strip.join((strip.crop(0, at), Strip([Segment(_TAKES, style)]), strip.crop(at + len(_TAKES), width)))


class LineInput(Input):
    """One line of text."""

    def render_line(self, y: int) -> Strip:
        """Say which key takes what is suggested."""
        strip = super().render_line(y)
        if not self._suggestion or not self.has_focus:
            return strip
        style = self.rich_style + self.get_component_rich_style("input--suggestion")
        return _with_key(strip, self._suggestion[len(self.value) :], style)

    def validate_value(self, value: str) -> str:
        """Drop control characters, also from a value that the program sets."""
        return one_line(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put ``text``, cleaned, in the place of what is between ``start`` and ``end``."""
        super().replace(one_line(text), start, end)


class TextInput(TextArea):
    """Text of several lines; tab leaves it."""

    def render_line(self, y: int) -> Strip:
        """Say which key takes what is suggested."""
        strip = super().render_line(y)
        if not self.suggestion or not self.has_focus:
            return strip
        style = self.rich_style + self.get_component_rich_style("text-area--suggestion")
        return _with_key(strip, self.suggestion, style)

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(clean_text(text)[:LIMIT], id=id, classes=classes, compact=True, highlight_cursor_line=False)

    def load_text(self, text: str) -> None:
        """Replace all of the text."""
        super().load_text(clean_text(text)[:LIMIT])

    def edit(self, edit: Edit) -> EditResult:
        """Apply an edit of typing or pasting, with its text cleaned."""
        text = clean_text(edit.text)[:LIMIT]
        return super().edit(edit if text == edit.text else replace(edit, text=text))
