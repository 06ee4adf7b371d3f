"""Marking several things, and one edit of all of them: in lists, in the grid, by key and by mouse."""

import pytest

from confkit.domain.session import Status
from confkit.domain.show import Episode, EpisodeState
from confkit.services.planning import moves
from confkit.services.workspace import Workspace
from confkit.tui.bulk_screen import BulkScreen
from confkit.tui.form_screen import FormScreen
from confkit.tui.grid.sequence_screen import SequenceScreen
from confkit.tui.marks import Marks
from confkit.tui.question import Question
from confkit.tui.tags_screen import TagsScreen
from tests.tui.conftest import EVENT, PERSONS, ROOMS, SESSIONS, SLOTS, Driver, Start, number
from tests.tui.studio import make_studio

pytestmark = pytest.mark.slow  # `make test` leaves these out


def programme(workspace: Workspace):  # type: ignore[no-untyped-def]
    return workspace.repository.programme(EVENT.id)


def labels(workspace: Workspace, count: int = 1) -> list[str]:
    return [entry.label for entry in workspace.repository.history(limit=count)]


def marked(driver: Driver) -> list[str]:
    return [getattr(thing, "title", "") or getattr(thing, "name", "") for thing in driver.main.marking.here]


def test_marks_are_a_value() -> None:
    one, two, three = number(1), number(2), number(3)
    marks = Marks().toggled(two).toggled(one)
    assert marks.ids == (two, one)
    assert two in marks
    assert three not in marks
    assert marks.toggled(two) == Marks((one,))
    assert marks.all_or_none([one, three]).ids == (two, one, three)
    assert marks.all_or_none([one, two]) == Marks()
    assert marks.kept({one, two}) is marks
    assert marks.kept({one}) == Marks((one,))
    assert not Marks()


