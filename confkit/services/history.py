"""Undo, redo, and who changed what."""

from collections.abc import Iterator
from uuid import UUID

from confkit.domain.edit import Change
from confkit.domain.history import Entry
from confkit.services.words import kind_of, name_of, plain
from confkit.services.workspace import Workspace

_SHOWN = 60


def history(ws: Workspace, *, limit: int = 100, subject: UUID | None = None) -> tuple[Entry, ...]:
    """The latest entries of the journal, newest first; of one thing with ``subject``."""
    return ws.repository.history(limit=limit, subject=subject)


def undo(ws: Workspace) -> Entry:
    """Take back your last edit; raises NothingToUndo, or EditConflict where something later depends on it."""
    return ws.repository.undo(author=ws.author, at=ws.now())


def redo(ws: Workspace) -> Entry:
    """Do your last undone edit again; raises NothingToUndo, EditConflict."""
    return ws.repository.redo(author=ws.author, at=ws.now())


def describe(entry: Entry) -> tuple[str, ...]:
    """What an entry changed, one line for each thing added or removed and each field that differs."""
    return tuple(line for change in entry.edit.changes for line in _lines(change))


def _lines(change: Change) -> Iterator[str]:
    subject = f"{kind_of(change.entity)} “{name_of(change.entity)}”"
    if change.before is None:
        yield f"+ {subject}"
    elif change.after is None:
        yield f"- {subject}"
    else:
        for field in change.fields:
            before, after = getattr(change.before, field), getattr(change.after, field)
            yield f"{subject}: {field.removesuffix('_id')} {_shown(before)} → {_shown(after)}"


def _shown(value: object) -> str:
    text = plain(value)
    return f"{text[: _SHOWN - 1]}…" if len(text) > _SHOWN else text
