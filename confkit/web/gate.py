"""The gate: which addresses confkit asks, and to which machine it then connects.

An address can come from a feed that somebody else wrote, so it may point to what only this machine can reach: a router,
a database, the metadata of a cloud. What counts is not what is written but where it leads. The name is therefore looked
up once, each answer is checked, and the connection goes to one of the checked answers: a name server that would say
something else the next time is never asked (DNS rebinding), and ``http://0177.1/`` needs no rule of its own.

Proxies of the environment are not used: a proxy looks names up by itself, past the gate.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from confkit.domain.errors import AddressRefused
from confkit.domain.text import clean_line

# RFC 3986 §2: what may stand in a path or a query as it is, the percent sign of an escape included.
_AS_IT_IS = "%:/?@!$&'()*+,;=-._~[]"
_HOST_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-._")
_NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 8000
_LONGEST_HOST = 253
# Global unicast, RFC 4291 §2.4: all else of IPv6 is local, reserved, or another form of an IPv4 address.
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
# Python learns of new entries in IANA's registry only with a new Python. RFC 9637 (documentation).
_NOT_GLOBAL_IPV6 = (ipaddress.IPv6Network("3fff::/20"),)
# RFC 6052 §2.1: an IPv4 address behind NAT64.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked, taken apart.

    ``host`` is in ASCII and without brackets, ``path`` includes the query. ``address`` is all of it as it is asked,
    ``shown`` the same for messages: without the query, which can be as good as a password.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as it stands in addresses and in the header ``Host``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The address that is asked."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def shown(self) -> str:
        """The address for messages."""
        path, query, _ = self.path.partition("?")
        return f"{self.scheme}://{self.authority}{path}{query and '?…'}"


def read_address(address: str, *, private: bool) -> Target:
    """Take ``address`` apart; it may hold what people type (RFC 3987).

    Raises AddressRefused if it is not http(s), has no host, holds a name and password, or asks for a port below 1024
    that belongs to another protocol (unless ``private``).
    """
    text = address.strip()
    if len(text) > _LONGEST:
        raise AddressRefused(f"an address of more than {_LONGEST} characters is not asked", where=_shown(text[:100]))
    if _NO_TEXT.search(text):
        raise AddressRefused("the address holds control characters", where=_shown(text), fix="check it")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise AddressRefused("this is not a web address", where=_shown(text), fix="check it") from None
    if parts.scheme not in _PORTS:
        raise AddressRefused(
            "only http:// and https:// are fetched", where=_shown(text), fix="give an address that starts with https://"
        )
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(
            "the address holds a name or a password",
            where=_shown(text),
            fix="leave out what stands before the @; confkit doesn't send passwords",
        )
    port = _PORTS[parts.scheme] if port is None else port
    if not private and port < 1024 and port not in _PORTS.values():
        raise AddressRefused(f"port {port} is not one of the web", where=_shown(text), fix="check the address")
    path = quote(parts.path, safe=_AS_IT_IS) or "/"
    query = quote(parts.query, safe=_AS_IT_IS)
    return Target(parts.scheme, _host_of(parts, text), port, f"{path}?{query}" if query else path)


def follow(origin: Target, location: str, *, private: bool) -> Target:
    """Return where a redirect from ``origin`` leads (RFC 9110 §10.2.2).

    Raises AddressRefused as ``read_address`` does, and for a step down from https to http.
    """
    try:
        joined = urljoin(origin.address, _as_utf8(location).strip())
    except ValueError:
        raise AddressRefused("redirects to something that is not an address", where=origin.shown) from None
    target = read_address(joined, private=private)
    if origin.scheme == "https" and target.scheme == "http":
        raise AddressRefused(
            f"redirects from https to {target.shown}, where anybody on the way could change it",
            where=origin.shown,
            fix="ask the publisher to serve it by https, or give that address yourself if you trust the way",
        )
    return target


def admitted(target: Target, found: Iterable[str], *, private: bool) -> tuple[str, ...]:
    """Return those of the addresses ``found`` for the host of ``target`` that may be connected to, in their order.

    Raises AddressRefused if there is none.
    """
    addresses = tuple(dict.fromkeys(found))
    allowed = addresses if private else tuple(one for one in addresses if is_public(one))
    if not allowed:
        leads = f" ({addresses[0]})" if addresses and addresses[0] != target.host else ""
        raise AddressRefused(
            f"{target.host}{leads} is an address of a private network or of this machine, and none of the public web",
            where=target.shown,
            fix="allow private addresses if you trust where this one comes from",
        )
    return allowed


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also when an IPv4 address is wrapped in an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip in _NAT64 and ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if not wrapped:
            return ip in _GLOBAL_IPV6 and ip.is_global and not any(ip in network for network in _NOT_GLOBAL_IPV6)
        ip = wrapped
    return ip.is_global and not ip.is_multicast


def look_up(host: str, port: int) -> list[str]:
    """Ask the system where ``host`` is. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _host_of(parts: SplitResult, text: str) -> str:
    host = parts.hostname or ""
    if ":" in host:  # of the brackets urlsplit checks no more than that they are there, before Python 3.11.4
        try:
            ip = ipaddress.IPv6Address(host)
            if ip.scope_id is None:
                return str(ip)
            host = ""
        except ValueError:
            host = ""
    if not host.isascii() and len(host) <= _LONGEST_HOST:
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            host = ""
    labels = host.removesuffix(".").split(".")
    fits = len(host) <= _LONGEST_HOST and all(0 < len(label) < 64 for label in labels)  # RFC 1035 §2.3.4
    if not fits or not _HOST_CHARACTERS.issuperset(host):
        raise AddressRefused("there is no valid host name in the address", where=_shown(text), fix="check it")
    return host


def _shown(text: str) -> str:
    """What may be said of an address that is refused: nothing before an @ and no query."""
    start, slashes, rest = clean_line(text).partition("://")
    if not slashes:
        start, rest = "", start
    rest = rest.partition("?")[0].partition("#")[0]
    return f"{start}{slashes}{rest.rpartition('@')[2]}"[:200]


def _as_utf8(header: str) -> str:
    """Headers arrive as Latin-1; what is not ASCII in an address is nearly always UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
