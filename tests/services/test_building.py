import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest

from confkit.domain.errors import UsageError
from confkit.domain.session import Status
from confkit.domain.show import EpisodeState
from confkit.services import editing, lookup
from confkit.services.building import BuildCancelled, build
from confkit.services.checking import check
from confkit.services.workspace import Workspace
from tests.services.conftest import Clock

SLUG = "health-voices-2026"
FEED = "shows/ward-rounds/feed.xml"


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        path.relative_to(folder).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def entry(ws: Workspace, session_title: str) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical((ws.output / "events" / SLUG / "schedule.ics").read_bytes())
    (found,) = [one for one in calendar.walk("VEVENT") if str(one["SUMMARY"]) == session_title]
    return found


def test_the_sample_is_built_and_the_manifest_names_every_file(ws: Workspace) -> None:
    report = build(ws)
    files = tree(ws.output)
    assert {f"events/{SLUG}/schedule.ics", FEED, "index.html", "manifest.json"} <= set(files)
    assert set(report.written) == set(files) - {"manifest.json"}
    manifest = json.loads((ws.output / "manifest.json").read_bytes())
    named = {one["path"]: one["sha256"] for one in manifest["files"]}
    assert named == {path: digest for path, (digest, _) in files.items() if path != "manifest.json"}
    assert not [problem for problem in check(ws) if problem.severity == "error"]


def test_audio_comes_before_what_points_to_it_and_feeds_come_last(ws: Workspace) -> None:
    written = list(build(ws).written)
    assert written[-1] == FEED
    assert max(at for at, path in enumerate(written) if "/audio/" in path) < written.index("index.html")


def test_a_second_build_touches_nothing(ws: Workspace, clock: Clock) -> None:
    build(ws)
    before = tree(ws.output)
    clock.time += timedelta(days=1)
    report = build(ws)
    assert (report.written, report.removed) == ((), ())
    assert tree(ws.output) == before


def test_a_move_raises_the_sequence_of_that_entry_only(ws: Workspace, clock: Clock) -> None:
    build(ws)
    before = entry(ws, "Welcome")
    clock.time += timedelta(hours=1)
    programme, session = lookup.find_session(ws, "Welcome")
    slot = programme.slots_of[session.id][0]
    editing.place(ws, programme, session, room=programme.room[slot.room_id], start=slot.start + timedelta(minutes=5))  # type: ignore[index]
    report = build(ws)
    after = entry(ws, "Welcome")
    assert (after["UID"], int(after["SEQUENCE"]), int(before["SEQUENCE"])) == (before["UID"], 1, 0)
    # The whole calendar, those of the room, the speaker, the type, the track and the session, and the page.
    assert 4 <= len(report.written) <= 8
    assert FEED not in report.written
    assert entry(ws, "Speaking softly in a loud room")["SEQUENCE"] == 0


def test_a_session_that_left_the_programme_stays_as_cancelled(ws: Workspace) -> None:
    build(ws)
    before = entry(ws, "Welcome")
    _, session = lookup.find_session(ws, "Welcome")
    editing.remove(ws, session)
    build(ws)
    after = entry(ws, "Welcome")
    assert (after["UID"], str(after["STATUS"])) == (before["UID"], "CANCELLED")
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1


def test_only_the_public_programme_is_in_the_calendar(ws: Workspace) -> None:
    programme, session = lookup.find_session(ws, "Welcome")
    editing.change(ws, session, replace(session, status=Status.SUBMITTED))
    build(ws)
    text = (ws.output / "events" / SLUG / "schedule.ics").read_text("utf-8")
    assert "SUMMARY;LANGUAGE=en:Welcome\r\n" not in text
    for person in programme.persons:
        assert not person.email or person.email not in text


def test_private_facts_are_in_no_file_that_is_published(ws: Workspace) -> None:
    programme = lookup.programme(ws, SLUG)
    person = programme.persons[0]
    editing.change(ws, person, replace(person, email="very.private@example.org", notes="NOTE-ABOUT-A-PERSON"))
    session = programme.sessions[0]
    editing.change(ws, session, replace(session, notes="NOTE-ABOUT-A-SESSION"))
    build(ws)
    for path in ws.output.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"very.private" not in data
            assert b"NOTE-ABOUT" not in data


def test_drafts_and_what_lies_ahead_wait(ws: Workspace, clock: Clock) -> None:
    first, second, *_ = lookup.episodes(ws, lookup.shows(ws)[0])
    editing.change(ws, first.episode, replace(first.episode, state=EpisodeState.DRAFT))
    later = clock.time + timedelta(days=2)
    editing.change(ws, second.episode, replace(second.episode, state=EpisodeState.SCHEDULED, date=later))
    build(ws)
    feed = (ws.output / FEED).read_text("utf-8")
    assert first.episode.guid not in feed
    assert second.episode.guid not in feed
    clock.time += timedelta(days=3)
    build(ws)
    assert second.episode.guid in (ws.output / FEED).read_text("utf-8")


def test_a_retracted_episode_takes_its_audio_along_and_leaves_strangers_alone(ws: Workspace) -> None:
    build(ws)
    mine = ws.output / "shows" / "ward-rounds" / "audio" / "mine.txt"
    mine.write_text("mine")
    view = lookup.find_episode(ws, "ward-rounds/000-trailer.mp3")
    editing.change(ws, view.episode, replace(view.episode, state=EpisodeState.DRAFT))
    report = build(ws)
    assert "shows/ward-rounds/audio/000-trailer.mp3" in report.removed
    assert mine.read_text() == "mine"


def test_a_build_can_be_stopped_and_finished_later(ws: Workspace) -> None:
    calls = iter(range(1000))
    with pytest.raises(BuildCancelled):
        build(ws, cancelled=lambda: next(calls) > 20)
    build(ws)
    assert build(ws).written == ()


def test_progress_reaches_its_end(ws: Workspace) -> None:
    seen: list[tuple[int, int, str]] = []
    build(ws, progress=lambda done, total, path: seen.append((done, total, path)))
    steps = [one for one in seen if one[2].startswith(("events/", "shows/", "index"))]
    assert [done for done, _, _ in steps] == list(range(len(steps)))
    assert seen[-1] == (len(steps), len(steps), "")


def test_the_same_data_gives_the_same_bytes_elsewhere(ws: Workspace, tmp_path: Path) -> None:
    build(ws)
    build(ws, out=tmp_path / "elsewhere")
    here, there = tree(ws.output), tree(tmp_path / "elsewhere")
    assert {path: digest for path, (digest, _) in here.items()} == {path: digest for path, (digest, _) in there.items()}


@pytest.mark.parametrize("name", [".", "..", "events", "episodes/ward-rounds", ".confkit/out"])
def test_a_folder_that_holds_the_workspace_is_refused(ws: Workspace, name: str) -> None:
    before = sorted(path for path in ws.root.rglob("*") if ".confkit" not in path.parts)
    with pytest.raises(UsageError, match="folder of its own"):
        build(ws, out=ws.root / name)
    assert sorted(path for path in ws.root.rglob("*") if ".confkit" not in path.parts) == before


def test_artwork_that_is_not_there_is_a_problem_not_a_crash(ws: Workspace) -> None:
    assert lookup.shows(ws)
    (ws.episodes_root / "ward-rounds" / "cover.png").unlink()
    report = build(ws)
    assert "artwork-missing" in {problem.code for problem in report.problems}
    assert "itunes:image" not in (ws.output / FEED).read_text("utf-8").partition("<item>")[0]
