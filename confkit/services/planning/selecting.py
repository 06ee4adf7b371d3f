"""Choosing among submissions: reviews, rankings, and accepting or rejecting many at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from confkit.codecs.length_text import length_from, length_value
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, LengthQuota, SessionType, Track
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
_SO_MANY = re.compile(r"([0-9]{1,5})\s*(?:[x×]|sessions?|talks?)(?:\s*[,;/+]\s*|\s+|\Z)")


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
    beyond the scale of the event, and where the person takes part in the session.
    """
    if has_interest(session, person.id):
        raise InvalidValue(
            f"{person.name} takes part in it, and can't review it",
            where=f"session “{session.title}”",
            fix="let somebody else review it",
        )
    if score is None and comment is None:
        raise InvalidValue("there is neither a score nor a comment", where="score", fix="give one of them")
    if score is not None:
        require_on_scale(programme.event, score)
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


def require_on_scale(event: Event, score: int) -> None:
    """Raise InvalidValue for a score that is not on the scale of the event."""
    options = event.options
    if not options.takes(score):
        raise InvalidValue(
            f"{score} is not from {options.lowest_score} to {options.highest_score}",
            where="score",
            fix=f"{options.highest_score} is the best; the form of the event sets the scale",
        )


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


@dataclass(frozen=True, slots=True)
class Planned:
    """A quota: how much time, and how many sessions; None for none of it."""

    time: timedelta | None = None
    number: int | None = None

    @classmethod
    def of(cls, one: Track | SessionType) -> "Planned":
        """Return the quota of a track or type."""
        return cls(one.quota, one.quota_number)

    def __str__(self) -> str:
        """As ``quota_from`` reads it."""
        number = "" if self.number is None else f"{self.number}x"
        return ", ".join(filter(None, (number, "" if self.time is None else _length_text(self.time))))


def _length_text(length: timedelta) -> str:
    minutes = length / timedelta(minutes=1)
    return f"{minutes:g}" if minutes == int(minutes) else str(length_value(length))


def quota_from(text: str, name: str) -> Planned:
    """Read a quota as people write it: 90 or 1h 30m for time, 6x or 6 sessions for a number, ``6x, 3h`` for both.

    Empty, 0, - or none is no quota. ``name`` is what it is of, for the error. Raises InvalidValue.
    """
    plain = text.strip().casefold()
    if plain in ("", "0", "-", "–", "none"):
        return Planned()
    often = _SO_MANY.match(plain)
    rest = plain[often.end() :].strip() if often else plain
    time = _time_in(rest) if rest else None
    if (rest and time is None) or (time is not None and time < timedelta(0)):
        raise InvalidValue(
            f"{text!r} is no quota",
            where=f"quota of “{name}”",
            fix="write 90 or 1h 30m, 6x for six sessions, or 6x, 3h",
        )
    return Planned(time, int(often[1]) if often else None)


def _time_in(plain: str) -> timedelta | None:
    if plain.isascii() and plain.isdecimal() and len(plain) < 7:
        return timedelta(minutes=int(plain))
    return length_from(re.sub(r"(?<=[0-9])\s+(?=[hms])", "", plain))


def set_quota(ws: Workspace, of: Track | SessionType, planned: Planned) -> Entry:
    """Plan so much time, or so many sessions, for a track or type."""
    kind = "track" if isinstance(of, Track) else "type"
    after = replace(of, quota=planned.time, quota_number=planned.number)
    return ws.apply(Edit(f"Set the quota of the {kind} “{of.name}”", (Change(of, after),)))


def length_quota_from(text: str, length: timedelta) -> int | None:
    """Read how many sessions of a length are planned, 12 or 12x; empty, - or none for no quota. Raises InvalidValue."""
    plain = text.strip().casefold()
    if plain in ("", "-", "–", "none"):
        return None
    found = re.fullmatch(r"([0-9]{1,5})\s*(?:[x×]|sessions?|talks?)?", plain)
    if found is None:
        where = f"quota of {length / timedelta(minutes=1):g} min"
        raise InvalidValue(f"{text!r} is no number of sessions", where=where, fix="write 12, or leave it empty")
    return int(found[1])


def set_length_quota(ws: Workspace, event: Event, length: timedelta, number: int | None) -> Entry:
    """Plan so many sessions of a length; None for no quota."""
    rest = [one for one in event.lengths if one.length != length]
    own = [] if number is None else [LengthQuota(length, number)]
    lengths = tuple(sorted((*rest, *own), key=lambda one: one.length))
    label = f"Set the quota of {length / timedelta(minutes=1):g} min"
    return ws.apply(Edit(label, (Change(event, replace(event, lengths=lengths)),)))


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
        problems += [quota_problem(programme, usage) for usage in over]
    return Decision(entry, after, tuple(problems))


def quota_problem(programme: Programme, usage: Usage) -> Problem:
    """Return an overdrawn quota of a track, type or length as a problem."""
    from confkit.domain.conflicts.registry import RULE

    rule = RULE[f"quota-{usage.kind}s"]
    where = f"{programme.event.slug}: {usage.kind} “{usage.name}”"
    return Problem(rule.id, Severity.WARNING, where, usage.overdraft, rule.fix, (usage.id or programme.event.id,))
