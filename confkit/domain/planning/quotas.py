"""How much of the time that is planned for tracks and types is taken while sessions are chosen."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from confkit.domain.event import Window
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Status

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Usage:
    """What is chosen of one track, type or length.

    ``kind`` is ``track``, ``type`` or ``length``; ``name`` is empty for sessions without one, ``id`` None where it is
    neither a track nor a type. ``chosen`` is the time of the accepted and confirmed sessions (``count`` of them),
    ``submitted`` that of those nobody decided on yet; ``quota`` is None where nothing is planned. ``each`` is how long
    one of them usually is: a type's length, or that which all sessions of a track share.
    """

    kind: str
    name: str
    count: int
    chosen: timedelta
    submitted: timedelta
    quota: timedelta | None = None
    id: UUID | None = None
    each: timedelta | None = None

    @property
    def is_over(self) -> bool:
        """Whether more is chosen than planned."""
        return self.quota is not None and self.chosen > self.quota

    @property
    def left(self) -> timedelta | None:
        """What is left of the quota, below zero where it is overdrawn; None without one."""
        return None if self.quota is None else self.quota - self.chosen

    @property
    def places(self) -> int | None:
        """How many sessions of the usual length the quota is; None without either."""
        return self.quota // self.each if self.quota is not None and self.each else None

    @property
    def excess(self) -> str:
        """By how much the quota is overdrawn, in words; empty where it is not."""
        return "" if not self.is_over or self.quota is None else f"{(self.chosen - self.quota) / _MINUTE:g} min"

    @property
    def overdraft(self) -> str:
        """What is chosen and what is planned, in words."""
        planned = "" if self.quota is None else f", {self.quota / _MINUTE:g} min are planned"
        return f"{self.chosen / _MINUTE:g} min are chosen{planned}"


def usages(programme: Programme) -> tuple[Usage, ...]:
    """Return what is chosen of each track, each type, and each length, in this order.

    A session that takes place in several slots counts once with its planned length: a quota is about the choice.
    """
    tracks = _grouped(programme, lambda session: session.track_id if session.track_id in programme.track else None)
    types = _grouped(programme, lambda session: session.type_id if session.type_id in programme.type else None)
    lengths = _grouped(programme, programme.length)
    found = [
        _usage("track", track.name, tracks.get(track.id, []), programme, track.quota, track.id)
        for track in programme.tracks
    ]
    if None in tracks and programme.tracks:
        found.append(_usage("track", "", tracks[None], programme))
    found += [
        _usage("type", kind.name, types.get(kind.id, []), programme, kind.quota, kind.id, kind.length)
        for kind in programme.types
    ]
    if None in types and programme.types:
        found.append(_usage("type", "", types[None], programme))
    found += [
        _usage("length", f"{length / _MINUTE:g} min", lengths[length], programme, each=length)
        for length in sorted(length for length in lengths if isinstance(length, timedelta))
    ]
    return tuple(found)


def _grouped(programme: Programme, key: Callable[[Session], Hashable]) -> Mapping[Hashable, list[Session]]:
    found: dict[Hashable, list[Session]] = {}
    for session in programme.sessions:
        found.setdefault(key(session), []).append(session)
    return found


def _usage(
    kind: str,
    name: str,
    own: list[Session],
    programme: Programme,
    quota: timedelta | None = None,
    id: UUID | None = None,
    each: timedelta | None = None,
) -> Usage:
    chosen = [programme.length(session) for session in own if session.status.is_public]
    waiting = [programme.length(session) for session in own if session.status is Status.SUBMITTED]
    if each is None:
        lengths = {programme.length(session) for session in own}
        each = lengths.pop() if len(lengths) == 1 else None
    return Usage(kind, name, len(chosen), sum(chosen, timedelta()), sum(waiting, timedelta()), quota, id, each or None)


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
