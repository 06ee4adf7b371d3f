"""The few tones everything is drawn in: brightness for hierarchy, one accent, three that mean something.

A tone is a style in Textual's notation with the theme's variables (``confkit.tui.theme``), not a component class: each
component class of each widget costs a pass of the style sheet before the first paint.
"""

from enum import StrEnum


class Tone(StrEnum):
    """How a piece of text is drawn; the value is what ``Content`` and ``Style.parse`` understand."""

    PLAIN = ""
    BRIGHT = "bold"
    MUTED = "$muted"
    ACCENT = "$accent"
    GOOD = "$good"
    WARN = "$warn"
    BAD = "$bad"
    # Of lists: the line of column titles, a line between groups, the line under the cursor or the mouse.
    HEADING = "bold $accent"
    CURSOR = "bold $cursor-text on $cursor"
    CURSOR_BLURRED = "bold on $cursor-blurred"
    HOVER = "on $hover"
