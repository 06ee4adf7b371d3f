"""Other encodings of the same sound: ``001.opus`` or ``001.low.mp3`` beside ``001.mp3`` are no episodes of their own.

Files belong together by their names and by their length. Which of them is the episode is decided once: the one that an
episode has, else the one that every directory takes, with the plain name, in the best quality.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from confkit.domain.bridge import EpisodeView
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Recording
from confkit.domain.show import Episode, EpisodeState

if TYPE_CHECKING:
    from confkit.services.workspace import Workspace

# Encoders pad: the same sound differs by less than this, and two talks rarely by as little.
_TOLERANCE = timedelta(seconds=2)
_LONGEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Alternates:
    """The other encodings by the path of the main file, and the main file by the path of each of them.

    ``rivals`` are files that would be one of the others, and have an episode of their own; with the main file.
    """

    of: Mapping[str, tuple[Recording, ...]] = field(default_factory=dict)
    main: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[tuple[Episode, str], ...] = ()


def find_alternates(recordings: Mapping[str, Recording], episodes: Iterable[Episode]) -> Alternates:
    """Sort the files that say the same by the episodes there are; costs one look at each name."""
    groups = _groups(recordings)
    if not groups:
        return Alternates()
    having = {episode.file: episode for episode in episodes if episode.file}
    of: dict[str, tuple[Recording, ...]] = {}
    main: dict[str, str] = {}
    rivals: list[tuple[Episode, str]] = []
    for stem, group in groups.items():
        best = min(group, key=lambda one: _rank(one, stem, having))
        same = [one for one in group if one is not best and abs(one.duration - best.duration) <= _TOLERANCE]
        others = [one for one in same if not _is_episode(having.get(one.path))]
        rivals += [(having[one.path], best.path) for one in same if _is_episode(having.get(one.path))]
        if others:
            of[best.path] = tuple(sorted(others, key=lambda one: (-one.bitrate, one.path)))
            main.update((one.path, best.path) for one in others)
    return Alternates(of, main, tuple(rivals))


def alternates_of(ws: "Workspace", view: EpisodeView) -> tuple[Recording, ...]:
    """Return the other encodings of one episode."""
    episodes = ws.repository.shelf(view.show.id).episodes
    return find_alternates(ws.recordings(), episodes).of.get(view.episode.file, ())


def label_of(path: str, main: str) -> str:
    """Return what the name of a file adds to that of the main one: ``low`` for ``001.low.mp3``, "" for nothing."""
    stem, _, _ = path.rpartition(".")
    plain, _, _ = main.rpartition(".")
    return stem.removeprefix(plain).lstrip(".") if stem.startswith(f"{plain}.") else ""


def rival_problems(found: Alternates) -> Iterable[Problem]:
    """Say which episodes are another encoding of one that there is already."""
    for episode, main in found.rivals:
        yield Problem(
            "episode-is-alternate",
            Severity.WARNING,
            f"episodes/{episode.file}",
            f"sounds like another encoding of episodes/{main}, and is an episode of its own",
            "set it to retracted: the file is then offered as an alternative of the other; or rename the file",
            (episode.id,),
        )


def _groups(recordings: Mapping[str, Recording]) -> dict[str, list[Recording]]:
    """Return the files of one name, labels left out, where there are several; by the path without suffix."""
    by_stem: dict[str, list[Recording]] = {}
    for path, recording in recordings.items():
        by_stem.setdefault(path.rpartition(".")[0], []).append(recording)
    labelled = [stem for stem in by_stem if _plain(stem) in by_stem]
    for stem in sorted(labelled, key=len, reverse=True):
        by_stem[_plain(stem)] += by_stem.pop(stem)
    return {stem: group for stem, group in by_stem.items() if len(group) > 1}


def _plain(stem: str) -> str:
    plain, dot, label = stem.rpartition(".")
    return plain if dot and "/" not in label and 0 < len(label) <= _LONGEST_LABEL else ""


@lru_cache(maxsize=64)
def _is_for_directories(media_type: str) -> bool:
    # The rules for feeds are many modules, and most folders have one file for each episode.
    from confkit.domain.feed_rules.vocabulary import ENCLOSURE_TYPES

    return media_type in ENCLOSURE_TYPES.values()


def _rank(one: Recording, stem: str, having: Mapping[str, Episode]) -> tuple[int, bool, bool, int, str]:
    episode = having.get(one.path)
    kept = 0 if _is_episode(episode) else 1 if episode else 2
    is_plain = one.path.rpartition(".")[0] == stem
    return kept, not _is_for_directories(one.media_type), not is_plain, -one.bitrate, one.path


def _is_episode(episode: Episode | None) -> bool:
    return episode is not None and episode.state is not EpisodeState.RETRACTED
