"""Editing chapters key by key, on a real database and a real sound; and reading a transcript."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import TextArea

from confkit.domain.chapter_edits import Chapters
from confkit.domain.edit import Edit
from confkit.domain.recording import Chapter
from confkit.domain.show import Episode
from confkit.services.workspace import Workspace
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import in_scope
from confkit.tui.chapter_form import ChapterForm
from confkit.tui.chapters_screen import ChaptersScreen
from confkit.tui.help_screen import HelpScreen
from confkit.tui.palette import Palette
from confkit.tui.question import Question
from confkit.tui.theme import ANSI, LIGHT
from confkit.tui.transcript_screen import TranscriptScreen, wrapped
from tests.tui.conftest import CHAPTERS, EPISODES, Driver, Start, heard_folder, open_at
from tests.tui.test_golden import SIZES, compare
from tests.tui.test_hostile import TOGETHER, assert_clean

pytestmark = pytest.mark.slow  # `make test` leaves these out

VTT = """WEBVTT

00:00.000 --> 00:04.000
<v Amira Hart>Welcome to the ward.

00:05.000 --> 00:15.000
<v Ben Okafor>Thank you. Before we begin: who answers the phone at night, when nobody is at the desk and the corridor is
dark and everybody hopes that it was a mistake?

00:31.000 --> 00:33.000
<v Ben Okafor>Any questions?
"""


@pytest.fixture
def heard(folder: Path) -> Iterator[Workspace]:
    """The workspace with a sound of 64 seconds and four chapters for the pilot."""
    with heard_folder(folder) as workspace:
        yield workspace


@pytest.fixture
def spoken(heard: Workspace, folder: Path) -> Workspace:
    (folder / "episodes" / "ward-rounds" / "pilot.vtt").write_text(VTT)
    return heard


async def opened(driver: Driver, key: str = "c", episode: int = 0) -> ChaptersScreen:
    await driver.press("5")
    driver.main.records.select(EPISODES[episode].id)
    await driver.settle()
    await driver.press(key)
    screen = driver.app.screen
    assert isinstance(screen, ChaptersScreen)
    return screen


def stored(workspace: Workspace, episode: int = 0) -> Episode:
    found = workspace.repository.get(Episode, EPISODES[episode].id)
    assert found is not None
    return found


def starts(chapters: Chapters | None) -> list[float]:
    return [one.start.total_seconds() for one in chapters or ()]


def titles(chapters: Chapters | None) -> list[str]:
    return [one.title for one in chapters or ()]


async def go(driver: Driver, time: str) -> None:
    await driver.press("g")
    await driver.type(time)
    await driver.press("enter")


async def test_chapters_are_split_named_moved_and_saved_as_one_edit(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        position = heard.repository.position()
        await go(driver, "20")
        assert screen.index == 1
        await driver.press("s")
        assert starts(screen.chapters) == [0, 12, 20, 30, 52]
        assert titles(screen.chapters)[2] == "Who answers the phone at night? (2)"
        assert screen.index == 2
        await driver.press("e")
        assert isinstance(driver.app.screen, ChapterForm)
        driver.app.screen.field_named("title").text = "The corridor"
        await driver.press("enter")
        assert titles(screen.chapters)[2] == "The corridor"
        await driver.press("full_stop", "full_stop", "less_than_sign", "right_square_bracket")
        assert starts(screen.chapters)[2] == 30 - 0.001
        await driver.press("u")
        assert starts(screen.chapters)[2] == 20
        await driver.press("ctrl+y", "comma", "ctrl+s")
        assert driver.app.screen is driver.main
        assert "✓ Saved: 5 chapters" in driver.toasts
        assert heard.repository.position() == position + 1
        after = stored(heard)
        assert starts(after.chapters) == [0, 12, 28.999, 30, 52]
        assert driver.main.records.row.id == EPISODES[0].id
        assert driver.main.records.row.chapters == after.chapters
        await driver.press("ctrl+z")
        assert stored(heard).chapters == CHAPTERS


async def test_a_new_chapter_merge_delete_and_undo_to_the_beginning(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        await go(driver, "0:40.5")
        await driver.press("n")
        await driver.type("Answers")
        await driver.press("enter")
        assert (starts(screen.chapters)[3], titles(screen.chapters)[3]) == (40.5, "Answers")
        assert screen.index == 3
        await driver.press("m")
        assert titles(screen.chapters) == [one.title for one in CHAPTERS]
        assert screen.index == 2
        await driver.press("d")
        assert titles(screen.chapters) == ["Welcome", "Who answers the phone at night?", "Goodbye"]
        await driver.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert screen.chapters == CHAPTERS
        assert not screen.is_changed
        await driver.press("ctrl+z")
        assert "nothing more of that" in driver.toasts
        await driver.press("home", "m")
        assert "is the first chapter" in driver.toasts
        await driver.press("escape")
        assert driver.app.screen is driver.main
        assert stored(heard).chapters == CHAPTERS


async def test_the_cursor_goes_through_the_sound_and_the_list(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        assert (screen.cursor, screen.index) == (timedelta(0), 0)
        await driver.press("down", "down")
        assert (screen.cursor.total_seconds(), screen.index) == (30, 2)
        await driver.press("left")
        assert 29 < screen.cursor.total_seconds() < 30
        assert screen.index == 1
        before = screen.cursor
        await driver.press("shift+right", "shift+left", "l", "h")
        assert (screen.cursor, screen.index) == (before, 1)
        await driver.press("end")
        assert (screen.cursor.total_seconds(), screen.index) == (52, 3)
        for _ in range(4):
            await driver.press("L")
        assert screen.cursor == screen.length == timedelta(seconds=64)
        await driver.press("plus", "plus", "plus")
        assert screen.window.length == 10
        assert "· 0:10" in str(screen.time_line.border_title)
        await driver.press("left")
        assert timedelta(seconds=63.8) < screen.cursor < screen.length
        assert "▲" in driver.text
        await driver.press("minus")
        assert screen.window.length == 30
        await driver.press("0")
        assert screen.window == (0.0, 64.0)


async def test_many_keys_at_once_end_where_the_last_one_leads(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        await driver.pilot.press(*["L"] * 3, "h", *["l"] * 5)
        await driver.settle()
        cell = screen.window.length / screen.time_line.content_size.width
        assert abs(screen.cursor.total_seconds() - 34 * cell) < 1
        assert screen.index == 1


async def test_the_mouse_puts_the_cursor_and_zooms(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        width = screen.time_line.content_size.width
        await driver.pilot.click("#sound", offset=(2 + width // 2, 3))
        await driver.settle()
        assert abs(screen.cursor.total_seconds() - 32) < 1
        assert screen.index == 2
        from textual.events import MouseScrollDown, MouseScrollUp

        for event, length in ((MouseScrollUp, 60), (MouseScrollUp, 30), (MouseScrollDown, 60)):
            await driver.pilot._post_mouse_events([event], "#sound", offset=(2 + width // 2, 3))
            await driver.settle()
            assert screen.window.length == length


async def test_split_evenly_and_shift_all(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        await driver.press("down", "down", "S")
        await driver.type("0:05")
        await driver.press("enter")
        assert starts(screen.chapters) == [0, 12, 30, 35, 40, 45, 52]
        await driver.press("S")
        await driver.type("many")
        await driver.press("enter")
        assert "is no number" in driver.toasts
        await driver.press("o")
        await driver.type("-12")
        await driver.press("enter")
        assert starts(screen.chapters) == [0, 18, 23, 28, 33, 40]
        assert titles(screen.chapters)[0] == CHAPTERS[1].title
        await driver.press("b")
        assert starts(screen.chapters)[1] == screen.cursor.total_seconds()


async def test_what_is_wrong_is_said_at_once(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        assert "✓ 4 chapters" in driver.text
        await driver.press("d", "d")
        assert "the first chapter does not begin at 0:00" in driver.text
        assert "fewer than 3 chapters" in driver.text
        assert "! 2 problems" in driver.text
        await driver.press("n")
        await driver.type("x")
        form = driver.app.screen
        assert isinstance(form, ChapterForm)
        form.field_named("start").text = "0:52"
        await driver.settle()
        assert "begins there already" in driver.text
        form.field_named("start").text = "soon"
        form.field_named("url").text = "example"
        await driver.settle()
        await driver.press("ctrl+s")
        assert driver.app.screen is form
        form.field_named("url").text = ""
        form.field_named("start").text = "1:10"
        form.field_named("end").text = "1:05"
        await driver.press("ctrl+s")
        assert "is not after the start" in driver.text
        form.field_named("end").text = ""
        form.field_named("hidden").editor.value = "yes"  # type: ignore[attr-defined]
        await driver.press("ctrl+s")
        assert driver.app.screen is screen
        assert screen.chapters[-1] == Chapter(timedelta(seconds=70), "x", hidden=True)
        assert "begins after the end of the audio" in driver.text


async def test_import_and_taking_over(heard: Workspace, folder: Path, start: Start) -> None:
    beside = folder / "episodes" / "ward-rounds" / "pilot.chapters.txt"
    async with start(heard) as driver:
        screen = await opened(driver)
        await driver.press("i")
        area = driver.app.screen.query_one(TextArea)
        area.load_text("nothing of that kind")
        await driver.press("ctrl+s")
        assert "✗" in driver.text
        area.load_text("0:00 One\nno time\n0:10 Two\n0:20 Three")
        await driver.press("ctrl+s")
        assert titles(screen.chapters) == ["One", "Two", "Three"]
        assert "1 line left out" in driver.toasts
        await driver.press("f")
        assert "no chapters beside the audio" in driver.toasts
        beside.write_text("0:00 Beside\n0:30 The end\n")
        await driver.press("f")
        assert titles(screen.chapters) == ["Beside", "The end"]
        await driver.press("a")
        assert "no chapters in the tags" in driver.toasts
        await driver.press("u", "u")
        assert screen.chapters == CHAPTERS
        await driver.press("i", "escape")
        assert driver.app.screen is screen


async def test_changes_are_not_thrown_away_without_asking(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver)
        await driver.press("d", "escape")
        assert isinstance(driver.app.screen, Question)
        assert "1 step not saved" in driver.text
        await driver.press("n")
        assert driver.app.screen is screen
        await driver.press("escape", "y")
        assert driver.app.screen is driver.main
        assert stored(heard).chapters == CHAPTERS


async def test_chapters_of_somebody_else_are_not_lost(heard: Workspace, folder: Path, start: Start) -> None:
    async with start(heard) as driver:
        await opened(driver)
        with open_at(folder, author="ben") as other:
            pilot = stored(other)
            other.apply(Edit.change("x", pilot, replace(pilot, chapters=(Chapter(timedelta(0), "Ben's"),))))
        await driver.press("d", "ctrl+s")
        assert isinstance(driver.app.screen, Question)
        assert "Ben's" in driver.text
        await driver.press("n")
        assert titles(stored(heard).chapters) == ["Ben's"]
        await driver.press("ctrl+s", "y")
        assert driver.app.screen is driver.main
        assert titles(stored(heard).chapters) == titles(CHAPTERS[1:])


async def test_an_episode_without_a_sound_or_chapters(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        screen = await opened(driver, episode=1)
        assert "No chapters yet." in driver.text
        assert "no audio file" in driver.text
        await driver.press("e", "m", "d", "comma", "b", "T")
        assert "Press n to begin one" in driver.toasts
        assert "no transcript" in driver.toasts
        await driver.press("n")
        await driver.type("First")
        await driver.press("enter", "ctrl+s")
        assert driver.app.screen is driver.main
        assert stored(heard, 1).chapters == (Chapter(timedelta(0), "First"),)
        assert screen.length == timedelta(minutes=1)


async def test_help_and_palette_come_from_the_registry(heard: Workspace, start: Start) -> None:
    async with start(heard, (200, 120)) as driver:
        screen = await opened(driver)
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        page = " ".join(driver.app.screen.content(200).plain.split())
        for action in in_scope(Scope.CHAPTERS):
            assert action.help in page
        await driver.press("escape", "ctrl+p")
        assert isinstance(driver.app.screen, Palette)
        assert "Split evenly" in driver.text
        await driver.type("delete")
        await driver.pilot.pause(0.3)
        await driver.press("enter")
        assert driver.app.screen is screen
        assert len(screen.chapters) == 3


# The transcript


async def test_the_words_at_the_cursor(spoken: Workspace, start: Start) -> None:
    async with start(spoken) as driver:
        screen = await opened(driver)
        assert "0:00 Amira Hart: Welcome to the ward." in driver.text
        await go(driver, "31.5")
        assert "0:31 Ben Okafor: Any questions?" in driver.text
        await driver.press("T")
        reading = driver.app.screen
        assert isinstance(reading, TranscriptScreen)
        assert reading.records.row.cue.text == "Any questions?"
        await driver.press("up", "enter")
        assert driver.app.screen is screen
        assert screen.cursor == timedelta(seconds=5)


async def test_a_transcript_is_read_and_searched(spoken: Workspace, start: Start) -> None:
    async with start(spoken, (80, 24)) as driver:
        await driver.press("5")
        driver.main.records.select(EPISODES[0].id)
        await driver.press("T")
        screen = driver.app.screen
        assert isinstance(screen, TranscriptScreen)
        assert "3 passages" in driver.text
        # Nothing is cut off: long passages go on in the next line.
        assert "that it was a mistake?" in driver.text
        await driver.press("slash")
        await driver.type("corridor")
        assert "1 passage with “corridor”" in driver.text
        assert "Welcome to the ward" not in driver.text
        await driver.press("enter", "escape")
        assert "Welcome to the ward" in driver.text
        await driver.pilot.resize_terminal(120, 40)
        await driver.settle()
        assert "3 passages" in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.main


async def test_where_there_is_no_transcript_it_is_said_where_to_put_it(heard: Workspace, start: Start) -> None:
    async with start(heard) as driver:
        await driver.press("5")
        driver.main.records.select(EPISODES[0].id)
        await driver.press("T")
        assert driver.app.screen is driver.main
        assert "episodes/ward-rounds/pilot.vtt" in driver.toasts


def test_words_are_wrapped_by_what_they_take_on_the_screen() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("", 7) == [""]
    assert wrapped("漢字漢字漢字 a", 6) == ["漢字漢", "字漢字", "a"]
    assert wrapped("x" * 10, 4) == ["xxxx", "xxxx", "xx"]


# As it looks


@pytest.mark.parametrize("size", SIZES)
async def test_golden_editor(spoken: Workspace, start: Start, size: str) -> None:
    async with start(spoken, SIZES[size]) as driver:
        await opened(driver)
        await go(driver, "20")
        await driver.press("s")
        compare(driver, f"chapters-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_golden_detail(heard: Workspace, start: Start, size: str) -> None:
    async with start(heard, SIZES[size]) as driver:
        await driver.press("5")
        driver.main.records.select(EPISODES[0].id)
        await driver.settle()
        compare(driver, f"episode-{size}")


async def test_golden_zoomed_form_and_transcript(spoken: Workspace, start: Start) -> None:
    async with start(spoken) as driver:
        await opened(driver)
        await go(driver, "30")
        await driver.press("plus", "plus", "plus")
        compare(driver, "chapters-zoomed")
        await driver.press("e")
        compare(driver, "chapter-form")
        await driver.press("escape", "T")
        compare(driver, "transcript")


@pytest.mark.parametrize("name", TOGETHER)
async def test_hostile_titles(heard: Workspace, folder: Path, start: Start, name: str) -> None:
    text = TOGETHER[name]
    pilot = stored(heard)
    hostile = tuple(Chapter(timedelta(seconds=n * 9), text[:3_000], url="https://example.org/") for n in range(5))
    heard.apply(Edit.change("x", pilot, replace(pilot, chapters=hostile)))
    cue = text[:500].replace("\n", " ").replace("-->", "")
    vtt = f"WEBVTT\n\n00:00.000 --> 00:09.000\n<v {cue[:40]}>{cue}\n"
    (folder / "episodes" / "ward-rounds" / "pilot.vtt").write_bytes(vtt.encode("utf-8", "replace"))
    async with start(heard, (80, 24)) as driver:
        screen = await opened(driver)
        assert_clean(driver)
        for key in ("s", "full_stop", "e", "escape", "d", "d", "m", "ctrl+z", "T"):
            await driver.press(key)
            assert_clean(driver)
        if driver.app.screen is not screen:
            await driver.press("escape")
        for theme in (LIGHT, ANSI):
            driver.app.theme = theme
            await driver.settle()
            assert_clean(driver)
        await driver.press("i")
        driver.app.screen.query_one(TextArea).load_text(f"0:01 {text[:2000]}")
        await driver.press("ctrl+s")
        assert_clean(driver)
        assert driver.app.screen is screen
        await driver.press("ctrl+s")
        assert driver.app.screen is driver.main
        assert_clean(driver)
