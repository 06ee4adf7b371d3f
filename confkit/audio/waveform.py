"""The outline of a sound: how loud it is, moment by moment, to be drawn.

WAV is read here; everything else is decoded by ffmpeg, which is a program that may not be there. Whatever it is given
came from outside: it may open that one file and nothing else, as audio and nothing else, and is ended when it takes too
long, gives more than it should, or nobody wants to know any more.
"""

import math
import os
import selectors
import shutil
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from confkit.audio.media import Container
from confkit.audio.source import Source, open_source, real_path_inside
from confkit.audio.wav import chunks
from confkit.domain.errors import Cancelled, ConfkitError, FormatError, LimitExceeded, NotFound
from confkit.domain.text import clean_line

Progress = Callable[[int, int, str], None]
IsCancelled = Callable[[], bool]

# Samples a second: plenty for an outline, and little enough for hours of sound.
RATE = 8_000
# A column of the outline is a tenth of a second, finer in short sounds (so that there are enough to draw), coarser in
# those that last more than half a day.
_FINEST, _USUAL, _LEAST_COLUMNS, _MOST_COLUMNS = RATE // 100, RATE // 10, 1_200, 500_000
# ffmpeg decodes hundreds of times faster than sound is played; one that doesn't reach ten times hangs.
_PATIENCE, _LEAST_SPEED = 30.0, 10
# A file may last a little longer than its header says.
_SLACK = 10 * RATE
_PIECE = 1 << 16
_TURN = 0.1
_KEPT_WORDS = 2_000
_LARGEST_SAMPLE = 1 << 15
_PCM, _EXTENSIBLE = 1, 0xFFFE

NO_FFMPEG = "install ffmpeg to see the waveform"

_DEMUXERS = {
    Container.MPEG: "mp3",
    Container.MP4: "mov",
    Container.OGG: "ogg",
    Container.FLAC: "flac",
    Container.WAV: "wav,w64",
}


@dataclass(frozen=True, slots=True)
class Waveform:
    """The outline of a sound in columns that each last ``step``.

    ``peaks`` and ``loudness`` hold a byte for each column: the loudest sample and the root mean square of all, as
    255 times the square root of their share of full scale, which keeps quiet speech apart from silence.
    """

    step: timedelta
    peaks: bytes
    loudness: bytes

    @property
    def duration(self) -> timedelta:
        """How much sound there was to decode."""
        return self.step * len(self.peaks)


