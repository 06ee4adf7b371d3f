"""Rules for transcripts, against the sound and the people of their episode.

They look at a summary, which is made once when a file is read: the words themselves are too many to be kept. What
writing a transcript anew mends by itself (order, empty cues, the lines of SRT) is no fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from confkit.domain.problem import Severity
from confkit.domain.recording import Cue, Transcript
from confkit.domain.recording_rules.rule import Registry, clock
from confkit.domain.speakers import with_known_speakers

_ZERO = timedelta(0)
# Programs round, and the words of one cue run on a little into the next.
_SLACK = timedelta(seconds=2)
_OVERLAP = timedelta(milliseconds=500)
_LEAST_SHARE = 0.5
_LEAST_DURATION = timedelta(minutes=2)
_MOST_SPEAKERS = 200


@dataclass(frozen=True, slots=True)
class Summary:
    """What the rules need to know of a transcript.

    ``end`` is the last moment that a cue names, ``spoken`` how much of the time cues cover, ``overlaps`` how many cues
    begin while the same speaker's last one is running, the first of them at ``overlap``.
    """

    language: str = ""
    is_timed: bool = False
    end: timedelta = _ZERO
    spoken: timedelta = _ZERO
    overlaps: int = 0
    overlap: timedelta = _ZERO
    speakers: tuple[str, ...] = ()


def summarize(transcript: Transcript) -> Summary:
    """Return the summary of a transcript as it was read, before its speakers are matched."""
    spoken = reached = overlap = _ZERO
    overlaps = 0
    last: dict[str, timedelta] = {}
    for cue in transcript.cues:
        spoken += max(_ZERO, cue.end - max(cue.start, reached))
        reached = max(reached, cue.end)
        if _runs_into(cue, last):
            overlap = overlap if overlaps else cue.start
            overlaps += 1
        last[cue.speaker] = max(cue.end, last.get(cue.speaker, _ZERO))
    speakers = dict.fromkeys(cue.speaker for cue in transcript.cues if cue.speaker)
    return Summary(
        transcript.language,
        transcript.is_timed,
        reached,
        spoken,
        overlaps if transcript.is_timed else 0,
        overlap,
        tuple(speakers)[:_MOST_SPEAKERS],
    )


def _runs_into(cue: Cue, last: dict[str, timedelta]) -> bool:
    return cue.start + _OVERLAP < last.get(cue.speaker, _ZERO)


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule looks at: a transcript's summary, and its episode.

    ``label`` is the language in the file's name, ``language`` that of the episode, ``people`` the names of its people,
    ``others`` those of everybody else in the workspace.
    """

    summary: Summary
    label: str
    language: str
    duration: timedelta
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


RULES: Registry[Words] = Registry()
_rule = RULES.rule
_W, _H = Severity.WARNING, Severity.HINT
_PODCASTING = "Podcasting 2.0"


@_rule("transcript-beyond-end", _W, _PODCASTING, "make it anew from this recording, or move its times")
def _beyond(look: Words) -> Iterator[str]:
    """A transcript ends with the sound: one that goes on belongs to another cut."""
    if look.summary.is_timed and look.summary.end > look.duration + _SLACK:
        end, whole = look.summary.end.total_seconds(), look.duration.total_seconds()
        yield f"goes on to {clock(end)}, the audio ends at {clock(whole)}"


@_rule("transcript-overlaps", _H, "WebVTT; behaviour of apps", "let a passage begin when the one before it ends")
def _overlaps(look: Words) -> Iterator[str]:
    """No passage begins while the same person's last one is running."""
    if look.summary.overlaps:
        number, first = look.summary.overlaps, clock(look.summary.overlap.total_seconds())
        passages = "a passage that begins" if number == 1 else f"{number:,} passages that begin"
        yield f"has {passages} before the last one ends, {'at' if number == 1 else 'the first at'} {first}"


@_rule("transcript-sparse", _H, "practice", "check that it is complete, and that it belongs to this recording")
def _sparse(look: Words) -> Iterator[str]:
    """The words of a transcript cover at least half of the sound."""
    if look.summary.is_timed and look.duration >= _LEAST_DURATION:
        share = look.summary.spoken / look.duration
        if share < _LEAST_SHARE:
            yield f"covers {share:.0%} of the audio"


@_rule(
    "transcript-language-disagrees", _W, f"{_PODCASTING}; WebVTT", "correct the language in its name or inside of it"
)
def _disagrees(look: Words) -> Iterator[str]:
    """The language in a transcript's name is the one that the file itself says."""
    inside = look.summary.language
    if look.label and inside and _plain(look.label) != _plain(inside):
        yield f"is in {look.label} by its name, and in {inside} by what it says"


@_rule(
    "transcript-of-other-language", _W, _PODCASTING, "put the language into its name, or correct that of the episode"
)
def _other(look: Words) -> Iterator[str]:
    """A transcript without a language in its name is in the language of the episode."""
    inside = look.summary.language
    if not look.label and inside and look.language and _plain(inside) != _plain(look.language):
        yield f"says that it is in {inside}, the episode is in {look.language}"


@_rule("speaker-unknown", _H, _PODCASTING, "add the person to the episode, or write the name as the episode has it")
def _unknown(look: Words) -> Iterator[str]:
    """Who speaks in a transcript is somebody whom the workspace knows."""
    names = {*look.people, *look.others}
    cues = tuple(Cue(_ZERO, _ZERO, "", speaker) for speaker in look.summary.speakers)
    for cue in with_known_speakers(Transcript(cues), look.people, look.others).cues:
        if cue.speaker not in names:
            yield f"names a speaker whom nobody is: “{cue.speaker}”"


def _plain(language: str) -> str:
    """The language alone: en and en-GB don't disagree."""
    return language.partition("-")[0].casefold()
