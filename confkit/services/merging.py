"""Bringing imported things into what is there: what is new is added, what is known by id or origin is updated."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from confkit.domain.edit import Change, Entity
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.session import Slot

T = TypeVar("T")


def adopt_ids(imported: Programme, known: Iterable[Entity]) -> Programme:
    """Give the things of ``imported`` the ids they have here, where their origin is known here.

    Slots have no origin: the n-th slot of a session stays the n-th slot of that session.
    """
    by_origin = {
        (type(entity), entity.origin): entity.id for entity in known if not isinstance(entity, Slot) and entity.origin
    }
    ids: dict[UUID, UUID] = {}
    for entity in imported.contents:
        if not isinstance(entity, Slot) and (here := by_origin.get((type(entity), entity.origin))):
            ids[entity.id] = here
    slots_here: dict[UUID, list[UUID]] = {}
    for entity in known:
        if isinstance(entity, Slot):
            slots_here.setdefault(entity.session_id, []).append(entity.id)
    for slot in imported.slots:
        here_slots = slots_here.get(ids.get(slot.session_id, slot.session_id))
        if here_slots:
            ids[slot.id] = here_slots.pop(0)
    return with_ids(imported, ids) if ids else imported


def with_ids(value: T, ids: Mapping[UUID, UUID]) -> T:
    """Return ``value`` with every id in it replaced where ``ids`` says so."""
    found: Any = value
    if isinstance(value, UUID):
        found = ids.get(value, value)
    elif isinstance(value, tuple):
        found = tuple(with_ids(item, ids) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = with_ids(old, ids)
            if new is not old and new != old:
                changed[field.name] = new
        found = replace(value, **changed) if changed else value
    return found  # type: ignore[no-any-return]


def update(imported: Iterable[Entity], known: Iterable[Entity]) -> list[Change]:
    """The changes that bring ``imported`` in; what is known but not imported stays as it is.

    A person who is known is taken as known where the import says nothing: an import never empties a field of a person,
    who may belong to other events too.
    """
    here: dict[UUID, Entity] = {entity.id: entity for entity in known}
    changes = []
    for entity in imported:
        before = here.get(entity.id)
        after = _kept(before, entity) if isinstance(before, Person) and isinstance(entity, Person) else entity
        change = Change(before, after)
        if change.fields:  # sees a move within a repeated hour too
            changes.append(change)
    return changes


def _kept(before: Person, after: Person) -> Person:
    silent = {field.name: getattr(before, field.name) for field in fields(after) if not getattr(after, field.name)}
    return replace(after, **silent)
