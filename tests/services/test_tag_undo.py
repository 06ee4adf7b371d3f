"""Undo of written tags: the files say what they said before, or nothing is undone and the reason is told."""

import hashlib
import wave
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from confkit.audio.reader import read_recording
from confkit.audio.write_tags import write_tags
from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import EditConflict, NotFound, WriteError
from confkit.domain.recording import Chapter, Tags
from confkit.domain.tag_merge import WRITING, merge_problems, rebase, writing_of
from confkit.services import exporting, history, lookup, tagging, tags_aside
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace, init_workspace
from tests.cli.conftest import write_wave

FORMER = Tags(title="From the file", date="2025", link="https://example.org/old")
ONE, TWO = "show/one.wav", "show/two.wav"


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A show with two recordings, of which the first is tagged and has a title of its own here."""
    with init_workspace(tmp_path / "work") as opened:
        for name in (ONE, TWO):
            write_wave(opened.episodes_root / name)
        write_tags(opened.episodes_root, ONE, FORMER, (Chapter(timedelta(0), "Old"),))
        scan(opened)
        before = view_of(opened, ONE).episode
        edited = replace(before, title="Edited", chapters=(Chapter(timedelta(0), "New"),))
        opened.apply(Edit("Edit", (Change(before, rebase(before, edited, FORMER)),)))
        yield opened


def view_of(ws: Workspace, file: str) -> EpisodeView:
    views = lookup.episodes(ws, lookup.find_show(ws, "show"))
    return next(view for view in views if view.episode.file == file)


def tags_in(ws: Workspace, file: str) -> Tags:
    return read_recording(ws.episodes_root, file).tags


def sound_of(ws: Workspace, file: str) -> str:
    with wave.open(str(ws.episodes_root / file)) as opened:
        return hashlib.md5(opened.readframes(opened.getnframes())).hexdigest()


def newest(ws: Workspace) -> tuple[str, str]:
    entry = ws.repository.history(limit=1)[0]
    return entry.author, entry.label


def test_undo_writes_the_former_tags_back_and_redo_the_new_ones(ws: Workspace) -> None:
    before = read_recording(ws.episodes_root, ONE)
    episode, sound = view_of(ws, ONE).episode, sound_of(ws, ONE)
    tagging.write(ws, view_of(ws, ONE))
    assert newest(ws) == (ws.author, "Write tags into “Edited”")
    for _ in range(2):
        history.undo(ws)
        after = read_recording(ws.episodes_root, ONE)
        assert (after.tags, after.chapters) == (before.tags, before.chapters)
        assert view_of(ws, ONE).episode == episode
        with pytest.raises(NotFound):
            tagging.plan_restore(ws, view_of(ws, ONE))
        history.redo(ws)
        after = read_recording(ws.episodes_root, ONE)
        assert (after.tags.title, [one.title for one in after.chapters]) == ("Edited", ["New"])
        assert merge_problems(view_of(ws, ONE).episode, after) == ()
        assert tagging.plan_restore(ws, view_of(ws, ONE)).changes
    assert sound_of(ws, ONE) == sound


def test_an_older_edit_that_wrote_tags_is_taken_back_by_its_number(ws: Workspace) -> None:
    before = read_recording(ws.episodes_root, ONE)
    tagging.write(ws, view_of(ws, ONE))
    written = ws.repository.position()
    tagging.write(ws, view_of(ws, TWO))
    assert history.outlook(ws, written).files == (ONE,)
    # A later edit of the same episode stands in its way: neither the file nor the database changes.
    episode = view_of(ws, ONE).episode
    later = ws.apply(Edit.change("Rename", episode, replace(episode, subtitle="Later")))
    blocked = history.outlook(ws, written)
    assert [one.number for one in blocked.later] == [later.number]
    with pytest.raises(EditConflict, match="Rename"):
        history.undo_entry(ws, written)
    assert tags_in(ws, ONE).title == "Edited"
    history.undo_entry(ws, later.number)
    # So does somebody who changed the tags of the file.
    write_tags(ws.episodes_root, ONE, replace(tags_in(ws, ONE), title="Mine"), None)
    refused = history.outlook(ws, written)
    assert (type(refused.error), refused.later) == (EditConflict, ())
    with pytest.raises(EditConflict, match="somebody changed them"):
        history.undo_entry(ws, written)
    write_tags(ws.episodes_root, ONE, replace(tags_in(ws, ONE), title="Edited"), None)
    history.undo_entry(ws, written)
    after = read_recording(ws.episodes_root, ONE)
    assert (after.tags, after.chapters) == (before.tags, before.chapters)
    assert tags_in(ws, TWO).title == "two"
    assert history.redo(ws).target == written
    assert tags_in(ws, ONE).title == "Edited"


def test_an_episode_without_own_fields_can_be_undone_too(ws: Workspace) -> None:
    tagging.write(ws, view_of(ws, TWO))
    assert tags_in(ws, TWO).title == "two"
    assert [basis.field for basis in view_of(ws, TWO).episode.based_on] == [WRITING]
    assert history.describe(ws.repository.history(limit=1)[0]) == ("episode “show/two.wav”: tags of its file",)
    history.undo(ws)
    assert tags_in(ws, TWO) == Tags()
    assert view_of(ws, TWO).episode.based_on == ()


def test_all_of_a_show_are_one_edit(ws: Workspace) -> None:
    tagging.write_all(ws, lookup.episodes(ws, lookup.find_show(ws, "show")))
    assert newest(ws) == (ws.author, "Write tags into 2 episodes")
    history.undo(ws)
    assert (tags_in(ws, ONE), tags_in(ws, TWO)) == (FORMER, Tags())


def test_what_was_written_before_it_was_cancelled_is_the_edit(ws: Workspace) -> None:
    answers = iter((False, True))
    views = [view_of(ws, ONE), view_of(ws, TWO)]
    assert len(tagging.write_all(ws, views, cancelled=lambda: next(answers))) == 1
    assert newest(ws)[1] == "Write tags into “Edited”"
    assert tags_in(ws, TWO) == Tags()
    history.undo(ws)
    assert tags_in(ws, ONE) == FORMER


def test_nothing_to_write_is_no_edit(ws: Workspace) -> None:
    tagging.write(ws, view_of(ws, TWO))
    position = ws.repository.position()
    tagging.write(ws, view_of(ws, TWO))
    tagging.write_all(ws, [view_of(ws, TWO)])
    assert ws.repository.position() == position


def test_a_restore_can_be_undone(ws: Workspace) -> None:
    tagging.write(ws, view_of(ws, ONE))
    tagging.restore(ws, view_of(ws, ONE))
    assert newest(ws) == (ws.author, "Restore the tags of “Edited”")
    history.undo(ws)
    assert tags_in(ws, ONE).title == "Edited"
    assert {one.new for one in tagging.plan_restore(ws, view_of(ws, ONE)).changes} >= {"From the file"}
    history.undo(ws)
    assert tags_in(ws, ONE) == FORMER


def test_where_a_file_is_gone_nothing_is_undone(ws: Workspace) -> None:
    tagging.write_all(ws, [view_of(ws, ONE), view_of(ws, TWO)])
    position = ws.repository.position()
    there = ws.episodes_root / TWO
    away = there.rename(ws.root / "away.wav")
    with pytest.raises(NotFound, match="is gone"):
        history.undo(ws)
    assert tags_in(ws, ONE).title == "Edited"
    assert ws.repository.position() == position
    away.rename(there)
    history.undo(ws)
    assert tags_in(ws, ONE) == FORMER


def test_tags_that_somebody_changed_since_are_not_overwritten(ws: Workspace) -> None:
    tagging.write_all(ws, [view_of(ws, ONE), view_of(ws, TWO)])
    theirs = replace(tags_in(ws, TWO), title="By somebody else")
    write_tags(ws.episodes_root, TWO, theirs, None)
    with pytest.raises(EditConflict, match="somebody changed"):
        history.undo(ws)
    assert (tags_in(ws, ONE).title, tags_in(ws, TWO)) == ("Edited", theirs)


def test_an_episode_that_was_edited_since_by_another_keeps_its_tags(ws: Workspace) -> None:
    tagging.write(ws, view_of(ws, ONE))
    episode = view_of(ws, ONE).episode
    ws.apply(Edit.change("Edit by Ben", episode, replace(episode, number=9)), author="ben")
    with pytest.raises(EditConflict, match="changed since"):
        history.undo(ws)
    assert tags_in(ws, ONE).title == "Edited"


def test_those_that_were_written_are_told_and_undo_goes_on_with_the_others(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from confkit.services import tag_undo

    tagging.write_all(ws, [view_of(ws, ONE), view_of(ws, TWO)])
    position = ws.repository.position()
    really = tag_undo.write_into

    def full_disk(*args, **named):  # type: ignore[no-untyped-def]
        if args[2].path == TWO:
            raise WriteError("can't be written (no space left)", where=TWO, fix="make room on the disk")
        return really(*args, **named)

    monkeypatch.setattr(tag_undo, "write_into", full_disk)
    with pytest.raises(WriteError, match=r"of 2 files 1 were written \(show/one.wav\)"):
        history.undo(ws)
    assert (tags_in(ws, ONE), tags_in(ws, TWO).title) == (FORMER, "two")
    assert ws.repository.position() == position
    monkeypatch.undo()
    history.undo(ws)
    assert (tags_in(ws, ONE), tags_in(ws, TWO)) == (FORMER, Tags())


def test_a_read_only_file_is_found_before_any_other_is_touched(ws: Workspace) -> None:
    tagging.write_all(ws, [view_of(ws, ONE), view_of(ws, TWO)])
    (ws.episodes_root / TWO).chmod(0o444)
    with pytest.raises(WriteError, match="read-only"):
        history.undo(ws)
    assert tags_in(ws, ONE).title == "Edited"


def test_what_is_not_kept_here_is_not_undone(ws: Workspace) -> None:
    tagging.write(ws, view_of(ws, ONE))
    for file in (tags_aside.folder(ws) / "edits").iterdir():
        file.unlink()
    with pytest.raises(NotFound, match="not kept here"):
        history.undo(ws)
    assert tags_in(ws, ONE).title == "Edited"


@pytest.mark.parametrize("id", ["", "../../confkit", "no-uuid"])
def test_a_name_that_is_no_id_leads_nowhere(ws: Workspace, id: str) -> None:
    assert tags_aside.writing(ws, id) is None


def test_which_edit_wrote_the_tags_is_not_exported(ws: Workspace) -> None:
    tagging.write(ws, view_of(ws, ONE))
    assert writing_of(view_of(ws, ONE).episode)
    text = exporting.export_show(ws, "show").decode()
    assert WRITING not in text
    assert "based_on" in text
