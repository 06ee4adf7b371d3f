"""The sound of the sample: sentences spoken by espeak-ng, joined, and encoded by ffmpeg in five ways.

Each way is one that confkit has to be right about: an MP3 of constant bit rate without any header that says how long it
is, one of variable bit rate, M4A with a chapter track, Opus, and FLAC.
"""

import io
import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# What espeak-ng speaks in: mono, 16 bit, this many samples a second.
RATE = 22_050
PAUSE = b"\0\0" * (RATE * 2 // 5)
WORDS_PER_MINUTE = "155"

# Arguments of ffmpeg for each encoding; -bitexact keeps versions and times out of the file.
ENCODINGS = {
    "mp3-cbr": ("-c:a", "libmp3lame", "-b:a", "48k", "-write_xing", "0", "-id3v2_version", "0"),
    "mp3-vbr": ("-c:a", "libmp3lame", "-q:a", "7", "-id3v2_version", "0"),
    "m4a": ("-c:a", "aac", "-b:a", "40k", "-metadata:s:a:0", "language=eng", "-movflags", "+faststart"),
    "opus": ("-c:a", "libopus", "-b:a", "28k"),
    "flac": ("-c:a", "flac", "-ar", "16000", "-sample_fmt", "s16", "-compression_level", "8"),
}


class SampleError(Exception):
    """The sample can't be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SpokenChapter:
    """A chapter as it is to be spoken."""

    title: str
    voice: str
    speech: str


@dataclass(frozen=True, slots=True)
class TimedChapter:
    """A chapter as it was spoken; times are milliseconds from the beginning."""

    title: str
    start: int
    end: int


def require_tools() -> None:
    """Raise SampleError if the programs that make sound are not there."""
    missing = [name for name in ("espeak-ng", "ffmpeg") if shutil.which(name) is None]
    if missing:
        raise SampleError(
            f"{' and '.join(missing)} not found\n  → install {'them' if len(missing) > 1 else 'it'}, "
            "on Debian with: apt install espeak-ng ffmpeg"
        )


def speak(chapters: Sequence[SpokenChapter], target: Path) -> tuple[TimedChapter, ...]:
    """Write the chapters, one after the other, as a WAV file; return where each begins and ends."""
    timed = []
    sound = b""
    for chapter in chapters:
        start = len(sound)
        sound += _spoken(chapter) + PAUSE
        timed.append(TimedChapter(chapter.title, _milliseconds(start), _milliseconds(len(sound))))
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound)
    return tuple(timed)


def _spoken(chapter: SpokenChapter) -> bytes:
    command = ("espeak-ng", "-v", chapter.voice, "-s", WORDS_PER_MINUTE, "--stdout", chapter.speech)
    with wave.open(io.BytesIO(_run(command)), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            raise SampleError(
                f"espeak-ng spoke with another format than expected\n  → use a voice other than {chapter.voice}"
            )
        return file.readframes(file.getnframes())


def _milliseconds(size: int) -> int:
    return size // 2 * 1000 // RATE


def encode(sound: Path, encoding: str, chapters: Sequence[TimedChapter], target: Path) -> None:
    """Encode the WAV file ``sound``; chapters go in here only for M4A, which no tag writer can add them to."""
    marks = target.with_suffix(".chapters")
    marks.write_text(_ffmetadata(chapters), "utf-8")
    mapped = ("-map_chapters", "1" if encoding == "m4a" else "-1", "-map_metadata:g", "-1")
    quiet = ("ffmpeg", "-hide_banner", "-loglevel", "error", "-y")
    inputs = ("-i", str(sound), "-f", "ffmetadata", "-i", str(marks), "-map", "0:a")
    exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
    _run((*quiet, *inputs, *mapped, *ENCODINGS[encoding], *exact, str(target)))


def _ffmetadata(chapters: Sequence[TimedChapter]) -> str:
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={chapter.start}",
            f"END={chapter.end}",
            f"title={chapter.title}",
        ]
    return "\n".join(lines) + "\n"


def _run(command: Sequence[str]) -> bytes:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise SampleError(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()}\n  → see its message")
    return done.stdout
