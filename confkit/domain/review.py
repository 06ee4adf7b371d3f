"""What a reviewer thinks of a submission."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# What the scale of any event stays within: a digit gives a score, 0 is ten where the scale begins at 1.
LOWEST, HIGHEST, STEPS = 0, 10, 10


@dataclass(frozen=True, slots=True)
class Review:
    """One person's opinion of one session; there is at most one for both.

    ``score`` is a whole number on the scale of the event (1, leave it out, to 5, a must, where it says nothing else),
    None where only a comment is given. ``at`` is aware. Never published.
    """

    id: UUID
    session_id: UUID
    person_id: UUID
    score: int | None
    comment: str
    at: datetime
