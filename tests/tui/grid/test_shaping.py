"""Pushing, breaks over rooms, availability and better places for problems, key by key and with the mouse."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from textual.events import MouseMove
from textual.geometry import Offset

from confkit.domain.edit import Edit
from confkit.domain.event import Event, Room, Window
from confkit.domain.person import Person
from confkit.domain.session import Slot
from confkit.services.workspace import Workspace
from confkit.tui.ask_screen import AskScreen
from confkit.tui.grid.better_screen import BetterScreen
from confkit.tui.grid.break_screen import BreakScreen
from tests.tui.conftest import EVENT, PERSONS, ROOMS, SESSIONS, SLOTS, Start, number
from tests.tui.grid.test_flows import HALL, STUDIO, at, go_to, pane_of, session_under_cursor, stored

pytestmark = pytest.mark.slow  # `make test` leaves these out


def windows(workspace: Workspace, room: Room) -> tuple[tuple[datetime, datetime], ...]:
    found = workspace.repository.get(Room, room.id)
    assert found is not None
    return tuple((one.start, one.end) for one in found.availability)


def label(workspace: Workspace) -> str:
    return workspace.repository.history(limit=1)[0].label


async def test_what_comes_after_is_pushed_and_pulled(workspace: Workspace, start: Start) -> None:
    workspace.apply(Edit.change("Pin it", SLOTS[2], replace(SLOTS[2], pinned=True)))
    async with start(workspace) as driver:
        await driver.press("3", "L")
        assert isinstance(driver.app.screen, AskScreen)
        assert "2 sessions in Main hall start later, from 09:30 on" in driver.text
        await driver.press("enter")
        assert session_under_cursor(driver) == "Opening keynote"
        assert "Moved: “Coffee” 09:45" in driver.toasts
        assert "Panel: who answers?”, 2027-04-08 10:15: is pinned and stays" in driver.toasts
        assert stored(workspace, SLOTS[4]).start == at(9, 45)
        assert stored(workspace, SLOTS[2]).start == at(10, 15)
        assert label(workspace) == "Push Main hall 15 min later from Thu 8 Apr 09:30 on"
        await driver.press("L")
        driver.app.screen.query_one("LineInput").value = "-60"  # type: ignore[attr-defined]
        await driver.press("enter")
        assert stored(workspace, SLOTS[4]).start == at(9, 30)
        assert label(workspace) == "Pull Main hall 60 min earlier from Thu 8 Apr 09:45 on"
        assert "comes only 15 min earlier" in driver.toasts
        await driver.press("ctrl+z", "ctrl+z")
        assert stored(workspace, SLOTS[4]) == SLOTS[4]
        # Nonsense is refused, and where nothing comes after it, nothing is asked.
        await driver.press("L", "x", "enter")
        assert "no number of minutes" in driver.toasts
        await go_to(driver, SLOTS[1])
        await driver.press("L")
        assert "nothing comes after it in Studio" in str(pane_of(driver).border_subtitle)


async def test_a_break_over_rooms(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "B")
        screen = driver.app.screen
        assert isinstance(screen, BreakScreen)
        assert "3 rooms" in driver.text
        assert "! in the way: “Opening keynote” 09:00–09:30 · Main hall" in driver.text
        screen.rooms.focus()
        await driver.press("space")
        assert "✓ nothing is in the way" in driver.text
        await driver.press("n")
        assert "✗ rooms: none is ticked" in driver.text
        await driver.press("ctrl+s")
        assert driver.app.screen is screen
        await driver.press("s")
        assert "3 rooms" in driver.text
        await driver.press("a", "space", "enter")
        assert driver.app.screen is driver.main
        assert "“Break” in 2 rooms" in driver.text
        plan = workspace.repository.programme(EVENT.id)
        (added,) = (one for one in plan.sessions if one.title == "Break")
        assert [(slot.room_id, slot.start, slot.duration) for slot in plan.slots_of[added.id]] == [
            (room.id, at(9), timedelta(minutes=30)) for room in ROOMS[1:]
        ]
        await driver.press("ctrl+z", "B", "escape")
        assert len(workspace.repository.programme(EVENT.id).sessions) == len(SESSIONS)


async def test_windows_of_a_room_are_stretched_kept_and_removed(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("A")
        assert "availability of the rooms" in driver.text
        assert "always available" in driver.text
        await driver.press("space", "down", "down", "enter")
        assert windows(workspace, STUDIO) == ((at(10), at(10, 45)),)
        assert label(workspace) == "Make Studio available Thu 8 Apr 10:00–10:45"
        assert "┏10:00" in driver.text
        # One that touches it makes one of both, also upwards.
        await driver.press("down", "space", "down", "enter", "up", "up", "up", "up", "up", "up", "space", "up", "enter")
        assert windows(workspace, STUDIO) == ((at(9, 15), at(9, 45)), (at(10), at(11, 15)))
        await driver.press("down", "down", "down", "down", "space", "down", "delete")
        assert windows(workspace, STUDIO) == (
            (at(9, 15), at(9, 45)),
            (at(10), at(10, 15)),
            (at(10, 45), at(11, 15)),
        )
        await driver.press("down", "delete")
        assert windows(workspace, STUDIO) == ((at(9, 15), at(9, 45)), (at(10), at(10, 15)))
        await driver.press("ctrl+z", "ctrl+z")
        assert windows(workspace, STUDIO) == ((at(9, 15), at(9, 45)), (at(10), at(11, 15)))
        # Across the days; nothing else works meanwhile.
        await driver.press("space", "full_stop", "n", "enter")
        (_, (begun, ended)) = windows(workspace, STUDIO)
        assert (begun, ended.date()) == (at(10), EVENT.last_day)
        await driver.press("delete", "space", "escape")
        assert windows(workspace, STUDIO) == ((at(9, 15), at(9, 45)),)
        await driver.press("A")
        assert not pane_of(driver).windows.is_on
        assert pane_of(driver).layout_shown is not None
        assert pane_of(driver).layout_shown.blocks  # type: ignore[union-attr]


async def test_windows_of_a_person_and_by_the_mouse(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "A", "w")
        assert "In the session under the cursor" in driver.text
        await driver.press("down", "enter")
        assert "availability of Amira Hart" in driver.text
        grid = pane_of(driver).grid
        row = grid.scroll_offset.y
        first = pane_of(driver).layout_shown.hours.at(row + 1)  # type: ignore[union-attr]
        await driver.pilot.mouse_down(grid, Offset(12, 2))
        await driver.pilot._post_mouse_events([MouseMove], grid, Offset(12, 5), button=1)
        await driver.pilot.pause()
        assert pane_of(driver).windows.is_stretching
        await driver.pilot.mouse_up(grid, Offset(12, 5))
        await driver.settle()
        person = workspace.repository.get(Person, PERSONS[0].id)
        assert person is not None
        (own,) = person.availability
        assert own.windows == (Window(first, first + timedelta(minutes=60)),)
        assert label(workspace).startswith("Make Amira Hart available Thu 8 Apr")
        # Every change before it is written is based on the one before.
        await driver.pilot.press("delete", "space", "enter")
        await driver.settle()
        assert "✗" not in driver.toasts
        await driver.press("escape")
        assert session_under_cursor(driver) or not pane_of(driver).windows.is_on


async def test_closed_places_show_while_carrying_and_a_drop_names_the_conflict(
    workspace: Workspace, start: Start
) -> None:
    closed = replace(HALL, availability=(Window(at(9), at(12)),))
    workspace.apply(Edit.change("Close it", HALL, closed))
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("space")
        scene = pane_of(driver).grid.scene
        assert scene is not None
        assert scene.mark is not None
        hours = scene.layout.hours
        # Half of it would still be in the open time, which is not enough.
        assert [scene.mark(0, hours.row(at(11, minute))) for minute in (15, 30, 45)] == [True, True, False]
        assert not scene.mark(0, hours.row(at(13)))
        assert scene.mark(2, hours.row(at(13)))
        await driver.press("left", *["down"] * 8, "enter")
        assert stored(workspace, SLOTS[1]).start == at(12)
        assert "Main hall can't be used" in driver.text


async def test_better_places_are_offered_from_the_list_of_problems(workspace: Workspace, start: Start) -> None:
    other = Event(number(700), "other", "Other", "Europe/Berlin", EVENT.first_day, EVENT.last_day)
    workspace.apply(Edit.add("Add another event", other))
    async with start(workspace) as driver:
        driver.main.go(driver.main.place, reveal=None)
        await driver.press("6", "/")
        await driver.type("person-overlap")
        await driver.press("enter", "r")
        assert isinstance(driver.app.screen, BetterScreen)
        await driver.press("enter")
        assert driver.main.in_grid
        changed = [slot for slot in SLOTS if stored(workspace, slot) != slot]
        assert len(changed) == 1
        assert changed[0].id in (SLOTS[1].id, SLOTS[2].id)
        # A problem that no move can solve has no such key.
        await driver.press("6", "/")
        await driver.type("publish")
        await driver.press("enter", "r")
        assert driver.app.screen is driver.main


async def test_a_pinned_slot_is_left_and_the_other_is_offered(workspace: Workspace, start: Start) -> None:
    pins = [(slot, replace(slot, pinned=True)) for slot in (SLOTS[1], SLOTS[2])]
    workspace.apply(Edit.change("Pin", *pins[0]))
    async with start(workspace) as driver:
        await driver.press("6", "/")
        await driver.type("person-overlap")
        await driver.press("enter", "r")
        assert isinstance(driver.app.screen, BetterScreen)
        assert "Better places for “Panel: who answers?”" in driver.text
        await driver.press("escape")
        workspace.apply(Edit.change("Pin", *pins[1]))
        await driver.press("f5", "6", "/")
        await driver.type("person-overlap")
        await driver.press("enter", "r")
        assert "is pinned where it is" in driver.toasts
        assert isinstance(workspace.repository.get(Slot, SLOTS[2].id), Slot)
