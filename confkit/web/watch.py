"""What ends a conversation that takes too long or that nobody wants any more, wherever it stands.

A time limit for each read is not enough: a server that sends one byte every ten seconds never runs into it. So another
thread looks at the clock and at the user's wish, and shuts the connection down under whoever waits for it.
"""

import queue
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, Self

from confkit.domain.errors import Cancelled, ConfkitError, FetchError, FetchLimitExceeded
from confkit.web.gate import Target, look_up
from confkit.web.limits import FetchLimits

_TICK = 0.1


class HasSocket(Protocol):
    """A connection; it has a socket once it stands."""

    sock: socket.socket | None


class Watch:
    """The clock over one fetch; a context manager, which starts it.

    ``cancelled`` is called from another thread, about ten times a second.
    """

    def __init__(self, limits: FetchLimits, cancelled: Callable[[], bool] | None, where: str) -> None:
        self._limits = limits
        self._cancelled = cancelled
        self._where = where
        self._end = time.monotonic() + limits.seconds
        self._over = threading.Event()
        self._connection: HasSocket | None = None
        self._thread = threading.Thread(target=self._look, name="confkit-web-watch", daemon=True)

    def __enter__(self) -> Self:
        self.check()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        """Raise Cancelled or FetchLimitExceeded if it is time to stop."""
        if reason := self._reason():
            raise reason

    def patience(self) -> float:
        """For how many seconds may be waited now."""
        return max(0.001, min(self._limits.silence, self._end - time.monotonic()))

    def guard(self, connection: HasSocket) -> None:
        """Shut down the socket of ``connection`` when it is time to stop."""
        self._connection = connection
        self.check()

    def looked_up(self, target: Target) -> list[str]:
        """Return where the host of ``target`` is, as the system says. Raises FetchError if it doesn't know."""
        answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(look_up(target.host, target.port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        # The system's look-up knows no time limit; in a thread of its own it can be left behind.
        threading.Thread(target=ask, name="confkit-web-names", daemon=True).start()
        while True:
            self.check()
            try:
                answer = answers.get(timeout=_TICK)
            except queue.Empty:
                continue
            if isinstance(answer, list):
                return answer
            raise FetchError(
                f"no server named {target.host} was found",
                where=target.shown,
                fix="check the address and the connection to the internet",
            ) from answer

    def _look(self) -> None:
        while not self._over.wait(_TICK):
            if self._reason() is not None:
                self._shut_down()

    def _reason(self) -> ConfkitError | None:
        if self._cancelled is not None and self._cancelled():
            return Cancelled("stopped", where=self._where, fix="start it again when you like")
        if time.monotonic() >= self._end:
            return FetchLimitExceeded(
                f"took longer than {self._limits.seconds:g} seconds",
                where=self._where,
                fix="try again later, or allow more time",
            )
        return None

    def _shut_down(self) -> None:
        sock = self._connection and self._connection.sock
        if sock:
            # It may be closed already, or be changing over to TLS, which has a time limit of its own.
            with suppress(OSError):
                # Not the method of a TLS socket, which would go on in clear text.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
