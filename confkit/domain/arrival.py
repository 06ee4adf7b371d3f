"""Who has come: the check-in of speakers on the days of the event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person who has arrived at an event; there is at most one for both. ``at`` is aware."""

    id: UUID
    event_id: UUID
    person_id: UUID
    at: datetime
