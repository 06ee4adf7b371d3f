"""What the database costs over SQLite alone: loading an event of 1,300 sessions, and one acknowledged edit.

Run it with ``python -m benchmarks.storage``. The floor of loading is fetching the same rows with sqlite3 and making
nothing of them; the floor of an edit is one insert and commit with ``synchronous=FULL``, so mostly the disk's fsync.
Each line is one figure, ratios are what counts.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.edit import Edit, Entity
from confkit.domain.event import Event, Link, Room, Track
from confkit.domain.person import Participant, Person
from confkit.domain.session import Session, Slot, Status
from confkit.storage.repository import Repository, open_repository

SESSIONS = 1_300
PERSONS = 1_000
ROOMS = 72
ROUNDS = 15
EDITS = 100
NOW = datetime(2027, 1, 1, tzinfo=UTC)
EVENT = Event(UUID(int=1), "congress", "Congress", "Europe/Berlin", date(2027, 12, 27), date(2027, 12, 30))
WORDS = "What nobody tells you about recording in a hospital, and what to do about it before the day. "


def main() -> int:
    """Fill a database, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "confkit.db"
        with closing(open_repository(database)) as repository:
            begin = time.perf_counter()
            entities = congress()
            repository.apply(Edit.add("import", *entities), author="bench", at=NOW)
            filled = time.perf_counter() - begin
            print(f"adding {len(entities):,} things in one edit: {filled * 1000:.0f} ms")
            measure_loading(repository, database)
            measure_searching(repository)
            measure_edits(repository, Path(folder))
        begin = time.perf_counter()
        with closing(open_repository(database)) as repository:
            repository.position()
        print(f"opening the database: {(time.perf_counter() - begin) * 1000:.1f} ms")
    return 0


def congress() -> list[Entity]:
    """A congress as large as the largest we know."""
    zone = ZoneInfo(EVENT.zone)
    start = datetime(2027, 12, 27, 10, 0, tzinfo=zone)
    rooms = [Room(UUID(int=100 + n), EVENT.id, f"Hall {n}", n, capacity=50 + n) for n in range(ROOMS)]
    tracks = [Track(UUID(int=200 + n), EVENT.id, f"Track {n}", n) for n in range(12)]
    persons = [Person(UUID(int=10_000 + n), f"Speaker {n}", biography=WORDS * 3) for n in range(PERSONS)]
    sessions = [
        Session(
            UUID(int=20_000 + n),
            EVENT.id,
            f"Session number {n}",
            Status.CONFIRMED,
            track_id=tracks[n % 12].id,
            abstract=WORDS * 4,
            description=WORDS * 8,
            duration=timedelta(minutes=30),
            tags=("audio", f"tag {n % 40}"),
            links=(Link(f"https://example.org/{n}"),),
            participants=(Participant(persons[n % PERSONS].id), Participant(persons[n * 7 % PERSONS].id)),
        )
        for n in range(SESSIONS)
    ]
    slots = [
        Slot(
            UUID(int=30_000 + n),
            one.id,
            start + timedelta(minutes=30 * (n // ROOMS)),
            start + timedelta(minutes=30 * (n // ROOMS) + 30),
            rooms[n % ROOMS].id,
        )
        for n, one in enumerate(sessions)
    ]
    return [EVENT, *rooms, *tracks, *persons, *sessions, *slots]


def best(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest time of several, in milliseconds: what the machine's other work adds is left out."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        action()
        times.append((time.perf_counter() - begin) * 1000)
    return min(times)


def measure_loading(repository: Repository, database: Path) -> None:
    """The whole programme against its bare rows."""
    tables = ("event", "room", "track", "session_type", "person", "session", "session_person", "slot")

    def floor() -> int:
        with closing(sqlite3.connect(database)) as connection:
            return sum(len(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in tables)

    ours, bare = best(lambda: repository.programme(EVENT.id)), best(floor)
    print(
        f"load {SESSIONS:,} sessions, {PERSONS:,} persons: {ours:.1f} ms; bare rows {bare:.1f} ms; {ours / bare:.1f} ×"
    )


def measure_searching(repository: Repository) -> None:
    """A word that is in every session, and one that is in one."""
    for text in ("hospital record", "number 777"):
        taken = best(partial(repository.search, text))
        print(f"search {text!r}: {taken:.1f} ms")


def measure_edits(repository: Repository, folder: Path) -> None:
    """Renaming a session, journal and index included, against one insert; turn by turn, the disk being the same."""
    session = repository.get(Session, UUID(int=20_000))
    assert session is not None
    ours, bare = [], []
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE line (text)")
        for number in range(EDITS):
            after = replace(session, title=f"Renamed {number}")
            begin = time.perf_counter()
            repository.apply(Edit.change("rename", session, after), author="bench", at=NOW)
            middle = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO line VALUES (?)", (WORDS,))
            connection.execute("COMMIT")
            bare.append((time.perf_counter() - middle) * 1000)
            ours.append((middle - begin) * 1000)
            session = after
    ours.sort()
    bare.sort()
    for name, place in (("median", EDITS // 2), ("95th percentile", EDITS * 95 // 100)):
        ratio = ours[place] / bare[place]
        print(f"one edit, {name}: {ours[place]:.1f} ms; insert and commit {bare[place]:.1f} ms; {ratio:.1f} ×")


if __name__ == "__main__":
    sys.exit(main())
