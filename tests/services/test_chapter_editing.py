"""Chapters from elsewhere, and saved as one edit; and waveforms that are kept."""

import os
import shutil
import wave
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.chapter_edits import Chapters
from confkit.domain.edit import Edit
from confkit.domain.errors import Cancelled, EditConflict, FormatError, InvalidValue, LimitExceeded, NotFound
from confkit.domain.recording import Chapter, Recording
from confkit.domain.show import Episode
from confkit.services import chapter_editing, history, lookup, waveforms
from confkit.services.workspace import Workspace

STEM = "001-the-quiet-hour"


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with Workspace(folder, author="amira") as opened:
        yield opened


@pytest.fixture
def view(workspace: Workspace) -> EpisodeView:
    return lookup.find_episode(workspace, f"ward-rounds/{STEM}.flac")


def made(*starts: float) -> Chapters:
    return tuple(Chapter(timedelta(seconds=start), f"At {start:g}") for start in starts)


def stored(workspace: Workspace, view: EpisodeView) -> Episode:
    found = workspace.repository.get(Episode, view.id)
    assert found is not None
    return found


def test_saving_is_one_edit_that_can_be_undone(workspace: Workspace, view: EpisodeView) -> None:
    before = workspace.repository.position()
    entry = chapter_editing.save(workspace, view, made(5, 0))
    assert entry is not None
    assert entry.label == f"Edit chapters of “{view.title}”"
    assert workspace.repository.position() == before + 1
    after = lookup.find_episode(workspace, str(view.id))
    assert after.chapters == made(0, 5)
    assert after.sources["chapters"] is Source.EPISODE
    history.undo(workspace)
    assert lookup.find_episode(workspace, str(view.id)).chapters == view.chapters


def test_nothing_changed_is_no_edit(workspace: Workspace, view: EpisodeView) -> None:
    before = workspace.repository.position()
    assert chapter_editing.save(workspace, view, view.chapters) is None
    assert workspace.repository.position() == before
    assert stored(workspace, view).chapters is None


def test_other_fields_that_changed_meanwhile_stay(workspace: Workspace, view: EpisodeView) -> None:
    workspace.apply(Edit.change("Edit", view.episode, replace(view.episode, title="Ben's title")), author="ben")
    chapter_editing.save(workspace, view, made(0, 5))
    assert (stored(workspace, view).title, stored(workspace, view).chapters) == ("Ben's title", made(0, 5))


def test_chapters_that_changed_meanwhile_are_not_lost(workspace: Workspace, view: EpisodeView) -> None:
    theirs = replace(view.episode, chapters=made(0, 7))
    workspace.apply(Edit.change("Edit", view.episode, theirs), author="ben")
    with pytest.raises(EditConflict) as caught:
        chapter_editing.save(workspace, view, made(0, 5))
    assert caught.value.differences == (("chapters", "none of its own", "00:00:00 At 0, 00:00:07 At 7"),)
    assert stored(workspace, view).chapters == made(0, 7)
    assert chapter_editing.save(workspace, view, made(0, 5), over=True) is not None
    assert stored(workspace, view).chapters == made(0, 5)
    # The same as what is there by now: nothing to write.
    assert chapter_editing.save(workspace, view, made(0, 5), over=True) is None


def test_an_episode_that_is_gone_is_said(workspace: Workspace, view: EpisodeView) -> None:
    workspace.apply(Edit.remove("Remove", view.episode))
    with pytest.raises(NotFound, match="deleted"):
        chapter_editing.save(workspace, view, made(0, 5))


def test_chapters_beside_and_in_the_tags(workspace: Workspace, view: EpisodeView) -> None:
    assert view.recording is not None
    assert chapter_editing.in_tags(view) == view.recording.chapters
    with pytest.raises(NotFound, match="in the tags"):
        chapter_editing.in_tags(replace(view, recording=None))
    with pytest.raises(NotFound) as caught:
        chapter_editing.beside(workspace, view)
    assert caught.value.fix == f"put them into episodes/ward-rounds/{STEM}.chapters.txt"
    (workspace.episodes_root / "ward-rounds" / f"{STEM}.chapters.txt").write_text("0:09 Later\n0:00 First\n")
    assert [one.title for one in chapter_editing.beside(workspace, view)] == ["First", "Later"]


@pytest.mark.parametrize(
    "text",
    [
        "00:00:00 First\n00:00:09.5 Later",
        '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "First"}, {"startTime": 9.5, "title": "Later"}]}',
        "0.000000\t9.500000\tFirst\n9.500000\t9.500000\tLater",
        '<psc:chapters xmlns:psc="http://podlove.org/simple-chapters" version="1.2"><psc:chapter start="00:00:09.5" '
        'title="Later"/><psc:chapter start="0:00" title="First"/></psc:chapters>',
    ],
)
@pytest.mark.parametrize("is_file", [False, True])
def test_every_form_can_be_pasted_or_named(text: str, is_file: bool, tmp_path: Path) -> None:
    if is_file:
        (tmp_path / "chapters.txt").write_text(text)
        text = str(tmp_path / "chapters.txt")
    read = chapter_editing.read_chapters(f"  {text}\n")
    assert [(one.start.total_seconds(), one.title) for one in read.chapters] == [(0, "First"), (9.5, "Later")]


