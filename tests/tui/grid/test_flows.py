"""Planning on the grid, key by key and with the mouse, on a real database."""

from datetime import datetime, timedelta
from typing import cast

import pytest
from textual.events import MouseMove
from textual.geometry import Offset

from confkit.domain.edit import Edit
from confkit.domain.errors import StorageError
from confkit.domain.session import Session, Slot
from confkit.services.workspace import Workspace
from confkit.tui.grid.better_screen import BetterScreen
from confkit.tui.grid.pane import SchedulePane
from confkit.tui.grid.scene import Spot
from tests.tui.conftest import EVENT, ROOMS, SESSIONS, SLOTS, ZONE, Driver, Start, number, open_at

pytestmark = pytest.mark.slow  # `make test` leaves these out

HALL, STUDIO, LAB = ROOMS


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2027, 4, day, hour, minute, tzinfo=ZONE)


def stored(workspace: Workspace, slot: Slot) -> Slot:
    found = workspace.repository.get(Slot, slot.id)
    assert found is not None
    return found


def slots_of(workspace: Workspace, session: Session) -> tuple[Slot, ...]:
    return workspace.repository.programme(EVENT.id).slots_of.get(session.id, ())


def pane_of(driver: Driver) -> SchedulePane:
    pane = driver.main.schedule
    assert pane is not None
    return pane


def session_under_cursor(driver: Driver) -> str:
    row = pane_of(driver).row
    return row[1].title if row else ""


async def go_to(driver: Driver, slot: Slot) -> None:
    assert pane_of(driver).select(slot.id)
    await driver.settle()


