"""The list of a workshop and the slots of a consultation, by keys alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from confkit.domain.edit import Edit
from confkit.domain.event import SessionKind, SessionType, Way
from confkit.domain.session import Session
from confkit.domain.sign_up import SignUp
from confkit.services import editing
from confkit.services.workspace import Workspace
from confkit.tui.sign_ups.screen import SignUpsScreen
from tests.tui.conftest import EVENT, ROOMS, SESSIONS, Driver, Start, number
from tests.tui.test_golden import compare

WORKSHOP = SESSIONS[3]
NAMES = ("Chidi Anagonye", "Eleanor [bold] Shellstrop", "Tahani Al-Jamil", "Jason Mendoza", "Janet")


def with_list(workspace: Workspace, capacity: int = 2) -> None:
    """A workshop with more people than places; one of them speaks at that time."""
    editing.change(workspace, WORKSHOP, replace(WORKSHOP, capacity=capacity))
    sign_ups = [
        SignUp(
            number(500 + n),
            WORKSHOP.id,
            name,
            f"{name.split()[0].lower()}@example.org" if n != 3 else "",
            datetime(2027, 2, 1, 10, n, tzinfo=UTC),
        )
        for n, name in enumerate(NAMES)
    ]
    workspace.apply(Edit.add("Sign up", *sign_ups))


def with_consultation(workspace: Workspace) -> Session:
    kind = SessionType(number(34), EVENT.id, "Consultation", timedelta(minutes=20), SessionKind.CONSULTATION, 4)
    session = Session(number(120), EVENT.id, "Ask a lawyer", SESSIONS[0].status, kind.id)
    workspace.apply(Edit.add("Add a consultation", kind, session))
    return session


def names_of(driver: Driver) -> list[str]:
    screen = driver.app.screen
    assert isinstance(screen, SignUpsScreen)
    return [row.one.name.split()[0] if row.one else "free" for row in screen.records.shown_rows]


async def test_the_list_of_a_workshop(workspace: Workspace, start: Start, tmp_path: Path) -> None:
    with_list(workspace)
    async with start(workspace, (80, 24)) as driver:
        driver.main.records.select(WORKSHOP.id)
        await driver.press("U")
        assert "2 of 2 places taken" in driver.text
        assert "3 waiting" in driver.text
        assert "5 people signed up for 2 places" in driver.text
        compare(driver, "sign-ups-80x24")
        # Janet moves up on the waiting list, Chidi leaves, Tahani has a place.
        driver.app.screen.records.select(number(504))  # type: ignore[attr-defined]
        await driver.press("K", "K")
        assert names_of(driver) == ["Chidi", "Eleanor", "Janet", "Tahani", "Jason"]
        driver.app.screen.records.select(number(500))  # type: ignore[attr-defined]
        await driver.press("w")
        assert "Janet has a place now: write to janet@example.org" in driver.toasts
        assert names_of(driver) == ["Eleanor", "Janet", "Tahani", "Jason", "Chidi"]
        await driver.press("ctrl+z")
        assert names_of(driver)[:2] == ["Chidi", "Eleanor"]
        await driver.press("c")
        assert next(one for one in workspace.repository.programme(EVENT.id).sign_ups if one.attended)
        # Somebody new waits; the same address is refused, and the form stays open.
        await driver.press("n")
        await driver.type("Michael")
        await driver.press("tab")
        await driver.pilot.press(*"chidi", "at", *"example", "full_stop", *"org")
        await driver.press("ctrl+s")
        assert "with this address already" in driver.toasts
        await driver.press("home")
        await driver.type("x")
        await driver.press("ctrl+s")
        assert "they wait, number 4" in driver.toasts
        # Out and in again.
        table = tmp_path / "list.csv"
        await driver.press("x")
        driver.app.screen.query_one("LineInput").value = str(table)  # type: ignore[attr-defined]
        await driver.press("enter")
        assert b"xchidi@example.org" in table.read_bytes()
        table.write_text("Name,Mail\nDerek,derek@example.org\n")
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = str(table)  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "1 added" in driver.text
        await driver.press("escape")
        assert "Derek" in names_of(driver)
        # What another process writes is noticed, the cursor stays.
        here = driver.app.screen.row.key  # type: ignore[attr-defined]
        workspace.apply(Edit.add("Sign up", SignUp(number(520), WORKSHOP.id, "Vicky", "", datetime.now(UTC))))
        driver.app.screen.reading.watch()  # type: ignore[attr-defined]
        await driver.settle()
        assert "Vicky" in names_of(driver)
        assert driver.app.screen.row.key == here  # type: ignore[attr-defined]
        await driver.press("m")
        assert "Copied 6 addresses" in driver.toasts
        await driver.press("question_mark")
        assert "Help · Sign-ups" in driver.text
        await driver.press("escape", "escape")
        assert driver.app.screen is driver.main


async def test_the_slots_of_a_consultation(workspace: Workspace, start: Start) -> None:
    session = with_consultation(workspace)
    async with start(workspace) as driver:
        driver.main.read()
        await driver.settle()
        driver.main.records.select(session.id)
        await driver.press("U")
        assert "No slots yet." in driver.text
        await driver.press("s", "tab")
        await driver.type("14:00")
        await driver.press("tab")
        await driver.type("14")
        await driver.press("ctrl+s")
        assert "write it as 14:00" in driver.text
        await driver.type(":10")
        await driver.press("ctrl+s")
        assert "no room for a slot" in driver.text
        await driver.press("end", "backspace", "backspace", "backspace", "backspace")
        await driver.type("5:00")
        await driver.press("tab", "tab")
        await driver.type("5")
        await driver.press("ctrl+s")
        assert names_of(driver) == ["free", "free"]
        # Book the second slot for Chidi, then the first for Eleanor, who would have liked the second.
        driver.app.screen.records.action_last()  # type: ignore[attr-defined]
        await driver.press("enter")
        await driver.type("Chidi")
        await driver.press("ctrl+s")
        await driver.press("n")
        await driver.type("Eleanor")
        await driver.press("ctrl+s")
        assert names_of(driver) == ["free", "Chidi", "Eleanor"]
        assert "1 person waits while 1 slot is free" in driver.text
        await driver.press("b", "enter")
        assert names_of(driver) == ["Eleanor", "Chidi"]
        driver.app.clear_notifications()
        await driver.settle()
        compare(driver, "consultation-120x40")
        await driver.press("d", "y")
        assert names_of(driver) == ["Chidi", "Eleanor"]
        assert "Without a slot" in driver.text
        await driver.press("ctrl+z", "i")
        assert "press n on a slot" in driver.toasts
        await driver.press("escape")
        driver.main.records.select(SESSIONS[5].id)
        await driver.press("U")
        assert "Nobody signs up for a break" in driver.toasts
        # The track of the workshop gets a room of its own; a name is completed.
        await driver.press("4", "T")
        await driver.type("craft")
        await driver.press("enter")
        field = driver.app.screen.field_named("rooms")  # type: ignore[attr-defined]
        field.editor.focus()
        await driver.type("Stu")
        await driver.press("right", "ctrl+s")
        assert workspace.repository.programme(EVENT.id).tracks[0].rooms == (ROOMS[1].id,)
        assert "Craft belongs into Studio" in str([one.message for one in driver.main.snapshot.problems or ()])
        # The way to another room, its name completed too.
        await driver.press("4", "e")
        field = driver.app.screen.field_named("ways")  # type: ignore[attr-defined]
        field.editor.focus()
        await driver.type("St")
        await driver.press("right", "7", "ctrl+s")
        assert workspace.repository.programme(EVENT.id).rooms[0].ways == (Way(ROOMS[1].id, 7),)