def test_what_holds_no_chapters_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidValue, match="is empty"):
        chapter_editing.read_chapters(" \n")
    for text in ("just words", "a\0b", "x" * 5_000, "{", "\ud800"):
        with pytest.raises(FormatError) as caught:
            chapter_editing.read_chapters(text)
        assert caught.value.where == "what you pasted"
    with pytest.raises(NotFound, match="no such file"):
        chapter_editing.read_chapters(str(tmp_path / "gone.json"))
    with pytest.raises(FormatError):
        chapter_editing.read_chapters("~nobody-at-all/x.json")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(6 << 20)
    with pytest.raises(LimitExceeded):
        chapter_editing.read_chapters(str(large))
    read = chapter_editing.read_chapters("0:00 First\nno time\n0:05 Second")
    assert (len(read.chapters), len(read.problems)) == (2, 1)


def test_times_and_offsets() -> None:
    read, offset = chapter_editing.read_time, chapter_editing.read_offset
    assert read("start", "1:02:03.5") == timedelta(hours=1, minutes=2, seconds=3.5)
    assert read("start", "90") == timedelta(seconds=90)
    assert [offset("by", text).total_seconds() for text in ("-0:30", "+12.5", "7", "−1")] == [-30, 12.5, 7, -1]
    for text in ("", "soon", "1:x", "--1"):
        with pytest.raises(InvalidValue) as caught:
            offset("by", text)
        assert caught.value.where == "by"
    assert read("start", chapter_editing.write_time(timedelta(seconds=61.25))) == timedelta(seconds=61.25)


# Waveforms


@pytest.fixture
def recording(workspace: Workspace) -> Recording:
    """A second of WAV, which needs no ffmpeg."""
    path = workspace.episodes_root / "ward-rounds" / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(b"\0\x40\0\xc0" * 4_000)
    status = path.stat()
    return Recording(
        "ward-rounds/sound.wav", status.st_size, 0, "audio/wav", timedelta(seconds=1), fingerprint="a" * 40
    )


def kept(workspace: Workspace) -> list[str]:
    folder = workspace.state / waveforms.FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_waveform_is_read_once(workspace: Workspace, recording: Recording) -> None:
    assert waveforms.kept_waveform(workspace, recording) is None
    first = waveforms.waveform_of(workspace, recording)
    assert kept(workspace) == [f"{'a' * 40}.waveform"]
    (workspace.episodes_root / recording.path).unlink()
    assert waveforms.waveform_of(workspace, recording) == first
    assert len(first.peaks) == 100
    # Another file has another one.
    with pytest.raises(FormatError, match="can't be opened"):
        waveforms.waveform_of(workspace, replace(recording, fingerprint="b" * 40))


@pytest.mark.parametrize("damage", [b"", b"cfkwave1", b"x" * 216, b"cfkwave1" + bytes(8), b"cfkwave2" + bytes(208)])
def test_a_damaged_one_is_read_anew(workspace: Workspace, recording: Recording, damage: bytes) -> None:
    first = waveforms.waveform_of(workspace, recording)
    (path,) = (workspace.state / waveforms.FOLDER).iterdir()
    path.write_bytes(damage)
    assert waveforms.kept_waveform(workspace, recording) is None
    assert waveforms.waveform_of(workspace, recording) == first
    assert waveforms.kept_waveform(workspace, recording) == first


def test_the_oldest_are_removed_beyond_the_budget(
    workspace: Workspace, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waveforms, "BUDGET", 500)
    for number, letter in enumerate("cadb"):
        waveforms.waveform_of(workspace, replace(recording, fingerprint=letter * 40))
        path = workspace.state / waveforms.FOLDER / f"{letter * 40}.waveform"
        os.utime(path, ns=(number * 10**9, number * 10**9))
    assert kept(workspace) == [f"{letter * 40}.waveform" for letter in "bd"]
    monkeypatch.setattr(waveforms, "BUDGET", 1)
    waveforms.waveform_of(workspace, replace(recording, fingerprint="e" * 40))
    assert kept(workspace) == [f"{'e' * 40}.waveform"]


@pytest.mark.parametrize("fingerprint", ["", "../../x", "A" * 40])
def test_a_fingerprint_that_is_none_makes_no_file(workspace: Workspace, recording: Recording, fingerprint: str) -> None:
    assert waveforms.waveform_of(workspace, replace(recording, fingerprint=fingerprint)).peaks
    assert kept(workspace) == []


def test_a_folder_that_can_t_be_written_costs_no_picture(workspace: Workspace, recording: Recording) -> None:
    workspace.make_state()
    (workspace.state / waveforms.FOLDER).write_text("a file is in the way")
    assert waveforms.waveform_of(workspace, recording).peaks
    assert waveforms.kept_waveform(workspace, recording) is None


def test_a_stopped_one_is_not_kept(workspace: Workspace, recording: Recording) -> None:
    with pytest.raises(Cancelled):
        waveforms.waveform_of(workspace, recording, cancelled=lambda: True)
    assert kept(workspace) == []


def test_why_there_is_none(workspace: Workspace, view: EpisodeView, monkeypatch: pytest.MonkeyPatch) -> None:
    assert view.recording is not None
    monkeypatch.setenv("PATH", str(workspace.root))
    assert shutil.which("ffmpeg") is None
    with pytest.raises(NotFound) as caught:
        waveforms.waveform_of(workspace, view.recording)
    assert waveforms.explained(caught.value) == "install ffmpeg to see the waveform"
    assert waveforms.explained(FormatError("is broken")) == "no waveform: is broken"
