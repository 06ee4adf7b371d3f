"""The manifest: which files in an output folder are ours, and what each of them holds."""

import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from confkit.files import TEMPORARY_PREFIX

MANIFEST = "manifest.json"
# The same form, for the paths that a build is about to change.
JOURNAL = ".confkit-journal.json"


@dataclass(frozen=True, slots=True)
class Written:
    """One file as the manifest names it: ``size`` in bytes, ``sha256`` in hex (empty in the journal)."""

    path: str
    size: int
    sha256: str


def is_output_path(path: str) -> bool:
    """Whether ``path`` is relative, normalised, printable and none of the names that confkit needs for itself."""
    parts = path.split("/")
    return (
        path.isprintable()
        and "\\" not in path
        and path != MANIFEST
        and all(part not in ("", ".", "..") and not part.startswith(TEMPORARY_PREFIX) for part in parts)
    )


def render_manifest(files: Iterable[Written]) -> bytes:
    """Return the manifest of ``files``: JSON, sorted by path, a line for each file."""
    lines = (
        json.dumps({"path": file.path, "size": file.size, "sha256": file.sha256}, ensure_ascii=False)
        for file in sorted(files, key=lambda file: file.path)
    )
    listed = ",\n".join(f"    {line}" for line in lines)
    return ('{\n  "version": 1,\n  "files": [' + (f"\n{listed}\n  " if listed else "") + "]\n}\n").encode()


def read_manifest(file: Path) -> dict[str, Written]:
    """Return what a manifest names, by path.

    A missing or damaged one names nothing: then everything is written again and nothing is removed.
    """
    if regular_file(file) is None:
        return {}
    try:
        found = [(entry["path"], entry["size"], entry["sha256"]) for entry in json.loads(file.read_bytes())["files"]]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}
    return {
        path: Written(path, size, digest)
        for path, size, digest in found
        if isinstance(path, str) and isinstance(size, int) and isinstance(digest, str) and is_output_path(path)
    }


def regular_file(path: Path) -> os.stat_result | None:
    """Return the state of the regular file at ``path``, or None where there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None
