"""What is marked to be edited together: sessions, persons, rooms and episodes, in the order in which they were marked.

A mark belongs to the thing and not to a row, so it is the same in every list and in the grid, and survives searching,
sorting and reading again. What is no longer there (deleted, or of an event that is not open) is forgotten.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.edit import Entity
from confkit.tui.section import Place, Section
from confkit.tui.snapshot import Snapshot

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


@dataclass(frozen=True, slots=True)
class Marks:
    """The ids of what is marked; a value, so that each change is another one."""

    ids: tuple[UUID, ...] = ()
    _known: frozenset[UUID] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", frozenset(self.ids))

    def __contains__(self, id: object) -> bool:
        return id in self._known

    def __len__(self) -> int:
        return len(self.ids)

    def toggled(self, id: UUID) -> "Marks":
        """Return them with ``id`` marked, or no longer."""
        return self.without([id]) if id in self else Marks((*self.ids, id))

    def all_or_none(self, ids: Iterable[UUID]) -> "Marks":
        """Return them with all of ``ids`` marked, or with none of them where all are already."""
        wanted = dict.fromkeys(ids)
        new = [id for id in wanted if id not in self]
        return Marks((*self.ids, *new)) if new else self.without(wanted)

    def without(self, ids: Iterable[UUID]) -> "Marks":
        """Return them without ``ids``."""
        gone = frozenset(ids)
        return Marks(tuple(id for id in self.ids if id not in gone))

    def kept(self, there: Container[UUID]) -> "Marks":
        """Return those that still are there; itself where all are."""
        kept = tuple(id for id in self.ids if id in there)
        return self if len(kept) == len(self.ids) else Marks(kept)


def things_of(place: Place, snapshot: Snapshot) -> Sequence[Entity]:
    """What can be marked in a place, whatever a search shows of it."""
    programme = snapshot.programme
    match place.section:
        case Section.SESSIONS | Section.SCHEDULE:
            return programme.sessions if programme else ()
        case Section.SPEAKERS:
            return snapshot.persons
        case Section.ROOMS:
            return programme.rooms if programme else ()
        case Section.EPISODES:
            return tuple(view.episode for view in snapshot.episodes.get(place.of, ())) if place.of else ()
        case _:
            return ()


class Marking:
    """The marks of the workspace screen, and what they mean where it is."""

    def __init__(self, screen: "WorkspaceScreen") -> None:
        self._screen = screen
        self._marks = Marks()
        self._here: tuple[Marks, Place, Snapshot, tuple[Entity, ...]] | None = None

    @property
    def marks(self) -> Marks:
        """What is marked, wherever it is."""
        return self._marks

    @property
    def here(self) -> tuple[Entity, ...]:
        """What is marked of the present place, in the order in which it was marked."""
        screen, marks = self._screen, self._marks
        if not marks:
            return ()
        known = self._here
        if known is None or known[0] is not marks or known[1] != screen.place or known[2] is not screen.snapshot:
            by_id = {thing.id: thing for thing in things_of(screen.place, screen.snapshot)}
            found = tuple(by_id[id] for id in marks.ids if id in by_id)
            known = self._here = (marks, screen.place, screen.snapshot, found)
        return known[3]

    def set(self, marks: Marks) -> None:
        """Take other marks, and show them."""
        if marks != self._marks:
            self._marks = marks
            self._screen.showing.marks()

    def clear(self) -> None:
        """Unmark what is marked here."""
        self.set(self._marks.without(thing.id for thing in self.here))

    def forget_gone(self, snapshot: Snapshot) -> None:
        """Forget what is no longer there."""
        if self._marks:
            programme = snapshot.programme
            there = {view.id for views in snapshot.episodes.values() for view in views} | snapshot.person.keys()
            if programme:
                there |= programme.session.keys() | programme.room.keys()
            self._marks = self._marks.kept(there)
