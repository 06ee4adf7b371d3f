"""The picture in the detail: drawn off the UI thread, the right one, and only where the terminal can show it."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from confkit.domain.edit import Edit
from confkit.services import editing, lookup
from confkit.services.thumbnails import Drawing, Thumbnails
from confkit.services.workspace import Workspace
from confkit.tui.cover_view import CoverView, Subject
from confkit.tui.theme import ANSI
from tests.pictures import cover
from tests.tui.conftest import EPISODES, SHOW, Driver, Start

pytestmark = pytest.mark.slow  # `make test` leaves these out


@pytest.fixture
def pictured(workspace: Workspace, folder: Path) -> Workspace:
    """The workspace with artwork for its show and a cover of its own for the pilot."""
    place = folder / "episodes" / SHOW.slug
    place.mkdir(parents=True, exist_ok=True)
    (place / "cover.jpg").write_bytes(cover(1400, 1400, quality=95))
    (place / "pilot.png").write_bytes(cover(1500, 1000, "PNG"))
    editing.change(workspace, SHOW, replace(SHOW, artwork="cover.jpg"))
    pilot = EPISODES[0]
    editing.change(workspace, pilot, replace(pilot, image="pilot.png"))
    return workspace


def view_of(driver: Driver) -> CoverView:
    return driver.main.query_one(CoverView)


def blocks(driver: Driver) -> int:
    return driver.text.count("▀")


async def on(driver: Driver, episode: int) -> None:
    driver.main.records.select(EPISODES[episode].id)
    await driver.settle()


@pytest.mark.parametrize(("size", "columns", "rows"), [((120, 40), 24, 12), ((200, 60), 24, 12), ((80, 24), 14, 7)])
async def test_the_picture_of_an_episode(
    pictured: Workspace, start: Start, size: tuple[int, int], columns: int, rows: int
) -> None:
    async with start(pictured, size) as driver:
        await driver.press("5")
        await on(driver, 1)
        assert blocks(driver) == columns * rows
        strips = driver.app.screen._compositor.render_strips()
        painted = [segment for strip in strips for segment in strip if segment.text.startswith("▀")]
        first = painted[0].style
        assert first is not None
        assert first.color is not None
        assert first.color.triplet is not None
        red, green, blue = first.color.triplet
        assert red > 200
        assert max(green, blue) < 40
        assert "Stories" in driver.text or "Podcasting on the ward" in driver.text


async def test_each_episode_has_its_own(pictured: Workspace, start: Start) -> None:
    async with start(pictured) as driver:
        await driver.press("5")
        await on(driver, 0)
        drawing = view_of(driver).drawing
        assert drawing is not None
        assert drawing.caption == "own cover · 1,500 × 1,000"
        assert (len(drawing.cells), blocks(driver)) == (8, 8 * 24)
        assert "own cover · 1,500 × 1,000" in driver.text
        await on(driver, 1)
        assert "show’s artwork · 1,400 × 1,400" in driver.text
        await driver.press("1")
        assert blocks(driver) == 0
        assert not view_of(driver).display


async def test_the_sidebar_shows_the_show(pictured: Workspace, start: Start) -> None:
    async with start(pictured) as driver:
        await driver.press("5")
        await on(driver, 0)
        assert driver.main.detail.border_title == "Episode"
        driver.main.sections.focus()
        await driver.settle()
        assert driver.main.detail.border_title == "Show"
        assert "Talks from the ward." in driver.text
        assert blocks(driver) == 12 * 24
        driver.main.records.focus()
        await driver.settle()
        assert driver.main.detail.border_title == "Episode"


async def test_a_show_without_episodes_is_its_own_detail(pictured: Workspace, start: Start) -> None:
    views = lookup.episodes(pictured, lookup.find_show(pictured, SHOW.slug))
    pictured.apply(Edit.remove("Remove them", *(view.episode for view in views)))
    async with start(pictured) as driver:
        await driver.press("5")
        assert driver.main.detail.border_title == "Show"
        assert blocks(driver) == 12 * 24


async def test_nothing_is_mounted_where_there_is_no_picture(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        assert not driver.main.query(CoverView)
        await driver.press("5")
        assert not view_of(driver).display
        assert blocks(driver) == 0


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_terminal_s_own_colours_get_a_line(pictured: Workspace, start: Start, size: tuple[int, int]) -> None:
    async with start(pictured, size) as driver:
        driver.app.theme = ANSI
        await driver.press("5")
        await on(driver, 1)
        assert blocks(driver) == 0
        (line,) = [line for line in driver.text.splitlines() if "show’s artwork · 1,400 × 1,400" in line]
        assert "Podcasting" not in line


async def test_a_picture_that_can_t_be_read_is_a_line(pictured: Workspace, folder: Path, start: Start) -> None:
    (folder / "episodes" / SHOW.slug / "pilot.png").write_bytes(b"[bold]\x1b[2J nonsense")
    async with start(pictured) as driver:
        await driver.press("5")
        await on(driver, 0)
        assert blocks(driver) == 0
        assert "! own cover: is no picture" in driver.text


async def test_it_is_drawn_anew_when_the_terminal_changes(pictured: Workspace, start: Start) -> None:
    async with start(pictured) as driver:
        await driver.press("5")
        await on(driver, 1)
        assert blocks(driver) == 12 * 24
        await driver.pilot.resize_terminal(80, 24)
        await driver.settle()
        assert blocks(driver) == 7 * 14
        await driver.pilot.resize_terminal(120, 40)
        await driver.settle()
        assert blocks(driver) == 12 * 24


async def test_only_the_last_wish_is_drawn_and_never_on_the_ui_thread(
    pictured: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Subject] = []
    gate = threading.Event()
    real = Thumbnails.draw

    def slowly(self: Thumbnails, subject: Subject, columns: int, rows: int) -> Drawing | None:
        assert threading.current_thread() is not threading.main_thread()
        asked.append(subject)
        assert gate.wait(10)
        return real(self, subject, columns, rows)

    async with start(pictured) as driver:
        await driver.press("5")
        await on(driver, 0)
        asked.clear()
        monkeypatch.setattr(Thumbnails, "draw", slowly)
        gate.clear()
        views = list(lookup.episodes(pictured, lookup.find_show(pictured, SHOW.slug)))
        pane = view_of(driver)
        first, second = (next(view for view in views if view.id == EPISODES[n].id) for n in (0, 1))
        for wish in (first, second, first, second):
            pane.show(wish)
        await driver.pilot.pause()
        gate.set()
        await driver.settle()
        assert asked == [first, second]
        assert pane.drawing is not None
        assert pane.drawing.caption.startswith("show’s artwork")


async def test_a_mistake_while_drawing_is_told_and_the_next_one_is_drawn(
    pictured: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(pictured) as driver:
        await driver.press("5")
        real = Thumbnails.draw
        monkeypatch.setattr(Thumbnails, "draw", lambda *_: 1 / 0)
        await on(driver, 0)
        await on(driver, 1)
        assert "confkit made a mistake" in driver.toasts
        monkeypatch.setattr(Thumbnails, "draw", real)
        await on(driver, 0)
        assert blocks(driver) == 8 * 24


async def test_pictures_of_a_folder_that_is_gone_don_t_matter(pictured: Workspace, folder: Path, start: Start) -> None:
    async with start(pictured) as driver:
        await driver.press("5")
        shutil.rmtree(folder / "episodes")
        await on(driver, 1)
        await on(driver, 0)
        assert blocks(driver) == 0
