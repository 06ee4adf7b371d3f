"""Databases that an older confkit wrote are opened with everything in them, and what was done there can be undone."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine

from confkit.domain.arrival import Arrival
from confkit.domain.event import LengthQuota, Room, SessionType, Track, Way
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleLevel, RuleOptions, RuleSeverity
from confkit.domain.sign_up import SignUp
from confkit.storage import schema, tables
from confkit.storage.repository import Repository, open_repository
from tests.storage.conftest import Desk, Sample

AT = datetime(2027, 4, 9, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Old:
    """A database as an older confkit left it, and what is in it."""

    path: Path
    version: int
    programme: Programme
    journalled: int
    author: str


def fill(desk: Desk, sample: Sample) -> None:
    """Rows in every table of an event that schema 3 has, and edits of them."""
    options = RuleOptions(walking=timedelta(minutes=9), blind=True)
    event = replace(sample.event, severities=(RuleSeverity("room-overlap", RuleLevel.HINT),), options=options)
    talk = SessionType(UUID(int=7), event.id, "Talk", timedelta(minutes=30), quota=timedelta(hours=3))
    hall = Room(UUID(int=8), event.id, "Hall", position=1, ways=(Way(sample.room.id, 4),))
    session = replace(sample.session, type_id=talk.id, capacity=20)
    review = Review(UUID(int=9), session.id, sample.person.id, 5, "Please", AT)
    sign_up = SignUp(UUID(int=10), session.id, "Femi", "femi@example.org", AT)
    arrival = Arrival(UUID(int=11), event.id, sample.person.id, AT)
    desk.add(event, sample.room, sample.track, talk, sample.person, hall, session, sample.slot)
    desk.add(review, sign_up, arrival)
    desk.change(session, title="Podcasting at night")
    desk.change(sample.track, quota=timedelta(minutes=90))


@pytest.fixture(params=[3, 4, 5])
def old(request: pytest.FixtureRequest, desk: Desk, sample: Sample, database: Path, tmp_path: Path) -> Old:
    """The rows of a new database, without the columns that are new, in tables that the old migrations made."""
    fill(desk, sample)
    programme = desk.repository.programme(sample.event.id)
    journalled = desk.repository.position()
    desk.repository.close()
    path = tmp_path / "old" / "confkit.db"
    path.parent.mkdir()
    make_tables(path, request.param)
    with closing(sqlite3.connect(path)) as connection:
        copy_rows(connection, database)
        connection.execute(f"PRAGMA application_id={tables.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={request.param}")
        connection.commit()
    return Old(path, request.param, programme, journalled, desk.author)


def make_tables(path: Path, version: int) -> None:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, f"{version:04}")
    engine.dispose()


def columns(connection: sqlite3.Connection, table: str, of: str = "main") -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA {of}.table_info({table})")]


def copy_rows(connection: sqlite3.Connection, source: Path) -> None:
    """Copy what the old tables can hold; the journal, too, forgets what they don't know."""
    connection.execute("ATTACH ? AS new", (str(source),))
    unknown: dict[str, set[str]] = {}
    for table in tables.metadata.sorted_tables:
        known = columns(connection, table.name)
        if known and table is not tables.alembic_version:
            unknown[table.name] = set(columns(connection, table.name, "new")) - set(known)
            names = ", ".join(f'"{name}"' for name in known)
            connection.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM new.{table.name}")
    changes = connection.execute('SELECT rowid, kind, "before", "after" FROM journal_change').fetchall()
    for row, kind, *records in changes:
        texts = [None if text is None else without(text, unknown[kind]) for text in records]
        connection.execute('UPDATE journal_change SET "before" = ?, "after" = ? WHERE rowid = ?', (*texts, row))
    assert unknown["track"] >= {"first_day", "last_day"}
    connection.commit()
    connection.execute("DETACH new")


def without(text: str, unknown: set[str]) -> str:
    record, zones = json.loads(text)
    return json.dumps([{name: value for name, value in record.items() if name not in unknown}, zones])


def test_what_was_there_is_there_and_can_be_taken_back(old: Old, sample: Sample) -> None:
    with closing(open_repository(old.path, at=AT)) as repository:
        programme = repository.programme(sample.event.id)
        # The new columns hold nothing, which is what the entities have when nobody says anything.
        assert programme == old.programme
        assert len(programme.sign_ups) == len(programme.reviews) == len(programme.arrivals) == 1
        assert (programme.event.lengths, programme.tracks[0].quota_number, programme.types[0].quota_number) == (
            (),
            None,
            None,
        )
        assert (programme.event.options.lowest_score, programme.event.options.highest_score) == (1, 5)
        assert programme.event.options.blind
        assert repository.search("night")[0].id == sample.session.id
        assert repository.position() == old.journalled
        undo_all(repository, old, sample)
        use_what_is_new(Desk(repository), sample)
    backup = old.path.parent / "backups" / f"confkit-v{old.version}-20270409T100000Z.db"
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (old.version,)
        assert "first_day" not in columns(connection, "track")
        assert connection.execute("SELECT quota FROM track").fetchone() == (90 * 60 * 10**6,)
        assert connection.execute("SELECT count(*) FROM review").fetchone() == (1,)


def undo_all(repository: Repository, old: Old, sample: Sample) -> None:
    """Take back what the old confkit did, step by step, and do it again."""

    def undo() -> Programme:
        repository.undo(author=old.author, at=AT)
        return repository.programme(sample.event.id)

    assert undo().tracks[0].quota is None
    assert undo().sessions[0].title == sample.session.title
    assert undo().reviews == ()
    for _ in range(3):
        repository.redo(author=old.author, at=AT)
    assert repository.programme(sample.event.id) == old.programme


def use_what_is_new(desk: Desk, sample: Sample) -> None:
    """Plan by number, on top of what the old confkit wrote, and take both back."""
    track = desk.repository.get(Track, sample.track.id)
    assert track is not None
    desk.change(track, quota_number=3, last_day=sample.event.last_day)
    event = desk.repository.programme(sample.event.id).event
    lengths = (LengthQuota(timedelta(minutes=30), 2),)
    desk.change(event, lengths=lengths, opens=time(9), options=replace(event.options, highest_score=9))
    programme = desk.repository.programme(event.id)
    assert (programme.tracks[0].quota_number, programme.event.lengths) == (3, lengths)
    assert (programme.tracks[0].last_day, programme.event.opens) == (sample.event.last_day, time(9))
    assert programme.event.options.highest_score == 9
    for _ in range(3):
        desk.undo()
    # The third was the quota of time, which the old confkit had written.
    assert desk.repository.get(Track, sample.track.id) == sample.track
    assert desk.repository.programme(event.id).event == event
