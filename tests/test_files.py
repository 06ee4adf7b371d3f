"""Writing as a whole: readers, kills and errors see the old file or the new one."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from confkit.domain.errors import WriteError
from confkit.files import TEMPORARY_PREFIX, TEMPORARY_SUFFIX, atomic_write, remove_leftovers, sync_folder, unfinished


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_and_replaces(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    atomic_write(file, b"old")
    atomic_write(file, b"new")
    assert file.read_bytes() == b"new"
    assert names(tmp_path) == ["a.txt"]


def test_makes_missing_folders(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a" / "b" / "c.txt", b"c")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"c"


def test_a_function_may_do_the_writing(tmp_path: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"one ")
        file.write(b"two")

    atomic_write(tmp_path / "a.txt", write)
    assert (tmp_path / "a.txt").read_bytes() == b"one two"


def test_sets_the_time_of_change(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a.txt", b"", modified=1_700_000_000_123_456_789)
    assert (tmp_path / "a.txt").stat().st_mtime_ns == 1_700_000_000_123_456_789


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_keeps_the_mode_of_the_file_it_replaces(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    file.chmod(mode)
    atomic_write(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_new_file_gets_the_mode_that_any_new_file_gets(tmp_path: Path) -> None:
    """Not that of a temporary file, which only its owner may read: a web server has to."""
    code = f"""
import os; os.umask(0o027)
from pathlib import Path; from confkit.files import atomic_write
atomic_write(Path({str(tmp_path / "ours")!r}), b""); Path({str(tmp_path / "plain")!r}).write_bytes(b"")
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    assert stat.S_IMODE((tmp_path / "ours").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "plain").stat().st_mode) == 0o640


def test_an_open_reader_goes_on_with_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    atomic_write(file, b"old and long")
    with file.open("rb") as reader:
        assert reader.read(3) == b"old"
        atomic_write(file, b"new")
        assert reader.read() == b" and long"


def test_concurrent_readers_and_writers_never_see_a_torn_file(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    size = 200_000
    atomic_write(file, b"\0" * size)
    stop = threading.Event()

    def write(value: int) -> None:
        while not stop.is_set():
            atomic_write(file, bytes([value]) * size)

    writers = [threading.Thread(target=write, args=(value,)) for value in (1, 2)]
    for writer in writers:
        writer.start()
    try:
        seen = set()
        for _ in range(300):
            data = file.read_bytes()
            assert len(data) == size
            assert data.count(data[0]) == size
            seen.add(data[0])
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert seen & {1, 2}
    assert names(tmp_path) == ["a.bin"]


def test_a_kill_leaves_the_old_file_and_a_leftover_that_is_recognized(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    code = f"""
import os, signal
from pathlib import Path
from confkit.files import atomic_write
def write(file):
    file.write(b"half of the ne")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
atomic_write(Path({str(file)!r}), write)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert file.read_bytes() == b"old"
    assert len(names(tmp_path)) == 2
    assert remove_leftovers(tmp_path) == 1
    assert names(tmp_path) == ["a.txt"]


def test_an_error_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def fail(with_error: BaseException) -> None:
        def write(new: BinaryIO) -> None:
            new.write(b"half")
            raise with_error

        atomic_write(file, write)

    with pytest.raises(WriteError) as caught:
        fail(OSError(28, "No space left on device"))
    assert caught.value.where == str(file)
    assert "No space left on device" in str(caught.value)
    with pytest.raises(KeyboardInterrupt):
        fail(KeyboardInterrupt())
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    "place",
    [
        "file/below.txt",  # a file in place of a folder
        "folder",  # a folder in place of the file
        "x" * 300,  # too long a name
    ],
)
def test_what_can_not_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    before = names(tmp_path)
    with pytest.raises(WriteError):
        atomic_write(tmp_path / place, b"x")
    assert names(tmp_path) == before


def test_a_link_is_replaced_and_its_target_stays(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"theirs")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    atomic_write(tmp_path / "link", b"ours")
    assert (tmp_path / "target").read_bytes() == b"theirs"
    assert not (tmp_path / "link").is_symlink()


def test_leftovers_are_removed_here_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    mine = [tmp_path / f"{TEMPORARY_PREFIX}{name}{TEMPORARY_SUFFIX}" for name in "ab"]
    others = [tmp_path / name for name in ("a.part", ".confkit-x", "deep/.confkit-x.part")]
    for file in (*mine, *others):
        file.write_bytes(b"")
    (tmp_path / ".confkit-folder.part").mkdir()
    assert remove_leftovers(tmp_path) == 2
    assert not any(file.exists() for file in mine)
    assert all(file.exists() for file in others)
    assert remove_leftovers(tmp_path / "not there") == 0


def test_what_somebody_may_still_be_writing_is_spared(tmp_path: Path) -> None:
    file = tmp_path / ".confkit-x.part"
    file.write_bytes(b"")
    os.utime(file, (0, 0))  # as a copy that is to keep an old mtime
    assert remove_leftovers(tmp_path, idle=60) == 0
    time.sleep(0.02)
    assert remove_leftovers(tmp_path, idle=0.01) == 1


def test_sync_folder_needs_a_folder(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        sync_folder(tmp_path / "file")


class TestUnfinishedFiles:
    def test_outlive_their_writer_and_are_gone_on_with(self, tmp_path: Path) -> None:
        partial, path = tmp_path / "a.part", tmp_path / "a"
        with unfinished(partial) as file:
            file.write(b"one two")
            assert file.size == 7
        assert remove_leftovers(tmp_path) == 0
        with unfinished(partial) as file:
            seen = bytearray()
            file.cut(4, seen.extend)
            assert seen == b"one "
            file.write(b"three")
            file.finish(path)
            file.discard()
        assert path.read_bytes() == b"one three"
        assert names(tmp_path) == ["a"]

    @pytest.mark.parametrize("links", [True, False])
    def test_never_replace_another_file(self, tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "a"
        path.write_bytes(b"there before")
        if not links:
            monkeypatch.setattr(os, "link", no_links)
        with unfinished(tmp_path / "a.part") as file:
            file.write(b"new")
            with pytest.raises(WriteError) as caught:
                file.finish(path)
        assert caught.value.where == str(path)
        assert path.read_bytes() == b"there before"

    def test_move_where_there_are_no_hard_links(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "link", no_links)
        with unfinished(tmp_path / "a.part") as file:
            file.write(b"new")
            file.finish(tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == b"new"
        assert names(tmp_path) == ["a"]

    def test_are_of_one_writer_at_a_time(self, tmp_path: Path) -> None:
        with unfinished(tmp_path / "a.part"), pytest.raises(WriteError, match="another process"):
            unfinished(tmp_path / "a.part").__enter__()

    def test_that_moved_away_while_they_were_opened_are_made_anew(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        partial, path = tmp_path / "a.part", tmp_path / "a"
        partial.write_bytes(b"whole")
        open_file = os.open

        def late(*arguments: Any) -> int:
            handle = open_file(*arguments)
            if not path.exists():
                partial.rename(path)
            return handle

        monkeypatch.setattr(os, "open", late)
        with unfinished(partial) as file:
            file.write(b"new")
        assert path.read_bytes() == b"whole"
        assert partial.read_bytes() == b"new"


def no_links(*_: object) -> None:
    raise OSError(1, "Operation not permitted")
