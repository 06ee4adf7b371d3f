"""Files beside the audio that belong to it by their name: transcripts and chapters.

``001.vtt``, ``001.de.srt``, ``001.json``, ``001.chapters.txt`` and ``001.psc`` belong to ``001.mp3``. What a JSON or
text file holds is decided by its content. Nothing here raises for what lies in the folder: a file that can't be used
becomes a problem.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter
from confkit.domain.recording_rules.words import Summary
from confkit.services.workspace import Workspace

# More than a day of talk, with a time for each word.
LARGEST = 10 << 20
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_CHAPTERS = "chapters"
_SUFFIXES = frozenset(("vtt", "srt", "json", "html", "htm", "txt", "psc", "xml"))
_KEY = re.compile(rb'"(chapters|segments|body|text|title)"\s*:')
_CODES: tuple[tuple[type[Exception], str], ...] = ((LimitExceeded, "too-large"), (TruncatedInput, "truncated"))


@dataclass(frozen=True, slots=True)
class Sibling:
    """A file beside the audio; ``path`` is relative to ``episodes/``, ``language`` what its name says, if anything.

    ``stamp`` is size and mtime; ``is_chapters`` tells chapters from a transcript.
    """

    path: str
    language: str
    is_chapters: bool
    stamp: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a sibling, kept until its stamp changes. A transcript itself is too large: its ``summary`` is.

    ``is_complete`` is false while only a look was taken at what it holds.
    """

    stamp: tuple[int, int]
    is_chapters: bool
    chapters: tuple[Chapter, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_complete: bool = False
    summary: Summary | None = None


def siblings_of(ws: Workspace, files: Iterable[str]) -> Mapping[str, tuple[Sibling, ...]]:
    """Return what lies beside each of ``files`` (audio, relative to ``episodes/``), ordered by path.

    Costs a look into their folders, and a reading of JSON and text files that changed since the last time.
    """
    folders: dict[str, dict[str, list[str]]] = {}
    for file in files:
        folder, slash, name = file.rpartition("/")
        if slash:
            folders.setdefault(folder, {}).setdefault(name.rpartition(".")[0], []).append(file)
    found: dict[str, list[Sibling]] = {}
    for folder, stems in folders.items():
        for stem, sibling in _in_folder(ws, folder, stems):
            for file in stems[stem]:
                found.setdefault(file, []).append(sibling)
    return {file: tuple(sorted(several, key=lambda one: one.path)) for file, several in found.items()}


def _in_folder(ws: Workspace, folder: str, stems: Mapping[str, object]) -> Iterator[tuple[str, Sibling]]:
    try:
        with os.scandir(ws.episodes_root / folder) as entries:
            named = [(entry, parts) for entry in entries if (parts := _parts(entry.name, stems))]
    except OSError:  # the scan says what is wrong with a folder
        return
    for entry, (stem, label, suffix) in named:
        path = f"{folder}/{entry.name}"
        try:
            status = entry.stat()
        except OSError:  # gone meanwhile, or a link to nothing: reading it says so
            stamp = (-1, -1)
        else:
            stamp = (status.st_size, status.st_mtime_ns)
        if suffix == "psc" or label == _CHAPTERS:
            yield stem, Sibling(path, "", True, stamp)
        else:
            is_chapters = suffix in ("json", "txt") and _holds_chapters(ws, path, stamp)
            yield stem, Sibling(path, label, is_chapters, stamp)


def _parts(name: str, stems: Mapping[str, object]) -> tuple[str, str, str] | None:
    """Split a file name into the stem of its audio, a language or ``chapters``, and its suffix; None for others."""
    base, _, suffix = name.rpartition(".")
    suffix = suffix.lower()
    if suffix not in _SUFFIXES:
        return None
    if base in stems:
        return (base, "", suffix) if suffix != "xml" else None
    stem, _, label = base.rpartition(".")
    if stem not in stems or not (label == _CHAPTERS or (_LANGUAGE.match(label) and suffix not in ("xml", "psc"))):
        return None
    return stem, label, suffix


def _holds_chapters(ws: Workspace, path: str, stamp: tuple[int, int]) -> bool:
    known = ws.siblings_read.get(path)
    if known is None or known.stamp != stamp:
        try:
            known = Read(stamp, _looks_like_chapters(read_bytes(ws, path), path))
        except (FormatError, OSError):
            # What is wrong with it is said when it is read as what it most probably is.
            known = Read(stamp, False)
        ws.siblings_read[path] = known
    return known.is_chapters


def _looks_like_chapters(data: bytes, path: str) -> bool:
    if not path.lower().endswith(".json"):
        from confkit.codecs.chapters_lines import is_audacity

        return is_audacity(data)
    keys = {match[1] for match in _KEY.finditer(data[:65_536])}
    return b"chapters" in keys if keys & {b"chapters", b"segments"} else keys == {b"title"}


def read_bytes(ws: Workspace, path: str) -> bytes:
    """Return the bytes of a sibling; raises FormatError for what is no file of the folder or too large, OSError."""
    from confkit.audio.source import NotRegular, OutsideFolder, open_source

    try:
        with open_source(ws.episodes_root, path) as source:
            if source.size > LARGEST:
                raise LimitExceeded(f"is larger than {LARGEST >> 20} MiB", where=path, fix="check what file this is")
            return source.read(0, source.size)
    except (NotRegular, OutsideFolder) as error:
        raise FormatError(error.what, where=path, fix="put the file itself there") from error


def chapters_beside(ws: Workspace, siblings: Iterable[Sibling]) -> tuple[Chapter, ...]:
    """Return the chapters of the first sibling that has some."""
    return next((found for one in siblings if one.is_chapters and (found := _chapters(ws, one).chapters)), ())


def chapter_problems(ws: Workspace, siblings: Iterable[Sibling]) -> Iterator[Problem]:
    """Return what is wrong with the files of chapters."""
    for one in siblings:
        if one.is_chapters:
            yield from _chapters(ws, one).problems


def _chapters(ws: Workspace, sibling: Sibling) -> Read:
    known = known_of(ws, sibling)
    if known is None:
        from confkit.codecs.chapters import read_chapters_file

        problems: list[Problem] = []
        chapters: tuple[Chapter, ...] = ()
        try:
            data = read_bytes(ws, sibling.path)
            chapters = read_chapters_file(data, sibling.path, f"episodes/{sibling.path}", report=problems.append)
        except (FormatError, OSError) as error:
            problems = [problem_of(error, sibling.path, "chapters")]
        known = remember(ws, sibling, tuple(problems), chapters)
    return known


def remember(
    ws: Workspace,
    sibling: Sibling,
    problems: tuple[Problem, ...],
    chapters: tuple[Chapter, ...] = (),
    summary: Summary | None = None,
) -> Read:
    """Keep what was read. A file that could not be opened is tried again: permissions change without the mtime."""
    is_complete = not any(problem.code.endswith("-unreadable") for problem in problems)
    known = Read(sibling.stamp, sibling.is_chapters, chapters, problems, is_complete, summary)
    ws.siblings_read[sibling.path] = known
    return known


def known_of(ws: Workspace, sibling: Sibling) -> Read | None:
    """Return what was read of a sibling, None where it has changed since or was not read as a whole."""
    known = ws.siblings_read.get(sibling.path)
    return known if known and known.is_complete and known.stamp == sibling.stamp else None


def problem_of(error: FormatError | OSError, path: str, word: str) -> Problem:
    """Return what a user is told about a sibling that can't be used; ``word`` is what it should be."""
    end = next((code for kind, code in _CODES if isinstance(error, kind)), "unreadable")
    code, where = f"{word}-{end}", f"episodes/{path}"
    if isinstance(error, FormatError):
        return Problem(code, Severity.ERROR, where, error.what, error.fix or "export it again, or remove it")
    what = f"can't be opened ({error.strerror or error})"
    return Problem(code, Severity.ERROR, where, what, "check that it is there and may be read")
