"""The manifest: which files in an output folder are ours, and what each of them holds.

Anybody can read the manifest of a public folder. What lies below ``private/SECRET/`` is therefore named by a manifest
in that folder, which only those find who know the secret.
"""

import json
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from json.encoder import encode_basestring
from pathlib import Path

from confkit.files import TEMPORARY_PREFIX

MANIFEST = "manifest.json"
PRIVATE = "private"
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
    parts, home = path.split("/"), home_of(path)
    return (
        path.isprintable()
        and "\\" not in path
        and path not in (home + MANIFEST, home + JOURNAL)
        and all(part not in ("", ".", "..") and not part.startswith(TEMPORARY_PREFIX) for part in parts)
    )


def home_of(path: str) -> str:
    """Return the folder whose manifest names ``path``: ``private/SECRET/`` for what lies in one, "" for the rest."""
    first, _, rest = path.partition("/")
    secret, slash, _ = rest.partition("/")
    return f"{PRIVATE}/{secret}/" if first == PRIVATE and slash else ""


def homes_in(root: Path) -> tuple[str, ...]:
    """Return every folder of the output ``root`` that can have a manifest, links left out."""
    found = [""]
    with suppress(OSError), os.scandir(root / PRIVATE) as entries:
        if not (root / PRIVATE).is_symlink():
            found += sorted(f"{PRIVATE}/{entry.name}/" for entry in entries if entry.is_dir(follow_symlinks=False))
    return tuple(found)


def render_manifest(files: Iterable[Written]) -> bytes:
    """Return the manifest of ``files``: JSON, sorted by path, a line for each file."""
    listed = ",\n".join(
        f'    {{"path": {encode_basestring(file.path)}, "size": {file.size}, "sha256": "{file.sha256}"}}'
        for file in sorted(files, key=lambda file: file.path)
    )
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
