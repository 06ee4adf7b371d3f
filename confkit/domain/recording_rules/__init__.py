"""The preflight of recordings: what apps and directories ask of audio, chapters and transcripts.

Pure, and like the rules for feeds one registry: an id, how much it matters, who asks for it, and what to do. They look
at what lies in ``episodes/``, drafts as well, so that a fault is seen before there is a feed.
"""

from collections.abc import Iterator

from confkit.domain.bridge import EpisodeView
from confkit.domain.problem import Problem
from confkit.domain.recording_rules import audio, chapters, words
from confkit.domain.recording_rules.rule import Rule
from confkit.domain.recording_rules.words import Summary, Words, summarize

EPISODE_RULES: tuple[Rule[EpisodeView], ...] = (*audio.RULES.rules, *chapters.RULES.rules)
TRANSCRIPT_RULES: tuple[Rule[Words], ...] = tuple(words.RULES.rules)
RULES: tuple[Rule[EpisodeView] | Rule[Words], ...] = (*EPISODE_RULES, *TRANSCRIPT_RULES)


def recording_problems(view: EpisodeView, where: str) -> Iterator[Problem]:
    """Yield what is wrong with the audio and the chapters of an episode."""
    for rule in EPISODE_RULES:
        yield from rule.problems(view, where, (view.id,))


def transcript_problems(look: Words, view: EpisodeView, where: str) -> Iterator[Problem]:
    """Yield what is wrong with a transcript of an episode; ``where`` names its file."""
    for rule in TRANSCRIPT_RULES:
        yield from rule.problems(look, where, (view.id,))


__all__ = ["RULES", "Rule", "Summary", "Words", "recording_problems", "summarize", "transcript_problems"]
