"""The artwork of shows and the covers of episodes: which picture counts, and what is wrong with it.

An episode's cover is, in this order, the file that its own field names, a picture beside the audio (``001.jpg`` beside
``001.mp3``), the picture inside the audio; without any of them the show's artwork stands for it. A picture is read once
until its size or mtime changes; the one inside the audio is judged by what the scan found.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from confkit.domain.artwork import EXTENSIONS, Colours, Picture, artwork_problems
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import FormatError, LimitExceeded, NotFound
from confkit.domain.problem import Problem, Severity
from confkit.domain.show import EpisodeState, Show
from confkit.services.workspace import Workspace

# Artwork weighs half a megabyte; this is for originals that are to be made right.
LARGEST = 64 << 20
_BESIDE = tuple(suffix for suffixes in EXTENSIONS.values() for suffix in suffixes)


class CoverKind(StrEnum):
    """Where the cover of an episode comes from."""

    OWN = "own"
    BESIDE = "beside"
    EMBEDDED = "embedded"
    SHOW = "show"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CoverSource:
    """The picture that stands for an episode; ``path`` is relative to ``episodes/``, of the audio for one inside it."""

    kind: CoverKind
    path: str = ""


@dataclass(frozen=True, slots=True)
class PictureReport:
    """A picture that stands for a show or an episode, and what is wrong with it; None where it can't be read."""

    source: CoverSource
    picture: Picture | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a picture file was found to be: ``stamp`` is size and mtime, ``error`` why it could not be read."""

    stamp: tuple[int, int]
    picture: Picture | None = None
    digest: str = ""
    error: str = ""
    fix: str = ""


def artwork_path(show: Show) -> str:
    """Return where a show's artwork lies, relative to ``episodes/``; "" where it names none."""
    return f"{show.slug}/{show.artwork}" if show.artwork else ""


def cover_of(ws: Workspace, view: EpisodeView) -> CoverSource:
    """Return the picture that stands for an episode."""
    return covers_of(ws, (view,))[view.id]


def covers_of(ws: Workspace, views: Iterable[EpisodeView]) -> Mapping[UUID, CoverSource]:
    """Return the picture that stands for each episode; costs a look into the folders of their audio."""
    folders: dict[str, Mapping[str, str]] = {}
    found: dict[UUID, CoverSource] = {}
    for view in views:
        folder, slash, name = view.episode.file.rpartition("/")
        if slash and folder not in folders:
            folders[folder] = _pictures_in(ws.episodes_root / folder)
        beside = folders[folder].get(name.rpartition(".")[0], "") if slash else ""
        found[view.id] = _chosen(ws, view, f"{folder}/{beside}" if beside else "")
    return found


def _chosen(ws: Workspace, view: EpisodeView, beside: str) -> CoverSource:
    own = f"{view.show.slug}/{view.episode.image}"
    if view.episode.image and (ws.episodes_root / own).is_file():
        return CoverSource(CoverKind.OWN, own)
    if beside and beside != artwork_path(view.show):
        return CoverSource(CoverKind.BESIDE, beside)
    if view.cover is not None and view.cover.media_type in EXTENSIONS:
        return CoverSource(CoverKind.EMBEDDED, view.episode.file)
    if view.show.artwork:
        return CoverSource(CoverKind.SHOW, artwork_path(view.show))
    return CoverSource(CoverKind.NONE)


def _pictures_in(folder: Path) -> Mapping[str, str]:
    """Return the names of JPEG and PNG files by their stem; where there are several, JPEG comes first."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except OSError:  # the scan says what is wrong with a folder
        return {}
    ranked = [(_BESIDE.index(suffix), name) for name in names if (suffix := name.rpartition(".")[2].lower()) in _BESIDE]
    return {name.rpartition(".")[0]: name for _, name in sorted(ranked, reverse=True)}


def look_at(ws: Workspace, path: str) -> Looked:
    """Return what the picture file ``path`` (relative to ``episodes/``) is; read only where it changed since."""
    from confkit.codecs.picture_header import read_picture

    try:
        status = (ws.episodes_root / path).stat()
        stamp = (status.st_size, status.st_mtime_ns)
    except (OSError, ValueError):
        stamp = (-1, -1)
    known = ws.pictures_seen.get(path)
    if known is not None and known.stamp == stamp and not known.error:
        return known
    try:
        data = picture_bytes(ws.episodes_root, path)
    except FormatError as error:
        found = Looked(stamp, error=error.what, fix=error.fix)
    else:
        found = Looked(stamp, read_picture(data), hashlib.sha256(data).hexdigest())
    ws.pictures_seen[path] = found
    return found


def picture_bytes(root: Path, path: str) -> bytes:
    """Return what the file ``path`` below ``root`` holds; raises FormatError for what is no picture's file."""
    from confkit.audio.source import NotRegular, OutsideFolder, open_source

    try:
        with open_source(root, path) as source:
            if source.size > LARGEST:
                raise LimitExceeded(f"is larger than {LARGEST >> 20} MiB", where=path, fix="check what file this is")
            return source.read(0, source.size)
    except (NotRegular, OutsideFolder) as error:
        raise FormatError(error.what, where=path, fix="put the picture itself there") from error
    except FileNotFoundError as error:
        raise FormatError("is not there", where=path, fix="put the picture there, or name another") from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise FormatError(f"can't be opened ({said})", where=path, fix="check that it may be read") from error


