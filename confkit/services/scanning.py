"""Scanning ``episodes/``: what audio is there, and an episode for each file that has none."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Shelf
from confkit.domain.recording import Recording
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.domain.text import clean_line
from confkit.domain.validation import SLUG
from confkit.files import ABANDONED, held, remove_leftovers
from confkit.services.alternates import find_alternates
from confkit.services.editing import new_episode, new_show
from confkit.services.founding import read_shelf
from confkit.services.workspace import SYSTEM_AUTHOR, Workspace

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan found: every recording, every problem, the episodes made, and how many files had to be read."""

    recordings: tuple[Recording, ...]
    problems: tuple[Problem, ...]
    new_episodes: tuple[Episode, ...]
    read: int


def scan(ws: Workspace, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> ScanReport:
    """Look through ``episodes/`` and bring the database in step.

    A new folder becomes a show (from its ``show.toml``, if there is one), a new file an episode unless it is another
    encoding of one, and a file that was renamed or moved stays the episode it is. Nothing is removed: an episode whose
    file is gone is a problem to look at.
    """
    from confkit.audio.scan import scan as scan_audio

    ws.make_state()
    remove_leftovers(ws.state, idle=ABANDONED)
    # Two scans at once would both make an episode for a file that is new.
    with held(ws.state):
        found = scan_audio(ws.episodes_root, ws.index_file, progress=progress, cancelled=cancelled)
        changes, problems = _in_step(ws, found.recordings, dict(found.moved))
        if changes:
            ws.apply(Edit(f"Scan: {_told(changes)}", tuple(changes)), author=SYSTEM_AUTHOR)
    made = tuple(change.after for change in changes if isinstance(change.after, Episode) and change.before is None)
    return ScanReport(found.recordings, (*found.problems, *problems), made, found.read)


def _told(changes: list[Change]) -> str:
    counts = {
        "new shows": sum(isinstance(change.after, Show) for change in changes),
        "new episodes": sum(isinstance(change.after, Episode) and change.before is None for change in changes),
        "moved files": sum(change.before is not None for change in changes),
    }
    return ", ".join(f"{count} {word if count != 1 else word[:-1]}" for word, count in counts.items() if count)


def _in_step(
    ws: Workspace, recordings: Iterable[Recording], moved: dict[str, str]
) -> tuple[list[Change], list[Problem]]:
    shelves = {shelf.show.slug: shelf for shelf in ws.repository.shelves()}
    files = {episode.file: episode for shelf in shelves.values() for episode in shelf.episodes if episode.file}
    changes, problems = _moves(ws, moved, files, shelves), []
    taken = set(files) | {moved[old] for old in moved if old in files}
    known_persons = {person.id for person in ws.repository.persons()} if _folders(recordings) - set(shelves) else set()
    shows: dict[str, Show] = {slug: shelf.show for slug, shelf in shelves.items()}
    others = _alternates(recordings, changes, files)
    for recording in recordings:
        if recording.path in taken or recording.path in others:
            continue
        folder = recording.path.partition("/")[0]
        if folder not in shows:
            made = _show_for(ws, folder, recording)
            if isinstance(made, Problem):
                problems.append(made)
                taken |= {other.path for other in recordings if other.path.startswith(f"{folder}/")}
                continue
            changes += [Change(None, one) for one in _new(made, known_persons)]
            shows[folder] = made.show
            taken |= {episode.file for episode in made.episodes}
            if recording.path in taken:
                continue
        episode = replace(
            new_episode(ws, shows[folder].id), file=recording.path, state=EpisodeState(ws.config.new_episodes)
        )
        changes.append(Change(None, episode))
        taken.add(recording.path)
    return changes, problems


def _alternates(recordings: Iterable[Recording], changes: list[Change], files: dict[str, Episode]) -> Mapping[str, str]:
    """Which files are another encoding of an episode, once those that moved are where they are now."""
    moved = {change.id: change.after for change in changes if isinstance(change.after, Episode)}
    episodes = [moved.get(episode.id, episode) for episode in files.values()]
    return find_alternates({recording.path: recording for recording in recordings}, episodes).main


def _folders(recordings: Iterable[Recording]) -> set[str]:
    return {recording.path.partition("/")[0] for recording in recordings}


def _new(shelf: Shelf, known_persons: set[UUID]) -> list[Entity]:
    people: list[Person] = [person for person in shelf.persons if person.id not in known_persons]
    known_persons |= {person.id for person in people}
    return [*people, shelf.show, *shelf.episodes]


def _moves(ws: Workspace, moved: dict[str, str], files: dict[str, Episode], shelves: dict[str, Shelf]) -> list[Change]:
    """An episode follows its file, into the folder of another show too."""
    changes = []
    for old, new in moved.items():
        episode = files.get(old)
        if episode is None or new in files:
            continue
        shelf = shelves.get(new.partition("/")[0])
        show_id = shelf.show.id if shelf else episode.show_id
        changes.append(Change(episode, replace(episode, file=new, show_id=show_id)))
    return changes


def _show_for(ws: Workspace, folder: str, recording: Recording) -> Shelf | Problem:
    path = ws.episodes_root / folder / "show.toml"
    if os.path.lexists(path):  # also a pipe, a device, a link to nothing: reading it says what is wrong
        shelf = read_shelf(ws, path)
        if shelf.show.slug == folder:
            return shelf
        return _unusable(
            folder, f"show.toml says its short name is {shelf.show.slug!r}", f"rename the folder to {shelf.show.slug}"
        )
    if not SLUG.match(folder) or len(folder) > 64:
        return _unusable(folder, "is not usable as a short name", "rename it with a-z, 0-9 and hyphens")
    title = recording.tags.show or clean_line(folder.replace("-", " ").replace("_", " ").title())
    return Shelf(new_show(ws, folder, title))


def _unusable(folder: str, message: str, fix: str) -> Problem:
    return Problem("show-folder-unusable", Severity.ERROR, f"episodes/{folder}", message, fix)
