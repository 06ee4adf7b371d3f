"""The index: what the last scan found, so that an unchanged file costs no more than a ``stat``.

One MessagePack file. It can be deleted at any time, and one that can't be read or that another version wrote counts as
none: the next scan then reads everything again.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem
from confkit.domain.recording import Recording
from confkit.files import atomic_write, read_regular

# Raise it whenever a reader learns something: what an older one found is then read again.
_VERSION = 2
_FORMAT = "confkit-audio-index"
# Room for the tags of a hundred thousand files.
_LARGEST = 256 << 20


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that could not be read, remembered so that it is not tried again before it changes."""

    path: str
    size: int
    modified: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Index:
    """Everything of one scan, each part ordered by path."""

    recordings: tuple[Recording, ...] = ()
    broken: tuple[Broken, ...] = ()
    version: int = _VERSION
    format: str = _FORMAT


def read_index(index_file: Path) -> Index | None:
    """Return the index, None where there is none or none that this version can use."""
    try:
        index = msgspec.msgpack.decode(read_regular(index_file, largest=_LARGEST), type=Index)
    except (OSError, FormatError, msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return index if (index.format, index.version) == (_FORMAT, _VERSION) else None


def write_index(index_file: Path, index: Index) -> None:
    """Write the index as a whole; raises WriteError."""
    atomic_write(index_file, msgspec.msgpack.encode(index))
