"""The history: pages, search, differences; an older edit is taken back, or what stands in its way is shown."""

from dataclasses import replace

import pytest

from confkit.domain.edit import Edit
from confkit.domain.person import Participant
from confkit.domain.session import Session
from confkit.services.workspace import Workspace
from confkit.tui.pick_screen import PickScreen
from confkit.tui.question import Question
from tests.tui.conftest import EVENT, PERSONS, ROOMS, SESSIONS, SLOTS, Start

pytestmark = pytest.mark.slow  # `make test` leaves these out


def detail_of(driver) -> str:
    return str(driver.main.detail.query_one("Static").content.plain)


async def test_edits_are_explained_and_taken_back_or_what_stands_in_the_way_is_shown(
    workspace: Workspace, start: Start
) -> None:
    keynote = SESSIONS[0]
    longer = replace(
        keynote,
        title="Opening",
        abstract="What opening keynotes should be about, [bold]said[/bold] in one long sentence of words.",
        participants=(*keynote.participants, Participant(PERSONS[1].id)),
    )
    workspace.apply(Edit.change("Edit the keynote", keynote, longer))
    reworded = replace(longer, abstract=longer.abstract.replace("one long sentence", "a sentence"))
    workspace.repository.apply(Edit.change("Shorten it", longer, reworded), author="ben", at=workspace.now())
    workspace.apply(Edit.change("Move it", SLOTS[0], replace(SLOTS[0], room_id=ROOMS[1].id)))
    async with start(workspace) as driver:
        await driver.press("7")
        records = driver.main.records
        assert records.border_title is not None
        assert records.border_title.startswith("History 4")
        assert "Room Main hall → Studio" in detail_of(driver)
        assert "number 4 · 1 thing" in detail_of(driver)
        assert "just now" in driver.text
        await driver.press("down")
        assert "should be about, [bold]said[/bold] in −one long−+a+ sentence of words." in detail_of(driver)
        await driver.press("down")
        told = detail_of(driver)
        assert "Title Opening keynote → Opening" in told
        assert "[bold]said[/bold]" in told
        assert "+ Ben Okafor speaker" in told
        # The shorter text stands in the way; choosing it goes there.
        await driver.press("r")
        assert isinstance(driver.app.screen, PickScreen)
        assert "Shorten it" in driver.text
        await driver.press("enter")
        assert records.row.label == "Shorten it"
        # It is somebody else's, and can be taken back; then the one before can be, too.
        await driver.press("r")
        assert isinstance(driver.app.screen, Question)
        assert "By ben" in driver.text
        await driver.press("n", "r", "y")
        assert "Took back 3: Shorten it" in driver.toasts
        stored = workspace.repository.get(Session, keynote.id)
        assert stored is not None
        assert stored.abstract == longer.abstract
        assert "! taken back at present by 5" in detail_of(driver)
        # What is taken back is done again by the same key, though ben made it.
        assert "r Do again…" in driver.text
        await driver.press("r")
        assert "Do again: Shorten it?" in driver.text
        await driver.press("y")
        assert "Did 3 again: Shorten it" in driver.toasts
        assert workspace.repository.get(Session, keynote.id) == reworded
        # Also from the entry that did so; then redo brings it again.
        await driver.press("home", "r", "y")
        assert workspace.repository.get(Session, keynote.id) == stored
        await driver.press("home")
        assert "↶ takes back the edit 3" in detail_of(driver)
        driver.main.action_entry(3)
        await driver.settle()
        assert records.row.number == 3
        await driver.press("ctrl+y")
        assert workspace.repository.get(Session, keynote.id) == reworded


async def test_pages_are_read_as_one_scrolls_and_searched_beyond_them(workspace: Workspace, start: Start) -> None:
    one = SESSIONS[1]
    for number in range(230):
        other = replace(one, title=f"Title {number}")
        author = "ben" if number % 50 == 0 else "amira"
        workspace.repository.apply(Edit.change(f"Rename {number}", one, other), author=author, at=workspace.now())
        one = other
    async with start(workspace, (80, 24)) as driver:
        await driver.press("7")
        records, view = driver.main.records, driver.main.history
        assert len(view.headlines) == 100
        assert "History 100+" in driver.text
        await driver.press("end")
        assert len(view.headlines) == 200
        await driver.press("end", "end")
        assert len(view.headlines) == 231
        assert "History 231 " in driver.text
        await driver.press("home", "slash")
        await driver.type("by:ben ")
        assert [row.label for row in records.shown_rows] == [f"Rename {n}" for n in (200, 150, 100, 50, 0)]
        await driver.press("enter", "escape")
        assert len(records.shown_rows) == 100
        # From a session: what touched it, and nothing else; escape shows everything again.
        await driver.press("1")
        records.select(SESSIONS[2].id)
        await driver.settle()
        await driver.press("H")
        assert [row.label for row in records.shown_rows] == ["Add the programme"]
        assert "of “Panel: who answers?”" in driver.text
        await driver.press("escape")
        assert len(records.shown_rows) == 100
        # An edit of long ago is found without a search.
        view.reveal(2)
        await driver.settle()
        assert records.row.number == 2
        # Another process writes: the news comes in, the cursor stays.
        workspace.apply(Edit.change("New name", EVENT, replace(EVENT, title="Summit")))
        await driver.press("f5")
        assert records.row.number == 2
        assert view.headlines[0].label == "New name"
