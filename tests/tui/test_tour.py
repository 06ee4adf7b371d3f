"""The tour: offered once, taught by doing, left at any step; and what else is remembered across starts."""

import json
from pathlib import Path

from confkit.services.workspace import Workspace
from confkit.tui import remembered
from confkit.tui.confkit_app import ConfkitApp
from confkit.tui.tour_card import TourCard
from confkit.tui.workspace_screen import WorkspaceScreen
from tests.tui.conftest import EVENT, SESSIONS, Driver, Start, open_at


def card_of(driver: Driver) -> TourCard:
    card = driver.main.tour
    assert card is not None
    return card


async def look(driver: Driver) -> str:
    """What the card says after it looked."""
    card_of(driver).look()
    await driver.settle()
    return str(card_of(driver).border_title)


async def test_the_tour_is_offered_once_and_taught_by_doing(workspace: Workspace) -> None:
    app = ConfkitApp(workspace, watch_every=3600, greets=True)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        assert "Welcome!" in driver.text
        before = [widget.region for widget in (driver.main.sections, driver.main.records, driver.main.detail)]
        assert await look(driver) == "Tour · 1 of 6"
        await driver.press("3")
        assert await look(driver) == "Tour · 2 of 6"
        assert driver.main.schedule is not None
        driver.main.schedule.select(SESSIONS[1].id)
        await driver.press("space")
        assert await look(driver) == "Tour · 2 of 6"
        # Escape first ends what one is in the middle of, and the tour stays.
        await driver.press("escape")
        assert await look(driver) == "Tour · 3 of 6"
        await driver.press("slash", "p")
        assert "Keep" in driver.text.splitlines()[-1]
        assert await look(driver) == "Tour · 4 of 6"
        await driver.press("escape", "6")
        assert await look(driver) == "Tour · 5 of 6"
        await driver.press("ctrl+t")
        assert await look(driver) == "Tour · 6 of 6"
        await driver.press("question_mark")
        assert await look(driver) == "Tour"
        await driver.press("escape")
        assert "That is all" in driver.text
        await driver.press("escape")
        assert driver.main.tour is None
        assert not driver.main.query(TourCard)
        # It lay over the screen and moved nothing.
        await driver.press("1")
        assert before == [widget.region for widget in (driver.main.sections, driver.main.records, driver.main.detail)]
        # Again by key, and left at once.
        await driver.press("ctrl+t")
        assert card_of(driver).step is not None
        await driver.press("escape")
        assert driver.main.tour is None
        await driver.press("t")
    again = ConfkitApp(workspace, watch_every=3600, greets=True)
    assert again.theme == "confkit-light"
    async with again.run_test(size=(80, 24)) as pilot:
        driver = Driver(again, pilot)
        await driver.settle()
        assert driver.main.tour is None


async def test_in_an_empty_workspace_the_tour_says_how_to_begin(empty_workspace: Workspace, start: Start) -> None:
    async with start(empty_workspace) as driver:
        await driver.press("ctrl+t")
        assert "This workspace is empty" in driver.text
        assert await look(driver) == "Tour · 1 of 1"
        from confkit.domain.edit import Edit

        empty_workspace.apply(Edit.add("Add it", EVENT))
        await driver.press("f5")
        assert await look(driver) == "Tour · 1 of 6"
        assert "Let's look at the schedule" in driver.text
        assert isinstance(driver.app.screen, WorkspaceScreen)


def test_what_is_remembered_gives_way_to_a_changed_setting_and_to_broken_files(workspace: Workspace) -> None:
    remembered.keep_theme(workspace, "confkit-ansi")
    assert remembered.theme_of(workspace) == "confkit-ansi"
    assert remembered.is_first_start(workspace)
    assert not remembered.is_first_start(workspace)
    file = workspace.state / remembered.NAME
    assert json.loads(file.read_bytes())["theme"] == "confkit-ansi"
    config = workspace.root / "confkit.toml"
    config.write_text(config.read_text() + 'theme = "light"\n')
    with open_at(Path(workspace.root)) as changed:
        assert remembered.theme_of(changed) == ""
    for broken in (b"[1]", b"{", b"\xff", b"[" * 9_000, b" " * 20_000, b'{"theme": 3, "tour": null}'):
        file.write_bytes(broken)
        assert remembered.theme_of(workspace) == ""
    file.unlink()
    file.mkdir()
    assert not remembered.is_first_start(workspace)
    assert remembered.theme_of(workspace) == ""
