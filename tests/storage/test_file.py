"""The database as a file: made whole, looked at before it is touched, migrated after a backup."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy import event as sqlalchemy_event

from confkit.domain.errors import ForeignDatabase, NewerDatabase, StorageError, UsageError
from confkit.storage import schema, sqlite_file, tables
from confkit.storage.repository import open_repository
from confkit.storage.sqlite_file import back_up, schema_version_of
from tests.storage.conftest import Desk, Sample

AT = datetime(2027, 4, 9, 12, 0, tzinfo=timezone(timedelta(hours=2)))


def pragma(database: Path, name: str) -> object:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def described(database: Path) -> dict[tuple[str, str], str]:
    """Every table, index and trigger with the statement that makes it, white space aside."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {(kind, name): " ".join((sql or "").split()) for kind, name, sql in rows}


# --- a new database -----------------------------------------------------------------------------------------------


def test_a_new_database_says_what_it_is(desk: Desk, database: Path) -> None:
    desk.repository.close()
    assert pragma(database, "application_id") == 0x436F6E66
    assert pragma(database, "user_version") == tables.SCHEMA_VERSION
    assert pragma(database, "journal_mode") == "wal"
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_every_connection_is_safe(desk: Desk) -> None:
    with desk.repository._engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    assert values == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000, "journal_mode": "wal"}


def test_a_transaction_that_writes_says_so_at_once(desk: Desk, sample: Sample) -> None:
    seen: list[str] = []
    sqlalchemy_event.listen(desk.repository._engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    desk.add(sample.event)
    assert seen[0] == "BEGIN IMMEDIATE"
    seen.clear()
    desk.repository.events()
    assert seen[0] == "BEGIN"


def test_a_database_that_appears_meanwhile_is_used(desk: Desk, sample: Sample, database: Path, tmp_path: Path) -> None:
    desk.add(sample.event)
    desk.repository.close()
    late = tmp_path / "late.db"

    def build(temporary: Path) -> None:
        temporary.write_bytes(b"ours")
        shutil.copy(database, late)

    sqlite_file.make_database(late, build)
    with closing(open_repository(late)) as repository:
        assert repository.events() == (sample.event,)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".confkit", "late.db"]


def test_a_folder_that_can_not_hold_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="can't be"):
        open_repository(tmp_path / "file" / "confkit.db")


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with closing(open_repository(tmp_path / "confkit.db")) as repository:
        assert repository.events() == ()
    assert [path.name for path in tmp_path.iterdir()] == ["confkit.db"]


# --- looking before touching --------------------------------------------------------------------------------------


def _other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE event (id)")
        connection.commit()


