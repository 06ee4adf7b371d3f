"""How large a file on the web is, without getting it: for feeds that don't say it."""

import re
from collections.abc import Callable

from confkit.web.conversation import conversation, refuse_status
from confkit.web.gate import read_address
from confkit.web.limits import FetchLimits
from confkit.web.watch import Watch

# RFC 9110 §14.4; what the range is of says how much there is.
_RANGE = re.compile(r"bytes [0-9]{1,18}-[0-9]{1,18}/([0-9]{1,18})\Z", re.ASCII)
_PARTIAL = 206


def size_of(
    address: str,
    *,
    limits: FetchLimits = FetchLimits(),  # noqa: B008  # frozen
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Return the size in bytes of the file at ``address``, 0 where its server doesn't say.

    The first byte is asked for, because many hosts of podcasts answer no HEAD; a server that sends everything instead
    is left after its headers. Raises as ``fetch`` does.
    """
    headers = {"Accept": "*/*", "Accept-Encoding": "identity", "Range": "bytes=0-0"}
    where = read_address(address, private=limits.private).shown
    with Watch(limits, cancelled, where) as watch, conversation(address, headers, limits, watch) as answer:
        if answer.status == _PARTIAL:
            found = _RANGE.match(answer.header("Content-Range"))
            return int(found[1]) if found else 0
        refuse_status(answer)
        # A page in the place of audio has another size, and a packed body one that nobody will see.
        is_file = not answer.coding and not answer.media_type.startswith("text/")
        return (answer.length or 0) if is_file else 0
