"""One registry feeds keys, footer, palette, help and docs: held together here."""

from importlib import import_module
from pathlib import Path

import pytest

from confkit.services.workspace import Workspace
from confkit.tui.actions.action import Action, Scope, Situation
from confkit.tui.actions.registry import ACTIONS, BY_ID, in_scope
from confkit.tui.keys_page import keys_page
from confkit.tui.palette import Commands
from confkit.tui.section import Section
from tests.tui.conftest import SESSIONS, Start

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
EVERYTHING = [
    Situation(
        section,
        kind,
        has_event=True,
        has_show=True,
        placed=True,
        has_subject=True,
        has_audio=True,
        is_torn=True,
        has_rule=True,
        is_planned=True,
        marked=marked,
    )
    for section in Section
    for kind in ("", "session", "person", "room", "episode", "change")
    for marked in (0, 2)
]
IN_GRID = (
    [
        Situation(
            Section.SCHEDULE,
            kind,
            has_event=True,
            has_show=True,
            placed=True,
            in_grid=True,
            carrying=carrying,
            marked=marked,
        )
        for kind in ("", "session")
        for carrying in (False, True)
        for marked in (0, 2)
    ]
    + [
        Situation(Section.SCHEDULE, has_event=True, in_grid=True, shaping=True, stretching=stretching)
        for stretching in (False, True)
    ]
    + [Situation(Section.HISTORY, "change", state="undone")]
)


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(ACTIONS)


@pytest.mark.parametrize("scope", Scope)
def test_no_key_means_two_things_at_once(scope: Scope) -> None:
    for situation in EVERYTHING + IN_GRID:
        keys: dict[str, str] = {}
        # Here a list or the grid has the focus, so its keys count, too.
        focused = Scope.GRID if situation.in_grid else Scope.LIST
        beside = {
            Scope.WORKSPACE: focused,
            Scope.CHAPTERS: Scope.LIST,
            Scope.TRANSCRIPT: Scope.LIST,
            Scope.SIGN_UPS: Scope.LIST,
        }
        beside |= {Scope.SELECTION: Scope.LIST}
        scopes = (scope, beside[scope]) if scope in beside else (scope,)
        for action in (action for one in scopes for action in in_scope(one)):
            for key in action.keys if action.applies(situation) else ():
                assert key not in keys, f"{key} is {keys[key]} and {action.id} in {situation}"
                keys[key] = action.id


@pytest.mark.parametrize("action", [a for a in ACTIONS if ":" in a.run], ids=lambda action: action.id)
def test_each_action_has_a_function(action: Action) -> None:
    module, _, name = action.run.partition(":")
    assert callable(getattr(import_module(f"confkit.tui.commands.{module}"), name))


@pytest.mark.parametrize("action", [*in_scope(Scope.WORKSPACE)], ids=lambda action: action.id)
def test_each_action_can_be_reached(action: Action) -> None:
    assert any(action.is_offered(situation) for situation in EVERYTHING + IN_GRID)
    assert action.keys or action.id.startswith(("theme.", "rule."))
    assert action.label
    assert action.help.endswith(".")


async def test_the_palette_offers_every_action_that_applies(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        offered = {str(hit.text) async for hit in Commands(driver.main).discover()}
        situation = driver.main.situation
        wanted = {a.label for a in in_scope(Scope.WORKSPACE) if a.is_offered(situation) and a.id != "palette"}
        assert offered == wanted
        assert {"Edit", "New session", "New room", "Undo", "Build", "Theme: light", "Schedule"} <= offered
        assert "Go to it" not in offered


async def test_the_footer_shows_what_the_registry_says(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        footer = " ".join(driver.text.splitlines()[-1].split())
        assert footer == (
            "e Edit n New session p Place / Search x Mark ^z Undo f Filter… U Sign-ups R Selection ? Help ^p Commands"
        )
        await driver.press("6")
        assert "g Go to it" in driver.text.splitlines()[-1]
        assert "e Edit" not in driver.text.splitlines()[-1]


async def test_a_key_out_of_place_does_nothing(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        position = workspace.repository.position()
        await driver.press("6", "p", "w", "n", "e", "d")
        assert driver.app.screen is driver.main
        assert workspace.repository.position() == position


async def test_every_key_of_the_help_is_one_of_the_registry(workspace: Workspace, start: Start) -> None:
    from confkit.tui.help_screen import help_content

    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[0].id)
        await driver.pilot.pause()
        text = help_content(driver.main.situation, 200).plain
        for action in in_scope(Scope.WORKSPACE):
            if action.is_offered(driver.main.situation):
                assert action.help in text


def test_the_page_of_keys_is_in_step() -> None:
    assert PAGE.read_text("utf-8") == keys_page(), "write it anew: python -m scripts.keys_page"
