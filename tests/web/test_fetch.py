"""What comes into memory, and what doesn't: sizes, times, packings, redirects and answers of all kinds."""

import gzip
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest

from confkit.domain.errors import (
    AddressRefused,
    Cancelled,
    FetchError,
    FetchLimitExceeded,
    NotFoundOnWeb,
    ServerBusy,
)
from confkit.web import Fetched, FetchLimits, fetch
from tests.web.server import Request, Server

LIMITS = FetchLimits(size=100_000, seconds=20, silence=20, private=True)


def get(server: Server, route: Callable[[Request], None], limits: FetchLimits = LIMITS, **more: Any) -> Fetched:
    server.routes["/"] = route
    return fetch(server.address("/"), limits=limits, **more)


def test_gets_what_is_there(server: Server) -> None:
    found = get(server, lambda request: request.answer(b"<rss/>", content_type="Application/RSS+XML; charset=utf-8"))
    assert found == Fetched(server.address("/"), b"<rss/>", "application/rss+xml", "")


def test_asks_for_what_the_caller_accepts(server: Server) -> None:
    get(server, lambda request: request.answer(), accept="application/rss+xml")
    headers = server.asked[0].headers
    assert headers["Accept"] == "application/rss+xml"
    assert headers.get_all("Host") == [f"127.0.0.1:{server.server_port}"]
    assert not {"cookie", "authorization", "referer"} & {name.lower() for name in headers}


@pytest.mark.parametrize("said", ["", "nonsense", "a/b/c", "\x1b[31m/x", "text/<b>"])
def test_a_media_type_that_is_none_is_not_repeated(server: Server, said: str) -> None:
    assert get(server, lambda request: request.answer(content_type=said)).media_type == ""


class TestRedirects:
    @pytest.mark.parametrize(
        ("way", "moved"),
        [([301], 1), ([308, 301], 2), ([302], 0), ([303], 0), ([307], 0), ([301, 302], 1), ([302, 301], 0)],
    )
    def test_are_followed_and_permanent_ones_reported(self, server: Server, way: list[int], moved: int) -> None:
        for number, status in enumerate(way):
            server.routes[f"/{number}"] = lambda request, to=number + 1, status=status: request.answer(
                b"not this", status, location=f"/{to}"
            )
        server.routes[f"/{len(way)}"] = lambda request: request.answer(b"this")
        found = fetch(server.address("/0"), limits=LIMITS)
        assert found.data == b"this"
        assert found.address == server.address(f"/{len(way)}")
        assert found.moved_permanently_to == (server.address(f"/{moved}") if moved else "")

    def test_in_a_circle_end(self, server: Server) -> None:
        with pytest.raises(FetchError, match="more than 5 times"):
            get(server, lambda request: request.answer(status=302, location="/"))
        assert len(server.asked) == 6

    def test_need_to_say_where_to(self, server: Server) -> None:
        with pytest.raises(FetchError, match="without saying where to"):
            get(server, lambda request: request.answer(status=302))

    def test_to_other_protocols_are_refused(self, server: Server) -> None:
        with pytest.raises(AddressRefused):
            get(server, lambda request: request.answer(status=302, location="file:///etc/passwd"))


class TestAnswers:
    @pytest.mark.parametrize("status", [404, 410])
    def test_nothing_there(self, server: Server, status: int) -> None:
        with pytest.raises(NotFoundOnWeb, match=str(status)) as caught:
            get(server, lambda request: request.answer(b"sorry", status))
        assert caught.value.where == server.address("/")

    @pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 403, 418, 500, 502, 799])
    def test_others_that_are_not_the_file(self, server: Server, status: int) -> None:
        with pytest.raises(FetchError, match=str(status)) as caught:
            get(server, lambda request: request.answer(status=status))
        assert caught.value.fix

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize(
        ("said", "wait"), [("120", 120), ("", None), ("soon", None), ("9" * 50, 86_400), ("-5", None)]
    )
    def test_come_back_later(self, server: Server, status: int, said: str, wait: int | None) -> None:
        with pytest.raises(ServerBusy) as caught:
            get(server, lambda request: request.answer(status=status, retry_after=said))
        assert caught.value.retry_after == wait

    @pytest.mark.parametrize(("ahead", "least", "most"), [(3600, 3000, 3600), (-3600, 0, 0)])
    def test_come_back_at_a_time(self, server: Server, ahead: int, least: int, most: int) -> None:
        with pytest.raises(ServerBusy) as caught:
            get(
                server,
                lambda request: request.answer(status=503, retry_after=formatdate(time.time() + ahead, usegmt=True)),
            )
        assert caught.value.retry_after is not None
        assert least <= caught.value.retry_after <= most

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"nonsense\r\n\r\n",
            b"HTTP/1.1 abc OK\r\n\r\n",
            b"SSH-2.0-OpenSSH_9.2\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
            b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        ],
    )
    def test_what_is_no_whole_answer_is_an_error(self, server: Server, raw: bytes) -> None:
        with pytest.raises(FetchError) as caught:
            get(server, lambda request: request.wfile.write(raw))
        assert "hello" not in str(caught.value)

    def test_a_port_that_nobody_listens_on(self, server: Server) -> None:
        with pytest.raises(FetchError, match="no connection to 127"):
            fetch("http://127.0.0.1:1/", limits=LIMITS)

    def test_no_secret_is_in_an_error(self, server: Server) -> None:
        server.routes["/feed"] = lambda request: request.answer(status=500)
        with pytest.raises(FetchError) as caught:
            fetch(server.address("/feed?token=geheim"), limits=LIMITS)
        assert "geheim" not in str(caught.value)


