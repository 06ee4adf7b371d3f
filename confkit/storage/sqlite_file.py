"""The database as a file: looking before touching, making a new one, keeping a verified copy.

A file that is not ours is refused after reading its first 100 bytes with an ordinary ``open``, so that SQLite never
gets the chance to write a journal beside it. A new database is made beside its place and linked into it when it is
complete: a kill at any moment leaves no database or a whole one, and of two processes that make it at once both use
the same.
"""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from confkit.domain.errors import ForeignDatabase, NewerDatabase, StorageError
from confkit.files import TEMPORARY_PREFIX, TEMPORARY_SUFFIX, sync_folder
from confkit.storage.engine import connect_sqlite
from confkit.storage.tables import APPLICATION_ID, SCHEMA_VERSION

# The database header: https://www.sqlite.org/fileformat2.html#the_database_header
_HEADER_SIZE = 100
_MAGIC = b"SQLite format 3\x00"
_USER_VERSION = slice(60, 64)
_APPLICATION_ID = slice(68, 72)


def schema_version_of(path: Path) -> int | None:
    """Return the schema version of the database at ``path``, None where there is no file.

    Nothing is written. Raises ForeignDatabase, NewerDatabase, or StorageError for what is not an ordinary file.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, f"can't be looked at ({error.strerror})") from error
    if stat.S_ISLNK(status.st_mode):
        raise _unusable(path, "is a symbolic link", "name the file that it points to")
    if not stat.S_ISREG(status.st_mode):
        raise _unusable(path, "is not a file", "name a file, or move this out of the way")
    version = _version_in_header(path)
    if _size(path.with_name(f"{path.name}-wal")):
        # A migration may not have reached the file itself yet. Opened read-only, SQLite leaves the file as it is.
        try:
            with closing(connect_sqlite(path, mode="ro")) as connection:
                version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.Error as error:
            raise _unusable(path, f"can't be read ({error})", _RESTORE) from error
    if version > SCHEMA_VERSION:
        raise NewerDatabase(
            f"was written by a newer confkit (its schema is {version}, this confkit knows {SCHEMA_VERSION})",
            where=str(path),
            fix="use the newer confkit, or the backup that it made in the folder backups/",
        )
    return version


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # another process may remove its log at any moment
        return 0


_RESTORE = "put a backup from the folder backups/ beside it in its place"


def _unusable(path: Path, what: str, fix: str = "check the permissions of the file and its folder") -> StorageError:
    return StorageError(what, where=str(path), fix=fix)


def _version_in_header(path: Path) -> int:
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_SIZE)
    except OSError as error:
        raise _unusable(path, f"can't be read ({error.strerror})") from error
    if len(header) == _HEADER_SIZE and header.startswith(_MAGIC):
        if int.from_bytes(header[_APPLICATION_ID], "big") == APPLICATION_ID:
            return int.from_bytes(header[_USER_VERSION], "big")
        what = "is the database of another program"
    elif not header:
        what = "is empty, so it is not a confkit database"
    else:
        what = "is not a confkit database"
    raise ForeignDatabase(what, where=str(path), fix="move it out of the way, or choose another place for the database")


def make_database(path: Path, build: Callable[[Path], None]) -> None:
    """Make a database at ``path``: ``build`` fills a temporary file beside it, which then gets its name.

    Where another process was faster, its database stays. Raises StorageError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _temporary(path.parent)
    except OSError as error:
        raise _unusable(path, f"can't be made ({error.strerror})") from error
    try:
        build(temporary)
        _put_in_place(temporary, path)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)


def _temporary(folder: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=TEMPORARY_SUFFIX, dir=folder)
    os.close(handle)
    return Path(name)


def _put_in_place(temporary: Path, path: Path) -> None:
    try:
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        try:
            path.hardlink_to(temporary)  # unlike a rename, this never replaces what another process put there
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            if not path.exists():
                temporary.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unusable(path, f"can't be made ({error.strerror})") from error


def back_up(path: Path, version: int, at: datetime | None) -> Path:
    """Copy the database at ``path`` into ``backups/`` beside it and compare; return the copy. Raises StorageError.

    The name holds the schema version, and the time where the caller tells it. Nothing is overwritten.
    """
    folder = path.parent / "backups"
    stamp = f"-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" if at else ""
    names = (f"{path.stem}-v{version}{stamp}{f'-{n}' if n else ''}.db" for n in range(10_000))
    target = next(candidate for name in names if not (candidate := folder / name).exists())

    def copy(temporary: Path) -> None:
        with closing(connect_sqlite(path, mode="ro")) as source, closing(connect_sqlite(temporary)) as copied:
            source.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE").close()
            _compare(source, copied, path)

    try:
        make_database(target, copy)
    except sqlite3.Error as error:
        raise _unusable(path, f"can't be backed up ({error})", "check that the disk has room") from error
    return target


def _compare(source: sqlite3.Connection, copied: sqlite3.Connection, path: Path) -> None:
    verdict = copied.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise _unusable(path, f"can't be backed up: the copy is damaged ({verdict})", _RESTORE)
    if _row_counts(source) != _row_counts(copied):
        raise _unusable(path, "can't be backed up: the copy is not complete", "check that the disk has room")


def _row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    quoted = {name: name.replace('"', '""') for name in names}
    return {name: connection.execute(f'SELECT count(*) FROM "{quoted[name]}"').fetchone()[0] for name in names}
