"""The sections of the workspace, and the place a user is at: a section of an event, a show or the workspace."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Section(StrEnum):
    """What the middle pane lists; the value is its title."""

    SESSIONS = "Sessions"
    SPEAKERS = "Speakers"
    SCHEDULE = "Schedule"
    ROOMS = "Rooms"
    EPISODES = "Episodes"
    PROBLEMS = "Problems"
    HISTORY = "History"


OF_EVENT = (Section.SESSIONS, Section.SPEAKERS, Section.SCHEDULE, Section.ROOMS)
OF_SHOW = (Section.EPISODES,)
OF_WORKSPACE = (Section.PROBLEMS, Section.HISTORY)


class Place(NamedTuple):
    """A section, and the event or show it is a section of (None for the workspace's, or where there is none yet)."""

    section: Section
    of: UUID | None = None
