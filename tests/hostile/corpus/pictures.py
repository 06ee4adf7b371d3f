"""Pictures of shows and episodes: headers that lie, bombs, films, files that are none."""

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.hostile.entry import Build, Door, Entry, sparse, written
from tests.hostile.parts import MP3, png_bomb, png_chunk, png_header

_SHOW = """[show]
id = "00000000-0000-4000-8000-000000000009"
slug = "other"
title = "Other"
podcast_guid = "00000000-0000-4000-8000-000000000008"
"""


def _workspace(name: str, why: str, build: Build, problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"workspace: {name}", Door.WORKSPACE, build, why, problem, slow)


def _artwork_of(
    name: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, file: str = "cover.png"
) -> Entry:
    return _workspace(f"artwork: {name}", why, _artwork(written(file, make), file), problem)


def _beside(name: str, why: str, make: Callable[[], bytes], problem: bool | None = None, *, file: str = "png") -> Entry:
    return Entry(f"cover: {name}", Door.SHOW, written(f"good.{file}", make), why, problem)


def _artwork(make: Callable[[Path], None], name: str = "cover.png") -> Build:
    """A show of its own that names a picture, and the picture; an episode, so that the show is found."""

    def build(folder: Path) -> None:
        show = folder / "episodes" / "other"
        show.mkdir()
        (show / "show.toml").write_text(f'{_SHOW}artwork = "{name}"\n')
        (show / "x.mp3").write_bytes(MP3)
        make(show)

    return build


_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = png_chunk(b"IEND", b"")


def _png(*chunks: bytes, width: int = 1400, height: int = 1400) -> bytes:
    """A PNG of one bit for each pixel, with ``chunks`` between its header and its end."""
    return _SIGNATURE + png_chunk(b"IHDR", struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)) + b"".join(chunks) + _END


def _film(frames: int, said: int) -> bytes:
    """An APNG of so many frames that says it has ``said``."""
    rows = zlib.compress(bytes(1400 * 176))
    film = [png_chunk(b"acTL", struct.pack(">2I", said, 0)), png_chunk(b"IDAT", rows)]
    for number in range(frames):
        place = struct.pack(">5IHHBB", 2 * number, 1400, 1400, 0, 0, 1, 1000, 0, 0)
        film += [png_chunk(b"fcTL", place), png_chunk(b"fdAT", struct.pack(">I", 2 * number + 1) + rows)]
    return _png(*film)


