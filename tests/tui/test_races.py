"""Somebody else changes or deletes what is being worked on: nothing is lost, and nothing else is closed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.event import Event, Room
from confkit.domain.history import Entry
from confkit.domain.session import Session
from confkit.services.workspace import Workspace
from confkit.tui.ask_screen import AskScreen
from confkit.tui.bulk_screen import BulkScreen
from confkit.tui.fields_screen import FieldsScreen
from confkit.tui.form_screen import FormScreen
from confkit.tui.grid.break_screen import BreakScreen
from confkit.tui.grid.sequence_screen import SequenceScreen
from confkit.tui.rule_screen import RuleScreen
from confkit.tui.selection.reading import ReadingScreen
from confkit.tui.selection.screen import SelectionScreen
from confkit.tui.sign_ups.screen import SignUpsScreen
from tests.tui.conftest import EVENT, ROOMS, SESSIONS, SLOTS, Start, open_at
from tests.tui.grid.test_flows import at, pane_of, stored
from tests.tui.grid.test_own_writes import shown_is_stored
from tests.tui.selection.test_selection import IDEAS, propose
from tests.tui.test_sign_ups_screen import WORKSHOP, with_list

if TYPE_CHECKING:
    from confkit.domain.programme import Programme

_IDS = iter(range(90_000, 1_000_000, 1_000))


@contextmanager
def somebody_else(workspace: Workspace) -> Iterator[Workspace]:
    with open_at(workspace.root, author="ben", first_id=next(_IDS)) as other:
        yield other


def delete(workspace: Workspace, *things: Entity) -> None:
    """Let somebody else delete things, with the reviews, sign-ups and slots of sessions."""
    with somebody_else(workspace) as other:
        programme: Programme = other.repository.programme(EVENT.id)
        gone: list[Entity] = []
        for thing in things:
            gone += programme.reviews_of.get(thing.id, ())
            gone += programme.sign_ups_of.get(thing.id, ())
            gone += programme.slots_of.get(thing.id, ())
            gone.append(programme.session.get(thing.id) or programme.room.get(thing.id) or thing)
        other.apply(Edit("Delete", tuple(Change(one, None) for one in gone)))


@pytest.fixture
def gate(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Nothing is written before it is set."""
    gate, whole = threading.Event(), workspace.apply

    def slowly(edit: Edit, *, author: str | None = None) -> Entry:
        gate.wait(10)
        return whole(edit, author=author)

    gate.set()
    monkeypatch.setattr(workspace, "apply", slowly)
    yield gate
    gate.set()


async def test_a_form_that_is_left_while_it_is_saved_closes_itself_only(
    workspace: Workspace, start: Start, gate: threading.Event
) -> None:
    async with start(workspace, (80, 24)) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        form.field_named("title").text = "Another title"
        gate.clear()
        await driver.pilot.press("ctrl+s", "escape", "f1")
        assert len(driver.app.screen_stack) == 3
        gate.set()
        await driver.settle()
        assert driver.app.screen_stack[1] is form
        await driver.press("escape")
        await driver.pilot.pause(0.2)
        assert driver.app.screen is driver.main
        assert "Another title" in {one.title for one in workspace.repository.programme(EVENT.id).sessions}


async def test_the_session_of_a_list_is_deleted_below_a_form(workspace: Workspace, start: Start) -> None:
    with_list(workspace)
    async with start(workspace, (80, 24)) as driver:
        driver.main.records.select(WORKSHOP.id)
        await driver.press("U", "n")
        screen, form = driver.app.screen_stack[1:]
        assert isinstance(screen, SignUpsScreen)
        assert isinstance(form, FieldsScreen)
        form.fields["name"].text = "Michael"
        # Whether there is a place is asked of what is stored, not of what was there when the form was opened.
        with somebody_else(workspace) as other:
            programme = other.repository.programme(EVENT.id)
            one, session = programme.session[WORKSHOP.id], programme.sign_ups_of[WORKSHOP.id]
            other.apply(Edit("Less room", (Change(one, replace(one, capacity=1)), Change(session[-1], None))))
        await driver.press("ctrl+s")
        assert "they wait, number 4" in driver.toasts
        await driver.press("n")
        form = driver.app.screen
        assert isinstance(form, FieldsScreen)
        form.fields["name"].text = "Derek"
        delete(workspace, WORKSHOP)
        screen.reading.watch()
        await driver.settle()
        assert "The session was deleted meanwhile" in driver.toasts
        await driver.press("ctrl+s")
        assert driver.app.screen is form
        assert form.fields["name"].text == "Derek"
        await driver.press("escape")
        await driver.pilot.pause(0.2)
        assert driver.app.screen is driver.main


