"""The few tones everything is drawn in: brightness for hierarchy, one accent, three that mean something.

A widget that draws text names the tones as component classes; what colour each has is the theme's business
(``confkit.tui.theme`` and ``confkit.tcss``).
"""

from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """How a piece of text is drawn; the value is the component class."""

    PLAIN = "tone--plain"
    BRIGHT = "tone--bright"
    MUTED = "tone--muted"
    ACCENT = "tone--accent"
    GOOD = "tone--good"
    WARN = "tone--warn"
    BAD = "tone--bad"

    @property
    def style(self) -> str:
        """The name by which Textual's ``Content`` finds the component class on a widget or its parents."""
        return f".{self.value}"


TONES: Final[frozenset[str]] = frozenset(tone.value for tone in Tone)
