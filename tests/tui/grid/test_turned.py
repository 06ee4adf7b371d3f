"""The turned grid and the map, key by key and with the mouse; and how little a step of the cursor draws."""

from datetime import timedelta

import pytest
from textual.events import MouseMove, MouseScrollDown
from textual.geometry import Offset

from confkit.domain.edit import Edit
from confkit.domain.event import Room
from confkit.domain.session import Session, Slot
from confkit.services.workspace import Workspace
from confkit.tui.grid.map_screen import MapScreen
from confkit.tui.grid.model import Block
from confkit.tui.grid.pane import SchedulePane
from tests.tui.conftest import EVENT, ROOMS, SESSIONS, SLOTS, Start, number
from tests.tui.grid.test_flows import LAB, at, go_to, pane_of, session_under_cursor, stored
from tests.tui.grid.test_model import DAY
from tests.tui.test_hostile import HOSTILE, assert_clean

pytestmark = pytest.mark.slow  # `make test` leaves these out


def place(pane: SchedulePane, block: Block) -> Offset:
    """The first cell of a block on the screen of the grid, below its header."""
    sheet = pane.grid.sheet
    assert sheet is not None
    x = sheet.margin + sum(sheet.frame.widths[: sheet.units(block).start - sheet.frame.first])
    return Offset(x + 1, sheet.lines(block).start + 1 - pane.grid.scroll_offset.y)


def block_of(pane: SchedulePane, slot: Slot) -> Block:
    assert pane.layout_shown is not None
    return pane.layout_shown.block_of[slot.id]


async def test_arrows_go_where_they_point(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "T")
        pane = pane_of(driver)
        assert "Main hall" in driver.text
        assert "400 seats" in driver.text
        assert "09:00" in driver.text.split("\n")[2]
        assert session_under_cursor(driver) == "Opening keynote"
        await driver.press("right")
        assert session_under_cursor(driver) == "Coffee"
        await driver.press("down", "right", "right")
        assert session_under_cursor(driver) == "Podcasting on the ward"
        await driver.press("up")
        assert pane.grid.scene is not None
        assert pane.grid.scene.cursor.column == 0
        await driver.press("home")
        assert session_under_cursor(driver) == "Opening keynote"
        await driver.press("end", "pagedown")
        assert pane.grid.scene.cursor[:2] == (2, pane.grid.scene.layout.hours.count - 1)
        assert " ‹" in driver.text
        await driver.press("0", "plus")
        assert "10 min" in driver.text
        await driver.press("minus", "c", "full_stop")
        assert pane.grid.is_turned
        assert "[Fri 9 Apr]" in driver.text
        await driver.press("c", "comma", "slash")
        await driver.type("with:chiara")
        assert "0 on this day" in driver.text
        await driver.press("escape", "T")
        assert "Main hall · 400" in driver.text


async def test_carrying_in_the_turned_grid(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "T")
        pane = pane_of(driver)
        await go_to(driver, SLOTS[1])
        await driver.press("space", "down", "right", "right")
        assert "Carrying" in driver.text
        assert "! Podcas" in driver.text, "Amira and Ben are in the panel"
        drawn = pane.grid.drawn
        await driver.press("left")
        assert pane.grid.drawn - drawn <= 2 * 6 + 1, "the band of the room, and the times"
        await driver.press("escape")
        assert "✓" not in driver.text
        assert session_under_cursor(driver) == "Podcasting on the ward"
        await driver.press("space", "down", "right", "right", "T", "enter")
        slot = stored(workspace, SLOTS[1])
        assert (slot.room_id, slot.start) == (LAB.id, at(10, 30))


async def test_the_mouse_in_the_turned_grid(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "T")
        pane = pane_of(driver)
        grid = pane.grid
        await go_to(driver, SLOTS[1])
        origin = place(pane, block_of(pane, SLOTS[1]))
        assert grid.sheet is not None
        step = grid.sheet.frame.widths[0]
        down = grid.sheet.lines(block_of(pane, SLOTS[1])).stop + 1 - grid.sheet.lines(block_of(pane, SLOTS[1])).start
        await driver.pilot.mouse_down(grid, origin)
        target = Offset(origin.x - 2 * step, origin.y + down)
        await driver.pilot._post_mouse_events([MouseMove], grid, target, button=1)
        await driver.pilot.pause()
        assert pane.carry.carrying is not None
        await driver.pilot.mouse_up(grid, target)
        await driver.settle()
        slot = stored(workspace, SLOTS[1])
        assert (slot.room_id, slot.start) == (LAB.id, at(9, 30))
        await driver.pilot.click(grid, place(pane, block_of(pane, SLOTS[0])))
        await driver.settle()
        assert session_under_cursor(driver) == "Opening keynote"
        first = grid.sheet.frame.first
        await driver.pilot._post_mouse_events([MouseScrollDown], grid, Offset(20, 3), shift=True)
        await driver.settle()
        assert grid.sheet.frame.first > first
        await driver.pilot._post_mouse_events([MouseScrollDown], grid, Offset(20, 3), control=True)
        await driver.settle()
        assert pane.zoom == 30


