"""Connections: what holds on each of them, and how a transaction begins.

SQLite: write-ahead log, ``synchronous=FULL`` (an acknowledged commit survives a power cut), foreign keys on. A
transaction that writes says so at its beginning (``BEGIN IMMEDIATE``), because one that starts by reading and then
wants to write gets "database is locked" at once when another process wrote in between, however long it would wait.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool

from confkit.domain.errors import StorageError
from confkit.storage.unreadable import FIX, Unreadable


class Refused(StorageError):
    """The database refused what breaks one of its rules (a name that is taken, a reference to nothing)."""


# How long to wait for another process to finish writing. Ours take milliseconds; a migration may take seconds.
BUSY_SECONDS = 30

# The execution option of a connection that says how its transactions begin.
FIRST_STATEMENT = "confkit_first_statement"


def connect_sqlite(path: Path, *, mode: str = "rw") -> sqlite3.Connection:
    """Open an existing database file without SQLAlchemy; ``mode`` is SQLite's, and never makes a file with ``rw``."""
    return sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


class _Frozen(sqlite3.Connection):
    """A connection that can only read, and never sees what others write; good for one use."""

    is_used = False


def sqlite_engine(path: Path) -> Engine:
    """Return an engine for the SQLite file at ``path``, which must be there. Each thread gets its own connection.

    Where nothing can be written, such as on a full disk or in a folder that is read-only, it reads all the same.
    """
    # Own connections instead of a URL: SQLAlchemy's would make an empty file where the database was moved away.
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=lambda: _opened(path), poolclass=QueuePool)
    event.listen(engine, "checkout", _only_once)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _opened(path: Path) -> sqlite3.Connection:
    connection = connect_sqlite(path)
    try:
        _prepare_sqlite(connection)
        # The write-ahead log needs two files beside the database, which are made now, if they aren't there.
        connection.execute("SELECT count(*) FROM sqlite_master").close()
    except sqlite3.OperationalError as error:
        connection.close()
        if not any(sign in str(error) for sign in _CANT_WRITE) or _has_log(path):
            raise
        return _frozen(path)
    return connection


# What SQLite says where it can't make the files beside the database.
_CANT_WRITE = ("unable to open", "disk I/O error", "disk is full", "readonly")


def _has_log(path: Path) -> bool:
    """Whether something is only in the log, so that the file alone is not the whole of it."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _frozen(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        factory=_Frozen,
    )
    connection.execute("PRAGMA query_only=ON").close()
    return connection


def _only_once(connection: object, record: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
    if isinstance(connection, _Frozen):
        if connection.is_used:
            raise DisconnectionError  # the pool tries to open another one: there may be room again
        connection.is_used = True


def server_engine(url: str) -> Engine:
    """Return an engine for a database server; raises StorageError for an address nothing here understands."""
    try:
        engine = create_engine(make_url(url), pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StorageError(
            "is not the address of a database",
            where="database",
            fix="write it as postgresql+psycopg://user:password@host/name, or leave it out for the embedded one",
        ) from error
    except ModuleNotFoundError as error:
        raise StorageError(
            f"the driver for this database is missing ({error.name})",
            where="database",
            fix="install it with: pip install 'confkit-studio[postgres]'",
        ) from error
    return engine


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cell_size_check=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get(FIRST_STATEMENT, "BEGIN")))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read in one transaction, so that several statements see one state; raises StorageError."""
    with translated(engine), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write in one transaction, after everyone who came before and before everyone after; raises StorageError."""
    with translated(engine), engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.execution_options(**{FIRST_STATEMENT: "BEGIN IMMEDIATE"})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                # Entries have to become visible in the order of their numbers, or a reader of the journal misses some.
                connection.exec_driver_sql("LOCK TABLE journal IN EXCLUSIVE MODE")
            yield connection


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn the errors of the database into StorageError, with what to do; say in which database a row is unreadable."""
    where = place_of(engine)
    try:
        yield
    except Unreadable as error:
        error.where = f"{where}: {error.where}"
        raise
    except PoolTimeout as error:
        raise StorageError("too much is going on at once", where=where, fix="try again in a moment") from error
    except IntegrityError as error:
        raise Refused(str(error.orig), where=where, fix="nothing was changed") from error
    except DBAPIError as error:
        raise _in_words(str(error.orig), where) from error
    except SQLAlchemyError as error:
        raise _in_words(str(error), where) from error
    except sqlite3.Error as error:
        raise _in_words(str(error), where) from error


def place_of(engine: Engine) -> str:
    """Return the file or address of the database as a user knows it, without a password."""
    return str(engine.url.database) if engine.dialect.name == "sqlite" else engine.url.render_as_string()


_ADVICE = (
    ("locked", "another program holds the database", "close the other program, or try again in a moment"),
    (
        "readonly",
        "the database may not be written to",
        "nothing was changed; check the permissions and room on the disk",
    ),
    ("disk I/O error", "the disk refused", "nothing was changed; check that the disk has room and is well"),
    ("unable to open", "the database can't be opened", "check that the file is there and may be read and written"),
    ("disk is full", "there is no room left on the disk", "make room and try again; nothing was changed"),
    ("Could not decode", "the database holds text that is not UTF-8", FIX),
    ("malformed", "the database is damaged", "put a backup from the folder backups/ beside it in its place"),
    ("not a database", "the database is damaged", "put a backup from the folder backups/ beside it in its place"),
)


def _in_words(message: str, where: str) -> StorageError:
    for sign, what, fix in _ADVICE:
        if sign in message:
            return StorageError(f"{what} ({message})", where=where, fix=fix)
    return StorageError(f"the database refused ({message})", where=where, fix="nothing was changed; try again")
