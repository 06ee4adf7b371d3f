"""Transcripts as SubRip (SRT), both ways; ``application/x-subrip``.

The format knows neither speakers nor escapes. As podcast apps expect it, a cue that is written has at most two lines of
32 characters, and a speaker is named as ``Name: `` where another one begins. What it can't hold: line breaks, the
boundaries of long cues (they are cut, and their time shared out), turns that overlap, that nobody speaks after somebody
did, tags meant literally, words and names longer than a line.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from confkit.codecs.text_file import decoded
from confkit.codecs.time_stamp import write_stamp
from confkit.codecs.transcript_cues import (
    LARGEST,
    Report,
    left_out,
    require_some,
    short_name,
    split_speaker,
    tidy,
    to_millisecond,
)
from confkit.codecs.transcript_vtt import ARROW, read_timing, require_complete
from confkit.domain.recording import Cue, Transcript
from confkit.domain.text import clean_line

WIDTH = 32
HEIGHT = 2
_TAG = re.compile(r"</?(?:b|i|u|s|font|c|v)(?:[ .=][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[0-9]+\s*\Z")


def write_srt(transcript: Transcript) -> bytes:
    """Return ``transcript`` as SRT."""
    blocks: list[str] = []
    speaker = ""
    for cue in tidy(transcript.cues).cues:
        name = short_name(cue.speaker)
        words = cue.text.replace(ARROW, "→")  # would be read as times
        words = f"{name}: {words}" if name and name != speaker else words
        speaker = name or speaker
        for start, end, lines in _pieces(cue, words):
            times = f"{write_stamp(start, point=',')} {ARROW} {write_stamp(end, point=',')}"
            blocks.append(f"{len(blocks) + 1}\n{times}\n{lines}\n")
    return "\n".join(blocks).encode()


def _pieces(cue: Cue, words: str) -> Iterator[tuple[timedelta, timedelta, str]]:
    """Cut a cue to size; the time of each piece is its share of the letters."""
    lines = _wrapped(words)
    pieces = ["\n".join(lines[at : at + HEIGHT]) for at in range(0, len(lines), HEIGHT)]
    total = sum(map(len, pieces))
    begin, done = cue.start, 0
    for piece in pieces:
        done += len(piece)
        end = to_millisecond(cue.start + (cue.end - cue.start) * (done / total))
        yield begin, end, piece
        begin = end


def _wrapped(words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        while word:
            if len(lines[-1]) + len(word) < WIDTH or (not lines[-1] and len(word) <= WIDTH):
                lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
                break
            if lines[-1]:
                lines.append("")
            else:
                lines[-1], word = word[:WIDTH], word[WIDTH:]
    return lines


def read_srt(data: bytes, where: str, *, report: Report | None = None) -> Transcript:
    """Return the transcript of an SRT file.

    Read leniently: numbers, hours and empty lines may be missing, a point is as good as a comma. Raises FormatError,
    TruncatedInput, LimitExceeded.
    """
    text = decoded(data, where, largest=LARGEST)
    cues: list[Cue] = []
    speaker = ""
    for number, timing, words in _blocks(text.split("\n")):
        times = read_timing(timing)
        if times is None:
            left_out(where, f"line {number}", report)
            continue
        name, words = split_speaker(clean_line(_TAG.sub("", words)))
        speaker = name or speaker
        cues.append(Cue(*times, words, speaker))
    require_complete(text, where)
    require_some(cues, where)
    return tidy(cues)


def _blocks(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each line of times, that line, and everything up to the next one without its number."""
    found = [at for at, line in enumerate(lines) if ARROW in line]
    for at, after in pairwise([*found, len(lines)]):
        words = lines[at + 1 : after]
        if after < len(lines) and words and _NUMBER.match(words[-1]):
            words.pop()
        yield at + 1, lines[at], "\n".join(words)