def _newer(path: Path) -> None:
    open_repository(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={tables.SCHEMA_VERSION + 1}")
        connection.commit()


FOREIGN = {
    "empty": (lambda path: path.touch(), ForeignDatabase, "is empty"),
    "text": (lambda path: path.write_text("Dear diary, " * 50), ForeignDatabase, "not a confkit database"),
    "cut off": (lambda path: path.write_bytes(b"SQLite format 3\0"), ForeignDatabase, "not a confkit database"),
    "other": (_other_program, ForeignDatabase, "another program"),
    "newer": (_newer, NewerDatabase, "newer confkit"),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("as_url", [False, True])
def test_a_file_that_is_not_ours_is_left_as_it_is(tmp_path: Path, name: str, as_url: bool) -> None:
    make, error, words = FOREIGN[name]
    path = tmp_path / "confkit.db"
    make(path)
    os.utime(path, (1, 1))
    before = path.read_bytes()
    with pytest.raises(error, match=words) as caught:
        open_repository(f"sqlite:///{path}" if as_url else path)
    assert caught.value.where == str(path)
    assert caught.value.fix
    assert path.read_bytes() == before
    assert path.stat().st_mtime == 1
    assert [found.name for found in tmp_path.iterdir()] == ["confkit.db"]


def test_a_newer_version_that_is_still_in_the_log_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "confkit.db"
    open_repository(path).close()
    newer = sqlite3.connect(path)  # stays open, so that the log is not folded into the file
    newer.execute(f"PRAGMA user_version={tables.SCHEMA_VERSION + 1}")
    newer.commit()
    before = path.read_bytes()
    assert int.from_bytes(before[60:64], "big") == tables.SCHEMA_VERSION
    with pytest.raises(NewerDatabase):
        open_repository(path)
    assert path.read_bytes() == before
    newer.close()


def test_what_is_not_an_ordinary_file_is_refused(tmp_path: Path) -> None:
    real = tmp_path / "real.db"
    open_repository(real).close()
    link, folder, pipe = tmp_path / "link.db", tmp_path / "folder.db", tmp_path / "pipe.db"
    link.symlink_to(real)
    folder.mkdir()
    os.mkfifo(pipe)
    for path, words in ((link, "symbolic link"), (folder, "is not a file"), (pipe, "is not a file")):
        with pytest.raises(StorageError, match=words):
            open_repository(path)
    dangling = tmp_path / "dangling.db"
    dangling.symlink_to(tmp_path / "nowhere.db")
    with pytest.raises(StorageError, match="symbolic link"):
        open_repository(dangling)
    assert not (tmp_path / "nowhere.db").exists()


def test_a_damaged_database_is_an_error_with_a_way_out(desk: Desk, sample: Sample, database: Path) -> None:
    desk.add(*sample.all)
    desk.repository.close()
    content = database.read_bytes()
    database.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StorageError, match="damaged") as caught, closing(open_repository(database)) as repository:
        repository.events()
    assert "backup" in caught.value.fix
    database.with_name(f"{database.name}-wal").write_bytes(b"\xff" * 5000)
    database.write_bytes(content[:100] + b"\xff" * 5000)
    with pytest.raises(StorageError, match="can't be read"):
        open_repository(database)


def test_a_database_that_vanishes_is_not_made_anew(desk: Desk, database: Path) -> None:
    desk.repository.close()
    database.unlink()
    with pytest.raises(StorageError, match="can't be opened"):
        desk.repository.events()
    assert not database.exists()


def test_a_url_names_a_file_or_a_server(tmp_path: Path) -> None:
    open_repository(f"sqlite:///{tmp_path}/a.db").close()
    assert schema_version_of(tmp_path / "a.db") == tables.SCHEMA_VERSION
    for url in ("sqlite://", "sqlite:///:memory:", f"sqlite:///{tmp_path}/b.db?mode=memory"):
        with pytest.raises(UsageError, match="has to be a file"):
            open_repository(url)
    for url in ("confkit.db", "nonsense://x/y", ""):
        with pytest.raises(StorageError, match="not the address of a database"):
            open_repository(url)


def test_a_driver_that_is_missing_is_named() -> None:
    with pytest.raises(StorageError, match=r"driver for this database is missing \(pg8000\)") as caught:
        open_repository("postgresql+pg8000://amira:secret@localhost/confkit")
    assert "confkit-studio[postgres]" in caught.value.fix


def test_on_a_server_the_tables_say_what_it_is(tmp_path: Path) -> None:
    """The way to PostgreSQL, walked on the database that is at hand."""

    def engine() -> Engine:
        return create_engine(f"sqlite:///{tmp_path}/server.db", poolclass=NullPool)

    def run(statement: str) -> None:
        with engine().begin() as connection:
            connection.exec_driver_sql(statement)

    schema.open_server(engine())
    schema.open_server(engine())
    run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase):
        schema.open_server(engine())
    run("UPDATE alembic_version SET version_num = 'ae1027a6acf'")
    with pytest.raises(ForeignDatabase):
        schema.open_server(engine())
    run("DROP TABLE alembic_version")
    with pytest.raises(ForeignDatabase):
        schema.open_server(engine())
    (tmp_path / "server.db").unlink()
    run("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    schema.open_server(engine())
    with engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() == 0
        assert (
            connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            == f"{tables.SCHEMA_VERSION:04}"
        )


def test_a_folder_without_room_for_a_backup(full: Desk, database: Path) -> None:
    (database.parent / "backups").write_text("in the way")
    with pytest.raises(StorageError, match="can't be made"):
        back_up(database, 1, None)
    database.write_bytes(b"")
    (database.parent / "backups").unlink()
    full.repository.close()
    database.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(StorageError, match="can't be backed up"):
        back_up(database, 1, None)


# --- migrations ---------------------------------------------------------------------------------------------------

# Stands for whatever comes after: it adds a column, by making a new table as SQLite needs it.
LATER = '''
"""A room may be reached without steps."""
import sqlalchemy as sa
from alembic import op
revision = "{head:04}"
down_revision = "{last:04}"
def upgrade():
    with op.batch_alter_table("room", recreate="always") as batch:
        batch.add_column(sa.Column("step_free", sa.Boolean, nullable=False, server_default=sa.false()))
    {more}
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A confkit that is one migration ahead; call it with what the migration does besides."""

    def upgrade(more: str = "pass") -> None:
        here = Path(schema.__file__).parent / "migrations"
        copied = tmp_path / "storage" / "migrations"
        shutil.copytree(here, copied, ignore=shutil.ignore_patterns("__pycache__"))
        head, last = tables.SCHEMA_VERSION + 1, tables.SCHEMA_VERSION
        (copied / "versions" / "later.py").write_text(LATER.format(head=head, last=last, more=more))
        monkeypatch.setattr(schema, "__file__", str(tmp_path / "storage" / "schema.py"))
        monkeypatch.setattr(schema, "SCHEMA_VERSION", head)
        monkeypatch.setattr(sqlite_file, "SCHEMA_VERSION", head)

    return upgrade


def test_migrating_from_the_first_version_gives_what_a_new_database_has(tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    open_repository(new).close()
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA application_id={tables.APPLICATION_ID}")
        connection.execute("PRAGMA user_version=0")
        connection.commit()
    open_repository(old, at=AT).close()
    assert described(old) == described(new)
    assert pragma(old, "user_version") == pragma(new, "user_version") == tables.SCHEMA_VERSION
    with closing(sqlite3.connect(old)) as one, closing(sqlite3.connect(new)) as other:
        version = "SELECT version_num FROM alembic_version"
        assert one.execute(version).fetchall() == other.execute(version).fetchall()
    assert (tmp_path / "backups" / "old-v0-20270409T100000Z.db").is_file()


def test_a_database_that_is_behind_is_backed_up_and_migrated(full: Desk, sample: Sample, database: Path, later) -> None:
    full.repository.close()
    before = described(database)
    later()
    with closing(open_repository(database, at=AT)) as repository:
        assert repository.programme(sample.event.id).rooms == (sample.room,)
        assert repository.search("studio")[0].id == sample.room.id
        assert repository.undo(author=full.author, at=full.at).target == 1
    assert "step_free" in described(database)["table", "room"]
    assert pragma(database, "user_version") == tables.SCHEMA_VERSION + 1
    backup = database.parent / "backups" / f"confkit-v{tables.SCHEMA_VERSION}-20270409T100000Z.db"
    assert described(backup) == before
    assert pragma(backup, "integrity_check") == "ok"
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_a_backup_is_a_database_to_go_on_with(full: Desk, sample: Sample, database: Path) -> None:
    backup = back_up(database, 1, None)
    again = back_up(database, 1, None)
    assert [backup.name, again.name] == ["confkit-v1.db", "confkit-v1-1.db"]
    full.repository.close()
    with closing(open_repository(backup)) as repository:
        assert repository.get(type(sample.room), sample.room.id) == sample.room
        assert repository.undo(author=full.author, at=AT).target == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('op.execute("DELETE FROM nowhere")', "no such table: nowhere"),
        ('raise ValueError("on purpose")', "on purpose"),
        ('op.execute("DELETE FROM event")', "references point nowhere"),
    ],
)
def test_a_migration_that_fails_changes_nothing(full: Desk, database: Path, later, more: str, words: str) -> None:
    full.repository.close()
    before = described(database)
    later(more)
    with pytest.raises(StorageError, match=words) as caught:
        open_repository(database, at=AT)
    backup = database.parent / "backups" / f"confkit-v{tables.SCHEMA_VERSION}-20270409T100000Z.db"
    assert str(backup) in caught.value.fix
    assert described(database) == described(backup) == before
    assert pragma(database, "user_version") == tables.SCHEMA_VERSION
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM room").fetchone() == (1,)


def test_a_damaged_database_is_not_migrated(full: Desk, database: Path, later) -> None:
    full.repository.close()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_room_event_id ON room (name)'"
            " WHERE name = 'ix_room_event_id'"
        )
        connection.commit()
    later()
    with pytest.raises(StorageError, match="the copy is damaged"):
        open_repository(database, at=AT)
    assert list((database.parent / "backups").iterdir()) == []


def test_of_two_that_migrate_only_one_does(full: Desk, database: Path, later, monkeypatch: pytest.MonkeyPatch) -> None:
    full.repository.close()
    later()
    seen = schema_version_of

    def look_then_be_overtaken(path: Path) -> int | None:
        version = seen(path)
        if version == tables.SCHEMA_VERSION:
            monkeypatch.setattr(schema, "schema_version_of", seen)
            open_repository(path, at=AT).close()
        return version

    monkeypatch.setattr(schema, "schema_version_of", look_then_be_overtaken)
    open_repository(database, at=AT).close()
    assert len(list((database.parent / "backups").iterdir())) == 1


def test_the_newest_migration_is_the_present_schema() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == f"{tables.SCHEMA_VERSION:04}"


# --- what is imported ---------------------------------------------------------------------------------------------


def test_the_database_is_used_without_the_orm_and_without_alembic(tmp_path: Path) -> None:
    program = (
        "import sys; from datetime import *; from pathlib import Path\n"
        "from confkit.storage.repository import open_repository\n"
        "repository = open_repository(Path(sys.argv[1]))\n"
        "repository.events(); repository.search('x'); repository.history(); repository.close()\n"
        "print(*sorted(name for name in sys.modules if name.startswith(('sqlalchemy.orm', 'alembic'))))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, tmp_path / "confkit.db"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_names_of_files_need_no_care(tmp_path: Path) -> None:
    path = tmp_path / "a b?c#d%20é&mode=ro" / "confkit.db"
    with closing(open_repository(path)) as repository:
        assert repository.position() == 0
    assert [found.name for found in path.parent.iterdir()] == ["confkit.db"]
