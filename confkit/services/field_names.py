"""Several things by name, as a person types them: ``Main hall, Lab``.

A name that two have, or that holds what separates names, is written as it must be to be read again; what isn't there
(any more) is left out, so that it goes when the field is edited the next time.
"""

from uuid import UUID

from confkit.domain.errors import InvalidValue
from confkit.domain.person import Person
from confkit.services.field import Field, FormContext, Target
from confkit.services.field_items import join_items, split_items


def named_in(field: Field, context: FormContext) -> tuple[Target | Person, ...]:
    """What the names of a field belong to."""
    if field.attribute == "apart":
        return context.persons
    if context.programme is None:
        return ()
    return context.programme.rooms if field.attribute == "rooms" else context.programme.sessions


def label_of(item: Target | Person) -> str:
    """What a thing is called."""
    return item.name if isinstance(item, Person) else FormContext.label(item)


def write_names(field: Field, ids: tuple[UUID, ...], context: FormContext) -> str:
    """Return the names of things."""
    known = {item.id: label_of(item) for item in named_in(field, context)}
    wanted = [known[id].casefold() for id in ids if id in known]
    twice = {one for one in wanted if sum(label.casefold() == one for label in known.values()) > 1}
    return join_items([id.hex if known[id].casefold() in twice else known[id] for id in ids if id in known])


def read_names(field: Field, text: str, context: FormContext) -> tuple[UUID, ...]:
    """Read names, or the beginnings of ids; raises InvalidValue."""
    items = named_in(field, context)
    found = []
    for name in split_items(text):
        plain = name.lower().replace("-", "")
        fitting = [item for item in items if label_of(item).casefold() == name.casefold()] or [
            item for item in items if len(plain) >= 8 and item.id.hex.startswith(plain)
        ]
        if len(fitting) != 1:
            some = ", ".join(label_of(item) for item in items[:5]) or "there is none yet"
            ids = " or ".join(item.id.hex[:8] for item in fitting[:3])
            what = f"{name!r} means several" if fitting else f"there is nothing called {name!r}"
            raise InvalidValue(
                what, where=field.name, fix=f"write an id instead: {ids}" if fitting else f"use names such as {some}"
            )
        found.append(fitting[0].id)
    return tuple(dict.fromkeys(found))
