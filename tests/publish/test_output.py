"""The output folder: same bytes, nothing lost, nothing of the user's touched."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from hashlib import sha256
from pathlib import Path

import pytest

from confkit.domain.errors import WriteError
from confkit.publish.manifest import JOURNAL, MANIFEST
from confkit.publish.output import Output, Report


def build(root: Path, files: dict[str, bytes], copies: dict[str, Path] | None = None) -> Report:
    with Output(root) as output:
        for path, source in (copies or {}).items():
            output.copy(path, source)
        for path, data in files.items():
            output.write(path, data)
        return output.finish()


def tree(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file with inode and mtime: equal trees were not rewritten."""
    return {
        str(path.relative_to(root)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def contents(root: Path) -> dict[str, bytes]:
    return {path: data for path, (_, _, data) in tree(root).items()}


def named(root: Path) -> dict[str, dict[str, object]]:
    return {entry["path"]: entry for entry in json.loads((root / MANIFEST).read_bytes())["files"]}


def test_writes_files_and_names_them_sorted_with_size_and_digest(tmp_path: Path) -> None:
    report = build(tmp_path / "public", {"z.html": b"z", "events/a/schedule.ics": b"calendar", "ä b.txt": b""})
    assert report == Report(("z.html", "events/a/schedule.ics", "ä b.txt"), 0, ())
    listed = json.loads((tmp_path / "public" / MANIFEST).read_bytes())["files"]
    assert [entry["path"] for entry in listed] == ["events/a/schedule.ics", "z.html", "ä b.txt"]
    assert listed[0] == {"path": "events/a/schedule.ics", "size": 8, "sha256": sha256(b"calendar").hexdigest()}
    assert set(contents(tmp_path / "public")) == {"z.html", "events/a/schedule.ics", "ä b.txt", MANIFEST}


def test_a_second_build_touches_nothing(tmp_path: Path) -> None:
    audio = tmp_path / "one.mp3"
    audio.write_bytes(b"sound" * 1000)
    files = {"index.html": b"<p>", "events/a/schedule.ics": b"calendar"}
    build(tmp_path / "public", files, {"audio/one.mp3": audio})
    before = tree(tmp_path / "public")
    assert build(tmp_path / "public", files, {"audio/one.mp3": audio}) == Report((), 3, ())
    assert tree(tmp_path / "public") == before


def test_write_says_whether_anything_changes(tmp_path: Path) -> None:
    build(tmp_path, {"same.txt": b"same", "new.txt": b"old"})
    with Output(tmp_path) as output:
        assert output.write("same.txt", b"same") is False
        assert output.write("new.txt", b"new") is True
        assert output.finish() == Report(("new.txt",), 1, ())


def test_a_file_changed_by_hand_is_set_right(tmp_path: Path) -> None:
    build(tmp_path, {"a.txt": b"right"})
    (tmp_path / "a.txt").write_bytes(b"wrong")
    assert build(tmp_path, {"a.txt": b"right"}).written == ("a.txt",)
    assert (tmp_path / "a.txt").read_bytes() == b"right"


def test_removes_what_it_named_before_and_the_folders_that_this_empties(tmp_path: Path) -> None:
    build(tmp_path, {"keep.txt": b"", "old/deep/a.txt": b"a", "old/b.txt": b"b", "mixed/c.txt": b"c"})
    (tmp_path / "mixed" / "own.txt").write_bytes(b"the user's")
    report = build(tmp_path, {"keep.txt": b""})
    assert report == Report((), 1, ("mixed/c.txt", "old/b.txt", "old/deep/a.txt"))
    assert set(contents(tmp_path)) == {"keep.txt", "mixed/own.txt", MANIFEST}
    assert not (tmp_path / "old").exists()


def test_a_file_that_is_gone_already_is_not_reported_as_removed(tmp_path: Path) -> None:
    build(tmp_path, {"a.txt": b"a", "b.txt": b"b"})
    (tmp_path / "b.txt").unlink()
    assert build(tmp_path, {"a.txt": b"a"}).removed == ()


def test_a_folder_that_took_the_place_of_a_stale_file_stays(tmp_path: Path) -> None:
    build(tmp_path, {"a.txt": b"a"})
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").mkdir()
    assert build(tmp_path, {}).removed == ()
    assert (tmp_path / "a.txt").is_dir()


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"files": 1}',
        b'{"files": [1]}',
        b'{"files": [{"path": "a.txt"}]}',
        b'{"files": [{"path": 1, "size": 1, "sha256": ""}]}',
        b'{"files": [{"path": "a.txt", "size": "1", "sha256": ""}]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_manifest_is_survived_and_nothing_removed_by_it(tmp_path: Path, manifest: bytes) -> None:
    build(tmp_path, {"a.txt": b"a", "old.txt": b"old"})
    good = (tmp_path / MANIFEST).read_bytes()
    (tmp_path / MANIFEST).write_bytes(manifest)
    build(tmp_path, {"a.txt": b"a", "old.txt": b"old"})
    assert (tmp_path / MANIFEST).read_bytes() == good


@pytest.mark.parametrize("path", ["../victim.txt", "/etc/victim", "a/../../victim.txt", "sub/../victim.txt"])
def test_a_manifest_can_not_name_files_outside(tmp_path: Path, path: str) -> None:
    root = tmp_path / "public"
    build(root, {})
    (tmp_path / "victim.txt").write_bytes(b"mine")
    (root / "victim.txt").write_bytes(b"mine")
    (root / MANIFEST).write_text(json.dumps({"files": [{"path": path, "size": 4, "sha256": ""}]}))
    assert build(root, {}).removed == ()
    assert (tmp_path / "victim.txt").exists()
    assert (root / "victim.txt").exists()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "./a",
        "a\\b",
        "a\0b",
        "a\nb",
        "\ud800",
        MANIFEST,
        JOURNAL,
        "sub/.confkit-1.part",
    ],
)
def test_refuses_paths_that_are_not_inside(tmp_path: Path, path: str) -> None:
    root = tmp_path / "public"
    with Output(root) as output, pytest.raises(WriteError):
        output.write(path, b"x")
    assert contents(root) == {}


