"""The day of the event as a user sees it: the screen, the sign of a room, paper."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from confkit.domain.edit import Edit
from confkit.domain.programme import Programme
from confkit.services import lookup
from confkit.services.workspace import Workspace
from confkit.tui.day.day_screen import DayScreen
from confkit.tui.day.letters import glyph, large, largest
from confkit.tui.day.sign_app import SignApp
from confkit.tui.day.sign_screen import SignScreen, sign_lines
from confkit.tui.day.sign_text import SignText, sign_text
from tests.tui.conftest import EVENT, PERSONS, ROOMS, SESSIONS, SLOTS, ZONE, Driver, Start
from tests.tui.test_golden import compare

pytestmark = pytest.mark.slow  # `make test` leaves these out

AT = datetime(2027, 4, 8, 9, 10, tzinfo=ZONE)


def here(ws: Workspace) -> Programme:
    return lookup.programme(ws, EVENT.slug)


def starts(ws: Workspace) -> dict[str, str]:
    programme = here(ws)
    return {
        programme.session[slot.session_id].title: f"{slot.start:%H:%M}-{slot.end:%H:%M}" for slot in programme.slots
    }


async def test_the_day(workspace: Workspace, start: Start) -> None:
    workspace.now = lambda: AT
    before = starts(workspace)
    async with start(workspace, (80, 24)) as driver:
        await driver.press("D")
        screen = driver.app.screen
        assert isinstance(screen, DayScreen)
        compare(driver, "day-80x24")
        # Late: what shifts is shown first, then done as one edit.
        await driver.press("l")
        assert "09:30 → 09:40  Coffee" in driver.text
        assert starts(workspace) == before
        await driver.press("1", "5", "enter")
        assert starts(workspace)["Opening keynote"] == "09:00-09:45"
        assert starts(workspace)["Panel: who answers?"] == "10:30-11:30"
        assert "+15′" in driver.text
        await driver.press("b")
        assert "On time again from 10:15 on." in driver.text
        await driver.press("y")
        assert starts(workspace)["Coffee"] == "09:45-10:00"
        assert starts(workspace)["Panel: who answers?"] == "10:15-11:15"
        await driver.press("ctrl+z", "ctrl+z")
        assert starts(workspace) == before
        # Who is missing: enter checks them in, C takes one back by search.
        assert [one.person.name for one in screen.missing.listing.rows] == ["Amira Hart", "Ben Okafor"]
        await driver.press("tab", "enter")
        assert set(here(workspace).arrival_of) == {PERSONS[0].id}
        await driver.press("C", *"amira", "enter")
        assert not here(workspace).arrival_of
        await driver.press("tab", "c", *"okafor", "enter")
        assert set(here(workspace).arrival_of) == {PERSONS[1].id}
        # Rehearsing another time; the filter; the sign; back.
        await driver.press("t")
        await driver.type("10:30")
        await driver.press("enter")
        # Not the text of the screen: messages of before may lie over the clock.
        assert "REHEARSAL" in screen.clock.render().plain
        assert "10:30:00" in screen.clock.render().plain
        await driver.press("full_stop")
        assert "10:35:00" in screen.clock.render().plain
        await driver.press("slash")
        await driver.type("studio")
        await driver.press("enter")
        assert {row.room.name for row in screen.rooms.shown_rows} == {"Studio"}
        await driver.press("enter")
        sign = driver.app.screen
        assert isinstance(sign, SignScreen)
        assert sign.sign.text is not None
        assert sign.sign.text.above == "That was all in this room"
        await driver.press("q", "escape", "0", "escape")
        assert driver.app.screen is driver.main


async def test_the_day_elsewhere(workspace: Workspace, start: Start) -> None:
    workspace.now = lambda: AT
    async with start(workspace) as driver:
        await driver.press("D")
        compare(driver, "day-120x40")
        screen = driver.app.screen
        assert isinstance(screen, DayScreen)
        # Another process checks somebody in; the room in the cursor is removed; the event is.
        workspace.apply(Edit.change("Rename", ROOMS[0], replace(ROOMS[0], name="[b]Aula[/b] ‮")))
        screen.read()
        await driver.settle()
        assert "[b]Aula[/b]" in driver.text
        workspace.now = lambda: AT + timedelta(days=300)
        screen.tick()
        await driver.settle()
        assert "The event is on 8–9 Apr 2027" in driver.text
        await driver.press("h", "b", "l", "e", "question_mark")
        assert "Help · Day of the event" in driver.text
        await driver.press("escape", "t")
        await driver.type("soon")
        await driver.press("enter")
        assert "is not a date and time" in driver.toasts


async def test_paper(workspace: Workspace, start: Start) -> None:
    async with start(workspace, (80, 24)) as driver:
        await driver.press("O", "ctrl+r")
        assert "Main hall" in driver.text
        assert "Opening keynote" in driver.text
        await driver.press("escape", "ctrl+s")
        path = workspace.root / "health-voices-doors.html"
        assert path.read_text("utf-8").startswith("<!doctype html>")
        assert driver.app.screen is driver.main
        path.write_text("mine", "utf-8")
        await driver.press("O", "ctrl+s")
        assert "is there already" in driver.text
        await driver.press("n")
        assert path.read_text("utf-8") == "mine"


async def test_the_sign_follows_the_clock_and_the_database(workspace: Workspace) -> None:
    workspace.now = lambda: AT
    app = SignApp(workspace, EVENT.id, ROOMS[0].id, theme="light", watch_every=3600)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        compare(driver, "sign-80x24")
        screen = app.screen
        assert isinstance(screen, SignScreen)
        await pilot.resize_terminal(30, 8)
        await driver.settle()
        assert "Opening keynote" in driver.text
        workspace.apply(Edit.change("Rename", SESSIONS[0], replace(SESSIONS[0], title="日本語 keynote")))
        screen._read()
        await driver.settle()
        assert "日本語 keynote" in driver.text
        await driver.press("q")
    assert app.return_code == 0


def said(ws: Workspace, when: datetime, room: int = 0) -> SignText:
    return sign_text(here(ws), ROOMS[room].id, when, {SLOTS[0].id: SLOTS[0], SLOTS[4].id: SLOTS[4]})


def test_what_a_sign_says(workspace: Workspace) -> None:
    now = said(workspace, AT)
    assert (now.above, now.title, now.left, now.part) == ("Now", "Opening keynote", "20 min left", pytest.approx(1 / 3))
    assert now.below == "Next 09:30  Coffee"
    assert said(workspace, AT - timedelta(minutes=22)).above == "Starts in 12 min"
    assert said(workspace, AT - timedelta(hours=3)).above == "Next at 09:00"
    slot = here(workspace).slots_of[SESSIONS[0].id][0]
    workspace.apply(Edit.change("Late", slot, replace(slot, end=slot.end + timedelta(minutes=10))))
    assert said(workspace, AT).above == "Now, running 10 min late"
    assert said(workspace, AT - timedelta(days=1), 2).title == "See you on Friday, 9 April at 9:00"
    evening = said(workspace, AT + timedelta(hours=12), 2)
    assert (evening.above, evening.title) == ("Nothing today", "See you tomorrow at 9:00")
    assert evening.people == "09:00  First episode in an hour — Chiara Conti"
    assert said(workspace, AT + timedelta(days=9)).title == "Thank you, and see you again!"
    assert "no longer" in sign_text(here(workspace), EVENT.id, AT, {}).title
    assert "no longer" in sign_text(None, EVENT.id, AT, {}).title


@pytest.mark.parametrize("size", [(200, 60), (80, 24), (40, 12), (12, 3), (1, 1)])
@pytest.mark.parametrize("title", ["Zoë’s “Ångström”", "日本語のとても長い題名" * 4, "x" * 300, ""])
def test_a_sign_fits_every_terminal(size: tuple[int, int], title: str) -> None:
    width, height = size
    text = SignText(
        title, "10:05", "Now", title=title, people=title, begins="10:00", ends="11:00", part=0.4, below=title
    )
    lines = sign_lines(text, width, height)
    assert len(lines) == height
    if width >= 12:
        assert all(line.cell_length <= width for line in lines)


def test_large_letters() -> None:
    assert large("l", 10, 4) == ["▀█ ", " █ ", " █ ", "▀▀▀"]
    assert glyph("語") is None
    assert glyph("ñ") is not None
    assert glyph("Ł") is not None
    assert largest("Talk", 200, 60) > largest("Talk", 80, 24) >= 1
    assert largest("Talk 語", 200, 60) == 0
    assert large("Schifffahrtsgesellschaft", 40, 20) is None
    rows = large("ÄÖ Talk", 60, 8, 1)
    assert rows is not None
    assert len(rows) == 5
