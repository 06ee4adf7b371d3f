"""MPEG audio (MP3): how long it sounds, exactly.

The length stands in a Xing, Info or VBRI header, or nowhere: then every frame is visited (an hour takes tens of
milliseconds). Guessing from the first frame's bit rate, as libraries do, is off by 70 % on variable bit rates. A
header is believed only where it fits the file; a truncated, joined or retouched file is walked too.

Frame header: ISO/IEC 11172-3 §2.4.2.3 and 13818-3. Xing and LAME: the LAME info tag, revision 1. VBRI: Fraunhofer.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from confkit.audio.contents import Contents, truncated, unsure
from confkit.audio.id3_frames import tag_length
from confkit.audio.source import EDGE, Source
from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem

# How much that is no audio may lie before the first frame, and between frames altogether.
_SEARCH = 1 << 20
_MAX_JUNK = 16 << 20
_MAX_TRIES = 200_000
_WINDOW = 1 << 20
# After a gap less is read at first: a file of gaps would otherwise cost a mebibyte for each of them.
_NARROW = 4 << 10
# Up to here a walk is so cheap that no header is taken at its word.
_ALWAYS_WALK = 256 << 10
_PROBE = 16 << 10
# 160 kbit/s at 8 kHz in layer II.
_MAX_FRAME = 2881
# The delay of every decoder (LAME info tag, "encoder delays").
_DECODER_DELAY = 529

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_V1 = {
    3: (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_V2 = {
    3: (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    1: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


@dataclass(frozen=True, slots=True)
class Stream:
    """What all frames of a file share; ``version`` and ``layer`` are the bits of the header (3 = MPEG 1, 1 = III)."""

    version: int
    layer: int
    rate: int

    @property
    def samples(self) -> int:
        """Samples per frame and channel."""
        if self.layer == 3:
            return 384
        return 576 if self.layer == 1 and self.version != 3 else 1152


@dataclass(frozen=True, slots=True)
class InfoHeader:
    """A Xing, Info or VBRI header: frames and bytes it claims (0: not said), and what LAME says to cut off."""

    frames: int
    size: int
    delay: int = 0
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk over the frames found; ``junk`` is bytes between frames, ``complete`` that it reached the end."""

    frames: int
    junk: int
    complete: bool


