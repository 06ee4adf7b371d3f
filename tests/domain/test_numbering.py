"""The number that an episode would have next."""

from dataclasses import replace
from uuid import UUID

import pytest

from confkit.domain.bridge import EpisodeView
from confkit.domain.numbering import Place, next_place
from confkit.domain.show import EpisodeKind, EpisodeState
from tests.domain.test_bridge import EPISODE, view


def numbered(id: int, season: int | None, number: int | None, *, kind: EpisodeKind = EpisodeKind.FULL) -> EpisodeView:
    return view(replace(EPISODE, id=UUID(int=100 + id), season=season, number=number, kind=kind))


NEW = numbered(0, None, None)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], Place(None, 1)),
        ([(None, 1), (None, 4)], Place(None, 5)),
        ([(1, 1), (1, 2), (2, 1)], Place(2, 2)),
        ([(1, 9), (2, None)], Place(1, 10)),
        ([(None, None)], Place(None, 1)),
        ([(None, None), (None, None)], None),
    ],
)
def test_it_follows_the_highest_of_the_latest_season(
    others: list[tuple[int | None, int | None]], expected: Place | None
) -> None:
    shelf = [numbered(id, *place) for id, place in enumerate(others, 1)]
    assert next_place(NEW, [NEW, *shelf]) == expected


def test_a_season_that_was_chosen_counts_for_itself() -> None:
    chosen = numbered(0, 3, None)
    assert next_place(chosen, [numbered(1, 2, 7), numbered(2, 3, 1)]) == Place(3, 2)


def test_trailers_are_not_counted_and_tombstones_keep_their_number() -> None:
    assert next_place(numbered(0, None, None, kind=EpisodeKind.TRAILER), []) is None
    gone = view(replace(EPISODE, id=UUID(int=9), number=5, state=EpisodeState.RETRACTED))
    assert next_place(NEW, [numbered(1, None, 8, kind=EpisodeKind.BONUS), gone]) == Place(None, 6)
