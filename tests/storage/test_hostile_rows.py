"""What other programs write into the database, and databases that can only be read."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeout

from confkit.domain.errors import StorageError
from confkit.storage import engine
from confkit.storage.repository import Repository, open_repository
from tests.storage.conftest import Desk, Sample


def spoil(database: Path, statement: str) -> None:
    """Write as another program would: without any of our rules."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("session", "status", "'frobnicated'", "it knows submitted, accepted"),
        ("session", "tags", "'[\"a\"'", "truncated"),
        ("session", "links", "'[1]'", "Expected `object`"),
        ("session", "capacity", "'many'", "can't be read"),
        ("session", "title", "x'ff00'", "can't be read"),
        ("session", "track_id", "'zebra'", "can't be read"),
        ("slot", "start", "'2027-04-09T10:00:00'", "no time zone"),
        ("slot", "end", "'9999-12-31T23:59:59.000000Z'", "out of range"),
        ("event", "severities", '\'[{"code":"room-overlap","severity":"fatal"}]\'', "fatal"),
        ("event", "options", "'{\"frob\":1}'", "frob"),
        ("room", "availability", '\'[["a","b"]]\'', "can't be read"),
    ],
)
def test_a_value_nobody_here_writes_is_named_with_its_place(
    full: Desk, database: Path, sample: Sample, table: str, column: str, value: str, told: str
) -> None:
    spoil(database, f"UPDATE {table} SET {column} = {value}")
    with pytest.raises(StorageError) as caught:
        full.repository.programme(sample.event.id)
    error = caught.value
    id = getattr(sample, table).id.hex
    assert error.where == f"{database}: table {table}, id {id}, column {column}"
    assert told in error.what
    assert "nothing was changed" in error.fix


def test_nothing_in_a_column_that_needs_a_value_is_named(full: Desk, database: Path, sample: Sample) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'title TEXT NOT NULL', 'title TEXT')")
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("UPDATE session SET title = NULL")
    with pytest.raises(StorageError, match="column title: holds nothing, where there must be a value"):
        full.repository.programme(sample.event.id)


def test_text_that_is_not_utf_8_is_no_reason_to_try_again(full: Desk, database: Path, sample: Sample) -> None:
    spoil(database, "UPDATE session SET title = CAST(x'41eda080' AS TEXT)")
    with pytest.raises(StorageError, match=r"not UTF-8.*'title'") as caught:
        full.repository.programme(sample.event.id)
    assert "try again" not in caught.value.fix


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE journal SET kind = 'frob'", "column kind: holds 'frob', which this confkit does not know"),
        ("UPDATE journal SET at = 'yesterday'", "column at: holds 'yesterday'"),
        ("UPDATE journal_change SET kind = 'frob'", "journal_change, id frob"),
        ("UPDATE journal_change SET after = '{'", "column before or after: holds '{'"),
        ("UPDATE journal_change SET after = '[{\"id\":1},{}]'", "column id: holds '1'"),
        ("UPDATE journal_change SET after = '[{},{}]'", "column fields: holds ''"),
    ],
)
@pytest.mark.parametrize("read", [Repository.history, Repository.headlines])
def test_so_is_what_the_journal_holds(
    full: Desk, database: Path, statement: str, told: str, read: Callable[[Repository], object]
) -> None:
    spoil(database, statement)
    if read is Repository.headlines and "journal_change" in statement:
        assert read(full.repository)  # a list needs none of the changes
        return
    with pytest.raises(StorageError) as caught:
        read(full.repository)
    assert told in str(caught.value)


def test_references_that_lead_nowhere_are_found(full: Desk, database: Path, sample: Sample) -> None:
    assert full.repository.loose_ends() == ()
    spoil(database, f"UPDATE slot SET room_id = '{'0' * 32}'")
    spoil(database, f"UPDATE session_person SET person_id = '{'1' * 32}'")
    found = {(one.table, one.id, one.column, one.target) for one in full.repository.loose_ends()}
    assert found == {
        ("slot", sample.slot.id.hex, "room_id", "room"),
        ("session_person", sample.session.id.hex, "person_id", "person"),
    }


def in_a_full_or_read_only_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite can't make the log's files there: what it says then is said for it, because root may write everywhere."""

    def refuse(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(engine, "_prepare_sqlite", refuse)


def test_what_cannot_be_written_is_read_all_the_same(
    full: Desk, database: Path, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.repository.close()
    with monkeypatch.context() as patch:
        in_a_full_or_read_only_folder(patch)
        repository = open_repository(database)
        assert repository.events() == (sample.event,)
        with pytest.raises(StorageError, match="may not be written to"):
            Desk(repository).change(sample.event, title="Another")
        assert repository.events() == (sample.event,)
        assert [path.name for path in database.parent.iterdir()] == [database.name]
    # There is room again: the same repository writes, and sees what it wrote.
    after = Desk(repository).change(sample.event, title="Another")
    assert repository.events() == (after,)
    repository.close()


def test_nothing_is_read_without_what_is_only_in_the_log(
    full: Desk, database: Path, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_full_or_read_only_folder(monkeypatch)
    assert database.with_name("confkit.db-wal").stat().st_size  # ``full`` is still open
    repository = open_repository(database)
    with pytest.raises(StorageError, match="can't be opened"):
        repository.events()
    repository.close()


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (PoolTimeout("QueuePool limit"), "too much is going on at once"),
        (NoResultFound("no row"), "the database refused (no row)"),
        (sqlite3.OperationalError("database is locked"), "another program holds the database"),
        (sqlite3.OperationalError("disk I/O error"), "check that the disk has room"),
        (sqlite3.DatabaseError("database disk image is malformed"), "put a backup"),
    ],
)
def test_what_goes_wrong_below_is_said_in_words(full: Desk, database: Path, raised: Exception, told: str) -> None:
    with pytest.raises(StorageError) as caught, engine.translated(full.repository._engine):
        raise raised
    assert told in str(caught.value)
    assert caught.value.where == str(database)
