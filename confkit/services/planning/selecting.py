"""Choosing among submissions: reviews, rankings, and accepting or rejecting many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.history import Entry
from confkit.domain.person import Person
from confkit.domain.planning.quotas import Usage, overdrawn
from confkit.domain.planning.ranking import has_interest
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session, Status
from confkit.services.workspace import Workspace

# From where each decision can be taken. Who withdrew or was cancelled is asked again by hand.
_FROM = {
    Status.ACCEPTED: (Status.SUBMITTED, Status.REJECTED),
    Status.REJECTED: (Status.SUBMITTED, Status.ACCEPTED),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision did: the entry (None where nothing changed), the sessions as they are now, and what is odd."""

    entry: Entry | None
    sessions: tuple[Session, ...] = ()
    problems: tuple[Problem, ...] = ()


def review(
    ws: Workspace, programme: Programme, session: Session, person: Person, *, score: int | None, comment: str | None
) -> Entry:
    """Write what a person thinks of a session, in place of what they thought before.

    Without a score or comment that part stays. Raises InvalidValue for a score beyond 1 to 5, and where the person
    takes part in the session.
    """
    if has_interest(session, person.id):
        raise InvalidValue(
            f"{person.name} takes part in it, and can't review it",
            where=f"session “{session.title}”",
            fix="let somebody else review it",
        )
    if score is None and comment is None:
        raise InvalidValue("there is neither a score nor a comment", where="score", fix="give one of them")
    before = next((one for one in programme.reviews_of.get(session.id, ()) if one.person_id == person.id), None)
    if before is None:
        after = Review(ws.new_id(), session.id, person.id, score, comment or "", ws.now())
    else:
        after = replace(
            before,
            score=before.score if score is None else score,
            comment=before.comment if comment is None else comment,
            at=ws.now(),
        )
    return ws.apply(Edit(f"Review “{session.title}” by {person.name}", (Change(before, after),)))


def decide(ws: Workspace, programme: Programme, sessions: Sequence[Session], status: Status) -> Decision:
    """Accept or reject many sessions as one edit (``status`` is ACCEPTED or REJECTED).

    Those that stand so already are left alone, those that can't become it too, with a problem; accepting beyond a quota
    is a problem as well, and done all the same.
    """
    if status not in _FROM:
        raise InvalidValue(f"{status.value} is no decision", where="status", fix="use accepted or rejected")
    problems = []
    chosen = []
    for session in dict.fromkeys(sessions):
        if session.status in _FROM[status]:
            chosen.append(session)
        elif not (session.status is status or (status is Status.ACCEPTED and session.status is Status.CONFIRMED)):
            problems.append(
                Problem(
                    "not-decided",
                    Severity.WARNING,
                    f"session “{session.title}”",
                    f"is {session.status.value} and stays so",
                    f"set its status by hand, if it is to be {status.value}",
                    (session.id,),
                )
            )
    after = tuple(replace(session, status=status) for session in chosen)
    entry = None
    if chosen:
        word = "Accept" if status is Status.ACCEPTED else "Reject"
        named = f"“{chosen[0].title}”" if len(chosen) == 1 else f"{len(chosen)} sessions"
        entry = ws.apply(Edit(f"{word} {named}", tuple(map(Change, chosen, after))))
    if status is Status.ACCEPTED:
        over = overdrawn(programme, (session.id for session in chosen))
        problems += [quota_problem(programme, usage) for usage in over]
    return Decision(entry, after, tuple(problems))


def quota_problem(programme: Programme, usage: Usage) -> Problem:
    """Return an overdrawn quota as a problem."""
    assert usage.quota is not None
    return Problem(
        "quota-overdrawn",
        Severity.WARNING,
        f"{programme.event.slug}: {usage.kind} “{usage.name}”",
        f"{_minutes(usage.chosen)} are chosen, {_minutes(usage.quota)} are planned",
        "reject some, or raise the quota",
    )


def _minutes(length: timedelta) -> str:
    return f"{length / timedelta(minutes=1):g} min"