def read_waveform(
    root: Path,
    path: str,
    duration: timedelta,
    *,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Waveform:
    """Return the outline of ``path`` (relative to ``root``), whose length is known to be ``duration``.

    Of a file that is cut off it shows what is there. ``progress`` is told the seconds that are done. Raises NotFound
    where ffmpeg would be needed and is missing, FormatError, LimitExceeded, Cancelled and OSError.
    """
    samples = max(1, int(duration.total_seconds() * RATE))
    outline = _Outline(samples, path, progress, cancelled)
    with open_source(root, path) as source:
        rate = _read_wav(source, outline)
    if not rate:
        _decode(Path(real_path_inside(root, path)), samples, outline)
        rate = RATE
    return outline.finished(rate)


class _Outline:
    """Takes samples as they come and makes a column of each so many of them."""

    def __init__(self, samples: int, name: str, progress: Progress | None, cancelled: IsCancelled | None) -> None:
        fitting = min(max(samples // _LEAST_COLUMNS, _FINEST), _USUAL)
        self.width = max(fitting, -(-samples // _MOST_COLUMNS))
        self._rest = b""
        self._peaks, self._loudness = bytearray(), bytearray()
        self.name, self._seconds = name, max(1, samples // RATE)
        self._progress, self._cancelled = progress, cancelled

    def ask(self) -> None:
        """Raise Cancelled when nobody wants to know any more."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("reading the sound was stopped", where=self.name)

    def take(self, data: bytes) -> None:
        """Take in 16-bit samples, little-endian, in pieces of any length."""
        self.ask()
        data = self._rest + data
        size = self.width * 2
        whole = len(data) - len(data) % size
        self._rest = data[whole:]
        values = _samples(data[:whole])
        for at in range(0, len(values), self.width):
            self._column(values[at : at + self.width].tolist())
        if self._progress is not None:
            done = len(self._peaks) * self.width // RATE
            self._progress(min(done, self._seconds), self._seconds, self.name)

    def _column(self, values: list[int]) -> None:
        peak = max(max(values), -min(values))
        self._peaks.append(_byte(peak))
        self._loudness.append(_byte(math.hypot(*values) / math.sqrt(len(values))))

    def finished(self, rate: float) -> Waveform:
        """Return what was taken in, which had ``rate`` samples a second; raises FormatError where that is nothing."""
        last = _samples(self._rest[: len(self._rest) & ~1]).tolist()
        if last:
            self._column(last)
        if not self._peaks:
            raise FormatError("holds no sound that can be drawn", where=self.name, fix="encode it again")
        return Waveform(timedelta(seconds=self.width / rate), bytes(self._peaks), bytes(self._loudness))


def _samples(data: bytes) -> "array[int]":
    values = array("h", data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _byte(level: float) -> int:
    return min(255, round(255 * math.sqrt(level / _LARGEST_SAMPLE)))


# WAV


def _read_wav(source: Source, outline: _Outline) -> float:
    """Give the sound of an uncompressed WAV file to ``outline``, thinned to about ``RATE``; return its rate then.

    0 is for every other file: ffmpeg knows more kinds.
    """
    if source.read(0, 4) not in (b"RIFF", b"RF64", b"BW64") or source.read(8, 4) != b"WAVE":
        return 0
    form: tuple[int, int, int] | None = None
    for name, offset, length in chunks(source):
        if name == b"fmt ":
            form = _wav_form(source.read(offset, min(length, 40)))
        elif name == b"data":
            return _wav_sound(source, offset, length, form, outline) if form else 0
    return 0


def _wav_form(data: bytes) -> tuple[int, int, int] | None:
    """Return channels, samples a second and bytes a sample of plain PCM; None for anything else."""
    kind = int.from_bytes(data[:2], "little")
    if kind == _EXTENSIBLE:
        kind = int.from_bytes(data[24:26], "little")
    channels, rate = int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:8], "little")
    bits = int.from_bytes(data[14:16], "little")
    if kind != _PCM or bits not in (8, 16, 24, 32) or not 1 <= channels <= 64 or not 1_000 <= rate <= 768_000:
        return None
    return channels, rate, bits // 8


def _wav_sound(source: Source, offset: int, length: int, form: tuple[int, int, int], outline: _Outline) -> float:
    channels, rate, width = form
    # Every so many samples, such that each channel has its turn.
    every = max(1, rate * channels // RATE)
    while math.gcd(every, channels) > 1:
        every -= 1
    # Where nobody filled in the length, the sound reaches to the end.
    end = min(offset + length, source.size) if 0 < length < 0x7FFFFFFF else source.size
    size = width * every * (_PIECE // (width * every) or 1)
    for at in range(offset, end, size):
        data = source.read(at, min(size, end - at))
        outline.take(_thinned(data[: len(data) - len(data) % width], width, every))
    return rate * channels / every


def _thinned(data: bytes, width: int, every: int) -> bytes:
    """Return every so manieth sample in 16 bits: the two upper bytes of each."""
    if width == 1:
        low, high = b"", bytes(value ^ 0x80 for value in data[::every])
        low = bytes(len(high))
    else:
        step = width * every
        low, high = data[width - 2 :: step], data[width - 1 :: step]
    found = bytearray(2 * len(high))
    found[::2], found[1::2] = low, high
    return bytes(found)


# Everything else


def _decode(path: Path, samples: int, outline: _Outline) -> None:
    """Give the sound that ffmpeg decodes to ``outline``."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise NotFound("ffmpeg is not installed", where=outline.name, fix=NO_FFMPEG)
    deadline = time.monotonic() + _PATIENCE + samples / RATE / _LEAST_SPEED
    most = 2 * (samples + samples // 50 + _SLACK)
    taken, words = 0, b""
    with _running(_command(program, path)) as process:
        for is_sound, data in _output(process, deadline, outline):
            if not is_sound:
                words = (words + data)[-_KEPT_WORDS:]
                continue
            taken += len(data)
            # More than the file can hold would make the outline wrong and the wait long.
            outline.take(data[: max(0, len(data) - max(0, taken - most))])
            if taken >= most:
                break
    if not taken:
        said = clean_line(words.decode("utf-8", "replace").strip().rpartition("\n")[2])[:200]
        fix = "play it to see whether it is complete, or encode it again"
        raise FormatError(f"can't be decoded by ffmpeg{f' ({said})' if said else ''}", where=outline.name, fix=fix)


def _command(program: str, path: Path) -> list[str]:
    """ffmpeg on one file: no other protocol, no play lists, no pictures, one thread, one mono stream of samples."""
    demuxers = ",".join(_DEMUXERS.values())
    return [
        *(program, "-nostdin", "-hide_banner", "-v", "error", "-max_alloc", str(256 << 20), "-threads", "1"),
        *("-protocol_whitelist", "file", "-format_whitelist", demuxers, "-i", f"file:{path}"),
        *("-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "pipe:1"),
    ]


@contextmanager
def _running(command: list[str]) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a program; whatever happens, it is gone afterwards."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl+C is for the program that asked
        )
    except OSError as error:
        raise ConfkitError(f"ffmpeg can't be started ({error.strerror})", fix="check that it can be run") from error
    with process:
        try:
            yield process
        finally:
            process.kill()


def _output(process: "subprocess.Popen[bytes]", deadline: float, outline: _Outline) -> Iterator[tuple[bool, bytes]]:
    """Yield what the program writes, with whether it is sound; raises LimitExceeded at the deadline, Cancelled."""
    assert process.stdout is not None
    assert process.stderr is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, True)
        selector.register(process.stderr, selectors.EVENT_READ, False)
        while selector.get_map():
            outline.ask()
            if time.monotonic() > deadline:
                raise LimitExceeded("takes too long to be decoded", where=outline.name, fix="encode it again")
            for key, _ in selector.select(_TURN):
                data = os.read(key.fd, _PIECE)
                if data:
                    yield key.data, data
                else:
                    selector.unregister(key.fileobj)