async def test_a_proposal_is_deleted_while_it_is_reviewed(workspace: Workspace, start: Start) -> None:
    propose(workspace)
    async with start(workspace, (80, 24)) as driver:
        await driver.press("R")
        screen = driver.app.screen
        assert isinstance(screen, SelectionScreen)
        # What was marked for a decision that was refused is marked still.
        screen.marked |= {IDEAS[1].id, IDEAS[3].id}
        with somebody_else(workspace) as other:
            other.apply(Edit.change("Rename", IDEAS[1], replace(IDEAS[1], title="At night")))
        await driver.press("a")
        assert "was changed by somebody else" in driver.toasts
        assert screen.marked == {IDEAS[1].id, IDEAS[3].id}
        screen.records.select(IDEAS[2].id)
        await driver.press("enter", "c")
        await driver.type("Good")
        delete(workspace, IDEAS[2])
        screen.desk.watch()
        await driver.settle()
        assert isinstance(driver.app.screen, AskScreen)
        await driver.press("enter")
        assert "deleted the proposal meanwhile" in driver.toasts
        assert isinstance(driver.app.screen, AskScreen)
        assert driver.app.screen.query_one("LineInput").value == "Good"  # type: ignore[attr-defined]
        await driver.press("escape")
        # The page of the proposal is closed as soon as nothing covers it; a key may come before that.
        if isinstance(driver.app.screen, ReadingScreen):
            await driver.press("3")
        await driver.pilot.pause(0.2)
        assert driver.app.screen is screen


async def test_what_is_set_for_many_or_of_a_rule_can_be_saved_after_a_conflict(
    workspace: Workspace, start: Start
) -> None:
    async with start(workspace, (80, 24)) as driver:
        await driver.press(*("x" for _ in SESSIONS), "e")
        form = driver.app.screen
        assert isinstance(form, BulkScreen)
        language = next(field for field in form.query("FormField") if field.field.name == "language")  # type: ignore[attr-defined]
        language.text = "de"  # type: ignore[attr-defined]
        delete(workspace, SESSIONS[4])
        with somebody_else(workspace) as other:
            other.apply(Edit.change("Translate", SESSIONS[5], replace(SESSIONS[5], language="fr")))
        await driver.press("ctrl+s")
        assert driver.app.screen is form
        assert "Nothing was saved." in driver.toasts
        assert workspace.repository.get(Session, SESSIONS[5].id).language == "fr"  # type: ignore[union-attr]
        await driver.press("ctrl+s")
        assert driver.app.screen is driver.main
        assert {one.language for one in workspace.repository.programme(EVENT.id).sessions} == {"de"}
        await driver.press("escape", "6", "s")
        rule = driver.app.screen
        assert isinstance(rule, RuleScreen)
        rule.fields[0].text = "off"
        with somebody_else(workspace) as other:
            event = other.repository.get(Event, EVENT.id)
            assert event is not None
            other.apply(Edit.change("Move it", event, replace(event, location="Bremen")))
        await driver.press("ctrl+s")
        assert driver.app.screen is rule
        await driver.press("ctrl+s")
        event = workspace.repository.get(Event, EVENT.id)
        assert event is not None
        assert (event.location, len(event.severities)) == ("Bremen", 1)


