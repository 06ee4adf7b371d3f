"""A file that is to be, as pieces: bytes that are new, and stretches of the file that is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from confkit.audio.source import Source

_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes of the source from ``start`` up to ``end``."""

    start: int
    end: int


Piece: TypeAlias = bytes | Stretch


def copy_pieces(source: Source, pieces: Iterable[Piece], target: BinaryIO) -> None:
    """Write the pieces one after the other, with little in memory; raises TruncatedInput, OSError."""
    for piece in pieces:
        if isinstance(piece, bytes):
            target.write(piece)
            continue
        for start in range(piece.start, piece.end, _STEP):
            target.write(source.exactly(start, min(_STEP, piece.end - start)))
