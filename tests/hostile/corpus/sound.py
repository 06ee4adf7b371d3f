"""MP3, Ogg, Opus, FLAC and WAV beyond their ID3 tags: headers that lie about how long they are."""

import base64
import struct
from collections.abc import Callable
from pathlib import Path

from tests.hostile.corpus.id3 import EVIL
from tests.hostile.entry import Door, Entry, sparse, written
from tests.hostile.parts import (
    MIB,
    MP3,
    MP3_FRAME,
    OPUS_HEAD,
    SECOND,
    TINY_FRAME,
    chunk,
    comments,
    flac,
    flac_block,
    ogg_packet,
    ogg_page,
    opus,
    picture_block,
    png_header,
    stream_info,
    wav,
    wave_format,
    xing,
)


def _file(name: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False) -> Entry:
    kind, _, rest = name.partition(": ")
    suffix = {"MP3": "mp3", "Ogg": "ogg", "Opus": "opus", "FLAC": "flac", "WAV": "wav"}[kind]
    return Entry(f"{kind}: {rest}", Door.SHOW, written(f"x.{suffix}", make), why, problem, slow)


def _metadata_picture(picture: bytes) -> bytes:
    block = picture_block(picture, width=50_000, height=50_000)
    return b"METADATA_BLOCK_PICTURE=" + base64.b64encode(block)


def _chapter_comments(count: int) -> list[bytes]:
    return [b"CHAPTER%03d=00:00:00.%03d" % (number % 1000, number % 1000) for number in range(count)]


def _lists_of_nothing(folder: Path) -> None:
    """A sparse WAV of half a gigabyte: a LIST chunk of a mebibyte of zeros, again and again."""
    with (folder / "x.wav").open("wb") as file:
        file.write(wav(wave_format(), SECOND, size=0xFFFFFFFF))
        at, step = file.tell(), MIB - 8
        while at + step < 512 * MIB:
            file.seek(at)
            file.write(b"LIST" + struct.pack("<I", step) + b"INFO")
            at += 8 + step
        file.truncate(at)


