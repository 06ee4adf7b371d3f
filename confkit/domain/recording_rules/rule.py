"""What a rule for recordings is: like one for feeds, but about what lies in ``episodes/`` before any feed is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar
from uuid import UUID

from confkit.domain.problem import Problem, Severity

T = TypeVar("T")

# One sentence with an example is enough for a fault that a file repeats.
_COUNTED = 100_000


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One rule: its id is the code of its problems, ``source`` who asks for it, ``fix`` what to do.

    ``check`` gives a sentence for each fault, which follows the place.
    """

    id: str
    severity: Severity
    source: str
    fix: str
    check: Callable[[T], Iterator[str]]

    @property
    def asks(self) -> str:
        """What the rule asks for: the first line of the function that checks it."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]

    def problems(self, look: T, where: str, subjects: tuple[UUID, ...]) -> Iterator[Problem]:
        """Return one problem at most: the first fault, and how many more there are like it."""
        found = self.check(look)
        first = next(found, None)
        if first is not None:
            more = sum(1 for _ in islice(found, _COUNTED))
            message = f"{first}, and {more:,} more like it" if more else first
            yield Problem(self.id, self.severity, where, message, self.fix, subjects)


@dataclass(frozen=True, slots=True)
class Registry(Generic[T]):
    """The rules of one module, in the order in which they are written."""

    rules: list[Rule[T]] = field(default_factory=list)

    def rule(
        self, id: str, severity: Severity, source: str, fix: str
    ) -> Callable[[Callable[[T], Iterator[str]]], Callable[[T], Iterator[str]]]:
        """Register the function as the check of a rule."""

        def register(check: Callable[[T], Iterator[str]]) -> Callable[[T], Iterator[str]]:
            self.rules.append(Rule(id, severity, source, fix, check))
            return check

        return register


def clock(seconds: float) -> str:
    """Return a time of the sound to show: ``1:02:03``, or ``2:03``."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
