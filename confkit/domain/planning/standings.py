"""Everything that reviews say about each proposal, worked out once for all of them: what a selection is made by."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, pstdev
from uuid import UUID

from confkit.domain.event import SessionKind
from confkit.domain.planning.ranking import Method, counted, has_interest, ranking
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session


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
        """Whether the one who looks can still give it a score."""
        return self.score is None and not self.is_own

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
    by = [{one.session.id: one for one in ranking(programme, chosen, method)} for method in _METHODS]
    scores: dict[UUID, list[int]] = {}
    for review in counted(programme):
        scores.setdefault(review.session_id, []).append(review.score or 0)
    own = {review.session_id: review for review in programme.reviews if review.person_id == reviewer}

    def standing(session: Session) -> Standing:
        found = [ranks[session.id] for ranks in by]
        counting = scores.get(session.id)
        return Standing(
            session,
            len(programme.reviews_of.get(session.id, ())),
            mean=found[0].value,
            median=median(counting) if counting else None,
            mean_rank=found[1].value,
            median_rank=found[2].value,
            spread=pstdev(counting) if counting else None,
            places=(found[0].place, found[1].place, found[2].place),
            own=own.get(session.id),
            is_own=reviewer is not None and has_interest(session, reviewer),
        )

    return tuple(map(standing, chosen))
