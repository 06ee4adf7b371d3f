"""The bodies of ID3v2 text frames, to and from words: UTF-8 in v2.4, UTF-16 with a byte order mark in v2.3."""

from collections.abc import Iterable

_CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


def texts_of(data: bytes) -> list[str]:
    """Return the texts of a body that begins with its encoding; what can't be decoded is replaced."""
    if not data or data[0] >= len(_CODECS):
        return []
    wide = data[0] in (1, 2)
    codec = _CODECS[data[0]]
    parts = _split_wide(data[1:]) if wide else data[1:].split(b"\0")
    return [part.decode(codec, "replace") for part in parts]


def _split_wide(data: bytes) -> list[bytes]:
    parts, start = [], 0
    for position in range(0, len(data) - 1, 2):
        if data[position : position + 2] == b"\0\0":
            parts.append(data[start:position])
            start = position + 2
    return [*parts, data[start:]]


def text_frame(texts: Iterable[str], version: int, *, joined: bool = True) -> bytes:
    """Return the body of a text frame; in v2.3 several texts are one with slashes (§4.2), unless told otherwise."""
    found = list(texts)
    if version == 3 and joined:
        found = ["/".join(found)]
    return _mark(version) + _end(version).join(_encoded(text, version) for text in found)


def pairs_frame(pairs: Iterable[tuple[str, str]], version: int) -> bytes:
    """Return the body of a list of people: what each does, and a name."""
    return text_frame([text for pair in pairs for text in pair], version, joined=False)


def worded_frame(language: str, description: str, text: str, version: int) -> bytes:
    """Return the body of a comment."""
    words = _encoded(description, version) + _end(version) + _encoded(text, version)
    return _mark(version) + language.encode("ascii") + words


def address_frame(address: str, version: int) -> bytes:
    """Return the body of a WXXX frame without description."""
    return _mark(version) + _encoded("", version) + _end(version) + address.encode("ascii")


def _mark(version: int) -> bytes:
    return b"\3" if version == 4 else b"\1"


def _end(version: int) -> bytes:
    return b"\0" if version == 4 else b"\0\0"


def _encoded(text: str, version: int) -> bytes:
    return text.encode() if version == 4 else b"\xff\xfe" + text.encode("utf-16-le")


def ended(body: bytes, version: int) -> bytes:
    """Return a text with the mark of its end, which the standard leaves to the writer (ID3v2.4 frames §4.2)."""
    return body + _end(version)
