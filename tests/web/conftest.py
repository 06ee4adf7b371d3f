"""A server, and a public internet that it is part of."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.web.server import Server, serving

PUBLIC = "93.184.215.14"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    running.routes, running.asked, running.over = {}, [], threading.Event()
    yield running
    running.over.set()


@dataclass
class Internet:
    """What the name servers say (one answer after the other, the last one for ever), and who was connected to.

    Whoever connects to PUBLIC reaches the server of the test; all but that and the own machine is unreachable.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)


@pytest.fixture
def internet(server: Server, monkeypatch: pytest.MonkeyPatch) -> Internet:
    world = Internet({"public.example": [PUBLIC]})
    look_up = socket.getaddrinfo
    connect: Callable[..., None] = socket.socket.connect

    def answer(host: str, port: int, *rest: Any, **named: Any) -> Any:
        if host not in world.names:
            return look_up(host, port, *rest, **named)
        world.asked.append(host)
        answers = world.names[host]
        ip = answers.pop(0) if len(answers) > 1 else answers[0]
        return look_up(ip, port, *rest, **named)

    def reach(sock: socket.socket, address: tuple[str, int]) -> None:
        world.connected.append(address[:2])
        if address[0] == PUBLIC:
            return connect(sock, ("127.0.0.1", server.server_port))
        if address[0].startswith("127."):
            return connect(sock, address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket.socket, "connect", reach)
    return world
