"""The scan: what it finds, what it reads again, and what it remembers."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from confkit.audio.index import read_index
from confkit.audio.scan import Scan, load_index, scan
from confkit.audio.write_tags import write_tags
from confkit.domain.problem import Severity
from confkit.domain.recording import Tags

Put = Callable[..., Path]


@pytest.fixture
def index(root: Path) -> Path:
    return root.parent / "index.bin"


def codes(found: Scan) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in found.problems]


def paths(found: Scan) -> list[str]:
    return [recording.path for recording in found.recordings]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert scan(tmp_path / "nowhere", tmp_path / "index") == Scan((), (), (), 0)
    assert not (tmp_path / "index").exists()
    assert load_index(tmp_path / "index") == ()


def test_an_unchanged_library_is_not_read_again(root: Path, index: Path, put: Put) -> None:
    for name in ("clip.opus", "clip.mp3", "clip.m4a"):
        put(name)
    put("clip.flac", "wrong.mp3")
    (root / "show" / "broken.wav").write_bytes(b"no sound at all")
    first = scan(root, index)
    written = index.stat().st_mtime_ns
    second = scan(root, index)
    assert (first.read, second.read) == (5, 0)
    assert paths(first) == ["show/clip.m4a", "show/clip.mp3", "show/clip.opus", "show/wrong.mp3"]
    assert second.recordings == first.recordings
    assert second.problems == first.problems
    assert codes(first) == [("show/broken.wav", "audio-unreadable"), ("show/wrong.mp3", "audio-wrong-suffix")]
    assert first.recordings[-1].media_type == "audio/flac"
    assert index.stat().st_mtime_ns == written
    assert load_index(index) == first.recordings


def test_only_what_changed_is_read(root: Path, index: Path, put: Put) -> None:
    put("clip.mp3")
    changed = put("clip.opus")
    gone = put("clip.flac")
    broken = root / "show" / "broken.mp3"
    broken.write_bytes(b"no sound")
    scan(root, index)
    os.utime(changed, ns=(1, 1))
    gone.unlink()
    put("clip.mp3", "broken.mp3")
    found = scan(root, index)
    assert found.read == 2
    assert paths(found) == ["show/broken.mp3", "show/clip.mp3", "show/clip.opus"]
    assert found.problems == ()
    assert [one.path for one in load_index(index)] == paths(found)
    assert next(one for one in found.recordings if one.path == "show/clip.opus").modified == 1


def test_files_that_moved_are_recognized(root: Path, index: Path, put: Put) -> None:
    one, two, three = put("clip.mp3", "1.mp3"), put("clip.mp3", "2.mp3"), put("clip.opus")
    scan(root, index)
    (root / "other").mkdir()
    one.rename(root / "other" / "1.mp3")
    two.rename(root / "other" / "2.mp3")
    three.unlink()
    put("clip.flac")
    found = scan(root, index)
    assert found.moved == (("show/1.mp3", "other/1.mp3"), ("show/2.mp3", "other/2.mp3"))
    assert scan(root, index).moved == ()


def test_a_file_that_was_tagged_anew_on_the_way_is_recognized(root: Path, index: Path, put: Put) -> None:
    before = put("clip.mp3", "1.mp3")
    scan(root, index)
    before.rename(root / "show/2.mp3")
    write_tags(root, "show/2.mp3", Tags(title="Another title"), None)
    assert scan(root, index).moved == (("show/1.mp3", "show/2.mp3"),)


def test_of_two_that_sound_equally_long_none_is_taken_for_the_other(root: Path, index: Path, put: Put) -> None:
    for name in ("show/1.mp3", "show/2.mp3"):
        put("clip.mp3", name.removeprefix("show/"))
        write_tags(root, name, Tags(title=name), None)
    scan(root, index)
    for name in ("show/1.mp3", "show/2.mp3"):
        (root / name).rename(root / f"{name}.mp3")
        write_tags(root, f"{name}.mp3", Tags(title=f"{name} again"), None)
    assert scan(root, index).moved == ()


def test_a_copy_has_not_moved(root: Path, index: Path, put: Put) -> None:
    put("clip.mp3")
    scan(root, index)
    put("clip.mp3", "copy.mp3")
    assert scan(root, index).moved == ()


def test_what_is_no_audio_is_passed_over(root: Path, index: Path, put: Put) -> None:
    for name in ("show.toml", "cover.jpg", "1.vtt", "1.json", ".hidden.mp3", ".confkit-x.part", "noext", "mp3"):
        (root / "show" / name).write_bytes(b"x")
    (root / "show" / "chapters").mkdir()
    (root / ".hidden").mkdir()
    (root / "README.md").write_text("x")
    assert scan(root, index) == Scan((), (), (), 0)
    assert not index.exists()


def test_audio_in_the_wrong_place_or_form_gets_a_hint(root: Path, index: Path, put: Put) -> None:
    put("clip.mp3").rename(root / "lost.mp3")
    (root / "show" / "old.wma").write_bytes(b"x")
    found = scan(root, index)
    assert codes(found) == [("lost.mp3", "audio-outside-show"), ("show/old.wma", "audio-format-unsupported")]
    assert {problem.severity for problem in found.problems} == {Severity.HINT}


def test_every_problem_says_what_to_do(root: Path, index: Path, put: Put) -> None:
    (root / "show" / "broken.m4a").write_bytes(b"")
    put("clip.flac", "wrong.wav")
    (root / "show" / "old.aac").write_bytes(b"x")
    for problem in scan(root, index).problems:
        assert problem.message
        assert problem.fix
        assert problem.where.startswith("show/")


def test_progress_and_cancelling(root: Path, index: Path, put: Put) -> None:
    for number in range(4):
        put("clip.mp3", f"{number}.mp3")
    calls: list[tuple[int, int, str]] = []
    found = scan(root, index, progress=lambda *call: calls.append(call), cancelled=lambda: len(calls) >= 2)
    assert calls == [(1, 4, "show/0.mp3"), (2, 4, "show/1.mp3")]
    assert paths(found) == ["show/0.mp3", "show/1.mp3"]
    rest = scan(root, index)
    assert rest.read == 2
    assert len(rest.recordings) == 4


def test_a_cancelled_scan_forgets_nothing(root: Path, index: Path, put: Put) -> None:
    put("clip.mp3", "1.mp3")
    changed = put("clip.opus")
    scan(root, index)
    (root / "show" / "1.mp3").rename(root / "show" / "2.mp3")
    os.utime(changed, ns=(1, 1))
    cut = scan(root, index, cancelled=lambda: True)
    assert cut == Scan((), (), (), 0)
    assert {one.path for one in load_index(index)} == {"show/1.mp3", "show/clip.opus"}
    found = scan(root, index)
    assert found.moved == (("show/1.mp3", "show/2.mp3"),)
    assert [one.path for one in load_index(index)] == ["show/2.mp3", "show/clip.opus"]


@pytest.mark.parametrize("content", [b"", b"\xc1garbage", b"\x00" * 100, b'{"json": 1}', b"\x91" * 100_000])
def test_an_index_that_can_not_be_used_is_rebuilt(root: Path, index: Path, put: Put, content: bytes) -> None:
    put("clip.mp3")
    index.write_bytes(content)
    assert load_index(index) == ()
    assert scan(root, index).read == 1
    assert scan(root, index).read == 0


def test_an_index_of_another_version_is_not_used(root: Path, index: Path, put: Put) -> None:
    put("clip.mp3")
    scan(root, index)
    stored = msgspec.msgpack.decode(index.read_bytes())
    index.write_bytes(msgspec.msgpack.encode({**stored, "version": stored["version"] + 1}))
    assert read_index(index) is None
    assert load_index(index) == ()


def test_an_index_that_can_not_be_written_is_a_problem_and_no_error(root: Path, put: Put) -> None:
    put("clip.mp3")
    found = scan(root, root / "show" / "clip.mp3" / "index")
    assert paths(found) == ["show/clip.mp3"]
    assert [problem.code for problem in found.problems] == ["scan-index-unwritable"]


_FRESH = """
import sys
from pathlib import Path
from confkit.audio.scan import load_index, scan
index = Path(sys.argv[2])
assert load_index(index)
assert scan(Path(sys.argv[1]), index).read == 0
print(" ".join(name for name in sys.modules if name.split(".")[0] in ("mutagen", "sqlalchemy", "textual")))
"""


def test_an_unchanged_scan_imports_no_mutagen(root: Path, index: Path, put: Put) -> None:
    put("clip.mp3")
    scan(root, index)
    command = [sys.executable, "-c", _FRESH, str(root), str(index)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == ""