async def test_drops_that_can_not_be_written_take_back_what_follows_from_them(
    workspace: Workspace, start: Start, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, coffee = SLOTS[2], SLOTS[4]
    async with start(workspace) as driver:
        left: list[bool] = []
        monkeypatch.setattr(driver.app, "exit", lambda *_, **__: left.append(pane.has_pending))
        await driver.press("3")
        pane = pane_of(driver)
        gate.clear()
        noon = replace(panel, start=at(12), end=at(13))
        pane.change([(panel, noon)], "")
        pane.change([(coffee, replace(coffee, start=at(16), end=at(17)))], "")
        pane.change([(noon, replace(panel, start=at(14), end=at(15)))], "")
        with somebody_else(workspace) as other:
            other.apply(Edit.change("Move it", panel, theirs := replace(panel, start=at(11), end=at(12))))
        driver.app.leave()
        gate.set()
        await driver.settle()
        # One error, not two; nobody leaves without seeing it; what has nothing to do with it is done.
        assert driver.toasts.count("✗") == 1
        assert not left
        assert stored(workspace, panel) == theirs
        assert stored(workspace, coffee).start == at(16)
        shown_is_stored(driver, workspace)
        # What is taken back is what is shown as done last, also while it is being written.
        gate.clear()
        pane.change([(theirs, replace(theirs, start=at(9), end=at(10)))], "")
        await driver.pilot.press("ctrl+z")
        gate.set()
        await driver.settle()
        assert stored(workspace, panel) == theirs
        assert stored(workspace, coffee).start == at(16)
        shown_is_stored(driver, workspace)
        # A screen that is closed before it was painted does not do what it was to do after that.
        monkeypatch.setattr(driver.main, "call_after_refresh", lambda *_: None)
        pane.change([(theirs, replace(theirs, start=at(9), end=at(10)))], "")
        await driver.pilot.pause(0.4)
        await driver.settle()
        assert stored(workspace, panel).start == at(9)
        monkeypatch.undo()
        monkeypatch.setattr(driver.app, "exit", lambda *_, **__: left.append(pane.has_pending))
        # Windows of availability are waited for as well, all of them.
        position = workspace.repository.position()
        await driver.press("A")
        await driver.pilot.press("space", "down", "enter", "down", "down", "space", "down", "enter")
        driver.app.leave()
        await driver.settle()
        assert left == [False]
        assert workspace.repository.position() == position + 2


async def test_dialogues_of_the_grid_stay_filled_in_where_something_is_gone(workspace: Workspace, start: Start) -> None:
    waiting = [replace(SESSIONS[0], id=workspace.new_id(), title=f"New {n}", participants=()) for n in range(3)]
    workspace.apply(Edit.add("Add", *waiting))
    async with start(workspace) as driver:
        await driver.press("3", "B")
        form = driver.app.screen
        assert isinstance(form, BreakScreen)
        form.query("FormField").first().text = "Lunch for all"  # type: ignore[attr-defined]
        with somebody_else(workspace) as other:
            moves = [Change(slot, replace(slot, room_id=None)) for slot in SLOTS if slot.room_id == ROOMS[2].id]
            other.apply(Edit("Close the lab", (*moves, Change(other.repository.get(Room, ROOMS[2].id), None))))
        await driver.press("ctrl+s")
        assert "room that is not there" in driver.toasts
        again = driver.app.screen
        assert isinstance(again, BreakScreen)
        assert again.wanted().title == "Lunch for all"
        assert [room.name for room in again.wanted().rooms] == ["Main hall", "Studio"]
        await driver.press("ctrl+s")
        assert driver.app.screen is driver.main
        assert "Lunch for all" in {one.title for one in workspace.repository.programme(EVENT.id).sessions}
        await driver.press("s", "space", "space", "space", "tab", "end", "backspace", "7", "tab")
        delete(workspace, waiting[1])
        await driver.press("enter")
        sequence = driver.app.screen
        assert isinstance(sequence, SequenceScreen)
        assert [one.title for one in sequence.chosen.sessions] == ["New 0", "New 2"]
        await driver.press("enter")
        assert driver.app.screen is driver.main
        slots = workspace.repository.programme(EVENT.id).slots_of
        first, second = (slots[waiting[n].id][0] for n in (0, 2))
        assert second.start - first.end == (first.end - first.start) * 7 / 30
        shown_is_stored(driver, workspace)
