"""Which season and number an episode would have next; a suggestion, never set by itself."""

from collections.abc import Iterable
from typing import NamedTuple

from confkit.domain.bridge import EpisodeView
from confkit.domain.show import EpisodeKind, EpisodeState


class Place(NamedTuple):
    """An episode's place in its show; None where the show does not count in seasons."""

    season: int | None
    number: int


def next_place(view: EpisodeView, others: Iterable[EpisodeView]) -> Place | None:
    """Return the place that follows the highest one in the latest season of the show.

    ``others`` are the show's episodes; a retracted one keeps its number. None for trailers and bonus episodes, which
    are not counted (Apple's episode types), and in a show that never numbered any of several published ones.
    """
    if view.kind is not EpisodeKind.FULL:
        return None
    counted = [one for one in others if one.id != view.id and one.kind is EpisodeKind.FULL]
    numbered = [one for one in counted if one.number is not None]
    if not numbered and sum(one.episode.state is EpisodeState.PUBLISHED for one in counted) > 1:
        return None
    season = view.season or max((one.season for one in numbered if one.season), default=None)
    taken = [one.number for one in numbered if one.number is not None and (one.season or None) == season]
    return Place(season, max(taken, default=0) + 1)
