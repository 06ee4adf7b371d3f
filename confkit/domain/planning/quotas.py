"""How much of what is planned for tracks, types and lengths, in time or in number, is taken by what is chosen."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from confkit.domain.event import SessionType, Track, Window
from confkit.domain.planning.standings import proposals
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Status

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Usage:
    """What is chosen of one track, type or length.

    ``kind`` is ``track``, ``type`` or ``length``; ``name`` is empty for sessions without one, ``id`` None where it is
    neither a track nor a type. ``chosen`` is the time of the accepted and confirmed sessions (``count`` of them),
    ``submitted`` that of those nobody decided on yet. ``quota`` is how much time is planned and ``number`` how many
    sessions, each None where nobody decided. ``each`` is how long one of them usually is: a type's length, or that
    which all sessions of a track share.
    """

    kind: str
    name: str
    count: int
    chosen: timedelta
    submitted: timedelta
    quota: timedelta | None = None
    id: UUID | None = None
    each: timedelta | None = None
    number: int | None = None

    @property
    def is_planned(self) -> bool:
        """Whether there is a quota, of time or in number."""
        return self.quota is not None or self.number is not None

    @property
    def is_over(self) -> bool:
        """Whether more is chosen than planned, in time or in number."""
        return self.minutes_over > 0 or self.sessions_over > 0

    @property
    def minutes_over(self) -> float:
        """By how many minutes the quota of time is overdrawn, 0 where it is not."""
        return 0 if self.quota is None else max(0.0, (self.chosen - self.quota) / _MINUTE)

    @property
    def sessions_over(self) -> int:
        """By how many sessions the quota by number is overdrawn, 0 where it is not."""
        return 0 if self.number is None else max(0, self.count - self.number)

    @property
    def share(self) -> float:
        """How much of the quota is taken, 1 for all of it: in time or in number, whichever is more; 0 without one."""
        parts = [0.0]
        if self.quota is not None and self.chosen:
            parts.append(self.chosen / self.quota if self.quota else math.inf)
        if self.number is not None and self.count:
            parts.append(self.count / self.number if self.number else math.inf)
        return max(parts)

    @property
    def left(self) -> timedelta | None:
        """What is left of the quota of time, below zero where it is overdrawn; None without one."""
        return None if self.quota is None else self.quota - self.chosen

    @property
    def places(self) -> int | None:
        """How many sessions are planned, or how many of the usual length fit into the time; None without either."""
        if self.number is not None:
            return self.number
        return self.quota // self.each if self.quota is not None and self.each else None

    @property
    def overdraft(self) -> str:
        """What is chosen and what is planned, in words; only what is overdrawn, where that is one of two."""
        parts = []
        if self.number is not None and (self.sessions_over or not self.minutes_over):
            parts.append(f"{_sessions(self.count)} chosen, {self.number} planned")
        if self.quota is not None and (self.minutes_over or not self.sessions_over):
            parts.append(f"{self.chosen / _MINUTE:g} min are chosen, {self.quota / _MINUTE:g} min are planned")
        return "; ".join(parts) or f"{self.chosen / _MINUTE:g} min are chosen"


def _sessions(count: int) -> str:
    return f"{count} session is" if count == 1 else f"{count} sessions are"


def usages(programme: Programme) -> tuple[Usage, ...]:
    """Return what is chosen of each track, each type, and each length, in this order.

    A session that takes place in several slots counts once with its planned length: a quota is about the choice. That
    is why breaks don't count as sessions of a length.
    """
    tracks = _grouped(programme, lambda session: session.track_id if session.track_id in programme.track else None)
    types = _grouped(programme, lambda session: session.type_id if session.type_id in programme.type else None)
    lengths = _grouped(replace(programme, sessions=proposals(programme)), programme.length)
    planned = {one.length: one.number for one in programme.event.lengths}
    found = [_usage("track", track.name, tracks.get(track.id, []), programme, track) for track in programme.tracks]
    if None in tracks and programme.tracks:
        found.append(_usage("track", "", tracks[None], programme))
    found += [
        replace(_usage("type", kind.name, types.get(kind.id, []), programme, kind), each=kind.length or None)
        for kind in programme.types
    ]
    if None in types and programme.types:
        found.append(_usage("type", "", types[None], programme))
    found += [
        replace(
            _usage("length", f"{length / _MINUTE:g} min", lengths.get(length, []), programme),
            each=length or None,
            number=planned.get(length),
        )
        for length in sorted({one for one in lengths if isinstance(one, timedelta)} | planned.keys())
    ]
    return tuple(found)


def _grouped(programme: Programme, key: Callable[[Session], Hashable]) -> Mapping[Hashable, list[Session]]:
    found: dict[Hashable, list[Session]] = {}
    for session in programme.sessions:
        found.setdefault(key(session), []).append(session)
    return found


def _usage(
    kind: str, name: str, own: list[Session], programme: Programme, planned: Track | SessionType | None = None
) -> Usage:
    chosen = [programme.length(session) for session in own if session.status.is_public]
    waiting = [programme.length(session) for session in own if session.status is Status.SUBMITTED]
    lengths = {programme.length(session) for session in own}
    return Usage(
        kind,
        name,
        len(chosen),
        sum(chosen, timedelta()),
        sum(waiting, timedelta()),
        planned.quota if planned else None,
        planned.id if planned else None,
        (lengths.pop() or None) if len(lengths) == 1 else None,
        planned.quota_number if planned else None,
    )


def as_if(programme: Programme, ids: Iterable[UUID], status: Status = Status.ACCEPTED) -> Programme:
    """Return the programme as it would be if these sessions had ``status``; those confirmed count as accepted."""
    wanted = set(ids)

    def changed(session: Session) -> bool:
        return session.id in wanted and not (status is Status.ACCEPTED and session.status.is_public)

    sessions = tuple(replace(one, status=status) if changed(one) else one for one in programme.sessions)
    return replace(programme, sessions=sessions)


def overdrawn(programme: Programme, ids: Iterable[UUID] = ()) -> tuple[Usage, ...]:
    """Return the quotas that are overdrawn; ``ids`` names sessions that are taken as accepted."""
    return tuple(usage for usage in usages(as_if(programme, ids)) if usage.is_over)


@dataclass(frozen=True, slots=True)
class RoomTime:
    """The time for which rooms can be used, ``available``, and how many of them say nothing about it (``silent``).

    ``chosen`` is the time of all accepted and confirmed sessions, breaks aside.
    """

    available: timedelta
    silent: int
    chosen: timedelta


def room_time(programme: Programme, chosen: Iterable[Session]) -> RoomTime | None:
    """Return the time of the rooms and of the accepted ones of ``chosen``; None where no room says when it is open."""
    rooms = [room for room in programme.rooms if room.availability]
    if not rooms:
        return None
    available = sum((_length(room.availability) for room in rooms), timedelta())
    taken = sum((programme.length(one) for one in chosen if one.status.is_public), timedelta())
    return RoomTime(available, len(programme.rooms) - len(rooms), taken)


def _length(windows: Iterable[Window]) -> timedelta:
    """Return the length of windows together; what several of them share counts once."""
    total, until = 0.0, float("-inf")
    for start, end in sorted((one.start.timestamp(), one.end.timestamp()) for one in windows):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return timedelta(seconds=total)
