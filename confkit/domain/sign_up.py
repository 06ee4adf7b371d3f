"""Who wants to take part in a workshop or a consultation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SignUp:
    """One attendee who signed up for a session, in the order of ``added`` (aware).

    For a consultation, ``slot_id`` is the one of the session's slots that is booked; a workshop is signed up for as a
    whole. Who withdrew stays on the list, so that it can be told from who never was on it. ``email`` is private: no
    export for the public may hold it.
    """

    id: UUID
    session_id: UUID
    name: str
    email: str
    added: datetime
    slot_id: UUID | None = None
    withdrawn: bool = False
