"""The ordinary items of an MP4 file's iTunes tags, read without mutagen.

mutagen is handed a file made for it, and takes that apart box by box once more. Nearly all tags are texts and small
numbers in one data box each; those are read here, and a tag with anything else in it is left to mutagen as a whole. The
tests hold both against each other.
"""

import struct
from collections.abc import Sequence

from confkit.audio.mp4_boxes import Box

_HEADER = struct.Struct(">I4s")
# Of a data box: what its value is ("well-known types" of the QuickTime File Format), where it is said at all.
_IMPLICIT, _UTF8, _INTEGER = 0, 1, 21
_TEXTS = frozenset(name.encode("latin-1") for name in ("©nam", "©alb", "©ART", "©day", "©cmt", "©lyr"))
_TEXTS |= {b"aART", b"desc", b"cprt", b"tvsh"}
# What mutagen takes for text only where the type says so.
_STATED_TEXTS = frozenset({"©st3".encode("latin-1"), b"rldt", b"ldes"})
_PAIRS = frozenset({b"trkn", b"disk"})
_NUMBERS = frozenset({b"tvsn", b"tves"})
# Texts that confkit has no use for; a broken one keeps mutagen from nothing.
_UNUSED = frozenset(name.encode("latin-1") for name in ("©too", "©gen", "©wrt", "©grp", "©enc", "©pub"))
_UNUSED |= frozenset(b"purl egid purd catg keyw soal soaa soar sonm soco sosn covr".split())
_FLAGS = frozenset({b"cpil", b"pgap", b"pcst", b"stik", b"hdvd", b"rtng", b"shwm", b"akID"})
_MAX_ITEM = 64 << 10
_MAX_ITEMS = 100


class _NotOrdinary(Exception):
    """An item holds what is left to mutagen."""


def ordinary_items(items: Box) -> dict[str, Sequence[object]] | None:
    """Return the values by key in mutagen's form, None where the tags are not ordinary ones."""
    found: dict[str, Sequence[object]] = {}
    try:
        for number, item in enumerate(items.children()):
            if item.name in _UNUSED:
                continue
            if item.end - item.start > _MAX_ITEM or number >= _MAX_ITEMS:
                return None
            key, values = _freeform(item) if item.name == b"----" else _known(item)
            if key in found:
                return None
            found[key] = values
    except (_NotOrdinary, UnicodeDecodeError):
        return None
    return found


def _known(item: Box) -> tuple[str, Sequence[object]]:
    """Return key and values of an item whose name says what it is; raises as ``_value`` does."""
    return item.name.decode("latin-1"), [_value(item.name, *one) for one in _data(item.data, item.start, item.end)]


def _value(name: bytes, version: int, kind: int, data: bytes) -> object:
    """Return the value of a data box; raises _NotOrdinary, UnicodeDecodeError."""
    if (name in _TEXTS and kind in (_IMPLICIT, _UTF8)) or (name in _STATED_TEXTS and kind == _UTF8):
        return data.decode()
    if name in _PAIRS and len(data) >= 6:
        return int.from_bytes(data[2:4], "big"), int.from_bytes(data[4:6], "big")
    if version or kind not in (_IMPLICIT, _INTEGER):
        raise _NotOrdinary
    if (name in _NUMBERS and len(data) in (1, 2, 4, 8)) or (name in _FLAGS and len(data) == 1):
        return int.from_bytes(data, "big", signed=True)
    raise _NotOrdinary


def _freeform(item: Box) -> tuple[str, Sequence[bytes]]:
    """Return key and values of an item that brings its own name; raises _NotOrdinary, UnicodeDecodeError."""
    mean, name = next(item.children(b"mean"), None), next(item.children(b"name"), None)
    if mean is None or name is None or mean.start != item.start + 8 or name.start != mean.end + 8:
        raise _NotOrdinary
    key = f"----:{mean.body[4:].decode('latin-1')}:{name.body[4:].decode('latin-1')}"
    return key, [value for _, _, value in _data(item.data, name.end, item.end)]


def _data(data: bytes, position: int, end: int) -> list[tuple[int, int, bytes]]:
    """Return version, type and value of the data boxes from ``position`` to ``end``; raises _NotOrdinary."""
    found = []
    while position < end:
        size, name = _HEADER.unpack_from(data, position) if position + 16 <= end else (0, b"")
        if name != b"data" or size < 16 or position + size > end:
            raise _NotOrdinary
        kind = int.from_bytes(data[position + 9 : position + 12], "big")
        found.append((data[position + 8], kind, data[position + 16 : position + size]))
        position += size
    return found
