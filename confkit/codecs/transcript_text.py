"""Transcripts as plain text: paragraphs that may begin with a time, a name, or both; ``text/plain``.

``[00:01:02] Amira Hart: …`` and ``Amira Hart  1:02`` above a paragraph are understood. Where there are no times, every
cue is at 0:00 and the transcript not timed.
"""

import re
from datetime import timedelta

from confkit.codecs.text_file import decoded
from confkit.codecs.time_stamp import STAMP, read_stamp
from confkit.codecs.transcript_cues import LARGEST, Report, require_some, split_speaker, tidy, with_ends
from confkit.domain.recording import Cue, Transcript
from confkit.domain.text import clean_line

_STAMPED = re.compile(rf"[\[(]?({STAMP})[\])]?(?:\s*[-–—])?(?:\s+|\Z)")
_HEADING = re.compile(rf"([^\W\d_][^:\n]{{0,60}}?)[:,]?\s+[\[(]?({STAMP})[\])]?:?\Z")


def write_text(transcript: Transcript) -> bytes:
    """Return the words as paragraphs, a speaker named where another one begins; times are left out."""
    paragraphs: list[str] = []
    before = ""
    for cue in tidy(transcript.cues).cues:
        words = clean_line(cue.text)
        if cue.speaker == before and paragraphs:
            paragraphs[-1] += f" {words}" if cue.speaker else f"\n\n{words}"
        else:
            paragraphs.append(f"{cue.speaker}: {words}" if cue.speaker else words)
        before = cue.speaker
    return ("\n\n".join(paragraphs) + "\n").encode()


def read_text(data: bytes, where: str, *, report: Report | None = None) -> Transcript:
    """Return the transcript of a text file; raises FormatError, TruncatedInput, LimitExceeded."""
    return from_lines(decoded(data, where, largest=LARGEST).split("\n"), where)


def from_lines(lines: list[str], where: str) -> Transcript:
    """Return the transcript of lines; an empty one ends a paragraph, a time or a name begins another."""
    passages: list[tuple[timedelta, str, list[str]]] = []
    start, speaker, stamped, fresh = timedelta(0), "", False, True
    for raw in lines:
        line = clean_line(raw)
        if not line:
            fresh = True
            continue
        if heading := _HEADING.match(line):
            speaker, start = heading[1], read_stamp(heading[2]) or timedelta(0)
            stamped = fresh = True
            continue
        if stamp := _STAMPED.match(line):
            start = read_stamp(stamp[1]) or timedelta(0)
            stamped = fresh = True
            line = line[stamp.end() :]
        name, line = split_speaker(line)
        if name:
            speaker, fresh = name, True
        if fresh or not passages:
            passages.append((start, speaker, []))
        passages[-1][2].append(line)
        fresh = False
    cues = [Cue(start, start, "\n".join(words), speaker) for start, speaker, words in passages if any(words)]
    require_some(cues, where)
    whole = tidy(cues)
    return tidy(with_ends(list(whole.cues))) if stamped else whole
