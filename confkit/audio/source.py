"""Opening a file below ``episodes/`` without being led astray, and reading it in bounded pieces.

A name in that folder can be a pipe that never ends, a device, a link to somebody's private files, or forty gigabytes of
nothing. All of that is found out here, before any parser sees a byte.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from pathlib import Path

from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput

# An hour of stereo WAV is 0.6 GiB; nothing that a podcast host takes comes near this.
MAX_FILE = 4 << 30
# What is read at once of each end of a file, and what its fingerprint covers: nearly all tags lie within, and all that
# tells the length. Reading and hashing more would cost as much as everything else about a file.
EDGE = 16 << 10


class NotRegular(FormatError):
    """The name belongs to a folder, a pipe, a socket or a device."""


class OutsideFolder(FormatError):
    """A link leads out of the folder that is scanned."""


class ChangedMeanwhile(FormatError):
    """The file was written to while it was read."""


class Source:
    """An open regular file: ``size`` in bytes, ``modified`` in nanoseconds.

    Its first ``EDGE`` bytes and, once they were asked for, its last are kept: who reads tags, who looks for the length
    and who takes the fingerprint all want the same two pieces, and each is read once.
    """

    __slots__ = ("_handle", "_head", "_tail", "_tail_at", "modified", "size")

    def __init__(self, handle: int, status: os.stat_result) -> None:
        self._handle = handle
        self.size = status.st_size
        self.modified = status.st_mtime_ns
        self._head = os.pread(handle, EDGE, 0)
        self._tail = b""
        self._tail_at = max(0, self.size - EDGE)

    def read(self, offset: int, length: int) -> bytes:
        """Return up to ``length`` bytes from ``offset``, fewer at the end of the file."""
        end = offset + length
        if end <= len(self._head):
            return self._head[offset:end]
        size = self.size
        if offset >= size or length <= 0:
            return b""
        if end > size:
            end = size
            if end <= len(self._head):
                return self._head[offset:end]
        if offset >= self._tail_at:
            if not self._tail:
                self._tail = os.pread(self._handle, EDGE, self._tail_at)
            return self._tail[offset - self._tail_at : end - self._tail_at]
        return os.pread(self._handle, end - offset, offset)

    def exactly(self, offset: int, length: int) -> bytes:
        """Return ``length`` bytes from ``offset``; raises TruncatedInput where the file ends before."""
        data = self.read(offset, length)
        if len(data) < length:
            raise TruncatedInput("ends before it is complete", fix="copy or encode it again")
        return data

    def fingerprint(self) -> str:
        """Return a hash of the size and of the first and last 16 KiB.

        It recognizes a file that was moved or renamed and costs the same for every length; it is no proof of identity,
        so the hash is the one that processors are fastest at.
        """
        digest = sha1(self.size.to_bytes(8, "big"), usedforsecurity=False)
        digest.update(self._head)
        if self.size > EDGE:
            digest.update(self.read(max(EDGE, self.size - EDGE), EDGE))
        return digest.hexdigest()


@contextmanager
def open_source(root: Path, path: str) -> Iterator[Source]:
    """Open ``path`` (relative to ``root``) for reading.

    Raises OutsideFolder, NotRegular, LimitExceeded, ChangedMeanwhile (on leaving) and OSError. Opening never blocks.
    """
    real, found = _real_path(root, path)
    require_readable(found or os.lstat(real), path)
    # O_NONBLOCK: opening a pipe would otherwise wait for its other end. O_NOFOLLOW: the links were resolved above.
    handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        status = os.fstat(handle)
        require_readable(status, path)
        yield Source(handle, status)
        after = os.fstat(handle)
        if (after.st_size, after.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
            raise ChangedMeanwhile("was written to while it was read", where=path, fix="scan again when it is complete")
    finally:
        os.close(handle)


def real_path_inside(root: Path, path: str) -> str:
    """Return a path to the file without links below ``root``; raises OutsideFolder when it leaves ``root``, OSError."""
    return _real_path(root, path)[0]


def _real_path(root: Path, path: str) -> tuple[str, os.stat_result | None]:
    """Return a path without links below ``root``, and its status if that was asked for on the way."""
    parts = path.split("/")
    if ".." not in parts and parts[0]:
        # The usual case: no link on the way down, so there is no way out. Resolving costs ten times as much.
        real, found = os.fspath(root), None
        for part in parts:
            real = f"{real}/{part}"
            found = os.lstat(real)
            if stat.S_ISLNK(found.st_mode):
                break
        else:
            return real, found
    top = os.path.realpath(root)
    real = os.path.realpath(os.path.join(top, path))  # noqa: PTH118 — joins of thousands of names
    if not real.startswith(top.rstrip("/") + "/"):
        raise OutsideFolder(
            "lies outside the folder through a link", where=path, fix="copy the file here instead of linking to it"
        )
    return real, None


def require_readable(status: os.stat_result, path: str) -> None:
    """Raise NotRegular or LimitExceeded for what is not worth opening."""
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular(
            "is not a regular file", where=path, fix="move it away, or replace it by the audio file itself"
        )
    if status.st_size > MAX_FILE:
        raise LimitExceeded(
            f"is larger than {MAX_FILE >> 30} GiB", where=path, fix="encode it as MP3 or M4A, or split it"
        )
