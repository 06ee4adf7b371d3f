"""The page of the tour, played: its keys on a copy of the sample must show what it promises, or the page rots."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from confkit.services.workspace import Workspace
from confkit.tui.actions.registry import ACTIONS, key_name
from confkit.tui.confkit_app import ConfkitApp
from tests.conftest import PROJECT, copy_sample
from tests.tui.conftest import Driver

PAGE = PROJECT / "docs" / "tour.md"
KEYS = {key_name(key): key for action in ACTIONS for key in action.keys} | {"tab": "tab"}
TOKEN = re.compile(r"`([^`]+)`(?: × (\d+))?")


class Step(NamedTuple):
    """One row of a table of the page."""

    line: int
    pressed: tuple[tuple[str, int], ...]
    seen: tuple[str, ...]


def steps() -> Iterator[Step]:
    """Every row of the page, with the number of its line."""
    for number, line in enumerate(PAGE.read_text("utf-8").splitlines(), 1):
        match line.split("|"):
            case ["", pressed, told, ""] if not pressed.strip().startswith(("press", "---")):
                tokens = tuple((name, int(times or 1)) for name, times in TOKEN.findall(pressed))
                yield Step(number, tokens, tuple(re.findall(r"\*\*(.+?)\*\*", told)))


def unwrapped(text: str) -> str:
    """The screen as one line without frames, so that a phrase is found where it is wrapped."""
    return re.sub(r"[\s│╭╮╰╯─▌▁▂▃▄▅▆▇█]+", " ", text)


@pytest.mark.slow
async def test_the_page_of_the_tour_shows_what_it_promises(tmp_path: Path) -> None:
    played = list(steps())
    assert sum(bool(step.seen) for step in played) > 20
    with Workspace(copy_sample(tmp_path / "sample"), author="amira") as workspace:
        app = ConfkitApp(workspace, watch_every=3600, greets=True)
        async with app.run_test(size=(100, 30), tooltips=False, notifications=True) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            for step in played:
                for name, times in step.pressed:
                    if name in KEYS or len(name) == 1:
                        await driver.press(*[KEYS.get(name, name)] * times)
                    else:
                        await driver.type(name)
                for phrase in step.seen:
                    where = f"docs/tour.md, line {step.line}: {phrase!r} is not on the screen\n{driver.text}"
                    assert phrase in unwrapped(driver.text), where
                # A message of this step would lie over what the next one shows, for some seconds.
                app.clear_notifications()
