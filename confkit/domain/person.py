"""Persons, and the parts they play."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from confkit.domain.event import Link, Window


class Role(StrEnum):
    """The part a person plays in a session, a show or an episode."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    HOST = "host"
    GUEST = "guest"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in a role."""

    person_id: UUID
    role: Role = Role.SPEAKER


@dataclass(frozen=True, slots=True)
class Credit:
    """A person named in public, by name: what a tag holds and what a feed shows."""

    name: str
    role: Role = Role.SPEAKER
    url: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """When a person can take part in one event."""

    event_id: UUID
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One human being, once in the workspace.

    ``email``, ``notes`` and ``apart`` are private: no export for the public may hold them. ``apart`` are other persons
    (ids) who must not be in a session at the same time, such as two physicians of one ward; it holds for both, and who
    isn't there any more means nothing.
    """

    id: UUID
    name: str
    organisation: str = ""
    biography: str = ""
    email: str = ""
    picture: str = ""
    links: tuple[Link, ...] = ()
    availability: tuple[Availability, ...] = ()
    notes: str = ""
    origin: str = ""
    apart: tuple[UUID, ...] = ()
