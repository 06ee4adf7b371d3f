"""Sessions that can be followed live, as the feed of their event's show announces them (``podcast:liveItem``)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from confkit.domain.bridge import credits_of
from confkit.domain.person import Credit
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot

# Who missed it looks for it for a while; then the announcement says nothing any more.
SHOWN_AFTERWARDS = timedelta(days=14)


class LiveStatus(StrEnum):
    """Where a stream stands (Podcasting 2.0, liveItem)."""

    PENDING = "pending"
    LIVE = "live"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class LiveItem:
    """A session in one of its slots as apps show it before and while it is streamed; ``id`` is the slot's."""

    id: UUID
    title: str
    status: LiveStatus
    start: datetime
    end: datetime
    stream: str
    description: str = ""
    people: tuple[Credit, ...] = ()
    link: str = ""


def live_items(programme: Programme, now: datetime, *, recorded: Collection[UUID] = ()) -> tuple[LiveItem, ...]:
    """Return the streams of ``programme`` that are worth showing at ``now``, in the order of their beginning.

    Those are the slots of public sessions that have a stream, until the recording is there (``recorded`` holds the ids
    of sessions), and at most two weeks after their end.
    """
    found = [item for session in programme.sessions for item in _of(programme, session, now, recorded)]
    return tuple(sorted(found, key=lambda item: (item.start.timestamp(), item.id)))


def _of(programme: Programme, session: Session, now: datetime, recorded: Collection[UUID]) -> Iterator[LiveItem]:
    if not session.stream or not session.status.is_public or session.id in recorded:
        return
    for slot in programme.slots_of.get(session.id, ()):
        if now - slot.end < SHOWN_AFTERWARDS:
            yield LiveItem(
                slot.id,
                session.title,
                status_of(slot, now),
                slot.start,
                slot.end,
                session.stream,
                session.abstract or session.description,
                credits_of(session.participants, programme.person),
                session.links[0].url if session.links else programme.event.url,
            )


def status_of(slot: Slot, now: datetime) -> LiveStatus:
    """Return whether the slot lies ahead, is now, or is over."""
    if now < slot.start:
        return LiveStatus.PENDING
    return LiveStatus.LIVE if now < slot.end else LiveStatus.ENDED