def fill(workspace: Workspace, rooms: int) -> None:
    """Many more rooms, each with sessions all day."""
    more = tuple(Room(number(900 + n), EVENT.id, f"Room {n:02}", 10 + n) for n in range(rooms))
    sessions = tuple(Session(number(5000 + n), EVENT.id, f"Session {n}") for n in range(rooms * 8))
    slots = [
        Slot(number(8000 + n), one.id, at(9 + n % 8), at(9 + n % 8) + timedelta(minutes=45), more[n // 8].id)
        for n, one in enumerate(sessions)
    ]
    workspace.apply(Edit.add("Many", *more, *sessions, *slots))


async def test_only_lines_that_changed_are_drawn(workspace: Workspace, start: Start) -> None:
    fill(workspace, 40)
    async with start(workspace) as driver:
        await driver.press("3")
        grid = pane_of(driver).grid
        await driver.press("right", "right", "right", "down")
        for turned in (False, True):
            if turned:
                await driver.press("T")
            assert grid.painter is not None
            assert grid.sheet is not None
            shown = len(grid.sheet.frame.widths)
            for key in ("down", "right", "up", "left") if turned else ("down", "up"):
                drawn, cells = grid.drawn, grid.painter.cells
                await driver.press(key)
                # The blocks that the cursor left and came to (turned: the bands of their rooms), and the header.
                assert 0 < grid.drawn - drawn <= 12, (turned, key)
                assert grid.painter.cells - cells <= 12 * shown
            # What scrolls into sight is drawn, what was in sight is not.
            drawn = grid.drawn
            grid.scroll_to(y=grid.scroll_offset.y + 2, animate=False)
            await driver.pilot.pause()
            assert 0 < grid.drawn - drawn <= 4
            grid.scroll_to(y=grid.scroll_offset.y - 2, animate=False)
            await driver.pilot.pause()
        await driver.press("m")
        assert isinstance(driver.app.screen, MapScreen)
        drawn = driver.app.screen.map.drawn
        await driver.press("right", "down")
        assert 0 < driver.app.screen.map.drawn - drawn <= 2 * 4 + 2


async def test_the_map_shows_everything_and_leads_to_it(workspace: Workspace, start: Start) -> None:
    async with start(workspace, size=(80, 24)) as driver:
        await driver.press("3", "m")
        screen = driver.app.screen
        assert isinstance(screen, MapScreen)
        assert "Map · [Thu 8 Apr] · Fri 9 Apr · 10 min" in driver.text
        assert "▲ Opening keynote  Thu 8 Apr 09:00–09:30 · Main hall" in driver.text
        assert "┘" in driver.text
        await driver.press("n")
        assert "is in “" in driver.text
        await driver.press("n", "home", "down")
        assert "Studio · Thu 8 Apr 09:00  free" in driver.text
        await driver.press("w")
        assert "whole event · a cell is 20 min" in driver.text
        await driver.press("end", "pagedown", "home", "right", "G", "left")
        assert "Lab · Fri 9 Apr 17:20  free" in driver.text
        await driver.press("w", "question_mark")
        assert "Map of all rooms" in driver.text
        await driver.press("escape", "home")
        assert "First episode in an hour" in driver.text
        await driver.press("comma", "full_stop", "enter")
        assert driver.app.screen is driver.main
        assert "[Fri 9 Apr]" in driver.text
        assert session_under_cursor(driver) == "First episode in an hour"
        await driver.press("m", "comma", "up", "escape")
        assert "[Fri 9 Apr]" in driver.text
        await driver.press("m", "up", "right", "enter")
        scene = pane_of(driver).grid.scene
        assert scene is not None
        assert (scene.cursor.column, scene.layout.hours.at(scene.cursor.row)) == (1, at(9, day=9))


async def test_the_mouse_and_what_is_carried_on_the_map(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "m")
        screen = driver.app.screen
        assert isinstance(screen, MapScreen)
        painter = screen.map.painter
        assert painter is not None
        spot = Offset(painter.margin + painter.cell * painter.overview.unit(DAY, at(10)), painter.lines_of(1)[0] + 1)
        await driver.pilot.hover(screen.map, spot)
        await driver.settle()
        assert "Podcasting on the ward" in driver.text
        await driver.pilot.click(screen.map, spot)
        await driver.settle()
        assert driver.app.screen is driver.main
        assert session_under_cursor(driver) == "Podcasting on the ward"
        await driver.press("space", "m", "full_stop", "down", "enter")
        carrying = pane_of(driver).carry.carrying
        assert carrying is not None
        assert (carrying.slot.room_id, carrying.slot.start) == (LAB.id, at(10, day=9))
        await driver.press("enter")
        assert stored(workspace, SLOTS[1]).room_id == LAB.id


async def test_hostile_titles_in_the_grid_the_tray_and_the_map(workspace: Workspace, start: Start) -> None:
    texts = [HOSTILE[name] for name in ("markup", "ansi", "bidi", "nul")]
    title = " ".join(texts)[:300] + "漢字" * 1_000
    for session in (SESSIONS[1], SESSIONS[4]):
        known = workspace.repository.get(Session, session.id)
        assert known is not None
        # Past the services, as a database that something else wrote.
        object.__setattr__(known, "title", title)
        workspace.apply(Edit.change("Make it hostile", session, known))
    room = ROOMS[1]
    workspace.apply(Edit.change("So is its room", room, Room(room.id, room.event_id, texts[0], 1, 80)))
    async with start(workspace, size=(80, 24)) as driver:
        for keys in ("3", "T", "c", "a", "escape"):
            await driver.press(keys)
            assert_clean(driver)
        await go_to(driver, SLOTS[1])
        await driver.press("space", "right")
        assert_clean(driver)
        await driver.press("escape", "m")
        assert_clean(driver)
        assert "[/] [bold]" in driver.text
        assert "waiting" not in driver.text
