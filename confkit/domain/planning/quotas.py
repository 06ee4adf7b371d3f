"""How much of the time that is planned for tracks and types is taken while sessions are chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from confkit.domain.event import SessionType, Track
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Status


@dataclass(frozen=True, slots=True)
class Usage:
    """What is chosen of one track, type or length.

    ``kind`` is ``track``, ``type`` or ``length``; ``name`` is empty for sessions without one. ``chosen`` is the time of
    the accepted and confirmed sessions (``count`` of them), ``submitted`` that of those nobody decided on yet;
    ``quota`` is None where nothing is planned.
    """

    kind: str
    name: str
    count: int
    chosen: timedelta
    submitted: timedelta
    quota: timedelta | None = None

    @property
    def is_over(self) -> bool:
        """Whether more is chosen than planned."""
        return self.quota is not None and self.chosen > self.quota

    @property
    def left(self) -> timedelta | None:
        """What is left of the quota, below zero where it is overdrawn; None without one."""
        return None if self.quota is None else self.quota - self.chosen


def usages(programme: Programme) -> tuple[Usage, ...]:
    """Return what is chosen of each track, each type, and each length, in this order.

    A session that takes place in several slots counts once with its planned length: a quota is about the choice.
    """
    sessions = programme.sessions
    found = [
        _of("track", track, (s for s in sessions if s.track_id == track.id), programme) for track in programme.tracks
    ]
    found += [_of("type", kind, (s for s in sessions if s.type_id == kind.id), programme) for kind in programme.types]
    without = [session for session in sessions if session.track_id not in programme.track]
    if without and programme.tracks:
        found.append(_usage("track", "", without, programme, None))
    untyped = [session for session in sessions if session.type_id not in programme.type]
    if untyped and programme.types:
        found.append(_usage("type", "", untyped, programme, None))
    lengths = sorted({programme.length(session) for session in sessions})
    for length in lengths:
        own = [session for session in sessions if programme.length(session) == length]
        found.append(_usage("length", f"{length / timedelta(minutes=1):g} min", own, programme, None))
    order = {"track": 0, "type": 1, "length": 2}
    return tuple(sorted(found, key=lambda usage: order[usage.kind]))


def _of(kind: str, of: Track | SessionType, sessions: Iterable[Session], programme: Programme) -> Usage:
    return _usage(kind, of.name, sessions, programme, of.quota)


def _usage(kind: str, name: str, sessions: Iterable[Session], programme: Programme, quota: timedelta | None) -> Usage:
    own = list(sessions)
    chosen = [programme.length(session) for session in own if session.status.is_public]
    waiting = [programme.length(session) for session in own if session.status is Status.SUBMITTED]
    return Usage(kind, name, len(chosen), sum(chosen, timedelta()), sum(waiting, timedelta()), quota)


def overdrawn(programme: Programme, ids: Iterable[UUID] = ()) -> tuple[Usage, ...]:
    """Return the quotas that are overdrawn; ``ids`` names sessions that are taken as accepted."""
    wanted = set(ids)
    accepted = tuple(
        replace(session, status=Status.ACCEPTED) if session.id in wanted and not session.status.is_public else session
        for session in programme.sessions
    )
    return tuple(usage for usage in usages(replace(programme, sessions=accepted)) if usage.is_over)
