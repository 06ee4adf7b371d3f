"""Jump mode: a letter or two lead to whatever is in sight, at every size, and nothing moves."""

import pytest

from confkit.services.workspace import Workspace
from confkit.tui.jump_screen import LETTERS, JumpScreen, hints
from confkit.tui.section import Section
from tests.tui.conftest import SESSIONS, Driver, Start


@pytest.mark.parametrize("number", [0, 1, 26, 27, 60, 300, 676, 900])
def test_hints_are_short_unique_and_none_begins_another(number: int) -> None:
    names = hints(number)
    assert len(names) == min(number, len(LETTERS) ** 2) == len(set(names))
    assert not any(one != other and other.startswith(one) for one in names if len(one) == 1 for other in names)
    assert all(len(name) <= 2 for name in names)


def hint_at(driver: Driver, text: str) -> str:
    """The letters on the line (or beside the cell) where ``text`` was."""
    screen = driver.app.screen
    assert isinstance(screen, JumpScreen)
    lines = [strip.text for strip in screen._hints._lines]
    y = next(number for number, line in enumerate(lines) if text in line)
    x = lines[y].index(text)
    near = [(abs(target.x - x), name) for name, target in screen.named.items() if target.y == y]
    return min(near)[1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_letters_lead_to_sections_rows_days_blocks_and_panes(
    workspace: Workspace, start: Start, size: tuple[int, int]
) -> None:
    async with start(workspace, size) as driver:
        before = driver.text
        await driver.press("J")
        assert isinstance(driver.app.screen, JumpScreen)
        assert driver.text != before
        await driver.press("escape")
        assert driver.text == before
        await driver.press("J")
        await driver.press(*hint_at(driver, "Panel: who"))
        assert driver.main.row == SESSIONS[2]
        if size[0] == 120:
            # What could be clicked in the detail can be jumped to, too.
            await driver.press("J")
            await driver.press(*hint_at(driver, "Amira Hart"))
            assert driver.main.place.section is Section.SPEAKERS
        await driver.press("J")
        await driver.press(*hint_at(driver, "Schedule"))
        assert driver.main.in_grid
        grid = driver.main.schedule
        assert grid is not None
        await driver.press("J")
        await driver.press(*hint_at(driver, "Podcasting"))
        assert grid.row is not None
        assert grid.row[1].id == SESSIONS[1].id
        await driver.press("J")
        await driver.press(*hint_at(driver, "Fri 9"))
        assert grid.day is not None
        assert grid.day.day == 9
        await driver.press("J")
        await driver.press(*hint_at(driver, "waiting"))
        assert grid.tray.has_focus
        await driver.press("escape", "J")
        await driver.press(*hint_at(driver, " Workspace "))
        assert driver.main.sections.has_focus
        # Keys that name nothing change nothing, and escape is always a way out.
        await driver.press("J", "1", "f5")
        assert isinstance(driver.app.screen, JumpScreen)
        await driver.press("escape")
        assert driver.main.place.section is Section.SCHEDULE