def cover_data(ws: Workspace, source: CoverSource) -> bytes:
    """Return the picture's bytes; raises FormatError, and NotFound where there is no picture."""
    if source.kind is CoverKind.NONE:
        raise NotFound("there is no picture", fix="name the show's artwork, or put a picture beside the audio")
    if source.kind is not CoverKind.EMBEDDED:
        return picture_bytes(ws.episodes_root, source.path)
    from confkit.audio.cover import cover_bytes

    try:
        data = cover_bytes(ws.episodes_root, source.path)
    except OSError as error:
        raise FormatError(
            f"can't be opened ({error.strerror or error})", where=source.path, fix="check that it may be read"
        ) from error
    if data is None:
        raise FormatError("holds no picture any more", where=source.path, fix="scan again")
    return data


def artwork_faults(ws: Workspace, show: Show) -> tuple[Problem, ...]:
    """Return what is wrong with a show's artwork; nothing where it names none, which is said of the show itself."""
    if not show.artwork:
        return ()
    path = artwork_path(show)
    looked = look_at(ws, path)
    where, subjects = f"episodes/{path}", (show.id,)
    if looked.stamp == (-1, -1):
        what, fix = "the show's artwork is not there", "put the picture there, or name another in the show's artwork"
        return (Problem("artwork-missing", Severity.ERROR, where, what, fix, subjects),)
    if looked.error:
        return (Problem("artwork-unreadable", Severity.ERROR, where, looked.error, looked.fix, subjects),)
    mend = f"confkit show artwork {show.slug} --mend"
    return artwork_problems(looked.picture, where, subjects, mend=mend, name=show.artwork)


def cover_faults(
    ws: Workspace, view: EpisodeView, source: CoverSource, embedded: Picture | None = None
) -> Iterator[Problem]:
    """Return what is wrong with an episode's own picture; nothing where the show's artwork stands for it.

    ``embedded`` is the picture inside the audio where it was read; otherwise what the scan found of it counts.
    Directories show the artwork of the show where they don't take the episode's, so that nothing here is an error.
    """
    image, subjects = view.episode.image, (view.id,)
    if image and source.kind is not CoverKind.OWN:
        what, fix = "the episode's cover is not there", "put the picture there, or name another in the episode's cover"
        where = f"episodes/{view.show.slug}/{image}"
        yield Problem("cover-missing", Severity.WARNING, where, what, fix, subjects)
    where = f"episodes/{source.path}"
    mend = f"confkit episode cover {view.id.hex[:8]} --mend"
    if source.kind is CoverKind.EMBEDDED:
        picture = embedded or _as_scanned(view)
        yield from artwork_problems(picture, f"{where}, its cover", subjects, mend=mend, severity=Severity.HINT)
    elif source.kind in (CoverKind.OWN, CoverKind.BESIDE):
        looked, name = look_at(ws, source.path), source.path.rpartition("/")[2]
        if looked.error:
            yield Problem("artwork-unreadable", Severity.WARNING, where, looked.error, looked.fix, subjects)
        else:
            level = Severity.WARNING
            yield from artwork_problems(looked.picture, where, subjects, mend=mend, name=name, severity=level)


def _as_scanned(view: EpisodeView) -> Picture | None:
    """Return what the scan knows of the picture inside the audio; what it doesn't look at counts as right."""
    cover = view.cover
    if cover is None:
        return None
    return Picture(cover.media_type, cover.width, cover.height, Colours.RGB, cover.size)


def all_artwork_faults(ws: Workspace, show: Show, views: Iterable[EpisodeView]) -> Iterator[Problem]:
    """Return what is wrong with the artwork of a show and the covers of its episodes, but not of retracted ones."""
    yield from artwork_faults(ws, show)
    several = tuple(view for view in views if view.episode.state is not EpisodeState.RETRACTED)
    covers = covers_of(ws, several)
    for view in several:
        yield from cover_faults(ws, view, covers[view.id])


def report_artwork(ws: Workspace, show: Show) -> PictureReport:
    """Look at a show's artwork. Raises NotFound where it names none."""
    if not show.artwork:
        raise no_artwork(show)
    path = artwork_path(show)
    return PictureReport(CoverSource(CoverKind.SHOW, path), look_at(ws, path).picture, artwork_faults(ws, show))


def no_artwork(show: Show) -> NotFound:
    """Return the error that says how to give a show artwork."""
    fix = f"name a picture with “confkit show artwork {show.slug} --set FILE”"
    return NotFound("the show has no artwork", where=show.slug, fix=fix)


def report_cover(ws: Workspace, view: EpisodeView) -> PictureReport:
    """Look at the picture that stands for an episode, also inside its audio. Never raises for what lies there."""
    from confkit.codecs.picture_header import read_picture

    source = cover_of(ws, view)
    if source.kind is not CoverKind.EMBEDDED:
        picture = look_at(ws, source.path).picture if source.path else None
        return PictureReport(source, picture, tuple(cover_faults(ws, view, source)))
    try:
        picture = read_picture(cover_data(ws, source))
    except FormatError as error:
        where = f"episodes/{source.path}"
        unreadable = Problem("cover-unreadable", Severity.WARNING, where, error.what, error.fix, (view.id,))
        return PictureReport(source, None, (unreadable,))
    return PictureReport(source, picture, tuple(cover_faults(ws, view, source, picture)))
