"""A web server of our own that does what each test tells it to, the wrong things included."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Request(BaseHTTPRequestHandler):
    """One request; a route is a function that is given it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append(self)
        self.close_connection = True
        self.server.routes[self.path.partition("?")[0]](self)

    def answer(self, body: bytes = b"", status: int = 200, **headers: object) -> None:
        """Send a whole answer; ``content_type="x"`` becomes a header, ``content_length=None`` leaves that out."""
        self.head(status, **{"content_length": len(body), **headers})
        self.wfile.write(body)

    def head(self, status: int = 200, **headers: object) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if value is not None:
                self.send_header(name.replace("_", "-").title(), str(value))
        self.end_headers()

    def wait(self) -> None:
        """Say nothing until the test is over."""
        self.server.over.wait(20)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.routes: dict[str, Callable[[Request], None]] = {}
        self.asked: list[Request] = []
        self.over = threading.Event()

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no error."""


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def file_route(data: bytes, *, ranges: bool = True, **headers: object) -> Callable[[Request], None]:
    """A file as a good server serves it: with ranges, if what the client has is of this version."""

    def serve(request: Request) -> None:
        wish = request.headers.get("Range")
        version = request.headers.get("If-Range")
        known = {str(value) for name, value in headers.items() if name in ("etag", "last_modified")}
        if not wish or not ranges or version not in known:
            return request.answer(data, **headers)
        start = int(wish.removeprefix("bytes=").rstrip("-"))
        if start >= len(data):
            return request.answer(b"", 416, content_range=f"bytes */{len(data)}", **headers)
        return request.answer(data[start:], 206, content_range=f"bytes {start}-{len(data) - 1}/{len(data)}", **headers)

    return serve
