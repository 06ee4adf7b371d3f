"""Ogg Vorbis and Opus with new tags: the header pages are laid out anew, and those after them get new numbers.

Pages, lacing and checksum: RFC 3533 §6. The sound begins on a page of its own (RFC 7845 §3, Vorbis I §A.2).
"""

import struct
import zlib
from collections.abc import Iterator

from confkit.audio.intended import Intended
from confkit.audio.ogg import Codec, Page, identify, pages
from confkit.audio.pieces import Piece, Stretch
from confkit.audio.source import Source
from confkit.audio.vorbis import MAX_COMMENTS
from confkit.audio.vorbis_writing import written_comments
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput

_HEADER = struct.Struct("<4sBBqIIIB")
_MAX_PAGES = 1_000_000
_SEGMENTS = 255
_CONTINUED = 1
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def ogg_pieces(source: Source, intended: Intended) -> Iterator[Piece]:
    """Yield the pieces of the file with new tags; raises FormatError, TruncatedInput, LimitExceeded."""
    codec, after = identify(source)
    packets, foreign, old_count, sound = header_packets(source, codec, after)
    prefix = b"OpusTags" if codec.opus else b"\x03vorbis"
    if not packets[0].startswith(prefix):
        raise FormatError("has no tags where they should be", fix="encode it again")
    packets[0] = prefix + written_comments(packets[0][len(prefix) :], intended)
    yield Stretch(0, after)
    new_pages = _laid_out(packets, codec.serial)
    yield b"".join(new_pages)
    yield from (Stretch(page.body - 27 - len(page.lacing), page.end) for page in foreign)
    shift, end = len(new_pages) - old_count, sound
    if shift:
        for page in pages(source, sound, limit=_MAX_PAGES):
            end = page.end
            begin = page.body - 27 - len(page.lacing)
            yield (
                _renumbered(source.exactly(begin, end - begin), shift)
                if page.serial == codec.serial
                else Stretch(begin, end)
            )
    yield Stretch(end, source.size)


def header_packets(source: Source, codec: Codec, offset: int) -> tuple[list[bytes], list[Page], int, int]:
    """Return the header packets after the first, pages of other streams among them, how many pages, and the end."""
    wanted = 1 if codec.opus else 2
    packets: list[bytes] = []
    foreign: list[Page] = []
    current, count = bytearray(), 0
    for page in pages(source, offset):
        if page.serial != codec.serial:
            foreign.append(page)
            continue
        count += 1
        position = page.body
        for number, lace in enumerate(page.lacing):
            current += source.exactly(position, lace)
            position += lace
            if lace < _SEGMENTS:
                packets.append(bytes(current))
                current = bytearray()
            if len(packets) == wanted:
                if number != len(page.lacing) - 1:
                    raise FormatError("begins its sound on a page of its tags", fix="encode it again")
                return packets, foreign, count, page.end
        if len(current) > MAX_COMMENTS:
            raise LimitExceeded("has tags that are too large to read", fix="encode it again")
    raise TruncatedInput("ends within its tags", fix="copy or encode it again")


def _laid_out(packets: list[bytes], serial: int) -> list[bytes]:
    """Put packets on pages, the first of them numbered 1."""
    laces: list[int] = []
    for packet in packets:
        laces += [_SEGMENTS] * (len(packet) // _SEGMENTS) + [len(packet) % _SEGMENTS]
    body, position = b"".join(packets), 0
    made: list[bytes] = []
    for first in range(0, len(laces), _SEGMENTS):
        lacing = bytes(laces[first : first + _SEGMENTS])
        length = sum(lacing)
        goes_on = first > 0 and laces[first - 1] == _SEGMENTS
        ends = any(lace < _SEGMENTS for lace in lacing)
        head = _HEADER.pack(
            b"OggS", 0, _CONTINUED if goes_on else 0, 0 if ends else -1, serial, len(made) + 1, 0, len(lacing)
        )
        made.append(_signed(head + lacing + body[position : position + length]))
        position += length
    return made


def _renumbered(page: bytes, shift: int) -> bytes:
    number = int.from_bytes(page[18:22], "little") + shift
    return _signed(page[:18] + (number & 0xFFFFFFFF).to_bytes(4, "little") + b"\0" * 4 + page[26:])


def _signed(page: bytes) -> bytes:
    """Set the checksum: CRC-32 of the polynomial that zlib has, but the other way round, from 0 and not inverted."""
    crc = ~zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) & 0xFFFFFFFF
    return page[:22] + struct.pack("<I", crc).translate(_MIRRORED)[::-1] + page[26:]
