"""Writing an episode's tags: what is known arrives in the file, index and merge know about it, and it goes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from confkit.audio.reader import read_recording
from confkit.audio.write_tags import write_tags
from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import NotFound, WriteError
from confkit.domain.person import Credit, Participant, Person, Role
from confkit.domain.recording import Chapter, Tags
from confkit.domain.show import Episode, Show
from confkit.domain.tag_merge import merge_problems, rebase
from confkit.services import lookup, tagging
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace, init_workspace
from tests.audio.encoding import run_ffmpeg
from tests.cli.conftest import write_wave

FORMER = Tags(title="From the file", people=(Credit("Cem Yilmaz"),), date="2025", link="https://example.org/old")
PERSON = UUID(int=5)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A show with two recordings, of which the first is tagged."""
    with init_workspace(tmp_path / "work") as opened:
        for name in ("one.wav", "two.wav"):
            write_wave(opened.episodes_root / "show" / name)
        write_tags(opened.episodes_root, "show/one.wav", FORMER, (Chapter(timedelta(0), "Old"),))
        scan(opened)
        opened.apply(Edit.add("Add a person", Person(PERSON, "Amira Hart")))
        yield opened


def view_of(ws: Workspace, file: str) -> EpisodeView:
    show = lookup.find_show(ws, "show")
    return next(view for view in lookup.episodes(ws, show) if view.episode.file == file)


def edit_episode(ws: Workspace, before: Episode, after: Episode) -> None:
    """Edit as forms do: own fields remember the tag they were edited over."""
    tags = ws.recordings()[before.file].tags
    ws.apply(Edit("Edit", (Change(before, rebase(before, after, tags)),)))


def edited(ws: Workspace, file: str = "show/one.wav") -> EpisodeView:
    before = view_of(ws, file).episode
    after = replace(
        before,
        title="Edited",
        people=(Participant(PERSON, Role.HOST),),
        date=datetime(2027, 4, 9, 10, tzinfo=UTC),
        number=3,
        chapters=(Chapter(timedelta(0), "Hello"), Chapter(timedelta(seconds=1), "Bye")),
    )
    edit_episode(ws, before, after)
    return view_of(ws, file)


def test_what_is_known_arrives_in_the_file(ws: Workspace) -> None:
    view = edited(ws)
    planned = tagging.plan(ws, view)
    assert {change.field for change in planned.changes} >= {"title", "people", "date", "number", "chapters", "show"}
    done = tagging.write(ws, view)
    assert done.problems == ()
    assert done.plan.changes == planned.changes
    tags = read_recording(ws.episodes_root, "show/one.wav").tags
    assert (tags.title, tags.date, tags.number, tags.show) == ("Edited", "2027-04-09T10:00:00", 3, "Show")
    assert tags.people == (Credit("Amira Hart", Role.HOST),)
    assert tags.link == FORMER.link
    after = view_of(ws, "show/one.wav")
    assert after.recording is not None
    assert after.recording.tags == tags
    assert [one.title for one in after.recording.chapters] == ["Hello", "Bye"]
    assert tagging.plan(ws, after).changes == ()
    file = ws.episodes_root / "show" / "one.wav"
    inode = file.stat().st_ino
    tagging.write(ws, after)
    assert file.stat().st_ino == inode


def test_writing_is_no_reason_for_a_merge_but_a_later_change_is(ws: Workspace) -> None:
    tagging.write(ws, edited(ws))
    view = view_of(ws, "show/one.wav")
    assert view.recording is not None
    assert merge_problems(view.episode, view.recording) == ()
    write_tags(ws.episodes_root, "show/one.wav", replace(view.recording.tags, title="By somebody"), None)
    scan(ws)
    later = view_of(ws, "show/one.wav")
    assert later.recording is not None
    assert [problem.code for problem in merge_problems(later.episode, later.recording)] == ["episode-tag-changed"]


