"""The sound of a file as a hash that tags don't touch: what must be the same before and after they are written.

For each format it covers the coded sound and what a decoder needs to play it, and leaves out tags, paddings and the
places of things in the file. It reads piece by piece, whatever the length of the file.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from confkit.audio.media import Container
from confkit.audio.source import Source
from confkit.domain.errors import FormatError

_STEP = 1 << 20
_MAX_PAGES = 1_000_000


def payload_digest(source: Source, container: Container, start: int) -> str:
    """Return the hash of the sound; ``start`` is where it begins in MP3 and FLAC files, behind leading tags.

    Raises FormatError, TruncatedInput.
    """
    digest = blake2b(container.value.encode(), digest_size=32)
    for piece in _PARTS[container](source, start):
        if isinstance(piece, bytes):
            digest.update(piece)
            continue
        for at in range(piece[0], piece[1], _STEP):
            digest.update(source.exactly(at, min(_STEP, piece[1] - at)))
    return digest.hexdigest()


_Part = bytes | tuple[int, int]


def _mpeg(source: Source, start: int) -> Iterator[_Part]:
    from confkit.audio.mpeg import audio_end

    yield start, audio_end(source, start)


def _flac(source: Source, start: int) -> Iterator[_Part]:
    """Stream information and all frames."""
    from confkit.audio.flac import blocks

    end = start + 4
    for kind, offset, length in blocks(source, start + 4):
        end = offset + length
        if kind == 0:
            yield offset, end
    yield end, source.size


def _wav(source: Source, start: int) -> Iterator[_Part]:
    """The format and the data; where nobody filled in its length, the data reach to the end."""
    from confkit.audio.wav import chunks

    wide = 0
    for name, offset, length in chunks(source):
        if name == b"ds64":
            wide = int.from_bytes(source.read(offset + 8, 8), "little")
        if name == b"fmt ":
            yield offset, min(offset + length, source.size)
        elif name == b"data":
            known = wide or length if length == 0xFFFFFFFF else length
            yield offset, min(offset + known, source.size) if known else source.size
            return


def _ogg(source: Source, start: int) -> Iterator[_Part]:
    """The header packets but for the comments, then of each page what says when it sounds, and its body."""
    from confkit.audio.ogg import identify, pages
    from confkit.audio.ogg_writing import header_packets

    codec, after = identify(source)
    yield 0, after
    packets, foreign, _, sound = header_packets(source, codec, after)
    yield from (bytes(packet) for packet in packets[1:])
    yield from ((page.body, page.end) for page in foreign)
    end = sound
    for page in pages(source, sound, limit=_MAX_PAGES):
        end = page.end
        yield bytes([page.flags]) + page.position.to_bytes(8, "big", signed=True) + page.lacing
        yield page.body, page.end
    yield end, source.size


def _mp4(source: Source, start: int) -> Iterator[_Part]:
    """Of each track its tables and its samples, wherever they lie; of fragments all. Texts of chapters are no sound."""
    from confkit.audio.mp4_boxes import Box, load, top_boxes
    from confkit.audio.mp4_tracks import chapter_texts, chunks_of, movie_length, tracks_of

    top = top_boxes(source)
    index = next((box for box in top if box.name == b"moov"), None)
    if index is None:
        raise FormatError("has no index, it was never completed", fix="encode it again")
    moov = load(source, index)
    texts = {track.id for track in chapter_texts(moov)}

    def tables(box: Box) -> Iterator[bytes]:
        for one in box.children():
            if one.name in (b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"tref"):
                yield from tables(one)
            elif one.name not in (b"stco", b"co64", b"chap", b"udta", b"meta", b"free", b"skip"):
                yield one.name + one.body

    yield repr(movie_length(moov)).encode()
    for track in tracks_of(moov):
        if track.id not in texts:
            yield from tables(track.box)
            yield from _joined(chunks_of(track), source.size)
    for before, box in zip([None, *top], top, strict=False):
        # What an index doesn't know lies in fragments, each a header with its sound behind it.
        if box.name == b"moof" or (box.name == b"mdat" and before and before.name == b"moof"):
            yield box.start, min(box.end, source.size)


def _joined(chunks: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Yield stretches of the file, those that follow each other as one; raises FormatError for the same ones often."""
    begin = end = total = 0
    for offset, length in chunks:
        if offset == end:
            end += length
            continue
        if begin < end:
            yield begin, min(end, size)
        begin, end = min(offset, size), offset + length
        total += min(end, size) - begin
        if total > 2 * size:
            break
    if total > 2 * size:
        raise FormatError("plays the same parts of itself again and again", fix="encode it again")
    if begin < end:
        yield begin, min(end, size)


_PARTS = {
    Container.MPEG: _mpeg,
    Container.FLAC: _flac,
    Container.WAV: _wav,
    Container.OGG: _ogg,
    Container.MP4: _mp4,
}
