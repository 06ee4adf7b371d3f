"""Help for the focused thing, in every scope."""

import pytest

from confkit.services.workspace import Workspace
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import in_scope
from confkit.tui.ask_screen import AskScreen
from confkit.tui.explain import scope_of
from confkit.tui.help_screen import HelpScreen, ScopeHelp, help_content
from confkit.tui.intro import BY_SECTION, INTRO, PUSH, about
from confkit.tui.pick_screen import PickScreen
from confkit.tui.question import Question
from confkit.tui.section import Section
from tests.tui.conftest import SESSIONS, Driver, Start


@pytest.mark.parametrize("scope", [one for one in Scope if one not in BY_SECTION])
def test_every_scope_says_what_it_is_and_what_can_be_done(scope: Scope) -> None:
    intro = INTRO[scope]
    assert len(intro) > 30
    page = ScopeHelp(Situation(Section.SESSIONS), scope, intro, has_list=False).content(70)
    assert page.plain.startswith(intro[:30])
    assert all(action.label in page.plain for action in in_scope(scope))


def test_the_workspace_says_what_it_is_used_for_at_present() -> None:
    plain = Situation(Section.SCHEDULE, has_event=True)
    told = [
        about(plain._replace(**more))
        for more in (
            {},
            {"in_grid": True},
            {"in_grid": True, "carrying": True},
            {"in_grid": True, "shaping": True},
            {"in_grid": True, "marked": 2},
            {"section": Section.HISTORY},
            {"section": Section.PROBLEMS},
        )
    ]
    assert len(set(told)) == len(told)
    assert told[4].startswith(told[1])
    page = help_content(plain._replace(in_grid=True, shaping=True), 60).plain
    assert all(len(line) <= 60 for line in page.splitlines()[:5])
    assert page.startswith("When rooms, or a speaker, have time")


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
        # A dialogue says what it is for, though its keys are those of all lists to tick, or of all lines to fill in.
        await driver.press("2", "1", "f")
        told = await helped(driver, "question_mark")
        assert told.startswith("Filter\nOnly sessions that fit")
        assert "Tick what the cursor is on" in told
        assert ("page down  Page down" in told, "Open what the cursor is on" in told) == (True, False)
        await driver.press("escape")
        driver.app.push_screen(AskScreen("Push later", "By how much?", help_intro=PUSH))
        await driver.settle()
        assert PUSH[:50] in await helped(driver)
        await driver.press("escape")
        # In the grid the keys are those of the grid; at what waits, those of the tray.
        await driver.press("3")
        assert "Go left: to the room there" in await helped(driver, "question_mark")
        await driver.press("a")
        assert (await helped(driver, "question_mark")).startswith("What waits for a place\n")
