"""The scan: what audio is in ``episodes/``, reading only what changed since the last time.

The path, size and mtime of a file decide whether it is read again. Nothing that is wrong with one file keeps the others
from being found.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from confkit.audio.index import Broken, Index, read_index, write_index
from confkit.audio.listing import Listing, list_audio
from confkit.domain.errors import WriteError
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Recording

if TYPE_CHECKING:
    from confkit.audio.outcome import Outcome

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan found, ordered by path.

    ``problems`` are all problems, those of the recordings included. ``moved`` are pairs of an old and a new path where
    a file vanished and the same one appeared elsewhere. ``read`` is how many files had to be opened.
    """

    recordings: tuple[Recording, ...]
    problems: tuple[Problem, ...]
    moved: tuple[tuple[str, str], ...]
    read: int


@dataclass(slots=True)
class _Findings:
    """What is known about the files so far, by path."""

    recordings: dict[str, Recording] = field(default_factory=dict)
    broken: dict[str, Broken] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    new: list[Recording] = field(default_factory=list)
    read: int = 0
    unvisited: set[str] = field(default_factory=set)

    def take(self, outcome: "Outcome", stated: tuple[int, int]) -> None:
        """Take in what came of a file; ``stated`` is its size and mtime as they were listed."""
        self.read += 1
        if outcome.recording is not None:
            self.recordings[outcome.path] = outcome.recording
            self.new.append(outcome.recording)
        elif outcome.problem is not None and outcome.lasting:
            self.broken[outcome.path] = Broken(outcome.path, *stated, outcome.problem)
        elif outcome.problem is not None:
            self.problems.append(outcome.problem)


def scan(
    root: Path,
    index_file: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Scan:
    """Look through ``root`` (``episodes/``) and bring the index in step.

    ``progress`` is called after each file that was read: how many are done, how many are to be read, its path.
    ``cancelled`` is asked before each (or each few, when there are so many that several processes read them); when it
    says yes, what is known so far is returned, and the next scan goes on from there. Raises nothing for what lies in
    the folder.
    """
    with _collector_paused():
        old = read_index(index_file)
        known: dict[str, Recording | Broken] = {}
        if old is not None:
            known.update((one.path, one) for one in old.recordings)
            known.update((one.path, one) for one in old.broken)
        listing = list_audio(root)
        findings = _Findings(problems=listing.problems)
        to_read = _compare(listing, known, findings)
    _read_all(root, to_read, findings, progress, cancelled)
    vanished = [one for path, one in known.items() if path not in listing.files and isinstance(one, Recording)]
    moved = _moves(vanished, (one for one in findings.new if one.path not in known))
    _keep(index_file, old, findings, known, {one.path for one in vanished} - {pair[0] for pair in moved})
    return _result(findings, moved)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from looking for cycles: thousands of records are made in one go, and hold none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _compare(
    listing: Listing, known: dict[str, Recording | Broken], findings: _Findings
) -> list[tuple[str, tuple[int, int]]]:
    """Take over what is known of files that did not change; returns the others, ordered by path."""
    unknown = dict(listing.files)
    # In the order of the index, which is that of the result: sorting what is sorted costs nothing.
    for path, entry in known.items():
        if unknown.get(path) == (entry.size, entry.modified):
            del unknown[path]
            if isinstance(entry, Recording):
                findings.recordings[path] = entry
            else:
                findings.broken[path] = entry
    return sorted(unknown.items())


def load_index(index_file: Path) -> tuple[Recording, ...]:
    """Return the recordings that the last scan found, none where there was no scan or its index can't be used."""
    index = read_index(index_file)
    return index.recordings if index else ()


def _read_all(
    root: Path,
    files: list[tuple[str, tuple[int, int]]],
    findings: _Findings,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    # Here, and not at the top: an unchanged library is scanned without what reads audio.
    from confkit.audio.reading import read_files

    stated = dict(files)
    with closing(read_files(root, list(stated), cancelled)) as outcomes:
        for outcome in outcomes:
            findings.take(outcome, stated.pop(outcome.path))
            if progress is not None:
                progress(findings.read, len(files), outcome.path)
    findings.unvisited.update(stated)


def _moves(vanished: Iterable[Recording], appeared: Iterable[Recording]) -> tuple[tuple[str, str], ...]:
    """Pair files that are gone with new ones: those of the same fingerprint, in the order of their paths.

    One that was tagged anew on the way has another fingerprint. It is known by its form and its length, which is exact
    to the sample, where no other file that is gone or new has both.
    """
    gone = sorted(vanished, key=lambda one: one.path)
    new = sorted(appeared, key=lambda one: one.path)
    same: dict[str, list[str]] = {}
    for recording in reversed(gone):
        same.setdefault(recording.fingerprint, []).append(recording.path)
    moved = {same[one.fingerprint].pop(): one.path for one in new if same.get(one.fingerprint)}
    taken = set(moved.values())
    left = _only_ones(one for one in gone if one.path not in moved)
    found = _only_ones(one for one in new if one.path not in taken)
    moved |= {left[sound]: found[sound] for sound in left.keys() & found.keys()}
    return tuple(sorted(moved.items(), key=lambda pair: pair[1]))


def _only_ones(recordings: Iterable[Recording]) -> dict[tuple[str, timedelta], str]:
    """The path of each recording whose form and length no other of them has."""
    paths: dict[tuple[str, timedelta], list[str]] = {}
    for one in recordings:
        if one.duration:
            paths.setdefault((one.media_type, one.duration), []).append(one.path)
    return {sound: several[0] for sound, several in paths.items() if len(several) == 1}


def _keep(
    index_file: Path,
    old: Index | None,
    findings: _Findings,
    known: dict[str, Recording | Broken],
    unmatched: set[str],
) -> None:
    """Write the index if it changed.

    After a cancelled scan it also keeps what was known about files that were not visited, and those that vanished:
    where they went may be found by the next scan.
    """
    if old is not None and not findings.read and not findings.unvisited and _count(findings) == len(known):
        return
    entries: dict[str, Recording | Broken] = {**findings.recordings, **findings.broken}
    if findings.unvisited:
        entries.update((path, known[path]) for path in (findings.unvisited | unmatched) & known.keys())
    ordered = [entries[path] for path in sorted(entries)]
    index = Index(
        tuple(one for one in ordered if isinstance(one, Recording)),
        tuple(one for one in ordered if isinstance(one, Broken)),
    )
    if index == (old or Index()) and (old is not None or not index_file.exists()):
        return
    try:
        write_index(index_file, index)
    except WriteError as error:
        findings.problems.append(
            Problem("scan-index-unwritable", Severity.WARNING, error.where, error.what, error.fix),
        )


def _count(findings: _Findings) -> int:
    return len(findings.recordings) + len(findings.broken)


def _result(findings: _Findings, moved: tuple[tuple[str, str], ...]) -> Scan:
    recordings = tuple(findings.recordings[path] for path in sorted(findings.recordings))
    problems = [*findings.problems, *(one.problem for one in findings.broken.values())]
    problems += [problem for recording in recordings for problem in recording.problems]
    return Scan(recordings, tuple(sorted(problems, key=lambda problem: problem.rank)), moved, findings.read)
