"""Who wants to take part in a workshop or a consultation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SignUp:
    """One attendee who signed up for a session, at ``added`` (aware).

    For a consultation, ``slot_id`` is the one of the session's slots that is booked; a workshop is signed up for as a
    whole. ``counted`` is the moment that counts for the order on the list where an organizer changed it, None for
    ``added``; ``attended`` is whether they came. Who withdrew stays on the list, so that it can be told from who never
    was on it. ``email`` is private: no export for the public may hold it.
    """

    id: UUID
    session_id: UUID
    name: str
    email: str
    added: datetime
    slot_id: UUID | None = None
    withdrawn: bool = False
    counted: datetime | None = None
    attended: bool = False

    @property
    def order(self) -> tuple[datetime, UUID]:
        """Sort key: the place on the list."""
        return (self.counted or self.added, self.id)