class TestSizes:
    def test_as_large_as_allowed(self, server: Server) -> None:
        data = bytes(LIMITS.size)
        assert get(server, lambda request: request.answer(data)).data == data
        assert get(server, lambda request: request.answer(data, content_length=None)).data == data

    def test_a_length_beyond_is_refused_unread(self, server: Server) -> None:
        def claim(request: Request) -> None:
            request.head(content_length=LIMITS.size + 1)
            request.wait()

        with pytest.raises(FetchLimitExceeded, match="larger than 100,000 bytes"):
            get(server, claim)

    @pytest.mark.parametrize(
        ("head", "piece"),
        [
            ({}, b"x" * 1000),
            ({"transfer_encoding": "chunked"}, b"3e8\r\n" + b"x" * 1000 + b"\r\n"),
            ({"transfer_encoding": "chunked"}, b"-1\r\n" + b"x" * 1000),
            ({"transfer_encoding": "chunked"}, b"-5\r\n" + b"x" * 1000),
            ({"transfer_encoding": "chunked"}, b"7fffffffffffffff\r\n" + b"x" * 1000),
        ],
    )
    def test_an_answer_without_end_ends_at_the_limit(self, server: Server, head: dict[str, str], piece: bytes) -> None:
        sent = 0

        def pour(request: Request) -> None:
            nonlocal sent
            request.head(**head)
            while not request.server.over.is_set():
                request.wfile.write(piece)
                sent += len(piece)

        with pytest.raises(FetchError):
            get(server, pour)
        assert sent < 50_000_000

    def test_more_than_was_announced_is_not_taken(self, server: Server) -> None:
        assert get(server, lambda request: request.answer(b"hello and more", content_length=5)).data == b"hello"


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip", gzip.compress),
    "members": ("gzip", lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:])),
    "padded": ("gzip", lambda data: gzip.compress(data) + bytes(100)),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare_deflate),
    "identity": ("identity", bytes),
}


class TestPackings:
    @pytest.mark.parametrize("name", PACKINGS)
    @pytest.mark.parametrize("step", [1, 100_000])
    def test_are_unpacked(self, server: Server, name: str, step: int) -> None:
        coding, pack = PACKINGS[name]
        data = b"<rss>" + b"ward rounds " * 50 + b"</rss>"
        packed = pack(data)

        def drip(request: Request) -> None:
            request.head(content_encoding=coding, transfer_encoding="chunked")
            for start in range(0, len(packed), step):
                piece = packed[start : start + step]
                request.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            request.wfile.write(b"0\r\n\r\n")

        assert get(server, drip).data == data

    @pytest.mark.parametrize("name", ["gzip", "members", "deflate", "bare deflate"])
    def test_bombs_are_refused(self, server: Server, name: str) -> None:
        coding, pack = PACKINGS[name]
        packed = pack(bytes(5_000_000))
        assert len(packed) < LIMITS.size
        with pytest.raises(FetchLimitExceeded):
            get(server, lambda request: request.answer(packed, content_encoding=coding))

    @pytest.mark.parametrize("name", ["gzip", "members", "deflate", "bare deflate"])
    @pytest.mark.parametrize("left", [0, 1, 12, -1])
    def test_that_end_in_the_middle_are_errors(self, server: Server, name: str, left: int) -> None:
        coding, pack = PACKINGS[name]
        packed = pack(b"ward rounds " * 50)[:left]
        with pytest.raises(FetchError, match="can't be unpacked"):
            get(server, lambda request: request.answer(packed, content_encoding=coding))

    @pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "\x1b[2Jx"])
    def test_that_were_not_asked_for_are_errors(self, server: Server, coding: str) -> None:
        with pytest.raises(FetchError, match="didn't ask for"):
            get(server, lambda request: request.answer(b"x", content_encoding=coding))

    @pytest.mark.parametrize("coding", ["gzip", "deflate"])
    def test_that_are_none_are_errors(self, server: Server, coding: str) -> None:
        with pytest.raises(FetchError, match="can't be unpacked"):
            get(server, lambda request: request.answer(b"<rss/> as it is", content_encoding=coding))


def silent(request: Request) -> None:
    request.wait()


def silent_after_the_head(request: Request) -> None:
    request.head(content_length=10)
    request.wait()


def drip_head(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not request.server.over.wait(0.02):
        request.wfile.write(b"x")


def drip_body(request: Request) -> None:
    request.head(content_length=1000)
    while not request.server.over.wait(0.02):
        request.wfile.write(b"x")


def redirect_slowly(request: Request) -> None:
    request.server.over.wait(0.05)
    request.answer(status=302, location="/")


class TestTimes:
    @pytest.mark.parametrize("route", [silent, silent_after_the_head])
    def test_silence_ends_it(self, server: Server, route: Callable[[Request], None]) -> None:
        with pytest.raises(FetchError, match="fell silent"):
            get(server, route, FetchLimits(silence=0.1, private=True))

    @pytest.mark.parametrize("route", [silent, silent_after_the_head, drip_head, drip_body, redirect_slowly])
    def test_the_time_overall_ends_it(self, server: Server, route: Callable[[Request], None]) -> None:
        """Also where the server never falls silent."""
        with pytest.raises(FetchLimitExceeded, match=r"longer than 0\.2 seconds"):
            get(server, route, FetchLimits(seconds=0.2, silence=5, redirects=1000, private=True))

    @pytest.mark.parametrize("route", [silent, drip_head, drip_body])
    def test_the_user_ends_it(self, server: Server, route: Callable[[Request], None]) -> None:
        with pytest.raises(Cancelled):
            get(server, route, cancelled=lambda: bool(server.asked))

    def test_what_is_stopped_before_it_begins_asks_nobody(self, server: Server) -> None:
        with pytest.raises(Cancelled):
            get(server, silent, cancelled=lambda: True)
        assert server.asked == []
