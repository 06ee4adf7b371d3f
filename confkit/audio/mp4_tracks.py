"""The tracks of an MP4 file: how long the sound plays, and chapters kept as a track of texts.

ISO/IEC 14496-12: mdhd §8.4.2, edit lists §8.6.6, sample tables §8.5–8.7, fragments §8.8. Chapter tracks and ``chap``
references: QuickTime File Format, "Chapter Lists". mutagen reads Nero's ``chpl`` box only.
"""

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from confkit.audio.chapters import MAX_CHAPTERS
from confkit.audio.mp4_boxes import Box, TopBox, load
from confkit.audio.source import Source
from confkit.audio.tag_values import web_address
from confkit.domain.errors import FormatError, LimitExceeded
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

# A fragment describes seconds of sound in kilobytes; a day of it is far below this.
_MAX_FRAGMENTS = 32 << 20
# In bytes; with its link, a text may be as long as _MAX_TEXT.
MAX_TITLE = 15_000
_MAX_TEXT = 16_000
_TEXTS = (b"text", b"sbtl")


@dataclass(frozen=True, slots=True)
class Track:
    """A track: ``length`` in units of 1/``scale`` s, ``chapters`` the ids of the tracks that name its chapters."""

    id: int
    kind: bytes
    scale: int
    length: int
    language: str
    chapters: tuple[int, ...]
    box: Box


def tracks_of(moov: Box) -> list[Track]:
    """Return the tracks; one that is broken is left out."""
    tracks = []
    for box in moov.children(b"trak"):
        header, media, handler = box.find(b"tkhd"), box.find(b"mdia", b"mdhd"), box.find(b"mdia", b"hdlr")
        if header and media and handler:
            body = header.body
            at = 20 if body[:1] == b"\1" else 12
            scale, length, language = _media_header(media.body)
            refs = box.find(b"tref", b"chap")
            chapters = _integers(refs.body[: 4 * 64]) if refs else ()
            track_id = int.from_bytes(body[at : at + 4], "big")
            tracks.append(Track(track_id, handler.body[8:12], scale, length, language, chapters, box))
    return tracks


def chapter_texts(moov: Box) -> list[Track]:
    """Return the tracks of texts that others name as their chapters."""
    tracks = tracks_of(moov)
    named = {id for track in tracks for id in track.chapters}
    return [track for track in tracks if track.id in named and track.kind in _TEXTS]


def movie_length(moov: Box) -> tuple[int, int]:
    """Return the time scale and length of the whole film."""
    header = moov.find(b"mvhd")
    scale, length, _ = _media_header(header.body) if header else (0, 0, "")
    return scale, length


def seconds_of(track: Track, moov: Box) -> float:
    """Return how long a track plays: what its edit list lets through, or all of it."""
    whole = track.length / track.scale if track.scale else 0.0
    edits = track.box.find(b"edts", b"elst")
    scale, _ = movie_length(moov)
    if edits is None or not scale:
        return whole
    played = sum(length for length, start in _edits(edits.body) if start >= 0) / scale
    # An edit can't play what is not there; an empty one is written by encoders that don't know the length yet.
    return min(played, whole) if played else whole


def fragments_seconds(source: Source, top: Iterable[TopBox], track: Track, moov: Box) -> float:
    """Return the length of the sound that lies in fragments (``moof``) after the index."""
    extends = moov.find(b"mvex")
    default = 0
    for trex in extends.children(b"trex") if extends else ():
        if int.from_bytes(trex.body[4:8], "big") == track.id:
            default = int.from_bytes(trex.body[12:16], "big")
    ticks, room = 0, _MAX_FRAGMENTS
    for box in top:
        if box.name == b"moof":
            room -= box.end - box.start
            if room < 0:
                raise LimitExceeded("has fragments that are too large to read", fix="encode it again")
            for part in load(source, box).children(b"traf"):
                ticks += _fragment_ticks(part, track.id, default)
    return ticks / track.scale if track.scale else 0.0


