"""Which submissions the reviewers like best: rankings that are open to see through.

*By mean*: the mean of a session's scores. Plain, but a strict reviewer pulls down what he was given to read.

*By median rank*: each reviewer's scores only say in which order he sees the sessions he scored. With n of them, the
best has rank 1, equal scores share the mean of the ranks they take, and the rank counts as (rank − ½) / n, so that the
middle of anybody's list is 0.5 however many he read and however strict he is. A session's value is the median of these
over its reviewers; lower is better. *By mean rank*: their mean, for which one who saw it otherwise
than all the others counts, too.

In all of them, those who take part in a session have a conflict of interest: what they think of it doesn't count (nor
what place it has in their list). Sessions of equal value share a place, and the next one comes after all of them (1, 2,
2, 4); among them those with more scores stand first, then by title. A session without a score that counts has no place.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median
from uuid import UUID

from confkit.domain.person import Role
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session


class Method(StrEnum):
    """How scores become a ranking."""

    MEAN = "mean"
    MEDIAN_RANK = "median-rank"
    MEAN_RANK = "mean-rank"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A session in a ranking.

    ``place`` and ``value`` are None without a score that counts; ``scores`` are those that do, ``left_out`` is how many
    reviews don't because of a conflict of interest.
    """

    session: Session
    place: int | None
    value: float | None
    scores: tuple[int, ...] = ()
    left_out: int = 0


def has_interest(session: Session, person_id: UUID) -> bool:
    """Whether a person takes part in a session, and so can't judge it; being its reviewer is no part."""
    return any(part.person_id == person_id and part.role is not Role.REVIEWER for part in session.participants)


def counted(programme: Programme) -> tuple[Review, ...]:
    """Return the reviews of the programme that have a score, and are of no one with a conflict of interest."""
    of = programme.session
    return tuple(
        review
        for review in programme.reviews
        if review.score is not None
        and (session := of.get(review.session_id)) is not None
        and not has_interest(session, review.person_id)
    )


def ranking(programme: Programme, sessions: Iterable[Session], method: Method = Method.MEAN) -> tuple[Ranked, ...]:
    """Return ``sessions`` in the order that the reviews of the programme give, the best first."""
    reviews = counted(programme)
    values = values_by(method, reviews)
    # Means are better when they are high, ranks when they are low.
    sign = -1 if method is Method.MEAN else 1
    scores: dict[UUID, list[int]] = {}
    for review in reviews:
        scores.setdefault(review.session_id, []).append(review.score or 0)

    def order(session: Session) -> tuple[bool, float, int, str, UUID]:
        value = values.get(session.id)
        own = scores.get(session.id, ())
        return (value is None, 0 if value is None else sign * value, -len(own), session.title.casefold(), session.id)

    return tuple(_placed(sorted(sessions, key=order), values, scores, programme))


def _placed(
    ordered: Sequence[Session], values: Mapping[UUID, float], scores: Mapping[UUID, list[int]], programme: Programme
) -> Iterable[Ranked]:
    place, last = 0, None
    for number, session in enumerate(ordered, 1):
        value = values.get(session.id)
        if value != last:
            place, last = number, value
        reviews = programme.reviews_of.get(session.id, ())
        left_out = sum(has_interest(session, review.person_id) for review in reviews)
        own = tuple(sorted(scores.get(session.id, ()), reverse=True))
        yield Ranked(session, None if value is None else place, value, own, left_out)


def _means(reviews: Iterable[Review]) -> dict[UUID, float]:
    scores: dict[UUID, list[int]] = {}
    for review in reviews:
        scores.setdefault(review.session_id, []).append(review.score or 0)
    return {session: fmean(own) for session, own in scores.items()}


def _ranks(reviews: Iterable[Review]) -> dict[UUID, list[float]]:
    """Return where each session stands in the lists of those who scored it, from 0 (the top) to 1."""
    lists: dict[UUID, list[Review]] = {}
    for review in reviews:
        lists.setdefault(review.person_id, []).append(review)
    ranks: dict[UUID, list[float]] = {}
    for own in lists.values():
        often = Counter(review.score or 0 for review in own)
        middle, better = {}, 0
        for score in sorted(often, reverse=True):
            # Ranks better + 1 to better + equal are shared: their mean, less a half.
            middle[score] = (better + often[score] / 2) / len(own)
            better += often[score]
        for review in own:
            ranks.setdefault(review.session_id, []).append(middle[review.score or 0])
    return ranks


def _median_ranks(reviews: Iterable[Review]) -> dict[UUID, float]:
    return {session: median(own) for session, own in _ranks(reviews).items()}


def _mean_ranks(reviews: Iterable[Review]) -> dict[UUID, float]:
    return {session: fmean(own) for session, own in _ranks(reviews).items()}


_VALUES: Mapping[Method, Callable[[Iterable[Review]], dict[UUID, float]]] = {
    Method.MEAN: _means,
    Method.MEDIAN_RANK: _median_ranks,
    Method.MEAN_RANK: _mean_ranks,
}


def values_by(method: Method, reviews: Iterable[Review]) -> dict[UUID, float]:
    """Return what each session that was scored is worth by ``method``; ``reviews`` are those that count."""
    return _VALUES[method](reviews)