def _jpeg(*segments: bytes, width: int = 3000, height: int = 3000) -> bytes:
    """A JPEG of nothing but segments, a frame header and the beginning of a scan."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\1\x22\0\2\x11\1\3\x11\1"
    scan = b"\xff\xda" + struct.pack(">H", 12) + b"\3\1\0\2\x11\3\x11\0\x3f\0"
    return b"\xff\xd8" + b"".join(segments) + frame + scan + bytes(500) + b"\xff\xd9"


def _exif(directory: bytes) -> bytes:
    body = b"Exif\0\0MM\0\x2a\0\0\0\x08" + directory
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _gif(width: int, height: int, *parts: bytes) -> bytes:
    return b"GIF89a" + struct.pack("<2H", width, height) + b"\x80\0\0" + bytes(6) + b"".join(parts) + b";"


_GIF_FRAME = b"\x21\xf9\4\0\1\0\0\0" + b"," + struct.pack("<4HB", 0, 0, 1, 1, 0) + b"\2\2\x44\1\0"

ENTRIES = (
    _workspace(
        "artwork that is a pipe", "copying it waits for ever", _artwork(lambda show: os.mkfifo(show / "cover.png"))
    ),
    _workspace(
        "artwork that is /dev/zero",
        "copying it does not end",
        _artwork(lambda show: (show / "cover.png").symlink_to("/dev/zero")),
    ),
    _workspace(
        "artwork that is a private file",
        "it would be published",
        _artwork(lambda show: (show / "cover.png").symlink_to("/etc/passwd")),
    ),
    _workspace(
        "artwork outside of the show", "it would be published", _artwork(lambda show: None, "../../confkit.toml")
    ),
    _workspace(
        "artwork of 2.5 gigapixels",
        "50,000 × 50,000 pixels in 33 bytes",
        _artwork(written("cover.png", lambda: png_header(50_000, 50_000))),
    ),
    _workspace(
        "artwork that inflates to 300 MiB",
        "50,000 × 50,000 pixels in full",
        _artwork(written("cover.png", lambda: png_bomb(50_000, 50_000))),
        slow=True,
    ),
    _workspace(
        "artwork of 13,000 × 13,000",
        "less than Pillow warns of in bits, more than memory in colours",
        _artwork(written("cover.png", lambda: png_bomb(13_000, 13_000))),
        slow=True,
    ),
    _workspace("artwork of ten gigabytes of nothing", "a sparse file", _artwork(sparse("cover.png", 10 << 30))),
    _artwork_of("0 × 0 pixels", "a division by zero", lambda: _png(width=0, height=0)),
    _artwork_of("2^31 × 2^31 pixels", "numbers that don't fit", lambda: _png(width=1 << 31, height=1 << 31)),
    _artwork_of(
        "a header that lies about its colours", "a depth of 77", lambda: png_header(1400, 1400)[:24] + b"M\7\7\7\7"
    ),
    _artwork_of(
        "rows for another size",
        "more pixels than the header says",
        lambda: _png(png_chunk(b"IDAT", zlib.compress(bytes(4_000_000))), width=1400, height=1400),
        None,
    ),
    _artwork_of("cut off in its pixels", "half of a download", lambda: png_bomb(1400, 1400)[:-60]),
    _artwork_of("a chunk of 4 GiB", "its length lies", lambda: _SIGNATURE + b"\xff\xff\xff\xffIHDR" + bytes(99)),
    _artwork_of(
        "wrong checksums",
        "bytes that were changed",
        lambda: png_bomb(1400, 1400).replace(b"IDAT", b"IDAT", 1)[:-1] + b"x",
    ),
    _artwork_of("100,000 empty chunks", "each is looked at", lambda: _png(png_chunk(b"teXt", b"") * 100_000)),
    _artwork_of(
        "a profile that inflates to 200 MiB",
        "colours that nobody needs",
        lambda: _png(
            png_chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(200 << 20), 9)),
            png_chunk(b"IDAT", zlib.compress(bytes(1400 * 176))),
        ),
    ),
    _artwork_of(
        "a text that inflates to 200 MiB",
        "in a chunk of words",
        lambda: _png(
            png_chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200 << 20), 9)),
            png_chunk(b"IDAT", zlib.compress(bytes(1400 * 176))),
        ),
        None,
    ),
    _artwork_of("a film", "an APNG of 50 frames", lambda: _film(50, 50)),
    _artwork_of("a film of 2^32 frames", "the count lies", lambda: _film(1, 0xFFFFFFFF)),
    _artwork_of(
        "a JPEG of 65,535 × 65,535 pixels",
        "four gigapixels in 600 bytes",
        lambda: _jpeg(width=65_535, height=65_535),
        file="cover.jpg",
    ),
    _artwork_of("a JPEG of noughts", "no side at all", lambda: _jpeg(width=0, height=0), file="cover.jpg"),
    _artwork_of(
        "a JPEG of markers",
        "no frame among a mebibyte of fill bytes",
        lambda: b"\xff\xd8" + b"\xff" * (1 << 20),
        file="cover.jpg",
    ),
    _artwork_of("a JPEG that ends in a segment", "cut off in its head", lambda: _jpeg()[:30], file="cover.jpg"),
    _artwork_of(
        "an EXIF directory that is its own next one",
        "a circle of directories",
        lambda: _jpeg(_exif(struct.pack(">HHHIII", 1, 0x0112, 3, 1, 6 << 16, 8))),
        None,
        file="cover.jpg",
    ),
    _artwork_of(
        "65,535 EXIF entries",
        "the count lies, and orientations of 999",
        lambda: _jpeg(_exif(b"\xff\xff" + struct.pack(">HHII", 0x0112, 3, 1, 999 << 16) * 4_000)),
        None,
        file="cover.jpg",
    ),
    _artwork_of(
        "a script under the name of a PNG",
        "an SVG that runs",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ),
    _artwork_of(
        "PHP in a JPEG",
        "code in a comment",
        lambda: _jpeg(b"\xff\xfe\0\x1c<?php system($_GET[0]); ?>"),
        None,
        file="cover.jpg",
    ),
    _artwork_of("a GIF of 65,535 × 65,535 pixels", "under the name of a PNG", lambda: _gif(65_535, 65_535, _GIF_FRAME)),
    _artwork_of(
        "a GIF of 20,000 frames", "a film without end", lambda: _gif(1, 1, _GIF_FRAME * 20_000), file="cover.gif"
    ),
    _beside("2.5 gigapixels", "beside the audio this time", lambda: png_header(50_000, 50_000), True),
    _beside("a film", "beside the audio", lambda: _film(5, 5), True),
    _beside("nothing", "an empty picture", lambda: b"", True),
    _beside("a JPEG that is a PNG", "two truths", lambda: png_bomb(1400, 1400), file="jpg"),
    Entry("cover: a pipe", Door.SHOW, lambda folder: os.mkfifo(folder / "good.png"), "reading it waits for ever"),
)