def test_refuses_to_write_a_path_twice(tmp_path: Path) -> None:
    with Output(tmp_path) as output:
        output.write("a.txt", b"a")
        with pytest.raises(WriteError, match="twice"):
            output.write("a.txt", b"b")


def test_does_not_write_through_a_folder_that_became_a_link(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
    build(root, {"events/a/schedule.ics": b"old"})
    (elsewhere / "a").mkdir(parents=True)
    (elsewhere / "a" / "schedule.ics").write_bytes(b"the user's")
    for file in root.glob("events/a/*"):
        file.unlink()
    (root / "events" / "a").rmdir()
    (root / "events").rmdir()
    (root / "events").symlink_to(elsewhere)
    with pytest.raises(WriteError, match="is a link"):
        build(root, {"events/a/schedule.ics": b"new"})
    assert build(root, {"index.html": b""}).removed == ()  # nor is anything removed through it
    assert (elsewhere / "a" / "schedule.ics").read_bytes() == b"the user's"


def test_a_link_in_place_of_a_file_is_replaced_not_followed(tmp_path: Path) -> None:
    root, target = tmp_path / "public", tmp_path / "precious.txt"
    target.write_bytes(b"same bytes")
    root.mkdir()
    (root / "a.txt").symlink_to(target)
    build(root, {"a.txt": b"same bytes"})
    assert not (root / "a.txt").is_symlink()
    build(root, {"a.txt": b"other"})
    assert target.read_bytes() == b"same bytes"


def test_the_output_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "public").symlink_to(tmp_path / "www")
    build(tmp_path / "public", {"index.html": b"here"})
    assert (tmp_path / "www" / "index.html").read_bytes() == b"here"
    assert (tmp_path / "public").is_symlink()


def test_names_a_file_that_stands_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "events").write_bytes(b"")
    with Output(tmp_path) as output, pytest.raises(WriteError, match="is a file, where a folder is needed"):
        output.write("events/a.txt", b"")


