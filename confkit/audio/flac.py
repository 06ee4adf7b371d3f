"""FLAC: the metadata blocks, and the duration from the stream info or, where that is silent, the last frame.

RFC 9639 §8 (metadata), §9.1 (frame header).
"""

from collections.abc import Iterator

from confkit.audio.contents import Contents, TagContents
from confkit.audio.source import Source
from confkit.audio.vorbis import read_comments
from confkit.domain.errors import FormatError, TruncatedInput

_STREAM_INFO, _COMMENT, _PICTURE = 0, 4, 6
_MAX_BLOCKS = 1_000
_MAX_PICTURES = 32 << 20
_TAIL = 1 << 20


def read_flac(source: Source, start: int) -> Contents:
    """Return duration and tags of the FLAC stream at ``start``; raises FormatError, TruncatedInput."""
    info: bytes | None = None
    comment: bytes | None = None
    pictures: list[bytes] = []
    end, room = start + 4, _MAX_PICTURES
    for kind, offset, length in blocks(source, end):
        end = offset + length
        if kind == _STREAM_INFO and info is None:
            info = source.exactly(offset, length)
        elif kind == _COMMENT and comment is None:
            comment = source.exactly(offset, length)
        elif kind == _PICTURE and length <= room:
            pictures.append(source.exactly(offset, length))
            room -= length
    if info is None or len(info) < 18:
        raise FormatError("has no stream information", fix="encode it again")
    rate = int.from_bytes(info[10:13], "big") >> 4
    if not rate:
        raise FormatError("has a sample rate of zero", fix="encode it again")
    samples = int.from_bytes(info[13:18], "big") & 0xF_FFFF_FFFF
    if not samples:
        samples = _samples_by_last_frame(source, end, info)
    if end >= source.size:
        raise TruncatedInput("ends before its first sound", fix="copy or encode it again")
    tagged = _tagged(comment, tuple(pictures))
    return Contents(samples / rate, source.size - end, tagged, "audio/flac")


def _tagged(comment: bytes | None, pictures: tuple[bytes, ...]) -> TagContents:
    empty = b"\0" * 8  # no vendor, no comments
    return read_comments(comment if comment is not None else empty, pictures)


def blocks(source: Source, offset: int) -> Iterator[tuple[int, int, int]]:
    """Yield type, offset and length of each metadata block."""
    for _ in range(_MAX_BLOCKS):
        header = source.exactly(offset, 4)
        length = int.from_bytes(header[1:4], "big")
        yield header[0] & 0x7F, offset + 4, length
        offset += 4 + length
        if header[0] & 0x80:
            return
    raise FormatError("has too many metadata blocks", fix="encode it again")


def _samples_by_last_frame(source: Source, begin: int, info: bytes) -> int:
    """Return the samples up to the end of the last frame: encoders that write into a pipe leave the total empty."""
    fixed_size = int.from_bytes(info[2:4], "big")
    start = max(begin, source.size - _TAIL)
    data = source.read(start, source.size - start)
    at = data.rfind(b"\xff", 0, max(0, len(data) - 1))
    while at >= 0:
        if data[at + 1] & 0xFE == 0xF8:
            end = _frame_end(data[at : at + 16], fixed_size)
            if end:
                return end
        at = data.rfind(b"\xff", 0, at)
    return 0


def _frame_end(header: bytes, fixed_size: int) -> int:
    """Return the sample count at the end of the frame that ``header`` begins, 0 where it is no sound header."""
    if len(header) < 6:
        return 0
    number, position = _coded_number(header, 4)
    code = header[2] >> 4
    size = {1: 192}.get(code, 576 << (code - 2) if 2 <= code <= 5 else 256 << (code - 8) if code >= 8 else 0)
    if code in (6, 7):
        width = code - 5
        size = int.from_bytes(header[position : position + width], "big") + 1
        position += width
    position += {12: 1, 13: 2, 14: 2}.get(header[2] & 15, 0)
    if number < 0 or not size or position >= len(header) or _crc8(header[:position]) != header[position]:
        return 0
    # Variable block size: the number counts samples, else frames.
    return number + size if header[1] & 1 else number * (fixed_size or size) + size


def _coded_number(header: bytes, position: int) -> tuple[int, int]:
    """Read a number coded like UTF-8 (RFC 9639 §9.1.5); -1 where it is none."""
    first = header[position]
    if first < 0x80:
        return first, position + 1
    length = 8 - (~first & 0xFF).bit_length()
    if length < 2 or length > 7 or position + length > len(header):
        return -1, position
    number = first & (0x7F >> length)
    for byte in header[position + 1 : position + length]:
        if byte & 0xC0 != 0x80:
            return -1, position
        number = number << 6 | byte & 0x3F
    return number, position + length


def _crc8(data: bytes) -> int:
    """CRC-8 with polynomial 0x07 (RFC 9639 §9.1.8)."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc << 1 & 0xFF ^ (0x07 if crc & 0x80 else 0)
    return crc
