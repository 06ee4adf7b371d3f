"""The people of a session, show or episode as a person types them: ``Amira Hart, Ben Okafor (moderator)``.

A name that another person has too, or that could be read as something else, is followed by an id in brackets.
"""

import re
from collections.abc import Callable
from uuid import UUID

from confkit.domain.errors import InvalidValue
from confkit.domain.person import Participant, Person, Role
from confkit.services.field import Field, FormContext
from confkit.services.field_items import join_items, split_items

_PERSON = re.compile(r"(?P<name>.*?)\s*(?:\[(?P<id>[0-9a-f]{8,32})\])?\s*(?:\((?P<role>[a-z]+)\))?\Z", re.DOTALL)


def write_people(parts: tuple[Participant, ...], persons: tuple[Person, ...]) -> str:
    """Return the text for ``parts``."""
    return join_items([_participant_text(part, persons) for part in parts])


def read_people(
    field: Field, text: str, context: FormContext, new_persons: list[Person], new_id: Callable[[], UUID]
) -> tuple[Participant, ...]:
    """Read participants; a person named for the first time is appended to ``new_persons``. Raises InvalidValue."""
    found = []
    for item in split_items(text):
        match = _PERSON.match(item)
        assert match is not None
        role = match["role"]
        if role is not None and role not in set(Role):
            match = _PERSON.match(f"{item} (speaker)")
            assert match is not None
            role = None
        person = _person(field, match["name"], match["id"], (*context.persons, *new_persons))
        if person is None:
            person = Person(new_id(), match["name"])
            new_persons.append(person)
        found.append(Participant(person.id, Role(role) if role else Role.SPEAKER))
    return tuple(dict.fromkeys(found))


def _participant_text(part: Participant, persons: tuple[Person, ...]) -> str:
    person = next((one for one in persons if one.id == part.person_id), None)
    role = "" if part.role is Role.SPEAKER else f" ({part.role.value})"
    if person is None:
        return f"[{part.person_id.hex}]{role}"
    twin = any(one.id != person.id and one.name.casefold() == person.name.casefold() for one in persons)
    awkward = not _is_plain_name(person.name)
    return f"{person.name}{f' [{person.id.hex}]' if twin or awkward else ''}{role}"


def _is_plain_name(name: str) -> bool:
    """Whether a name, typed alone, is read as nothing but a name."""
    found = _PERSON.match(name)
    return bool(found) and found is not None and not found["id"] and found["role"] not in set(Role)


def _person(field: Field, name: str, id: str | None, persons: tuple[Person, ...]) -> Person | None:
    if id is not None:
        by_id = [one for one in persons if one.id.hex.startswith(id)]
        if len(by_id) != 1:
            raise InvalidValue(f"there is no person with the id {id}", where=field.name, fix="write the name instead")
        return by_id[0]
    named = [one for one in persons if one.name.casefold() == name.casefold()]
    if len(named) > 1:
        ids = " or ".join(f"{one.name} [{one.id.hex[:8]}]" for one in named[:3])
        raise InvalidValue(f"{len(named)} persons are called {name!r}", where=field.name, fix=f"write {ids}")
    return named[0] if named else None
