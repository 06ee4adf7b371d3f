"""One request and its answer, through every redirect. urllib3 speaks; the gate decides with whom."""

import http.client
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from confkit import __version__
from confkit.domain.errors import FetchError, NotFoundOnWeb, ServerBusy
from confkit.web.gate import Target, admitted, follow, read_address
from confkit.web.limits import FetchLimits
from confkit.web.watch import Watch

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import HTTPResponse

USER_AGENT = f"confkit/{__version__}"

_PIECE = 64 << 10
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_MEDIA_TYPE = re.compile(r"\s*([\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100})\s*(?:;|\Z)", re.ASCII)
# Where a host has several addresses, each but the last gets only so many seconds to answer.
_NEXT_ADDRESS = 5.0
_LONGEST_WAIT = 86_400


@dataclass(frozen=True, slots=True)
class Answer:
    """What the last server on the way answered; the body is read with ``pieces``.

    ``moved_permanently_to`` is the address after the permanent redirects that the way began with, or empty. ``length``
    is that of the body as it is sent, if the server says so.
    """

    target: Target
    status: int
    moved_permanently_to: str
    length: int | None
    _response: "HTTPResponse"
    _watch: Watch

    def header(self, name: str) -> str:
        """Return a header, empty if there is none."""
        return str(self._response.headers.get(name, "")).strip()

    @property
    def media_type(self) -> str:
        """The type and subtype in lower case, without parameters; empty if the server doesn't say."""
        found = _MEDIA_TYPE.match(self.header("Content-Type"))
        return found[1].lower() if found else ""

    @property
    def coding(self) -> str:
        """How the body is packed (RFC 9110 §8.4), empty if it isn't."""
        coding = self.header("Content-Encoding").lower()
        return "" if coding == "identity" else coding

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes, packed as it is.

        Raises FetchError if it breaks off, and what the watch raises.
        """
        while True:
            with network_errors(self.target, self._watch):
                # As much as is there; urllib3's other ways wait until a piece is full, or trust the lengths of chunks.
                piece = self._response.read1(_PIECE, decode_content=False)
            self._watch.check()
            if not piece:
                return
            yield piece


@contextmanager
def conversation(address: str, headers: Mapping[str, str], limits: FetchLimits, watch: Watch) -> Iterator[Answer]:
    """Ask for ``address`` and follow redirects; the connection is closed with the block.

    Raises AddressRefused for what the gate stops, and FetchError.
    """
    target = read_address(address, private=limits.private)
    moved, permanent = "", True
    for _ in range(limits.redirects + 1):
        with _asked(target, headers, limits, watch) as (response, length):
            if response.status not in _REDIRECTS:
                yield Answer(target, response.status, moved, length, response, watch)
                return
            location = response.headers.get("Location")
            if not location:
                raise FetchError("redirects without saying where to", where=target.shown, fix="tell its publisher")
            target = follow(target, location, private=limits.private)
            permanent = permanent and response.status in _PERMANENT
            moved = target.address if permanent else moved
    raise FetchError(
        f"redirected more than {limits.redirects} times",
        where=read_address(address, private=limits.private).shown,
        fix="check the address in a browser",
    )


def refuse_status(answer: Answer) -> None:
    """Raise what the status of ``answer`` means, unless it is that all is well (200, 203)."""
    status, where = answer.status, answer.target.shown
    if status in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
        return
    # Not the server's own phrase: it can hold anything.
    phrase = next((f"{status} {one.phrase}" for one in HTTPStatus if one == status), str(status))
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise NotFoundOnWeb(f"there is nothing at this address ({phrase})", where=where, fix="check the address")
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        wait = _seconds(answer.header("Retry-After"))
        raise ServerBusy(
            f"the server asks to come back later ({phrase})",
            where=where,
            fix=f"try again in {wait} seconds" if wait else "try again in some minutes",
            retry_after=wait,
        )
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise FetchError(
            f"the server doesn't let us in ({phrase})", where=where, fix="get the file in a browser and use that"
        )
    later = "try again later" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "check the address"
    raise FetchError(f"the server answered with {phrase}", where=where, fix=later)


@contextmanager
def network_errors(target: Target, watch: Watch) -> Iterator[None]:
    """Turn what urllib3 and the socket raise into a FetchError; the watch's reason goes first, it may be the cause."""
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    try:
        yield
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        watch.check()
        if isinstance(error, ReadTimeoutError | TimeoutError):
            raise FetchError("the server fell silent", where=target.shown, fix="try again later") from error
        raise FetchError(
            f"the connection broke off or the server speaks no HTTP ({type(error).__name__})",
            where=target.shown,
            fix="try again later",
        ) from error


@contextmanager
def _asked(
    target: Target, headers: Mapping[str, str], limits: FetchLimits, watch: Watch
) -> Iterator[tuple["HTTPResponse", int | None]]:
    addresses = admitted(target, watch.looked_up(target), private=limits.private)
    connection = _connected(target, addresses, watch)
    response = None
    try:
        watch.guard(connection)
        with network_errors(target, watch):
            connection.timeout = watch.patience()
            every = {"Host": target.authority, "User-Agent": USER_AGENT, "Connection": "close"}
            connection.request("GET", target.path, headers={**every, **headers}, preload_content=False)
            response = connection.getresponse()
        watch.check()
        yield response, response.length_remaining
    finally:
        if response is not None:
            response.close()
        connection.close()


def _connected(target: Target, addresses: tuple[str, ...], watch: Watch) -> "HTTPConnection":
    """Return a connection to the first of the checked ``addresses`` that answers; https proves its name."""
    import ssl

    from urllib3.exceptions import HTTPError

    last: Exception | None = None
    why = ""
    for number, ip in enumerate(addresses, 1):
        watch.check()
        patience = watch.patience()
        connection = _connection(target, ip, patience if number == len(addresses) else min(patience, _NEXT_ADDRESS))
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            cause = error.__cause__ or error
            if isinstance(error, ssl.SSLCertVerificationError):
                raise FetchError(
                    f"the certificate of {target.host} can't be trusted ({error.verify_message})",
                    where=target.shown,
                    fix="tell its publisher; confkit doesn't fetch from a server that can't prove its name",
                ) from error
            last = error
            why = (cause.strerror if isinstance(cause, OSError) else "") or type(cause).__name__
        else:
            return connection
    watch.check()
    raise FetchError(
        f"there is no connection to {target.host} ({why})", where=target.shown, fix="try again later"
    ) from last


def _connection(target: Target, ip: str, timeout: float) -> "HTTPConnection":
    import ssl

    from urllib3.connection import HTTPConnection, HTTPSConnection

    if target.scheme == "http":
        return HTTPConnection(ip, target.port, timeout=timeout)
    return HTTPSConnection(
        ip,
        target.port,
        timeout=timeout,
        server_hostname=target.host.removesuffix("."),
        ssl_context=ssl.create_default_context(),
    )


def _seconds(retry_after: str) -> int | None:
    """Seconds from now, of a number or a date (RFC 9110 §10.2.3)."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(int(retry_after[:9]), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(retry_after).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0, min(round(moment - time.time()), _LONGEST_WAIT))
