"""Bringing something small from the web into memory: a feed, chapters, a transcript, a cover."""

from collections.abc import Callable
from dataclasses import dataclass

from confkit.domain.errors import FetchLimitExceeded
from confkit.web.conversation import Answer, conversation, refuse_status
from confkit.web.gate import read_address
from confkit.web.limits import FetchLimits
from confkit.web.unpacking import ACCEPTED, Unpacker
from confkit.web.watch import Watch


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from the web.

    ``address`` is where it came from in the end. ``media_type`` is what the server calls it, in lower case and without
    parameters, or empty. ``moved_permanently_to`` is the address to ask from now on (RFC 9110 §15.4.2 and §15.4.9: the
    one after the permanent redirects that the way began with), or empty.
    """

    address: str
    data: bytes
    media_type: str
    moved_permanently_to: str


def fetch(
    address: str,
    *,
    limits: FetchLimits = FetchLimits(),  # noqa: B008  # frozen
    accept: str = "",
    cancelled: Callable[[], bool] | None = None,
) -> Fetched:
    """Get what is at ``address`` into memory.

    ``accept`` is the header of that name; ``cancelled`` is asked from another thread, about ten times a second, whether
    to stop. Raises AddressRefused, NotFoundOnWeb, ServerBusy, FetchLimitExceeded, another FetchError, or Cancelled.
    """
    headers = {"Accept": accept or "*/*", "Accept-Encoding": ACCEPTED}
    where = read_address(address, private=limits.private).shown
    with Watch(limits, cancelled, where) as watch, conversation(address, headers, limits, watch) as answer:
        refuse_status(answer)
        return Fetched(answer.target.address, _body(answer, limits), answer.media_type, answer.moved_permanently_to)


def _body(answer: Answer, limits: FetchLimits) -> bytes:
    unpacker = Unpacker(answer.coding, where=answer.target.shown)
    data = bytearray()
    refuse_size(answer.length or 0, limits, answer.target.shown)
    for piece in answer.pieces():
        data += unpacker.unpack(piece, limits.size - len(data))
        refuse_size(len(data), limits, answer.target.shown)
    unpacker.check_end()
    return bytes(data)


def refuse_size(size: int, limits: FetchLimits, where: str) -> None:
    """Raise FetchLimitExceeded if ``size`` bytes are too much."""
    if size > limits.size:
        raise FetchLimitExceeded(
            f"is larger than {limits.size:,} bytes, more than confkit takes from there",
            where=where,
            fix="check that it is the right address",
        )
