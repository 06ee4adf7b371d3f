"""The bytes that audio files are made of, put together by hand: no encoder writes what a hostile file holds."""

import struct
import zlib
from collections.abc import Iterable
from functools import cache

MIB = 1 << 20


def syncsafe(value: int) -> bytes:
    """A number as ID3v2.4 writes sizes."""
    return bytes(value >> shift & 127 for shift in (21, 14, 7, 0))


def id3_tag(body: bytes, *, size: int | None = None, version: int = 4, flags: int = 0) -> bytes:
    return b"ID3" + bytes([version, 0, flags]) + syncsafe(len(body) if size is None else size) + body


def id3_frame(name: bytes, data: bytes, flags: int = 0, *, size: int | None = None, version: int = 4) -> bytes:
    length = len(data) if size is None else size
    return name + (syncsafe(length) if version == 4 else struct.pack(">I", length)) + struct.pack(">H", flags) + data


def id3_chapter(start: int, end: int, title: bytes = b"One", element: bytes = b"c") -> bytes:
    times = struct.pack(">4I", start, end, 0xFFFFFFFF, 0xFFFFFFFF)
    return id3_frame(b"CHAP", element + b"\0" + times + id3_frame(b"TIT2", b"\3" + title))


def id3_picture(picture: bytes) -> bytes:
    return id3_frame(b"APIC", b"\0image/png\0\3\0" + picture)


@cache
def bomb(size: int, lead: bytes = b"") -> bytes:
    """``lead`` and ``size`` letters as zlib writes them (RFC 1950); a mebibyte is compressed once and repeated."""
    letters = b"x" * MIB
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    begun = packer.compress(lead) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(letters) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.adler32(lead)
    for _ in range(size // MIB):
        check = zlib.adler32(letters, check)
    return b"\x78\xda" + begun + piece * (size // MIB) + packer.flush() + struct.pack(">I", check)


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_header(width: int, height: int) -> bytes:
    """The beginning of a PNG that claims so many pixels."""
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0))


def png_bomb(width: int, height: int) -> bytes:
    """A whole PNG of one bit per pixel, all of them black: nearly nothing until it is decoded."""

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


# MPEG 1 layer III, 128 kbit/s, 44.1 kHz, stereo: 417 bytes, silent.
MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
MP3 = MP3_FRAME * 60
# MPEG 2 layer III, 8 kbit/s, 24 kHz: 24 bytes, the shortest there is.
TINY_FRAME = b"\xff\xf3\x14\xc4" + bytes(20)


def xing(frames: int, size: int, name: bytes = b"Xing") -> bytes:
    """A first frame that says how many follow."""
    body = bytes(32) + name + struct.pack(">3I", 3, frames, size)
    return MP3_FRAME[:4] + body + bytes(413 - len(body))


