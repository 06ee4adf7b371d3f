"""Writing files so that a kill or a power cut leaves the old or the new version, never a torn one.

This is the only place in confkit that opens a file for writing (SQLite and the encoders of audio aside). Small files
that others put there are read here too, so that no pipe, device or file of gigabytes is taken for one.
"""

import errno
import fcntl
import os
import shutil
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
# What file systems without hard links or locks answer.
_NO_LINKS = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK))
_NO_LOCKS = frozenset((errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOLCK))
_PIECE = 1 << 20


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
        with _write_errors(path):
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


class UnfinishedFile:
    """A file that grows beside the place where it is to go, and outlives a kill so that it can be gone on with.

    It is locked while it is open. Unlike the temporary files of ``atomic_write`` it is named by its caller, and
    ``remove_leftovers`` leaves it alone. Every method raises WriteError.
    """

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self._file = file
        self._has_moved = False

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        with _write_errors(self.path):
            self._file.flush()
            return os.fstat(self._file.fileno()).st_size

    def cut(self, size: int, show: Callable[[bytes], object]) -> None:
        """Forget what lies behind the first ``size`` bytes, ``show`` those, and be ready to go on behind them."""
        with _write_errors(self.path):
            self._file.truncate(size)
            self._file.seek(0)
            while piece := self._file.read(_PIECE):
                show(piece)

    def make_room(self, size: int) -> None:
        """Raise WriteError if the disk has no room for ``size`` more bytes."""
        with _write_errors(self.path):
            if shutil.disk_usage(self.path.parent).free < size:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(self, data: bytes) -> None:
        """Append ``data``."""
        with _write_errors(self.path):
            self._file.write(data)

    def sync(self) -> None:
        """Make what was written so far durable."""
        with _write_errors(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())

    def finish(self, path: Path) -> None:
        """Move it to ``path``, durably and as a whole; a file that is there already is never replaced."""
        self.sync()
        with _write_errors(path):
            try:
                os.link(self.path, path)  # unlike a rename this never replaces anything
            except OSError as error:
                if error.errno not in _NO_LINKS or os.path.lexists(path):
                    raise
                self.path.rename(path)
            else:
                self.path.unlink()
            self._has_moved = True
            sync_folder(path.parent)

    def discard(self) -> None:
        """Remove it, unless it has moved to its place: what has its name then is another's."""
        if not self._has_moved:
            with suppress(OSError):
                self.path.unlink()


@contextmanager
def unfinished(path: Path) -> Iterator[UnfinishedFile]:
    """Open the unfinished file at ``path``, with what an earlier call left there; make it where there is none.

    Missing folders are made. Raises WriteError, also when another process is writing it. What it holds stays when the
    block ends, in whatever way.
    """
    with _write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _open_locked(path)
    with os.fdopen(handle, "r+b") as file:
        yield UnfinishedFile(path, file)


def _open_locked(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, 0o666)
        is_ours = False
        try:
            _lock(handle)
            is_ours = _is_still_named(handle, path)
            if is_ours:
                return handle
        finally:
            if not is_ours:
                os.close(handle)


def _lock(handle: int) -> None:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise OSError(errno.EEXIST, "it is not a file")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OSError(error.errno, "another process is writing it") from error
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _is_still_named(handle: int, path: Path) -> bool:
    """Whether the open file is still the one at ``path``, and at no other place too."""
    try:
        # Who held the lock until now may have moved it away after we opened it…
        if not os.path.samestat(os.fstat(handle), os.lstat(path)):
            return False
    except FileNotFoundError:
        return False
    if os.fstat(handle).st_nlink > 1:
        # …or was killed between giving it its place and taking this name away.
        path.unlink()
        return False
    return True


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    """Say of an OSError which file it is about and what to do."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise WriteError(
            f"can't be written ({error.strerror or error})",
            where=str(path),
            fix="make room on the disk" if full else "check that the folder exists, may be written to and has room",
        ) from error


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
