"""Waveforms of recordings: read once, kept in the state folder under a budget, known by the fingerprint of the file."""

import re
import struct
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.errors import ConfkitError, FormatError, WriteError
from confkit.domain.recording import Recording
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.audio.waveform import IsCancelled, Progress, Waveform

FOLDER = "waveforms"
SUFFIX = ".waveform"
# Some four hundred recordings of two hours.
BUDGET = 64 << 20
_ABANDONED = 600.0
_FINGERPRINT = re.compile(r"[0-9a-f]{16,64}\Z")
# What it is, its version; microseconds of a column, and how many columns.
_MARK = b"cfkwave1"
_HEAD = struct.Struct("<8sII")
_MICROSECOND = timedelta(microseconds=1)


def kept_waveform(ws: Workspace, recording: Recording) -> "Waveform | None":
    """Return the waveform of a recording if it was read before; the price of reading a small file."""
    from confkit.audio.waveform import Waveform

    path = _path(ws, recording)
    try:
        data = path.read_bytes() if path else b""
    except OSError:
        return None
    if len(data) < _HEAD.size:
        return None
    mark, step, count = _HEAD.unpack_from(data)
    if mark != _MARK or not step or not count or len(data) != _HEAD.size + 2 * count:
        return None
    return Waveform(_MICROSECOND * step, data[_HEAD.size : _HEAD.size + count], data[_HEAD.size + count :])


def waveform_of(
    ws: Workspace,
    recording: Recording,
    *,
    progress: "Progress | None" = None,
    cancelled: "IsCancelled | None" = None,
) -> "Waveform":
    """Return the waveform of a recording, read now where it is not kept. Reading takes a second for ten minutes or so.

    ``progress`` is told the seconds that are read, how many there are, and the path. Raises NotFound where ffmpeg is
    needed and missing, FormatError, LimitExceeded, Cancelled.
    """
    from confkit.audio.waveform import read_waveform

    found = kept_waveform(ws, recording)
    if found is None:
        try:
            found = read_waveform(
                ws.episodes_root, recording.path, recording.duration, progress=progress, cancelled=cancelled
            )
        except OSError as error:
            what = f"can't be opened ({error.strerror or error})"
            raise FormatError(what, where=recording.path, fix="scan again, or check that it may be read") from error
        # A folder that can't be written to costs reading it again, not the picture.
        with suppress(WriteError):
            _keep(ws, recording, found)
    return found


def explained(error: ConfkitError) -> str:
    """Return in a few words why there is no waveform."""
    from confkit.audio.waveform import NO_FFMPEG

    return NO_FFMPEG if error.fix == NO_FFMPEG else f"no waveform: {error.what}"


def _path(ws: Workspace, recording: Recording) -> Path | None:
    """Where a waveform is kept; None where the fingerprint is none, as in an index that was tampered with."""
    if not _FINGERPRINT.match(recording.fingerprint):
        return None
    return ws.state / FOLDER / f"{recording.fingerprint}{SUFFIX}"


def _keep(ws: Workspace, recording: Recording, waveform: "Waveform") -> None:
    from confkit.files import atomic_write, remove_leftovers

    path = _path(ws, recording)
    if path is None:
        return
    head = _HEAD.pack(_MARK, waveform.step // _MICROSECOND, len(waveform.peaks))
    atomic_write(path, head + waveform.peaks + waveform.loudness)
    remove_leftovers(path.parent, idle=_ABANDONED)
    _make_room(path.parent, path)


def _make_room(folder: Path, spared: Path) -> None:
    """Remove the oldest waveforms until the rest is within the budget."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(OSError):
            status = path.stat()
            found.append((path == spared, status.st_mtime_ns, status.st_size, path))
    total = sum(size for _, _, size, _ in found)
    for is_spared, _, size, path in sorted(found):
        if total <= BUDGET or is_spared:
            break
        with suppress(OSError):
            path.unlink()
            total -= size
