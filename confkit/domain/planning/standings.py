"""Everything that reviews say about each proposal, worked out once for all of them: what a selection is made by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median
from uuid import UUID

from confkit.domain.event import SessionKind
from confkit.domain.planning.ranking import Method, counted, has_interest, values_by
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session, Status

_UNDECIDED = (Status.SUBMITTED, Status.WAITLISTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reviewers think of a proposal.

    ``reviews`` is how many there are, also those that don't count; ``mean`` and ``median`` are of the scores that do,
    ``mean_rank`` and ``median_rank`` lie between 0 (the top of everybody's list) and 1. ``spread`` is the standard
    deviation of the scores: how much reviewers disagree. All of them are None without a score that counts; ``places``
    are the places by mean, mean rank and median rank (None without one). ``own`` is the review of the one who looks,
    ``is_own`` that they take part in it and can't judge it.
    """

    session: Session
    reviews: int = 0
    mean: float | None = None
    median: float | None = None
    mean_rank: float | None = None
    median_rank: float | None = None
    spread: float | None = None
    places: tuple[int | None, int | None, int | None] = (None, None, None)
    own: Review | None = None
    is_own: bool = False

    @property
    def score(self) -> int | None:
        """The score of the one who looks."""
        return self.own.score if self.own else None

    @property
    def to_review(self) -> bool:
        """Whether the one who looks can still give it a score that matters: nobody has decided about it."""
        return self.score is None and not self.is_own and self.session.status in _UNDECIDED

    def place(self, method: Method) -> int | None:
        """Return the place in one of the rankings; None without a score that counts."""
        return self.places[_METHODS.index(method)]


_METHODS = (Method.MEAN, Method.MEAN_RANK, Method.MEDIAN_RANK)


def proposals(programme: Programme) -> tuple[Session, ...]:
    """Return what somebody proposed: every session but breaks."""
    breaks = {kind.id for kind in programme.types if kind.kind is SessionKind.BREAK}
    return tuple(session for session in programme.sessions if session.type_id not in breaks)


def standings(programme: Programme, sessions: Iterable[Session], reviewer: UUID | None = None) -> tuple[Standing, ...]:
    """Return what the reviews say about each of ``sessions``, in their order; ``reviewer`` is who looks."""
    chosen = tuple(sessions)
    reviews = counted(programme)
    values = [values_by(method, reviews) for method in _METHODS]
    places = [_places(chosen, of, highest=at == 0) for at, of in enumerate(values)]
    scores: dict[UUID, list[int]] = {}
    for review in reviews:
        scores.setdefault(review.session_id, []).append(review.score or 0)
    own = {review.session_id: review for review in programme.reviews if review.person_id == reviewer}

    def standing(session: Session) -> Standing:
        id = session.id
        counting = scores.get(id)
        mean, mean_rank, median_rank = (of.get(id) for of in values)
        return Standing(
            session,
            len(programme.reviews_of.get(id, ())),
            mean=mean,
            median=median(counting) if counting else None,
            mean_rank=mean_rank,
            median_rank=median_rank,
            spread=sqrt(fmean([(score - mean) ** 2 for score in counting])) if counting and mean is not None else None,
            places=(places[0].get(id), places[1].get(id), places[2].get(id)),
            own=own.get(id),
            is_own=reviewer is not None and has_interest(session, reviewer),
        )

    return tuple(map(standing, chosen))


def _places(sessions: Iterable[Session], values: Mapping[UUID, float], *, highest: bool) -> dict[UUID, int]:
    """Return the place of each session that has a value: those of one value share it, as in ``ranking``."""
    found = sorted((values[one.id] for one in sessions if one.id in values), reverse=highest)
    first: dict[float, int] = {}
    for place, value in enumerate(found, 1):
        first.setdefault(value, place)
    return {one.id: first[values[one.id]] for one in sessions if one.id in values}
