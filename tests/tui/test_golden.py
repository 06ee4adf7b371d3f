"""The screens as plain text, at the three sizes of the design.

``CONFKIT_GOLDEN=write pytest tests/tui/test_golden.py`` writes them anew; look at the difference before you commit it.
"""

import os
from pathlib import Path

import pytest

from confkit.services.workspace import Workspace
from tests.tui.conftest import EPISODES, SESSIONS, Driver, Start
from tests.tui.studio import make_studio, tear_pilot

GOLDEN = Path(__file__).with_name("golden")
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x60": (200, 60)}


def compare(driver: Driver, name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("CONFKIT_GOLDEN") == "write":
        path.write_text(driver.text, "utf-8")
    assert driver.text == path.read_text("utf-8"), f"{name} looks different (CONFKIT_GOLDEN=write takes it over)"


@pytest.mark.parametrize("size", SIZES)
async def test_sessions(workspace: Workspace, start: Start, size: str) -> None:
    async with start(workspace, SIZES[size]) as driver:
        driver.main.records.select(SESSIONS[1].id)
        await driver.settle()
        compare(driver, f"sessions-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_schedule(workspace: Workspace, start: Start, size: str) -> None:
    async with start(workspace, SIZES[size]) as driver:
        await driver.press("3")
        compare(driver, f"grid-{size}")
        await driver.press("space", "right", "down")
        compare(driver, f"grid-carrying-{size}")
        await driver.press("escape", "g")
        compare(driver, f"schedule-{size}")


@pytest.mark.parametrize("size", ["80x24", "120x40"])
async def test_turned_and_map(workspace: Workspace, start: Start, size: str) -> None:
    async with start(workspace, SIZES[size]) as driver:
        await driver.press("3", "T")
        compare(driver, f"turned-{size}")
        await driver.press("m", "right", "down")
        compare(driver, f"map-{size}")


@pytest.mark.parametrize(
    ("key", "name"), [("2", "speakers"), ("4", "rooms"), ("5", "episodes"), ("6", "problems"), ("7", "history")]
)
async def test_sections(workspace: Workspace, start: Start, key: str, name: str) -> None:
    async with start(workspace) as driver:
        await driver.press(key)
        compare(driver, name)


@pytest.mark.parametrize("size", ["80x24", "120x40"])
async def test_form(workspace: Workspace, start: Start, size: str) -> None:
    async with start(workspace, SIZES[size]) as driver:
        driver.main.records.select(SESSIONS[1].id)
        await driver.settle()
        await driver.press("e")
        compare(driver, f"form-{size}")


async def test_filter_and_availability(workspace: Workspace, start: Start) -> None:
    async with start(workspace, SIZES["80x24"]) as driver:
        await driver.press("3", "f", "space")
        compare(driver, "filter-80x24")
        await driver.press("escape", "B")
        compare(driver, "break-80x24")
        await driver.press("escape", "A", "space", "down", "down", "enter", "right", "space", "down")
        compare(driver, "availability-80x24")


async def test_marks_and_the_form_for_all_of_them(workspace: Workspace, start: Start) -> None:
    async with start(workspace, SIZES["80x24"]) as driver:
        await driver.press("x", "x", "x", "e")
        compare(driver, "bulk-80x24")
        await driver.press("escape", "3", "s")
        compare(driver, "sequence-80x24")


async def test_place(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[1].id)
        await driver.settle()
        await driver.press("p")
        compare(driver, "place")


@pytest.mark.parametrize("size", ["80x24", "120x40"])
async def test_help(workspace: Workspace, start: Start, size: str) -> None:
    async with start(workspace, SIZES[size]) as driver:
        await driver.press("question_mark")
        compare(driver, f"help-{size}")


async def test_empty(empty_workspace: Workspace, start: Start) -> None:
    async with start(empty_workspace) as driver:
        compare(driver, "empty")


@pytest.mark.parametrize("size", ["80x24", "120x40"])
@pytest.mark.parametrize(("keys", "name"), [("", "studio"), ("w", "tags"), ("m", "merge"), ("P", "schedule-episode")])
async def test_studio(workspace: Workspace, start: Start, size: str, keys: str, name: str) -> None:
    make_studio(workspace)
    tear_pilot(workspace)
    async with start(workspace, SIZES[size]) as driver:
        await driver.press("5")
        driver.main.records.select(EPISODES[0].id)
        await driver.settle()
        await driver.press(*keys)
        if name == "merge":
            await driver.press("right", "down", "left")
        compare(driver, f"{name}-{size}")
