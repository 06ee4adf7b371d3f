"""Hashes that a publisher promised, in the form of Subresource Integrity (W3C SRI §3.5; ``podcast:integrity``)."""

import base64
import binascii
import hashlib
from collections.abc import Callable

_STRENGTH = ("sha256", "sha384", "sha512")


class Digests:
    """Takes the bytes of a file as they come, and knows their SHA-256 and whether they are what was promised.

    ``integrity`` is ``sha256-…``, ``sha384-…`` or ``sha512-…`` with the digest in base64, or several separated by
    blanks, of which the strongest kind counts and one of that kind has to match. Kinds that are not known are passed
    over, as the specification has it.
    """

    def __init__(self, integrity: str) -> None:
        promised = [_promise(one) for one in integrity.split() if one.partition("-")[0].lower() in _STRENGTH]
        self.kind = max((kind for kind, _ in promised), key=_STRENGTH.index, default="")
        self._wanted = frozenset(digest for kind, digest in promised if kind == self.kind)
        self.restart()

    def restart(self) -> None:
        """Forget what was taken so far."""
        self._sha256 = hashlib.sha256()
        self._strongest = self._sha256 if self.kind in ("", "sha256") else hashlib.new(self.kind)

    @property
    def take(self) -> Callable[[bytes], object]:
        """Takes the next bytes."""
        return self._sha256.update if self._strongest is self._sha256 else self._take_both

    def _take_both(self, data: bytes) -> None:
        self._sha256.update(data)
        self._strongest.update(data)

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was taken, in hexadecimal digits."""
        return self._sha256.hexdigest()

    @property
    def is_as_promised(self) -> bool:
        """Whether what was taken is what was promised, or nothing was."""
        return not self.kind or self._strongest.digest() in self._wanted


def _promise(text: str) -> tuple[str, bytes]:
    """Return kind and digest; what is no base64 becomes a digest that nothing has."""
    kind, _, rest = text.partition("-")
    digest = rest.partition("?")[0].translate(_FROM_URL_SAFE)
    try:
        return kind.lower(), base64.b64decode(digest + "=" * (-len(digest) % 4), validate=True)
    except (binascii.Error, ValueError):
        return kind.lower(), b""


_FROM_URL_SAFE = str.maketrans("-_", "+/")
