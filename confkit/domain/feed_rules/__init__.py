"""The preflight: what directories and apps ask of a feed, one rule for each thing they ask.

Pure: a feed and the time go in, problems come out. Where the documents differ, the stricter one stands.
"""

from datetime import datetime

from confkit.domain.feed import Feed
from confkit.domain.feed_rules import channel, chapters, document, item, podcasting, words
from confkit.domain.feed_rules.rule import Look, Rule
from confkit.domain.problem import Problem

RULES: tuple[Rule, ...] = (
    *document.RULES.rules,
    *channel.RULES.rules,
    *item.RULES.rules,
    *words.RULES.rules,
    *podcasting.RULES.rules,
    *chapters.RULES.rules,
)
RULE: dict[str, Rule] = {rule.id: rule for rule in RULES}


def feed_problems(feed: Feed, *, where: str, now: datetime) -> tuple[Problem, ...]:
    """Return everything that is wrong with ``feed``, errors first; ``where`` names its file."""
    look = Look(feed, now)
    found = (problem for rule in RULES for problem in rule.problems(look, where))
    return tuple(sorted(found, key=lambda problem: problem.rank))


def stops_publish(problem: Problem) -> bool:
    """Tell whether a feed with this problem must not replace the one that is published."""
    rule = RULE.get(problem.code)
    return rule is not None and rule.stops


__all__ = ["RULE", "RULES", "Rule", "feed_problems", "stops_publish"]
