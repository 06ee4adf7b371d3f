"""FLAC with new tags: the comment block is replaced, every other block and the sound stay (RFC 9639 §8)."""

from collections.abc import Iterator

from confkit.audio.flac import blocks
from confkit.audio.intended import Intended
from confkit.audio.pieces import Piece, Stretch
from confkit.audio.source import Source
from confkit.audio.vorbis_writing import written_comments
from confkit.domain.errors import LimitExceeded

_COMMENT = 4
_MAX_BLOCK = (1 << 24) - 1


def flac_pieces(source: Source, start: int, intended: Intended) -> Iterator[Piece]:
    """Yield the pieces of the FLAC file whose stream is at ``start``; raises FormatError, LimitExceeded."""
    found = list(blocks(source, start + 4))
    first = next(((offset, length) for kind, offset, length in found if kind == _COMMENT), None)
    comments = written_comments(source.exactly(*first) if first else b"", intended)
    if len(comments) > _MAX_BLOCK:
        raise LimitExceeded("has no room for such long tags", fix="shorten the description or remove pictures")
    yield Stretch(0, start + 4)
    # The block of comments comes second: the first is that of the stream (RFC 9639 §8.1).
    others = [block for block in found if block[0] != _COMMENT]
    written: list[tuple[int, Piece, int]] = [
        (kind, Stretch(offset, offset + length), length) for kind, offset, length in others
    ]
    written.insert(1, (_COMMENT, comments, len(comments)))
    for number, (kind, body, length) in enumerate(written):
        last = 0x80 if number == len(written) - 1 else 0
        yield bytes([kind | last]) + length.to_bytes(3, "big")
        yield body
    _, offset, length = found[-1]
    yield Stretch(offset + length, source.size)
