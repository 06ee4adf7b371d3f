"""The top line: the program, the event or show, and what needs attention."""

from textual.content import Content
from textual.widget import Widget

from confkit.tui import safe_text
from confkit.tui.tones import Tone


class TopLine(Widget):
    """One line with a left and a right part; the left part gives way where both don't fit."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: tuple[str, str, str, Tone] = ("", "", "", Tone.MUTED)

    def show(self, title: str, about: str, right: str, tone: Tone) -> None:
        """Show the title of the event or show, a word about it, and (in ``tone``) what needs attention."""
        parts = (safe_text.line(title), safe_text.line(about), right, tone)
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    def render(self) -> Content:
        """Draw the line."""
        title, about, right, tone = self._parts
        left = Content.assemble(" ", ("confkit", Tone.ACCENT), "   ", (title, Tone.BRIGHT), "   ", (about, Tone.MUTED))
        end = Content.assemble((right, tone), " ")
        room = max(0, self.size.width - end.cell_length - 2)
        return Content.assemble(left.truncate(room, ellipsis=True, pad=True), "  ", end)
