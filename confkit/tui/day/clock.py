"""The head of the day's screen: the event, its day, and a clock that can be seen from the other side of the desk."""

from datetime import datetime

from textual.content import Content
from textual.widget import Widget

from confkit.tui import safe_text, words
from confkit.tui.day.letters import large
from confkit.tui.tones import Tone


class Clock(Widget):
    """The event, the day and the time; large where there is room, and marked in a rehearsal."""

    def __init__(self) -> None:
        super().__init__(id="clock")
        self._parts: tuple[str, datetime, bool] | None = None

    def show(self, title: str, now: datetime, *, rehearsal: bool) -> None:
        """Show a moment."""
        parts = (safe_text.line(title), now, rehearsal)
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    def render(self) -> Content:
        """Draw it."""
        if self._parts is None:
            return Content("")
        title, now, rehearsal = self._parts
        width = self.size.width
        tone = Tone.WARN if rehearsal else Tone.ACCENT
        marked = "REHEARSAL  0 ends it" if rehearsal else ""
        day = words.full_day(now.date())
        zone = f"{now:%Z}"
        drawn = large(f"{now:%H:%M:%S}", width // 2, 4, 1) if self.size.height >= 4 else None
        if drawn is None:
            right = Content.assemble((marked, Tone.WARN), "  ", (f"{now:%H:%M:%S}", f"bold {tone}"), f" {zone} ")
            left = Content.assemble(" ", (title, Tone.BRIGHT), "  ", (words.day(now.date()), Tone.MUTED))
            room = max(0, width - right.cell_length)
            return Content.assemble(left.truncate(room, ellipsis=True, pad=True), right)
        told = [(title, Tone.BRIGHT), (day, Tone.MUTED), (zone, Tone.MUTED), (marked, Tone.WARN)]
        size = max(map(len, drawn))
        lines = [
            Content.assemble(" ", (safe_text.fit(text, max(1, width - size - 3)), style), " ", (row, tone))
            for (text, style), row in zip(told, drawn, strict=True)
        ]
        return Content("\n").join(lines)
