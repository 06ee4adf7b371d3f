"""What the forms of a transcript have in common: tidy cues, their limits, and speakers written as ``Name: ``.

A tidy transcript is in time order and to the millisecond; its texts are cleaned lines, none of them empty. Readers give
and writers take only such, so that what one writes the other reads back as the same.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from confkit.domain.errors import FormatError, LimitExceeded
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Cue, Transcript
from confkit.domain.text import clean_line, clean_text

LARGEST = 10 << 20
MOST = 100_000
# All the words of a day in one paragraph.
_LONGEST = 2_000_000
Report = Callable[[Problem], None]

# A name before a colon: up to four words, the first and the last not in lower case, no digit at the beginning.
_LONGEST_NAME = 30
_PREFIX = re.compile(r"(?:>> ?|- ?)?([^\W\d_][^:.!?,;\n\[\]<>{}()]{0,29}):[ \n]+(?=\S)")
_SECONDS_A_WORD = 0.4
_ZERO = timedelta(0)


def tidy(cues: Iterable[Cue], language: str = "") -> Transcript:
    """Return a transcript of ``cues``: in order, to the millisecond, cleaned, without those that say nothing."""
    kept = []
    for cue in cues:
        text = tidy_text(cue.text)
        if text:
            start = max(to_millisecond(cue.start), _ZERO)
            kept.append(Cue(start, max(to_millisecond(cue.end), start), text, clean_line(cue.speaker)))
    return Transcript(tuple(sorted(kept, key=lambda cue: cue.start)), clean_line(language))


def tidy_text(text: str) -> str:
    """Return cleaned lines, without empty ones."""
    return "\n".join(line for one in clean_text(text).split("\n") if (line := clean_line(one)))


def to_millisecond(moment: timedelta) -> timedelta:
    """Return the nearest whole millisecond."""
    return timedelta(milliseconds=round(moment / timedelta(milliseconds=1)))


def require_some(cues: list[Cue], where: str) -> None:
    """Raise FormatError for no cues, LimitExceeded for too many or too long ones."""
    if not cues:
        raise FormatError("holds no words of a transcript", where=where, fix="check what file this is")
    if len(cues) > MOST:
        raise LimitExceeded(f"holds more than {MOST} passages", where=where, fix="check what file this is")
    if any(len(cue.text) > _LONGEST for cue in cues):
        raise LimitExceeded("holds a passage that is too long", where=where, fix="check what file this is")


def left_out(where: str, place: str, report: Report | None) -> None:
    """Report a passage whose time can't be read."""
    if report is not None:
        report(
            Problem(
                "transcript-cue-unusable",
                Severity.WARNING,
                f"{where}: {place}",
                "has no time that could be read and is left out",
                "correct its time",
            )
        )


def with_ends(cues: list[Cue]) -> list[Cue]:
    """Let each cue of a form that has only starts end where the next one begins, the last one after its words."""
    ends = [max(after.start, cue.start) for cue, after in pairwise(cues)]
    if cues:
        last = cues[-1]
        ends.append(last.start + timedelta(seconds=max(1.0, len(last.text.split()) * _SECONDS_A_WORD)))
    return [replace(cue, end=end) for cue, end in zip(cues, ends, strict=True)]


def split_speaker(text: str) -> tuple[str, str]:
    """Return speaker and words of ``Name: words``; no speaker where the beginning doesn't look like a name."""
    match = _PREFIX.match(text)
    if not match:
        return "", text
    name = clean_line(match[1])
    words = name.split(" ")
    if len(words) > 4 or words[0][0].islower() or words[-1][0].islower():
        return "", text
    return name, text[match.end() :]


def short_name(speaker: str) -> str:
    """Return a speaker's name as ``split_speaker`` would take it, as far as that is possible."""
    name = clean_line(re.sub(r"[:.!?,;\[\]<>{}()]", " ", speaker))
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rsplit(" ", 1)[0]
