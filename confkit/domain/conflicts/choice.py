"""The rules for what is chosen from the submissions: not more than is planned."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope
from confkit.domain.planning.quotas import overdrawn
from confkit.domain.problem import Severity

RULES = Registry()
_FIX = "reject some of its sessions, or raise the quota"


def _over(look: Look, kind: str) -> Iterator[Found]:
    planned = look.programme.tracks if kind == "track" else look.programme.types
    if all(one.quota is None for one in planned):
        return
    for usage in overdrawn(look.programme):
        if usage.kind == kind and usage.id is not None:
            yield Found(f"{kind} “{usage.name}”", usage.overdraft, (usage.id,))


@RULES.rule("quota-tracks", Scope.CHOICE, Severity.WARNING, _FIX)
def _tracks(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """No more of a track is accepted than is planned for it."""
    yield from _over(look, "track")


@RULES.rule("quota-types", Scope.CHOICE, Severity.WARNING, _FIX)
def _types(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """No more of a session type is accepted than is planned for it."""
    yield from _over(look, "type")
