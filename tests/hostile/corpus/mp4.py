"""MP4: boxes that lie about their size, tables that promise billions, tracks that name each other."""

import struct
from collections.abc import Callable
from pathlib import Path

from tests.hostile.corpus.id3 import EVIL
from tests.hostile.entry import Door, Entry, sparse, written
from tests.hostile.parts import (
    MIB,
    box,
    item,
    items,
    media_header,
    mp4,
    nested_boxes,
    png_header,
    table,
    track,
    wide_header,
)

FTYP = box(b"ftyp", b"M4A ")
# A track of 2,000 texts at the beginning of the file, 0xFFFFFFFF bytes each by its table.
_HUGE_TEXTS = (
    table(b"stts", 1, 2000, 1)
    + table(b"stsz", 0xFFFFFFFF, 0x7FFFFFFF)
    + table(b"stsc", 1, 1, 0x7FFFFFFF, 1)
    + table(b"stco", 1, 0)
)


def _file(name: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"MP4: {name}", Door.SHOW, written("x.m4a", make), why, problem, slow)


def _named_by(number: int) -> bytes:
    return box(b"tref", box(b"chap", struct.pack(">I", number)))


def _fragments(folder: Path) -> None:
    """A sparse file of fragments, each a table of 16 million samples that are all zero."""
    index = box(
        b"moov",
        box(b"mvhd", media_header(1000, 0)),
        track(header=media_header(1000, 0)),
        box(b"mvex", box(b"trex", struct.pack(">6I", 0, 1, 1, 0, 0, 0))),
    )
    size = 60 * MIB
    header = box(b"tfhd", struct.pack(">2I", 0, 1))
    run = struct.pack(">I4sII", size - 8 - 8 - len(header), b"trun", 0x100, 0xFFFFFF)
    with (folder / "x.m4a").open("wb") as file:
        file.write(FTYP + index)
        for _ in range(30):
            at = file.tell()
            file.write(struct.pack(">I4s", size, b"moof"))
            file.write(struct.pack(">I4s", size - 8, b"traf") + header + run)
            file.seek(at + size)
        file.truncate(file.tell())


