"""Writing what confkit knows about an episode into its audio file, and taking that back.

Tags hold what the episode shows: its own fields, those of the session, and those of the show, except the show's
address, which is not the episode's. A date is only written where somebody said it, not the day the file was found.

Before the first write the file's tags and chapters are put aside in ``.confkit/tags/``. ``restore`` writes those values
back; it does not bring the file back byte by byte: spelling and version of the tags may be others than before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import ConfkitError, NotFound, WriteError
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.domain.show import Episode, TagBasis
from confkit.domain.tag_merge import TAG_FIELDS, tag_text
from confkit.files import atomic_write, held
from confkit.services.scanning import scan
from confkit.services.workspace import SYSTEM_AUTHOR, Workspace

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


@dataclass(frozen=True, slots=True)
class _Former:
    """Tags and chapters of a file before confkit wrote into it."""

    tags: Tags
    chapters: tuple[Chapter, ...]
    version: int = 1


def plan(ws: Workspace, view: EpisodeView) -> TagPlan:
    """Return what there is to write for an episode; raises NotFound where its audio file is missing."""
    return _plan(view, _recording(ws, view), *_meant(view))


def write(ws: Workspace, view: EpisodeView, *, id3_version: Literal[3, 4] = 4) -> Written:
    """Write the tags of one episode; raises ConfkitError with the file untouched."""
    found = plan(ws, view)
    if id3_version == 4 and not found.changes:
        return Written(found)
    with held(_folder(ws)):
        _put_aside(ws, view)
        problems = _written(ws, found, id3_version)
    _bring_in_step(ws, [view.id])
    return Written(found, problems)


def write_all(
    ws: Workspace, views: Iterable[EpisodeView], *, id3_version: Literal[3, 4] = 4, progress: Progress | None = None
) -> tuple[Written, ...]:
    """Write the tags of many episodes; what goes wrong with one is a problem and keeps no other from being written."""
    everything = tuple(view for view in views if view.recording is not None)
    done = []
    for number, view in enumerate(everything, 1):
        found = plan(ws, view)
        problems: tuple[Problem, ...] = ()
        if found.changes or id3_version != 4:
            try:
                with held(_folder(ws)):
                    _put_aside(ws, view)
                    problems = _written(ws, found, id3_version)
            except ConfkitError as error:
                problems = (_refused(error, found),)
        done.append(Written(found, problems))
        if progress is not None:
            progress(number, len(everything), found.path)
    refused = {one.plan.view.id for one in done if any(problem.code == _REFUSED for problem in one.problems)}
    _bring_in_step(ws, [view.id for view in everything if view.id not in refused])
    return tuple(done)


def plan_restore(ws: Workspace, view: EpisodeView) -> TagPlan:
    """Return what a restore would change; raises NotFound where confkit wrote no tags, or the file is missing."""
    former = _former(ws, view.id)
    return _plan(view, _recording(ws, view), former.tags, former.chapters)


def restore(ws: Workspace, view: EpisodeView) -> Written:
    """Write the tags and chapters back that the file had before confkit wrote into it; raises ConfkitError."""
    found = plan_restore(ws, view)
    with held(_folder(ws)):
        problems = _written(ws, found, 4)
        _aside(ws, view.id).unlink(missing_ok=True)
    _bring_in_step(ws, [view.id])
    return Written(found, problems)


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


def _written(ws: Workspace, found: TagPlan, version: Literal[3, 4]) -> tuple[Problem, ...]:
    from confkit.audio.write_tags import write_tags

    try:
        _require_as_scanned(ws, _recording(ws, found.view))
        problems = write_tags(ws.episodes_root, found.path, found.tags, found.chapters, id3_version=version)
    except OSError as error:
        raise WriteError(
            f"can't be read ({error.strerror or error})", where=found.path, fix="check that it is there and may be read"
        ) from error
    return tuple(replace(problem, where=found.path, subjects=(found.view.id,)) for problem in problems)


def _require_as_scanned(ws: Workspace, recording: Recording) -> None:
    """What was shown and put aside must be what is in the file now; raises WriteError, OSError."""
    status = (ws.episodes_root / recording.path).stat()
    if (status.st_size, status.st_mtime_ns) != (recording.size, recording.modified):
        raise WriteError(
            "was changed since the last scan", where=recording.path, fix="run `confkit scan`, then write the tags again"
        )


def _refused(error: ConfkitError, found: TagPlan) -> Problem:
    return Problem(_REFUSED, Severity.ERROR, found.path, error.what, error.fix, (found.view.id,))


def _bring_in_step(ws: Workspace, ids: Iterable[UUID]) -> None:
    """Read the files again, and base own fields on what they say now: who changes a tag later is then seen."""
    scan(ws)
    recordings = ws.recordings()
    changes = []
    for id in ids:
        episode = ws.repository.get(Episode, id)
        if episode is None or episode.file not in recordings:
            continue
        after = _based(episode, recordings[episode.file].tags)
        if after != episode:
            changes.append(Change(episode, after))
    if changes:
        ws.apply(Edit("Tags written", tuple(changes)), author=SYSTEM_AUTHOR)


def _based(episode: Episode, tags: Tags) -> Episode:
    basis = tuple(TagBasis(field, tag_text(tags, field)) for field in TAG_FIELDS if getattr(episode, field) is not None)
    return replace(episode, based_on=basis)


def _folder(ws: Workspace) -> Path:
    folder = ws.state / "tags"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _aside(ws: Workspace, id: UUID) -> Path:
    return ws.state / "tags" / f"{id}.msgpack"


def _put_aside(ws: Workspace, view: EpisodeView) -> None:
    """Keep the tags as they were before confkit's first write; those of later writes are confkit's own."""
    import msgspec

    path = _aside(ws, view.id)
    if path.exists():
        return
    recording = _recording(ws, view)
    atomic_write(path, msgspec.msgpack.encode(_Former(recording.tags, recording.chapters)))


def _former(ws: Workspace, id: UUID) -> _Former:
    import msgspec

    try:
        return msgspec.msgpack.decode(_aside(ws, id).read_bytes(), type=_Former)
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise NotFound(
            "there are no former tags of this episode",
            where=str(id),
            fix="they are kept when confkit writes tags, until they are restored",
        ) from error
