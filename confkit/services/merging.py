"""Bringing imported things into what is there: what is new is added, what is known by id or origin is updated."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Entity
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot

T = TypeVar("T")


def adopt_ids(imported: Programme, known: Iterable[Entity]) -> Programme:
    """Give the things of ``imported`` the ids they have here, where their origin is known here.

    Slots have no origin: the n-th slot of a session stays the n-th slot of that session.
    """
    by_origin = {(type(entity), origin): entity.id for entity in known if (origin := _origin(entity))}
    ids: dict[UUID, UUID] = {}
    for entity in imported.contents:
        if here := by_origin.get((type(entity), _origin(entity))):
            ids[entity.id] = here
    slots_here: dict[UUID, list[UUID]] = {}
    for entity in known:
        if isinstance(entity, Slot):
            slots_here.setdefault(entity.session_id, []).append(entity.id)
    for slot in imported.slots:
        here_slots = slots_here.get(ids.get(slot.session_id, slot.session_id))
        if here_slots:
            ids[slot.id] = here_slots.pop(0)
    once_here = {_once(entity, ids): entity.id for entity in known if isinstance(entity, Review | Arrival)}
    parts: tuple[Review | Arrival, ...] = (*imported.reviews, *imported.arrivals)
    for part in parts:
        if same := once_here.get(_once(part, ids)):
            ids[part.id] = same
    return with_ids(imported, ids) if ids else imported


def _origin(entity: Entity) -> str:
    """The key an import knows a thing by; empty for what has none, such as slots and reviews."""
    origin: str = getattr(entity, "origin", "")
    return origin


def _once(part: Review | Arrival, ids: Mapping[UUID, UUID]) -> tuple[UUID, UUID]:
    """What there is only one review or arrival of: a session or event, and a person."""
    of = part.session_id if isinstance(part, Review) else part.event_id
    return (ids.get(of, of), ids.get(part.person_id, part.person_id))


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


# What only confkit knows: other formats have no word for it, so that their silence says nothing.
_OWN: dict[type[Entity], tuple[str, ...]] = {
    Event: ("series", "severities", "options", "lengths", "opens", "closes"),
    Room: ("ways", "parallel"),
    Session: ("not_with",),
    Track: ("quota", "quota_number", "rooms", "first_day", "last_day"),
    SessionType: ("quota", "quota_number"),
    Slot: ("pinned",),
}


def update(imported: Iterable[Entity], known: Iterable[Entity], *, foreign: bool = False) -> list[Change]:
    """The changes that bring ``imported`` in; what is known but not imported stays as it is.

    A person who is known is taken as known where the import says nothing: an import never empties a field of a person,
    who may belong to other events too, nor does it take their times at those. One from a ``foreign`` format leaves what
    only confkit knows as it is, and pinned slots where they are.
    """
    here: dict[UUID, Entity] = {entity.id: entity for entity in known}
    changes = []
    for entity in imported:
        before = here.get(entity.id)
        after = _kept(before, entity) if isinstance(before, Person) and isinstance(entity, Person) else entity
        if foreign and before is not None and type(before) is type(after):
            after = _with_own(before, after)
        change = Change(before, after)
        if change.fields:  # sees a move within a repeated hour too
            changes.append(change)
    return changes


def _with_own(before: Entity, after: Entity) -> Entity:
    if isinstance(before, Slot) and before.pinned:
        return before
    own = {name: getattr(before, name) for name in _OWN.get(type(before), ())}
    return replace(after, **own) if own else after


def _kept(before: Person, after: Person) -> Person:
    silent = {field.name: getattr(before, field.name) for field in fields(after) if not getattr(after, field.name)}
    told = {one.event_id: one for one in after.availability}
    # In the order that they have here, so that bringing in the same again changes nothing.
    times = {one.event_id: told.get(one.event_id, one) for one in before.availability} | told
    return replace(after, **silent | {"availability": tuple(times.values())})


def pinned_problems(imported: Programme, known: Iterable[Entity]) -> list[Problem]:
    """What an import from a foreign format moves, and what stays all the same because it is pinned here."""
    pinned = {slot.id: slot for slot in known if isinstance(slot, Slot) and slot.pinned}
    found = []
    for slot in imported.slots:
        here = pinned.get(slot.id)
        if here is not None and Change(replace(here, pinned=False), slot).fields:
            session = imported.session.get(slot.session_id)
            found.append(
                Problem(
                    "pinned-not-moved",
                    Severity.HINT,
                    f"session “{session.title if session else slot.session_id}”, {here.start:%Y-%m-%d %H:%M}",
                    f"is elsewhere in the file ({slot.start:%Y-%m-%d %H:%M}), and stays because it is pinned",
                    "unpin it and import again, if the file is right",
                    (slot.session_id, slot.id),
                )
            )
    return found
