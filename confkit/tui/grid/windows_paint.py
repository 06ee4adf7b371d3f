"""How windows of availability look: bands with their times on the grid, and in words beside it."""

from collections.abc import Iterator
from datetime import datetime

from rich.segment import Segment
from textual.content import Content

from confkit.domain.availability import Subject, window_at, windows_of
from confkit.domain.event import Window
from confkit.domain.programme import Programme
from confkit.tui import safe_text, words
from confkit.tui.grid.hours import clock
from confkit.tui.grid.model import Layout
from confkit.tui.grid.scene import Scene
from confkit.tui.tones import Tone


def band(
    scene: Scene,
    windows: tuple[Window, ...] | None,
    cell: tuple[int, int],
    width: int,
    *,
    outline: tuple[str, bool],
    stretched: Window | None,
) -> Segment:
    """Draw a cell among the windows of its column (None: always available).

    ``outline`` is what takes place there, and whether it is of the person whose windows these are; ``stretched`` is the
    window that is being stretched in the column.
    """
    row = cell[1]
    hours, paints = scene.layout.hours, scene.paints
    title, is_own = outline
    if stretched is not None and (edge := _edge(scene, stretched, row)):
        return Segment(safe_text.fit(f"{edge} {title}", width), paints.lifted)
    window = next((one for one in windows or () if _edge(scene, one, row)), None)
    if cell == scene.cursor[:2]:
        style = paints.style("cursor-text", "cursor" if scene.focused else "cursor-blurred")
        text = f"{_edge(scene, window, row)} {title}" if window else f" {title or clock(hours.at(row))}"
        return Segment(safe_text.fit(text, width), style)
    if window is not None:
        tone = "foreground" if is_own else "good"
        return Segment(safe_text.fit(f"{_edge(scene, window, row)} {title}", width), paints.style(tone, bold=is_own))
    if windows is None:
        dot = "·" if hours.is_hour(row) and not title else ""
        return Segment(safe_text.fit(title or dot, width), paints.style("foreground" if is_own else "muted"))
    text = f"╱╱ {title} " if title else ""
    return Segment((text + "╱" * width)[:width] if text.isascii() else _hatched(text, width),
                   paints.style("warn" if is_own else "frame"))  # fmt: skip


def told(
    programme: Programme, layout: Layout, subject: Subject | None, moment: datetime, stretched: Window | None
) -> Iterator[Content]:
    """Say whose windows these are, which one ``moment`` is in, and what can be done with what is being stretched."""
    yield Content.styled(safe_text.line(subject.name) if subject else "no room yet", Tone.BRIGHT)
    yield Content.styled(f"{words.day(moment.date())} {clock(moment)}", Tone.MUTED)
    yield Content("")
    if subject is None:
        return
    windows = windows_of(subject, programme.event)
    if stretched is not None:
        yield Content.assemble(("→ ", Tone.ACCENT), (span(stretched), Tone.BRIGHT))
        yield Content.styled("enter opens it, del closes it, esc lets go", Tone.MUTED)
        yield Content("")
    if windows is None:
        yield Content.styled("always available", Tone.GOOD)
        yield Content.styled("space starts a window: available only then", Tone.MUTED)
        return
    if not windows:
        yield Content.styled("never available", Tone.WARN)
    for window in windows:
        is_here = window_at((window,), moment) is not None
        tone = Tone.ACCENT if is_here else Tone.BRIGHT if touches(window, layout) else Tone.MUTED
        yield Content.styled(f"{'▸' if is_here else ' '} {span(window)}", tone)


def touches(window: Window, layout: Layout) -> bool:
    """Whether some of a window is on the day that is laid out."""
    bounds = layout.bounds
    return window.start.timestamp() < bounds.end.timestamp() and bounds.start.timestamp() < window.end.timestamp()


def _edge(scene: Scene, window: Window, row: int) -> str:
    """The left edge of a window in a row, with its times at its ends; empty where it is not there."""
    hours = scene.layout.hours
    first = hours.nearest(window.start)
    last = max(hours.nearest(window.end), first + 1)
    if not first <= row < last:
        return ""
    if first == row == last - 1:
        return f"┃{clock(window.start)}–{clock(window.end)}"
    return f"┏{clock(window.start)}" if row == first else f"┗{clock(window.end)}" if row == last - 1 else "┃"


def _hatched(text: str, width: int) -> str:
    shown = safe_text.fit(text, width).rstrip()
    return safe_text.fit(shown + " " + "╱" * width, width).replace("…", "╱") if len(shown) < width else shown


def span(window: Window) -> str:
    """From when to when a window is open."""
    start, end = window.start, window.end
    if start.date() == end.date():
        return f"{words.day(start.date())} {clock(start)}–{clock(end)}"
    return f"{words.day(start.date())} {clock(start)} – {words.day(end.date())} {clock(end)}"
