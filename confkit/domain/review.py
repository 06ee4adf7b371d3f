"""What a reviewer thinks of a submission."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# As in school reports of stars: enough to tell proposals apart, few enough that two reviewers mean the same by them.
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Review:
    """One person's opinion of one session; there is at most one for both.

    ``score`` is a whole number from 1 (leave it out) to 5 (a must), None where only a comment is given. ``at`` is
    aware. Never published.
    """

    id: UUID
    session_id: UUID
    person_id: UUID
    score: int | None
    comment: str
    at: datetime
