"""The rules for what must not be at the same time although no room and nobody is in two places."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from confkit.domain.conflicts.overlaps import pairs
from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope
from confkit.domain.problem import Severity

RULES = Registry()


@RULES.rule(
    "session-apart", Scope.SESSIONS_APART, Severity.WARNING, "move one of them, so that the same people can be in both"
)
def _sessions(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Sessions that are not to run at the same time don't."""
    for one, other, _ in pairs(slots):
        if key in (one.session.id, other.session.id):
            message = f"is at the same time as “{one.session.title}”, and the same people want both"
            subjects = (one.session.id, other.session.id)
            yield Found(other.where, message, subjects, (one.slot.id, other.slot.id))


@RULES.rule("person-apart", Scope.PERSONS_APART, Severity.WARNING, "move one of them to another time")
def _persons(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Persons who must stay apart, such as two of one ward, are in no sessions at the same time."""
    known = look.programme.person
    others = look.persons_apart.others.get(key, frozenset()) & known.keys()
    apart = sorted(others, key=lambda one: (known[one].name, one))
    for one in slots:
        for id in apart:
            if key in one.people and id in one.people:
                message = f"is in “{one.session.title}” together with {known[id].name}, and they must stay apart"
                yield Found(f"{known[key].name}, {one.when}", message, (one.session.id, key, id), (one.slot.id,))
    for one, other, _ in pairs(slots):
        for mine, theirs in ((one, other), (other, one)):
            for id in apart:
                if key in mine.people and id in theirs.people:
                    message = (
                        f"is in “{mine.session.title}” while {known[id].name} is in “{theirs.session.title}”,"
                        " and they must stay apart"
                    )
                    subjects = (mine.session.id, theirs.session.id, key, id)
                    yield Found(f"{known[key].name}, {other.when}", message, subjects, (mine.slot.id, theirs.slot.id))
