"""Publishing pictures: the artwork of a show and the covers of its episodes, each once, under a name that its content
gives it.

A picture that changes gets another address that way, without which apps and directories would keep the old one. Which
picture an audio file holds is remembered beside the scan index, so that a build doesn't read the tags of every file.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confkit.domain.artwork import EXTENSIONS
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem, Severity
from confkit.domain.show import Show
from confkit.files import atomic_write
from confkit.publish.file_name import ascii_name
from confkit.publish.output import Output
from confkit.services.artwork import CoverKind, CoverSource, artwork_path, cover_data, covers_of, look_at
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.services.public_show import PublicShow

INDEX_NAME = "covers.json"
_VERSION = 1
_DIGITS = 8
_DIGEST = re.compile(r"(?:[0-9a-f]{64})?\Z")


def public_artwork(ws: Workspace, show: Show, folder: str) -> str:
    """Return the artwork's path in the show's ``folder`` of the output, "" where there is none that can be read."""
    if not show.artwork:
        return ""
    looked = look_at(ws, artwork_path(show))
    if looked.error:
        return ""
    name = show.artwork.rpartition("/")[2]
    suffix = looked.picture.extension if looked.picture else ""
    stem, _, own = name.rpartition(".")
    stem, mark = ascii_name(stem or name, fallback="artwork"), f"-{looked.digest[:_DIGITS]}"
    named = stem if stem.endswith(mark) else f"{stem}{mark}"
    return f"{folder}/{ascii_name(f'{named}.{suffix or own}')}"


@dataclass(slots=True)
class Covers:
    """What a build knows of the pictures inside audio files: type and digest by path, size and mtime of the audio."""

    file: Path
    known: dict[str, list[Any]] = field(default_factory=dict)
    used: dict[str, list[Any]] = field(default_factory=dict)

    def close(self) -> None:
        """Keep what this build needed for the next one; raises WriteError."""
        if self.used != self.known:
            text = json.dumps({"version": _VERSION, "covers": self.used}, ensure_ascii=True, sort_keys=True)
            atomic_write(self.file, text.encode())


def open_covers(ws: Workspace) -> Covers:
    """Read what the last build knew; nothing where that can't be used."""
    file = ws.state / INDEX_NAME
    try:
        stored = json.loads(file.read_bytes())
        known = stored["covers"] if stored["version"] == _VERSION else {}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        known = {}
    return Covers(file, known if isinstance(known, dict) else {})


def write_covers(ws: Workspace, output: Output, show: "PublicShow", covers: Covers, found: list[Problem]) -> None:
    """Publish the covers of a show's episodes that are not its artwork, and note their paths in ``show.covers``."""
    sources = covers_of(ws, show.episodes)
    artwork = look_at(ws, artwork_path(show.show)).digest if show.show.artwork else ""
    for view in show.episodes:
        source = sources[view.id]
        try:
            path = _published(ws, output, show, view, source, covers, artwork)
        except FormatError as error:
            where = f"episodes/{source.path}"
            found.append(Problem("cover-unreadable", Severity.WARNING, where, error.what, error.fix, (view.id,)))
            continue
        if path:
            show.covers[view.id] = path


def _published(
    ws: Workspace,
    output: Output,
    show: "PublicShow",
    view: EpisodeView,
    source: CoverSource,
    covers: Covers,
    artwork: str,
) -> str:
    """Publish an episode's cover; return its path, "" where the artwork of the show stands for it."""
    taken = set(show.covers.values())
    if source.kind in (CoverKind.OWN, CoverKind.BESIDE):
        looked = look_at(ws, source.path)
        picture = looked.picture
        # What is wrong with it is said by the check of artwork.
        if picture is None or not picture.is_artwork or picture.fault or looked.digest == artwork:
            return ""
        path = _path(show.folder, looked.digest, picture.extension)
        if path not in taken:
            output.copy(path, ws.episodes_root / source.path)
        return path
    if source.kind is not CoverKind.EMBEDDED or view.recording is None:
        return ""
    stamp = [view.recording.size, view.recording.modified, view.recording.fingerprint]
    entry = covers.known.get(source.path)
    data = b""
    if not _is_entry(entry, stamp):
        data, entry = _extracted(ws, source, stamp)
    assert entry is not None
    covers.used[source.path] = entry
    digest, extension = str(entry[3]), str(entry[4])
    if not digest or digest == artwork:
        return ""
    path = _path(show.folder, digest, extension)
    if path not in taken and not (not data and output.keep(path)):
        output.write(path, data or cover_data(ws, source))
    return path


def _is_entry(entry: object, stamp: list[Any]) -> bool:
    if not isinstance(entry, list) or entry[:3] != stamp or len(entry) != 5:
        return False
    digest, extension = entry[3:]
    # They become a path.
    return isinstance(digest, str) and bool(_DIGEST.match(digest)) and extension in ("", "jpg", "png")


def _extracted(ws: Workspace, source: CoverSource, stamp: list[Any]) -> tuple[bytes, list[Any]]:
    """Read the picture inside an audio file; its digest is "" for one that is not to be published."""
    from confkit.codecs.picture_header import read_picture

    data = cover_data(ws, source)
    picture = read_picture(data)
    if picture is None or not picture.is_artwork or picture.fault:
        return b"", [*stamp, "", ""]
    return data, [*stamp, hashlib.sha256(data).hexdigest(), EXTENSIONS[picture.media_type][0]]


def _path(folder: str, digest: str, extension: str) -> str:
    return f"{folder}/covers/{digest[:16]}.{extension}"
