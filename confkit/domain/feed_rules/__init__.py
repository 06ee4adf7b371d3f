"""The preflight: what directories and apps ask of a feed, one rule for each thing they ask.

Pure: a feed and the time go in, problems come out. Where the documents differ, the stricter one stands.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from confkit.domain.feed import Feed
from confkit.domain.feed_rules import channel, chapters, document, item, podcasting, podcasting_more, words
from confkit.domain.feed_rules.rule import Look, Rule
from confkit.domain.problem import Problem

RULES: tuple[Rule, ...] = (
    *document.RULES.rules,
    *channel.RULES.rules,
    *item.RULES.rules,
    *words.RULES.rules,
    *podcasting.RULES.rules,
    *podcasting_more.RULES.rules,
    *chapters.RULES.rules,
)
# What a build asks before it replaces a feed that is published.
STOPPING: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.stops)
RULE: dict[str, Rule] = {rule.id: rule for rule in RULES}


def feed_problems(
    feed: Feed, *, where: str, now: datetime, about: Mapping[str, UUID] | None = None, rules: Iterable[Rule] = RULES
) -> tuple[Problem, ...]:
    """Return everything that is wrong with ``feed`` by ``rules``, errors first; ``where`` names its file.

    ``about`` has the ids of the episodes by guid, and that of the show by "", where they are known.
    """
    look = Look(feed, now, about or {})
    found = (problem for rule in rules for problem in rule.problems(look, where))
    return tuple(sorted(found, key=lambda problem: problem.rank))


__all__ = ["RULE", "RULES", "STOPPING", "Rule", "feed_problems"]
