"""Only what looks otherwise is painted anew; so after any key the screen looks as if all of it had been painted."""

import random

import pytest
from textual.strip import Strip

from confkit.services.workspace import Workspace
from tests.tui.conftest import SLOTS, Driver, Start
from tests.tui.grid.test_flows import go_to

KEYS = (
    *("space", "space", "enter", "enter", "up", "down", "left", "right", "up", "down", "left", "right"),
    *("x", "ctrl+z", "ctrl+y", "minus", "plus", "full_stop", "comma", "greater_than_sign", "pagedown", "pageup", "T"),
)


def painted(driver: Driver) -> list[Strip]:
    return driver.app.screen._compositor.render_strips()


@pytest.mark.slow
async def test_every_key_leaves_the_screen_as_if_it_were_painted_anew(workspace: Workspace, start: Start) -> None:
    choose = random.Random(11)
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[2])
        for number in range(60):
            key = choose.choice(KEYS)
            await driver.press(key)
            # Messages go, and a cursor in a form blinks, by the clock.
            driver.app.clear_notifications()
            while driver.app.screen is not driver.main:
                await driver.press("escape")
            await driver.settle()
            before = painted(driver)
            schedule = driver.main.schedule
            assert schedule is not None
            for widget in (schedule, schedule.tray, driver.main.detail, driver.main.sections):
                widget.refresh(layout=True)
            schedule.grid.forget_all()
            await driver.settle()
            assert painted(driver) == before, (number, key)
