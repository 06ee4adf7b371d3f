"""Files that come from the web: whole and right, or not at all; gone on with where that is safe."""

import base64
import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from confkit.domain.errors import (
    Cancelled,
    ContentMismatch,
    FetchError,
    FetchLimitExceeded,
    NotFoundOnWeb,
    WriteError,
)
from confkit.files import remove_leftovers
from confkit.web import Downloaded, FetchLimits, download
from tests.conftest import PROJECT
from tests.web.server import Request, Server, file_route

LIMITS = FetchLimits(size=1_000_000, seconds=20, silence=20, private=True)
DATA = hashlib.shake_256(b"audio").digest(300_000)
TAG = '"version-1"'
OLD = "Mon, 01 Jan 2024 00:00:00 GMT"
NOW = "Tue, 02 Jan 2024 00:00:00 GMT"


def sri(data: bytes, kind: str = "sha256") -> str:
    return f"{kind}-{base64.b64encode(hashlib.new(kind, data).digest()).decode()}"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Client:
    """Downloads ``/a`` of the server to ``a.mp3``."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.path = folder / "a.mp3"
        self.partial = folder / "a.mp3.part"

    def get(self, limits: FetchLimits = LIMITS, **more: Any) -> Downloaded:
        return download(self.server.address("/a"), self.path, limits=limits, **more)

    def get_half(self, **headers: object) -> int:
        """Stop in the middle; return how much is there."""
        self.server.routes["/a"] = cut_off(DATA, 150_000, **headers)
        with pytest.raises(FetchError, match="broke"):
            self.get()
        return self.partial.stat().st_size if self.partial.exists() else 0

    @property
    def wishes(self) -> list[tuple[str | None, str | None]]:
        return [(request.headers.get("Range"), request.headers.get("If-Range")) for request in self.server.asked]


@pytest.fixture
def client(server: Server, tmp_path: Path) -> Client:
    return Client(server, tmp_path)


def cut_off(data: bytes, at: int, **headers: object) -> Callable[[Request], None]:
    return lambda request: request.answer(data[:at], content_length=len(data), **headers)


def test_brings_the_file(client: Client) -> None:
    client.server.routes["/a"] = file_route(DATA, content_type="audio/mpeg; x=y")
    seen: list[tuple[int, int]] = []
    done = client.get(
        expected_size=len(DATA), integrity=sri(DATA, "sha384"), progress=lambda size, total: seen.append((size, total))
    )
    sha256 = hashlib.sha256(DATA).hexdigest()
    assert done == Downloaded(client.path, client.server.address("/a"), len(DATA), sha256, "audio/mpeg", 0)
    assert client.path.read_bytes() == DATA
    assert names(client.folder) == ["a.mp3"]
    assert seen[0] == (0, len(DATA))
    assert seen[-1] == (len(DATA), len(DATA))
    assert seen == sorted(seen)
    assert client.server.asked[0].headers["Accept-Encoding"] == "identity"


def test_makes_the_folder_and_gives_the_file_the_usual_mode(client: Client) -> None:
    client.server.routes["/a"] = file_route(DATA)
    client.path = client.folder / "new" / "folder" / "a.mp3"
    client.get()
    plain = client.folder / "plain"
    plain.write_bytes(b"")
    assert client.path.stat().st_mode == plain.stat().st_mode


def test_follows_redirects_and_says_where_it_ended(client: Client) -> None:
    client.server.routes["/a"] = lambda request: request.answer(status=302, location="/b?signed=1")
    client.server.routes["/b"] = file_route(DATA)
    assert client.get().address == client.server.address("/b?signed=1")


def test_takes_a_file_whose_length_is_not_told(client: Client) -> None:
    client.server.routes["/a"] = lambda request: request.answer(DATA, content_length=None)
    seen: list[tuple[int, int]] = []
    assert client.get(progress=lambda size, total: seen.append((size, total))).size == len(DATA)
    assert seen[-1] == (len(DATA), 0)


def test_unpacks_what_was_packed_unasked(client: Client) -> None:
    client.server.routes["/a"] = lambda request: request.answer(gzip.compress(DATA), content_encoding="gzip", etag=TAG)
    assert client.get(expected_size=len(DATA)).size == len(DATA)
    assert client.path.read_bytes() == DATA


class TestGoingOn:
    @pytest.mark.parametrize(
        ("headers", "validator"),
        [({"etag": TAG}, TAG), ({"last_modified": OLD, "date": NOW}, OLD), ({"etag": TAG, "last_modified": OLD}, TAG)],
    )
    def test_where_it_broke_off(self, client: Client, headers: dict[str, str], validator: str) -> None:
        half = client.get_half(**headers)
        assert 0 < half <= 150_000
        client.server.routes["/a"] = file_route(DATA, **headers)
        seen: list[tuple[int, int]] = []
        done = client.get(integrity=sri(DATA), progress=lambda size, total: seen.append((size, total)))
        assert client.wishes == [(None, None), (f"bytes={half}-", validator)]
        assert done.resumed_from == half
        assert done.sha256 == hashlib.sha256(DATA).hexdigest()
        assert seen[0] == (half, len(DATA))
        assert client.path.read_bytes() == DATA
        assert names(client.folder) == ["a.mp3"]

    def test_several_times(self, client: Client) -> None:
        for at in (50_000, 120_000, 200_000):

            def some(request: Request, at: int = at) -> None:
                start = int((request.headers.get("Range") or "bytes=0-")[6:-1])
                status = {"status": 206, "content_range": f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"} if start else {}
                request.answer(DATA[start:at], content_length=len(DATA) - start, etag=TAG, **status)  # type: ignore[arg-type]

            client.server.routes["/a"] = some
            with pytest.raises(FetchError, match="broke"):
                client.get()
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        assert client.get().resumed_from > 150_000
        assert client.path.read_bytes() == DATA

    def test_after_the_user_stopped_it(self, client: Client) -> None:
        def half(request: Request) -> None:
            request.head(content_length=len(DATA), etag=TAG)
            request.wfile.write(DATA[:100_000])
            request.wait()

        client.server.routes["/a"] = half
        there: list[int] = []
        with pytest.raises(Cancelled):
            client.get(progress=lambda size, total: there.append(size), cancelled=lambda: there[-1:] == [100_000])
        assert client.partial.stat().st_size == 100_000
        assert remove_leftovers(client.folder) == 0
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        assert client.get().resumed_from == 100_000
        assert client.path.read_bytes() == DATA

    def test_after_it_was_stopped_before_more_came(self, client: Client) -> None:
        half = client.get_half(etag=TAG)

        def nothing(request: Request) -> None:
            fits = f"bytes {half}-{len(DATA) - 1}/{len(DATA)}"
            request.head(206, content_length=len(DATA) - half, content_range=fits)
            request.wait()

        client.server.routes["/a"] = nothing
        with pytest.raises(Cancelled):
            client.get(cancelled=lambda: len(client.server.asked) > 1)
        assert client.partial.read_bytes() == DATA[:half]

    def test_where_the_server_sends_less_of_the_rest_than_was_asked_for(self, client: Client) -> None:
        half = client.get_half(etag=TAG)
        client.server.routes["/a"] = lambda request: request.answer(
            DATA[half : half + 10], 206, content_range=f"bytes {half}-{half + 9}/{len(DATA)}"
        )
        with pytest.raises(FetchError, match="broke off after"):
            client.get()
        assert client.partial.read_bytes() == DATA[: half + 10]

    def test_after_a_kill(self, client: Client) -> None:
        def half(request: Request) -> None:
            request.head(content_length=len(DATA), etag=TAG)
            request.wfile.write(DATA[:200_000])
            request.wait()

        client.server.routes["/a"] = half
        code = """