def box(name: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I4s", len(body) + 8, name) + body


def nested_boxes(depth: int, name: bytes = b"moov") -> bytes:
    """Boxes inside of each other, as one header after another: each is as long as all that follow."""
    return b"".join(struct.pack(">I4s", (depth - level) * 8, name) for level in range(depth))


def media_header(scale: int, length: int) -> bytes:
    return struct.pack(">5I", 0, 0, 0, scale, length) + b"\x55\xc4\0\0"


def wide_header(scale: int, length: int) -> bytes:
    """A header of version 1, whose length has 64 bits."""
    return b"\1\0\0\0" + bytes(16) + struct.pack(">IQ", scale, length) + b"\x55\xc4\0\0"


def track(
    kind: bytes = b"soun",
    *,
    number: int = 1,
    header: bytes = media_header(1000, 2000),
    tables: bytes = b"",
    extra: bytes = b"",
) -> bytes:
    return box(
        b"trak",
        box(b"tkhd", struct.pack(">4I", 0, 0, 0, number) + bytes(68)),
        extra,
        box(
            b"mdia",
            box(b"mdhd", header),
            box(b"hdlr", bytes(8) + kind + bytes(13)),
            box(b"minf", box(b"stbl", tables)),
        ),
    )


def table(name: bytes, *numbers: int) -> bytes:
    return box(name, struct.pack(f">{len(numbers) + 1}I", 0, *numbers))


def mp4(*inside: bytes, sound: bytes | None = None, data: bytes = bytes(2000)) -> bytes:
    """An MP4 file: its index holds a track of sound and ``inside``."""
    index = box(b"moov", box(b"mvhd", media_header(1000, 2000)), track() if sound is None else sound, *inside)
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + index + box(b"mdat", data)


def items(*inside: bytes) -> bytes:
    """The list of tags of an MP4 file."""
    handler = box(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    return box(b"udta", box(b"meta", bytes(4), handler, box(b"ilst", *inside)))


def item(name: bytes, data: bytes, kind: int = 1) -> bytes:
    return box(name, box(b"data", struct.pack(">II", kind, 0) + data))


def ogg_page(
    body: bytes,
    *,
    flags: int = 0,
    position: int = 0,
    serial: int = 7,
    lacing: bytes | None = None,
    goes_on: bool = False,
) -> bytes:
    """A page of one packet (``goes_on``: or a piece of one); its checksum is not set, as nobody asks for it."""
    if lacing is None:
        whole, rest = divmod(len(body), 255)
        lacing = b"\xff" * whole + (b"" if goes_on else bytes([rest]))
    return struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, serial, 0, 0, len(lacing)) + lacing + body


def ogg_packet(body: bytes) -> bytes:
    """A packet over as many pages as it takes."""
    size = 255 * 255
    pieces = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    if len(pieces[-1]) == size:
        pieces.append(b"")
    return b"".join(ogg_page(one, goes_on=one is not pieces[-1]) for one in pieces)


OPUS_HEAD = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)


def comments(*pairs: bytes, vendor: bytes = b"x", count: int | None = None) -> bytes:
    """A Vorbis comment header without its prefix."""
    return (
        struct.pack("<I", len(vendor))
        + vendor
        + struct.pack("<I", len(pairs) if count is None else count)
        + b"".join(struct.pack("<I", len(pair)) + pair for pair in pairs)
    )


def opus(tags: bytes, *, end: int = 96_000 + 312, last: int = 4) -> bytes:
    """Two seconds of Opus with ``tags``."""
    sound = ogg_page(bytes(50), flags=last, position=end)
    return ogg_page(OPUS_HEAD, flags=2) + ogg_packet(b"OpusTags" + tags) + sound


def flac_block(kind: int, body: bytes, *, last: bool = False, size: int | None = None) -> bytes:
    length = len(body) if size is None else size
    return bytes([kind | (0x80 if last else 0)]) + length.to_bytes(3, "big") + body


def stream_info(rate: int = 16_000, samples: int = 32_000) -> bytes:
    packed = rate << 44 | 0 << 41 | 15 << 36 | samples
    return struct.pack(">HH", 4096, 4096) + bytes(6) + packed.to_bytes(8, "big") + bytes(16)


def flac(*blocks: bytes, info: bytes = stream_info(), sound: bytes = b"\xff\xf8\xc9\x08\0" + bytes(200)) -> bytes:
    return b"fLaC" + flac_block(0, info) + b"".join(blocks) + flac_block(1, b"", last=True) + sound


def picture_block(picture: bytes, *, width: int = 0, height: int = 0) -> bytes:
    mime = b"image/png"
    return struct.pack(">II", 3, len(mime)) + mime + struct.pack(">6I", 0, width, height, 24, 0, len(picture)) + picture


def chunk(name: bytes, body: bytes, *, size: int | None = None) -> bytes:
    length = len(body) if size is None else size
    return name + struct.pack("<I", length) + body + b"\0" * (len(body) & 1)


def wave_format(kind: int = 1, channels: int = 1, rate: int = 8000, byte_rate: int = 8000, block: int = 1) -> bytes:
    return chunk(b"fmt ", struct.pack("<HHIIHH", kind, channels, rate, byte_rate, block, 8))


def wav(*chunks: bytes, size: int | None = None) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


SECOND = chunk(b"data", b"\x80" * 8000)


def joined(pieces: Iterable[bytes]) -> bytes:
    return b"".join(pieces)
