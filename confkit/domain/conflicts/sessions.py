"""The rules for a session with all its slots: placed when it should be, complete, at one place at a time."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope, minutes
from confkit.domain.event import SessionKind
from confkit.domain.problem import Severity
from confkit.domain.session import Consent, Session, Status

RULES = Registry()
_WITH_PEOPLE = frozenset(
    {
        SessionKind.TALK,
        SessionKind.KEYNOTE,
        SessionKind.PANEL,
        SessionKind.WORKSHOP,
        SessionKind.CONSULTATION,
    }
)


def _found(session: Session, slots: Sequence[Placed], message: str) -> Found:
    return Found(f"session “{session.title}”", message, (session.id,), tuple(one.slot.id for one in slots))


@RULES.rule("session-unscheduled", Scope.SESSION, Severity.WARNING, "place it in the schedule")
def _unscheduled(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session that is accepted has a time."""
    session = look.programme.session[key]
    if session.status.is_public and not slots:
        yield _found(session, slots, f"is {session.status.value} but has no time")


@RULES.rule("session-not-accepted", Scope.SESSION, Severity.HINT, "accept it, or take it out of the schedule")
def _not_accepted(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session in the schedule is accepted."""
    session = look.programme.session[key]
    if slots and session.status in (Status.SUBMITTED, Status.WAITLISTED):
        yield _found(session, slots, "is in the schedule but not accepted yet: attendees won't see it")


@RULES.rule("session-unconfirmed", Scope.SESSION, None, "ask its people to confirm")
def _unconfirmed(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session in the schedule is confirmed by its people."""
    session = look.programme.session[key]
    if slots and session.status is Status.ACCEPTED:
        yield _found(session, slots, "is in the schedule but not confirmed")


@RULES.rule("session-turned-down", Scope.SESSION, Severity.WARNING, "take it out of the schedule, or accept it")
def _turned_down(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session that was rejected or withdrawn is not in the schedule."""
    session = look.programme.session[key]
    if slots and session.status in (Status.REJECTED, Status.WITHDRAWN):
        yield _found(session, slots, f"is {session.status.value} but still in the schedule")


@RULES.rule("session-cancelled", Scope.SESSION, Severity.HINT, "take it out of the schedule once everybody knows")
def _cancelled(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session that was cancelled frees its place in the end."""
    session = look.programme.session[key]
    if slots and session.status is Status.CANCELLED:
        yield _found(session, slots, "is cancelled and still has its place in the schedule")


@RULES.rule("session-without-people", Scope.SESSION, Severity.HINT, "name its speakers")
def _without_people(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Somebody gives a talk, keynote, panel, workshop or consultation."""
    session = look.programme.session[key]
    wanted = session.status.is_public or (slots and session.status.takes_place)
    if wanted and not look.people(session) and look.kind(session) in _WITH_PEOPLE:
        yield _found(session, slots, "has nobody who gives it")


@RULES.rule("session-without-track", Scope.SESSION, None, "choose its track")
def _without_track(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Where an event has tracks, every session in the schedule has one."""
    session = look.programme.session[key]
    if slots and look.programme.tracks and session.track_id is None and not slots[0].is_break:
        yield _found(session, slots, "has no track")


@RULES.rule("session-twice", Scope.SESSION, Severity.WARNING, "remove one of the two, or move it to another time")
def _twice(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session is not in two places at once; a break may be in many."""
    session = look.programme.session[key]
    if len(slots) < 2 or slots[0].is_break or not session.status.takes_place:
        return
    last: Placed | None = None
    for one in slots:
        if one.end <= one.start:
            continue
        if last is not None and one.start < last.end:
            names = [each.room.name if each.room else "no room" for each in (last, one)]
            places = f"twice in {names[0]}" if names[0] == names[1] else f"in {names[0]} and in {names[1]}"
            yield Found(one.where, f"is {places} at the same time", (key,), (last.slot.id, one.slot.id))
        if last is None or one.end > last.end:
            last = one


@RULES.rule("session-repeated", Scope.SESSION, None, "remove one of its slots, or make two sessions of it")
def _repeated(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session is in the schedule once."""
    if len(slots) > 1 and not slots[0].is_break:
        yield _found(look.programme.session[key], slots, f"is in the schedule {len(slots)} times")


@RULES.rule("length-unlike-type", Scope.SESSION, None, "change its length, or its type")
def _unlike_type(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session is as long as others of its type."""
    session, kind = look.programme.session[key], look.type(look.programme.session[key])
    if kind and session.status.takes_place and session.duration not in (None, kind.length):
        length = minutes(look.programme.length(session).total_seconds())
        usual = minutes(kind.length.total_seconds())
        yield _found(session, slots, f"is planned for {length}, and a {kind.name} for {usual}")


@RULES.rule("workshop-without-limit", Scope.SESSION, None, "say how many can take part")
def _without_limit(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A workshop says how many can sign up."""
    session = look.programme.session[key]
    if slots and session.capacity is None and look.kind(session) is SessionKind.WORKSHOP:
        yield _found(session, slots, "is a workshop without a limit for sign-ups")


@RULES.rule(
    "consent-missing", Scope.SESSION, Severity.HINT, "ask them and set the recording consent, or take the licence out"
)
def _consent(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Where a recording has a licence, its speakers agreed to it."""
    session = look.programme.session[key]
    if session.status is not Status.CONFIRMED or not session.licence:
        return
    if session.consent is Consent.UNKNOWN:
        message = "has a licence for its recording, but nobody asked the speakers whether they agree to one"
        yield _found(session, slots, message)
    elif session.consent is Consent.REFUSED:
        yield _found(session, slots, "has a licence for its recording, but the speakers refused one")
