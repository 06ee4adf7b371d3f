"""The persons of an imported feed: who is here already, by name, and who is new."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from confkit.codecs.feed_import import FeedPerson
from confkit.domain.event import Link
from confkit.domain.person import Participant, Person
from confkit.services.workspace import Workspace


class FeedPeople:
    """Turns names into persons; ``new`` are those that nobody here is called."""

    def __init__(self, ws: Workspace, known: Iterable[Person]) -> None:
        self._ws = ws
        self._persons: dict[str, Person] = {}
        for person in known:
            self._persons.setdefault(person.name.casefold(), person)
        self._new: dict[UUID, Person] = {}

    @property
    def new(self) -> tuple[Person, ...]:
        """The persons that have to be added, in the order they were named."""
        return tuple(self._new.values())

    def resolve(self, people: Sequence[FeedPerson]) -> tuple[tuple[Participant, ...], tuple[str, ...]]:
        """Return who takes part, and the elements that say more of them than confkit would write.

        One who is named twice is a credit in both, and where one of the two is kept as an element, both are: it stands
        in the place of all that confkit would write of that name.
        """
        parts = [Participant(self._person(one).id, one.role) for one in people if one.role is not None]
        kept = {one.name.casefold() for one in people if not self._is_held(one)}
        # Said twice in the same words is said twice in the feed that is given back.
        kept |= {one.name.casefold() for one, times in Counter(people).items() if times > 1}
        extras = tuple(one.extra for one in people if one.name.casefold() in kept)
        return tuple(dict.fromkeys(parts)), extras

    def _is_held(self, one: FeedPerson) -> bool:
        if not one.is_plain:
            return False
        links = self._person(one).links
        return self._person(one).name == one.name and one.url == (links[0].url if links else "")

    def _person(self, one: FeedPerson) -> Person:
        key = one.name.casefold()
        person = self._persons.get(key)
        if person is None:
            person = Person(self._ws.new_id(), one.name, links=(Link(one.url),) if one.url else ())
            self._persons[key] = self._new[person.id] = person
        return person
