"""Who speaks in a transcript: names as tools wrote them, matched to the people that are known."""

from collections.abc import Iterable
from dataclasses import replace

from confkit.domain.recording import Transcript


def with_known_speakers(transcript: Transcript, people: Iterable[str], others: Iterable[str] = ()) -> Transcript:
    """Return ``transcript`` with each speaker under the name of the person it is.

    ``people`` are those of the episode: a part of their name (``Amira``, ``HART``) is enough where only one of them has
    it. ``others`` are recognized by their whole name only. Case and blanks don't matter; who is not known stays.
    """
    whole: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    for name in people:
        whole.setdefault(_plain(name), name)
        for part in _plain(name).split(" "):
            parts.setdefault(part, set()).add(name)
    for name in others:
        whole.setdefault(_plain(name), name)

    def known(speaker: str) -> str:
        plain = _plain(speaker)
        near = parts.get(plain, set())
        return whole.get(plain) or (min(near) if len(near) == 1 else speaker)

    cues = tuple(
        cue if not cue.speaker or (name := known(cue.speaker)) == cue.speaker else replace(cue, speaker=name)
        for cue in transcript.cues
    )
    return transcript if cues == transcript.cues else replace(transcript, cues=cues)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
