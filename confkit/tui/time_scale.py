"""Where a time lies on a line of so many cells: a window on the sound, its zoom, and the ticks of its scale.

Times are seconds as floats here: what is drawn is never exact, what is edited is never read from a drawing.
"""

from typing import NamedTuple

# Seconds from one tick to the next that people can count in.
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 36_000, 86_400)
# What zooming shows, from wide to near.
_ZOOMS = (7200.0, 3600.0, 1200.0, 600.0, 300.0, 120.0, 60.0, 30.0, 10.0)
# The cursor keeps this share of the window between itself and the edge.
_MARGIN = 0.1
TICK = "╵"


class Window(NamedTuple):
    """The part of the sound that a line shows, in seconds."""

    start: float
    length: float

    def column(self, time: float, width: int) -> int:
        """The cell that a time lies in; outside of 0…``width`` it is not in sight."""
        # A time that was made from a cell belongs to that cell, whatever the rounding.
        return int((time - self.start) * width / self.length + 1e-6) if time >= self.start else -1

    def time(self, column: int, width: int) -> float:
        """The time at which a cell begins."""
        return self.start + column * self.length / width

    def around(self, time: float, whole: float) -> "Window":
        """The window moved as little as possible, so that ``time`` is well in sight of a sound of ``whole`` seconds."""
        margin = self.length * _MARGIN
        start = min(max(self.start, time + margin - self.length), time - margin)
        return Window(max(0.0, min(start, whole - self.length)), self.length)

    def zoomed(self, nearer: bool, time: float, whole: float) -> "Window":
        """The window of the next zoom around ``time``; it stays the same at the nearest and at the widest."""
        if nearer:
            length = next((one for one in _ZOOMS if one < self.length * 0.99), self.length)
        else:
            length = next((one for one in reversed(_ZOOMS) if self.length * 1.01 < one < whole), whole)
        return Window(max(0.0, min(time - length / 2, whole - length)), min(length, whole))


def clock(seconds: float, *, digits: int = 0) -> str:
    """``3:05``, ``1:02:03`` or, with ``digits``, ``3:05.2``; never rounded up into the next second."""
    units = 10**digits
    total = int(seconds * units + 1e-6)
    whole, fraction = divmod(total, units)
    hours, rest = divmod(whole, 3600)
    text = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    return f"{text}.{fraction:0{digits}}" if digits else text


def ticks(window: Window, width: int) -> list[tuple[int, str]]:
    """The cells of the scale and what is written there, each with room for itself."""
    end = window.start + window.length
    for step in _STEPS:
        digits = 1 if step < 1 else 0
        room = len(clock(end, digits=digits)) + 3
        if step * width / window.length >= room:
            break
    first = -(-window.start // step)
    count = int((end - first * step) / step + 1e-6) + 1
    found = ((window.column((first + n) * step, width), clock((first + n) * step, digits=digits)) for n in range(count))
    return [(column, label) for column, label in found if 0 <= column <= width - len(label) - 1]
