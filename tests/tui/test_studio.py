"""What a podcaster does in the section Episodes, key by key, on real files and a real database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.geometry import Offset

from confkit.audio.reader import read_recording
from confkit.audio.write_tags import write_tags
from confkit.domain.edit import Edit
from confkit.domain.recording import Tags
from confkit.domain.session import Consent
from confkit.domain.show import Episode, EpisodeState
from confkit.domain.tag_merge import tag_conflicts
from confkit.services import handing_over, lookup
from confkit.services.workspace import Workspace
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import in_scope
from confkit.tui.form_screen import FormScreen
from confkit.tui.merge_screen import MergeScreen
from confkit.tui.pick_screen import PickScreen
from confkit.tui.question import Question
from confkit.tui.schedule_screen import ScheduleScreen
from confkit.tui.section import Section
from confkit.tui.tags_screen import TagsScreen
from confkit.tui.work_screen import WorkScreen
from tests.tui.conftest import EPISODES, SESSIONS, SHOW, Driver, Start, open_at
from tests.tui.studio import FORMER, PILOT, WARD, change_file, make_studio, tear_pilot

pytestmark = pytest.mark.slow  # `make test` leaves these out

PILOT_ID, WARD_ID = EPISODES[0].id, EPISODES[1].id


@pytest.fixture
def studio(folder: Path) -> Iterator[Workspace]:
    with open_at(folder) as opened:
        make_studio(opened)
        yield opened


def stored(ws: Workspace, of: Episode) -> Episode:
    found = ws.repository.get(Episode, of.id)
    assert found is not None
    return found


def tags_in(ws: Workspace, path: str) -> Tags:
    return read_recording(ws.episodes_root, path).tags


def label(ws: Workspace) -> str:
    return ws.repository.history(limit=1)[0].label


async def on(driver: Driver, of: Episode) -> None:
    await driver.press("5")
    assert driver.main.records.select(of.id)
    await driver.settle()


def detail(driver: Driver) -> str:
    return str(driver.main.detail.query_one("Static").visual.plain)  # type: ignore[attr-defined]


# The list and the detail


async def test_the_list_tells_states_and_puts_retracted_ones_last(studio: Workspace, start: Start) -> None:
    async with start(studio, (200, 60)) as driver:
        await driver.press("5")
        assert "Episodes 5 · 1 scheduled" in str(driver.main.records.border_title)
        lines = driver.text.splitlines()
        later = next(line for line in lines if "Later" in line)
        assert "◷" in later
        assert "scheduled" in later
        assert "S2E1" in later
        assert "trailer" in next(line for line in lines if "Soon" in line)
        assert "12 kB" in next(line for line in lines if "Pilot" in line)
        heading = next(number for number, line in enumerate(lines) if "Retracted · 1" in line)
        assert "Taken back" in lines[heading + 1]


async def test_the_detail_shows_the_tags_beside_the_fields(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        text = detail(driver)
        assert text.startswith("Pilot\n  file: pilot take 3\n")
        assert "w writes them" in text
        await on(driver, EPISODES[1])
        assert "file:" not in detail(driver)
        assert "tags of the file differ; w writes them" in detail(driver)
        assert "Transcript de 002-ward.de.vtt" in detail(driver)


async def test_what_was_changed_on_both_sides_is_told_with_its_key(studio: Workspace, start: Start) -> None:
    tear_pilot(studio)
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        assert "! changed here and in the file: title, description, people" in detail(driver)
        assert "m Merge…" in driver.text.splitlines()[-1]
        await on(driver, EPISODES[1])
        assert "m Merge…" not in driver.text.splitlines()[-1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_footer_has_room_for_what_matters(studio: Workspace, start: Start, size: tuple[int, int]) -> None:
    async with start(studio, size) as driver:
        await on(driver, EPISODES[1])
        footer = " ".join(driver.text.splitlines()[-1].split())
        assert footer.startswith("e Edit n New episode p Publish w Tags… l Link…")
        assert footer.endswith("? Help ^p Commands")


# What becomes of an episode


async def test_publish_and_undo(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[1])
        await driver.press("p")
        assert stored(studio, EPISODES[1]).state is EpisodeState.PUBLISHED
        assert "✓ Publish episode “Podcasting on the ward”" in driver.toasts
        assert driver.main.records.row.id == WARD_ID
        position = studio.repository.position()
        await driver.press("p")
        assert studio.repository.position() == position
        await driver.press("ctrl+z")
        assert stored(studio, EPISODES[1]).state is EpisodeState.DRAFT


async def test_an_episode_without_audio_is_not_published(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await driver.press("5")
        driver.main.records.select(next(v.id for v in lookup.episodes(studio, SHOW) if v.title == "Later"))
        await driver.settle()
        await driver.press("p")
        assert "has no audio" in driver.toasts


async def test_schedule_says_what_the_time_means(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[1])
        await driver.press("P")
        screen = driver.app.screen
        assert isinstance(screen, ScheduleScreen)
        assert screen.field.text == "2027-03-02 06:00"
        assert "Times are those of Europe/Berlin." in driver.text
        assert "Tuesday 2 March 2027, 06:00 CET · in 17 hours · 05:00 UTC" in driver.text
        screen.field.text = "tomorrow"
        await driver.press("enter")
        assert driver.app.screen is screen
        assert "'tomorrow' is not a date and time" in driver.text
        screen.field.text = "2027-02-28 06:00"
        await driver.press("enter")
        assert "this has passed already" in driver.text
        screen.field.text = "2027-03-28 02:30"
        await driver.pilot.pause()
        assert "the clocks go forward" in driver.text
        screen.field.text = "2027-04-09 06:00"
        await driver.press("enter")
        assert driver.app.screen is driver.main
        episode = stored(studio, EPISODES[1])
        assert (episode.state, episode.date) == (EpisodeState.SCHEDULED, datetime(2027, 4, 9, 4, tzinfo=UTC))
        await driver.press("P")
        assert driver.app.screen.field.text == "2027-04-09 06:00"  # type: ignore[attr-defined]
        await driver.press("escape")
        assert driver.app.screen is driver.main


async def test_schedule_tells_why_an_episode_can_not_be_released(studio: Workspace, start: Start) -> None:
    studio.apply(Edit.change("Refuse", SESSIONS[1], replace(SESSIONS[1], consent=Consent.REFUSED)))
    async with start(studio) as driver:
        await on(driver, EPISODES[1])
        await driver.press("P", "enter")
        assert isinstance(driver.app.screen, ScheduleScreen)
        assert "did not agree to a recording" in driver.text


async def test_retract_asks_first(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("r")
        assert isinstance(driver.app.screen, Question)
        await driver.press("n")
        assert stored(studio, EPISODES[0]).state is EpisodeState.PUBLISHED
        await driver.press("r", "y")
        assert stored(studio, EPISODES[0]).state is EpisodeState.RETRACTED
        assert driver.main.records.row.id == PILOT_ID
        assert "r Retract" not in driver.text.splitlines()[-1]


async def test_number_gives_the_next_one_and_the_form_proposes_it(studio: Workspace, start: Start) -> None:
    episode = stored(studio, EPISODES[1])
    studio.apply(Edit.change("No number", episode, replace(episode, number=None)))
    async with start(studio) as driver:
        await on(driver, EPISODES[1])
        await driver.press("e")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        assert [form.field_named(name).hint for name in ("season", "number")] == ["2 would be next"] * 2
        await driver.press("escape", "number_sign")
        assert (stored(studio, EPISODES[1]).season, stored(studio, EPISODES[1]).number) == (2, 2)
        await driver.press("5")
        driver.main.records.select(next(v.id for v in lookup.episodes(studio, SHOW) if v.title == "Soon"))
        await driver.settle()
        await driver.press("number_sign")
        assert "is not counted" in driver.toasts


# Sessions


async def test_link_offers_the_most_likely_session_first(studio: Workspace, start: Start) -> None:
    change_file(studio, PILOT, lambda tags: replace(tags, title="Opening keynote, cut"))
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("l")
        picker = driver.app.screen
        assert isinstance(picker, PickScreen)
        assert picker.records.row.session.title == "Opening keynote"
        await driver.press("enter")
        assert stored(studio, EPISODES[0]).session_id == SESSIONS[0].id
        assert label(studio) == "Link episode “Pilot” to “Opening keynote”"
        assert "Recording of Opening keynote" in detail(driver)
        await driver.press("l")
        await driver.type("no session")
        await driver.press("enter")
        assert stored(studio, EPISODES[0]).session_id is None


async def test_link_is_filtered_moved_and_left(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[1])
        await driver.press("l")
        picker = driver.app.screen
        assert isinstance(picker, PickScreen)
        # The present one is under the cursor, and nothing is changed by choosing it again.
        assert picker.records.row.session.id == SESSIONS[1].id
        position = studio.repository.position()
        await driver.press("enter")
        assert studio.repository.position() == position
        await driver.press("l")
        await driver.type("okafor")
        assert driver.app.screen.records.shown_count == 2  # type: ignore[attr-defined]
        await driver.press("down", "up", "escape")
        assert driver.app.screen is driver.main
        assert studio.repository.position() == position


async def test_link_tells_which_session_is_an_episode_already(studio: Workspace, start: Start) -> None:
    async with start(studio, (200, 60)) as driver:
        await on(driver, EPISODES[0])
        await driver.press("l")
        assert "is “ward-rou" in driver.text


async def test_a_new_episode_from_a_session(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await driver.press("5", "N")
        picker = driver.app.screen
        assert isinstance(picker, PickScreen)
        offered = [row.session.title for row in picker.records.listing.rows]
        assert offered == ["First episode in an hour", "Panel: who answers?", "Opening keynote"]
        await driver.type("keynote")
        await driver.press("enter")
        form = driver.app.screen
        assert isinstance(form, FormScreen)
        assert form.field_named("title").hint.startswith("Opening keynote")
        assert label(studio) == "New episode from session “Opening keynote”"
        await driver.press("escape")
        assert driver.main.records.row.title == "Opening keynote"
        assert driver.main.records.row.episode.state is EpisodeState.DRAFT
        await driver.press("ctrl+z")
        assert all(view.title != "Opening keynote" for view in lookup.episodes(studio, SHOW))


async def test_where_every_session_has_an_episode_that_is_said(studio: Workspace, start: Start) -> None:
    for session in SESSIONS:
        refused = replace(session, consent=Consent.REFUSED)
        studio.apply(Edit.change("Refuse", session, refused))
    async with start(studio) as driver:
        await driver.press("5", "N")
        assert driver.app.screen is driver.main
        assert "No session waits for a recording" in driver.toasts


# Tags


async def test_tags_are_shown_written_and_undone(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("w")
        assert isinstance(driver.app.screen, TagsScreen)
        assert "    - pilot take 3" in driver.text
        assert "    + Pilot" in driver.text
        assert "1 file would change" in driver.text
        await driver.press("escape")
        assert tags_in(studio, PILOT) == FORMER
        await driver.press("w", "enter")
        work = driver.app.screen
        assert isinstance(work, WorkScreen)
        assert work.finished
        assert tags_in(studio, PILOT).title == "Pilot"
        await driver.press("escape")
        assert driver.main.records.row.id == PILOT_ID
        assert "file:" not in detail(driver)
        assert label(studio) == "Write tags into “Pilot”"
        await driver.press("ctrl+z")
        assert "↶ Undid: Write tags into “Pilot”" in driver.toasts
        assert tags_in(studio, PILOT) == FORMER
        assert "file: pilot take 3" in detail(driver)
        await driver.press("ctrl+y")
        assert tags_in(studio, PILOT).title == "Pilot"


async def test_tags_of_all_episodes_are_one_edit(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("w", "a")
        assert "2 files would change" in driver.text
        assert PILOT in driver.text
        assert WARD in driver.text
        await driver.press("enter")
        assert "2 files of 2 written" in driver.text
        await driver.press("escape", "ctrl+z")
        assert (tags_in(studio, PILOT), tags_in(studio, WARD)) == (FORMER, Tags())
        await driver.press("w", "a", "a")
        assert WARD not in driver.text.partition("Write tags")[2]


async def test_a_file_that_is_refused_is_told(studio: Workspace, start: Start) -> None:
    (studio.episodes_root / PILOT).chmod(0o444)
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("w", "enter")
        assert "✗ not done" in driver.text
        assert "is read-only" in driver.text
        await driver.press("escape", "w", "a", "enter")
        assert "1 file of 2 written" in driver.text
        assert "is read-only" in driver.text


async def test_undo_of_tags_that_can_not_be_written_says_why(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("w", "enter", "escape")
        write_tags(studio.episodes_root, PILOT, Tags(title="By somebody else"), None)
        await driver.press("ctrl+z")
        assert "somebody changed them since" in driver.toasts
        assert tags_in(studio, PILOT).title == "By somebody else"
        assert label(studio) == "Write tags into “Pilot”"


async def test_former_tags_are_restored(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("W")
        assert "Nothing to restore: there are no former tags of this episode." in driver.text
        await driver.press("enter")
        assert isinstance(driver.app.screen, TagsScreen)
        await driver.press("escape", "w", "enter", "escape", "W")
        assert "    + pilot take 3" in driver.text
        await driver.press("enter", "escape")
        assert tags_in(studio, PILOT) == FORMER
        assert label(studio) == "Restore the tags of “Pilot”"


# Merge


async def test_merge_takes_what_was_chosen_as_one_edit(studio: Workspace, start: Start) -> None:
    tear_pilot(studio)
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("m")
        screen = driver.app.screen
        assert isinstance(screen, MergeScreen)
        assert "3 fields still open" in driver.text
        await driver.press("enter")
        assert "Choose here (←) or file (→)" in driver.toasts
        await driver.press("right", "down", "left", "left")
        assert screen.chosen == {"title": "file"}
        await driver.press("left", "up", "up")
        assert screen.cursor == 0
        position = studio.repository.position()
        await driver.press("ctrl+s")
        assert driver.app.screen is driver.main
        assert studio.repository.position() == position + 1
        episode = stored(studio, EPISODES[0])
        assert episode.title is None
        assert str(episode.description).startswith("How the show began")
        recording = studio.recordings()[PILOT]
        assert [one.field for one in tag_conflicts(episode, recording)] == ["people"]
        await driver.press("ctrl+z")
        assert stored(studio, EPISODES[0]).title == "Pilot: how it began"


@pytest.mark.parametrize(("key", "title"), [("h", "Pilot: how it began"), ("f", "The pilot (remastered)")])
async def test_merge_all(studio: Workspace, start: Start, key: str, title: str) -> None:
    tear_pilot(studio)
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("m", key)
        assert "everything is chosen" in driver.text
        await driver.press("enter")
        assert lookup.episode_view(studio, PILOT_ID).title == title
        assert "m Merge…" not in driver.text.splitlines()[-1]


async def test_merge_by_mouse(studio: Workspace, start: Start) -> None:
    tear_pilot(studio)
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("m")
        screen = driver.app.screen
        assert isinstance(screen, MergeScreen)
        lines = driver.text.splitlines()
        y = next(number for number, line in enumerate(lines) if "○ Pilot: how it began" in line)
        await driver.pilot.click(offset=Offset(lines[y].index("The pilot (remastered)"), y))
        await driver.pilot.click(offset=Offset(lines[y + 3].index("How the show"), y + 3))
        assert screen.chosen == {"title": "file", "description": "here"}
        await driver.press("escape")
        assert stored(studio, EPISODES[0]).title == "Pilot: how it began"


async def test_merge_from_the_problems(studio: Workspace, start: Start) -> None:
    tear_pilot(studio)
    async with start(studio) as driver:
        await driver.press("6", "slash")
        await driver.type("001-pilot.wav title")
        await driver.press("enter")
        assert driver.main.records.row.code == "episode-tag-changed"
        assert "m Merge…" in driver.text.splitlines()[-1]
        await driver.press("m", "h", "enter")
        assert "✓ Merge “Pilot: how it began” with its file" in driver.toasts
        assert driver.main.place.section is Section.PROBLEMS
        assert driver.main.records.shown_count == 0


async def test_enter_on_the_problem_goes_to_the_episode(studio: Workspace, start: Start) -> None:
    tear_pilot(studio)
    async with start(studio) as driver:
        await driver.press("6", "slash")
        await driver.type("001-pilot.wav title")
        await driver.press("enter", "enter")
        assert driver.main.place.section is Section.EPISODES
        assert driver.main.records.row.id == PILOT_ID


# Outside


async def test_a_folder_that_can_not_be_opened_is_copied(
    studio: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "browser", lambda: "")
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("f")
        folder = studio.episodes_root / "ward-rounds"
        assert str(folder) in driver.toasts
        assert driver.app.clipboard == str(folder)


async def test_a_folder_is_opened(
    studio: Workspace, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    program.chmod(0o755)
    monkeypatch.setattr(handing_over, "browser", lambda: str(program))
    async with start(studio) as driver:
        await on(driver, EPISODES[0])
        await driver.press("f")
        assert seen.read_text().strip() == str(studio.episodes_root / "ward-rounds")
        assert "✓ Opened" in driver.toasts
        assert driver.app.clipboard == ""


async def test_the_address_of_the_feed_is_copied(studio: Workspace, start: Start) -> None:
    async with start(studio) as driver:
        await driver.press("5", "a")
        assert driver.app.clipboard == "https://podcast.example.org/shows/ward-rounds/feed.xml"
        assert driver.app.clipboard in driver.toasts


def test_every_scope_has_a_way_out() -> None:
    for scope in (Scope.CHOOSING, Scope.TAGS, Scope.MERGE):
        assert any("escape" in action.keys for action in in_scope(scope))