def test_restore_writes_the_former_tags_back(ws: Workspace) -> None:
    with pytest.raises(NotFound):
        tagging.restore(ws, view_of(ws, "show/one.wav"))
    before = read_recording(ws.episodes_root, "show/one.wav")
    tagging.write(ws, edited(ws))
    view = view_of(ws, "show/one.wav")
    edit_episode(ws, view.episode, replace(view.episode, title="Edited again"))
    tagging.write(ws, view_of(ws, "show/one.wav"))
    restored = tagging.restore(ws, view_of(ws, "show/one.wav"))
    assert "title" in {change.field for change in restored.plan.changes}
    after = read_recording(ws.episodes_root, "show/one.wav")
    assert after.tags == before.tags
    assert after.chapters == before.chapters
    view = view_of(ws, "show/one.wav")
    assert view.title == "Edited again"
    assert view.recording is not None
    assert merge_problems(view.episode, view.recording) == ()
    with pytest.raises(NotFound):
        tagging.plan_restore(ws, view)


def test_one_that_is_refused_keeps_no_other_from_being_written(ws: Workspace) -> None:
    edited(ws)
    (ws.episodes_root / "show" / "one.wav").chmod(0o444)
    seen: list[tuple[int, int, str]] = []
    views = lookup.episodes(ws, lookup.find_show(ws, "show"))
    done = tagging.write_all(ws, views, progress=lambda *now: seen.append(now))
    problems = {one.plan.path: [problem.code for problem in one.problems] for one in done}
    assert problems == {"show/one.wav": ["tags-not-written"], "show/two.wav": []}
    assert [now[:2] for now in seen] == [(1, 2), (2, 2)]
    assert read_recording(ws.episodes_root, "show/one.wav").tags == FORMER
    assert {basis.value for basis in view_of(ws, "show/one.wav").episode.based_on} >= {"From the file", "Cem Yilmaz"}
    assert read_recording(ws.episodes_root, "show/two.wav").tags.title == "two"
    with pytest.raises(WriteError, match="read-only"):
        tagging.write(ws, view_of(ws, "show/one.wav"))


def test_the_day_a_file_was_found_and_the_address_of_the_show_are_not_written(ws: Workspace) -> None:
    show = lookup.find_show(ws, "show")
    ws.apply(Edit("Address", (Change(show, replace(show, url="https://example.org/show")),)))
    view = view_of(ws, "show/two.wav")
    assert view.link == "https://example.org/show"
    tagging.write(ws, view)
    tags = read_recording(ws.episodes_root, "show/two.wav").tags
    assert (tags.date, tags.link, tags.language) == ("", "", "en")


def test_a_missing_file_is_said(ws: Workspace) -> None:
    episode = Episode(UUID(int=9), lookup.find_show(ws, "show").id, "guid", ws.now(), file="show/gone.mp3")
    ws.apply(Edit.add("Add", episode))
    with pytest.raises(NotFound, match="no audio"):
        tagging.plan(ws, lookup.episode_view(ws, episode.id))
    (ws.episodes_root / "show" / "one.wav").unlink()
    with pytest.raises(WriteError):
        tagging.write(ws, view_of(ws, "show/one.wav"))
    assert isinstance(ws.repository.get(Show, episode.show_id), Show)


def test_a_file_that_changed_since_the_scan_is_left_alone(ws: Workspace) -> None:
    view = edited(ws)
    other = replace(FORMER, title="By somebody else just now")
    write_tags(ws.episodes_root, "show/one.wav", other, None)
    with pytest.raises(WriteError, match="since the last scan"):
        tagging.write(ws, view)
    assert read_recording(ws.episodes_root, "show/one.wav").tags == other


def test_chapters_of_mp4_are_shown_written_and_taken_back(ws: Workspace) -> None:
    file = ws.episodes_root / "show" / "three.m4a"
    run_ffmpeg("-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac", "-b:a", "32k", str(file))
    former = (Chapter(timedelta(0), "Old"), Chapter(timedelta(milliseconds=700), "Older"))
    write_tags(ws.episodes_root, "show/three.m4a", FORMER, former)
    scan(ws)
    view = edited(ws, "show/three.m4a")
    shown = {change.field: change for change in tagging.plan(ws, view).changes}
    assert (shown["chapters"].old, shown["chapters"].new) == (
        "0:00:00 Old\n0:00:00.700 Older",
        "0:00:00 Hello\n0:00:01 Bye",
    )
    assert tagging.write(ws, view).problems == ()
    assert [one.title for one in read_recording(ws.episodes_root, "show/three.m4a").chapters] == ["Hello", "Bye"]
    assert tagging.restore(ws, view_of(ws, "show/three.m4a")).problems == ()
    after = read_recording(ws.episodes_root, "show/three.m4a")
    assert after.chapters == former
    assert after.tags.title == FORMER.title
