"""What was written from the grid is not read again, and yet all that is shown is what is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event as sqlalchemy_event

from confkit.domain.edit import Edit
from confkit.domain.session import Slot
from confkit.services.workspace import Workspace
from confkit.tui import reader
from confkit.tui.snapshot import Snapshot, read_problems, read_snapshot
from tests.strategies import exact
from tests.tui.conftest import EVENT, ROOMS, SLOTS, ZONE, Driver, Start, open_at
from tests.tui.grid.test_flows import go_to, pane_of, stored

HALL, STUDIO, LAB = ROOMS


@contextmanager
def statements(workspace: Workspace) -> Iterator[list[str]]:
    """What the database is asked in between."""
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    engine = workspace.repository._engine
    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sqlalchemy_event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Snapshot]:
    """Every snapshot that the screen read, in a list that grows."""
    found: list[Snapshot] = []

    def read(*args: object) -> Snapshot:
        found.append(read_snapshot(*args))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(reader, "read_snapshot", read)
    return found


def shown_is_stored(driver: Driver, workspace: Workspace) -> None:
    shown, read = driver.main.snapshot, read_snapshot(workspace, EVENT.id)
    assert shown is pane_of(driver).plan.snapshot
    assert shown.position == read.position
    assert exact(shown.programme) == exact(read.programme)
    assert shown.problems == read_problems(workspace)
    assert exact(shown.episodes) == exact(read.episodes)


async def test_a_drop_is_written_in_few_statements_and_not_read_again(
    workspace: Workspace, start: Start, readings: list[Snapshot]
) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[2])
        before = len(readings)
        with statements(workspace) as seen:
            await driver.press("space", "right", "down", "enter")
        assert len(seen) <= 10, seen
        assert stored(workspace, SLOTS[2]).room_id == STUDIO.id
        shown_is_stored(driver, workspace)
        await driver.press("greater_than_sign")
        await driver.press("space", "left", "down", "enter", "space", "down", "enter")
        shown_is_stored(driver, workspace)
        await driver.press("ctrl+z")
        shown_is_stored(driver, workspace)
        await driver.press("ctrl+z", "ctrl+y")
        shown_is_stored(driver, workspace)
        assert len(readings) == before
        # The tray as well: what waits is placed, and the counts follow.
        await driver.press("a", "space", "enter")
        assert pane_of(driver).plan.waiting == ()
        shown_is_stored(driver, workspace)
        assert len(readings) == before
        # Of this session there is an episode, which may take its date from the slot.
        await go_to(driver, SLOTS[1])
        await driver.press("space", "down", "enter")
        assert len(readings) == before + 1
        shown_is_stored(driver, workspace)


async def test_what_others_wrote_in_between_is_read(
    workspace: Workspace, start: Start, readings: list[Snapshot]
) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        await go_to(driver, SLOTS[4])
        before = len(readings)
        with open_at(workspace.root, author="ben", first_id=90_000) as other:
            moved = Slot(SLOTS[2].id, SLOTS[2].session_id, at(15), at(15, 30), LAB.id)
            other.apply(Edit.change("Move it", SLOTS[2], moved))
        await driver.press("space", "right", "enter")
        assert len(readings) > before
        assert stored(workspace, SLOTS[2]) == moved
        shown_is_stored(driver, workspace)


async def test_drops_are_written_one_after_the_other(
    workspace: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        pane, begun = pane_of(driver), list[Callable[[], None]]()
        whole = driver.app.start
        monkeypatch.setattr(driver.app, "start", lambda *args, **more: begun.append(lambda: whole(*args, **more)))
        slot = SLOTS[2]
        for hours in range(1, 4):
            moved = Slot(slot.id, slot.session_id, at(10) + timedelta(hours=hours), at(11) + timedelta(hours=hours))
            pane.change([(slot, moved)], "")
            slot = moved
        left: list[bool] = []
        monkeypatch.setattr(driver.app, "exit", lambda *_, **__: left.append(pane.plan.has_pending))
        driver.app.leave()
        await driver.settle()
        assert len(begun) == 1
        assert pane.plan.has_pending
        # Nobody leaves before all of it is stored.
        assert not left
        monkeypatch.setattr(driver.app, "start", whole)
        begun[0]()
        await driver.settle()
        assert left == [False]
        assert stored(workspace, SLOTS[2]) == slot
        shown_is_stored(driver, workspace)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 4, 8, hour, minute, tzinfo=ZONE)
