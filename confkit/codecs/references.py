"""How an event or show file refers to a thing: by its name where only one thing has it, else by its id.

A name reads well in a review, an id is exact. Readers accept both for everything.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from confkit.codecs.entity_table import TableReader, as_uuid, shortened
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Room, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.session import Session
from confkit.domain.text import clean_line

Named: TypeAlias = Room | Track | SessionType | Person | Session


class References:
    """The things of one kind (``room``, ``person``…) that a file holds and refers to."""

    def __init__(self, kind: str, things: Iterable[Named]) -> None:
        self._kind = kind
        self._name = {thing.id: thing.title if isinstance(thing, Session) else thing.name for thing in things}
        self._ids: dict[str, list[UUID]] = {}
        for key, name in self._name.items():
            self._ids.setdefault(name, []).append(key)

    def written(self, key: UUID | None) -> str | None:
        """Return what stands for the thing with the id ``key``; raises InvalidValue if the file does not hold it."""
        if key is None:
            return None
        name = self._name.get(key)
        if name is None:
            raise InvalidValue(
                f"there is no {self._kind} {key} in what is to be written",
                where=self._kind,
                fix="add it, or refer to another",
            )
        plain = name.strip() == name != "" and as_uuid(name) is None
        return name if plain and len(self._ids[name]) == 1 else str(key)

    def list_written(self, keys: Iterable[UUID]) -> list[str]:
        """Return what stands for several things; those that the file does not hold are left out."""
        return [text for key in keys if key in self._name and (text := self.written(key))]

    def list_found(self, reader: TableReader, key: str) -> tuple[UUID, ...]:
        """Read what ``list_written`` gives; raises FormatError at ``key`` where one of them is not one thing."""
        return tuple(dict.fromkeys(id for text in reader.texts(key) if (id := self.found(reader, key, text))))

    def found(self, reader: TableReader, key: str, value: str | None) -> UUID | None:
        """Return the id of the one thing that ``value`` names; raises FormatError at ``key`` where it is not one."""
        if value is None:
            return None
        exact = as_uuid(value)
        if exact in self._name:
            return exact
        name = clean_line(value)
        ids = self._ids.get(name, [])
        if not ids:
            near = difflib.get_close_matches(name[:80], list(islice(self._ids, 1000)), 1)
            fix = f"did you mean {near[0]!r}?" if near else f"add the {self._kind}, or name one that this file holds"
            reader.fail(key, f"there is no {self._kind} called {shortened(name)} in this file", fix)
        if len(ids) > 1:
            what = f"{len(ids)} entries of the {self._kind} list are called {shortened(name)}"
            reader.fail(key, what, f"write an id: {ids[0]} or {ids[1]}")
        return ids[0]


def refuse_doubles(reader: TableReader, key: str, ids: Sequence[UUID]) -> None:
    """Raise FormatError where two tables of the list ``key`` have the same id."""
    for twice, count in Counter(ids).items():
        if count > 1:
            places = [number for number, each in enumerate(ids, 1) if each == twice]
            reader.fail(
                f"{key}[{places[1]}].id", f"is also the id of {key}[{places[0]}]", "give one of them its own id"
            )
