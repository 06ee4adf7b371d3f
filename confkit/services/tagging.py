"""Writing what confkit knows about an episode into its audio file, and taking that back.

Tags hold what the episode shows: its own fields, those of the session, and those of the show, except the show's
address, which is not the episode's. A date is only written where somebody said it, not the day the file was found.

Writing is an edit of the user's own: undo writes back what each file said before it (``services/tag_undo.py``).
``restore`` goes back further, to what a file said before confkit's first write. Both write values back; they do not
bring a file back byte by byte: spelling and version of the tags may be others than before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import ConfkitError, NotFound, WriteError
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.domain.show import Episode
from confkit.domain.tag_merge import written
from confkit.files import held
from confkit.services import tags_aside
from confkit.services.scanning import scan
from confkit.services.tags_aside import FileWriting, Former
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.audio.write_tags import Difference

_REFUSED = "tags-not-written"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class TagPlan:
    """What writing would change in one file; ``chapters`` is None where those in the file stay."""

    view: EpisodeView
    path: str
    tags: Tags
    chapters: tuple[Chapter, ...] | None
    changes: tuple["Difference", ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file: what changed in it, and what could not be written."""

    plan: TagPlan
    problems: tuple[Problem, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the file was left as it was."""
        return any(problem.code == _REFUSED for problem in self.problems)


def plan(ws: Workspace, view: EpisodeView) -> TagPlan:
    """Return what there is to write for an episode; raises NotFound where its audio file is missing."""
    return _plan(view, _recording(ws, view), *_meant(view))


def changes_of(view: EpisodeView) -> tuple["Difference", ...]:
    """Return in which fields an episode's file says something else than the episode shows; nothing without a file."""
    return _plan(view, view.recording, *_meant(view)).changes if view.recording else ()


def write(ws: Workspace, view: EpisodeView, *, id3_version: Literal[3, 4] = 4) -> Written:
    """Write the tags of one episode, as an edit; raises ConfkitError with the file untouched."""
    found = plan(ws, view)
    if id3_version == 4 and not found.changes:
        return Written(found)
    return _one(ws, found, f"Write tags into “{view.title}”", id3_version)


def write_all(
    ws: Workspace,
    views: Iterable[EpisodeView],
    *,
    id3_version: Literal[3, 4] = 4,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Written, ...]:
    """Write the tags of many episodes, as one edit; what goes wrong with one keeps no other from being written.

    One that is refused has a problem ``tags-not-written``. Where it is ``cancelled``, the files that were written until
    then are the edit.
    """
    plans = [plan(ws, view) for view in views if view.recording is not None]
    id = ws.new_id()
    done: list[Written] = []
    files: list[FileWriting] = []
    for number, found in enumerate(plans, 1):
        if cancelled():
            break
        problems: tuple[Problem, ...] = ()
        if found.changes or id3_version != 4:
            try:
                problems = _write_file(ws, found, id, files, id3_version)
            except ConfkitError as error:
                problems = (Problem(_REFUSED, Severity.ERROR, found.path, error.what, error.fix, (found.view.id,)),)
        done.append(Written(found, problems))
        if progress is not None:
            progress(number, len(plans), found.path)
    changed = [one.plan.view for one in done if any(file.path == one.plan.path for file in files)]
    label = f"Write tags into “{changed[0].title}”" if len(changed) == 1 else f"Write tags into {len(changed)} episodes"
    _record(ws, label, id, files, [one.plan.view.id for one in done if not one.is_refused], id3_version)
    return tuple(done)


def plan_restore(ws: Workspace, view: EpisodeView) -> TagPlan:
    """Return what a restore would change; raises NotFound where confkit wrote no tags, or the file is missing."""
    former = tags_aside.first(ws, view.id)
    return _plan(view, _recording(ws, view), former.tags, former.chapters)


def restore(ws: Workspace, view: EpisodeView) -> Written:
    """Write back what the file said before confkit's first write into it, as an edit; raises ConfkitError."""
    found = plan_restore(ws, view)
    return _one(ws, found, f"Restore the tags of “{view.title}”", 4)


def _one(ws: Workspace, found: TagPlan, label: str, version: Literal[3, 4]) -> Written:
    id = ws.new_id()
    files: list[FileWriting] = []
    problems = _write_file(ws, found, id, files, version)
    _record(ws, label, id, files, [found.view.id], version)
    return Written(found, problems)


def _write_file(
    ws: Workspace, found: TagPlan, id: UUID, files: list[FileWriting], version: Literal[3, 4]
) -> tuple[Problem, ...]:
    """Write one file of the edit ``id`` and append what was done to ``files``; raises ConfkitError."""
    before = tags_aside.state_of(_recording(ws, found.view))
    # Noted before it is done: what a killed process wrote can still be looked up.
    begun = FileWriting(found.view.id, found.path, before, found.tags, found.chapters, before)
    tags_aside.keep_first(ws, found.view.id, before)
    tags_aside.keep_writing(ws, id, [*files, begun], version)
    try:
        problems = write_into(ws, found.view.id, _recording(ws, found.view), found.tags, found.chapters, version)
    except ConfkitError:
        if files:
            tags_aside.keep_writing(ws, id, files, version)
        else:
            tags_aside.forget_writing(ws, id)
        raise
    files.append(begun)
    return problems


def _recording(ws: Workspace, view: EpisodeView) -> Recording:
    recording = view.recording or ws.recordings().get(view.episode.file)
    if recording is None:
        raise NotFound("has no audio file", where=view.title, fix="put the file back, then run `confkit scan`")
    return recording


def _meant(view: EpisodeView) -> tuple[Tags, tuple[Chapter, ...] | None]:
    present = view.recording.tags if view.recording else Tags()
    known_date = view.sources["date"] in (Source.EPISODE, Source.SESSION)
    from_show = view.sources["link"] is Source.SHOW
    tags = Tags(
        title=view.title,
        subtitle=view.subtitle,
        show=view.show.title,
        people=view.people,
        # Tags have no zone: a time without one is UTC (ID3v2.4 structure §4).
        date=f"{view.date.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" if known_date else present.date,
        season=view.season,
        number=view.number,
        description=view.description,
        language=view.language,
        licence=view.licence,
        link=present.link if from_show else view.link,
    )
    return tags, view.chapters if view.sources["chapters"] in (Source.EPISODE, Source.SIBLING) else None


def _plan(view: EpisodeView, recording: Recording, tags: Tags, chapters: tuple[Chapter, ...] | None) -> TagPlan:
    from confkit.audio.write_tags import differences

    changes = differences(recording.tags, recording.chapters, tags, chapters)
    return TagPlan(view, recording.path, tags, chapters, changes)


def write_into(
    ws: Workspace,
    id: UUID,
    recording: Recording,
    tags: Tags,
    chapters: tuple[Chapter, ...] | None,
    version: Literal[3, 4] = 4,
) -> tuple[Problem, ...]:
    """Write into the file of the episode ``id``, which must be as it was scanned; raises ConfkitError."""
    from confkit.audio.write_tags import write_tags

    path = recording.path
    try:
        with held(tags_aside.folder(ws)):
            _require_as_scanned(ws, recording)
            problems = write_tags(ws.episodes_root, path, tags, chapters, id3_version=version)
    except OSError as error:
        raise WriteError(
            f"can't be read ({error.strerror or error})", where=path, fix="check that it is there and may be read"
        ) from error
    tags_aside.forget_first(ws, id, Former(tags, recording.chapters if chapters is None else chapters))
    return tuple(replace(problem, where=path, subjects=(id,)) for problem in problems)


def _require_as_scanned(ws: Workspace, recording: Recording) -> None:
    """What was shown and put aside must be what is in the file now; raises WriteError, OSError."""
    status = (ws.episodes_root / recording.path).stat()
    if (status.st_size, status.st_mtime_ns) != (recording.size, recording.modified):
        raise WriteError(
            "was changed since the last scan", where=recording.path, fix="run `confkit scan`, then write the tags again"
        )


def _record(
    ws: Workspace, label: str, id: UUID, files: Sequence[FileWriting], episodes: Iterable[UUID], version: Literal[3, 4]
) -> None:
    """Read the files again and make the edit: own fields are based on what the files say now, so that it is seen who
    changes a tag later.
    """
    scan(ws)
    recordings = ws.recordings()
    left = [
        replace(file, left=tags_aside.state_of(recordings[file.path])) if file.path in recordings else file
        for file in files
    ]
    if files:
        tags_aside.keep_writing(ws, id, left, version)
    wrote = {file.episode for file in files}
    changes = []
    for one in episodes:
        episode = ws.repository.get(Episode, one)
        if episode is not None and episode.file in recordings:
            after = written(episode, recordings[episode.file].tags, id if one in wrote else None)
            if after != episode:
                changes.append(Change(episode, after))
    if changes:
        ws.apply(Edit(label, tuple(changes)))