import os, signal, sys
from pathlib import Path
from confkit.web import FetchLimits, download
def progress(size, total):
    if size == 200_000:
        os.kill(os.getpid(), signal.SIGKILL)
download(sys.argv[1], Path(sys.argv[2]), limits=FetchLimits(private=True), progress=progress)
"""
        killed = subprocess.run(
            [sys.executable, "-c", code, client.server.address("/a"), str(client.path)], cwd=PROJECT, check=False
        )
        assert killed.returncode == -signal.SIGKILL
        assert not client.path.exists()
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        done = client.get(expected_size=len(DATA), integrity=sri(DATA, "sha512"))
        assert done.resumed_from > 100_000
        assert client.path.read_bytes() == DATA
        assert names(client.folder) == ["a.mp3"]

    def test_when_all_is_there_but_the_name(self, client: Client) -> None:
        client.get_half(etag=TAG)
        client.partial.write_bytes(DATA)
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        assert client.get().resumed_from == len(DATA) - 1
        assert client.path.read_bytes() == DATA

    def test_when_it_was_killed_while_it_got_its_name(self, client: Client) -> None:
        """The half-way state of ``finish``: writing on would write into the finished file."""
        client.get_half(etag=TAG)
        client.partial.write_bytes(DATA)
        os.link(client.partial, client.path)
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        assert client.get().size == len(DATA)
        assert client.path.read_bytes() == DATA
        assert names(client.folder) == ["a.mp3"]


class TestBeginningAnew:
    other = hashlib.shake_256(b"other").digest(300_000)

    def check(self, client: Client, data: bytes) -> None:
        done = client.get()
        assert done.resumed_from == 0
        assert client.path.read_bytes() == data
        assert done.sha256 == hashlib.sha256(data).hexdigest()
        assert names(client.folder) == ["a.mp3"]

    def test_where_the_file_is_another_now(self, client: Client) -> None:
        client.get_half(etag=TAG)
        client.server.routes["/a"] = file_route(self.other, etag='"version-2"')
        self.check(client, self.other)
        assert len(client.server.asked) == 2

    def test_where_the_server_ignores_the_wish(self, client: Client) -> None:
        client.get_half(etag=TAG)
        client.server.routes["/a"] = file_route(DATA, ranges=False, etag=TAG)
        self.check(client, DATA)
        assert client.wishes[1][0] is not None

    @pytest.mark.parametrize(
        ("status", "headers"),
        [
            (416, {"content_range": "bytes */5"}),
            (412, {}),
            (206, {}),
            (206, {"content_range": "bytes 0-299999/300000"}),
            (206, {"content_range": "bytes 150000-299998/299999"}),
            (206, {"content_range": "bytes 150000-299999/300000", "etag": '"version-2"'}),
            (206, {"content_range": "bytes 150000-299999/300000", "content_encoding": "gzip"}),
            (206, {"content_type": "multipart/byteranges; boundary=x"}),
        ],
    )
    def test_where_the_rest_does_not_fit(self, client: Client, status: int, headers: dict[str, str]) -> None:
        client.get_half(etag=TAG)

        def odd(request: Request) -> None:
            if "Range" in request.headers:
                request.answer(self.other[:150_000], status, **headers)
            else:
                request.answer(DATA, etag=TAG)

        client.server.routes["/a"] = odd
        self.check(client, DATA)
        assert len(client.server.asked) == 3

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"etag": 'W/"weak"'},
            {"etag": 'W/"weak"', "last_modified": OLD, "date": NOW},
            {"etag": "bare"},
            {"last_modified": OLD},
            {"last_modified": OLD, "date": OLD},
            {"last_modified": "yesterday", "date": NOW},
        ],
    )
    def test_where_the_version_has_no_name_nothing_is_kept(self, client: Client, headers: dict[str, str]) -> None:
        assert client.get_half(**headers) == 0
        assert names(client.folder) == []
        client.server.routes["/a"] = file_route(DATA, **headers)
        self.check(client, DATA)
        assert client.wishes[1] == (None, None)

    @pytest.mark.parametrize(
        "kept",
        [
            *(b"", b"nonsense", b"[]", b"\xff", b"[" * 4000, b'{"address": 1}'),
            b'{"address": "x", "validator": "y", "total": 1}',
        ],
    )
    def test_where_it_is_not_known_what_it_belongs_to(self, client: Client, kept: bytes) -> None:
        client.get_half(etag=TAG)
        (client.folder / "a.mp3.part-source").write_bytes(kept)
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        self.check(client, DATA)
        assert client.wishes[1] == (None, None)

    def test_where_the_address_is_another(self, client: Client) -> None:
        client.get_half(etag=TAG)
        client.server.routes["/b"] = file_route(DATA, etag=TAG)
        assert download(client.server.address("/b"), client.path, limits=LIMITS).resumed_from == 0

    def test_the_address_is_not_written_down(self, client: Client) -> None:
        client.get_half(etag=TAG)
        kept = (client.folder / "a.mp3.part-source").read_text()
        assert json.loads(kept)["validator"] == TAG
        assert "127.0.0.1" not in kept


class TestPromises:
    def test_of_a_size_are_held_against_what_the_server_says(self, client: Client) -> None:
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        with pytest.raises(ContentMismatch, match="has 300,000 bytes, but 299,999 were promised"):
            client.get(expected_size=299_999)
        assert names(client.folder) == []

    def test_of_a_size_are_held_against_what_comes(self, client: Client) -> None:
        client.server.routes["/a"] = lambda request: request.answer(DATA, content_length=None, etag=TAG)
        with pytest.raises(ContentMismatch, match="has 300,000 bytes, but 300,001 were promised"):
            client.get(expected_size=300_001)
        assert names(client.folder) == []

    @pytest.mark.parametrize(
        "integrity",
        [
            sri(DATA),
            sri(DATA, "sha384"),
            sri(DATA, "sha512"),
            sri(DATA).rstrip("="),
            sri(DATA) + "?option",
            f"{sri(b'')}\n {sri(DATA)}",
            f"{sri(b'')} {sri(DATA, 'sha512')}",
            f"sha3-xyz {sri(DATA)}",
            "md5-abc",
            " ",
        ],
    )
    def test_of_a_hash_that_are_kept(self, client: Client, integrity: str) -> None:
        client.server.routes["/a"] = file_route(DATA)
        assert client.get(integrity=integrity).size == len(DATA)

    @pytest.mark.parametrize(
        "integrity",
        [sri(b""), sri(b"", "sha512"), f"{sri(DATA)} {sri(b'', 'sha384')}", "sha256-", "sha256-§$%", "sha512-YWJj"],
    )
    def test_of_a_hash_that_are_broken(self, client: Client, integrity: str) -> None:
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        with pytest.raises(ContentMismatch, match="not the file that was promised"):
            client.get(integrity=integrity)
        assert names(client.folder) == []

    def test_hold_for_a_beginning_that_was_changed_meanwhile(self, client: Client) -> None:
        client.get_half(etag=TAG)
        client.partial.write_bytes(b"x" + client.partial.read_bytes()[1:])
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        with pytest.raises(ContentMismatch):
            client.get(integrity=sri(DATA))
        assert names(client.folder) == []

    def test_of_the_end_of_a_range_are_not_exceeded(self, client: Client) -> None:
        half = client.get_half(etag=TAG)

        def more(request: Request) -> None:
            fits = f"bytes {half}-{len(DATA) - 1}/{len(DATA)}"
            request.answer(DATA[half:] + b"more", 206, content_length=None, content_range=fits, etag=TAG)

        client.server.routes["/a"] = more
        with pytest.raises(ContentMismatch, match="more came"):
            client.get()
        assert names(client.folder) == []


class TestLimits:
    limits = FetchLimits(size=len(DATA) - 1, private=True)

    @pytest.mark.parametrize("length", [len(DATA), None])
    def test_of_size(self, client: Client, length: int | None) -> None:
        client.server.routes["/a"] = lambda request: request.answer(DATA, content_length=length, etag=TAG)
        with pytest.raises(FetchLimitExceeded, match="larger than 299,999 bytes"):
            client.get(self.limits)
        assert names(client.folder) == []

    def test_of_size_hold_for_the_whole_and_not_for_the_rest(self, client: Client) -> None:
        client.get_half(etag=TAG)
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        with pytest.raises(FetchLimitExceeded):
            client.get(self.limits)

    def test_of_time_keep_what_came(self, client: Client) -> None:
        def stall(request: Request) -> None:
            request.head(content_length=len(DATA), etag=TAG)
            request.wfile.write(DATA[:1000])
            request.wait()

        client.server.routes["/a"] = stall
        with pytest.raises(FetchLimitExceeded, match="longer than"):
            client.get(FetchLimits(seconds=0.2, private=True))
        assert client.partial.read_bytes() == DATA[:1000]


class TestFilesInTheWay:
    @pytest.mark.parametrize("there", [b"short", DATA[:-1] + b"x"])
    @pytest.mark.parametrize("integrity", ["", sri(DATA)])
    def test_stay_as_they_are(self, client: Client, there: bytes, integrity: str) -> None:
        client.path.write_bytes(there)
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        with pytest.raises(WriteError, match="another file") as caught:
            client.get(integrity=integrity)
        assert caught.value.where == str(client.path)
        assert client.path.read_bytes() == there
        assert names(client.folder) == ["a.mp3"]

    def test_are_no_trouble_if_they_are_the_same(self, client: Client) -> None:
        client.path.write_bytes(DATA)
        before = client.path.stat()
        client.server.routes["/a"] = file_route(DATA)
        assert client.get().sha256 == hashlib.sha256(DATA).hexdigest()
        after = client.path.stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert names(client.folder) == ["a.mp3"]

    def test_are_not_even_asked_for_if_they_are_what_was_promised(self, client: Client) -> None:
        client.path.write_bytes(DATA)
        done = client.get(integrity=sri(DATA, "sha384"))
        assert (done.size, done.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
        assert client.server.asked == []

    @pytest.mark.parametrize("integrity", ["", sri(DATA)])
    def test_that_are_folders_or_dead_links(self, client: Client, integrity: str) -> None:
        client.server.routes["/a"] = file_route(DATA)
        client.path.mkdir()
        with pytest.raises(WriteError, match="another file"):
            client.get(integrity=integrity)
        client.path.rmdir()
        client.path.symlink_to(client.folder / "nowhere")
        with pytest.raises(WriteError, match="another file"):
            client.get(integrity=integrity)
        assert names(client.folder) == ["a.mp3"]

    def test_that_come_meanwhile_stay(self, client: Client) -> None:
        client.server.routes["/a"] = file_route(DATA)

        def come(size: int, total: int) -> None:
            client.path.write_bytes(b"from elsewhere")

        with pytest.raises(WriteError):
            client.get(progress=come)
        assert client.path.read_bytes() == b"from elsewhere"


class TestErrors:
    def test_of_the_server_keep_what_is_there(self, client: Client) -> None:
        half = client.get_half(etag=TAG)
        client.server.routes["/a"] = lambda request: request.answer(status=404)
        with pytest.raises(NotFoundOnWeb):
            client.get()
        assert client.partial.stat().st_size == half

    def test_of_the_server_leave_nothing_where_nothing_was(self, client: Client) -> None:
        client.server.routes["/a"] = lambda request: request.answer(b"sorry", 404)
        with pytest.raises(NotFoundOnWeb):
            client.get()
        assert names(client.folder) == []

    def test_a_disk_without_room_is_noticed_first(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        usage = shutil.disk_usage(client.folder)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=len(DATA) - 1))
        with pytest.raises(WriteError, match="No space left") as caught:
            client.get()
        assert "make room" in caught.value.fix
        assert names(client.folder) == []

    def test_a_disk_that_is_full_meanwhile_leaves_nothing(self, client: Client) -> None:
        """A limit on the size of files stands for the disk."""
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        code = """
import resource, sys
from pathlib import Path
from confkit.domain.errors import WriteError
from confkit.web import FetchLimits, download
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    download(sys.argv[1], Path(sys.argv[2]), limits=FetchLimits(private=True))
except WriteError as error:
    print(error.what)
