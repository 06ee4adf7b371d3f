"""The edit: one labelled change, a set of before → after pairs, and its inverse.

Everything that writes planning data is an edit. From this follow undo, redo, history, the check against lost updates,
live refresh and release notes.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import TypeAlias, TypeVar, cast
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.event import Event, Room, SessionType, Track, Window
from confkit.domain.person import Availability, Person
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.sign_up import SignUp
from confkit.domain.text import clean_line, clean_text

Entity: TypeAlias = (
    Event | Room | Track | SessionType | Person | Session | Slot | Review | SignUp | Arrival | Show | Episode
)

# In this order rows can be added without pointing at something that is not there yet; removed in reverse.
ENTITY_TYPES: tuple[type[Entity], ...] = (
    Event,
    Room,
    Track,
    SessionType,
    Person,
    Session,
    Slot,
    Review,
    SignUp,
    Arrival,
    Show,
    Episode,
)

# Text that may run over several lines; every other text is one line. "value" is what a tag said: also a description.
_LONG = frozenset({"abstract", "biography", "comment", "description", "extras", "notes", "value"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One entity before and after; ``before`` is None when it is added, ``after`` when it is removed."""

    before: Entity | None
    after: Entity | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a change needs a before or an after")
        both = self.before is not None and self.after is not None
        if both and (type(self.before), self.before.id) != (type(self.after), self.after.id):  # type: ignore[union-attr]
            raise ValueError("before and after must be the same thing")

    @property
    def entity(self) -> Entity:
        """The entity as it is after the change, or as it was if it is removed."""
        return cast(Entity, self.after if self.after is not None else self.before)

    @property
    def id(self) -> UUID:
        """The id of the entity."""
        return self.entity.id

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(before=self.after, after=self.before)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ; all of them where the entity is added or removed."""
        names = tuple(field.name for field in fields(self.entity))
        if self.before is None or self.after is None:
            return names
        return tuple(name for name in names if _differ(getattr(self.before, name), getattr(self.after, name)))


@dataclass(frozen=True, slots=True)
class Edit:
    """One labelled change by one user, as a whole or not at all. ``label`` reads well behind "Undo"."""

    label: str
    changes: tuple[Change, ...]

    @property
    def inverse(self) -> "Edit":
        """The edit that takes this one back; inverse of the inverse is the edit itself."""
        return Edit(self.label, tuple(change.inverse for change in reversed(self.changes)))

    @classmethod
    def add(cls, label: str, *entities: Entity) -> "Edit":
        """An edit that adds ``entities``."""
        return cls(label, tuple(Change(None, entity) for entity in entities))

    @classmethod
    def remove(cls, label: str, *entities: Entity) -> "Edit":
        """An edit that removes ``entities``."""
        return cls(label, tuple(Change(entity, None) for entity in entities))

    @classmethod
    def change(cls, label: str, before: Entity, after: Entity) -> "Edit":
        """An edit that turns one entity into another version of itself."""
        return cls(label, (Change(before, after),))


def cleaned(value: T) -> T:
    """Return an entity (or a part of one) with every text in it cleaned; the same object if nothing had to change."""
    return cast(T, _cleaned(value, clean_line))


def _differ(one: object, other: object) -> bool:
    """Whether two values differ; times as instants, since Python takes the two of a repeated hour for equal."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one != other or one.utcoffset() != other.utcoffset()
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) != len(other) or any(map(_differ, one, other))
    if isinstance(one, Availability | Window) and type(one) is type(other):
        return any(_differ(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return one != other


def _cleaned(value: object, clean: Callable[[str], str]) -> object:
    if type(value) is str:
        text = clean(value)
        return value if text == value else text
    if isinstance(value, tuple):
        items = tuple(_cleaned(item, clean) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, object] = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = _cleaned(old, clean_text if field.name in _LONG else clean_line)
            if new is not old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value
    return value
