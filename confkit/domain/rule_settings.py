"""What an event says about the rules for schedules: how much each matters there, and what they go by."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from confkit.domain.problem import Severity


class RuleLevel(StrEnum):
    """How much a rule matters to an event; one that is off is not asked."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    OFF = "off"

    @property
    def as_severity(self) -> Severity | None:
        """The severity of what the rule finds, None where it is not asked."""
        return None if self is RuleLevel.OFF else Severity(self.value)


@dataclass(frozen=True, slots=True)
class RuleSeverity:
    """How much one rule matters to an event, in place of the rule's own severity; ``rule`` is its id."""

    rule: str
    severity: RuleLevel


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What rules and reviewers go by.

    ``walking`` is the way between two rooms of which nothing is known, ``changeover`` what a room needs between two
    sessions. A person should have at most ``sessions_a_day``, and after ``sessions_in_a_row`` a rest of ``rest``.
    Where reviews are ``blind``, reviewers don't see who proposed something. Scores go from ``lowest_score`` to
    ``highest_score``, which is the best.
    """

    walking: timedelta = timedelta(minutes=5)
    changeover: timedelta = timedelta(minutes=5)
    sessions_a_day: int = 4
    sessions_in_a_row: int = 3
    rest: timedelta = timedelta(minutes=15)
    blind: bool = False
    lowest_score: int = 1
    highest_score: int = 5

    def takes(self, score: int) -> bool:
        """Whether a score is on the scale of the event."""
        return self.lowest_score <= score <= self.highest_score


USUAL = RuleOptions()
