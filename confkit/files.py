"""Writing files so that a kill or a power cut leaves the old or the new version, never a torn one.

This is the only place in confkit that opens a file for writing (SQLite and the encoders of audio aside). Small files
that others put there are read here too, so that no pipe, device or file of gigabytes is taken for one.
"""

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from confkit.domain.errors import FormatError, LimitExceeded, WriteError

# Temporary files are named so that they are recognized and swept when a killed process left one behind.
TEMPORARY_PREFIX = ".confkit-"
TEMPORARY_SUFFIX = ".part"
# A write that has not moved for so many seconds will not go on.
ABANDONED = 60.0


def read_regular(path: Path, *, largest: int) -> bytes:
    """Return what the regular file ``path`` holds; opening it never waits for the other end of a pipe.

    Raises FormatError for a folder, pipe, socket or device, LimitExceeded above ``largest`` bytes, and OSError.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise FormatError("is not a regular file", where=str(path), fix="put the file itself there")
        if status.st_size <= largest:
            with os.fdopen(handle, "rb", closefd=False) as file:
                data = file.read(largest + 1)
            if len(data) <= largest:  # it may be growing
                return data
    finally:
        os.close(handle)
    raise LimitExceeded(f"is larger than {largest >> 20} MiB", where=str(path), fix="check what file this is")


def atomic_write(path: Path, content: bytes | Callable[[BinaryIO], None], *, modified: int | None = None) -> None:
    """Replace ``path`` by ``content`` (bytes, or a function that writes them) as a whole.

    The order is: temporary file in the same folder, fsync, rename, fsync of the folder. ``modified`` sets the mtime in
    nanoseconds. Missing folders are made. Raises WriteError; the old file is then still there.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=TEMPORARY_SUFFIX, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file)
            file.flush()
            os.fchmod(file.fileno(), _mode_for(path))
            if modified is not None:
                os.utime(file.fileno(), ns=(modified, modified))
            os.fsync(file.fileno())
        temporary.replace(path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise WriteError(
            f"can't be written ({error.strerror or error})",
            where=str(path),
            fix="check that the folder exists, may be written to and has room",
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in ``folder`` durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Let one process at a time do what is done under it in ``folder``; others wait. It ends with the process."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def remove_leftovers(folder: Path, *, idle: float = 0) -> int:
    """Remove the temporary files that a killed write left directly in ``folder``; return how many.

    Where another process may be writing at this moment, ``idle`` spares files that were touched in the last seconds.
    """
    count = 0
    for path in folder.glob(f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}"):
        with suppress(OSError):
            # Not the mtime, which may already be that of the file to come.
            if idle and time.time() - path.stat().st_ctime < idle:
                continue
            path.unlink()
            count += 1
    return count


def _mode_for(path: Path) -> int:
    """Keep the mode of a file that is replaced; a new one gets what the umask allows."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o666 & ~_UMASK


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Read once: asking for the umask sets it for a moment, which other threads would notice.
_UMASK = _read_umask()
