"""The boxes of an MP4 file, walked under limits (ISO/IEC 14496-12 §4.2).

The index of the film (``moov``) is read as a whole and then looked at in memory; the sound itself is never read.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from confkit.audio.source import Source
from confkit.domain.errors import FormatError, LimitExceeded

MAX_INDEX = 64 << 20
_MAX_TOP = 200_000
_MAX_CHILDREN = 20_000
_BOX_HEADER = struct.Struct(">I4s").unpack_from
# A meta box is a "full box": four bytes of version and flags lie before its children.
_FULL = frozenset({b"meta"})


@dataclass(frozen=True, slots=True)
class Box:
    """A box in memory; ``start`` and ``end`` bound its body in ``data``."""

    name: bytes
    data: bytes
    start: int
    end: int

    @property
    def body(self) -> bytes:
        """The bytes of the box without its header."""
        return self.data[self.start : self.end]

    def children(self, name: bytes | None = None) -> Iterator["Box"]:
        """Yield the boxes directly inside, all or those called ``name``; stops at the first that is broken."""
        for kind, start, end in _places(self.data, self._first_child(), self.end):
            if name is None or kind == name:
                yield Box(kind, self.data, start, end)

    def find(self, *names: bytes) -> "Box | None":
        """Return the first box at the path ``names``, None where there is none."""
        box = self
        for name in names:
            for kind, start, end in _places(box.data, box._first_child(), box.end):
                if kind == name:
                    box = Box(kind, box.data, start, end)
                    break
            else:
                return None
        return box

    def _first_child(self) -> int:
        return self.start + (4 if self.name in _FULL and self._has_version() else 0)

    def _has_version(self) -> bool:
        """QuickTime writes meta without version and flags: there the first child's name stands four bytes earlier."""
        return self.data[self.start + 4 : self.start + 8] not in (b"hdlr", b"mhdr", b"keys", b"ilst")


def _places(data: bytes, position: int, limit: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of the body of each box from ``position`` to ``limit``; stops at a broken one."""
    for _ in range(_MAX_CHILDREN):
        if position + 8 > limit:
            return
        size, kind = _BOX_HEADER(data, position)
        start = position + 8
        if size == 1 and position + 16 <= limit:
            size = int.from_bytes(data[start : start + 8], "big")
            start += 8
        end = limit if size == 0 else position + size
        if end < start or end > limit:
            return
        yield kind, start, end
        position = end


@dataclass(frozen=True, slots=True)
class TopBox:
    """A box of the file itself, not read yet; ``end`` can lie beyond the end of a truncated file."""

    name: bytes
    start: int
    end: int


def top_boxes(source: Source) -> list[TopBox]:
    """Return the boxes of the file in order; raises LimitExceeded, FormatError for what is none."""
    boxes: list[TopBox] = []
    position = 0
    while position + 8 <= source.size:
        if len(boxes) >= _MAX_TOP:
            raise LimitExceeded("has too many parts", fix="encode it again")
        header = source.read(position, 16)
        size, name = struct.unpack_from(">I4s", header)
        start = position + 8
        if size == 1 and len(header) == 16:
            size = int.from_bytes(header[8:], "big")
            start += 8
        end = source.size if size == 0 else position + size
        if end < start:
            if not boxes:
                raise FormatError("is not an MP4 file", fix="check what it is, or encode it again")
            break
        boxes.append(TopBox(name, start, end))
        position = end
    return boxes


def boxed(name: bytes, body: bytes) -> bytes:
    """Return a box as bytes."""
    return struct.pack(">I4s", len(body) + 8, name) + body


def load(source: Source, box: TopBox) -> Box:
    """Read a box into memory; raises LimitExceeded, TruncatedInput."""
    length = box.end - box.start
    if length > MAX_INDEX:
        raise LimitExceeded("has an index that is too large to read", fix="encode it again")
    return Box(box.name, source.exactly(box.start, length), 0, length)
