"""What an operation costs, as a count of statements: it must not grow with the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event as sqlalchemy_event

from confkit.domain.edit import Edit
from confkit.domain.event import Room, Window
from confkit.domain.person import Availability, Participant, Person
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.storage.repository import Repository
from tests.storage.conftest import Desk, Sample

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@contextmanager
def statements(repository: Repository) -> Iterator[list[str]]:
    """The statements that are sent in between, without those that begin a transaction."""
    seen: list[str] = []

    def note(*args: object) -> None:
        if not str(args[2]).startswith("BEGIN"):
            seen.append(str(args[2]))

    sqlalchemy_event.listen(repository._engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sqlalchemy_event.remove(repository._engine, "before_cursor_execute", note)


def congress(sample: Sample, size: int) -> tuple:
    """An event of ``size`` sessions with as many persons and slots, and a show with an episode of each."""
    start = sample.slot.start
    persons = [
        Person(
            UUID(int=10_000 + n), f"Person {n}", availability=(Availability(sample.event.id, (Window(start, start),)),)
        )
        for n in range(size)
    ]
    rooms = [Room(UUID(int=20_000 + n), sample.event.id, f"Room {n}") for n in range(12)]
    sessions = [
        Session(
            UUID(int=30_000 + n),
            sample.event.id,
            f"Session {n}",
            abstract="words " * 50,
            tags=("a", "b"),
            participants=(Participant(persons[n].id), Participant(persons[n // 2].id)),
        )
        for n in range(size)
    ]
    slots = [
        Slot(
            UUID(int=40_000 + n),
            sessions[n].id,
            start + timedelta(minutes=n),
            start + timedelta(minutes=n + 30),
            rooms[n % 12].id,
        )
        for n in range(size)
    ]
    show = Show(UUID(int=9), "show", "A show", UUID(int=9))
    episodes = [
        Episode(UUID(int=50_000 + n), show.id, f"g{n}", NOW, session_id=one.id, people=one.participants[:1])
        for n, one in enumerate(sessions)
    ]
    return (sample.event, *rooms, *persons, *sessions, *slots, show, *episodes)


def test_reading_does_not_take_more_statements_for_more_data(desk: Desk, sample: Sample) -> None:
    counts = []
    for size in (2, 60):
        entities = congress(sample, size)
        entry = desk.add(*entities)
        sessions = [one.id for one in entities if isinstance(one, Session)]
        found = []
        for read in (
            lambda: desk.repository.programme(sample.event.id).sessions,
            lambda ids=sessions: desk.repository.talks(ids),
            lambda: desk.repository.shelf(UUID(int=9)).episodes,
            lambda: desk.repository.shelves()[0].episodes,
            lambda: desk.repository.persons(),
        ):
            with statements(desk.repository) as seen:
                assert len(read()) == size
            found.append(len(seen))
        with statements(desk.repository) as seen:
            assert len(desk.repository.since(entry.number - 1)[0].edit.changes) == len(entities)
        found.append(len(seen))
        counts.append(found)
        desk.undo()
    assert counts[0] == counts[1] == [11, 4, 4, 4, 2, 2]


def test_writing_does_not_take_more_statements_in_a_larger_event(desk: Desk, sample: Sample) -> None:
    counts = []
    for size in (2, 60):
        entities = congress(sample, size)
        desk.add(*entities)
        session = next(one for one in entities if isinstance(one, Session))
        edit = Edit.change("rename", session, replace(session, title="Renamed"))
        with statements(desk.repository) as seen:
            desk.apply(edit)
        counts.append(len(seen))
        desk.undo()
        desk.undo()
    assert counts[0] == counts[1]
    assert counts[0] <= 30


@pytest.mark.slow
def test_an_event_of_1300_sessions_is_loaded_in_eleven_statements(desk: Desk, sample: Sample) -> None:
    desk.add(*congress(sample, 1300))
    with statements(desk.repository) as seen:
        programme = desk.repository.programme(sample.event.id)
    assert (len(programme.sessions), len(programme.slots), len(programme.persons)) == (1300, 1300, 1300)
    assert len(seen) <= 11
