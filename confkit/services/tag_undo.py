"""Undo and redo of an edit that wrote tags into files: the files first, then the database.

A file is written only where it still says what confkit left in it, or says already what it shall. All files are looked
at before the first is touched; where one can't be written even so, the edit stays as it is, and those that were written
are told.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from confkit.domain.edit import Edit
from confkit.domain.errors import ConfkitError, EditConflict, NotFound, WriteError
from confkit.domain.history import Entry
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.domain.show import Episode
from confkit.domain.tag_merge import writing_in
from confkit.services import tags_aside
from confkit.services.scanning import scan
from confkit.services.tagging import write_into
from confkit.services.tags_aside import FileWriting, Writing
from confkit.services.workspace import Workspace

_Goal = tuple[Tags, tuple[Chapter, ...] | None]


def take_back(ws: Workspace, entry: Entry) -> None:
    """Write into the files of ``entry`` what they said before it; raises ConfkitError, and ``entry`` is still done."""
    _switch(ws, entry, entry.edit, back=True)


def write_again(ws: Workspace, entry: Entry) -> None:
    """Write into the files of ``entry`` what it wrote, after it was taken back; raises ConfkitError."""
    _switch(ws, entry, entry.edit.inverse, back=False)


def files_to_write(ws: Workspace, entry: Entry, *, back: bool = True) -> tuple[str, ...]:
    """Return the files that ``take_back`` would write, or ``write_again`` (not ``back``); raises what that would."""
    return tuple(file.path for file, _ in _found(ws, entry, entry.edit if back else entry.edit.inverse, back=back)[1])


def _found(
    ws: Workspace, entry: Entry, done: Edit, *, back: bool
) -> tuple[Writing, list[tuple[FileWriting, Recording]]]:
    """The record of what was written, and the files that have to be."""
    writing = tags_aside.writing(ws, writing_in(entry.edit))
    if writing is None:
        raise NotFound(
            "what the files said before is not kept here",
            where=entry.label,
            fix="undo it on the computer that wrote the tags; .confkit/tags/ holds what it needs",
        )
    _require_present(ws, done, entry.label)
    scan(ws)
    return writing, list(_looked_at(ws, writing, back=back))


def _switch(ws: Workspace, entry: Entry, done: Edit, *, back: bool) -> None:
    writing, todo = _found(ws, entry, done, back=back)
    written: list[str] = []
    try:
        for file, recording in todo:
            tags, chapters = _goal(file, back=back)
            tags_aside.keep_first(ws, file.episode, tags_aside.state_of(recording))
            write_into(ws, file.episode, recording, tags, chapters, 4 if back else writing.id3_version)
            written.append(file.path)
    except ConfkitError as error:
        raise _partly(error, written, len(todo)) from error
    finally:
        _keep_what_is_left(ws, UUID(writing_in(entry.edit)), writing)


def _goal(file: FileWriting, *, back: bool) -> _Goal:
    return (file.before.tags, file.before.chapters) if back else (file.tags, file.chapters)


def _require_present(ws: Workspace, done: Edit, label: str) -> None:
    """Raise EditConflict where an episode is not what the edit made of it: the database would refuse, too."""
    for change in done.changes:
        if change.after is not None and ws.repository.get(type(change.after), change.id) != change.after:
            raise EditConflict(
                "was changed since, so that the tags stay as they are",
                where=_name(change.after) if isinstance(change.after, Episode) else label,
                fix="restore the tags of the one episode with `confkit episode tag --restore`",
            )


def _name(episode: Episode) -> str:
    return f"episode “{episode.title or episode.file}”"


def _looked_at(ws: Workspace, writing: Writing, *, back: bool) -> Iterator[tuple[FileWriting, Recording]]:
    """The files that have to be written; raises for one that is gone, was changed by somebody, or is read-only."""
    from confkit.audio.write_tags import differences, require_writable

    recordings = ws.recordings()
    for file in writing.files:
        recording = recordings.get(file.path)
        if recording is None:
            raise NotFound("is gone, so that nothing was undone", where=file.path, fix="put it back, then try again")
        if not differences(recording.tags, recording.chapters, *_goal(file, back=back)):
            continue
        if tags_aside.state_of(recording) != file.left:
            raise EditConflict(
                "has other tags than confkit left in it: somebody changed them since",
                where=file.path,
                fix="write or restore its tags by themselves; this edit stays as it is",
            )
        require_writable(Path(ws.episodes_root / file.path), file.path)
        yield file, recording


def _partly(error: ConfkitError, written: list[str], number: int) -> ConfkitError:
    if not written:
        return error
    return WriteError(
        f"{error.what}; of {number} files {len(written)} were written ({', '.join(written[:5])}"
        f"{'…' if len(written) > 5 else ''}), and the edit stays as it is",
        where=error.where,
        fix=f"{error.fix}; then try again, which goes on with the others",
    )


def _keep_what_is_left(ws: Workspace, id: UUID, writing: Writing) -> None:
    scan(ws)
    recordings = ws.recordings()
    files = (
        replace(file, left=tags_aside.state_of(recordings[file.path])) if file.path in recordings else file
        for file in writing.files
    )
    tags_aside.keep_writing(ws, id, files, writing.id3_version)