async def test_the_schedule_opens_as_a_grid_of_its_first_day(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        assert driver.app.focused is pane_of(driver).grid
        assert "Schedule · [Thu 8 Apr] · Fri 9 Apr · 15 min" in driver.text
        assert "5 placed · 1 waiting · ! " in driver.text
        assert "Main hall · 400" in driver.text
        assert session_under_cursor(driver) == "Opening keynote"
        assert "What opening keynote is about." in driver.text


async def test_arrows_go_from_block_to_block_and_over_free_places(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "down")
        assert session_under_cursor(driver) == "Coffee"
        await driver.press("right")
        assert session_under_cursor(driver) == ""
        assert "Thu 8 Apr 09:30" in driver.text
        assert "80 seats" in driver.text
        await driver.press("down", "down")
        assert session_under_cursor(driver) == "Podcasting on the ward"
        await driver.press("up", "left", "up", "up")
        assert session_under_cursor(driver) == "Opening keynote"
        await driver.press("end")
        assert session_under_cursor(driver) == ""
        await driver.press("home")
        assert session_under_cursor(driver) == "Opening keynote"


async def test_a_session_is_carried_dropped_and_undone(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("space")
        assert "enter Drop" in driver.text
        assert "e Edit" not in driver.text
        await driver.press("right", "down", "down")
        assert "Carrying" in driver.text
        assert "person-overlap" in driver.text
        await driver.pilot.press("enter")
        moved = pane_of(driver).row
        assert moved is not None
        assert moved[0] is not None
        assert (moved[0].room_id, moved[0].start) == (LAB.id, at(10, 30))
        await driver.settle()
        assert (stored(workspace, SLOTS[1]).room_id, stored(workspace, SLOTS[1]).start) == (LAB.id, at(10, 30))
        assert [entry.label for entry in workspace.repository.history(limit=1)] == [
            "Move “Podcasting on the ward” to Lab, Thu 8 Apr 10:30"
        ]
        await driver.press("ctrl+z")
        assert stored(workspace, SLOTS[1]) == SLOTS[1]
        assert session_under_cursor(driver) == "Podcasting on the ward"
        assert pane_of(driver).grid.scene is not None
        assert pane_of(driver).grid.scene.cursor.column == 1


async def test_escape_lets_go_and_nothing_is_written(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        position = workspace.repository.position()
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("space", "right", "down", "full_stop", "escape")
        assert workspace.repository.position() == position
        assert "[Thu 8 Apr]" in driver.text
        assert session_under_cursor(driver) == "Podcasting on the ward"
        await driver.press("space", "enter")
        assert workspace.repository.position() == position
        # Nothing of it stays: the arrows move the cursor again.
        await driver.press("space", "escape")
        assert "Carrying" not in driver.text
        await driver.press("right")
        assert session_under_cursor(driver) != "Podcasting on the ward"


async def test_a_session_is_carried_to_another_day(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("space", "full_stop")
        assert "[Fri 9 Apr]" in driver.text
        await driver.press("full_stop", "enter")
        assert stored(workspace, SLOTS[1]).start == at(10, day=9)


async def test_carrying_goes_beyond_the_hours_that_were_shown(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[0])
        await driver.press("space", "up", "up", "up", "up", "enter")
        assert stored(workspace, SLOTS[0]).start == at(8)
        assert "08:00" in driver.text


async def test_a_waiting_session_is_placed_from_the_tray(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "right")
        assert "space chooses what to put here" in driver.text
        await driver.press("space")
        assert driver.app.focused is pane_of(driver).tray
        assert "space Pick up" in driver.text
        assert "Stories from patients" in driver.text
        await driver.press("space", "down", "down", "enter")
        (slot,) = slots_of(workspace, SESSIONS[4])
        assert (slot.room_id, slot.start, slot.duration) == (STUDIO.id, at(9, 30), timedelta(minutes=30))
        assert "6 placed · 0 waiting" in driver.text or "^z undoes" in driver.text
        await driver.press("a")
        assert "nothing waits for a place" in driver.text
        await driver.press("ctrl+z")
        assert slots_of(workspace, SESSIONS[4]) == ()


async def test_the_tray_is_left_by_escape(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "a", "right", "left", "end", "home", "escape")
        assert driver.app.focused is pane_of(driver).grid
        assert "space Carry" in driver.text


async def test_a_conflict_is_seen_and_a_better_place_taken(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[2])
        assert "✗ Panel: who" in driver.text
        assert "✗ Amira Hart, 2027-04-08 10:15" in driver.text
        assert pane_of(driver).plan.severity_of(SLOTS[2].id) == "error"
        await driver.press("r")
        assert isinstance(driver.app.screen, BetterScreen)
        assert "Better places for “Panel: who answers?”" in driver.text
        assert "is free" in driver.text
        await driver.press("down", "up", "enter")
        assert driver.app.screen is driver.main
        assert stored(workspace, SLOTS[2]) != SLOTS[2]
        assert pane_of(driver).plan.severity_of(SLOTS[2].id) is None
        assert session_under_cursor(driver) == "Panel: who answers?"


async def test_a_suggestion_can_be_left(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "r", "escape")
        assert driver.app.screen is driver.main
        assert stored(workspace, SLOTS[0]) == SLOTS[0]


async def test_two_sessions_swap(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("space", "x")
        assert "to swap, carry" in driver.text
        await driver.press("left", "up", "up", "x")
        assert (stored(workspace, SLOTS[1]).room_id, stored(workspace, SLOTS[1]).start) == (HALL.id, at(9, 30))
        assert (stored(workspace, SLOTS[4]).room_id, stored(workspace, SLOTS[4]).start) == (STUDIO.id, at(10))
        await driver.press("ctrl+z")
        assert (stored(workspace, SLOTS[1]), stored(workspace, SLOTS[4])) == (SLOTS[1], SLOTS[4])


async def test_a_session_gets_longer_and_shorter(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("greater_than_sign")
        assert stored(workspace, SLOTS[1]).duration == timedelta(minutes=45)
        assert "45′ long" in driver.text
        await driver.press("less_than_sign", "less_than_sign")
        assert stored(workspace, SLOTS[1]).duration == timedelta(minutes=15)
        await driver.press("less_than_sign")
        assert "can't be shorter" in driver.text
        assert stored(workspace, SLOTS[1]).duration == timedelta(minutes=15)


async def test_what_cannot_be_written_goes_back_and_says_why(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])

        def full(edit: Edit, **_: object) -> None:
            raise StorageError("the disk is full", fix="make room")

        whole = workspace.apply
        workspace.apply = full  # type: ignore[method-assign,assignment]
        await driver.press("space", "right", "enter")
        workspace.apply = whole  # type: ignore[method-assign]
        assert "the disk is full" in driver.toasts
        assert stored(workspace, SLOTS[1]) == SLOTS[1]
        scene = pane_of(driver).grid.scene
        assert scene is not None
        assert scene.layout.block_of[SLOTS[1].id].slot == SLOTS[1]


async def test_somebody_else_moved_it_meanwhile(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        with open_at(workspace.root, author="ben", first_id=90_000) as other:
            moved = Slot(SLOTS[1].id, SLOTS[1].session_id, at(15), at(15, 30), LAB.id)
            other.apply(Edit.change("Move it", SLOTS[1], moved))
        await driver.press("space", "left", "enter")
        assert "✗" in driver.toasts
        assert stored(workspace, SLOTS[1]) == moved
        block = pane_of(driver).grid.scene.layout.block_of[SLOTS[1].id]  # type: ignore[union-attr]
        assert block.slot == moved


async def test_a_change_by_somebody_else_ends_the_carrying_of_what_is_gone(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("space", "right")
        with open_at(workspace.root, author="ben", first_id=90_000) as other:
            other.apply(Edit.remove("Take it out", SLOTS[1]))
        driver.main.read()
        await driver.settle()
        assert pane_of(driver).carry.carrying is None
        assert "changed by somebody else" in driver.text


async def test_carrying_goes_on_while_somebody_changes_something_else(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[1])
        await driver.press("space", "right")
        with open_at(workspace.root, author="ben", first_id=90_000) as other:
            other.apply(Edit.remove("Take it out", SLOTS[2]))
        driver.main.read()
        await driver.settle()
        carrying = pane_of(driver).carry.carrying
        assert carrying is not None
        assert carrying.verdict.is_fine
        await driver.press("enter")
        assert stored(workspace, SLOTS[1]).room_id == LAB.id


async def test_the_mouse_drags_a_block(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        grid = pane_of(driver).grid
        assert grid.painter is not None
        assert grid.scene is not None
        block = grid.scene.layout.block_of[SLOTS[1].id]
        left = 7 + sum(grid.painter.frame.widths[: block.column]) + 3
        right = left + grid.painter.frame.widths[block.column]
        await driver.pilot.mouse_down(grid, Offset(left, block.first + 2))
        await driver.pilot._post_mouse_events([MouseMove], grid, Offset(right, block.first + 4), button=1)
        await driver.pilot.pause()
        assert pane_of(driver).carry.carrying is not None
        await driver.pilot.mouse_up(grid, Offset(right, block.first + 4))
        await driver.settle()
        slot = stored(workspace, SLOTS[1])
        assert (slot.room_id, slot.start) == (LAB.id, at(10, 30))


async def test_the_mouse_drags_from_the_tray(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        pane = pane_of(driver)
        waiting = pane.tray.session
        assert waiting is not None
        left = pane.grid.sheet.spot_at  # type: ignore[union-attr]
        x = next(x for x in range(7, 90) if (spot := left(x, 4)) is not None and spot.column == 1)
        await driver.pilot.mouse_down(pane.tray, Offset(12, 0))
        await driver.pilot._post_mouse_events([MouseMove], pane.grid, Offset(x, 5), button=1)
        await driver.settle()
        assert pane.carry.carrying is not None
        await driver.pilot._post_mouse_events([MouseMove], pane.grid, Offset(x, 5), button=1)
        await driver.pilot.mouse_up(pane.grid, Offset(x, 5))
        await driver.settle()
        slots = workspace.repository.programme(EVENT.id).slots_of[waiting.id]
        assert [slot.room_id for slot in slots] == [ROOMS[1].id]


async def test_the_mouse_chooses_and_opens(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        grid = pane_of(driver).grid
        await driver.pilot.click(grid, Offset(30, 5))
        await driver.settle()
        assert session_under_cursor(driver) == "Podcasting on the ward"
        await driver.pilot.click(grid, Offset(10, 1), times=2)
        await driver.settle()
        assert type(driver.app.screen).__name__ == "FormScreen"


async def test_zoom_days_and_list(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "plus")
        assert "10 min" in driver.text
        await driver.press("minus", "minus", "minus", "minus")
        assert "60 min" in driver.text
        assert session_under_cursor(driver) == "Opening keynote"
        await driver.press("full_stop")
        assert "[Fri 9 Apr]" in driver.text
        assert "Chiara Conti" in driver.text
        await driver.press("comma", "g")
        assert "Thursday 8 April 2027 · Main hall" in driver.text
        await driver.press("g")
        assert "60 min" in driver.text
        await driver.press("c")
        assert pane_of(driver).grid.is_condensed


async def test_the_filter_leaves_shadows(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "slash")
        await driver.type("with:chiara")
        assert "only with:chiara · 0 on this day · esc shows all" in driver.text
        assert all("Ben Okafor" not in line[22:80] for line in driver.text.splitlines())
        await driver.press("escape")
        assert "only" not in driver.text
        assert "Ben Okafor" in driver.text


async def test_only_what_is_in_sight_is_drawn(workspace: Workspace, start: Start) -> None:
    sessions = tuple(Session(number(5000 + n), EVENT.id, f"Session {n}") for n in range(600))
    slots = [
        Slot(
            number(7000 + n),
            session.id,
            at(9) + timedelta(minutes=15 * (n % 60)),
            at(9) + timedelta(minutes=15 * (n % 60) + 15),
            ROOMS[n % 3].id,
        )
        for n, session in enumerate(sessions)
    ]
    workspace.apply(Edit.add("Many", *sessions, *slots))
    async with start(workspace, size=(120, 40)) as driver:
        await driver.press("3")
        grid = pane_of(driver).grid
        assert grid.painter is not None
        drawn, cells = grid.drawn, grid.painter.cells
        await driver.press("down")
        assert grid.drawn - drawn <= 2 * grid.size.height
        assert grid.painter.cells - cells <= 2 * grid.size.height * len(grid.painter.frame.widths)


async def test_an_empty_event_has_a_grid_to_begin_with(workspace: Workspace, start: Start) -> None:
    programme = workspace.repository.programme(EVENT.id)
    workspace.apply(Edit.remove("Clear", *programme.slots))
    async with start(workspace) as driver:
        await driver.press("3")
        assert "0 placed · 6 waiting" in driver.text
        assert cast(Spot, pane_of(driver).grid.scene.cursor)[:2] == (0, 0)  # type: ignore[union-attr]
        await driver.press("down", "space", "space", "enter")
        assert len(workspace.repository.programme(EVENT.id).slots) == 1