def read_mpeg(source: Source, start: int) -> Contents:
    """Return the duration of the MPEG audio from ``start`` on; raises FormatError where there is none."""
    end = audio_end(source, start)
    first, stream, length = _first_frame(source, start, end)
    frame = source.read(first, length)
    info = _info_header(frame, stream)
    begin = first + length if info else first
    problems: list[Problem] = []
    if info and info.size and first + info.size > end + max(4096, info.size // 50):
        problems.append(truncated("ends before the length its header gives"))
    if info and end - first > _ALWAYS_WALK and _is_credible(info, source, stream, begin, end):
        frames = info.frames
    else:
        walk = _walk(source, stream, begin, end)
        frames = walk.frames
        if not walk.complete or walk.junk > _PROBE:
            problems.append(unsure("holds bytes between its frames that are no audio"))
    samples = frames * stream.samples
    if info and info.frames == frames:
        samples -= info.delay + info.padding
    elif info and info.delay:
        samples -= info.delay + _DECODER_DELAY
    return Contents(max(0, samples) / stream.rate, end - first, problems=tuple(problems))


def audio_end(source: Source, start: int) -> int:
    """Return where the audio ends and the tags behind it begin: ID3v1, then APEv2 (which lies before it)."""
    end = source.size
    if end - start >= 128 and source.read(end - 128, 3) == b"TAG":
        end -= 128
    footer = source.read(end - 32, 32) if end - start >= 32 else b""
    if footer[:8] == b"APETAGEX":
        size = int.from_bytes(footer[12:16], "little") + (32 if footer[23] & 0x80 else 0)
        end = end - size if start <= end - size else end - 32
    return end


@lru_cache(maxsize=32)
def _lengths(stream: Stream) -> dict[bytes, int]:
    """Return the length of a frame by its first three bytes, for all headers that belong to ``stream``."""
    lengths: dict[bytes, int] = {}
    rate_bits = _RATES[stream.version].index(stream.rate)
    rates = (_V1 if stream.version == 3 else _V2)[stream.layer]
    for bits, kilobits in enumerate(rates, 1):
        for padding in (0, 1):
            if stream.layer == 3:
                length = (12_000 * kilobits // stream.rate + padding) * 4
            else:
                length = stream.samples // 8 * 1000 * kilobits // stream.rate + padding
            for protection in (0, 1):
                second = 0xE0 | stream.version << 3 | stream.layer << 1 | protection
                for private in (0, 1):
                    lengths[bytes([0xFF, second, bits << 4 | rate_bits << 2 | padding << 1 | private])] = length
    return lengths


def _stream_of(header: bytes) -> Stream | None:
    """Return the stream that a frame header belongs to, None where it is none (or of free format)."""
    if len(header) < 3 or header[0] != 0xFF or header[1] < 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bits, rate = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer == 0 or bits in (0, 15) or rate == 3:
        return None
    return Stream(version, layer, _RATES[version][rate])


def _first_frame(source: Source, start: int, end: int) -> tuple[int, Stream, int]:
    """Return offset, stream and length of the first frame that two more follow (or the end of the file)."""
    # It nearly always stands at the very start; only where it doesn't is more than a little read.
    for reach in (max(EDGE - start, EDGE // 2), _SEARCH + 8192):
        data = source.read(start, min(reach, end - start))
        found = _frame_in(data, end - start)
        # Close to the end of a little, frames that really follow lie outside of it.
        if found and (found[0] + 3 * _MAX_FRAME < reach or reach > _SEARCH):
            return start + found[0], *found[1:]
    raise FormatError("holds no MPEG audio", fix="check that it is an MP3 file, or encode it again")


def _frame_in(data: bytes, end: int) -> tuple[int, Stream, int] | None:
    """Return position, stream and length of the first frame in ``data``; ``end`` is where the audio ends."""
    position = data.find(b"\xff")
    for _ in range(_MAX_TRIES):
        if position < 0 or position > _SEARCH:
            break
        stream = _stream_of(data[position : position + 3])
        if stream:
            lengths = _lengths(stream)
            length = lengths[data[position : position + 3]]
            if _follows(data, position + length, lengths, end, frames=2):
                return position, stream, length
        position = data.find(b"\xff", position + 1)
    return None


def _follows(data: bytes, position: int, lengths: dict[bytes, int], end: int, *, frames: int) -> bool:
    """Whether ``frames`` frames stand at ``position``, or fewer up to exactly the end."""
    for _ in range(frames):
        if position == end:
            return True
        length = lengths.get(data[position : position + 3])
        if length is None:
            return False
        position += length
    return True


def _info_header(frame: bytes, stream: Stream) -> InfoHeader | None:
    """Read the header that encoders put into the first frame in place of sound."""
    if stream.layer != 1:
        return None
    if frame[36:40] == b"VBRI" and len(frame) >= 54:
        return InfoHeader(int.from_bytes(frame[50:54], "big"), int.from_bytes(frame[46:50], "big"))
    mono = len(frame) > 3 and frame[3] >> 6 == 3
    at = (21 if mono else 36) if stream.version == 3 else (13 if mono else 21)
    if frame[at : at + 4] not in (b"Xing", b"Info"):
        return None
    flags = int.from_bytes(frame[at + 4 : at + 8], "big")
    position, numbers = at + 8, [0, 0]
    for bit in (0, 1):
        if flags >> bit & 1:
            numbers[bit] = int.from_bytes(frame[position : position + 4], "big")
            position += 4
    position += (100 if flags & 4 else 0) + (4 if flags & 8 else 0)
    delay = padding = 0
    if frame[position : position + 4] in (b"LAME", b"Lavf", b"Lavc", b"L3.9"):
        delays = int.from_bytes(frame[position + 21 : position + 24], "big")
        delay, padding = delays >> 12, delays & 0xFFF
    return InfoHeader(numbers[0], numbers[1], delay, padding)


def _is_credible(info: InfoHeader, source: Source, stream: Stream, begin: int, end: int) -> bool:
    """Whether the header's frame count fits the file: its size, and the frames at four places in it."""
    size = end - begin
    if not info.frames or (info.size and abs(info.size - size) > max(4096, size // 100)):
        return False
    lengths = _lengths(stream)
    seen = taken = 0
    for part in range(4):
        data = source.read(begin + size * part // 4, _PROBE)
        position = data.find(b"\xff")
        while position >= 0 and not (
            data[position : position + 3] in lengths
            and _follows(data, position + lengths[data[position : position + 3]], lengths, -1, frames=2)
        ):
            position = data.find(b"\xff", position + 1)
        while position >= 0 and (length := lengths.get(data[position : position + 3])):
            position, seen, taken = position + length, seen + 1, taken + length
    return seen > 0 and abs(size / info.frames - taken / seen) <= taken / seen / 4


def _walk(source: Source, stream: Stream, begin: int, end: int) -> Walk:
    """Count the complete frames between ``begin`` and ``end``, in bounded memory."""
    lengths = _lengths(stream)
    frames = junk = tries = 0
    window = _WINDOW
    while begin + 4 <= end:
        data = source.read(begin, min(window, end - begin))
        window = min(2 * window, _WINDOW)
        position = 0
        # The innermost loop of a scan. It ends with the data too: fewer than three bytes are no header.
        try:
            for counted in count(frames):
                frames = counted
                position += lengths[data[position : position + 3]]
        except KeyError:
            begin += position
        if position + 4 <= len(data):
            skipped, tried = _resync(source, begin, end, lengths)
            junk, tries, begin = junk + skipped, tries + tried, begin + skipped
            window = _NARROW
            if junk > _MAX_JUNK or tries > _MAX_TRIES:
                return Walk(frames, junk, complete=False)
    if begin > end and frames:
        frames -= 1  # cut off in the middle
    return Walk(frames, junk, complete=True)


def _resync(source: Source, begin: int, end: int, lengths: dict[bytes, int]) -> tuple[int, int]:
    """Return how many bytes lie before the next frame (at least one), and how many places were tried."""
    inner = tag_length(source.read(begin, 10))
    if inner:
        return min(inner, end - begin), 1
    tries = 1
    for window in (_NARROW, _WINDOW):
        data = source.read(begin, min(window, end - begin))
        position = data.find(b"\xff", 1)
        while position >= 0 and tries < _MAX_TRIES:
            length = lengths.get(data[position : position + 3])
            if length and _follows(data, position + length, lengths, end - begin, frames=1):
                return position, tries
            tries, position = tries + 1, data.find(b"\xff", position + 1)
    return len(data), tries
