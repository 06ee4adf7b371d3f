"""Choosing among submissions: reviews, rankings, and accepting or rejecting many at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from confkit.codecs.length_text import length_from
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.event import SessionType, Track
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
    Status.ACCEPTED: (Status.SUBMITTED, Status.WAITLISTED, Status.REJECTED),
    Status.WAITLISTED: (Status.SUBMITTED, Status.ACCEPTED, Status.REJECTED),
    Status.REJECTED: (Status.SUBMITTED, Status.WAITLISTED, Status.ACCEPTED),
    Status.WITHDRAWN: (Status.SUBMITTED, Status.WAITLISTED, Status.ACCEPTED, Status.CONFIRMED, Status.REJECTED),
    Status.SUBMITTED: (Status.WAITLISTED, Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN),
}
_VERB = {
    Status.ACCEPTED: "Accept",
    Status.WAITLISTED: "Waitlist",
    Status.REJECTED: "Reject",
    Status.WITHDRAWN: "Withdraw",
    Status.SUBMITTED: "Reopen",
}
_SO_MANY = re.compile(r"([0-9]{1,5})\s*[x×]\Z")


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

    Without a score or comment that part stays. A person who is new is added with it. Raises InvalidValue for a score
    beyond 1 to 5, and where the person takes part in the session.
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
    known = person.id in programme.person or ws.repository.get(Person, person.id) is not None
    newcomer = () if known else (Change(None, person),)
    return ws.apply(Edit(f"Review “{session.title}” by {person.name}", (*newcomer, Change(before, after))))


def reviewer_named(persons: Iterable[Person], author: str) -> Person | None:
    """Return who of ``persons`` the author of edits is; None where nobody is, or where it could be several.

    Authors are names that people chose or those they log in with: the name of a person, their address, the part of it
    before the @, or one of the words of their name. Each is tried only where the one before finds nobody.
    """
    wanted = author.strip().casefold()
    tests: tuple[Callable[[Person], bool], ...] = (
        lambda person: person.name.casefold() == wanted,
        lambda person: person.email.casefold() == wanted,
        lambda person: person.email.casefold().partition("@")[0] == wanted,
        lambda person: wanted in person.name.casefold().split(),
    )
    everybody = tuple(persons)
    for test in tests if wanted else ():
        found = [person for person in everybody if test(person)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def quota_from(text: str, of: Track | SessionType) -> timedelta | None:
    """Read a quota as people write it: minutes, 1h 30m, 6x for six of a type; empty, 0, - or none for none.

    Raises InvalidValue.
    """
    plain = text.strip().casefold()
    if plain in ("", "0", "-", "–", "none"):
        return None
    often = _SO_MANY.match(plain)
    if often and isinstance(of, SessionType):
        return int(often[1]) * of.length
    found = timedelta(minutes=int(plain)) if plain.isascii() and plain.isdecimal() and len(plain) < 7 else None
    found = found or length_from(plain)
    if found is None or found < timedelta(0):
        example = "write 90, 1h 30m, or 6x for six of them" if isinstance(of, SessionType) else "write 90 or 1h 30m"
        raise InvalidValue(f"{text!r} is no length", where=f"quota of “{of.name}”", fix=example)
    return found


def set_quota(ws: Workspace, of: Track | SessionType, quota: timedelta | None) -> Entry:
    """Plan so much time for a track or type; None for no quota."""
    kind = "track" if isinstance(of, Track) else "type"
    return ws.apply(Edit(f"Set the quota of the {kind} “{of.name}”", (Change(of, replace(of, quota=quota)),)))


def decide(ws: Workspace, programme: Programme, sessions: Sequence[Session], status: Status) -> Decision:
    """Accept, waitlist, reject, withdraw or reopen many sessions as one edit.

    Those that stand so already are left alone, those that can't become it too, with a problem; accepting beyond a quota
    is a problem as well, and done all the same.
    """
    if status not in _FROM:
        raise InvalidValue(f"{status.value} is no decision", where="status", fix=f"use one of {', '.join(_FROM)}")
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
        named = f"“{chosen[0].title}”" if len(chosen) == 1 else f"{len(chosen)} sessions"
        entry = ws.apply(Edit(f"{_VERB[status]} {named}", tuple(map(Change, chosen, after))))
    if status is Status.ACCEPTED:
        over = overdrawn(programme, (session.id for session in chosen))
        problems += [quota_problem(programme, usage) for usage in over if usage.id is not None]
    return Decision(entry, after, tuple(problems))


def quota_problem(programme: Programme, usage: Usage) -> Problem:
    """Return an overdrawn quota of a track or type as a problem."""
    from confkit.domain.conflicts.registry import RULE

    rule = RULE[f"quota-{usage.kind}s"]
    where = f"{programme.event.slug}: {usage.kind} “{usage.name}”"
    subjects = (usage.id,) if usage.id else ()
    return Problem(rule.id, Severity.WARNING, where, usage.overdraft, rule.fix, subjects)
