"""The output folder: what a build writes, what it leaves alone and what it may remove.

``manifest.json`` names every file of ours with its size and SHA-256; only what it names is ever removed. A file whose
bytes are the same is not touched, so that its mtime (and every cache behind it) stays.

A build can be killed at any moment. Each file is replaced as a whole, and before files are written, their paths go into
a journal beside the manifest. The next build therefore knows the files that no manifest names yet, and removes them
where it does not write them itself, and it knows which of the manifest's digests may be out of date. The order of a
build is: journal, files, removals, manifest, and the journal goes last.
"""

import fcntl
import hashlib
import os
import stat
import weakref
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from confkit.domain.errors import WriteError
from confkit.files import atomic_write, remove_leftovers, sync_folder
from confkit.publish.manifest import (
    JOURNAL,
    MANIFEST,
    Written,
    home_of,
    homes_in,
    is_output_path,
    read_manifest,
    regular_file,
    render_manifest,
)

_CHUNK = 1024 * 1024
# Files wait until there are this many, so that the journal is not written once for each of them.
_WAITING_FILES = 256
_WAITING_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: paths in the order they were written, how many stayed as they were, paths removed."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


class Output:
    """One build into the folder ``root``, which is made when it is missing.

    Use it as a context manager, or call ``finish`` or ``close``: one build at a time holds the folder. Leaving without
    ``finish`` (an error, a cancelled build) removes nothing and leaves the manifest as it was; the next build takes
    over. Paths are relative to ``root``, with forward slashes. Raises WriteError.
    """

    def __init__(self, root: Path) -> None:
        try:
            root.mkdir(parents=True, exist_ok=True)
            self.root = root.resolve(strict=True)
        except OSError as error:
            raise _failed(str(root), error) from error
        self.close = weakref.finalize(self, os.close, _hold(self.root))
        self._homes = set(homes_in(self.root))
        self._known = self._read(MANIFEST)
        self._journaled = set(self._read(JOURNAL))
        self._doubtful = frozenset(self._journaled)
        self._unclean = {home for home in self._homes if os.path.lexists(self.root / home / JOURNAL)}
        self._files: dict[str, Written] = {}
        self._waiting: list[tuple[str, bytes]] = []
        self._waiting_size = 0
        self._written: list[str] = []
        self._unchanged = 0
        self._safe_folders: set[str] = set()
        self._sweep()

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _read(self, name: str) -> dict[str, Written]:
        """Read the manifest or the journal of every home; what names files outside of its own is not believed."""
        return {
            path: entry
            for home in sorted(self._homes)
            for path, entry in read_manifest(self.root / home / name).items()
            if home_of(path) == home
        }

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file that this build wrote or kept, in hex; "" for any other."""
        entry = self._files.get(path)
        return entry.sha256 if entry else ""

    def write(self, path: str, data: bytes) -> bool:
        """Let ``path`` hold ``data``; return whether that changes anything.

        Files are written in the order of the calls, at the latest by ``finish``.
        """
        target = self._claim(path, Written(path, len(data), hashlib.sha256(data).hexdigest()))
        if _holds(target, data):
            self._unchanged += 1
            return False
        self._written.append(path)
        self._waiting.append((path, data))
        self._waiting_size += len(data)
        if len(self._waiting) >= _WAITING_FILES or self._waiting_size >= _WAITING_BYTES:
            self._flush()
        return True

    def copy(self, path: str, source: Path) -> bool:
        """Let ``path`` hold what the file ``source`` holds, with its mtime; return whether bytes changed.

        A file whose size and mtime are those of the copy that the manifest names is not read.
        """
        try:
            was = source.stat()
            if not stat.S_ISREG(was.st_mode):
                raise WriteError("is not a regular file", where=str(source), fix="replace it by the audio file itself")
            target = self._claim(path, self._known.get(path) or Written(path, was.st_size, ""))
            if self._is_copy_of(target, path, was):
                self._unchanged += 1
                return False
            with source.open("rb") as file:
                return self._copy(path, target, file, was)
        except OSError as error:
            raise WriteError(
                f"can't be read ({error.strerror or error})",
                where=str(source),
                fix="scan again: the file was moved, removed or protected",
            ) from error

    def keep(self, path: str) -> bool:
        """Let ``path`` stay as an earlier build wrote it; return whether there is such a file.

        A file that no build of ours wrote is not taken over.
        """
        there = regular_file(self.root / path) if is_output_path(path) else None
        if there is None or not (path in self._known or path in self._journaled):
            return False
        # The manifest's digest may be out of date after a killed build, so that it is made anew.
        target = self._claim(path, Written(path, there.st_size, _digest_of(self.root / path)))
        self._unchanged += 1
        return target.is_file()

    def finish(self) -> Report:
        """Write what waits, remove what is no longer ours, write the manifest and let go of the folder."""
        self._flush()
        removed = tuple(
            path for path in sorted({*self._known, *self._journaled} - set(self._files)) if self._remove(path)
        )
        for home in sorted(self._homes | {home_of(path) for path in self._files}, reverse=True):
            self._write_manifest(home)
        for home in sorted(self._unclean):
            self._drop(f"{home}{JOURNAL}")
        self.close()
        return Report(tuple(self._written), self._unchanged, removed)

    def _write_manifest(self, home: str) -> None:
        """Write the manifest of a home; a private one that holds nothing any more goes."""
        files = [entry for path, entry in self._files.items() if home_of(path) == home]
        if home and not files:
            self._drop(f"{home}{MANIFEST}")
            return
        manifest = render_manifest(files)
        if not _holds(self.root / home / MANIFEST, manifest):
            atomic_write(self.root / home / MANIFEST, manifest)

    def _drop(self, path: str) -> None:
        """Remove a file of our own bookkeeping, and the folders that this empties."""
        try:
            (self.root / path).unlink()
            self._prune((self.root / path).parent)
        except FileNotFoundError:  # its folder may be gone too
            return
        except OSError as error:
            raise _failed(path, error) from error

    def _claim(self, path: str, entry: Written) -> Path:
        """Check that ``path`` may be written, once, and return where it lies."""
        if not is_output_path(path):
            raise WriteError(
                f"{path!r} is not a path inside the output", where=str(self.root), fix="report this as a bug"
            )
        if path in self._files:
            raise WriteError("is written twice in one build", where=path, fix="give the two things different names")
        self._check_folders(path)
        self._files[path] = entry
        return self.root / path

    def _check_folders(self, path: str) -> None:
        """Refuse a path that leads through a link (and so perhaps out of ``root``) or through a file."""
        folder = path.rpartition("/")[0]
        if folder in self._safe_folders:
            return
        for end in (*(place for place, letter in enumerate(folder) if letter == "/"), len(folder)):
            part = folder[:end]
            kind = _kind(self.root / part) if part else stat.S_IFDIR
            if kind not in (0, stat.S_IFDIR):
                what = "is a link" if kind == stat.S_IFLNK else "is a file"
                raise WriteError(
                    f"{what}, where a folder is needed",
                    where=str(self.root / part),
                    fix="move it away and build again",
                )
        self._safe_folders.add(folder)

    def _is_copy_of(self, target: Path, path: str, source: os.stat_result) -> bool:
        """Tell an unchanged copy without reading it; what a killed build may have changed is not taken on trust."""
        known, there = self._known.get(path), regular_file(target)
        return (
            known is not None
            and there is not None
            and path not in self._doubtful
            and known.size == there.st_size == source.st_size
            and there.st_mtime_ns == source.st_mtime_ns
        )

    def _copy(self, path: str, target: Path, file: BufferedReader, was: os.stat_result) -> bool:
        there = regular_file(target)
        if there is not None and there.st_size == was.st_size:
            digest = _digest(file)
            if _digest_of(target) == digest:
                os.utime(target, ns=(was.st_mtime_ns, was.st_mtime_ns))
                self._files[path] = Written(path, was.st_size, digest)
                self._unchanged += 1
                return False
            file.seek(0)
        self._flush()
        self._note([path])
        self._files[path] = Written(path, was.st_size, _stream(file, target, was))
        self._written.append(path)
        return True

    def _flush(self) -> None:
        if not self._waiting:
            return
        self._note(path for path, _ in self._waiting)
        for path, data in self._waiting:
            atomic_write(self.root / path, data)
        self._waiting.clear()
        self._waiting_size = 0

    def _note(self, paths: Iterable[str]) -> None:
        """Put paths that are about to change into the journal."""
        new = set(paths) - self._journaled
        if new:
            self._journaled |= new
            for home in sorted({home_of(path) for path in new}):
                noted = (Written(path, 0, "") for path in self._journaled if home_of(path) == home)
                atomic_write(self.root / home / JOURNAL, render_manifest(noted))
                self._unclean.add(home)

    def _remove(self, path: str) -> bool:
        target = self.root / path
        try:
            self._check_folders(path)
            target.unlink()
        except WriteError:
            return False  # the way to it is no longer ours
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return False
        except OSError as error:
            raise _failed(path, error) from error
        with suppress(OSError):
            self._prune(target.parent)
        return True

    def _prune(self, folder: Path) -> None:
        """Remove a folder that is empty, and those around it that become empty by that."""
        while folder != self.root:
            try:
                folder.rmdir()
            except OSError:  # not empty: something of ours or the user's is in it
                break
            folder = folder.parent
        sync_folder(folder)

    def _sweep(self) -> None:
        """Remove the temporary files of a killed build; without a journal there can be some in ``root`` only."""
        remove_leftovers(self.root)
        if not self._unclean:
            return
        folders = {path.rpartition("/")[0] for path in (*self._known, *self._journaled)}
        for folder in folders:
            with suppress(WriteError):
                self._check_folders(f"{folder}/." if folder else "")
                remove_leftovers(self.root / folder)


def _stream(file: BufferedReader, target: Path, was: os.stat_result) -> str:
    """Copy ``file`` to ``target`` as a whole and return its digest."""
    digest = hashlib.sha256()

    def write(copy: BinaryIO) -> None:
        size = 0
        while chunk := file.read(_CHUNK):
            copy.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        now = os.fstat(file.fileno())
        if (size, now.st_mtime_ns) != (was.st_size, was.st_mtime_ns):
            raise WriteError("changed while it was copied", where=str(file.name), fix="build again")

    atomic_write(target, write, modified=was.st_mtime_ns)
    return digest.hexdigest()


def _hold(folder: Path) -> int:
    """Take the folder for this build; the lock ends with the process, however that ends."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise WriteError(
            "another build is writing here", where=str(folder), fix="wait until it is done, then build again"
        ) from error
    except OSError:
        pass  # a file system without locks
    return handle


def _kind(path: Path) -> int:
    """The type of file at ``path``, links not followed; 0 where there is none."""
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except OSError:
        return 0


def _holds(path: Path, data: bytes) -> bool:
    there = regular_file(path)
    if there is None or there.st_size != len(data):
        return False
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _digest(file: BufferedReader) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return _digest(file)
    except OSError:
        return ""


def _failed(where: str, error: OSError) -> WriteError:
    return WriteError(
        f"can't be written ({error.strerror or error})",
        where=where,
        fix="check that the output folder may be written to",
    )
