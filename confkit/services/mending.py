"""Giving shows and episodes a picture: from a file, or the one they have made right.

The picture is written under a name that holds a hash of its content, because apps and directories keep a picture as
long as its address stays. What was there before stays as it is; the field is changed by one edit, which can be undone.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from confkit.domain.artwork import EXTENSIONS
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import FormatError, NotFound
from confkit.domain.history import Entry
from confkit.domain.show import Show
from confkit.domain.text import clean_line
from confkit.files import atomic_write
from confkit.services import editing
from confkit.services.artwork import (
    CoverKind,
    artwork_faults,
    artwork_path,
    cover_data,
    cover_of,
    no_artwork,
    picture_bytes,
    report_cover,
)
from confkit.services.workspace import Workspace

_HASH = re.compile(r"-[0-9a-f]{8}\Z")
# A file name has room for 255 bytes, a letter takes up to four.
_LONGEST_STEM = 60


@dataclass(frozen=True, slots=True)
class Given:
    """What was done: the picture's file name in the show's folder, what a person should look at, and the edit.

    ``entry`` is None where nothing had to be changed.
    """

    file: str
    notes: tuple[str, ...] = ()
    entry: Entry | None = None


def mend_artwork(ws: Workspace, show: Show) -> Given:
    """Make a show's artwork right, beside the original. Raises NotFound, FormatError, WriteError."""
    if not show.artwork:
        raise no_artwork(show)
    if not artwork_faults(ws, show):
        return Given(show.artwork)
    path = artwork_path(show)
    data = picture_bytes(ws.episodes_root, path)
    return _show_takes(ws, show, data, show.artwork, mend=True, where=path)


def set_artwork(ws: Workspace, show: Show, file: Path, *, mend: bool = False) -> Given:
    """Give a show the picture in ``file``, made right with ``mend``. Raises FormatError, WriteError."""
    return _show_takes(ws, show, _foreign(file), file.name, mend=mend, where=str(file))


def _show_takes(ws: Workspace, show: Show, data: bytes, name: str, *, mend: bool, where: str) -> Given:
    file, notes = _placed(ws, show, data, name, mend=mend, where=where)
    if file == show.artwork:
        return Given(file, notes)
    label = f"{'Mend' if mend else 'Set'} the artwork of “{show.title or show.slug}”"
    return Given(file, notes, editing.change(ws, show, replace(show, artwork=file), label=label))


def mend_cover(ws: Workspace, view: EpisodeView) -> Given:
    """Make an episode's cover right, as its own; also one beside or inside the audio.

    Raises NotFound where the episode is shown with the artwork of its show, FormatError, WriteError.
    """
    source = cover_of(ws, view)
    if source.kind in (CoverKind.SHOW, CoverKind.NONE):
        raise NotFound(
            "the episode has no cover of its own",
            where=view.title,
            fix=f"name a picture with “confkit episode cover {view.id.hex[:8]} --set FILE”",
        )
    name = source.path.rpartition("/")[2]
    if not report_cover(ws, view).problems:
        return Given(name if source.kind is not CoverKind.EMBEDDED else "")
    data = cover_data(ws, source)
    return _episode_takes(ws, view, data, name, mend=True, where=source.path)


def set_cover(ws: Workspace, view: EpisodeView, file: Path, *, mend: bool = False) -> Given:
    """Give an episode the picture in ``file`` as its own cover, made right with ``mend``; raises as ``set_artwork``."""
    return _episode_takes(ws, view, _foreign(file), file.name, mend=mend, where=str(file))


def _episode_takes(ws: Workspace, view: EpisodeView, data: bytes, name: str, *, mend: bool, where: str) -> Given:
    file, notes = _placed(ws, view.show, data, name, mend=mend, where=where)
    before = view.episode
    if file == before.image:
        return Given(file, notes)
    label = f"{'Mend' if mend else 'Set'} the cover of “{view.title}”"
    return Given(file, notes, editing.change(ws, before, replace(before, image=file), label=label))


def _placed(
    ws: Workspace, show: Show, data: bytes, name: str, *, mend: bool, where: str
) -> tuple[str, tuple[str, ...]]:
    """Write a picture into the show's folder, made right with ``mend``; return its name and the notes."""
    from confkit.codecs.picture_header import read_picture

    notes: tuple[str, ...] = ()
    if mend:
        from confkit.codecs.picture import mended

        made = mended(data, where)
        data, media_type, notes = made.data, made.media_type, made.notes
    else:
        picture = read_picture(data)
        if picture is None or not picture.is_artwork or picture.fault:
            what = "is no picture that confkit knows" if picture is None else picture.fault or f"is {picture.name}"
            raise FormatError(what, where=where, fix="take a JPEG or PNG, or let confkit make one of it with --mend")
        media_type = picture.media_type
    stem = clean_line(_HASH.sub("", name.rpartition(".")[0] or name))[:_LONGEST_STEM] or "cover"
    file = f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}.{EXTENSIONS[media_type][0]}"
    target = ws.episodes_root / show.slug / file
    if not _holds(target, data):
        atomic_write(target, data)
    return file, notes


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _foreign(file: Path) -> bytes:
    """Read a picture from anywhere; raises FormatError."""
    try:
        real = file.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise FormatError("can't be found", where=str(file), fix="check the name of the file") from error
    try:
        return picture_bytes(real.parent, real.name)
    except FormatError as error:
        raise type(error)(error.what, where=str(file), fix=error.fix) from error
