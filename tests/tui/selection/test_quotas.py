"""Quotas by number and of lengths, and the event's own scale of reviews, as a user meets them."""

from dataclasses import replace
from datetime import timedelta

from confkit.domain.edit import Edit
from confkit.domain.event import Event, LengthQuota, SessionType, Track
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleOptions
from confkit.domain.session import Status
from confkit.services.workspace import Workspace
from confkit.tui.form_screen import FormScreen
from confkit.tui.section import Section
from confkit.tui.selection.reading import ReadingScreen
from confkit.tui.selection.rows import ALL
from confkit.tui.selection.screen import SelectionScreen
from tests.tui.conftest import EVENT, TRACKS, TYPES, Driver, Start
from tests.tui.selection.test_selection import IDEAS, propose, selection, status

HALF_AN_HOUR = timedelta(minutes=30)


def event_now(workspace: Workspace) -> Event:
    return workspace.repository.programme(EVENT.id).event


def line_of(driver: Driver, *words: str) -> str:
    """The line of the screen that holds all of these words; empty where none does."""
    return next((line for line in driver.text.splitlines() if all(word in line for word in words)), "")


async def test_the_panel_reacts_and_a_problem_leads_to_it(workspace: Workspace, start: Start) -> None:
    propose(workspace)
    event = event_now(workspace)
    workspace.apply(Edit.change("Plan", event, replace(event, lengths=(LengthQuota(HALF_AN_HOUR, 4),))))
    craft = workspace.repository.get(Track, TRACKS[0].id)
    assert craft is not None
    workspace.apply(Edit.change("Plan", craft, replace(craft, quota=None, quota_number=3)))
    async with start(workspace) as driver:
        await driver.press("R")
        screen = selection(driver)
        # Two talks of half an hour are accepted (a coffee break is none); one more of each is marked.
        assert "2/3" in line_of(driver, "Craft", "█")
        assert "2/4" in line_of(driver, "30 min")
        screen.records.select(IDEAS[0].id)
        await driver.press("x")
        assert "2/3→3" in line_of(driver, "Craft", "█")
        assert "2/4→3" in line_of(driver, "30 min")
        assert "over by" not in line_of(driver, "30 min")
        screen.records.select(IDEAS[2].id)
        await driver.press("x")
        assert "2/3→4" in line_of(driver, "Craft", "█")
        assert line_of(driver, "✗", "Craft")
        assert "2 proposals marked · Craft 2 of 3 → 4, over by 1" in driver.text
        # Enter on the line of a length plans another number.
        screen.quotas.focus()
        screen.quotas.select(("length", None, "30 min"))
        await driver.press("enter")
        field = driver.app.screen.query_one("LineInput")
        assert field.value == "4"  # type: ignore[attr-defined]
        field.value = "3"  # type: ignore[attr-defined]
        await driver.press("enter")
        assert event_now(workspace).lengths == (LengthQuota(HALF_AN_HOUR, 3),)
        assert "2/3→4" in line_of(driver, "✗", "30 min")
        await driver.press("tab", "a")
        assert status(workspace, 0, 2) == ["accepted", "accepted"]
        assert "track “Craft” 4 sessions are chosen, 3 planned" in driver.toasts
        # Where the quotas are a few lines at the bottom, the one in question is among them.
        await driver.pilot.resize_terminal(80, 24)
        await driver.press("escape", "6")
        # From the problem straight to what it is about, and back when that is solved.
        main = driver.main
        for code, key, shown in (
            ("quota-lengths", ("length", None, "30 min"), "lengths"),
            ("quota-tracks", ("track", TRACKS[0].id, "Craft"), "tracks"),
        ):
            problem = next(row for row in main.records.shown_rows if getattr(row, "code", "") == code)
            assert main.records.row is not problem
            main.records.cursor = main.records.listing.rows.index(problem)
            # No other place in the schedule would solve it.
            assert not main.situation.is_planned
            await driver.press("g")
            assert isinstance(driver.app.screen, SelectionScreen)
            screen = selection(driver)
            row = screen.quotas.row
            assert (row.now.kind, row.now.id, row.now.name) == key
            assert getattr(screen.view.filter, shown)
            assert {one.session.id for one in screen.records.shown_rows} >= {IDEAS[0].id, IDEAS[2].id}
            assert "filtered" in driver.text
            assert line_of(driver, "✗", key[2])
            if shown == "lengths":
                await driver.press("escape", "escape")
        screen.records.select(IDEAS[2].id)
        await driver.press("w", "escape")
        assert screen.view.filter == ALL
        await driver.press("escape")
        assert driver.main.place.section is Section.PROBLEMS
        assert not [one for one in main.records.listing.rows if getattr(one, "code", "").startswith("quota-tracks")]
        assert workspace.repository.programme(EVENT.id).session[IDEAS[2].id].status is Status.WAITLISTED


async def test_a_scale_and_quotas_are_set_in_forms_and_scores_keep_to_it(workspace: Workspace, start: Start) -> None:
    propose(workspace)
    async with start(workspace, (80, 24)) as driver:
        await driver.press("ctrl+e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        form.field_named("lowest-score").text = "0"
        form.field_named("highest-score").text = "12"
        form.field_named("lengths").text = "30: 5"
        await driver.press("ctrl+s")
        assert form.field_named("highest-score").has_class("-invalid")
        form.field_named("highest-score").text = "3"
        await driver.press("ctrl+s")
        now = event_now(workspace)
        assert now.options == RuleOptions(lowest_score=0, highest_score=3)
        assert now.lengths == (LengthQuota(HALF_AN_HOUR, 5),)
        await driver.press("4")
        for name, kind, thing in (("Cra", Track, TRACKS[0]), ("Tal", SessionType, TYPES[0])):
            await driver.press("T", *name, "enter")
            form = driver.app.screen
            assert isinstance(form, FormScreen)
            assert isinstance(form.entity, kind)
            form.field_named("quota-number").text = "7"
            await driver.press("ctrl+s")
            after = workspace.repository.get(kind, thing.id)
            assert isinstance(after, Track | SessionType)
            assert after.quota_number == 7
        await driver.press("1", "R", "home", "5")
        assert "Scores of this event go from 0 to 3." in driver.toasts
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingScreen)
        assert "0 to 3 gives a score" in driver.text
        await driver.press("9")
        assert "Scores of this event go from 0 to 3." in driver.toasts
        await driver.press("0")
        assert "☆☆☆ 0  You" in driver.text
        own = [one for one in workspace.repository.programme(EVENT.id).reviews if one.person_id.int == 40]
        assert [one.score for one in own] == [0]
        assert isinstance(own[0], Review)
        await driver.press("escape")
        # A score of nothing is one, and is shown as one.
        assert line_of(driver, "A quiet ward").split("│")[1].rstrip().endswith(" 0")
