"""Undo, redo, and who changed what."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from uuid import UUID

from confkit.domain.edit import Change, Entity
from confkit.domain.history import Entry
from confkit.domain.session import Slot
from confkit.domain.show import Episode
from confkit.services.lookup import kind_of
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


def name_of(entity: Entity) -> str:
    """What a person would call this thing."""
    if isinstance(entity, Slot):
        return f"{entity.start:%a %d %b %H:%M}"
    if isinstance(entity, Episode):
        return entity.title or entity.file or entity.guid
    return entity.name if hasattr(entity, "name") else entity.title


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


def plain(value: object) -> str:
    """A value of a field in words; ids are shortened, nothing is “–”."""
    match value:
        case None | "" | ():
            return "–"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"{value.total_seconds() / 60:g} min"
        case UUID():
            return value.hex[:8]
        case tuple():
            return ", ".join(plain(item) for item in value)
        case _ if is_dataclass(value):
            return " ".join(text for name in value.__dataclass_fields__ if (text := plain(getattr(value, name))) != "–")
        case _:
            return str(value)
