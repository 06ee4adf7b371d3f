"""Importing a podcast in the terminal: whose it is, and how much audio."""

from confkit.services import lookup
from confkit.services.workspace import Workspace
from confkit.tui.pick_screen import PickScreen
from confkit.tui.question import Question
from tests.codecs.test_feed_read import ITEM, feed
from tests.tui.conftest import Start

LOCKED = '<podcast:locked owner="olga@e.example">yes</podcast:locked>'


def kept(ws: Workspace, channel: str = "") -> str:
    path = ws.root / "feed.xml"
    path.write_text(feed(channel, ITEM.format("")), encoding="utf-8")
    return str(path)


async def test_a_locked_feed_is_asked_for_and_its_audio_chosen(empty_workspace: Workspace, start: Start) -> None:
    path = kept(empty_workspace, LOCKED)
    async with start(empty_workspace) as driver:
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = path  # type: ignore[attr-defined]
        await driver.press("enter")
        assert isinstance(driver.app.screen, Question)
        assert "Is “A show” your podcast?" in driver.text
        assert "olga@e.example" in driver.text
        await driver.press("y")
        assert isinstance(driver.app.screen, PickScreen)
        assert "which audio to fetch?" in driver.text
        assert "1 file, 0 MB" in driver.text
        await driver.press("enter")
        assert "✓ done" in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.main
        (show,) = lookup.shows(empty_workspace)
        (view,) = lookup.episodes(empty_workspace, show)
        assert (show.slug, view.episode.guid, view.episode.file) == ("a-show", "g1", "")
        # A second time it is known, and nobody asks whose it is.
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = path  # type: ignore[attr-defined]
        await driver.press("enter")
        assert isinstance(driver.app.screen, PickScreen)


async def test_what_is_not_answered_imports_nothing(empty_workspace: Workspace, start: Start) -> None:
    path = kept(empty_workspace, LOCKED)
    async with start(empty_workspace) as driver:
        for keys in (("escape",), ("y", "escape")):
            await driver.press("i")
            driver.app.screen.query_one("LineInput").value = path  # type: ignore[attr-defined]
            await driver.press("enter")
            for key in keys:
                await driver.press(key)
            assert driver.app.screen is driver.main
        assert lookup.shows(empty_workspace) == ()


async def test_an_address_goes_through_the_gate(empty_workspace: Workspace, start: Start) -> None:
    async with start(empty_workspace) as driver:
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = "http://127.0.0.1/feed.xml"  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "✗ not done" in driver.text
        assert "127.0.0.1" in driver.text
        assert "allow private addresses" in driver.text
