"""Bringing the programme of one event into another that is here already.

The event itself stays as it is. Sessions, persons and their slots are those that are here where their id or their
origin is; rooms, tracks and types also where only the name is, and these then stay as they are; persons see
``services.namesakes``. All else is added.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from confkit.domain.edit import Entity
from confkit.domain.event import Room, SessionType, Track, Window
from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.services.merging import adopt_ids, with_ids
from confkit.services.namesakes import match_persons, name_key, twice

Part = TypeVar("Part", Room, Track, SessionType)


@dataclass(frozen=True, slots=True)
class Brought:
    """A programme as it comes into the workspace, and what has to be told of how it does."""

    programme: Programme
    problems: tuple[Problem, ...] = ()


def into_event(
    imported: Programme, here: Programme, persons: Iterable[Person], *, elsewhere: Collection[UUID]
) -> Brought:
    """Return ``imported`` as a part of the event ``here``; ``persons`` are those of the workspace.

    ``elsewhere`` are the ids of what belongs to other events of the workspace. That stays there: what is brought in is
    a copy, whose id follows from both, so that the same file finds it again.
    """
    event, persons = here.event, tuple(persons)
    ids = {imported.event.id: event.id}
    for entity in imported.contents[1:]:
        if not isinstance(entity, Person) and entity.id in elsewhere:
            ids[entity.id] = uuid5(event.id, str(entity.id))
    # Before the origins: of reviews and arrivals there is one for each person, whoever that is.
    found, told = match_persons(replace(with_ids(imported, ids), event=event), persons)
    found = adopt_ids(found, (*here.contents, *persons))
    ids = {
        **_named(found.rooms, here.rooms),
        **_named(found.tracks, here.tracks),
        **_named(found.types, here.types),
    }
    found = _in_zone(replace(with_ids(found, ids), event=event), here.zone)
    kept = {*ids.values()}
    found = replace(
        found,
        rooms=_as_here(found.rooms, here.room.get, kept),
        tracks=_as_here(found.tracks, here.track.get, kept),
        types=_as_here(found.types, here.type.get, kept),
    )
    return Brought(found, (*told, *twice(found, here), *_outside_days(found)))


def _outside_days(programme: Programme) -> list[Problem]:
    """What is brought in for days that the event does not have; they stay as they are."""
    event = programme.event
    outside = [slot for slot in programme.slots if not event.first_day <= programme.day(slot) <= event.last_day]
    if not outside:
        return []
    days = sorted({programme.day(slot) for slot in outside})
    span = f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"
    many = len(outside) > 1
    told = f"{len(outside)} place{'s' if many else ''} in the schedule ({span}) lie{'' if many else 's'}"
    return [
        Problem(
            "import-outside-days",
            Severity.WARNING,
            event.title,
            f"{told} outside its days, {event.first_day} to {event.last_day}",
            "give the event these days too, or move the sessions",
            tuple(dict.fromkeys(slot.session_id for slot in outside)),
        )
    ]


def ids_elsewhere(programmes: Iterable[Programme]) -> frozenset[UUID]:
    """The ids of all that belongs to these events alone."""
    found: list[Entity] = [entity for one in programmes for entity in one.contents]
    return frozenset(entity.id for entity in found if not isinstance(entity, Person))


def _named(parts: Iterable[Part], here: Iterable[Part]) -> dict[UUID, UUID]:
    """The ids here of what is not known by its id, and has the name of something that is not meant by another."""
    parts, here = tuple(parts), tuple(here)
    known = {part.id for part in here}
    meant = {part.id for part in parts} & known
    free = {name_key(part.name): part.id for part in reversed(here) if part.id not in meant}
    found = {}
    for part in parts:
        if part.id not in known and (id := free.pop(name_key(part.name), None)):
            found[part.id] = id
    return found


def _as_here(parts: Iterable[Part], here: Callable[[UUID], Part | None], kept: Collection[UUID]) -> tuple[Part, ...]:
    return tuple((part.id in kept and here(part.id)) or part for part in parts)


def _in_zone(programme: Programme, zone: ZoneInfo) -> Programme:
    """Tell every time of an event in a zone, as what is stored of it tells them."""
    own = programme.event.id
    return replace(
        programme,
        slots=tuple(
            replace(slot, start=slot.start.astimezone(zone), end=slot.end.astimezone(zone)) for slot in programme.slots
        ),
        rooms=tuple(replace(room, availability=_windows(room.availability, zone)) for room in programme.rooms),
        persons=tuple(
            replace(
                person,
                availability=tuple(
                    replace(one, windows=_windows(one.windows, zone)) if one.event_id == own else one
                    for one in person.availability
                ),
            )
            for person in programme.persons
        ),
    )


def _windows(windows: Iterable[Window], zone: ZoneInfo) -> tuple[Window, ...]:
    return tuple(Window(one.start.astimezone(zone), one.end.astimezone(zone)) for one in windows)
