"""All the rules for schedules, in the order in which the documentation lists them."""

from confkit.domain.conflicts import choice, hours, overlaps, people, places, sessions
from confkit.domain.conflicts.rule import Rule

RULES: tuple[Rule, ...] = (
    *overlaps.RULES.rules,
    *people.RULES.rules,
    *places.RULES.rules,
    *hours.RULES.rules,
    *sessions.RULES.rules,
    *choice.RULES.rules,
)
RULE: dict[str, Rule] = {rule.id: rule for rule in RULES}