async def test_rows_are_marked_by_key_and_mouse_and_stay_so(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        main, rows = driver.main, driver.main.records.shown_rows
        await driver.press("x", "x")
        assert marked(driver) == [rows[0].title, rows[1].title]
        assert main.records.row == rows[2]
        assert "Sessions 7 · 2 marked" in driver.text
        assert driver.text.count("│✓") == 2
        assert "e Edit marked…" in driver.text
        assert "e Edit " not in driver.text.splitlines()[-1].replace("Edit marked", "")
        await driver.press("shift+down", "shift+up", "shift+up")
        assert len(marked(driver)) == 4
        assert main.records.row == rows[1]
        # A click at the left edge, and one with ctrl, mark; a plain one does not.
        await driver.pilot.click(main.records, offset=(1, 7))
        await driver.pilot.click(main.records, offset=(20, 6), control=True)
        await driver.pilot.click(main.records, offset=(20, 3))
        await driver.settle()
        assert {rows[5].title, rows[4].title} <= {*marked(driver)}
        assert len(marked(driver)) == 6
        # They are the same in the schedule, after a search, and after reading again.
        await driver.press("slash")
        await driver.type("panel")
        await driver.press("enter", "f5", "3", "g")
        assert len(marked(driver)) == 6
        assert "6 marked" in driver.text
        # Persons have marks of their own; the sessions keep theirs.
        await driver.press("2")
        assert marked(driver) == []
        await driver.press("X", "1")
        assert len(marked(driver)) == 6
        await driver.press("slash")
        await driver.type("coffee")
        await driver.press("enter", "escape")
        assert main.search_line is None
        assert len(marked(driver)) == 6
        await driver.press("escape")
        assert marked(driver) == []
        await driver.press("X")
        assert len(marked(driver)) == len(SESSIONS)
        await driver.press("X")
        assert marked(driver) == []
        await driver.press("2")
        assert len(marked(driver)) == len(PERSONS)
        # What is gone is forgotten, also if somebody else deleted it.
        await driver.press("4", "X")
        from confkit.services import editing

        editing.remove(workspace, ROOMS[2])
        await driver.press("f5")
        assert marked(driver) == ["Main hall", "Studio"]


async def test_fields_of_all_marked_are_one_edit(workspace: Workspace, start: Start) -> None:
    moves.pin(workspace, programme(workspace), [SLOTS[1]])
    async with start(workspace) as driver:
        for one in (1, 2, 3, 4):
            driver.main.records.select(SESSIONS[one].id)
            await driver.press("x")
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, BulkScreen)
        assert "Edit 4 sessions together" in driver.text
        assert "various" in driver.text
        assert "nothing is changed yet in 4 sessions" in driver.text
        fields = {one.field.name: one for one in form.query("FormField")}  # type: ignore[attr-defined]
        fields["tags"].text = "+radio"
        fields["room"].text = "Main hall"
        await driver.settle()
        # The pinned one stays where it is and gets the tag; so does the one that has no place yet.
        assert "changes 4 of 4 sessions" in driver.text
        assert "“Podcasting on the ward”: is pinned where it is" in driver.text
        fields["capacity"].text = "many"
        await driver.settle()
        assert "can’t be saved yet" in driver.text
        fields["capacity"].text = ""
        await driver.settle()
        before = programme(workspace)
        await driver.press("ctrl+s")
        assert driver.app.screen is driver.main
        assert labels(workspace) == ["Edit room, tags of 4 sessions"]
        now = programme(workspace)
        assert {one.title for one in now.sessions if one.tags == ("radio",)} == {
            SESSIONS[n].title for n in (1, 2, 3, 4)
        }
        assert {slot.room_id for slot in now.slots_of[SESSIONS[3].id]} == {ROOMS[0].id}
        assert now.slots_of[SESSIONS[1].id] == before.slots_of[SESSIONS[1].id]
        assert "is pinned" in driver.toasts
        assert len(marked(driver)) == 4
        await driver.press("ctrl+z")
        assert programme(workspace) == before
        # A field that is emptied in all of them; a choice in which they differ, set for all.
        await driver.press("e")
        form = driver.app.screen
        fields = {one.field.name: one for one in form.query("FormField")}  # type: ignore[attr-defined]
        fields["language"].editor.focus()
        await driver.press("ctrl+l")
        assert "empty for all of them" in driver.text
        fields["status"].text = "accepted"
        await driver.settle()
        await driver.press("ctrl+s")
        assert {
            (programme(workspace).session[SESSIONS[n].id].status, programme(workspace).session[SESSIONS[n].id].language)
            for n in (1, 2, 3, 4)
        } == {(Status.ACCEPTED, "")}
        # Enter still opens the one under the cursor.
        await driver.press("enter")
        assert isinstance(driver.app.screen, FormScreen)
        await driver.press("escape", "w")
        assert labels(workspace) == ["Take 2 sessions out of the schedule"]
        assert SESSIONS[1].id in programme(workspace).slots_of
        await driver.press("d")
        assert isinstance(driver.app.screen, Question)
        assert "Delete 4 sessions?" in driver.text
        assert "1 episode lets go of what is deleted." in driver.text.replace("\n", " ")
        await driver.press("y")
        assert labels(workspace) == ["Remove 4 sessions"]
        assert marked(driver) == []
        await driver.press("ctrl+z")
        assert SESSIONS[4].id in programme(workspace).session


