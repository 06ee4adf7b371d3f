"""Web addresses in ASCII: what calendars and feeds can hold (RFC 3986), from what people type (RFC 3987)."""

import re
from urllib.parse import quote

from confkit.domain.text import clean_line

# RFC 3986 §2: what may stand in an address as it is, the percent sign of an escape included.
_AS_IT_IS = "%:/?#[]@!$&'()*+,;=-._~"
_NEEDS_WORK = re.compile(r"[^A-Za-z0-9%:/?#\[\]@!$&'()*+,;=._~-]")
_HOST = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?)([^/?#:@\[]+)(.*)\Z", re.DOTALL)
_LONGEST_HOST = 253


def ascii_address(value: str) -> str:
    """Return ``value`` as a URI: the host by IDNA, everything else that may not stand in one percent-encoded."""
    if not _NEEDS_WORK.search(value):
        return value
    value = clean_line(value)
    if parts := _HOST.match(value):
        value = parts[1] + _ascii_host(parts[2]) + parts[3]
    return quote(value, safe=_AS_IT_IS)


def _ascii_host(host: str) -> str:
    if host.isascii() or len(host) > _LONGEST_HOST:
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