ENTRIES = (
    _file("5,000 nested atoms", "recursion", lambda: nested_boxes(5000), True),
    _file("5,000 atoms nested in the tags", "recursion further down", lambda: mp4(nested_boxes(5000, b"udta")), None),
    _file("5,000 metas nested", "these are full boxes", lambda: mp4(nested_boxes(5000, b"meta")), None),
    _file("a million boxes", "each is read in its turn", lambda: FTYP + box(b"free") * 1_000_000),
    _file("a million tags", "empty ones", lambda: mp4(items(box(b"\xa9nam") * 1_000_000)), None),
    _file("an index of 100 MiB", "nothing but zeros", lambda: FTYP + box(b"moov", bytes(100 * MIB))),
    _file("an index of 60 MiB", "just within the limit, full of tracks", lambda: mp4(track() * 200_000), None),
    _file(
        "a box of 64 bits, 3 bytes long",
        "shorter than its own header",
        lambda: FTYP + struct.pack(">I4sQ", 1, b"moov", 3) + bytes(100),
    ),
    _file(
        "a box of 2^64 bytes",
        "beyond every file",
        lambda: FTYP + struct.pack(">I4sQ", 1, b"moov", (1 << 64) - 1) + bytes(100),
    ),
    _file("a box of size zero", "it reaches to the end", lambda: FTYP + struct.pack(">I4s", 0, b"moov") + bytes(100)),
    _file("a box of four bytes", "shorter than its header", lambda: FTYP + struct.pack(">I4s", 4, b"moov") * 99),
    _file("no index", "never completed", lambda: FTYP + box(b"mdat", bytes(5000))),
    _file("no tracks", "an index without any", lambda: mp4(sound=b""), None),
    _file("a time scale of zero", "a division by zero", lambda: mp4(sound=track(header=media_header(0, 9))), None),
    _file(
        "a length of 2^63",
        "ages in a header of 64 bits",
        lambda: mp4(sound=track(header=wide_header(1, 1 << 63))),
    ),
    _file(
        "an edit list of 2^32 edits",
        "the count lies",
        lambda: mp4(sound=track(extra=box(b"edts", table(b"elst", 0xFFFFFFFF, 1, 0)))),
        None,
    ),
    _file(
        "an edit list of nothing but silence",
        "lengths of ages before the first sound",
        lambda: mp4(
            sound=track(
                extra=box(b"edts", box(b"elst", struct.pack(">2IQqI", 1 << 24, 1, (1 << 63) - 1, -1, 0))) + _named_by(2)
            )
        ),
        None,
    ),
    _file(
        "a chapter track of 2^31 samples",
        "tables that promise four gigabytes for each title",
        lambda: mp4(sound=track(extra=_named_by(2)) + track(b"text", number=2, tables=_HUGE_TEXTS), data=bytes(9000)),
        None,
    ),
    _file(
        "chapter tracks that name each other",
        "a cycle, and a track that is its own chapters",
        lambda: mp4(
            sound=track(extra=_named_by(2))
            + track(b"text", number=2, extra=_named_by(3))
            + track(b"text", number=3, extra=_named_by(2))
            + track(b"text", number=4, extra=_named_by(4))
        ),
        None,
    ),
    _file(
        "10,000 tracks that are all chapters",
        "each might be the one",
        lambda: mp4(sound=track(extra=_named_by(2)) + track(b"text", number=2) * 10_000),
        None,
    ),
    _file(
        "255 chapters that are not there",
        "Nero's count lies",
        lambda: mp4(box(b"udta", box(b"chpl", b"\1\0\0\0" + bytes(4) + b"\xff" + struct.pack(">QB", 5, 200) + b"x"))),
    ),
    _file(
        "a chapter after 58,000 years",
        "64 bits of 100 nanoseconds",
        lambda: mp4(box(b"udta", box(b"chpl", b"\1\0\0\0" + bytes(4) + b"\1" + b"\xff" * 8 + b"\1x"))),
        None,
    ),
    _file(
        "tags of unknown types",
        "a text where a number should be, and types that nobody defined",
        lambda: mp4(
            items(
                item(b"trkn", b"xx", 77),
                item(b"tvsn", b"", 21),
                item(b"disk", b"\xff" * 40, 0),
                item(b"\xa9nam", b"\xff\xfe\xd8", 200),
                item(b"----", b"x"),
                box(b"\xa9alb", struct.pack(">I4s", 0xFFFF, b"data")),
            )
        ),
        None,
    ),
    _file(
        "a number of 200 bytes",
        "an episode number beyond every integer",
        lambda: mp4(items(item(b"tves", b"\x7f" * 200, 21), item(b"tvsn", b"\xff" * 8, 21))),
        None,
    ),
    _file(
        "a script for a title",
        "in the tags of iTunes",
        lambda: mp4(items(item(b"\xa9nam", EVIL), item(b"\xa9ART", EVIL), item(b"ldes", EVIL))),
        None,
    ),
    _file(
        "a cover of 2.5 gigapixels",
        "50,000 × 50,000 pixels in 24 bytes",
        lambda: mp4(items(item(b"covr", png_header(50_000, 50_000), 14))),
        None,
    ),
    _file("a cover of 60 MiB", "nearly all of the index", lambda: mp4(items(item(b"covr", bytes(60 * MIB), 14)))),
    _file(
        "a description of a mebibyte of HTML",
        "tags that are never closed",
        lambda: mp4(items(item(b"ldes", b"<a href=" * 125_000))),
        None,
    ),
    Entry(
        "MP4: fragments of 480 million samples",
        Door.SHOW,
        _fragments,
        "a sparse file: each of its tables is a long sum of zeros",
        None,
        slow=True,
    ),
    Entry(
        "MP4: four gigabytes of nothing",
        Door.SHOW,
        sparse("x.m4a", 4 << 30, lambda: FTYP, 0),
        "a box of size zero",
        True,
    ),
)
