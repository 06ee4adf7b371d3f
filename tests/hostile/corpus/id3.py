"""ID3v2: sizes that lie, transport encodings that explode, chapters without end."""

import struct
import zlib
from collections.abc import Callable

from tests.hostile.entry import Door, Entry, written
from tests.hostile.parts import (
    MIB,
    MP3,
    bomb,
    chunk,
    id3_chapter,
    id3_frame,
    id3_picture,
    id3_tag,
    png_bomb,
    png_header,
    syncsafe,
    wav,
    wave_format,
)

COMPRESSED = 0x0009  # v2.4: compressed, with the length of what comes out


def _tagged(name: str, why: str, tag: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"ID3: {name}", Door.SHOW, written("x.mp3", lambda: tag() + MP3), why, problem, slow)


def _bomb_frame(name: bytes = b"TIT2", size: int = 200 * MIB, lead: bytes = b"\3") -> bytes:
    return id3_frame(name, syncsafe(size & 0xFFFFFFF) + bomb(size, lead), COMPRESSED)


def _nested_chapters(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = id3_frame(b"CHAP", b"c\0" + bytes(16) + inner)
    return inner


def _small_bomb() -> bytes:
    return id3_frame(b"TIT2", bytes(4) + zlib.compress(b"\3" + b"x" * 65_000, 9), COMPRESSED)


def _children(count: int) -> bytes:
    return b"toc\0\3\xff" + b"".join(b"c%d\0" % number for number in range(count))


EVIL = (
    "<script>alert(1)</script> [bold]x[/bold] [/] \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \u202eevil\u202c "
    "\u2066i\u2069 ]]> &amp; {{ 7*7 }} \ufeff\ufffe"
).encode()


def _numbered(number: int) -> bytes:
    return id3_chapter(number, number + 1, b"Chapter %d" % number, b"c%d" % number)


ENTRIES = (
    _tagged("a title that inflates to 200 MiB", "a zip bomb in a compressed frame", lambda: id3_tag(_bomb_frame())),
    _tagged(
        "a title that inflates to 2 GiB",
        "a larger one",
        lambda: id3_tag(_bomb_frame(size=2048 * MIB)),
        slow=True,
    ),
    _tagged("fifty bombs", "each would be inflated anew", lambda: id3_tag(_bomb_frame() * 50)),
    _tagged(
        "fifty pictures that explode",
        "pictures may be larger than texts",
        lambda: id3_tag(_bomb_frame(b"APIC", lead=b"\0image/png\0\3\0") * 50),
    ),
    _tagged(
        "bombs in every chapter",
        "frames inside of frames have limits of their own",
        lambda: id3_tag(id3_frame(b"CHAP", b"c\0" + bytes(16) + _bomb_frame() * 3) * 60),
    ),
    _tagged(
        "compressed chapters full of bombs",
        "a bomb in what a bomb inflates to",
        lambda: id3_tag(
            id3_frame(b"CHAP", bytes(4) + zlib.compress(b"c\0" + bytes(16) + _small_bomb() * 4000, 9), COMPRESSED)
            * 2400
        ),
    ),
    _tagged(
        "a bomb in a table of contents",
        "its frames are of no use, so none is inflated",
        lambda: id3_tag(id3_frame(b"CTOC", b"toc\0\3\0" + _bomb_frame())),
        None,
    ),
    _tagged(
        "compressed bytes that are none",
        "zlib fails in the middle",
        lambda: id3_tag(id3_frame(b"TIT2", bytes(4) + b"\x78\x9c" + b"\xff" * 500, COMPRESSED)),
    ),
    _tagged("chapters in 5,000 chapters", "recursion", lambda: id3_tag(_nested_chapters(5000)), None),
    _tagged("a length beyond the end", "the tag says 256 MiB", lambda: id3_tag(b"", size=(1 << 28) - 1)),
    _tagged(
        "a length over the sound",
        "the tag says that all of the sound is its own",
        lambda: id3_tag(id3_frame(b"TIT2", b"\3x"), size=len(MP3) - 1),
        None,
    ),
    _tagged(
        "sizes that are not synchsafe",
        "a byte of a size has its highest bit set, so there is no tag",
        lambda: b"ID3\4\0\0\xff\xff\xff\xff" + id3_frame(b"TIT2", b"\3x"),
        None,
    ),
    _tagged(
        "a frame longer than its tag",
        "a reader would read on into the sound",
        lambda: id3_tag(id3_frame(b"TIT2", b"\3x", size=100_000)),
    ),
    _tagged(
        "plain sizes in v2.4",
        "old iTunes wrote them; 128 and more mean something else then",
        lambda: id3_tag(b"TIT2" + struct.pack(">IH", 300, 0) + b"\3" + b"x" * 299),
        False,
    ),
    _tagged(
        "900,000 tiny frames", "each costs a copy of the rest", lambda: id3_tag(id3_frame(b"TIT2", b"\3x") * 900_000)
    ),
    _tagged("1,200,000 empty frames", "nothing but headers", lambda: id3_tag(id3_frame(b"TIT2", b"") * 1_200_000)),
    _tagged(
        "2,000 million children",
        "a table of contents counts 255 children and names a million",
        lambda: id3_tag(id3_frame(b"CTOC", _children(1_000_000))),
        None,
    ),
    _tagged(
        "a table of contents that holds itself",
        "a cycle of tables",
        lambda: id3_tag(id3_frame(b"CTOC", b"toc\0\3\1toc\0") + id3_chapter(0, 900)),
        False,
    ),
    _tagged("10,000 chapters", "more than anybody can use", lambda: id3_tag(b"".join(map(_numbered, range(10_000))))),
    _tagged(
        "chapters that end before they start",
        "lengths below zero, and times of 49 days in a file of two seconds",
        lambda: id3_tag(
            id3_chapter(900, 100) + id3_chapter(0xFFFFFFFE, 0) + id3_chapter(0xFFFFFFFF, 0xFFFFFFFF, element=b"d")
        ),
        None,
    ),
    _tagged(
        "a chapter without times", "the frame ends in its id", lambda: id3_tag(id3_frame(b"CHAP", b"chapter")), True
    ),
    _tagged(
        "encrypted and grouped frames",
        "nobody has the key",
        lambda: id3_tag(id3_frame(b"TIT2", b"\1\3secret", 0x0004) + id3_frame(b"TALB", b"\7\3album", 0x0040)),
    ),
    _tagged(
        "64 MiB unsynchronised",
        "every FF 00 becomes FF, in copies of copies",
        lambda: id3_tag(id3_frame(b"APIC", b"\0image/png\0\3\0" + b"\xff\0" * (30 * MIB)), flags=0x80),
        None,
        slow=True,
    ),
    _tagged(
        "60 MiB unsynchronised in v2.3",
        "the whole tag is decoded at once there",
        lambda: id3_tag(
            b"\0\0\0\6" + bytes(6) + id3_frame(b"APIC", b"\0image/png\0\3\0" + b"\xff\0" * (29 * MIB), version=3),
            version=3,
            flags=0xC0,
        ),
        None,
        slow=True,
    ),
    _tagged(
        "an extended header without end",
        "it says it is 4 GiB long",
        lambda: b"ID3\3\0\x40" + syncsafe(100) + b"\xff" * 100,
    ),
    _tagged("20,000 tags in a row", "each might be followed by another", lambda: id3_tag(b"\0") * 20_000, None),
    _tagged("version 255", "there is none", lambda: id3_tag(id3_frame(b"TIT2", b"\3x"), version=9)),
    _tagged("a text of 20 MiB", "a title is a line", lambda: id3_tag(id3_frame(b"TIT2", b"\3" + b"x" * (20 * MIB)))),
    _tagged(
        "an unknown encoding of text", "there are four of them", lambda: id3_tag(id3_frame(b"TIT2", b"\x99abc")), None
    ),
    _tagged(
        "half a UTF-16 character",
        "lone surrogates and an odd number of bytes",
        lambda: id3_tag(id3_frame(b"TIT2", b"\1\xff\xfe\0\xd8a") + id3_frame(b"TALB", b"\1a")),
        None,
    ),
    _tagged(
        "100,000 people",
        "an artist of a mebibyte, each name between semicolons",
        lambda: id3_tag(id3_frame(b"TPE1", b"\3" + b";".join(b"A B%d" % n for n in range(100_000)))),
        None,
    ),
    _tagged(
        "2,000 comments of a mebibyte together",
        "every one could be the description",
        lambda: id3_tag(id3_frame(b"COMM", b"\3eng\0" + b"c" * 500) * 2000),
        None,
    ),
    _tagged(
        "a description of brackets",
        "Markdown readers take quadratic time for them",
        lambda: id3_tag(id3_frame(b"TDES", b"\3" + b"![" * 500_000)),
        None,
    ),
    _tagged(
        "a description of 19,000 brackets",
        "short enough to be read as Markdown",
        lambda: id3_tag(id3_frame(b"TDES", b"\3" + b"[" * 9_500 + b"]" * 9_500)),
        None,
    ),
    _tagged(
        "a description of quotes in quotes",
        "Markdown nests them",
        lambda: id3_tag(id3_frame(b"TDES", b"\3" + b"> " * 9_900 + b"x")),
        None,
    ),
    _tagged(
        "a description of stars and addresses",
        "emphasis and links that never end",
        lambda: id3_tag(id3_frame(b"TDES", b"\3" + b"*a **b " * 900 + b"http://a.b/" * 800 + b"`" * 4_000)),
        None,
    ),
    _tagged(
        "dates out of range",
        "month 99, the year 0, a day that is not in the calendar",
        lambda: id3_tag(id3_frame(b"TDRC", b"\x030000-99-99") + id3_frame(b"TDRL", b"\x032026-02-31T99:99:99+99:99")),
        None,
    ),
    _tagged(
        "numbers without end",
        "a track number of a mebibyte",
        lambda: id3_tag(id3_frame(b"TRCK", b"\3" + b"9" * 1_000_000) + id3_frame(b"TPOS", b"\3" + b"-1/0")),
        None,
    ),
    _tagged(
        "a script for a title",
        "markup, terminal escapes and bidirectional overrides in every text",
        lambda: id3_tag(
            b"".join(id3_frame(name, b"\3" + EVIL) for name in (b"TIT2", b"TIT3", b"TALB", b"TPE1", b"TCOP", b"TLAN"))
            + id3_frame(b"COMM", b"\3eng\0" + EVIL)
            + id3_frame(b"WOAF", b"javascript:alert(1)")
            + id3_chapter(0, 900, EVIL)
        ),
        None,
    ),
    _tagged(
        "a cover of 2.5 gigapixels",
        "50,000 × 50,000 pixels in 24 bytes",
        lambda: id3_tag(id3_picture(png_header(50_000, 50_000))),
        None,
    ),
    _tagged(
        "a cover that inflates to 300 MiB",
        "a whole picture, 50,000 × 50,000, of a third of a mebibyte",
        lambda: id3_tag(id3_picture(png_bomb(50_000, 50_000))),
        None,
        slow=True,
    ),
    _tagged("a cover that is none", "a page in place of a picture", lambda: id3_tag(id3_picture(b"<script>" * 100))),
    _tagged(
        "a JPEG of markers",
        "segments of length zero, which lead nowhere",
        lambda: id3_tag(id3_picture(b"\xff\xd8\xff\xe0\0\0" + b"\xff\xe0\0\0" * 500_000)),
        None,
    ),
    _tagged(
        "forty covers of a mebibyte",
        "each might be the front",
        lambda: id3_tag(id3_picture(png_header(9, 9) + bytes(MIB)) * 40),
        None,
    ),
    Entry(
        "ID3: a bomb inside of RIFF",
        Door.SHOW,
        written(
            "x.wav", lambda: wav(wave_format(), chunk(b"data", bytes(8000)), chunk(b"id3 ", id3_tag(_bomb_frame())))
        ),
        "the same tag in another file",
    ),
    Entry(
        "ID3: 5,000 tags inside of RIFF",
        Door.SHOW,
        written(
            "x.wav",
            lambda: wav(
                wave_format(),
                chunk(b"data", bytes(8000)),
                chunk(b"id3 ", id3_tag(id3_frame(b"XABC", b"") * 1_600)) * 5_000,
            ),
        ),
        "tags that hold nothing, so that a reader tries the next one",
        None,
    ),
)