def _fragment_ticks(part: Box, track_id: int, default: int) -> int:
    header = part.find(b"tfhd")
    if header is None or int.from_bytes(header.body[4:8], "big") != track_id:
        return 0
    flags = int.from_bytes(header.body[1:4], "big")
    at = 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    if flags & 8:
        default = int.from_bytes(header.body[at : at + 4], "big")
    ticks = 0
    for run in part.children(b"trun"):
        body = run.body
        flags, count = int.from_bytes(body[1:4], "big"), int.from_bytes(body[4:8], "big")
        if not flags & 0x100:
            ticks += count * default
            continue
        at = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
        width = 4 * (flags >> 8 & 15).bit_count()
        ticks += sum(int.from_bytes(body[i : i + 4], "big") for i in range(at, len(body) - 3, width))
    return ticks


def chapter_track(source: Source, track: Track, moov: Box) -> Iterator[Chapter]:
    """Yield the chapters of a track of texts; raises FormatError, TruncatedInput where its tables are broken.

    A track begins at 0, so where the first chapter does not, a text that is empty stands before it: that is left out.
    """
    table = track.box.find(b"mdia", b"minf", b"stbl")
    if table is None or not track.scale:
        return
    start = _delay(track, moov)
    ticks = 0
    untitled: Chapter | None = None
    for number, (duration, (offset, size)) in enumerate(zip(_durations(table), _samples(table), strict=False)):
        text = source.exactly(offset, min(size, _MAX_TEXT)) if size >= 2 else b"\0\0"
        title, link = _text_sample(text)
        begin = start + timedelta(microseconds=round(ticks * 1_000_000 / track.scale))
        ticks += duration
        is_bare = text[:2] == b"\0\0"
        if not number and is_bare and not begin:
            untitled = Chapter(begin, title, url=link)
            continue
        if untitled is not None and number == 1 and is_bare:
            yield untitled
        untitled = None
        yield Chapter(begin, title, url=link)
    if untitled is not None:
        yield untitled


