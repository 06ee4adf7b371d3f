"""What an organizer does, key by key, on a real database."""

from pathlib import Path
from time import sleep
from uuid import UUID

import pytest

from confkit.domain.edit import Edit
from confkit.domain.session import Session, Status
from confkit.services.workspace import Workspace
from confkit.tui.form_screen import FormScreen
from confkit.tui.question import Question
from confkit.tui.section import Section
from confkit.tui.snapshot import Snapshot, read_snapshot
from confkit.tui.text_fields import LineInput
from confkit.tui.work_screen import WorkScreen
from tests.tui.conftest import EPISODES, EVENT, NOW, PERSONS, SESSIONS, Start, open_at


def stored(workspace: Workspace, session: Session) -> Session:
    found = workspace.repository.get(Session, session.id)
    assert found is not None
    return found


async def test_the_first_screen_lists_the_sessions(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        assert driver.main.place.section is Section.SESSIONS
        assert driver.main.records.shown_count == len(SESSIONS)
        assert "Health Voices Summit" in driver.text
        assert "8–9 Apr 2027 · Europe/Berlin" in driver.text


async def test_a_session_is_added(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("n")
        await driver.type("A new talk")
        await driver.press("ctrl+s")
        assert "✓ Saved" in driver.toasts
        assert driver.main.records.row.title == "A new talk"
        assert driver.main.records.shown_count == len(SESSIONS) + 1
        assert [entry.label for entry in workspace.repository.history(limit=1)] == ["Add session “A new talk”"]


async def test_a_person_named_for_the_first_time_is_added_with_the_session(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("n")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        form.field_named("title").text = "A talk"
        form.field_named("people").text = "Amira Hart, Dana Diaz (moderator)"
        await driver.press("ctrl+s")
        assert "+ Dana Diaz is new" in driver.toasts
        await driver.press("2")
        assert "Dana Diaz" in driver.text


async def test_what_is_wrong_is_said_at_the_field_while_typing(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("n", "ctrl+s")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        assert form.field_named("title").has_class("-invalid")
        assert "✗ is empty → enter a title" in driver.text
        assert "1 to correct" in driver.toasts
        await driver.type("x")
        assert not form.field_named("title").has_class("-invalid")
        minutes = form.field_named("minutes")
        minutes.editor.focus()
        await driver.type("soon")
        assert minutes.has_class("-invalid")
        assert "is not a length" in driver.text
        await driver.press("ctrl+s")
        assert driver.app.screen is form
        assert driver.app.focused is minutes.editor


async def test_a_session_is_edited_undone_and_done_again(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        form.field_named("title").text = "Stories by patients"
        await driver.press("ctrl+s")
        assert stored(workspace, SESSIONS[4]).title == "Stories by patients"
        assert driver.main.records.row.id == SESSIONS[4].id
        await driver.press("ctrl+z")
        assert "↶ Undid: Edit session “Stories by patients”" in driver.toasts
        assert stored(workspace, SESSIONS[4]) == SESSIONS[4]
        assert "Stories from patients" in driver.text
        await driver.press("ctrl+y")
        assert "↷ Did again" in driver.toasts
        assert stored(workspace, SESSIONS[4]).title == "Stories by patients"


async def test_nothing_left_to_undo_is_said(empty_workspace: Workspace, start: Start) -> None:
    async with start(empty_workspace) as driver:
        await driver.press("ctrl+z")
        assert driver.toasts.startswith("✗")
        assert "undo" in driver.toasts


async def test_a_form_that_was_not_changed_closes_without_a_word(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        position = workspace.repository.position()
        await driver.press("e", "ctrl+s")
        assert driver.app.screen is driver.main
        assert workspace.repository.position() == position
        await driver.press("e", "escape")
        assert driver.app.screen is driver.main


async def test_changes_are_not_thrown_away_without_asking(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("e")
        form = driver.app.screen
        await driver.type("x")
        await driver.press("escape")
        assert isinstance(driver.app.screen, Question)
        assert "1 field changed and not saved" in driver.text
        await driver.press("n")
        assert driver.app.screen is form
        await driver.press("escape", "y")
        assert driver.app.screen is driver.main


@pytest.mark.slow
async def test_an_edit_of_somebody_else_meanwhile_is_shown_with_both_values(
    workspace: Workspace, folder: Path, start: Start
) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        with open_at(folder, author="ben") as other:
            from dataclasses import replace

            theirs = replace(SESSIONS[4], title="Ben's title", notes="Ben was here")
            other.apply(Edit.change("Edit by Ben", SESSIONS[4], theirs))
        form.field_named("title").text = "Amira's title"
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, Question)
        assert "Ben's title" in driver.text
        assert "Amira's title" in driver.text
        await driver.press("y")
        assert driver.app.screen is driver.main
        merged = stored(workspace, SESSIONS[4])
        assert (merged.title, merged.notes) == ("Amira's title", "Ben was here")


async def test_saving_over_what_somebody_deleted_is_refused(workspace: Workspace, folder: Path, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        with open_at(folder, author="ben") as other:
            other.apply(Edit.remove("Remove", SESSIONS[4]))
        form.field_named("title").text = "Too late"
        await driver.press("ctrl+s")
        await driver.press("y")
        assert driver.app.screen is form
        assert "deleted it meanwhile" in driver.toasts


async def test_an_edit_in_another_process_appears_by_itself(workspace: Workspace, folder: Path, start: Start) -> None:
    async with start(workspace, watch_every=0.05) as driver:
        with open_at(folder, author="ben", first_id=20_000) as other:
            other.apply(Edit.add("Add", Session(other.new_id(), EVENT.id, "From elsewhere")))
        for _ in range(100):
            await driver.pilot.pause(0.05)
            if "From elsewhere" in driver.text:
                break
        assert "From elsewhere" in driver.text


async def test_edits_of_others_appear_also_where_reading_takes_longer_than_the_interval(
    workspace: Workspace, folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from confkit.tui import reader

    def slowly(ws: Workspace, event: UUID | None) -> Snapshot:
        snapshot = read_snapshot(ws, event)
        sleep(0.3)
        return snapshot

    async with start(workspace, watch_every=0.02) as driver:
        monkeypatch.setattr(reader, "read_snapshot", slowly)
        with open_at(folder, author="ben", first_id=20_000) as other:
            other.apply(Edit.add("Add", Session(other.new_id(), EVENT.id, "From elsewhere")))
        for _ in range(100):
            await driver.pilot.pause(0.05)
            if "From elsewhere" in driver.text:
                break
        assert "From elsewhere" in driver.text


async def test_search_filters_while_typing_and_escape_shows_all(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("slash")
        await driver.type("angstrom")
        assert {row.title for row in shown(driver)} == {"Stories from patients", "Microphones [for] rooms"}
        assert "matching “angstrom”" in driver.text
        await driver.press("enter")
        assert driver.app.focused is driver.main.records
        await driver.press("down")
        assert driver.main.records.shown_count == 2
        await driver.press("escape")
        assert driver.main.records.shown_count == len(SESSIONS)
        assert driver.main.search_line is None


def shown(driver: object) -> list[Session]:
    records = driver.main.records  # type: ignore[attr-defined]
    return records.shown_rows


async def test_a_search_without_a_hit_says_how_to_go_on(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("slash")
        await driver.type("xyzzy")
        assert "Nothing here matches the search." in driver.text
        await driver.press("e")
        assert driver.app.screen is driver.main


async def test_a_problem_leads_to_its_session(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("6")
        assert driver.main.place.section is Section.PROBLEMS
        driver.main.search_for("Okafor")
        problem = driver.main.records.row
        assert problem.code == "person-overlap"
        await driver.press("enter")
        # Where it can be mended.
        assert driver.main.place.section is Section.SCHEDULE
        assert driver.main.row[1].id == problem.subjects[0]  # type: ignore[index]
        assert "Ben Okafor" in driver.text


async def test_a_session_is_placed_and_taken_out(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("p")
        screen = driver.app.screen
        screen.field_named("room").editor.value = "0" * 30 + "0b"  # type: ignore[attr-defined]
        screen.field_named("start").text = "14:00"  # type: ignore[attr-defined]
        await driver.pilot.pause()
        assert "ends Thu 8 Apr 14:30" in driver.text
        await driver.press("ctrl+s")
        assert "✓ Place “Stories from patients” to Studio" in driver.toasts
        programme = workspace.repository.programme(EVENT.id)
        (slot,) = programme.slots_of[SESSIONS[4].id]
        assert f"{slot.start:%H:%M %z}" == "14:00 +0200"
        await driver.press("w")
        assert SESSIONS[4].id not in workspace.repository.programme(EVENT.id).slots_of
        await driver.press("u")
        assert workspace.repository.programme(EVENT.id).slots_of[SESSIONS[4].id] == (slot,)


async def test_placing_needs_a_time_and_says_so(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("p", "ctrl+s")
        assert "✗ is empty → enter a time: 10:00" in driver.text
        screen = driver.app.screen
        screen.field_named("start").text = "25:00"  # type: ignore[attr-defined]
        await driver.pilot.pause()
        assert "is not a date and time" in driver.text
        screen.field_named("start").text = "10:00"  # type: ignore[attr-defined]
        screen.field_named("end").text = "9:00"  # type: ignore[attr-defined]
        await driver.pilot.pause()
        assert "✗ is before the start" in driver.text
        await driver.press("ctrl+s")
        assert driver.app.screen is screen


async def test_a_time_that_the_clock_change_skips_is_named(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("p")
        driver.app.screen.field_named("start").text = "2027-03-28 02:30"  # type: ignore[attr-defined]
        await driver.pilot.pause()
        assert "this time does not exist" in driver.text


async def test_deleting_asks_first_and_can_be_undone(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[0].id)
        await driver.press("d")
        assert "Delete the session “Opening keynote”?" in driver.text
        await driver.press("enter")  # The lit button is Cancel.
        assert workspace.repository.get(Session, SESSIONS[0].id) is not None
        await driver.press("d", "y")
        assert workspace.repository.get(Session, SESSIONS[0].id) is None
        assert "Opening keynote" not in driver.text.split("Deleted")[0]
        await driver.press("ctrl+z")
        assert stored(workspace, SESSIONS[0]) == SESSIONS[0]


async def test_the_build_shows_what_it_wrote(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("b")
        assert isinstance(driver.app.screen, WorkScreen)
        assert driver.app.screen.finished
        assert "✓ done" in driver.text
        assert (workspace.output / "events" / EVENT.slug / "schedule.ics").is_file()
        await driver.press("escape")
        assert driver.app.screen is driver.main


async def test_an_import_of_nothing_says_what_is_wrong(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("i")
        await driver.type("nowhere.toml")
        await driver.press("enter")
        assert "✗ not done" in driver.text
        assert "there is no such file or folder" in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.main


async def test_an_event_file_is_imported(workspace: Workspace, empty_workspace: Workspace, start: Start) -> None:
    from confkit.services.exporting import export_event

    source = empty_workspace.root / "programme.toml"
    source.write_bytes(export_event(workspace, EVENT.slug, "toml"))
    async with start(empty_workspace) as driver:
        assert "No event yet." in driver.text
        await driver.press("i")
        driver.app.screen.query_one("LineInput").value = str(source)  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "✓ done" in driver.text
        await driver.press("escape")
        assert "Opening keynote" in driver.text


@pytest.mark.slow
async def test_a_first_event_is_made_by_hand(empty_workspace: Workspace, start: Start) -> None:
    async with start(empty_workspace) as driver:
        await driver.press("E")
        await driver.type("Über Talks 2027")
        await driver.press("ctrl+s")
        assert driver.main.snapshot.programme is not None
        assert driver.main.snapshot.programme.event.slug == "uber-talks-2027"
        assert driver.main.snapshot.programme.event.first_day == NOW.date()
        assert "No sessions yet." in driver.text
        await driver.press("n")
        await driver.type("One")
        await driver.press("ctrl+s")
        assert driver.main.records.row.title == "One"


async def test_a_show_is_made_and_has_a_guid_of_its_own(empty_workspace: Workspace, start: Start) -> None:
    async with start(empty_workspace) as driver:
        for title in ("One", "Two"):
            await driver.press("S")
            await driver.type(title)
            await driver.press("ctrl+s")
        shows = empty_workspace.repository.shows()
        assert {show.slug for show in shows} == {"one", "two"}
        assert len({show.guid for show in shows}) == 2
        assert driver.main.place.section is Section.EPISODES


@pytest.mark.slow
async def test_rooms_persons_and_episodes_have_forms(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("4", "n")
        await driver.type("Garden")
        await driver.press("ctrl+s")
        assert driver.main.records.row.name == "Garden"
        assert driver.main.records.row.position == 3
        await driver.press("2", "n")
        await driver.type("Dana Diaz")
        await driver.press("ctrl+s")
        assert driver.main.records.row.name == "Dana Diaz"
        await driver.press("5", "n")
        await driver.type("Special")
        await driver.press("ctrl+s")
        assert driver.main.records.row.title == "Special"
        assert len(workspace.repository.shelves()[0].episodes) == len(EPISODES) + 1


async def test_an_episode_shows_what_comes_from_its_session(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("5")
        driver.main.records.select(EPISODES[1].id)
        await driver.pilot.pause()
        assert "Recording of Podcasting" in driver.text
        assert "(session)" in driver.text
        await driver.press("e")
        assert "(from the session)" in driver.text


async def test_the_sidebar_goes_where_its_cursor_goes(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("shift+tab")
        assert driver.app.focused is driver.main.sections
        await driver.press("down")
        assert driver.main.place.section is Section.SPEAKERS
        assert driver.main.records.shown_count == len(PERSONS)
        await driver.press("enter")
        assert driver.app.focused is driver.main.records


async def test_the_palette_finds_commands_and_sessions(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("ctrl+p")
        await driver.type("schedule")
        await driver.pilot.pause(0.5)
        await driver.press("enter")
        assert driver.main.place.section is Section.SCHEDULE
        await driver.press("ctrl+p")
        await driver.type("patients")
        await driver.pilot.pause(0.5)
        await driver.press("enter")
        assert driver.main.place.section is Section.SESSIONS
        assert driver.main.records.row.id == SESSIONS[4].id


async def test_help_tells_the_keys_of_this_place(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("question_mark")
        assert "Help · Sessions" in driver.text
        assert "Open the form of what the cursor is on" in driver.text
        await driver.press("escape", "6", "question_mark")
        assert "Help · Problems" in driver.text
        assert "Jump to what the problem is about" in driver.text


async def test_the_schedule_is_listed_by_room_or_by_time(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("3", "g")
        assert "Thursday 8 April 2027 · Main hall" in driver.text
        assert "Waiting for a place · 1" in driver.text
        await driver.press("o")
        assert "Thursday 8 April 2027 · Main hall" not in driver.text
        assert "Thursday 8 April 2027" in driver.text


async def test_themes_change_at_once(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        assert driver.app.theme == "confkit-dark"
        for theme in ("confkit-light", "confkit-ansi", "confkit-dark"):
            await driver.press("t")
            assert driver.app.theme == theme
            assert "Opening keynote" in driver.text


async def test_the_mouse_moves_opens_and_presses_keys(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        records = driver.main.records
        await driver.pilot.click(records, offset=(10, 4))
        assert records.cursor == 2
        await driver.pilot.click(records, offset=(10, 2), times=2)
        await driver.settle()
        assert isinstance(driver.app.screen, FormScreen)
        await driver.press("escape")
        await driver.pilot.click("#sections", offset=(6, 3))
        await driver.settle()
        assert driver.main.place.section is Section.SPEAKERS
        await driver.pilot.click("#keys", offset=(driver.app.size.width - 4, 0))
        await driver.settle()
        assert type(driver.app.screen).__name__ == "Palette"


async def test_a_person_in_the_detail_can_be_clicked(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[1].id)
        await driver.pilot.pause()
        lines = driver.text.splitlines()
        y = next(n for n, line in enumerate(lines) if "Amira Hart  speaker" in line)
        await driver.pilot.click(offset=(lines[y].index("Amira Hart  speaker") + 2, y))
        await driver.settle()
        assert driver.main.place.section is Section.SPEAKERS
        assert driver.main.records.row.id == PERSONS[0].id


async def test_a_database_that_cannot_be_opened_is_explained(empty_workspace: Workspace, start: Start) -> None:
    empty_workspace.state.mkdir()
    (empty_workspace.state / "confkit.db").write_bytes(b"this is no database" * 100)
    async with start(empty_workspace) as driver:
        assert "✗" in driver.text
        assert "Press f5 to try again, q to leave." in driver.text
        assert "Traceback" not in driver.text


async def test_what_nobody_foresaw_is_a_sentence_and_a_file(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.app.start(lambda: 1 // 0, lambda _: None)
        await driver.settle()
        assert "confkit made a mistake (ZeroDivisionError" in driver.toasts
        assert "ZeroDivisionError" in (workspace.state / "last-error.txt").read_text()


async def test_the_detail_can_be_hidden(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("v")
        assert not driver.main.detail.display
        await driver.press("v")
        assert driver.main.detail.display


async def test_history_lists_edits_and_shows_them_as_a_diff(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[4].id)
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        form.field_named("status").editor.value = "accepted"  # type: ignore[attr-defined]
        await driver.press("ctrl+s", "7")
        assert stored(workspace, SESSIONS[4]).status is Status.ACCEPTED
        assert "2027-03-01 12:00" in driver.text
        assert "submitted → accepted" in " ".join(driver.text.split())


async def test_q_leaves(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("q")
        assert driver.app._exit


async def test_the_detail_follows_what_a_search_leaves_under_the_cursor(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        driver.main.records.select(SESSIONS[0].id)
        await driver.press("slash")
        await driver.type("patients")
        assert driver.main.records.row.id == SESSIONS[4].id
        assert "Stories from patients" in str(driver.main.detail.query_one("Static").visual.plain)  # type: ignore[attr-defined]


async def test_apples_categories_are_completed(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("S")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        categories = form.field_named("categories").editor
        assert isinstance(categories, LineInput)
        categories.focus()
        await driver.type("Arts, Health & Fitness > Med")
        await driver.press("right")
        assert form.field_named("categories").text == "Arts, Health & Fitness > Medicine"
