"""What a rule is, and how its findings become problems."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import UUID

from confkit.domain.feed import Element, Feed
from confkit.domain.problem import Problem, Severity

# Fifty items with one fault need one look, and a hostile feed must not fill the memory with findings.
_MOST = 20

Findings = Iterator[tuple[Element, str]]


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule looks at: the feed, and the time it is.

    ``about`` has the ids of the episodes by guid, and that of the show by "", where confkit knows them.
    """

    feed: Feed
    now: datetime
    about: Mapping[str, UUID] = field(default_factory=dict)

    def subjects(self, element: Element) -> tuple[UUID, ...]:
        """Return the id of the episode or show that an element belongs to, if it is known."""
        guid = self.feed.items[element.item - 1].value("guid") if element.item else ""
        return (self.about[guid],) if guid in self.about else ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id is the code of its problems, ``source`` the document that asks for it, ``fix`` what to do.

    A rule that ``stops`` is about feeds that break apps or mix up episodes: a feed that fails it is not published. What
    only directories ask for does not stop a publish, because a show has to begin somewhere. ``check`` gives the
    elements that fail, each with a sentence that follows the place.
    """

    id: str
    severity: Severity
    source: str
    fix: str
    check: Callable[[Look], Findings]
    stops: bool = False

    @property
    def asks(self) -> str:
        """What the rule asks for: the first line of the function that checks it."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]

    def problems(self, look: Look, where: str) -> Iterator[Problem]:
        """Return the problems of the feed in the file ``where``; one more counts those too many to list."""
        found = self.check(look)
        for element, message in islice(found, _MOST):
            yield Problem(
                self.id,
                self.severity,
                f"{where}: {look.feed.place(element)}",
                message,
                self.fix,
                look.subjects(element),
            )
        more = sum(1 for _ in found)
        if more:
            yield Problem(self.id, self.severity, where, f"and {more:,} more places like these", self.fix)


@dataclass(frozen=True, slots=True)
class Registry:
    """The rules of one module, in the order in which they are written."""

    rules: list[Rule] = field(default_factory=list)

    def rule(
        self, id: str, severity: Severity, source: str, fix: str, *, stops: bool = False
    ) -> Callable[[Callable[[Look], Findings]], Callable[[Look], Findings]]:
        """Register the function as the check of a rule."""

        def register(check: Callable[[Look], Findings]) -> Callable[[Look], Findings]:
            self.rules.append(Rule(id, severity, source, fix, check, stops))
            return check

        return register