def nero_chapters(moov: Box) -> Iterator[Chapter]:
    """Yield the chapters of a ``chpl`` box: start in 100 ns, title in UTF-8.

    An empty one at 0 is left out, as in a track, where the next one has a title.
    """
    box = moov.find(b"udta", b"chpl")
    if box is None:
        return
    body = box.body
    position = 8 if body[:1] == b"\1" else 4
    count = body[position] if position < len(body) else 0
    position += 1
    first_has_none = count > 1 and body[position : position + 9] == b"\0" * 9
    for number in range(count):
        if position + 9 > len(body):
            raise FormatError("has chapters that are cut off", fix="write the chapters anew")
        start, length = struct.unpack_from(">QB", body, position)
        title = body[position + 9 : position + 9 + length].decode("utf-8", "replace")
        position += 9 + length
        if number == 0 and first_has_none and body[position + 8 : position + 9] > b"\0":
            continue
        yield Chapter(timedelta(microseconds=start // 10), clean_line(title))


def _media_header(body: bytes) -> tuple[int, int, str]:
    """Return time scale, length (0 if unknown) and language of an mdhd or mvhd box."""
    if body[:1] == b"\1":
        scale, length = struct.unpack_from(">IQ", body, 20)
        unknown, at = 0xFFFF_FFFF_FFFF_FFFF, 32
    else:
        scale, length = struct.unpack_from(">II", body, 12)
        unknown, at = 0xFFFF_FFFF, 20
    packed = int.from_bytes(body[at : at + 2], "big")
    # Below 0x400 are the language numbers of the old Macintosh, which say "English" for whatever was not set.
    letters = "".join(chr(0x60 + (packed >> shift & 31)) for shift in (10, 5, 0)) if 0x400 <= packed < 0x7FFF else ""
    return scale, 0 if length == unknown else length, letters


def _edits(body: bytes) -> Iterator[tuple[int, int]]:
    """Yield length (in the film's scale) and start (in the media's, -1: silence) of each edit."""
    form, width = (">Qq", 20) if body[:1] == b"\1" else (">Ii", 12)
    count = min(int.from_bytes(body[4:8], "big"), (len(body) - 8) // width)
    for index in range(count):
        length, start = struct.unpack_from(form, body, 8 + index * width)
        yield length, start


def _delay(track: Track, moov: Box) -> timedelta:
    """Return the silence that an edit list puts before the first chapter."""
    edits = track.box.find(b"edts", b"elst")
    scale, _ = movie_length(moov)
    first = next(_edits(edits.body), (0, 0)) if edits else (0, 0)
    return timedelta(seconds=first[0] / scale) if scale and first[1] < 0 else timedelta()


def _integers(body: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(body) // 4}I", body[: len(body) // 4 * 4])


def _entries(table: Box, name: bytes, *, skip: int = 4) -> tuple[int, ...]:
    """Return the numbers of a sample table, after version, flags and ``skip`` bytes."""
    box = table.find(name)
    return _integers(box.body[4 + skip : 4 + skip + 12 * MAX_CHAPTERS]) if box else ()


def _durations(table: Box) -> Iterator[int]:
    runs = _entries(table, b"stts")
    for count, duration in zip(runs[::2], runs[1::2], strict=False):
        for _ in range(min(count, MAX_CHAPTERS + 1)):
            yield duration


def _samples(table: Box) -> Iterator[tuple[int, int]]:
    """Yield offset and size of each sample (ISO/IEC 14496-12 §8.7.3–5)."""
    sizes = _entries(table, b"stsz", skip=0)
    if len(sizes) < 2:
        return
    fixed, each = sizes[0], sizes[2:]
    offsets = _entries(table, b"stco")
    if not offsets:
        wide = _entries(table, b"co64")
        offsets = tuple(high << 32 | low for high, low in zip(wide[::2], wide[1::2], strict=False))
    runs = _entries(table, b"stsc")
    starts = dict(zip(runs[::3], runs[1::3], strict=False))
    per_chunk, sample = 1, 0
    for chunk, offset in enumerate(offsets, 1):
        per_chunk = starts.get(chunk, per_chunk)
        for _ in range(per_chunk):
            if sample > MAX_CHAPTERS or (not fixed and sample >= len(each)):
                return
            size = fixed or each[sample]
            yield offset, size
            offset, sample = offset + size, sample + 1


def chunks_of(track: Track) -> Iterator[tuple[int, int]]:
    """Yield offset and size of each chunk of a track, in order; the samples of a chunk lie one behind the other."""
    table = track.box.find(b"mdia", b"minf", b"stbl")
    sizes = table.find(b"stsz") or table.find(b"stz2") if table else None
    if table is None or sizes is None:
        return
    of = _sizes(sizes)
    runs = _whole(table, b"stsc")
    starts = dict(zip(runs[::3], runs[1::3], strict=False))
    per_chunk, sample = 1, 0
    for chunk, offset in enumerate(chunk_places(track), 1):
        per_chunk = starts.get(chunk, per_chunk)
        yield offset, of(sample, per_chunk)
        sample += per_chunk


def chunk_places(track: Track) -> Sequence[int]:
    """Return where in the file the chunks of a track begin."""
    table = track.box.find(b"mdia", b"minf", b"stbl")
    if table is None:
        return ()
    wide = table.find(b"co64")
    if wide is None:
        return _whole(table, b"stco")
    body = wide.body[8:]
    return struct.unpack(f">{len(body) // 8}Q", body[: len(body) // 8 * 8])


def _whole(table: Box, name: bytes) -> tuple[int, ...]:
    box = table.find(name)
    return _integers(box.body[8:]) if box else ()


def _sizes(box: Box) -> Callable[[int, int], int]:
    """Return what says how many bytes a number of samples from one on take (ISO/IEC 14496-12 §8.7.3)."""
    body = box.body
    fixed, count = int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")
    each: Sequence[int]
    if box.name == b"stz2":
        width, packed = body[7], body[12:]
        if width == 4:
            each = [half for byte in packed for half in (byte >> 4, byte & 15)][:count]
        else:
            each = packed if width == 8 else struct.unpack(f">{len(packed) // 2}H", packed[: len(packed) // 2 * 2])
    elif fixed:
        return lambda first, number: max(0, min(number, count - first)) * fixed
    else:
        each = _integers(body[12:])
    return lambda first, number: sum(each[first : first + number])


def _text_sample(data: bytes) -> tuple[str, str]:
    """Return the title and the link (``href``) of a text sample: a length, the text, then boxes."""
    length = int.from_bytes(data[:2], "big")
    text = data[2 : 2 + length]
    wide = text[:2] in (b"\xfe\xff", b"\xff\xfe")
    title = text.decode("utf-16" if wide else "utf-8", "replace")
    link = ""
    for box in Box(b"text", data, min(2 + length, len(data)), len(data)).children(b"href"):
        # Range of characters (2 + 2 bytes), then the address with its length in a byte.
        body = box.body
        link = web_address(body[5 : 5 + body[4]].decode("utf-8", "replace")) if len(body) > 5 else ""
    return clean_line(title), link
