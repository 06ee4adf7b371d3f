"""The file system: names, links, pipes, sockets and devices where files should be."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

from tests.hostile.entry import Build, Door, Entry, sparse, written
from tests.hostile.parts import MP3, id3_frame, id3_tag


def _here(name: str, why: str, build: Build, problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"folder: {name}", Door.SHOW, build, why, problem, slow)


def _workspace(name: str, why: str, build: Build, problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"workspace: {name}", Door.WORKSPACE, build, why, problem, slow)


def _linked(name: str, target: str) -> Build:
    return lambda folder: (folder / name).symlink_to(target)


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket has to be short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("x.mp3")
    finally:
        os.chdir(here)


def _unreadable(folder: Path) -> None:
    (folder / "x.mp3").write_bytes(MP3)
    (folder / "x.mp3").chmod(0)


def _unreadable_folder(folder: Path) -> None:
    (folder / "episodes" / "secret").mkdir()
    (folder / "episodes" / "secret" / "x.mp3").write_bytes(MP3)
    (folder / "episodes" / "secret").chmod(0)


def _outside(folder: Path) -> None:
    (folder.parents[2] / "private.mp3").write_bytes(id3_tag(id3_frame(b"TIT2", b"\3SECRET")) + MP3)
    (folder / "x.mp3").symlink_to("../../../private.mp3")


def _outside_folder(folder: Path) -> None:
    (folder.parent / "private").mkdir()
    (folder.parent / "private" / "x.mp3").write_bytes(id3_tag(id3_frame(b"TIT2", b"\3SECRET")) + MP3)
    (folder / "episodes" / "elsewhere").symlink_to("../../private")


def _chain(folder: Path) -> None:
    for number in range(100):
        (folder / f"l{number}.mp3").symlink_to(f"l{number + 1}.mp3")
    (folder / "l100.mp3").write_bytes(MP3)


def _many(folder: Path) -> None:
    for number in range(2_000):
        (folder / f"{number}.mp3").touch()


def _names(folder: Path) -> None:
    for name in (
        "-rf.mp3",
        "--help.mp3",
        "$(reboot).mp3",
        "`x`.mp3",
        "a;b|c&d.mp3",
        "con.mp3",
        "%00%2e%2e.mp3",
        "x .mp3",
    ):
        (folder / name).write_bytes(MP3 + name.encode())


def _deep(folder: Path) -> None:
    for _ in range(60):
        folder = folder / ("d" * 60)
        folder.mkdir()
    (folder / "x.mp3").write_bytes(MP3)


def _event_file(make: Callable[[Path], None]) -> Build:
    def build(folder: Path) -> None:
        (folder / ".confkit" / "confkit.db").unlink()  # the event files are read where there is no database
        make(folder)

    return build


def _reading(name: str) -> Build:
    return _event_file(lambda folder: os.mkfifo(folder / name))


def _one(folder: Path, name: str) -> None:
    (folder / "episodes" / name).mkdir()
    (folder / "episodes" / name / "x.mp3").write_bytes(MP3)


def _with_show(folder: Path, make: Callable[[Path], object]) -> None:
    _one(folder, "other")
    make(folder / "episodes" / "other" / "show.toml")


def _ten_gigabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


def _output(folder: Path, manifest: bytes) -> None:
    (folder / "public").mkdir(exist_ok=True)
    (folder / "public" / "manifest.json").write_bytes(manifest)


def _languages(folder: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for first in letters[:20]:
        for second in letters[:25]:
            (folder / f"good.{first}{second}.vtt").write_bytes(b"WEBVTT\n\n00:00.000 --> 00:01.000\nx\n")


ENTRIES = (
    _here("a pipe", "reading it waits for ever", lambda folder: os.mkfifo(folder / "x.mp3")),
    _here("a socket", "nothing to read", _socket),
    _here("a folder called x.mp3", "not a file", lambda folder: (folder / "x.mp3").mkdir()),
    _here("/dev/zero", "a file without end", _linked("x.mp3", "/dev/zero")),
    _here("/dev/stdin", "would wait for the terminal", _linked("x.mp3", "/dev/stdin")),
    _here("/proc/self/mem", "the process itself", _linked("x.mp3", "/proc/self/mem")),
    _here("a link to itself", "a circle", _linked("x.mp3", "x.mp3")),
    _here("a chain of 100 links", "more than the system follows", _chain),
    _here("a link to nothing", "it dangles", _linked("x.mp3", "nothing.mp3")),
    _here("a link out of the workspace", "a private file would be published", _outside),
    _workspace("a show that is a link out", "private files would be published", _outside_folder),
    _workspace(
        "a show that is a link to itself",
        "a circle of folders",
        lambda folder: (folder / "episodes/loop").symlink_to("loop"),
        None,
    ),
    _workspace(
        "a show that is the workspace",
        "episodes in episodes in episodes",
        lambda folder: (folder / "episodes/all").symlink_to(".."),
    ),
    _workspace("audio beside the shows", "it belongs to none", written("episodes/x.mp3", lambda: MP3)),
    _here("a file that may not be read", "permissions", _unreadable, None if os.geteuid() == 0 else True),
    _workspace("a show that may not be read", "permissions", _unreadable_folder, None if os.geteuid() == 0 else True),
    _here("a name with a line break", "two lines in a list", written("two\nlines.mp3", lambda: MP3)),
    _here("a name with escapes", "terminal commands", written("\x1b[31m\x9b2J\x07.mp3", lambda: MP3)),
    _here("a name that is not UTF-8", "bytes of Latin-1", written(b"caf\xe9.mp3", lambda: MP3)),
    _here("a name of lone surrogates", "CESU in place of UTF-8", written(b"\xed\xa0\x80.mp3", lambda: MP3)),
    _here("a name written backwards", "3pm.exe by an override", written("x\u202e3pm.mp3", lambda: MP3)),
    _here("a name of 255 bytes", "as long as names can be", written("x" * 251 + ".mp3", lambda: MP3), None),
    _here("a name of 84 ideographs", "255 bytes again", written("会" * 83 + "x.mp3", lambda: MP3), None),
    _here(
        "a name of markup", "brackets and tags", written("[bold]x[] <script>alert(1)<⁄script>.mp3", lambda: MP3), None
    ),
    _here("names for a shell", "dashes, dollars, semicolons", _names, None),
    _here("2,000 empty files", "a problem each", _many),
    _here("60 folders deep", "paths beyond PATH_MAX", _deep, None),
    _workspace("a show with a name of markup", "it becomes no short name", lambda folder: _one(folder, "[bold]x <b>")),
    _workspace("a show called -", "an option, if anything", lambda folder: _one(folder, "-")),
    _workspace("a show.toml that is a pipe", "reading it waits for ever", lambda folder: _with_show(folder, os.mkfifo)),
    _workspace(
        "a show.toml that is /dev/zero",
        "a file without end",
        lambda folder: _with_show(folder, lambda path: path.symlink_to("/dev/zero")),
    ),
    _workspace("a show.toml of ten gigabytes", "a sparse file", lambda folder: _with_show(folder, _ten_gigabytes)),
    _workspace(
        "a show.toml of brackets",
        "recursion",
        lambda folder: _with_show(folder, lambda path: path.write_bytes(b"a = " + b"[" * 100_000)),
    ),
    _workspace("an event file that is a pipe", "reading it waits for ever", _reading("events/x.toml")),
    _workspace(
        "an event file that is /dev/zero",
        "a file without end",
        _event_file(lambda folder: (folder / "events/x.toml").symlink_to("/dev/zero")),
    ),
    _workspace("an event file of ten gigabytes", "a sparse file", _event_file(sparse("events/x.toml", 10 << 30))),
    _workspace(
        "an event file that is a folder", "not a file", _event_file(lambda folder: (folder / "events/x.toml").mkdir())
    ),
    _workspace(
        "an event file that links to itself",
        "a circle",
        _event_file(lambda folder: (folder / "events/x.toml").symlink_to("x.toml")),
    ),
    _workspace(
        "an event file of brackets",
        "recursion",
        _event_file(written("events/x.toml", lambda: b"a = " + b"[" * 100_000)),
    ),
    _workspace("settings of ten gigabytes", "a sparse file", sparse("confkit.toml", 10 << 30)),
    _workspace("settings of brackets", "recursion", written("confkit.toml", lambda: b"site = " + b"[" * 100_000)),
    _workspace(
        "settings of keys", "quadratic time", written("confkit.toml", lambda: b".".join([b"a"] * 100_000) + b" = 1")
    ),
    _workspace(
        "settings that lead out",
        "the output would be written elsewhere",
        written("confkit.toml", lambda: b'site = "https://a.b/"\noutput = "../../x"\n'),
    ),
    _workspace(
        "a scan index of garbage",
        "it is only a cache",
        written(".confkit/audio-index.msgpack", lambda: b"\xc1" * 9999),
        None,
    ),
    _workspace(
        "a scan index of ten gigabytes", "a sparse file", sparse(".confkit/audio-index.msgpack", 10 << 30), None
    ),
    _workspace(
        "a scan index nested 100,000 times",
        "recursion",
        written(".confkit/audio-index.msgpack", lambda: b"\x91" * 100_000),
        None,
    ),
    _workspace(
        "a scan index that promises 2^32",
        "an array longer than memory",
        written(".confkit/audio-index.msgpack", lambda: b"\xdd\xff\xff\xff\xff"),
        None,
    ),
    _workspace("a database of text", "not SQLite", written(".confkit/confkit.db", lambda: b"SELECT 1;" * 999)),
    _workspace("a database of ten gigabytes of nothing", "a sparse file", sparse(".confkit/confkit.db", 10 << 30)),
    _workspace(
        "a manifest of brackets", "recursion, in the output", lambda folder: _output(folder, b"[" * 100_000), None
    ),
    _workspace(
        "a manifest that names other files",
        "a build deletes what its manifest names",
        lambda folder: _output(
            folder, b'{"version": 1, "files": [{"path": "../confkit.toml"}, {"path": "/etc/passwd"}]}'
        ),
        None,
    ),
    _here("transcripts that are pipes", "reading them waits for ever", lambda folder: os.mkfifo(folder / "good.vtt")),
    _here("a transcript that is a private file", "it would be published", _linked("good.txt", "/etc/passwd")),
    _here("chapters that are /dev/zero", "a file without end", _linked("good.chapters.json", "/dev/zero")),
    _here("500 transcripts", "one for each language that there is", lambda folder: _languages(folder), None),
)
