"""Chapters of MP4 as players want them: a track of texts (QuickTime, Apple) and a list in the index (Nero).

confkit writes both itself, because ffmpeg loses the start of a first chapter that doesn't begin at 0, cuts titles of
Nero's list in the middle of a character (mutagen then can't open the file), knows no links, and drops the atoms that it
doesn't know. Here everything else of the file stays as it is, byte by byte.

Sources: QuickTime File Format, "Chapter Lists", "Text Media" and "Text Sample Data" (``href``, ``encd``); ISO/IEC
14496-12 for the boxes of a track. Neither form can begin later than 0, so a first chapter that does is preceded by one
without any title, which readers leave out again; a chapter that has no title itself is written with a blank.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from confkit.audio.intended import in_milliseconds
from confkit.audio.mp4_boxes import Box, boxed
from confkit.audio.mp4_tracks import MAX_TITLE, chapter_texts, chunk_places, movie_length, tracks_of
from confkit.domain.errors import InvalidValue
from confkit.domain.recording import Chapter

LONGEST_LINK = 255
_SCALE = 1000
_NERO_MOST = 255
_NERO_TITLE = 255
_UNIT = b"\0\0\0\1"
# Identity, as in every header of a track and film (ISO/IEC 14496-12 §8.3.2).
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_MS = timedelta(milliseconds=1)


def text_samples(chapters: Sequence[Chapter]) -> tuple[bytes, ...]:
    """Return the texts of a track of chapters in order, each with its title and link; raises InvalidValue."""
    if not chapters:
        return ()
    texts = [_sample(one.title or " ", one.url) for one in chapters]
    return (_sample("", ""), *texts) if chapters[0].start else tuple(texts)


def with_chapters(moov: Box, chapters: Sequence[Chapter], duration: timedelta, place: int) -> bytes:
    """Return the body of an index with ``chapters`` in the place of the present ones.

    ``place`` is where in the file their texts (``text_samples``, one after the other) begin. How long the body is does
    not depend on it.
    """
    bare = without_chapters(moov)
    if not chapters:
        return bare
    moov = Box(b"moov", bare, 0, len(bare))
    tracks = tracks_of(moov)
    id = max((track.id for track in tracks), default=0) + 1
    pictured = {one for track in tracks for one in track.chapters}
    named = {track.box.start for track in tracks if track.kind in (b"soun", b"vide") and track.id not in pictured}
    udta = moov.find(b"udta")
    body = []
    for box in moov.children():
        if box.name == b"mvhd":
            body.append(boxed(box.name, box.body[:-4] + max(id + 1, _last(box.body)).to_bytes(4, "big")))
        elif box.name == b"trak" and box.start in named:
            body.append(boxed(box.name, _naming(box, id)))
        elif box.name == b"mvex":
            body.append(boxed(box.name, box.body + boxed(b"trex", struct.pack(">6I", 0, id, 1, 0, 0, 0))))
        elif box.name == b"udta":
            body.append(boxed(box.name, _inside(box) + _nero(chapters)))
        else:
            body.append(boxed(box.name, box.body))
    ends = [*(in_milliseconds(one.start) for one in chapters[1:]), in_milliseconds(duration)]
    last = max(ends[-1], chapters[-1].start)
    track = _track(id, chapters, last, movie_length(moov)[0] or _SCALE, place)
    return b"".join(body) + track + (b"" if udta else boxed(b"udta", _nero(chapters)))


def without_chapters(moov: Box) -> bytes:
    """Return the body of an index without chapters: no track of texts that is named as such, no list of Nero's.

    Tracks of pictures that belong to chapters stay.
    """
    gone = {track.id: track.box.start for track in chapter_texts(moov)}
    body = []
    for box in moov.children():
        if box.name == b"trak":
            if box.start not in gone.values():
                body.append(boxed(box.name, _not_naming(box, gone)))
        elif box.name == b"udta":
            body.append(boxed(box.name, _inside(box, b"chpl")))
        elif box.name == b"mvex":
            kept = (one for one in box.children() if one.name != b"trex" or _first(one.body) not in gone)
            body.append(boxed(box.name, b"".join(boxed(one.name, one.body) for one in kept)))
        else:
            body.append(boxed(box.name, box.body))
    return b"".join(body)


def holds_only_texts(moov: Box, start: int, end: int) -> bool:
    """Whether what lies between two places of the file is used by the tracks of chapters alone."""
    texts = {track.id for track in chapter_texts(moov)}
    used = False
    for track in tracks_of(moov):
        if any(start <= place < end for place in chunk_places(track)):
            if track.id not in texts:
                return False
            used = True
    return used


def _first(body: bytes) -> int:
    """The id that a trex box is about, behind version and flags."""
    return int.from_bytes(body[4:8], "big")


def _last(body: bytes) -> int:
    return int.from_bytes(body[-4:], "big")


def _inside(box: Box, *without: bytes) -> bytes:
    return b"".join(boxed(one.name, one.body) for one in box.children() if one.name not in without)


def _naming(track: Box, id: int) -> bytes:
    """A track that names another as its chapters."""
    refs = track.find(b"tref")
    present = track.find(b"tref", b"chap")
    # The texts come first: readers that look at one reference only look at the first.
    chap = boxed(b"chap", id.to_bytes(4, "big") + (present.body if present else b""))
    return _inside(track, b"tref") + boxed(b"tref", (_inside(refs, b"chap") if refs else b"") + chap)


def _not_naming(track: Box, gone: Iterable[int]) -> bytes:
    """A track without references to the tracks that are gone."""
    present = track.find(b"tref", b"chap")
    refs = track.find(b"tref")
    if refs is None or present is None:
        return track.body
    ids = (present.body[at : at + 4] for at in range(0, len(present.body) - 3, 4))
    kept = b"".join(one for one in ids if int.from_bytes(one, "big") not in gone)
    inside = _inside(refs, b"chap") + (boxed(b"chap", kept) if kept else b"")
    return _inside(track, b"tref") + (boxed(b"tref", inside) if inside else b"")


def _sample(title: str, link: str) -> bytes:
    """A text with its encoding (UTF-8), and the address behind it."""
    text = title.encode()
    if len(text) > MAX_TITLE:
        raise InvalidValue(
            f"has a title of more than {MAX_TITLE:,} bytes", where=f"chapter {title[:20]}…", fix="shorten it"
        )
    sample = len(text).to_bytes(2, "big") + text + boxed(b"encd", b"\0\0\1\0")
    address = link.encode()
    if address and len(address) <= LONGEST_LINK:
        reach = min(len(title), 0xFFFF)
        sample += boxed(b"href", struct.pack(">HHB", 0, reach, len(address)) + address + b"\0")
    return sample


def _nero(chapters: Sequence[Chapter]) -> bytes:
    """Nero's list: it holds 255 chapters, and 255 bytes of each title."""
    entries = [(one.start, one.title or " ") for one in chapters]
    if chapters[0].start:
        entries.insert(0, (timedelta(0), ""))
    body = b"\1\0\0\0\0\0\0\0" + bytes([min(len(entries), _NERO_MOST)])
    for start, title in entries[:_NERO_MOST]:
        text = title.encode()[:_NERO_TITLE].decode("utf-8", "ignore").encode()
        body += struct.pack(">QB", start // timedelta(microseconds=1) * 10, len(text)) + text
    return boxed(b"chpl", body)


def _durations(chapters: Sequence[Chapter], end: timedelta) -> Iterator[int]:
    """How long each text is shown, in milliseconds."""
    starts = [in_milliseconds(one.start) for one in chapters]
    if starts[0]:
        starts.insert(0, timedelta(0))
    for start, after in pairwise([*starts, end]):
        yield (after - start) // _MS


def _track(id: int, chapters: Sequence[Chapter], end: timedelta, scale: int, place: int) -> bytes:
    """A track of texts that is not shown by itself: only as the chapters of others."""
    samples = text_samples(chapters)
    shown = list(_durations(chapters, end))
    length = sum(shown)
    in_film = -(-length * scale // _SCALE)
    if in_film >> 32:
        header = struct.pack(">IQQIIQ", 0x0100_0002, 0, 0, id, 0, in_film)
        edit = struct.pack(">IIQqHH", 0x0100_0000, 1, in_film, 0, 1, 0)
    else:
        header = struct.pack(">IIIIII", 0x0000_0002, 0, 0, id, 0, in_film)
        edit = struct.pack(">IIIiHH", 0, 1, in_film, 0, 1, 0)
    table = b"".join(
        (
            boxed(b"stsd", b"\0" * 4 + _UNIT + _text_entry()),
            boxed(b"stts", _runs(shown)),
            boxed(b"stsc", struct.pack(">5I", 0, 1, 1, len(samples), 1)),
            boxed(b"stsz", struct.pack(f">{3 + len(samples)}I", 0, 0, len(samples), *map(len, samples))),
            boxed(b"stco", struct.pack(">3I", 0, 1, place)),
        )
    )
    generic = boxed(b"gmin", struct.pack(">I6H", 0, 0x40, 0x8000, 0x8000, 0x8000, 0, 0))
    generic += boxed(b"text", struct.pack(">HIIIIIIIIH", 1, 0, 0, 0, 1, 0, 0, 0, 0x4000, 0))
    reference = boxed(b"dref", b"\0" * 4 + _UNIT + boxed(b"url ", _UNIT))
    media = b"".join(
        (
            boxed(b"mdhd", struct.pack(">5IHH", 0, 0, 0, _SCALE, min(length, 0xFFFF_FFFE), 0x55C4, 0)),
            boxed(b"hdlr", b"\0" * 8 + b"text" + b"\0" * 12 + b"Chapters\0"),
            boxed(b"minf", boxed(b"gmhd", generic) + boxed(b"dinf", reference) + boxed(b"stbl", table)),
        )
    )
    shape = b"\0" * 16 + _MATRIX + b"\0" * 8
    return boxed(b"trak", boxed(b"tkhd", header + shape) + boxed(b"edts", boxed(b"elst", edit)) + boxed(b"mdia", media))


def _runs(durations: Iterable[int]) -> bytes:
    """The table of durations (stts): how many samples have which, in order."""
    runs: list[list[int]] = []
    for duration in durations:
        if runs and runs[-1][1] == duration:
            runs[-1][0] += 1
        else:
            runs.append([1, duration])
    return struct.pack(f">{2 + 2 * len(runs)}I", 0, len(runs), *(number for run in runs for number in run))


def _text_entry() -> bytes:
    """How the texts would look: a description without any wish (QTFF, "Text Sample Description")."""
    return boxed(b"text", struct.pack(">6xHIi6x8x8xHHBH6xB", 1, 0, 1, 0, 0, 0, 0, 0))
