"""A real database in a folder of its own, and an event to put into it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from confkit.domain.edit import Edit
from confkit.domain.event import Event, Room, Track
from confkit.domain.history import Entry
from confkit.domain.person import Participant, Person, Role
from confkit.domain.session import Session, Slot
from confkit.storage.repository import Repository, open_repository

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Desk:
    """A repository with somebody who works with it, a minute passing with each edit."""

    repository: Repository
    author: str = "amira"
    at: datetime = datetime(2027, 1, 1, tzinfo=UTC)

    def apply(self, edit: Edit, author: str | None = None) -> Entry:
        self.at += timedelta(minutes=1)
        return self.repository.apply(edit, author=author or self.author, at=self.at)

    def add(self, *entities) -> Entry:
        return self.apply(Edit.add("add", *entities))

    def change(self, before, author: str | None = None, **values):
        after = replace(before, **values)
        self.apply(Edit.change("change", before, after), author)
        return after

    def remove(self, *entities) -> Entry:
        return self.apply(Edit.remove("remove", *entities))

    def undo(self, author: str | None = None) -> Entry:
        return self.repository.undo(author=author or self.author, at=self.at)

    def redo(self, author: str | None = None) -> Entry:
        return self.repository.redo(author=author or self.author, at=self.at)


@dataclass(frozen=True)
class Sample:
    """A small event: one talk by one person, in a room, in a track."""

    event: Event
    room: Room
    track: Track
    person: Person
    session: Session
    slot: Slot

    @property
    def all(self):
        return (self.event, self.room, self.track, self.person, self.session, self.slot)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / ".confkit" / "confkit.db"


@pytest.fixture
def desk(database: Path) -> Iterator[Desk]:
    repository = open_repository(database)
    yield Desk(repository)
    repository.close()


@pytest.fixture
def sample() -> Sample:
    event = Event(UUID(int=1), "summit", "Health Voices Summit", "Europe/Berlin", date(2027, 4, 8), date(2027, 4, 9))
    room = Room(UUID(int=2), event.id, "Studio", capacity=80)
    track = Track(UUID(int=3), event.id, "Practice", colour="#336699")
    person = Person(UUID(int=4), "Amíra Hart", biography="Nurse and podcaster")
    session = Session(
        UUID(int=5),
        event.id,
        "Podcasting on the ward",
        track_id=track.id,
        abstract="Recording between two rounds",
        participants=(Participant(person.id, Role.SPEAKER),),
        tags=("audio",),
    )
    start = datetime(2027, 4, 9, 10, 0, tzinfo=BERLIN)
    slot = Slot(UUID(int=6), session.id, start, start + timedelta(minutes=30), room.id)
    return Sample(event, room, track, person, session, slot)


@pytest.fixture
def full(desk: Desk, sample: Sample) -> Desk:
    desk.add(*sample.all)
    return desk
