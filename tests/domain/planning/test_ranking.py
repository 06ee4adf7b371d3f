"""Rankings by hand, and what must hold of any."""

from dataclasses import replace
from datetime import UTC, datetime
from statistics import fmean, median
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.person import Participant, Person, Role
from confkit.domain.planning.ranking import Method, has_interest, ranking
from confkit.domain.programme import Programme, in_order
from confkit.domain.review import Review
from tests.domain.test_conflicts import programme, slot

AT = datetime(2027, 1, 1, tzinfo=UTC)


def reviewed(scores: dict[tuple[int, int], int | None], sessions: int = 4, **of: dict[int, object]) -> Programme:
    """A programme whose session n was given ``scores[reviewer, n]``."""
    whole = programme(*(slot(n, 60 * n, 30) for n in range(1, sessions + 1)), **of)
    people = tuple(Person(UUID(int=500 + n), f"Reviewer {n}") for n in {reviewer for reviewer, _ in scores})
    reviews = tuple(
        Review(UUID(int=reviewer * 100 + number), UUID(int=100 + number), UUID(int=500 + reviewer), score, "", AT)
        for (reviewer, number), score in scores.items()
    )
    return in_order(replace(whole, persons=(*whole.persons, *people), reviews=reviews))


def places(whole: Programme, method: Method) -> list[tuple[str, int | None]]:
    return [(one.session.title, one.place) for one in ranking(whole, whole.sessions, method)]


def test_by_the_mean_with_ties_and_without_scores() -> None:
    whole = reviewed({(1, 1): 3, (2, 1): 5, (1, 2): 4, (1, 3): 2, (2, 3): None})
    assert places(whole, Method.MEAN) == [("Talk 1", 1), ("Talk 2", 1), ("Talk 3", 3), ("Talk 4", None)]
    first = ranking(whole, whole.sessions)[0]
    assert (first.value, first.scores, first.left_out) == (4.0, (5, 3), 0)


def test_the_median_rank_does_not_mind_a_strict_reviewer() -> None:
    """Reviewer 1 is strict and 2 generous; they see the order alike. 3 read only the last two and saw them reversed."""
    whole = reviewed({(1, 1): 3, (1, 2): 2, (1, 3): 1, (2, 3): 3, (2, 4): 5, (3, 3): 5, (3, 2): 1})
    found = {one.session.title: one.value for one in ranking(whole, whole.sessions, Method.MEDIAN_RANK)}
    assert found == {
        "Talk 1": pytest.approx(0.5 / 3),
        "Talk 4": pytest.approx(0.25),
        "Talk 2": pytest.approx(median([1.5 / 3, 0.75])),
        "Talk 3": pytest.approx(median([2.5 / 3, 0.75, 0.25])),
    }
    assert places(whole, Method.MEDIAN_RANK)[:2] == [("Talk 1", 1), ("Talk 4", 2)]


def test_equal_scores_of_a_reviewer_share_their_ranks() -> None:
    whole = reviewed({(1, 1): 4, (1, 2): 4, (1, 3): 1})
    values = [one.value for one in ranking(whole, whole.sessions, Method.MEDIAN_RANK)]
    assert values == [pytest.approx(1 / 3), pytest.approx(1 / 3), pytest.approx(2.5 / 3), None]
    assert [place for _, place in places(whole, Method.MEDIAN_RANK)] == [1, 1, 3, None]


@pytest.mark.parametrize("method", Method)
def test_what_people_think_of_their_own_sessions_does_not_count(method: Method) -> None:
    own = (Participant(UUID(int=501)), Participant(UUID(int=502), Role.REVIEWER))
    whole = reviewed({(1, 1): 5, (2, 1): 1, (1, 2): 3, (2, 2): 3}, participants={1: own})
    found = {one.session.title: one for one in ranking(whole, whole.sessions, method)}
    assert (found["Talk 1"].scores, found["Talk 1"].left_out) == ((1,), 1)
    assert places(whole, method)[0] == ("Talk 2", 1)
    assert has_interest(found["Talk 1"].session, UUID(int=501))
    assert not has_interest(found["Talk 1"].session, UUID(int=502))
    # Their own session has no place in their list either: the other one is alone there, in the middle.
    if method is Method.MEDIAN_RANK:
        assert found["Talk 2"].value == pytest.approx(median([0.5, 0.25]))


SCORES = st.dictionaries(st.tuples(st.integers(1, 4), st.integers(1, 5)), st.none() | st.integers(1, 5), max_size=14)


@given(SCORES)
def test_every_session_stands_once_and_better_ones_first(scores: dict[tuple[int, int], int | None]) -> None:
    whole = reviewed(scores, 5)
    for method, sign in ((Method.MEAN, -1), (Method.MEDIAN_RANK, 1)):
        found = ranking(whole, whole.sessions, method)
        assert {one.session.id for one in found} == {session.id for session in whole.sessions}
        values = [sign * one.value for one in found if one.value is not None]
        assert values == sorted(values)
        assert [one.place is None for one in found] == sorted(one.place is None for one in found)
        for number, one in enumerate(found, 1):
            if one.place is not None:
                assert one.place <= number
                assert found[one.place - 1].value == one.value
            if one.value is not None and method is Method.MEAN:
                assert one.value == fmean(one.scores)
            if one.value is not None and method is Method.MEDIAN_RANK:
                assert 0 < one.value < 1


@given(SCORES, st.integers(1, 4))
def test_a_reviewer_who_is_a_point_stricter_changes_no_median_rank(
    scores: dict[tuple[int, int], int | None], strict: int
) -> None:
    """Scores above 5 stand for scores that were one point higher; the ranking knows nothing of the scale."""
    other = {key: score + 1 if score and key[0] == strict else score for key, score in scores.items()}
    one, two = reviewed(scores, 5), reviewed(other, 5)
    assert places(one, Method.MEDIAN_RANK) == places(two, Method.MEDIAN_RANK)