ENTRIES = (
    _file(
        "MP3: frames of a free bit rate", "their length stands nowhere", lambda: (b"\xff\xfb\x00\x64" + bytes(400)) * 99
    ),
    _file("MP3: only sync words", "everything could be the first frame", lambda: b"\xff" * (4 * MIB)),
    _file(
        "MP3: false starts",
        "headers that nothing follows",
        lambda: MP3 + b"\xff\xfb\x90\x64 " * 1_500_000,
    ),
    _file(
        "MP3: a frame, a byte, a frame",
        "the thread is lost and found again 200,000 times",
        lambda: (TINY_FRAME * 2 + b"\0") * 200_000,
        None,
    ),
    _file("MP3: 2^32 frames", "the Xing header says so", lambda: xing(0xFFFFFFFF, 0xFFFFFFFF) + MP3_FRAME * 1000),
    _file("MP3: no frames by its header", "Info says 0 and 0", lambda: xing(0, 0, b"Info") + MP3_FRAME * 1000, None),
    _file(
        "MP3: a delay longer than the sound",
        "LAME's numbers say that all of it is to be cut off",
        lambda: (
            MP3_FRAME[:4] + bytes(32) + b"Info" + struct.pack(">2I", 1, 3) + b"LAME" + b"\xff" * 365 + MP3_FRAME * 3
        ),
        None,
    ),
    _file("MP3: random sizes of APE tags", "a footer that says 4 GiB", lambda: MP3 + b"APETAGEX" + b"\xff" * 24, None),
    _file(
        "MP3: an ID3v1 tag of control characters",
        "it can't say its encoding",
        lambda: MP3 + b"TAG" + (b"\x1b[31m\x9b2J\0" * 20)[:125],
        None,
    ),
    Entry("MP3: four gigabytes of nothing", Door.SHOW, sparse("x.mp3", 4 << 30), "a sparse file just within the limit"),
    Entry("MP3: ten gigabytes of nothing", Door.SHOW, sparse("x.mp3", 10 << 30), "a sparse file beyond the limit"),
    _file("MP3: one byte", "every header is longer", lambda: b"\xff"),
    _file("MP3: empty", "there is nothing", lambda: b""),
    _file(
        "MP3: a page of HTML", "a download that went wrong", lambda: b"<!doctype html><script>alert(1)</script>" * 50
    ),
    _file(
        "Ogg: a page that says too much",
        "its lacing leads beyond the end",
        lambda: ogg_page(b"x", flags=2, lacing=b"\xff" * 255),
    ),
    _file(
        "Ogg: pages without end",
        "a million empty pages after the first",
        lambda: ogg_page(OPUS_HEAD, flags=2) + ogg_page(b"") * 600_000,
    ),
    _file(
        "Ogg: 450,000 pages of another stream",
        "the last page tells nothing, so all are added up",
        lambda: opus(comments()) + ogg_page(b"", serial=8, position=5) * 450_000,
        None,
        slow=True,
    ),
    _file("Ogg: a granule position of -1", "no packet ends anywhere", lambda: opus(comments(), end=-1)),
    _file("Ogg: a granule position of 2^63", "six million years", lambda: opus(comments(), end=(1 << 63) - 1)),
    _file(
        "Ogg: a granule position below the start", "it ends before it began", lambda: opus(comments(), end=-(1 << 63))
    ),
    _file("Opus: 2^32 comments", "the count lies", lambda: opus(comments(count=0xFFFFFFFF))),
    _file("Opus: a million comments", "they are there", lambda: opus(comments(*[b"A=b"] * 1_000_000))),
    _file("Opus: a vendor of 4 GiB", "the length lies", lambda: opus(b"\xff\xff\xff\xff" + b"x" * 99), None),
    _file("Opus: a comment of 4 GiB", "the length lies", lambda: opus(b"\0\0\0\0\1\0\0\0\xff\xff\xff\xffTITLE=x")),
    _file(
        "Opus: a picture of garbage",
        "Base64 that is none",
        lambda: opus(comments(b"METADATA_BLOCK_PICTURE=" + b"!=*" * 5000)),
    ),
    _file(
        "Opus: a picture of 2.5 gigapixels",
        "the block and the PNG in it say 50,000 × 50,000",
        lambda: opus(comments(_metadata_picture(png_header(50_000, 50_000)))),
        None,
    ),
    _file(
        "Opus: a picture that ends early",
        "the lengths inside of the block lie",
        lambda: opus(comments(b"METADATA_BLOCK_PICTURE=" + base64.b64encode(b"\0\0\0\3\xff\xff\xff\xff"))),
    ),
    _file(
        "Opus: a description of 30 MiB",
        "just within what comments may hold, with a character that takes four bytes",
        lambda: opus(comments("DESCRIPTION=😀".encode() + b"x " * (15 * MIB))),
        None,
        slow=True,
    ),
    _file(
        "Opus: 9,000 titles",
        "the first one counts; the rest is ballast",
        lambda: opus(comments(*[b"TITLE=" + b"t" * 1000] * 9000)),
        None,
    ),
    _file("Opus: 9,000 chapters", "and no names", lambda: opus(comments(*_chapter_comments(9000))), None),
    _file(
        "Opus: a chapter at 9999:99:99",
        "times that no clock shows",
        lambda: opus(comments(b"CHAPTER001=9999:99:99.999999999", b"CHAPTER001NAME=" + EVIL, b"CHAPTER002=-1:00")),
        None,
    ),
    _file(
        "Ogg: 40 MiB of tags",
        "a packet over 600 pages",
        lambda: ogg_page(OPUS_HEAD, flags=2) + ogg_packet(b"OpusTags" + bytes(40 * MIB)),
    ),
    _file("Ogg: Vorbis of zero Hertz", "a division by zero", lambda: ogg_page(b"\x01vorbis" + bytes(23), flags=2)),
    _file("Ogg: neither Vorbis nor Opus", "another codec", lambda: ogg_page(b"\x80theora" + bytes(40), flags=2)),
    _file("FLAC: a block beyond the end", "its length is 16 MiB", lambda: b"fLaC" + flac_block(4, b"x", size=0xFFFFFF)),
    _file(
        "FLAC: no end of blocks",
        "none of 100,000 is the last",
        lambda: b"fLaC" + flac_block(0, stream_info()) + flac_block(1, b"") * 100_000,
    ),
    _file("FLAC: a rate of zero", "a division by zero", lambda: flac(info=stream_info(rate=0))),
    _file(
        "FLAC: 2^36 samples",
        "half a year of sound in 200 bytes",
        lambda: flac(info=stream_info(samples=(1 << 36) - 1)),
        None,
    ),
    _file(
        "FLAC: samples unknown, frames of nothing",
        "the last frame is looked for in a mebibyte of false ones",
        lambda: flac(info=stream_info(samples=0), sound=b"\xff\xf8\xc9\xa8\xfe\x80\x80\x80\x80\x80\x80" * 100_000),
    ),
    _file(
        "FLAC: a seek table of 16 MiB", "of no use, and not read", lambda: flac(flac_block(3, bytes(0xFFFFF0))), None
    ),
    _file(
        "FLAC: 900 pictures of 50,000 × 50,000",
        "sizes that are only claimed",
        lambda: flac(*[flac_block(6, picture_block(png_header(50_000, 50_000), width=50_000, height=50_000))] * 900),
        None,
    ),
    _file(
        "FLAC: comments that end early",
        "the count promises more",
        lambda: flac(flac_block(4, comments(b"TITLE=x", count=9000))),
    ),
    _file(
        "FLAC: a script for a title",
        "in the comments this time",
        lambda: flac(flac_block(4, comments(b"TITLE=" + EVIL, b"ARTIST=" + EVIL, b"DESCRIPTION=" + EVIL))),
        None,
    ),
    _file(
        "WAV: 2^32 bytes by its header",
        "an encoder that wrote into a pipe",
        lambda: wav(wave_format(), chunk(b"data", bytes(8000), size=0xFFFFFFFF), size=0xFFFFFFFF),
        None,
    ),
    _file("WAV: no channels, no rate", "a division by zero", lambda: wav(wave_format(1, 0, 0, 0, 0), SECOND)),
    _file(
        "WAV: a byte rate of one",
        "ages of sound",
        lambda: wav(wave_format(byte_rate=1), chunk(b"data", bytes(3 * MIB))),
        None,
    ),
    _file("WAV: no data", "only a format", lambda: wav(wave_format())),
    _file("WAV: no format", "only data", lambda: wav(SECOND)),
    _file("WAV: a format of two bytes", "it ends in its first number", lambda: wav(chunk(b"fmt ", b"\1\0"), SECOND)),
    _file(
        "WAV: data longer than the file",
        "cut off",
        lambda: wav(wave_format(), chunk(b"data", bytes(8000), size=90_000)),
    ),
    _file(
        "WAV: 200,000 empty chunks",
        "and then data, too far to be found",
        lambda: wav(chunk(b"junk", b"") * 200_000, wave_format(), SECOND),
    ),
    _file(
        "WAV: RF64 without lengths",
        "the wide length is missing, or 2^64",
        lambda: (
            b"RF64\xff\xff\xff\xffWAVE"
            + chunk(b"ds64", b"\xff" * 28)
            + wave_format()
            + chunk(b"data", bytes(8000), size=0xFFFFFFFF)
        ),
        None,
    ),
    _file(
        "WAV: an INFO list of 100,000 entries",
        "each a word",
        lambda: wav(wave_format(), SECOND, chunk(b"LIST", b"INFO" + chunk(b"INAM", b"x") * 100_000)),
        None,
    ),
    Entry(
        "WAV: half a gigabyte of empty lists",
        Door.SHOW,
        _lists_of_nothing,
        "a sparse file whose every mebibyte asks to be read",
        None,
    ),
)
