"""The selection as a user goes through it: reviewing, marking, deciding, quotas, tables."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from confkit.domain.edit import Edit
from confkit.domain.event import Window
from confkit.domain.person import Person
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleOptions
from confkit.domain.session import Session, Status
from confkit.services.workspace import Workspace
from confkit.tui.pick_screen import PickScreen
from confkit.tui.selection.reading import ReadingScreen
from confkit.tui.selection.screen import SelectionScreen
from confkit.tui.sheet_screen import SheetScreen
from tests.tui.conftest import (
    EVENT,
    NOW,
    PERSONS,
    ROOMS,
    SESSIONS,
    SLOTS,
    TRACKS,
    TYPES,
    Driver,
    Start,
    number,
    open_at,
)
from tests.tui.test_golden import SIZES, compare

BEN, ZOE = PERSONS[1], PERSONS[3]
IDEAS = tuple(
    Session(
        number(120 + n),
        EVENT.id,
        title,
        type_id=TYPES[0].id,
        track_id=TRACKS[n % 2].id,
        abstract=f"{title}, told by those who did it.",
    )
    for n, title in enumerate(("A quiet ward", "Recording at night", "Consent in plain words", "Twelve tiny studios"))
)
SCORES = {0: (4, 5), 1: (2, 5), 2: (3, 3)}


def propose(workspace: Workspace) -> None:
    """Four more proposals, some reviewed by Ben and Zoë, and quotas that two more would overdraw."""
    reviews = (
        Review(number(600 + 10 * n + at), IDEAS[n].id, person.id, score, "Clear [and] short." if at else "", NOW)
        for n, scores in SCORES.items()
        for at, (person, score) in enumerate(zip((BEN, ZOE), scores, strict=True))
    )
    workspace.apply(Edit.add("Propose", *IDEAS, *reviews))
    hall, talk = ROOMS[0], TYPES[0]
    start = SLOTS[0].start
    opened = replace(hall, availability=(Window(start, start + timedelta(hours=6)),))
    workspace.apply(Edit.change("Open", hall, opened))
    workspace.apply(Edit.change("Plan", talk, replace(talk, quota=timedelta(minutes=90))))
    workspace.apply(Edit.change("Plan", TRACKS[0], replace(TRACKS[0], quota=timedelta(minutes=150))))


def status(workspace: Workspace, *ideas: int) -> list[str]:
    sessions = workspace.repository.programme(EVENT.id).session
    return [sessions[IDEAS[n].id].status.value for n in ideas]


def selection(driver: Driver) -> SelectionScreen:
    screen = driver.app.screen
    assert isinstance(screen, SelectionScreen)
    return screen


def titles(driver: Driver) -> list[str]:
    return [one.session.title for one in selection(driver).records.shown_rows]


async def test_marking_and_deciding(workspace: Workspace, start: Start) -> None:
    propose(workspace)
    async with start(workspace) as driver:
        await driver.press("R")
        screen = selection(driver)
        assert "Selection · 10 of 10 · ranked by mean" in driver.text
        assert titles(driver)[:3] == ["A quiet ward", "Recording at night", "Consent in plain words"]
        assert "Coffee" not in driver.text
        assert "150 of 360 min, 2 rooms say nothing" not in driver.text
        assert "of 360 min" in driver.text
        # Marks: what would come of them is told before anything is written.
        await driver.press("shift+down", "x")
        assert screen.marked == {IDEAS[0].id, IDEAS[1].id}
        assert "2 proposals marked · Talk 2 of 3 → 4, over by 1" in driver.text
        assert "2/3→4" in driver.text
        position = workspace.repository.position()
        await driver.press("a")
        assert status(workspace, 0, 1) == ["accepted", "accepted"]
        assert workspace.repository.position() == position + 1
        assert screen.marked == set()
        assert "2 proposals accepted" in driver.toasts
        assert "type “Talk” 120 min are chosen, 90 min are planned" in driver.toasts
        await driver.press("ctrl+z")
        assert status(workspace, 0, 1) == ["submitted", "submitted"]
        await driver.press("ctrl+y")
        assert status(workspace, 0, 1) == ["accepted", "accepted"]
        # One that is not marked is the one under the cursor.
        screen.records.select(IDEAS[2].id)
        await driver.press("w")
        screen.records.select(IDEAS[3].id)
        await driver.press("r")
        assert status(workspace, 2, 3) == ["waitlisted", "rejected"]
        # Quotas: a line to fill in, with what is there.
        await driver.press("Q", "T", "a", "enter")
        driver.app.screen.query_one("LineInput").value = "5x"  # type: ignore[attr-defined]
        await driver.press("enter")
        talk = workspace.repository.programme(EVENT.id).type[TYPES[0].id]
        assert (talk.quota, talk.quota_number) == (None, 5)
        await driver.press("Q", "C", "r", "enter")
        driver.app.screen.query_one("LineInput").value = "soon"  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "is no quota" in driver.toasts
        await driver.press("tab", "home", "enter")
        driver.app.screen.query_one("LineInput").value = ""  # type: ignore[attr-defined]
        await driver.press("enter", "tab")
        assert workspace.repository.programme(EVENT.id).track[TRACKS[0].id].quota is None
        await driver.press("escape")
        assert driver.app.screen is driver.main
        assert driver.main.snapshot.programme is not None
        assert driver.main.snapshot.programme.session[IDEAS[0].id].status is Status.ACCEPTED


async def test_looking_at_proposals(workspace: Workspace, start: Start) -> None:
    propose(workspace)
    async with start(workspace, (200, 60)) as driver:
        await driver.press("R", "m")
        screen = selection(driver)
        assert "ranked by median rank" in driver.text
        header = driver.text.splitlines()[2]
        await driver.pilot.click("#proposals", offset=(header.index("Min ") + 1, 1))
        await driver.settle()
        assert "sorted by length" in driver.text
        assert "Min↓" in driver.text
        await driver.pilot.click("#proposals", offset=(header.index("Min ") + 1, 1))
        await driver.settle()
        assert "sorted by length, turned" in driver.text
        await driver.press("O", "o", *"dis", "enter")
        assert titles(driver)[0] == "Recording at night"
        await driver.press("f", "s", "u", "enter", "N")
        assert "filtered" in driver.text
        assert "Stories from patients" in titles(driver)
        assert "Opening keynote" not in titles(driver)
        await driver.press("X")
        assert screen.marked == {one.session.id for one in screen.records.shown_rows}
        await driver.press("X")
        assert not screen.marked
        await driver.press("slash", *"nig", "enter")
        assert titles(driver) == ["Recording at night"]
        await driver.press("escape")
        assert len(titles(driver)) > 1
        await driver.press("escape")
        assert "filtered" not in driver.text
        await driver.press("H")
        assert "Ben Okafor" not in driver.text
        # What somebody else writes is seen at the next look.
        workspace.apply(Edit.add("Propose", Session(number(150), EVENT.id, "Late idea")), author="ben")
        screen.desk.watch()
        await driver.settle()
        assert "Late idea" in titles(driver)
        await driver.press("question_mark")
        assert "Selection among proposals" in driver.text
        await driver.press("escape", "ctrl+p", *"wai", "enter")
        assert "1 proposal waitlisted" in driver.toasts


async def test_reviewing_blind(workspace: Workspace, start: Start) -> None:
    propose(workspace)
    event = workspace.repository.programme(EVENT.id).event
    workspace.apply(Edit.change("Blind", event, replace(event, options=RuleOptions(blind=True))))
    async with start(workspace, (80, 24)) as driver:
        await driver.press("R", "home", "enter")
        screen = driver.app.screen
        assert isinstance(screen, ReadingScreen)
        # The author “amira” is Amira Hart; she has given no score, so what others think is hidden.
        assert "5 to review as Amira Hart" in driver.text
        assert "A quiet ward, told by those who did it." in driver.text
        assert "Hidden until you have given a score" in driver.text
        await driver.press("v")
        assert "★★★★☆ 4  Ben Okafor" in driver.text
        await driver.press("v")
        position = workspace.repository.position()
        await driver.pilot.press("3", "5")  # the second before the first is written
        await driver.settle()
        assert workspace.repository.position() == position + 2
        assert "your score: ★★★★★ 5" in driver.text
        assert "Clear [and] short." in driver.text
        await driver.press("c")
        driver.app.screen.query_one("LineInput").value = "More [of] it"  # type: ignore[attr-defined]
        await driver.press("enter", "end")
        assert "More [of] it" in driver.text
        own = [one for one in workspace.repository.programme(EVENT.id).reviews if one.person_id == PERSONS[0].id]
        assert [(one.score, one.comment) for one in own] == [(5, "More [of] it")]
        await driver.press("ctrl+z", "ctrl+z")
        assert screen.standing.score == 3
        await driver.press("n")
        assert "Recording at night" in driver.text
        assert "names are hidden" in str(screen._text.border_subtitle)
        await driver.press("n", "n")
        assert "Stories from patients" in driver.text
        assert "1 person, hidden" in driver.text
        await driver.press("H", "n", "n", "p", "left_square_bracket")
        assert "There is none to review after this one" in driver.toasts
        await driver.press("escape")
        assert isinstance(driver.app.screen, SelectionScreen)
        # Who takes part in a session has no say.
        selection(driver).records.select(SESSIONS[1].id)
        await driver.press("4")
        assert "takes part in it" in driver.toasts


async def test_who_is_not_known_is_asked_once(folder: Path, start: Start) -> None:
    with open_at(folder, author="root") as workspace:
        propose(workspace)
        async with start(workspace, (80, 24)) as driver:
            await driver.press("R")
            assert "I: who are you?" in driver.text
            await driver.press("4")
            assert isinstance(driver.app.screen, PickScreen)
            assert "a new person" in driver.text
            await driver.press("enter")
            assert "to review as root" in driver.text
            await driver.press("2")
            programme = workspace.repository.programme(EVENT.id)
            (review,) = [one for one in programme.reviews if programme.person[one.person_id].name == "root"]
            assert review.score == 2
            await driver.press("I", "Z", "enter")
            assert "as Zoë Ångström" in driver.text
            assert len([one for one in workspace.repository.persons() if one.name == "root"]) == 1


async def test_a_table_is_looked_at_and_read(workspace: Workspace, start: Start, tmp_path: Path) -> None:
    table = tmp_path / "talks.csv"
    table.write_text("Vorschlag,Wer,Intern\nÜber [bold] Ton,Femi,geheim\n", "utf-8")
    reviews = tmp_path / "reviews.csv"
    reviews.write_text("Talk,Reviewer,Score\nÜber [bold] Ton,Ben Okafor,4\nNowhere,Ben Okafor,4\n", "utf-8")
    async with start(workspace, (80, 24)) as driver:
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = str(table)  # type: ignore[attr-defined]
        await driver.press("enter")
        assert isinstance(driver.app.screen, SheetScreen)
        assert "Über [bold] Ton" in driver.text
        assert "No column holds the titles" in driver.text
        await driver.press("ctrl+s")
        assert "No column holds the titles" in driver.toasts
        await driver.press("down", "enter", *"ti", "enter", "r", "r")
        assert driver.app.screen.mapping == {}
        await driver.press("enter", *"ti", "enter", "home", "enter", *"ti", "enter", "down", "enter", *"sp", "enter")
        # A name goes with the column that it was given to last.
        assert driver.app.screen.mapping == {"Vorschlag": "title", "Wer": "speakers"}
        assert "✓ Ready, 1 column left out" in driver.text
        await driver.press("ctrl+s")
        assert "1 session added, 0 updated" in driver.text
        await driver.press("escape", "R", "i")
        driver.app.screen.query_one("LineInput").value = str(reviews)  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "Import reviews · reviews.csv" in driver.text
        await driver.press("ctrl+s")
        assert "1 review added, 0 updated" in driver.text
        assert "reviews.csv, line 3 there is no session “Nowhere”" in driver.text
        await driver.press("escape")
        selection(driver).records.filter("bold")
        assert selection(driver).records.row.mean == 4
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = str(tmp_path / "none.csv")  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "none.csv" in driver.toasts


@pytest.mark.parametrize("size", SIZES)
async def test_golden(workspace: Workspace, start: Start, size: str) -> None:
    propose(workspace)
    workspace.apply(Edit.add("Add", Person(number(49), "Nobody else")))
    async with start(workspace, SIZES[size]) as driver:
        await driver.press("R", "shift+down", "x")
        compare(driver, f"selection-{size}")
