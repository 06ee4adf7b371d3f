"""The same repository on PostgreSQL. Set CONFKIT_POSTGRES to the URL of a database that may be emptied."""

import os
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from confkit.domain.errors import EditConflict, ForeignDatabase, NewerDatabase, StorageError
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Session
from confkit.storage.repository import open_repository
from tests.storage.conftest import Desk, Sample
from tests.strategies import exact


def test_a_missing_driver_or_server_is_said_in_words() -> None:
    with pytest.raises(StorageError) as caught:
        open_repository("postgresql+psycopg://amira:secret@127.0.0.1:1/confkit")
    assert caught.value.fix
    assert "secret" not in str(caught.value)


@pytest.fixture
def url() -> Iterator[str]:
    url = os.environ.get("CONFKIT_POSTGRES", "")
    if not url:
        pytest.skip("no PostgreSQL to try (set CONFKIT_POSTGRES to the URL of a database that may be emptied)")
    with emptied(url):
        yield url


class emptied:  # noqa: N801 - reads as a word
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)

    def __enter__(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()


@pytest.fixture
def server(url: str) -> Iterator[Desk]:
    repository = open_repository(url)
    yield Desk(repository)
    repository.close()


def test_edits_undo_and_search_on_a_server(server: Desk, sample: Sample, url: str) -> None:
    server.add(*reversed(sample.all))
    expected = in_order(
        Programme(
            sample.event,
            rooms=(sample.room,),
            tracks=(sample.track,),
            sessions=(sample.session,),
            slots=(sample.slot,),
            persons=(sample.person,),
        )
    )
    again = Desk(open_repository(url))
    assert exact(again.repository.programme(sample.event.id)) == exact(expected)
    renamed = again.change(sample.session, author="ben", title="Wards on air", tags=("100%",))
    assert [hit.title for hit in server.repository.search("WARDS air")] == ["Wards on air"]
    assert [hit.title for hit in server.repository.search("100%")] == ["Wards on air"]
    assert server.repository.search("1_0%") == ()
    with pytest.raises(EditConflict) as caught:
        server.change(sample.session, title="Mine")
    assert caught.value.differences[0] == ("title", "Podcasting on the ward", "Wards on air")
    with pytest.raises(StorageError, match="needed by 1 slot"):
        server.remove(sample.room)
    with pytest.raises(StorageError, match="short name 'summit' already"):
        server.add(replace(sample.event, id=uuid4()))
    with pytest.raises(StorageError, match="room that is not there"):
        server.change(sample.slot, room_id=uuid4())
    assert server.repository.with_prefix(Session, renamed.id.hex[:30]) == (renamed,)
    again.undo("ben")
    server.undo()
    assert server.repository.events() == ()
    server.redo()
    assert [entry.number for entry in server.repository.since(0)] == sorted(
        entry.number for entry in server.repository.history(subject=sample.session.id)
    )
    again.repository.close()


def test_a_server_with_tables_of_others_or_of_a_newer_version_is_left_alone(url: str) -> None:
    open_repository(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        open_repository(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ae1027a6acf'"))
    with pytest.raises(ForeignDatabase):
        open_repository(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(ForeignDatabase):
        open_repository(url)
    engine.dispose()


def test_migrating_on_a_server(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    repository = open_repository(url)
    assert repository.position() == 0
    repository.close()
    engine.dispose()
