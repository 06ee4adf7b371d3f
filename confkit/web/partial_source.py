"""What the beginning of a file belongs to, kept beside it, so that the rest is fetched from the same version only."""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Self

from confkit.files import atomic_write
from confkit.web.conversation import Answer

_LARGEST = 4096
# A strong entity tag, RFC 9110 §8.8.3; a weak one doesn't promise the same bytes.
_STRONG_TAG = re.compile(r'"[\x21\x23-\x7e]{0,1000}"')
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the beginning came from.

    ``address`` is the SHA-256 of the address that was asked, which may hold a secret. ``validator`` is a strong entity
    tag or a date of the version, empty if the server gave none that is fit to ask for the rest (RFC 9110 §13.1.5).
    ``total`` is the size of the whole in bytes, 0 if it is not known.
    """

    address: str
    validator: str
    total: int

    @classmethod
    def of(cls, address: str, answer: Answer) -> Self:
        """Return what a whole ``answer`` says of itself; a packed one can't be gone on with."""
        if answer.coding:
            return cls(_digest(address), "", 0)
        return cls(_digest(address), _validator(answer), answer.length or 0)

    @classmethod
    def read(cls, path: Path, address: str) -> Self | None:
        """Return what was kept at ``path``, None unless it is of ``address`` and fit to go on with."""
        try:
            with path.open("rb") as file:
                kept = json.loads(file.read(_LARGEST))
        except (OSError, ValueError, RecursionError):
            return None
        match kept:
            case {"address": str(of), "validator": str(validator), "total": int(total)}:
                fits = of == _digest(address) and validator.isascii() and validator.isprintable()
                return cls(of, validator, total) if fits and validator else None
        return None

    def write(self, path: Path) -> None:
        """Keep it at ``path``. Raises WriteError."""
        kept = {"address": self.address, "validator": self.validator, "total": self.total}
        atomic_write(path, json.dumps(kept).encode())

    def goes_on(self, answer: Answer, start: int) -> bool:
        """Whether ``answer`` is the rest of the same version, from byte ``start`` to the end (RFC 9110 §15.3.7)."""
        part = _CONTENT_RANGE.fullmatch(answer.header("Content-Range"))
        if part is None or answer.status != 206 or answer.coding or int(part[1]) != start:
            return False
        total = 0 if part[3] == "*" else int(part[3])
        if not (self.total or total) or (self.total and total and total != self.total):
            return False
        tag = answer.header("ETag")
        return not (tag and self.validator.startswith('"') and tag != self.validator)

    def total_of(self, answer: Answer) -> int:
        """The size of the whole, from what is kept or from a partial ``answer``; 0 if neither says."""
        part = _CONTENT_RANGE.fullmatch(answer.header("Content-Range"))
        return self.total or (int(part[3]) if part and part[3] != "*" else 0)


def _validator(answer: Answer) -> str:
    if tag := answer.header("ETag"):
        return tag if _STRONG_TAG.fullmatch(tag) else ""
    modified = answer.header("Last-Modified")
    # RFC 9110 §8.8.2.2: a date is strong if the file can't have changed again within the same second.
    with suppress(ValueError, TypeError, OverflowError):
        age = parsedate_to_datetime(answer.header("Date")) - parsedate_to_datetime(modified)
        if age.total_seconds() >= 1 and modified.isascii() and modified.isprintable():
            return modified
    return ""


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()
