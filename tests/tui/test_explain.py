"""Help for the focused thing, in every scope."""

import pytest

from confkit.services.workspace import Workspace
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import in_scope
from confkit.tui.ask_screen import AskScreen
from confkit.tui.explain import BY_SECTION, INTRO, scope_of
from confkit.tui.help_screen import HelpScreen, ScopeHelp
from confkit.tui.pick_screen import PickScreen
from confkit.tui.question import Question
from confkit.tui.section import Section
from tests.tui.conftest import SESSIONS, Driver, Start


@pytest.mark.parametrize("scope", [one for one in Scope if one not in BY_SECTION])
def test_every_scope_says_what_it_is_and_what_can_be_done(scope: Scope) -> None:
    intro = INTRO.get(scope, "")
    page = ScopeHelp(Situation(Section.SESSIONS), scope, intro, has_list=False).content(70)
    assert page.plain.startswith(intro[:30])
    assert all(action.label in page.plain for action in in_scope(scope))


async def helped(driver: Driver, key: str = "f1") -> str:
    """What the help says; it is closed again."""
    await driver.press(key)
    screen = driver.app.screen
    assert isinstance(screen, HelpScreen)
    told = screen.about + "\n" + screen.content(80).plain
    await driver.press("escape")
    assert not isinstance(driver.app.screen, HelpScreen)
    return told


@pytest.mark.slow
async def test_help_is_about_what_has_the_focus(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[1].id)
        await driver.settle()
        await driver.press("e")
        told = await helped(driver)
        assert told.startswith("Forms\nThis field: Title\nWhat the programme calls it.\nIt must be filled in.")
        assert "Up in the list" not in told
        await driver.press("tab", "tab")
        assert "This field: Status" in await helped(driver, "question_mark")
        await driver.press("escape", "slash")
        assert "severity:error" in await helped(driver)
        await driver.press("escape")
        for screen, scope in (
            (Question("Sure?", "Really"), Scope.QUESTION),
            (AskScreen("Where", "From where?"), Scope.ASKING),
            (PickScreen("Choose", driver.main.records.listing), Scope.CHOOSING),
        ):
            driver.app.push_screen(screen)
            await driver.settle()
            assert scope_of(driver.app.screen) is scope
            assert (await helped(driver)).startswith(scope.value)
            await driver.press("escape")
        # In the grid the keys are those of the grid; at what waits, those of the tray.
        await driver.press("3")
        assert "Go left: to the room there" in await helped(driver, "question_mark")
        await driver.press("a")
        assert (await helped(driver, "question_mark")).startswith("What waits for a place\n")
