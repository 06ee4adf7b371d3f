"""The time line of an episode: its sound as a strip, its chapters as marks, a scale; drawn line by line.

What is drawn comes from the peaks, which a worker reads (and, the first time, has decoded); until then, or without
ffmpeg, there are the chapters alone. Only the latest wish is read: another episode stops what is under way.
"""

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from confkit.domain.chapter_edits import Chapters
from confkit.domain.errors import Cancelled
from confkit.tui.time_line_drawing import Line, Picture, bars, marks_line, scale_line, wave_lines
from confkit.tui.time_scale import Window

if TYPE_CHECKING:
    from confkit.audio.waveform import Waveform
    from confkit.domain.bridge import EpisodeView
    from confkit.domain.errors import ConfkitError
    from confkit.domain.recording import Recording
    from confkit.tui.confkit_app import ConfkitApp

_READING = "reading the sound…"
# How much of the sound has to be read for the note to change, so that it does not flicker.
_TOLD_EVERY = 5


class TimeLine(Widget):
    """Shows a sound; ``rows`` are those of the strip, marks and scale come below it (of a low one the marks alone)."""

    DEFAULT_CSS = """
    TimeLine { width: 1fr; height: auto; }
    #detail-time-line { margin-bottom: 1; }
    .-narrow #detail-time-line { margin-bottom: 0; }
    .-narrow #detail.-pictured.-heard { layout: grid; grid-size: 2; grid-columns: auto 1fr; grid-rows: 2 auto; }
    .-narrow #detail.-pictured.-heard CoverView { row-span: 2; }
    """
    SCOPED_CSS = False

    class Pointed(Message):
        """Somebody clicked at a time, in seconds."""

        def __init__(self, time: float) -> None:
            super().__init__()
            self.time = time

    class Scrolled(Message):
        """Somebody turned the wheel over a time: ``nearer`` or farther."""

        def __init__(self, time: float, nearer: bool) -> None:
            super().__init__()
            self.time = time
            self.nearer = nearer

    class Told(Message):
        """Reading the sound got further, in percent."""

        def __init__(self, percent: int) -> None:
            super().__init__()
            self.percent = percent

    def __init__(self, rows: int = 3, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = rows
        self._picture = Picture((), Window(0.0, 1.0))
        self._whole = 1.0
        self._recording: Recording | None = None
        self._is_busy = False
        self._stop = threading.Event()
        self._levels: list[int] | None = None
        self._levels_of: object = None
        self._lines: list[Line] | None = None
        self._styles: dict[str, Style] = {}

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    # What is shown

    @property
    def picture(self) -> Picture:
        """What is drawn at present."""
        return self._picture

    @property
    def whole(self) -> float:
        """How long the sound is, in seconds."""
        return self._whole

    @property
    def rows(self) -> int:
        """How many lines the strip has."""
        return self._rows

    @rows.setter
    def rows(self, rows: int) -> None:
        if rows != self._rows:
            self._rows = rows
            self._draw(layout=True)

    @property
    def is_low(self) -> bool:
        """Whether there is one line for the sound and one for the chapters, and no more."""
        return self._rows == 1

    def show(self, recording: "Recording | None", chapters: Chapters, length: timedelta) -> None:
        """Show a sound as a whole; its peaks come when they are read."""
        self._whole = max(length.total_seconds(), 0.1)
        if recording != self._recording:
            self._stop.set()
            self._recording = recording
            self._picture = Picture((), Window(0.0, 1.0), note=_READING)
        if recording is None:
            self._picture = self._picture._replace(waveform=None, note="no audio file")
        self._picture = self._picture._replace(chapters=chapters, window=Window(0.0, self._whole))
        self._draw()
        if recording is not None and self._picture.waveform is None:
            self._ask()

    def leave(self) -> None:
        """Show no sound any more, and stop reading one."""
        self._stop.set()
        self._recording = None

    def update(self, chapters: Chapters, *, current: int | None, cursor: float, window: Window) -> None:
        """Show the chapters as they are now, and where the cursor stands in ``window``."""
        self._picture = self._picture._replace(chapters=chapters, current=current, cursor=cursor, window=window)
        self._draw()

    def _draw(self, *, layout: bool = False) -> None:
        self._lines = None
        self.refresh(layout=layout)

    # Reading

    def _ask(self) -> None:
        recording = self._recording
        if recording is None or self._is_busy or not self.is_attached:
            return
        from confkit.services.waveforms import waveform_of

        self._is_busy, self._stop = True, threading.Event()
        workspace, is_stopped, told = self.confkit.workspace, self._stop.is_set, [-_TOLD_EVERY]

        def progress(done: int, total: int, _: str) -> None:
            percent = 100 * done // max(total, 1)
            if percent >= told[0] + _TOLD_EVERY:
                told[0] = percent
                self.post_message(self.Told(percent))

        self.confkit.start(
            lambda: waveform_of(workspace, recording, progress=progress, cancelled=is_stopped),
            lambda waveform: self._read(recording, waveform, ""),
            failed=lambda error: self._failed(recording, error),
            group="waveform",
        )

    def _failed(self, recording: "Recording", error: "ConfkitError") -> None:
        from confkit.services.waveforms import explained

        if isinstance(error, Cancelled) and recording == self._recording and self.is_attached:
            # Away and back again while it was stopping: it is wanted after all.
            self._is_busy = False
            self._ask()
        else:
            self._read(recording, None, explained(error))

    def _read(self, recording: "Recording", waveform: "Waveform | None", note: str) -> None:
        self._is_busy = False
        if recording == self._recording:
            self._picture = self._picture._replace(waveform=waveform, note=note)
            self._draw()
        elif self._picture.waveform is None:
            self._ask()

    def on_time_line_told(self, told: Told) -> None:
        """Say how far the reading is."""
        told.stop()
        if self._is_busy and not self._stop.is_set():
            self._picture = self._picture._replace(note=f"{_READING} {told.percent} %")
            self._draw()

    def on_mount(self) -> None:
        """Read what was asked for before there was an app."""
        self._ask()

    def on_unmount(self) -> None:
        """Stop reading when the screen is left; the process would wait for it."""
        self._stop.set()

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The strip and the marks; the scale, unless it is low."""
        return self._rows + (1 if self.is_low else 2)

    def notify_style_update(self) -> None:
        """Draw everything anew in another theme."""
        super().notify_style_update()
        self._styles.clear()
        self.refresh()

    def _style(self, name: str) -> Style:
        found = self._styles.get(name)
        if found is None:
            found = self._styles[name] = (self.visual_style + VisualStyle.parse(name)).rich_style
        return found

    def _drawn(self, width: int) -> list[Line]:
        picture = self._picture
        wanted = (picture.waveform, picture.window, width, self._rows)
        if picture.waveform is None:
            self._levels = None
        elif wanted != self._levels_of:
            self._levels = bars(picture.waveform, picture.window, width, self._rows)
        self._levels_of = wanted
        lines = [*wave_lines(picture, self._levels, width, self._rows), marks_line(picture, width)]
        return lines if self.is_low else [*lines, scale_line(picture, width)]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        if self._lines is None or sum(len(text) for text, _ in self._lines[0]) != width:
            self._lines = self._drawn(width)
        if y >= len(self._lines):
            return Strip.blank(width, self._style(""))
        strip = Strip([Segment(text, self._style(style)) for text, style in self._lines[y]])
        return strip.adjust_cell_length(width, self._style(""))

    def on_resize(self) -> None:
        """Draw it for the new width."""
        self._draw()

    # The mouse

    def _time_under(self, event: events.MouseEvent) -> float | None:
        offset = event.get_content_offset(self)
        return None if offset is None else self._picture.window.time(offset.x, max(1, self.size.width))

    def on_click(self, event: events.Click) -> None:
        """Tell the time that was clicked."""
        time = self._time_under(event)
        if time is not None:
            self.post_message(self.Pointed(time))

    def _scrolled(self, event: events.MouseEvent, *, nearer: bool) -> None:
        time = self._time_under(event)
        if time is not None and self._picture.cursor is not None:
            event.stop()
            self.post_message(self.Scrolled(time, nearer))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in where there is a cursor; else the wheel scrolls the pane."""
        self._scrolled(event, nearer=True)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out where there is a cursor."""
        self._scrolled(event, nearer=False)


def length_of(view: "EpisodeView") -> timedelta:
    """How long an episode is, as far as anybody knows: its audio, else a little longer than its last chapter."""
    audio = view.audio
    if audio is not None and audio.duration:
        return audio.duration
    last = max((chapter.end or chapter.start for chapter in view.chapters), default=timedelta())
    return last + timedelta(minutes=1)
