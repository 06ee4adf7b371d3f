"""Audio that stays where it is: its size, and what a killed import leaves of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from confkit.domain.errors import Cancelled
from confkit.services.building import build
from confkit.services.feed_files import FileChoice, fetch_files
from confkit.services.workspace import Workspace
from tests.services.test_feed_round_trip import ITEM
from tests.services.test_importing_feeds import ALL, episodes, feed, from_address, served
from tests.web.server import Request, Server, serving

ONLINE = FileChoice(0, online=True, private=True)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def unmeasured(server: Server, *numbers: int) -> str:
    items = [
        ITEM.format("")
        .replace("g1", f"g{number}")
        .replace("https://e.example/1.mp3", server.address(f"/{number}.mp3"))
        .replace('length="5"', "")
        for number in numbers
    ]
    server.routes["/feed.xml"] = lambda request: request.answer(feed("", *items).encode())
    return server.address("/feed.xml")


def one_byte(request: Request) -> None:
    assert request.headers["Range"] == "bytes=0-0"
    request.answer(b"a", 206, content_range="bytes 0-0/12345")


def sizes(ws: Workspace) -> list[int]:
    return [one.remote.size for _, one in sorted(episodes(ws).items()) if one.remote]


def test_sizes_that_a_feed_lacks_are_asked_for_once(empty: Workspace, server: Server) -> None:
    address = unmeasured(server, 1, 2, 3)
    server.routes["/1.mp3"] = one_byte
    server.routes["/2.mp3"] = lambda request: request.answer(b"whole")
    server.routes["/3.mp3"] = lambda request: request.answer(b"<p>log in", content_type="text/html")
    report = fetch_files(empty, from_address(empty, address), ONLINE)
    assert sizes(empty) == [12345, 5, 0]
    assert [(one.code, one.severity.value) for one in report.problems] == [("feed-audio-size-unknown", "warning")]
    server.asked.clear()
    again = from_address(empty, address)
    assert again.changes == ()
    fetch_files(empty, again, ONLINE)
    assert [request.path for request in server.asked] == ["/feed.xml", "/3.mp3"]
    build(empty)
    (path,) = (empty.output / "shows").glob("*/feed.xml")
    assert b'length="12345"' in path.read_bytes()


def test_a_host_that_never_answers_is_not_asked_for_long(empty: Workspace, server: Server) -> None:
    numbers = range(1, 8)
    plan = from_address(empty, unmeasured(server, *numbers))
    for number in numbers:
        server.routes[f"/{number}.mp3"] = lambda request: request.answer(status=403)
    server.asked.clear()
    report = fetch_files(empty, plan, ONLINE)
    assert len(report.problems) == 7
    assert len(server.asked) == 3


@pytest.mark.parametrize("answer", ["", "bytes */5", "bytes 0-0/x", "bytes 0-0/*", "bytes 0-0/" + "9" * 30])
def test_an_answer_without_a_size_is_none(empty: Workspace, server: Server, answer: str) -> None:
    plan = from_address(empty, unmeasured(server, 1))
    server.routes["/1.mp3"] = lambda request: request.answer(b"a", 206, content_range=answer)
    assert len(fetch_files(empty, plan, ONLINE).problems) == 1
    assert sizes(empty) == [0]


def test_what_was_measured_before_a_stop_is_kept(empty: Workspace, server: Server) -> None:
    plan = from_address(empty, unmeasured(server, 1, 2))
    stop: list[bool] = []
    server.routes["/1.mp3"] = one_byte
    server.routes["/2.mp3"] = lambda request: (stop.append(True), request.wait())[1]  # type: ignore[func-returns-value]
    with pytest.raises(Cancelled):
        fetch_files(empty, plan, ONLINE, cancelled=lambda: bool(stop))
    assert sorted(sizes(empty)) == [0, 12345]


def waits_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
def test_an_import_that_was_killed_is_gone_on_with(empty: Workspace, server: Server, folder: Path) -> None:
    sample = next((folder / "episodes").rglob("*.mp3"))
    audio = sample.read_bytes()
    address = served(server, sample)

    def half(request: Request) -> None:
        request.head(content_length=len(audio), etag='"1"')
        request.wfile.write(audio[: len(audio) // 2])
        request.wfile.flush()
        request.wait()

    server.routes["/1.mp3"] = half
    command = "from confkit.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "import", address, "--private-addresses"],
        cwd=empty.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    shows = empty.episodes_root
    waits_for(lambda: any(path.stat().st_size for path in shows.rglob("*.mp3.part")) or process.poll() is not None)
    assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not list(shows.rglob("*.mp3"))
    before = episodes(empty)

    def rest(request: Request) -> None:
        begin = int((request.headers["Range"] or "bytes=0-").removeprefix("bytes=").rstrip("-"))
        if not begin:
            request.answer(audio, etag='"1"')
        else:
            span = f"bytes {begin}-{len(audio) - 1}/{len(audio)}"
            request.answer(audio[begin:], 206, content_range=span, etag='"1"')

    server.routes["/1.mp3"] = rest
    server.asked.clear()
    plan = from_address(empty, address)
    assert plan.changes == ()
    assert fetch_files(empty, plan, ALL).problems == []
    (asked,) = (one for one in server.asked if one.path == "/1.mp3")
    assert asked.headers["Range"]  # not from its beginning
    after = episodes(empty)
    assert {one.id for one in after.values()} == {one.id for one in before.values()}
    assert (shows / after["g1"].file).read_bytes() == audio
    assert not list(shows.rglob("*.part*"))
