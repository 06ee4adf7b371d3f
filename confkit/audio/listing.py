"""Which files below ``episodes/`` are to be read: one folder for each show, audio directly in it.

What is no audio (show files, pictures, transcripts, hidden files) is passed over in silence; a file that looks like
audio and can't be taken gets a problem.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from confkit.audio.media import MEDIA, UNSUPPORTED, suffix_of
from confkit.audio.source import MAX_FILE, NotRegular, OutsideFolder, real_path_inside, require_readable
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem, Severity
from confkit.domain.text import clean_line, clean_text

_AUDIO = frozenset(MEDIA)
_CODES: tuple[tuple[type[FormatError], str], ...] = (
    (NotRegular, "audio-not-regular"),
    (OutsideFolder, "audio-outside-folder"),
    (LimitExceeded, "audio-too-large"),
    (TruncatedInput, "audio-truncated"),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Audio files by path with size and mtime (nanoseconds), and what was in the way."""

    files: dict[str, tuple[int, int]]
    problems: list[Problem]


def list_audio(root: Path) -> Listing:
    """Look through ``root``; costs about a ``stat`` for each audio file. Never raises for what it finds there."""
    listing = Listing({}, [])
    for folder in _entries(str(root), "", listing):
        name = folder.name
        if not _is_folder(folder):
            if suffix_of(name) in MEDIA:
                listing.problems.append(_outside_show(name))
            continue
        if not _is_usable_name(name, name, listing):
            continue
        try:
            if folder.is_symlink():
                real_path_inside(root, name)
        except OutsideFolder as error:
            listing.problems.append(problem_of(error, name))
            continue
        _list_show(root, folder, listing)
    return listing


def _list_show(root: Path, folder: "os.DirEntry[str]", listing: Listing) -> None:
    show = folder.name
    for entry in _entries(folder.path, show, listing):
        name = entry.name
        path = f"{show}/{name}"
        suffix = name[name.rfind(".") :].lower()
        if suffix not in _AUDIO:
            if suffix in UNSUPPORTED:
                listing.problems.append(_unsupported(path, suffix))
            continue
        # Most names are plain ASCII, which is decided at once.
        if not (name.isascii() and name.isprintable()) and not _is_usable_name(name, path, listing):
            continue
        try:
            if entry.is_symlink():
                real_path_inside(root, path)
            status = entry.stat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE:
                require_readable(status, path)
        except FormatError as error:
            listing.problems.append(problem_of(error, path))
        except OSError as error:
            listing.problems.append(unreadable(error, path))
        else:
            listing.files[path] = (status.st_size, status.st_mtime_ns)


def problem_of(error: FormatError, path: str) -> Problem:
    """Return what a user is told about a file that can't be taken."""
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "audio-unreadable")
    return Problem(code, Severity.ERROR, path, error.what, error.fix)


def unreadable(error: OSError, path: str) -> Problem:
    """Return the problem of a file that the system refuses to open."""
    return Problem(
        "audio-unreadable",
        Severity.ERROR,
        path,
        f"can't be opened ({error.strerror or error})",
        "check that it is there and may be read",
    )


def _entries(folder: str, path: str, listing: Listing) -> list["os.DirEntry[str]"]:
    """Return what is in ``folder`` except hidden entries, in no order."""
    try:
        with os.scandir(folder) as found:
            return [entry for entry in found if entry.name[0] != "."]
    except FileNotFoundError:
        return []
    except OSError as error:
        listing.problems.append(unreadable(error, path or folder))
        return []


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


def _is_usable_name(name: str, path: str, listing: Listing) -> bool:
    """Whether a name can stand in a database, a terminal and a feed: UTF-8 without control characters."""
    if clean_text(name) == name and "\n" not in name and "\t" not in name:
        return True
    listing.problems.append(
        Problem(
            "audio-name-unusable",
            Severity.ERROR,
            clean_line(path),
            "has a name with control characters or with bytes that are not UTF-8",
            "rename it",
        )
    )
    return False


def _outside_show(name: str) -> Problem:
    return Problem(
        "audio-outside-show",
        Severity.HINT,
        clean_line(name),
        "lies directly in the folder of all shows and is passed over",
        "move it into the folder of its show",
    )


def _unsupported(path: str, suffix: str) -> Problem:
    return Problem(
        "audio-format-unsupported",
        Severity.HINT,
        clean_line(path),
        f"is passed over: confkit doesn't read {suffix} files",
        "encode it as MP3 or M4A, which every app plays",
    )
