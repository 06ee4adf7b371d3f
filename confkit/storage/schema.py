"""Which schema a database has, and bringing it to the present one.

A new database is made from the tables at once and marked as current; alembic is imported only when one is behind.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from confkit.domain.errors import ForeignDatabase, NewerDatabase, StorageError
from confkit.storage.engine import FIRST_STATEMENT, place_of, sqlite_engine, translated
from confkit.storage.sqlite_file import back_up, make_database, schema_version_of
from confkit.storage.tables import APPLICATION_ID, FULL_TEXT, SCHEMA_VERSION, alembic_version, metadata


def open_file(path: Path, *, at: datetime | None = None) -> Engine:
    """Return an engine for the database at ``path``, made when missing and migrated when behind; raises StorageError.

    ``at`` names the backup that is kept before a migration.
    """
    version = schema_version_of(path)
    if version is None:
        make_database(path, _fill)
        version = schema_version_of(path)
    if version != SCHEMA_VERSION:
        _migrate_file(path, at)
    return sqlite_engine(path)


def open_server(engine: Engine) -> Engine:
    """Make or migrate the tables on a database server and return its engine; raises StorageError."""
    try:
        with translated(engine), engine.begin() as connection:
            _prepare_server(connection, place_of(engine))
    except StorageError:
        engine.dispose()
        raise
    return engine


def _prepare_server(connection: Connection, where: str) -> None:
    if not inspect(connection).has_table(alembic_version.name):
        if any(inspect(connection).has_table(table.name) for table in metadata.sorted_tables):
            raise ForeignDatabase("holds tables of another program", where=where, fix="use a database of its own")
        create_all(connection)
        return
    written = connection.scalar(select(alembic_version.c.version_num)) or "0"
    version = int(written) if written.isdecimal() else None
    if version is None:
        raise ForeignDatabase("holds tables of another program", where=where, fix="use a database of its own")
    if version > SCHEMA_VERSION:
        raise NewerDatabase("was written by a newer confkit", where=where, fix="use the newer confkit")
    if version < SCHEMA_VERSION:
        _upgrade(connection)


def create_all(connection: Connection) -> None:
    """Create every table, and say that they are the present version."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(alembic_version.insert().values(version_num=f"{SCHEMA_VERSION:04}"))
    if connection.dialect.name == "sqlite":
        for statement in FULL_TEXT:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def _fill(path: Path) -> None:
    engine = sqlite_engine(path)
    try:
        with translated(engine), engine.begin() as connection:
            create_all(connection)
    finally:
        engine.dispose()


def _migrate_file(path: Path, at: datetime | None) -> None:
    """Back the database up and migrate it, while nobody else can write to it."""
    engine = sqlite_engine(path)
    try:
        with translated(engine), engine.connect() as connection:
            connection.execution_options(**{FIRST_STATEMENT: "BEGIN IMMEDIATE"})
            _without_foreign_keys(connection, lambda: _migrate(connection, path, at))
    finally:
        engine.dispose()


def _without_foreign_keys(connection: Connection, migrate: Callable[[], None]) -> None:
    """SQLite changes a table by making a new one and dropping the old, which foreign keys would forbid."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF").close()
    try:
        with connection.begin():
            migrate()
    finally:
        driver.execute("PRAGMA foreign_keys=ON").close()


def _migrate(connection: Connection, path: Path, at: datetime | None) -> None:
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version >= SCHEMA_VERSION:  # another process was faster
        return
    backup = back_up(path, version, at)
    try:
        _upgrade(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"{len(broken)} references point nowhere, the first in the table {broken[0][0]}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
    except (SQLAlchemyError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise StorageError(
            f"could not be brought from schema {version} to {SCHEMA_VERSION} ({reason}); it was left as it was",
            where=str(path),
            fix=f"go on with the confkit that wrote it; a verified backup is {backup}",
        ) from error


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
