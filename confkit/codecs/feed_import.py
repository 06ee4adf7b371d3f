"""What an import of a feed gives: a show and its items as pure data, before anybody knows which of it is here already.

Persons are credits by name, files are addresses: who they are and where they go is decided by the service that imports.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from confkit.codecs.feed_extras import DEEPEST, LARGEST
from confkit.domain.feed import Element, label
from confkit.domain.person import Role
from confkit.domain.problem import Problem, Severity
from confkit.domain.show import Episode, Show

# What can be wrong with one item can be wrong with ten thousand.
_MOST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class FeedPerson:
    """A ``podcast:person``: the name, the role here that comes closest (None for one who is no voice of the show).

    ``extra`` is the element as it stands, ``is_plain`` whether name, role and ``url`` are all it says.
    """

    name: str
    role: Role | None
    url: str
    is_plain: bool
    extra: str


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file that an item points to: its address, what the feed says it is, and its language (BCP 47) or ""."""

    url: str
    media_type: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """An item: its episode without people, and what has to be looked up or fetched.

    ``people`` is None where the item names nobody. ``integrity`` is the promised hash of the enclosure (W3C SRI) or "".
    """

    episode: Episode
    people: tuple[FeedPerson, ...] | None = None
    image: str = ""
    chapters: FeedFile | None = None
    transcripts: tuple[FeedFile, ...] = ()
    integrity: str = ""


@dataclass(frozen=True, slots=True)
class ImportedShow:
    """A feed: its show without participants and artwork, its items in their order, each guid once.

    ``artwork`` is the address of the picture, ``address`` the one the feed says is its own, ``next_page`` where it goes
    on (RFC 5005 §3) and ``locked_by`` whom to ask before it is moved, if it is locked; each "" where there is none.
    ``has_guid`` tells that the ``podcast:guid`` is the feed's own. ``is_partial`` tells that the feed was not
    well-formed, and elements may have been lost.
    """

    show: Show
    items: tuple[ImportedItem, ...]
    people: tuple[FeedPerson, ...] = ()
    artwork: str = ""
    address: str = ""
    next_page: str = ""
    is_locked: bool = False
    locked_by: str = ""
    has_guid: bool = False
    is_partial: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Findings:
    """What was odd about a feed; of each kind a few are told one by one, the rest as a number."""

    where: str
    _found: list[Problem] = field(default_factory=list)
    _counts: Counter[tuple[str, Severity, str]] = field(default_factory=Counter)

    def warn(self, code: str, place: str, message: str, fix: str = "") -> None:
        """Note something that was lost or guessed."""
        self._note(code, Severity.WARNING, place, message, fix)

    def hint(self, code: str, place: str, message: str, fix: str = "") -> None:
        """Note something small."""
        self._note(code, Severity.HINT, place, message, fix)

    def left_out(self, place: str, elements: Iterable[Element]) -> None:
        """Note elements that are too much to be kept."""
        for element in elements:
            what = f"{label(element.name)} is larger than {LARGEST:,} characters or more than {DEEPEST} elements deep"
            self.warn("feed-extra-too-large", place, f"{what}; left out", "ask the publisher what it is for")

    def _note(self, code: str, severity: Severity, place: str, message: str, fix: str) -> None:
        self._counts[code, severity, fix] += 1
        if self._counts[code, severity, fix] <= _MOST_OF_A_KIND:
            self._found.append(Problem(code, severity, f"{self.where}: {place}" if place else self.where, message, fix))

    def all(self) -> tuple[Problem, ...]:
        """Return the problems in the order they were found, the numbers of those not told at the end."""
        rest = (
            Problem(code, severity, self.where, f"{count - _MOST_OF_A_KIND:,} more like this", fix)
            for (code, severity, fix), count in self._counts.items()
            if count > _MOST_OF_A_KIND
        )
        return (*self._found, *rest)
