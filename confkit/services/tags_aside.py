"""What audio files said before confkit wrote into them, kept in ``.confkit/tags/`` so that it can be taken back.

Two things are kept: for each episode what its file said before confkit's *first* write (``restore`` goes back to that),
and for each edit that wrote tags what every file said before and after it (undo and redo go by that). The edit names
its record by an id of its own and not by its number: numbers begin anew with a new database, and undo must never write
the tags of another edit into a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar
from uuid import UUID

from confkit.domain.errors import NotFound
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.files import atomic_write
from confkit.services.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Former:
    """Tags and chapters of a file before confkit wrote into it."""

    tags: Tags
    chapters: tuple[Chapter, ...]
    version: int = 1


@dataclass(frozen=True, slots=True)
class FileWriting:
    """What one edit does to one file: what the file said before, and what was to be written (chapters of None stay).

    ``left`` is what the file said when confkit was last done with it, after a write or an undo: where it says something
    else by now, somebody has changed it since.
    """

    episode: UUID
    path: str
    before: Former
    tags: Tags
    chapters: tuple[Chapter, ...] | None
    left: Former


@dataclass(frozen=True, slots=True)
class Writing:
    """What one edit did to files; ``id3_version`` is the version it was asked to write."""

    files: tuple[FileWriting, ...]
    id3_version: Literal[3, 4] = 4
    version: int = 1


def folder(ws: Workspace) -> Path:
    """Where it is kept; made if need be."""
    found = ws.state / "tags"
    found.mkdir(parents=True, exist_ok=True)
    return found


def state_of(recording: Recording) -> Former:
    """What a file says now."""
    return Former(recording.tags, recording.chapters)


def keep_first(ws: Workspace, id: UUID, former: Former) -> None:
    """Keep what an episode's file says before confkit's first write; later writes find confkit's own tags."""
    path = _first(ws, id)
    if not path.exists():
        _keep(path, former)


def first(ws: Workspace, id: UUID) -> Former:
    """What an episode's file said before confkit's first write; raises NotFound."""
    found = _read(_first(ws, id), Former)
    if found is None:
        raise NotFound(
            "there are no former tags of this episode",
            where=str(id),
            fix="they are kept when confkit writes tags, until they are restored",
        )
    return found


def forget_first(ws: Workspace, id: UUID, said: Former) -> None:
    """Forget it where the file says ``said`` again, which is just that: the next write is a first one."""
    if _read(_first(ws, id), Former) == said:
        _first(ws, id).unlink(missing_ok=True)


def keep_writing(ws: Workspace, id: UUID, files: Iterable[FileWriting], id3_version: Literal[3, 4]) -> None:
    """Keep what an edit does to files, in place of what was kept of it."""
    _keep(_writing(ws, id), Writing(tuple(files), id3_version))


def writing(ws: Workspace, id: str) -> Writing | None:
    """What an edit did to files; None where it is not kept here."""
    try:
        return _read(_writing(ws, UUID(id)), Writing)
    except ValueError:  # the database can be written by others, and this becomes the name of a file
        return None


def forget_writing(ws: Workspace, id: UUID) -> None:
    """Forget an edit that came to nothing."""
    _writing(ws, id).unlink(missing_ok=True)


def _first(ws: Workspace, id: UUID) -> Path:
    return ws.state / "tags" / f"{id}.msgpack"


def _writing(ws: Workspace, id: UUID) -> Path:
    return ws.state / "tags" / "edits" / f"{id}.msgpack"


def _keep(path: Path, value: Former | Writing) -> None:
    import msgspec

    atomic_write(path, msgspec.msgpack.encode(value))


def _read(path: Path, kind: type[T]) -> T | None:
    import msgspec

    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None
