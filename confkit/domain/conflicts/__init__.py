"""Conflicts: the rules that a schedule can break, one registry of them, and what is found by them.

``conflicts`` looks at a whole programme, ``ConflictIndex`` also says what a move changes, ``suggest`` where a session
would be better off. Pure: a programme goes in, problems come out.
"""

from collections.abc import Mapping

from confkit.domain.conflicts.index import ConflictIndex, Moved
from confkit.domain.conflicts.registry import RULE, RULES
from confkit.domain.conflicts.rule import Options, Rule, Scope
from confkit.domain.conflicts.suggestions import Suggestion, suggest
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme


def conflicts(
    programme: Programme,
    *,
    severities: Mapping[str, Severity | None] | None = None,
    options: Options | None = None,
) -> tuple[Problem, ...]:
    """Return every conflict of the programme, errors first.

    There is one for each pair of slots that clash, and for persons one for each that both share. ``severities`` (by
    the id of the rule; None silences one) and ``options`` are what the event says, unless they are given.
    """
    return ConflictIndex(programme, severities=severities, options=options).problems


__all__ = ["RULE", "RULES", "ConflictIndex", "Moved", "Options", "Rule", "Scope", "Suggestion", "conflicts", "suggest"]
