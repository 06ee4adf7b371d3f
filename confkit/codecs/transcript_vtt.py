"""Transcripts as WebVTT (W3C WebVTT: The Web Video Text Tracks Format), both ways; ``text/vtt``.

Speakers are voice spans, ``<v Name>``. The language stands in the header as ``Language: de``, where other programs keep
it too. Settings of cues, styles, regions and notes are passed over.
"""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

from confkit.codecs.text_file import decoded
from confkit.codecs.time_stamp import read_stamp, write_stamp
from confkit.codecs.transcript_cues import LARGEST, Report, left_out, require_some, tidy
from confkit.domain.errors import FormatError, TruncatedInput
from confkit.domain.recording import Cue, Transcript

ARROW = "-->"
_TIMING = re.compile(r"\s*([0-9:.,]{1,24})\s*-->\s*([0-9:.,]{1,24})(?:\s.*)?\Z")
_CUT_OFF = re.compile(r"\n\n(?:[0-9]+\n)?[0-9]{2,3}:[0-9:.,]*(?: -?-?)?\Z")
# Possessive, so that a tag that never ends is not tried again from each of its letters.
_TAG = re.compile(r"<(/?)([a-z]*+)([^<>]*+)>")
_LANGUAGE = re.compile(r"Language\s*[:=]\s*([A-Za-z0-9-]{2,35})\s*\Z", re.IGNORECASE)
_SKIPPED = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")


def write_vtt(transcript: Transcript) -> bytes:
    """Return ``transcript`` as WebVTT. A cue lasts at least a millisecond, as §4.1 demands of its end."""
    whole = tidy(transcript.cues, transcript.language)
    head = f"WEBVTT\nLanguage: {_escaped(whole.language)}\n" if whole.language else "WEBVTT\n"
    return "".join((head, *map(_block, whole.cues))).encode()


def _block(cue: Cue) -> str:
    end = max(cue.end, cue.start + timedelta(milliseconds=1))
    voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
    return f"\n{write_stamp(cue.start)} {ARROW} {write_stamp(end)}\n{voice}{_escaped(cue.text)}\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read_vtt(data: bytes, where: str, *, report: Report | None = None) -> Transcript:
    """Return the transcript of a WebVTT file; one without its signature is taken if it has cues.

    A cue with several voices becomes one cue for each of them. Raises FormatError, TruncatedInput, LimitExceeded.
    """
    text = decoded(data, where, largest=LARGEST)
    lines = text.split("\n")
    cues: list[Cue] = []
    for number, timing, words in _blocks(lines):
        times = read_timing(timing)
        if times is None:
            left_out(where, f"line {number}", report)
        else:
            cues += (Cue(*times, words, speaker) for speaker, words in _voices(words))
    require_complete(text, where)
    if not cues and text.startswith("WEBVTT"):
        raise FormatError("holds no cues", where=where, fix="export the transcript again")
    require_some(cues, where)
    return tidy(cues, _language(lines))


def read_timing(line: str) -> tuple[timedelta, timedelta] | None:
    """Return start and end of a line with an arrow; None if they can't be read or the end is before the start."""
    match = _TIMING.match(line[:2_000])
    if not match:
        return None
    start, end = read_stamp(match[1]), read_stamp(match[2])
    return (start, end) if start is not None and end is not None and end >= start else None


def require_complete(text: str, where: str) -> None:
    """Raise TruncatedInput where a file of cues stops inside of a time."""
    # Half of the first time, of the arrow or of the second time, where a cue begins and not in its words.
    last = text.rstrip()[-400:]
    if _CUT_OFF.search(last) or (ARROW in (line := last.rpartition("\n")[2]) and read_timing(line) is None):
        raise TruncatedInput("ends before it is complete", where=where, fix="get the file again")


def _blocks(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each cue: the number of its line of times, that line, and its words (§6.1: up to an empty line)."""
    number, skipping = 0, False
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.strip():
            skipping = False
        elif _SKIPPED.match(line) and (number == 1 or not lines[number - 2].strip()):
            skipping = True
        elif ARROW in line and not skipping:
            first = number
            while number < len(lines) and lines[number].strip() and ARROW not in lines[number]:
                number += 1
            yield first, line, "\n".join(lines[first:number])


def _voices(text: str) -> Iterator[tuple[str, str]]:
    """Yield speaker and words of each voice in a cue; other tags go, their words stay."""
    speaker, words, at = "", "", 0
    for tag in _TAG.finditer(text):
        words += text[at : tag.start()]
        at = tag.end()
        if tag[2] == "v":
            if words.strip():
                yield speaker, html.unescape(words)
            # The annotation follows the classes: <v.loud.fast Mary>.
            annotation = "" if tag[1] else tag[3].partition(" ")[2]
            speaker, words = html.unescape(annotation), ""
    yield speaker, html.unescape(words + text[at:])


def _language(lines: list[str]) -> str:
    for line in lines[:20]:
        if not line.strip() or ARROW in line:
            break
        if match := _LANGUAGE.match(line):
            return match[1]
    return ""
