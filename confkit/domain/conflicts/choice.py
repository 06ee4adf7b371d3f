"""The rules for what is chosen from the submissions: not more than is planned."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope
from confkit.domain.event import SessionType, Track
from confkit.domain.planning.quotas import overdrawn
from confkit.domain.problem import Severity

RULES = Registry()
_FIX = "reject some of its sessions, or raise the quota"


def _over(look: Look, kind: str) -> Iterator[Found]:
    event = look.programme.event
    if kind == "length":
        is_asked = bool(event.lengths)
    else:
        is_asked = any(map(_is_planned, look.programme.tracks if kind == "track" else look.programme.types))
    if not is_asked:
        return
    for usage in overdrawn(look.programme):
        if usage.kind == kind:
            yield Found(f"{kind} “{usage.name}”", usage.overdraft, (usage.id or event.id,))


def _is_planned(one: Track | SessionType) -> bool:
    return one.quota is not None or one.quota_number is not None


@RULES.rule("quota-tracks", Scope.CHOICE, Severity.WARNING, _FIX)
def _tracks(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """No more of a track is accepted than is planned for it."""
    yield from _over(look, "track")


@RULES.rule("quota-types", Scope.CHOICE, Severity.WARNING, _FIX)
def _types(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """No more of a session type is accepted than is planned for it."""
    yield from _over(look, "type")


@RULES.rule("quota-lengths", Scope.CHOICE, Severity.WARNING, _FIX)
def _lengths(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """No more sessions of a length are accepted than the event plans for it."""
    yield from _over(look, "length")
