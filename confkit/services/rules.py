"""How much the rules for schedules matter to an event, and what they go by: told, changed as one edit, found again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from confkit.domain.errors import InvalidValue, NotFound
from confkit.domain.event import Event
from confkit.domain.problem import Problem
from confkit.domain.rule_settings import RuleLevel, RuleSeverity
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.domain.conflicts import Rule
    from confkit.domain.history import Entry
    from confkit.services.forms import Field


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule at an event: what it asks for, its own severity, and the one that counts there.

    ``fields`` are the event's numbers that it goes by, as the form of the event has them.
    """

    event: Event
    rule: str
    about: str
    fix: str
    usual: RuleLevel
    level: RuleLevel
    fields: "tuple[Field, ...]" = ()

    @property
    def is_own(self) -> bool:
        """Whether the event says something else than the rule."""
        return self.level is not self.usual

    @property
    def is_silenced(self) -> bool:
        """Whether the event doesn't ask a rule that others ask."""
        return self.level is RuleLevel.OFF and self.is_own


def settings_of(event: Event) -> tuple[RuleSetting, ...]:
    """Return every rule as it is at ``event``, in the order of the documentation."""
    from confkit.domain.conflicts import RULES

    return tuple(_setting(event, rule) for rule in RULES)


def setting_of(event: Event, rule: str) -> RuleSetting:
    """Return one rule as it is at ``event``; raises NotFound."""
    from confkit.domain.conflicts import RULE

    if rule not in RULE:
        raise NotFound(f"there is no rule {rule!r} for schedules", fix="docs/conflicts.md lists them")
    return _setting(event, RULE[rule])


def afresh(ws: Workspace, setting: RuleSetting) -> RuleSetting:
    """Return a rule as it is now at its event; raises NotFound where that is gone."""
    event = ws.repository.get(Event, setting.event.id)
    if event is None:
        raise NotFound("somebody else deleted the event meanwhile", where=setting.event.title, fix="press escape")
    return setting_of(event, setting.rule)


def setting_for(problem: Problem, events: Iterable[Event]) -> RuleSetting | None:
    """Return the rule that found ``problem``, at its event; None where it is no rule for schedules."""
    from confkit.domain.conflicts import RULE

    if problem.code not in RULE:
        return None
    # A problem of an event names it first, see ``checking.programme_problems``.
    slug = problem.where.partition(": ")[0]
    return next((_setting(event, RULE[problem.code]) for event in events if event.slug == slug), None)


def silenced(events: Iterable[Event]) -> Iterator[RuleSetting]:
    """The rules that events don't ask although others do."""
    for event in events:
        for one in event.severities:
            setting = _known(event, one.rule)
            if setting is not None and setting.is_silenced:
                yield setting


def _known(event: Event, rule: str) -> RuleSetting | None:
    try:
        return setting_of(event, rule)
    except NotFound:
        return None


def _setting(event: Event, rule: "Rule") -> RuleSetting:
    from confkit.domain.conflicts.settings import OPTIONS_OF
    from confkit.services.forms import fields_of

    usual = RuleLevel(rule.severity.value) if rule.severity is not None else RuleLevel.OFF
    level = next((one.severity for one in event.severities if one.rule == rule.id), usual)
    wanted = [f"options.{name}" for name in OPTIONS_OF.get(rule.id, ())]
    own = tuple(field for field in fields_of(Event) if field.attribute in wanted)
    return RuleSetting(event, rule.id, rule.about, rule.fix, usual, level, own)


def set_rule(
    ws: Workspace, setting: RuleSetting, level: RuleLevel, texts: Mapping[str, str] | None = None
) -> "Entry | None":
    """Let the rule matter so much at its event, and go by the numbers in ``texts`` (by the names of the fields).

    One edit; None where it would change nothing. The rule's own severity is not kept as the event's. Raises
    InvalidValue, and EditConflict where somebody changed the event meanwhile.
    """
    from confkit.domain.edit import Edit
    from confkit.domain.times import zone_named
    from confkit.services.forms import FormContext, fill

    event = setting.event
    others = tuple(one for one in event.severities if one.rule != setting.rule)
    own = () if level is setting.usual else (RuleSeverity(setting.rule, level),)
    after = event if level is setting.level else replace(event, severities=(*others, *own))
    filled = fill(after, texts or {}, FormContext(zone_named(event.zone)), new_id=ws.new_id)
    for problem in filled.problems:
        if problem.where in (texts or {}):
            raise InvalidValue(problem.message, where=problem.where, fix=problem.fix)
    if filled.entity == event:
        return None
    return ws.apply(Edit.change(f"{_said(setting, level)} at {event.title}", event, filled.entity))


def _said(setting: RuleSetting, level: RuleLevel) -> str:
    if level is setting.level:
        return f"Change the numbers of {setting.rule}"
    if level is RuleLevel.OFF:
        return f"Silence {setting.rule}"
    return f"Let {setting.rule} be {'an' if level is RuleLevel.ERROR else 'a'} {level}"