def test_names_a_folder_that_stands_where_a_file_is_needed(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    with pytest.raises(WriteError):
        build(tmp_path, {"index.html": b""})


def test_a_journal_that_can_not_be_removed_is_named(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir()
    with pytest.raises(WriteError, match=JOURNAL):
        build(tmp_path, {})


def test_an_output_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"a file")
    with pytest.raises(WriteError, match="public"):
        Output(tmp_path / "public")


def test_one_build_at_a_time(tmp_path: Path) -> None:
    with Output(tmp_path) as first:
        with pytest.raises(WriteError, match="another build"):
            Output(tmp_path)
        first.write("a.txt", b"a")
        first.finish()
        build(tmp_path, {"a.txt": b"b"})  # finish lets go of the folder
    with pytest.raises(RuntimeError), Output(tmp_path):
        raise RuntimeError
    build(tmp_path, {"a.txt": b"c"})


def test_a_build_that_was_given_up_leaves_the_manifest_and_removes_nothing(tmp_path: Path) -> None:
    build(tmp_path, {"a.txt": b"a", "b.txt": b"b"})
    before = tree(tmp_path)
    with Output(tmp_path) as output:
        output.write("a.txt", b"new")
    assert tree(tmp_path) == before


def test_many_new_files_are_written_before_the_end_and_journaled_in_few_steps(tmp_path: Path) -> None:
    with Output(tmp_path) as output:
        for number in range(600):
            output.write(f"{number}.txt", b"x")
        assert len(list(tmp_path.glob("*.txt"))) == 512
        output.write("big.bin", bytes(16 * 1024 * 1024))
        assert len(list(tmp_path.glob("*.txt"))) == 600
        output.finish()
    assert len(named(tmp_path)) == 601
    assert not (tmp_path / JOURNAL).exists()


class TestCopy:
    def test_keeps_bytes_and_mtime(self, tmp_path: Path) -> None:
        source = tmp_path / "a.mp3"
        source.write_bytes(os.urandom(3 * 1024 * 1024 + 1))
        os.utime(source, ns=(1, 1_700_000_000_123_456_789))
        with Output(tmp_path / "public") as output:
            assert output.copy("audio/a.mp3", source) is True
            output.finish()
        copied = tmp_path / "public" / "audio" / "a.mp3"
        assert copied.read_bytes() == source.read_bytes()
        assert copied.stat().st_mtime_ns == 1_700_000_000_123_456_789
        assert named(tmp_path / "public")["audio/a.mp3"] == {
            "path": "audio/a.mp3",
            "size": source.stat().st_size,
            "sha256": sha256(source.read_bytes()).hexdigest(),
        }

    def test_an_unchanged_file_is_not_read(self, tmp_path: Path) -> None:
        source = tmp_path / "a.mp3"
        source.write_bytes(b"sound")
        build(tmp_path / "public", {}, {"a.mp3": source})
        was = source.stat().st_mtime_ns
        source.write_bytes(b"SOUND")
        os.utime(source, ns=(was, was))
        assert build(tmp_path / "public", {}, {"a.mp3": source}).unchanged == 1
        assert (tmp_path / "public" / "a.mp3").read_bytes() == b"sound"  # only a read could have told

    def test_other_bytes_of_the_same_size_are_seen_by_the_mtime(self, tmp_path: Path) -> None:
        source = tmp_path / "a.mp3"
        source.write_bytes(b"sound 1")
        build(tmp_path / "public", {}, {"a.mp3": source})
        source.write_bytes(b"sound 2")
        os.utime(source, ns=(5, 5))
        assert build(tmp_path / "public", {}, {"a.mp3": source}).written == ("a.mp3",)
        assert (tmp_path / "public" / "a.mp3").read_bytes() == b"sound 2"

    def test_a_touched_file_is_read_once_and_not_rewritten(self, tmp_path: Path) -> None:
        source, copied = tmp_path / "a.mp3", tmp_path / "public" / "a.mp3"
        source.write_bytes(b"sound")
        build(tmp_path / "public", {}, {"a.mp3": source})
        inode, manifest = copied.stat().st_ino, (tmp_path / "public" / MANIFEST).read_bytes()
        os.utime(source, ns=(5, 5))
        assert build(tmp_path / "public", {}, {"a.mp3": source}) == Report((), 1, ())
        assert copied.stat().st_ino == inode
        assert copied.stat().st_mtime_ns == 5
        assert (tmp_path / "public" / MANIFEST).read_bytes() == manifest

    def test_a_copy_changed_by_hand_is_set_right(self, tmp_path: Path) -> None:
        source, copied = tmp_path / "a.mp3", tmp_path / "public" / "a.mp3"
        source.write_bytes(b"sound")
        build(tmp_path / "public", {}, {"a.mp3": source})
        copied.write_bytes(b"noise")
        assert build(tmp_path / "public", {}, {"a.mp3": source}).written == ("a.mp3",)
        assert copied.read_bytes() == b"sound"

    def test_a_copy_that_a_killed_build_made_is_not_taken_on_trust(self, tmp_path: Path) -> None:
        """The manifest would go on naming the digest of the bytes before."""
        source, root = tmp_path / "a.mp3", tmp_path / "public"
        source.write_bytes(b"sound 1")
        build(root, {}, {"a.mp3": source})
        source.write_bytes(b"sound 2")
        with Output(root) as output:
            output.copy("a.mp3", source)  # and no finish
        assert build(root, {}, {"a.mp3": source}) == Report((), 1, ())
        assert named(root)["a.mp3"]["sha256"] == sha256(b"sound 2").hexdigest()

    def test_a_copy_without_a_manifest_is_read(self, tmp_path: Path) -> None:
        source, root = tmp_path / "a.mp3", tmp_path / "public"
        source.write_bytes(b"sound")
        build(root, {}, {"a.mp3": source})
        before = tree(root)
        (root / MANIFEST).unlink()
        assert build(root, {}, {"a.mp3": source}) == Report((), 1, ())
        assert named(root)["a.mp3"]["sha256"] == sha256(b"sound").hexdigest()
        assert tree(root)["a.mp3"] == before["a.mp3"]

    def test_a_missing_source_is_named(self, tmp_path: Path) -> None:
        with Output(tmp_path / "public") as output, pytest.raises(WriteError, match=r"gone\.mp3: can't be read"):
            output.copy("a.mp3", tmp_path / "gone.mp3")

    def test_a_pipe_is_refused_and_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.mp3")
        with Output(tmp_path / "public") as output, pytest.raises(WriteError, match="not a regular file"):
            output.copy("a.mp3", tmp_path / "pipe.mp3")

    def test_a_source_that_grows_meanwhile_is_refused(self, tmp_path: Path) -> None:
        source = tmp_path / "a.mp3"
        source.write_bytes(b"sound")
        writer = source.open("ab", buffering=0)

        def grow(event: str, args: tuple[object, ...]) -> None:
            if event == "open" and str(args[0]) == str(source) and not writer.closed:
                with writer:
                    writer.write(b" and more")

        sys.addaudithook(grow)
        with Output(tmp_path / "public") as output, pytest.raises(WriteError, match="changed while"):
            output.copy("a.mp3", source)
        assert set(contents(tmp_path / "public")) == {JOURNAL}


class TestKilledBuild:
    """What a build that never came to its end leaves, and the next one makes of it."""

    def test_files_that_no_manifest_names_are_not_orphaned(self, tmp_path: Path) -> None:
        build(tmp_path, {"a.txt": b"a"})
        with Output(tmp_path) as output:
            output.write("a.txt", b"a")
            output.write("new/b.txt", b"b")
            output.copy("new/c.mp3", tmp_path / "a.txt")  # copies at once, and what waited before it
        assert set(contents(tmp_path)) == {"a.txt", "new/b.txt", "new/c.mp3", MANIFEST, JOURNAL}
        assert build(tmp_path, {"a.txt": b"a"}) == Report((), 1, ("new/b.txt", "new/c.mp3"))
        assert set(contents(tmp_path)) == {"a.txt", MANIFEST}

    def test_the_journal_grows_over_several_kills(self, tmp_path: Path) -> None:
        source = tmp_path / "sound"
        source.write_bytes(b"sound")
        root = tmp_path / "public"
        for name in ("a.mp3", "b.mp3", "c.mp3"):
            with Output(root) as output:
                output.copy(name, source)
        assert build(root, {}).removed == ("a.mp3", "b.mp3", "c.mp3")

    def test_a_build_that_changes_nothing_clears_the_journal(self, tmp_path: Path) -> None:
        source = tmp_path / "sound"
        source.write_bytes(b"sound")
        root = tmp_path / "public"
        with Output(root) as output:
            output.copy("a.mp3", source)
        build(root, {}, {"a.mp3": source})
        assert set(contents(root)) == {"a.mp3", MANIFEST}

    def test_leftovers_are_swept_where_ours_lie_and_nowhere_else(self, tmp_path: Path) -> None:
        build(tmp_path, {"a/b/c.txt": b"c"})
        (tmp_path / "own").mkdir()
        for folder in ("a/b", "own", "."):
            (tmp_path / folder / ".confkit-x.part").write_bytes(b"torn")
        (tmp_path / JOURNAL).write_bytes(b"torn as well: it is swept all the same")
        build(tmp_path, {"a/b/c.txt": b"c"})
        assert set(contents(tmp_path)) == {"a/b/c.txt", "own/.confkit-x.part", MANIFEST}

    def test_a_leftover_behind_a_link_stays(self, tmp_path: Path) -> None:
        root, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
        build(root, {"a/b.txt": b"b"})
        (root / "a").rename(elsewhere)
        (root / "a").symlink_to(elsewhere)
        (elsewhere / ".confkit-x.part").write_bytes(b"somebody's")
        (root / JOURNAL).write_bytes(b"")
        build(root, {"index.html": b""})
        assert (elsewhere / ".confkit-x.part").exists()

    @pytest.mark.parametrize("kills", [12])
    def test_killed_at_any_moment_each_file_is_old_or_new(self, tmp_path: Path, kills: int) -> None:
        source = tmp_path / "sound"
        source.write_bytes(b"sound" * 100_000)
        root = tmp_path / "public"
        code = textwrap.dedent(
            f"""
            import itertools, os
            from pathlib import Path
            from confkit.publish.output import Output
            print("ready", flush=True)
            for turn in itertools.count():
                os.utime({str(source)!r}, ns=(turn, turn))
                with Output(Path({str(root)!r})) as output:
                    output.copy(f"audio/{{turn % 3}}.mp3", Path({str(source)!r}))
                    for number in range(20):
                        output.write(f"{{turn % 4}}/{{number}}.txt", bytes([65 + turn % 26]) * 50_000)
                    output.finish()
            """
        )
        for kill in range(kills):
            with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
                assert child.stdout is not None
                child.stdout.readline()
                with pytest.raises(subprocess.TimeoutExpired):
                    child.wait(0.013 * (kill % 7))
                child.send_signal(signal.SIGKILL)
            for path in root.rglob("*.txt"):
                data = path.read_bytes()
                assert len(data) == 50_000
                assert len(set(data)) == 1
            assert all(path.stat().st_size == 500_000 for path in root.rglob("*.mp3"))
        report = build(root, {"0/0.txt": b"end"})
        assert set(contents(root)) == {"0/0.txt", MANIFEST}
        assert report.written in (("0/0.txt",), ())


def test_a_full_disk_is_named_and_leaves_the_old_files(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: both fail in the middle of a write."""
    source = tmp_path / "sound"
    source.write_bytes(b"s" * 300_000)
    root = tmp_path / "public"
    build(root, {"a.txt": b"old", "b.txt": b"old"})
    before = tree(root)
    code = textwrap.dedent(
        f"""
        import resource, signal, sys
        from pathlib import Path
        from confkit.domain.errors import WriteError
        from confkit.publish.output import Output
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        failed = 0
        for attempt in ("copy", "write"):
            try:
                with Output(Path({str(root)!r})) as output:
                    if attempt == "copy":
                        output.copy("a.txt", Path({str(source)!r}))
                    output.write("b.txt", b"n" * 300_000)
                    output.finish()
            except WriteError as error:
                assert "File too large" in str(error), error
                failed += 1
        sys.exit(failed)
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    after = tree(root)
    assert after.pop(JOURNAL)
    assert after == before
    assert build(root, {"a.txt": b"old", "b.txt": b"old"}) == Report((), 2, ())
    assert tree(root) == before


def test_a_file_that_is_kept_stays_ours_and_one_of_a_stranger_is_left_alone(tmp_path: Path) -> None:
    build(tmp_path, {"feed.xml": b"old", "gone.xml": b""})
    (tmp_path / "strange.xml").write_bytes(b"strange")
    (tmp_path / "gone.xml").unlink()
    for _ in range(2):
        with Output(tmp_path) as output:
            assert output.keep("feed.xml")
            assert not any(map(output.keep, ("strange.xml", "gone.xml", "../feed.xml")))
            assert output.finish() == Report((), 1, ())
    assert (tmp_path / "feed.xml").read_bytes() == b"old"
    assert build(tmp_path, {}).removed == ("feed.xml",)
    assert (tmp_path / "strange.xml").read_bytes() == b"strange"
