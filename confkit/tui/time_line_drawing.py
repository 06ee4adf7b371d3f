"""How a sound and its chapters look as lines of text: bars of loudness, chapter marks, a scale.

Pure: everything becomes pieces of text with a style in Textual's notation; the widget only turns those into colours.
"""

from bisect import bisect_right
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from confkit.domain.chapter_edits import Chapters
from confkit.tui import safe_text
from confkit.tui.time_scale import TICK, Window, clock, ticks
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.audio.waveform import Waveform

Piece = tuple[str, str]
Line = list[Piece]

_BARS = " ▁▂▃▄▅▆▇█"
_EIGHTHS = 8
# The loudest moment fills the height, but for sounds that are next to silence throughout.
_QUIET = 60.0
_LOUD = 0.7
# The mean of a cell tells speech from pauses, its loudest moment keeps what is short in sight.
_MEAN, _PEAK = 0.65, 0.35
# The bytes are square roots of levels, which makes quiet and loud look alike: this is between those and the levels.
_CONTRAST = 1.4
_CURSOR = "$cursor-text on $cursor"
_NO_CHAPTERS = "no chapters yet"


class Picture(NamedTuple):
    """What is to be drawn: ``current`` is the chapter in the accent colour, ``cursor`` a time in seconds."""

    chapters: Chapters
    window: Window
    waveform: "Waveform | None" = None
    current: int | None = None
    cursor: float | None = None
    note: str = ""

    @property
    def starts(self) -> list[float]:
        """Where the chapters begin, in seconds."""
        return [chapter.start.total_seconds() for chapter in self.chapters]


def bars(waveform: "Waveform", window: Window, width: int, rows: int) -> list[int]:
    """Return how many eighths of a line high the sound is in each cell."""
    step = waveform.step.total_seconds()
    levels = []
    for column in range(width):
        first = int(window.time(column, width) / step)
        last = max(first + 1, int(window.time(column + 1, width) / step))
        loudness = waveform.loudness[first:last]
        mean = sum(loudness) / len(loudness) if loudness else 0.0
        levels.append(_MEAN * mean + _PEAK * max(waveform.peaks[first:last], default=0))
    # Long cells level out what is loud; a quiet part that was zoomed into must not look loud, though.
    loudest = _MEAN * max(waveform.loudness) + _PEAK * max(waveform.peaks)
    top = max(_QUIET, _LOUD * loudest, *levels)
    return [round(rows * _EIGHTHS * (level / top) ** _CONTRAST) for level in levels]


def wave_lines(picture: Picture, levels: list[int] | None, width: int, rows: int) -> list[Line]:
    """Draw the loudness in ``rows`` lines from the bottom up, each chapter in its tone; the topmost line first."""
    tones = _column_tones(picture, width)
    heights = levels or [0] * width
    if picture.cursor is not None and 0 <= (column := picture.window.column(picture.cursor, width)) < width:
        tones[column] = _CURSOR
    lines = []
    for row in reversed(range(rows)):
        base = row * _EIGHTHS
        # At the bottom there is always a line for the sound to stand on.
        cells = [_BARS[min(max(height - base, 0 if row else 1), _EIGHTHS)] for height in heights]
        lines.append(_joined(list(zip(cells, tones, strict=True))))
    if picture.note and levels is None:
        # Above the ground line, where there is room for both.
        said = wrap(safe_text.line(picture.note), width, max_lines=max(1, rows - 1), placeholder=safe_text.ELLIPSIS)
        for row, text in enumerate(said):
            lines[row] = [(safe_text.fit(text, width), Tone.MUTED)]
    return lines


def _joined(cells: list[Piece]) -> Line:
    return [("".join(text for text, _ in group), style) for style, group in groupby(cells, key=lambda cell: cell[1])]


def _column_tones(picture: Picture, width: int) -> list[str]:
    """The tone of each cell: that of the chapter that has begun there, from one to the next in turns."""
    columns = [picture.window.column(start, width) for start in picture.starts]
    return [_tone(picture, bisect_right(columns, column) - 1) for column in range(width)]


def _tone(picture: Picture, index: int) -> str:
    if index < 0 or picture.chapters[index].hidden:
        return Tone.MUTED
    if index == picture.current:
        return Tone.ACCENT
    return Tone.MUTED if index % 2 else "$foreground"


def marks_line(picture: Picture, width: int) -> Line:
    """Draw a mark where each chapter begins, with its number and as much of its title as there is room for."""
    if not picture.chapters:
        return [(safe_text.fit(f" {_NO_CHAPTERS}", width), Tone.MUTED)]
    columns = [picture.window.column(start, width) for start in picture.starts]
    # Of several in one cell the last is the one that goes on; the current one is never left out.
    owners: dict[int, int] = {}
    for index, column in enumerate(columns):
        place = max(column, 0)
        if place < width and (place not in owners or owners[place] != picture.current):
            owners[place] = index
    if not owners:
        return [(" " * width, "")]
    places = sorted(owners)
    line: Line = [(" " * places[0], "")] if places[0] else []
    for place, following in zip(places, [*places[1:], width], strict=True):
        index, room = owners[place], following - place
        sign = "‹" if columns[index] < 0 else "│"
        number, title = str(index + 1), safe_text.line(picture.chapters[index].title)
        label = f"{number} {title}" if room > len(number) + 3 else number if room > len(number) else ""
        tone = _tone(picture, index)
        style = f"bold {tone}" if index == picture.current else tone
        line.append((safe_text.fit(sign + label, room) if label else (sign + " " * room)[:room], style))
    return line


def scale_line(picture: Picture, width: int) -> Line:
    """Draw ticks with their times; the time of the cursor comes before those that it would touch."""
    cells: list[Piece] = [(" ", Tone.MUTED)] * width
    label, start = _cursor_label(picture, width)
    for column, text in ticks(picture.window, width):
        if not label or column + len(text) + 1 < start or column > start + len(label):
            cells[column : column + len(text) + 1] = [(character, Tone.MUTED) for character in TICK + text]
    if label:
        cells[start : start + len(label)] = [(character, f"bold {Tone.ACCENT}") for character in label]
    return _joined(cells)


def _cursor_label(picture: Picture, width: int) -> tuple[str, int]:
    """What is written below the cursor and where it begins: an arrow, and its time where there is room for it."""
    if picture.cursor is None or not 0 <= (column := picture.window.column(picture.cursor, width)) < width:
        return "", 0
    time = clock(picture.cursor, digits=3).rstrip("0").rstrip(".")
    if column + len(time) < width:
        return f"▲{time}", column
    return (f"{time}▲", column - len(time)) if column >= len(time) else ("▲", column)
