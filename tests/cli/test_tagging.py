"""``confkit episode tag``."""

from pathlib import Path

from confkit.audio.reader import read_recording
from tests.cli.conftest import Call


def test_a_dry_run_shows_the_difference_and_writes_nothing(confkit: Call, folder: Path) -> None:
    file = folder / "episodes" / "ward-rounds" / "001.wav"
    before = file.read_bytes()
    done = confkit("episode", "tag", "guid-1", "--dry-run")
    assert done.code == 0
    assert "    + Podcasting on the ward\n" in done.out
    assert "    + 0:00:01 Bye\n" in done.out
    assert "1 file would change" in done.err
    assert file.read_bytes() == before


def test_tags_are_written_and_restored(confkit: Call, folder: Path) -> None:
    written = confkit("episode", "tag", "guid-1", "--json").json
    assert [one["path"] for one in written] == ["ward-rounds/001.wav"]
    found = read_recording(folder / "episodes", "ward-rounds/001.wav")
    assert found.tags.title == "Podcasting on the ward"
    assert [one.name for one in found.tags.people] == ["Amira Hart", "Ben Okafor"]
    assert [one.title for one in found.chapters] == ["Hello", "Bye"]
    assert "tag-changed" not in confkit("check").out
    assert "0 files changed" in confkit("episode", "tag", "--all", "ward-rounds").err
    assert "- Podcasting on the ward" in confkit("episode", "tag", "guid-1", "--restore").out
    assert read_recording(folder / "episodes", "ward-rounds/001.wav").tags.title == ""
    assert confkit("episode", "tag", "guid-1", "--restore").code != 0


def test_id3v23_is_written_on_request(confkit: Call, folder: Path) -> None:
    assert confkit("episode", "tag", "--all", "ward-rounds", "--id3v23").code == 0
    data = (folder / "episodes" / "ward-rounds" / "001.wav").read_bytes()
    assert data[data.rindex(b"ID3") + 3] == 3


def test_a_file_that_is_refused_is_an_error(confkit: Call, folder: Path) -> None:
    (folder / "episodes" / "ward-rounds" / "001.wav").chmod(0o444)
    done = confkit("episode", "tag", "--all", "ward-rounds")
    assert done.code == 1
    assert "read-only" in done.err
    assert "0 files changed" in done.err


def test_wrong_use_is_said(confkit: Call) -> None:
    assert confkit("episode", "tag").code == 2
    assert confkit("episode", "tag", "guid-1", "--all", "ward-rounds").code == 2
    assert confkit("episode", "tag", "--all", "ward-rounds", "--restore").code == 2
