"""Several processes and threads at one database: nothing is lost, nobody is turned away."""

import gc
import sqlite3
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from confkit.domain.edit import Edit
from confkit.domain.errors import EditConflict, StorageError
from confkit.domain.event import Event
from confkit.domain.session import Session
from confkit.storage import engine as engine_module
from confkit.storage.repository import Repository, open_repository
from tests.storage.conftest import Desk, Sample

NOW = datetime(2027, 1, 1, tzinfo=UTC)
PROJECT = Path(__file__).parents[2]


def edit_many(database: Path, session_id: UUID, author: str, count: int) -> tuple[list[int], int]:
    """Append to the tags of a session ``count`` times; return the acknowledged entries, and how often to try again."""
    numbers, conflicts = [], 0
    with closing(open_repository(database)) as repository:
        while len(numbers) < count:
            session = repository.get(Session, session_id)
            assert session is not None
            after = replace(session, tags=(*session.tags, f"{author}-{len(numbers)}"))
            try:
                numbers.append(repository.apply(Edit.change("tag", session, after), author=author, at=NOW).number)
            except EditConflict:
                conflicts += 1
    return numbers, conflicts


@pytest.fixture
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.mark.parametrize(
    ("same", "count"),
    [(True, 20), pytest.param(True, 100, marks=pytest.mark.slow), pytest.param(False, 100, marks=pytest.mark.slow)],
)
def test_two_processes_lose_nothing(
    full: Desk, sample: Sample, database: Path, pool: ProcessPoolExecutor, same: bool, count: int
) -> None:
    other = replace(sample.session, id=uuid4(), title="Another")
    full.add(other)
    ids = {"amira": sample.session.id, "ben": sample.session.id if same else other.id}
    runs = {author: pool.submit(edit_many, database, id, author, count) for author, id in ids.items()}
    numbers = {author: run.result(timeout=120)[0] for author, run in runs.items()}
    # Meanwhile (and now) this process sees all of it.
    entries = {entry.number: entry for entry in full.repository.since(2)}
    assert sorted(entries) == sorted([*numbers["amira"], *numbers["ben"]]) == list(range(3, 3 + 2 * count))
    for author, id in ids.items():
        session = full.repository.get(Session, id)
        assert session is not None
        own = [tag for tag in session.tags if tag.startswith(author)]
        assert own == [f"{author}-{number}" for number in range(count)]
        assert all(entries[number].author == author for number in numbers[author])


def test_two_processes_that_make_the_database_use_the_same(database: Path, tmp_path: Path) -> None:
    program = (
        "import sys, uuid; from datetime import *; from pathlib import Path\n"
        "from confkit.domain.edit import Edit; from confkit.domain.person import Person\n"
        "from confkit.storage.repository import open_repository\n"
        "sys.stdin.read(1)\n"
        "repository = open_repository(Path(sys.argv[1]))\n"
        "repository.apply(Edit.add('add', Person(uuid.uuid4(), 'A')), author='a', at=datetime.now(timezone.utc))\n"
        "repository.close()"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(database)]
    runs = [subprocess.Popen(command, stdin=subprocess.PIPE, cwd=PROJECT) for _ in range(3)]
    for run in runs:
        run.communicate(b"go", timeout=60)
    assert [run.returncode for run in runs] == [0, 0, 0]
    with closing(open_repository(database)) as repository:
        assert (len(repository.persons()), repository.position()) == (3, 3)
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_threads_share_a_repository(full: Desk, sample: Sample) -> None:
    repository = full.repository
    everyone_is_here = threading.Barrier(4)

    def work(author: str) -> list[int]:
        everyone_is_here.wait()
        numbers = []
        while len(numbers) < 8:
            session = repository.get(Session, sample.session.id)
            assert session is not None
            after = replace(session, tags=(*session.tags, author))
            try:
                numbers.append(repository.apply(Edit.change("tag", session, after), author=author, at=NOW).number)
            except EditConflict:
                continue
            assert repository.programme(sample.event.id).sessions
            assert repository.search(author) or numbers
        return numbers

    with ThreadPoolExecutor(4) as threads:
        numbers = [number for found in threads.map(work, "abcd") for number in found]
    assert sorted(numbers) == list(range(2, 34))
    session = repository.get(Session, sample.session.id)
    assert session is not None
    assert sorted(session.tags[1:]) == sorted("abcd" * 8)


def test_a_reader_sees_one_state_and_holds_nobody_up(full: Desk, sample: Sample) -> None:
    with engine_module.reading(full.repository._engine) as connection:
        query = "SELECT count(*) FROM event"
        assert connection.exec_driver_sql(query).scalar() == 1
        full.add(replace(sample.event, id=uuid4(), slug="other"))
        assert connection.exec_driver_sql(query).scalar() == 1
    assert len(full.repository.events()) == 2


def test_a_program_that_never_lets_go_is_named(
    full: Desk, sample: Sample, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.05)
    with closing(open_repository(database)) as hurried, closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another program holds the database") as caught:
            hurried.apply(Edit.change("x", sample.room, replace(sample.room, capacity=1)), author="a", at=NOW)
        assert caught.value.fix
        assert hurried.events() == (sample.event,)  # reading goes on
        other.rollback()


def test_a_database_that_may_not_be_written_to(full: Desk, sample: Sample) -> None:
    engine = full.repository._engine
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StorageError, match="may not be written to"):
        full.change(sample.room, capacity=1)


def test_nothing_is_left_open(database: Path, sample: Sample) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        repository = open_repository(database)
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: repository.events(), range(8)))
        repository.apply(Edit.add("add", sample.event), author="a", at=NOW)
        repository.close()
        gc.collect()
    assert not list(database.parent.glob("*-wal"))


def test_a_closed_repository_opens_again_when_it_is_asked(full: Desk, sample: Sample) -> None:
    full.repository.close()
    assert full.repository.events() == (sample.event,)


def test_too_many_at_once_is_said_in_words(full: Desk) -> None:
    engine = full.repository._engine
    pool = engine.pool
    pool._timeout = 0.01  # type: ignore[attr-defined]
    held = [engine.connect() for _ in range(15)]
    try:
        with pytest.raises(StorageError, match="too much is going on"):
            full.repository.events()
    finally:
        for connection in held:
            connection.close()


def test_the_repository_keeps_no_state_of_its_own(full: Desk, sample: Sample, database: Path) -> None:
    with closing(open_repository(database)) as other:
        renamed = replace(sample.event, title="Renamed")
        other.apply(Edit.change("rename", sample.event, renamed), author="b", at=NOW)
        assert full.repository.get(Event, sample.event.id) == renamed
        assert isinstance(other, Repository)
