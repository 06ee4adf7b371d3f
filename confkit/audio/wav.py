"""WAV (RIFF, RF64, BW64): duration from the data chunk, tags from its ID3 chunk or the INFO list.

RIFF: Microsoft/IBM "Multimedia Programming Interface and Data Specifications 1.0"; RF64: EBU Tech 3306.
"""

import struct
from collections.abc import Iterator

from confkit.audio.contents import Contents, TagContents, truncated
from confkit.audio.id3 import read_id3
from confkit.audio.id3_frames import read_tag
from confkit.audio.source import Source
from confkit.audio.tag_values import build_tags
from confkit.domain.errors import FormatError

_MAX_CHUNKS = 10_000
_MAX_INFO = 1 << 20
# Written by encoders that can't go back to fill in the length.
STREAMED = (0, 0xFFFFFFFF, 0x7FFFFFFF)
_INFO = {
    b"INAM": "TITLE",
    b"IART": "ARTIST",
    b"IPRD": "ALBUM",
    b"ICRD": "DATE",
    b"ICMT": "COMMENT",
    b"ICOP": "COPYRIGHT",
    b"ILNG": "LANGUAGE",
    b"IPRT": "TRACKNUMBER",
    b"ITRK": "TRACKNUMBER",
    b"ISBJ": "SUBTITLE",
}
_PCM = (1, 3)


def read_wav(source: Source) -> Contents:
    """Return duration and tags; raises FormatError where format or data are missing, TruncatedInput."""
    byte_rate = block = kind = fact = rate = 0
    wide_data = 0
    data: tuple[int, int] | None = None
    tagged: TagContents | None = None
    info, info_room = TagContents(), _MAX_INFO
    for name, offset, length in chunks(source):
        if name == b"fmt " and length >= 16:
            kind, _, rate, byte_rate, block = struct.unpack("<HHIIH", source.exactly(offset, 14))
        elif name == b"fact" and length >= 4:
            fact = int.from_bytes(source.exactly(offset, 4), "little")
        elif name == b"ds64" and length >= 16:
            wide_data = int.from_bytes(source.exactly(offset + 8, 8), "little")
        elif name == b"data" and data is None:
            data = (offset, length)
        elif name.upper() == b"ID3 " and tagged is None:
            tag = read_tag(source, offset)
            tagged = read_id3(tag) if tag else TagContents()
        elif name == b"LIST" and length <= info_room:
            info_room -= length
            info = _info_list(source.read(offset, length)) or info
    if data is None or not byte_rate or not block:
        raise FormatError("holds no sound", fix="encode it again")
    here = source.size - data[0]
    claimed = wide_data if wide_data and data[1] == 0xFFFFFFFF else data[1]
    streamed = claimed in STREAMED
    sound = here if streamed else min(claimed, here)
    problems = () if streamed or claimed <= here else (truncated("ends before the length its header gives"),)
    # Only for uncompressed sound does the byte rate hold to the sample; others say the samples in a fact chunk.
    exact = kind not in _PCM and kind != 0xFFFE and fact and rate and not problems
    seconds = fact / rate if exact else sound // block * block / byte_rate
    return Contents(seconds, sound, tagged if tagged and tagged != TagContents() else info, "audio/wav", problems)


def chunks(source: Source) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, offset and length of each chunk; a 64-bit or unknown length of the data reaches to the end."""
    offset, wide = 12, 0
    for _ in range(_MAX_CHUNKS):
        header = source.read(offset, 8)
        if len(header) < 8:
            return
        name, length = header[:4], int.from_bytes(header[4:], "little")
        yield name, offset + 8, length
        if name == b"ds64":
            wide = int.from_bytes(source.read(offset + 16, 8), "little")
        if name == b"data" and length == 0xFFFFFFFF:
            length = wide or source.size
        offset += 8 + length + (length & 1)


def _info_list(data: bytes) -> TagContents | None:
    """Return the tags of a LIST chunk of type INFO; UTF-8 as today's programs write it, else Windows-1252."""
    if data[:4] != b"INFO":
        return None
    raw: dict[str, list[str]] = {}
    position = 4
    while position + 8 <= len(data):
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        field = _INFO.get(data[position : position + 4])
        value = data[position + 8 : position + 8 + length].rstrip(b"\0")
        if field:
            raw.setdefault(field, []).append(_decoded(value))
        position += 8 + length + (length & 1)
    return TagContents(build_tags(raw))


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")
