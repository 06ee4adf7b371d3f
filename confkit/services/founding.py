"""Building the database of a workspace from its files, when it is opened for the first time."""

from collections.abc import Iterable
from pathlib import Path

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import EditConflict, WorkspaceError
from confkit.domain.person import Person
from confkit.domain.programme import Programme, Shelf
from confkit.files import read_regular
from confkit.services.workspace import SYSTEM_AUTHOR, Workspace

# As large as the codecs take them.
_LARGEST = 20 << 20


def found_from_files(ws: Workspace) -> None:
    """Read ``events/*.toml`` and ``episodes/*/show.toml`` into the empty database, as one edit.

    One edit is one transaction: killed at any moment, the database is empty and the next open begins anew. Raises
    FormatError for a file that can't be read; nothing is written then.
    """
    from confkit.codecs.event_file import read_event

    programmes = [
        read_event(_bytes(path), _name(ws, path), new_id=ws.new_id) for path in sorted(ws.events_root.glob("*.toml"))
    ]
    shelves = [read_shelf(ws, path) for path in sorted(ws.episodes_root.glob("*/show.toml"))]
    parts: list[Programme | Shelf] = [*programmes, *shelves]
    entities = _once(entity for part in parts for entity in part.contents)
    if entities:
        changes = tuple(Change(None, entity) for entity in entities)
        try:
            ws.apply(Edit("Build the workspace from its files", changes), author=SYSTEM_AUTHOR)
        except EditConflict:
            # Another process opened the workspace at the same moment and was first.
            if ws.repository.position() == 0:
                raise


def read_shelf(ws: Workspace, path: Path) -> Shelf:
    """Read a ``show.toml``."""
    from confkit.codecs.show_file import read_show

    return read_show(_bytes(path), _name(ws, path), new_id=ws.new_id)


def _once(entities: Iterable[Entity]) -> list[Entity]:
    """Each thing once: a person may stand in several files, and the first is taken unless a later one says more."""
    found: dict[object, Entity] = {}
    for entity in entities:
        known = found.get(entity.id)
        if known is None or (isinstance(known, Person) and len(str(entity)) > len(str(known))):
            found[entity.id] = entity
    return list(found.values())


def _bytes(path: Path) -> bytes:
    try:
        return read_regular(path, largest=_LARGEST)
    except OSError as error:
        raise WorkspaceError(
            f"can't be read ({error.strerror})", where=str(path), fix="check its permissions"
        ) from error


def _name(ws: Workspace, path: Path) -> str:
    return path.relative_to(ws.root).as_posix()
