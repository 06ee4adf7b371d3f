"""The time line: pure drawing at every width, and the widget in the detail of an episode."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from confkit.audio.waveform import Waveform
from confkit.domain.chapter_edits import Chapters
from confkit.domain.recording import Chapter
from confkit.services import waveforms
from confkit.services.workspace import Workspace
from confkit.tui.theme import ANSI, LIGHT
from confkit.tui.time_line import TimeLine
from confkit.tui.time_line_drawing import Line, Picture, bars, marks_line, scale_line, wave_lines
from confkit.tui.time_scale import Window, clock, ticks
from confkit.tui.tones import Tone
from tests.strategies import chapters as some_chapters
from tests.tui.conftest import EPISODES, Driver, Start, heard_folder

QUIET_LOUD = Waveform(timedelta(seconds=0.1), bytes([40] * 300 + [200] * 300), bytes([30] * 300 + [150] * 300))


def made(*starts: float) -> Chapters:
    return tuple(Chapter(timedelta(seconds=start), f"At {start:g}") for start in starts)


def text(line: Line) -> str:
    return "".join(piece for piece, _ in line)


def test_loud_is_high_and_quiet_is_low() -> None:
    levels = bars(QUIET_LOUD, Window(0, 60), 20, 3)
    assert levels[10:] == [24] * 10
    assert max(levels[:10]) <= 6
    # Zoomed into, the quiet part stays quiet; what lies behind the end is nothing.
    assert max(bars(QUIET_LOUD, Window(0, 30), 20, 3)) <= 6
    assert bars(QUIET_LOUD, Window(50, 20), 4, 1) == [8, 8, 0, 0]
    silence = Waveform(timedelta(seconds=1), bytes(60), bytes(60))
    assert bars(silence, Window(0, 60), 20, 3) == [0] * 20
    # More cells than there are columns of the outline.
    assert len(bars(QUIET_LOUD, Window(10, 0.5), 80, 2)) == 80


def test_the_strip_stands_on_a_line_and_chapters_take_turns() -> None:
    picture = Picture(made(0, 15, 30, 45), Window(0, 60), QUIET_LOUD, current=2)
    lines = wave_lines(picture, bars(QUIET_LOUD, picture.window, 20, 2), 20, 2)
    assert [text(line) for line in lines] == [" " * 10 + "█" * 10, "▂" * 10 + "█" * 10]
    assert [(len(piece), tone) for piece, tone in lines[1]] == [
        (5, "$foreground"), (5, Tone.MUTED), (5, Tone.ACCENT), (5, Tone.MUTED),
    ]  # fmt: skip
    empty = wave_lines(picture._replace(waveform=None, note="install [b]ffmpeg"), None, 20, 3)
    assert [text(line) for line in empty] == ["install [b]ffmpeg   ", " " * 20, "▁" * 20]
    pointed = wave_lines(picture._replace(cursor=31.0), [8] * 20, 20, 1)
    assert (len(text(pointed[0])), pointed[0][2]) == (20, ("█", "$cursor-text on $cursor"))


def test_marks_hold_as_much_of_a_title_as_there_is_room_for() -> None:
    picture = Picture(made(0, 20, 22, 24, 50), Window(0, 60), current=3)
    assert text(marks_line(picture, 60)) == "│1 At 0             │2│3│4 At 24                  │5 At 50  "
    assert text(marks_line(picture, 20)) == "│1 At…│││4 At 24│5  "
    # Of those in one cell the current one is seen.
    assert text(marks_line(picture, 10)) == "│1 ││4  │5"
    for current in range(5):
        bold = [style for _, style in marks_line(picture._replace(current=current), 10) if style.startswith("bold")]
        assert bold == ["bold $accent"]
    assert text(marks_line(Picture(made(0, 20, 50), Window(15, 20)), 30)).startswith("‹1 At 0│2 At 20")
    assert text(marks_line(Picture(made(90), Window(0, 60)), 20)) == " " * 20
    assert text(marks_line(Picture((), Window(0, 60)), 20)) == " no chapters yet    "


def test_the_scale_counts_as_people_do() -> None:
    assert text(scale_line(Picture((), Window(0, 60)), 40)) == "╵0:00     ╵0:15     ╵0:30     ╵0:45     "
    assert text(scale_line(Picture((), Window(3590, 20)), 60)).split() == ["╵59:50", "╵59:55", "╵1:00:00", "╵1:00:05"]
    assert [label for _, label in ticks(Window(10, 0.8), 60)][:3] == ["0:10.0", "0:10.2", "0:10.4"]
    pointed = Picture((), Window(0, 60), cursor=31.5)
    assert text(scale_line(pointed, 40)) == "╵0:00     ╵0:15      ▲0:31.5  ╵0:45     "
    assert text(scale_line(pointed._replace(cursor=59.0), 40)).endswith("0:59▲")
    assert text(scale_line(pointed._replace(cursor=61.0), 40)).count("▲") == 0
    assert [clock(59.9999), clock(3_600), clock(61.25, digits=1)] == ["0:59", "1:00:00", "1:01.2"]


@given(
    some_chapters(),
    st.integers(20, 300),
    st.integers(1, 10),
    st.floats(0, 40_000),
    st.floats(0.5, 40_000),
    st.none() | st.integers(0, 3),
    st.floats(0, 40_000),
)
def test_every_line_is_as_wide_as_it_should_be(
    chapters: Chapters, width: int, rows: int, start: float, length: float, current: int | None, cursor: float
) -> None:
    # A joiner at the end of a title would swallow the blank behind it when the length is computed.
    plain = tuple(Chapter(one.start, one.title.replace("\u200d", "")) for one in chapters)
    wide = tuple(Chapter(one.start, one.title + "漢字[bold]\x1b[31m") for one in plain)
    for some in (plain, wide):
        picture = Picture(some, Window(start, length), QUIET_LOUD, current, cursor)
        drawn = wave_lines(picture, bars(QUIET_LOUD, picture.window, width, rows), width, rows)
        assert len(drawn) == rows
        for line in (*drawn, marks_line(picture, width), scale_line(picture, width)):
            assert cell_len(text(line)) == width
            assert "\x1b" not in text(line)


@given(st.floats(0.5, 40_000), st.floats(0, 1), st.lists(st.booleans(), max_size=12), st.integers(20, 300))
def test_zooming_and_moving_keep_the_cursor_in_sight(whole: float, share: float, zooms: list[bool], width: int) -> None:
    window, cursor = Window(0.0, whole), whole * share * 0.999
    for nearer in zooms:
        before = window
        window = window.zoomed(nearer, cursor, whole)
        assert (window.length <= before.length) if nearer else (window.length >= before.length)
        assert window.start >= 0
        assert window.start + window.length <= whole * (1 + 1e-9)
        assert 0 <= window.column(cursor, width) < width
    assert window.around(cursor, whole).column(cursor, width) in range(width)
    for column in range(0, width, 7):
        assert window.column(window.time(column, width), width) == column
    for _ in range(12):
        window = window.zoomed(False, cursor, whole)
    assert window == Window(0.0, whole)


# In the detail


@pytest.fixture
def heard(folder: Path) -> Workspace:
    """The workspace with a sound of 64 seconds and four chapters for the pilot."""
    return heard_folder(folder)


def line_of(driver: Driver) -> TimeLine:
    return driver.main.query_one(TimeLine)


async def on(driver: Driver, episode: int) -> None:
    driver.main.records.select(EPISODES[episode].id)
    await driver.settle()


@pytest.mark.parametrize(("size", "rows"), [((120, 40), 3), ((200, 60), 3), ((80, 24), 1)])
async def test_the_sound_of_an_episode(heard: Workspace, start: Start, size: tuple[int, int], rows: int) -> None:
    async with start(heard, size) as driver:
        await driver.press("5")
        await on(driver, 0)
        time_line = line_of(driver)
        assert time_line.picture.waveform is not None
        assert time_line.region.height == rows + (1 if rows == 1 else 2)
        assert "│1 Welcome" in driver.text or "│1 We" in driver.text
        assert ("╵0:00" in driver.text) == (rows == 3)
        assert "█" in driver.text
        await on(driver, 1)
        assert not time_line.display
        assert "│1" not in driver.text
        for theme in (ANSI, LIGHT):
            driver.app.theme = theme
            await on(driver, 0)
            assert time_line.display
            assert "█" in driver.text


async def test_without_ffmpeg_the_chapters_stay(
    heard: Workspace, folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = folder / "episodes" / "ward-rounds" / "pilot.wav"
    heard.recordings()
    # ADPCM is nothing that can be read without it.
    data = bytearray(sound.read_bytes())
    data[20] = 2
    sound.write_bytes(data)
    monkeypatch.setenv("PATH", str(folder))
    async with start(heard, (120, 40)) as driver:
        await driver.press("5")
        await on(driver, 0)
        assert "install ffmpeg to see the" in driver.text
        assert "waveform" in driver.text
        assert "│1 We" in driver.text
        assert not driver.toasts


async def test_nothing_is_mounted_where_nothing_is_heard(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("5")
        assert not driver.main.query(TimeLine)


async def test_another_episode_stops_the_reading_and_coming_back_begins_it_again(
    heard: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from confkit.domain.errors import Cancelled

    real, calls, gate = waveforms.waveform_of, [], threading.Event()

    def slowly(ws, recording, *, progress, cancelled):  # type: ignore[no-untyped-def]
        assert threading.current_thread() is not threading.main_thread()
        calls.append(recording.path)
        progress(len(calls), 4, "")
        if len(calls) == 1:
            while not cancelled():
                assert not gate.wait(0.01)
            raise Cancelled("stopped")
        return real(ws, recording, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(waveforms, "waveform_of", slowly)
    async with start(heard) as driver:
        await driver.pilot.press("5")
        for _ in range(50):
            await driver.pilot.pause(0.02)
            if calls:
                break
        driver.main.records.select(EPISODES[0].id)
        for _ in range(100):
            await driver.pilot.pause(0.02)
            if calls:
                break
        await driver.pilot.pause(0.05)
        assert "reading the sound… 25 %" in driver.text
        driver.main.records.select(EPISODES[1].id)
        await driver.pilot.pause()
        driver.main.records.select(EPISODES[0].id)
        await driver.settle()
        assert calls == ["ward-rounds/pilot.wav"] * 2
        assert line_of(driver).picture.waveform is not None
        assert not driver.toasts


async def test_leaving_the_app_stops_the_reading(
    heard: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from confkit.domain.errors import Cancelled

    stopped = threading.Event()
    begun = threading.Event()

    def forever(ws, recording, *, progress, cancelled):  # type: ignore[no-untyped-def]
        begun.set()
        while not cancelled():
            stopped.wait(0.01)
        stopped.set()
        raise Cancelled("stopped")

    monkeypatch.setattr(waveforms, "waveform_of", forever)
    async with start(heard) as driver:
        await driver.pilot.press("5")
        driver.main.records.select(EPISODES[0].id)
        for _ in range(100):
            await driver.pilot.pause(0.02)
            if begun.is_set():
                break
        assert begun.is_set()
    assert stopped.wait(5)


async def test_it_is_low_where_the_terminal_becomes_narrow(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        await driver.press("5")
        await on(driver, 0)
        assert line_of(driver).rows == 3
        await driver.pilot.resize_terminal(80, 24)
        await driver.settle()
        assert line_of(driver).rows == 1
        await driver.pilot.resize_terminal(120, 40)
        await driver.settle()
        assert line_of(driver).rows == 3


def test_the_drawing_is_fast_enough_for_a_key_held_down(heard: Workspace) -> None:
    """As a count: what is drawn is made from the window, not from the whole sound."""
    hours = Waveform(timedelta(seconds=0.1), bytes(range(256)) * 400, bytes(range(256)) * 400)

    class Counting(bytes):
        read = 0

        def __getitem__(self, key):  # type: ignore[no-untyped-def,override]
            found = super().__getitem__(key)
            Counting.read += len(found)
            return found

    counted = Waveform(hours.step, Counting(hours.peaks), Counting(hours.loudness))
    bars(counted, Window(3_600, 60), 200, 10)
    assert Counting.read <= 2 * (600 + 2 * 200)
