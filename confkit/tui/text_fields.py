"""Text inputs that never hold a character a terminal could take for a command, typed, pasted or loaded."""

from dataclasses import replace

from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from confkit.domain.text import clean_text

# Nothing a person types is longer; what is pasted beyond it would only make every key press slow.
LIMIT = 100_000


def one_line(text: str) -> str:
    """Return ``text`` fit for a one-line input: cleaned, line breaks and tabs as blanks."""
    return clean_text(text).replace("\n", " ").replace("\t", " ")[:LIMIT]


class LineInput(Input):
    """One line of text."""

    def validate_value(self, value: str) -> str:
        """Drop control characters, also from a value that the program sets."""
        return one_line(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put ``text``, cleaned, in the place of what is between ``start`` and ``end``."""
        super().replace(one_line(text), start, end)


class TextInput(TextArea):
    """Text of several lines; tab leaves it."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(clean_text(text)[:LIMIT], id=id, classes=classes, compact=True, highlight_cursor_line=False)

    def load_text(self, text: str) -> None:
        """Replace all of the text."""
        super().load_text(clean_text(text)[:LIMIT])

    def edit(self, edit: Edit) -> EditResult:
        """Apply an edit of typing or pasting, with its text cleaned."""
        text = clean_text(edit.text)[:LIMIT]
        return super().edit(edit if text == edit.text else replace(edit, text=text))
