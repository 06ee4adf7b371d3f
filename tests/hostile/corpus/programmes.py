"""What ``confkit import`` is given besides calendars and schedules: folders of Open Event, event and show files."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from tests.hostile.corpus.id3 import EVIL
from tests.hostile.entry import Door, Entry, sparse, written
from tests.hostile.parts import MIB

_TEXT = EVIL.decode()
_EVENT = 'id = "00000000-0000-4000-8000-000000000001"\nslug = "x"\ntitle = "X"\nzone = "UTC"\nfirst_day = 2026-01-01\n'


def _toml(name: str, why: str, make: Callable[[], bytes], *, slow: bool = False) -> Entry:
    return Entry(f"TOML: {name}", Door.IMPORT, written("x.toml", make), why, True, slow)


def _open_event(
    name: str,
    why: str,
    sessions: Callable[[], bytes],
    event: bytes = b"",
    problem: bool | None = True,
    *,
    slow: bool = False,
) -> Entry:
    def build(folder: Path) -> None:
        (folder / "export").mkdir()
        header = {"name": "Meeting", "start_time": "2026-01-01T09:00:00Z", "end_time": "2026-01-01T18:00:00Z"}
        (folder / "export" / "event").write_bytes(event or json.dumps(header).encode())
        (folder / "export" / "sessions").write_bytes(sessions())

    return Entry(f"Open Event: {name}", Door.IMPORT, build, why, problem, slow)


def _session(**fields: object) -> bytes:
    own = {"id": 1, "title": "x", "start_time": "2026-01-01T09:00:00Z", "end_time": "2026-01-01T10:00:00Z"}
    return json.dumps([own | fields]).encode()


def _pipe(name: str) -> Callable[[Path], None]:
    return lambda folder: os.mkfifo(folder / name)


def _linked_sessions(folder: Path) -> None:
    (folder / "export").mkdir()
    (folder / "export" / "event").symlink_to("/dev/zero")
    (folder / "export" / "sessions").symlink_to("/dev/zero")


def _recordings_elsewhere(folder: Path) -> None:
    """Sessions that name recordings outside of the folder: a private file, a pipe, a link that leads out."""
    (folder / "private.mp3").write_bytes(b"\xff\xfb\x90\x64" * 99)
    export = folder / "export"
    export.mkdir()
    os.mkfifo(export / "pipe.mp3")
    (export / "out.mp3").symlink_to("../private.mp3")
    header = {"name": "Meeting", "start_time": "2026-01-01T09:00:00Z", "end_time": "2026-01-01T18:00:00Z"}
    (export / "event").write_text(json.dumps(header))
    names = ("../private.mp3", "pipe.mp3", "out.mp3", "/etc/passwd", "a\0b.mp3", "x" * 5000 + ".mp3")
    sessions = [
        {
            "id": number,
            "title": "x",
            "audio": name,
            "start_time": "2026-01-01T09:00:00Z",
            "end_time": "2026-01-01T10:00:00Z",
        }
        for number, name in enumerate(names)
    ]
    (export / "sessions").write_text(json.dumps(sessions))


def _last_moment() -> bytes:
    event = _EVENT.replace("UTC", "Pacific/Kiritimati").replace("2026-01-01", "9999-12-31")
    session = 'title = "x"\nminutes = 999999999\nslots = [{ start = 9999-12-31T23:59:59 }]\n'
    return f"[event]\n{event}[[sessions]]\n{session}".encode()


ENTRIES = (
    _open_event("100,000 deep", "recursion", lambda: b"[" * 100_000),
    _open_event(
        "850 deep",
        "deep enough to be read, too deep to be shown",
        lambda: b'[{"id": 1, "title": ' + b"[" * 850 + b"]" * 850 + b"}]",
    ),
    _open_event("6 million empty lists", "18 MiB become 400", lambda: b"[" + b"[]," * 6_000_000 + b"[]]", slow=True),
    _open_event("9 million numbers", "18 MiB become 90", lambda: b"[" + b"1," * 9_000_000 + b"1]", slow=True),
    _open_event("numbers that are none", "infinity, NaN, 5,000 digits", lambda: b'[{"id": NaN, "title": "x"}]'),
    _open_event(
        "an id of 4,000 digits",
        "and lengths of 1e400",
        lambda: b'[{"id": ' + b"9" * 4000 + b', "title": 1e400, "start_time": 5}]',
    ),
    _open_event(
        "wrong types everywhere",
        "lists for texts, texts for lists",
        lambda: _session(title=[1], start_time={}, speakers="x", track=[], microlocation=5, links={}),
        problem=True,
    ),
    _open_event(
        "times out of range",
        "the year 0, the 32nd, zones of 99 hours",
        lambda: _session(start_time="0000-13-32T99:99:99+99:99", end_time="9999-12-31T23:59:59-23:59"),
    ),
    _open_event("21,000 sessions", "beyond the limit", lambda: b"[" + b'{"id":1,"title":"x"},' * 21_000 + b"{}]"),
    _open_event(
        "scripts for titles",
        "markup, escapes, overrides",
        lambda: _session(title=_TEXT, short_abstract=_TEXT, long_abstract=_TEXT, language=_TEXT),
        problem=None,
    ),
    _open_event(
        "a lone surrogate",
        "written as an escape",
        lambda: (
            b'[{"id": 1, "title": "\\ud800 x", "start_time": "2026-01-01T09:00:00Z", '
            b'"end_time": "2026-01-01T10:00:00Z"}]'
        ),
        problem=None,
    ),
    _open_event(
        "an abstract of 10 MiB",
        "in pages and calendars",
        lambda: _session(long_abstract="<p>x " * (2 * MIB)),
        problem=None,
        slow=True,
    ),
    Entry("Open Event: files that are /dev/zero", Door.IMPORT, _linked_sessions, "files without end, of size zero"),
    Entry("Open Event: recordings elsewhere", Door.IMPORT, _recordings_elsewhere, "private files would be published"),
    _toml("lists 100,000 deep", "recursion", lambda: b"[event]\nx = " + b"[" * 100_000),
    _toml("tables 100,000 deep", "recursion", lambda: b"[event]\nx = " + b"{a=" * 100_000),
    _toml("a key of 200,000 parts", "quadratic time", lambda: b".".join([b"a"] * 200_000) + b" = 1"),
    _toml(
        "a key of 60 parts, 100,000 times",
        "just below what is refused",
        lambda: b"".join(b".".join([b"a%d" % n] * 60) + b" = 1\n" for n in range(3_000)),
    ),
    _toml("a number of 5,000 digits", "Python refuses to read it", lambda: b"[event]\nx = " + b"9" * 5000),
    _toml(
        "a number of 4,000 digits",
        "Python reads it",
        lambda: f"[event]\n{_EVENT}[[rooms]]\nname = 'x'\ncapacity = {'9' * 4000}\n".encode(),
    ),
    _toml(
        "infinity",
        "not a number of seats",
        lambda: f"[event]\n{_EVENT}[[rooms]]\nname = 'x'\ncapacity = inf\n".encode(),
    ),
    _toml("dates out of range", "the year 0 and the 32nd", lambda: b"[event]\nfirst_day = 0000-13-32\n"),
    _toml(
        "the last moment of the calendar",
        "one more and Python has no date for it",
        _last_moment,
    ),
    _toml("a string that never ends", "19 MiB of it", lambda: b'[event]\ntitle = """' + b"x" * (19 * MIB), slow=True),
    _toml("100,000 rooms", "without a name", lambda: f"[event]\n{_EVENT}".encode() + b"[[rooms]]\n" * 100_000),
    _toml("keys that nobody knows", "a key of a mebibyte", lambda: b"[event]\n" + b"k" * MIB + b" = 1\n"),
    _toml(
        "terminal escapes in a key",
        "they would be printed in the error",
        lambda: b'[event]\n"\\u001b[31mred\\u009b2J\\u202e" = 1\n',
    ),
    _toml(
        "a show of scripts",
        "addresses that run, a picture elsewhere",
        lambda: (
            b'[show]\nslug = "../../etc"\ntitle = "<script>"\nartwork = "/etc/passwd"\nurl = "javascript:alert(1)"\n'
        ),
    ),
    _toml("no UTF-8", "bytes of Latin-1", lambda: b'[event]\ntitle = "\xe4"\n'),
    Entry("TOML: a pipe", Door.IMPORT, _pipe("x.toml"), "nobody will ever write to it"),
    Entry("TOML: ten gigabytes of nothing", Door.IMPORT, sparse("x.toml", 10 << 30), "a sparse file"),
)