async def test_persons_and_rooms_together(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("2", "X", "e")
        fields = {one.field.name: one for one in driver.app.screen.query("FormField")}  # type: ignore[attr-defined]
        fields["organisation"].text = "Radio Nord"
        await driver.settle()
        assert "changes 3 of 4 persons" in driver.text
        await driver.press("ctrl+s", "d")
        assert labels(workspace) == ["Set organisation to “Radio Nord” for 3 persons"]
        await driver.press("y")
        assert workspace.repository.persons() == ()
        assert not any(one.participants for one in programme(workspace).sessions)
        await driver.press("ctrl+z", "4", "x", "x", "e")
        fields = {one.field.name: one for one in driver.app.screen.query("FormField")}  # type: ignore[attr-defined]
        fields["equipment"].text = "-projector, +screen"
        await driver.settle()
        await driver.press("ctrl+s")
        rooms = programme(workspace).room
        assert rooms[ROOMS[0].id].equipment == ("microphones", "screen")
        assert rooms[ROOMS[1].id].equipment == ("screen",)
        assert rooms[ROOMS[2].id] == ROOMS[2]


async def test_marks_in_the_grid(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3")
        pane = driver.main.schedule
        assert pane is not None
        await driver.press("x")
        assert marked(driver) == ["Opening keynote"]
        assert pane.row is not None
        assert pane.row[1].title == "Coffee"
        assert "✓ Openi" in driver.text
        assert "1 marked" in driver.text
        # Carrying takes the one under the cursor only, and x swaps meanwhile.
        await driver.press("space", "x")
        assert marked(driver) == ["Opening keynote"]
        await driver.press("escape", "a", "x")
        assert marked(driver) == ["Opening keynote", "Stories from patients"]
        assert "✓ ▲ Stories" in driver.text
        await driver.press("escape", "P")
        assert labels(workspace) == ["Pin “Opening keynote”"]
        assert "✓ ⊙ Op" in driver.text
        await driver.press("P")
        # In sequence, in the order of the marks, with a gap.
        await driver.press("right", "end", "s")
        assert isinstance(driver.app.screen, SequenceScreen)
        await driver.press("right", "tab")
        await driver.type("15")
        await driver.press("enter")
        placed = [programme(workspace).slots_of[SESSIONS[n].id][0] for n in (4, 0)]
        assert labels(workspace)[0].startswith("Place 2 sessions from Studio, Thu 8 Apr")
        assert {slot.room_id for slot in placed} == {ROOMS[1].id}
        assert (placed[1].start - placed[0].end).total_seconds() == 15 * 60
        assert marked(driver) == []
        await driver.press("ctrl+z")
        # Without marks, some of what waits is ticked.
        await driver.press("s", "enter")
        assert isinstance(driver.app.screen, SequenceScreen)
        assert "tick what shall be placed" in driver.text
        await driver.press("space", "enter")
        assert labels(workspace)[0].startswith("Place 1 session from")
        # All of the day, by key; one of them by mouse.
        await driver.press("X")
        assert len(marked(driver)) == 5
        pane.select(SLOTS[0].id)
        await driver.settle()
        await driver.pilot.click(pane.grid, offset=(12, 1), control=True)
        await driver.settle()
        assert "Opening keynote" not in marked(driver)


async def test_episodes_together(workspace: Workspace, start: Start) -> None:
    make_studio(workspace)
    async with start(workspace) as driver:
        await driver.press("5", "X")
        here = driver.main.marking.here
        before = {one.id: one.state for one in here if isinstance(one, Episode)}
        await driver.press("w")
        assert isinstance(driver.app.screen, TagsScreen)
        assert "marked" in driver.text
        await driver.press("escape", "p")
        after = {id: workspace.repository.get(Episode, id) for id in before}
        assert labels(workspace) == ["Publish 1 episode"]
        # The draft has its audio; what waits for its day and what was taken back have none and stay as they are.
        assert {(before[id], one.state) for id, one in after.items() if one} == {
            (EpisodeState.PUBLISHED, EpisodeState.PUBLISHED),
            (EpisodeState.DRAFT, EpisodeState.PUBLISHED),
            (EpisodeState.SCHEDULED, EpisodeState.SCHEDULED),
            (EpisodeState.RETRACTED, EpisodeState.RETRACTED),
        }
        assert "“Later”: has no audio" in driver.toasts
        await driver.press("e")
        fields = {one.field.name: one for one in driver.app.screen.query("FormField")}  # type: ignore[attr-defined]
        fields["season"].text = "2"
        fields["explicit"].text = "yes"
        await driver.settle()
        assert f"changes {len(before)} of {len(before)} episodes" in driver.text
        await driver.press("ctrl+s")
        every = [workspace.repository.get(Episode, id) for id in before]
        assert {(one.season, one.explicit) for one in every if one} == {(2, True)}