"""
        done = subprocess.run(
            [sys.executable, "-c", code, client.server.address("/a"), str(client.path)],
            cwd=PROJECT,
            check=True,
            capture_output=True,
            text=True,
        )
        assert "File too large" in done.stdout
        assert names(client.folder) == []

    def test_two_at_once_do_not_mix(self, client: Client) -> None:
        client.server.routes["/a"] = file_route(DATA, etag=TAG)
        second: list[str] = []

        def also(size: int, total: int) -> None:
            if not second:
                with pytest.raises(WriteError, match="another process is writing it") as caught:
                    client.get()
                second.append(caught.value.where)

        client.get(progress=also)
        assert second == [str(client.partial)]
        assert client.path.read_bytes() == DATA

    def test_a_partial_file_that_is_a_link_or_a_pipe_is_not_written(self, client: Client) -> None:
        client.server.routes["/a"] = file_route(DATA)
        victim = client.folder / "victim"
        victim.write_bytes(b"precious")
        client.partial.symlink_to(victim)
        with pytest.raises(WriteError):
            client.get()
        client.partial.unlink()
        os.mkfifo(client.partial)
        with pytest.raises(WriteError, match="not a file"):
            client.get()
        assert victim.read_bytes() == b"precious"

    def test_what_progress_raises_comes_through(self, client: Client) -> None:
        client.server.routes["/a"] = file_route(DATA, etag=TAG)

        def stop(size: int, total: int) -> None:
            if size:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            client.get(progress=stop)
        assert client.partial.exists()
        assert client.get().resumed_from > 0
