"""Actions on what was done, on the rules it is judged by, and on finding one's way: history, rules, jumps, tour."""

from confkit.tui.actions.action import (
    OF_EVENT,
    WITH_RECORDS,
    Action,
    Group,
    Scope,
    Situation,
    on_record,
    only,
    with_event,
)
from confkit.tui.section import Section


def _is_done(situation: Situation) -> bool:
    return on_record(situation) and situation.state != "undone"


def _is_undone(situation: Situation) -> bool:
    return on_record(situation) and situation.state == "undone"


HISTORY: tuple[Action, ...] = (
    Action(
        "history.take_back", "Take back…", ("r",), "Take this edit back, whoever made it; asks first with what would "
        "happen, or says which later edits stand in its way.",
        Group.EDIT, "history:take_back", sections=only(Section.HISTORY), when=_is_done, footer=True,
    ),
    Action(
        "history.do_again", "Do again…", ("r",), "Do this edit again, which is taken back; asks first with what would "
        "happen, or says which later edits stand in its way.",
        Group.EDIT, "history:take_back", sections=only(Section.HISTORY), when=_is_undone, footer=True,
    ),
    Action(
        "history.of", "Its history", ("H",), "Show only the edits that touched what the cursor is on.",
        Group.GO, "history:of_thing", sections=WITH_RECORDS, when=on_record,
    ),
)  # fmt: skip

RULES: tuple[Action, ...] = (
    Action(
        "rule.severity", "Severity…", ("s",), "Say how much the rule of this problem matters at its event, down to "
        "silence, and what it goes by.",
        Group.EDIT, "rules:set_severity", sections=only(Section.PROBLEMS), when=lambda s: s.has_rule, footer=True,
    ),
    Action(
        "rule.all", "Rules of the event…", (), "List every rule for schedules with how much it matters at the event; "
        "choosing one changes that.",
        Group.EDIT, "rules:choose", sections=OF_EVENT | only(Section.PROBLEMS), when=with_event, anywhere=True,
    ),
    Action(
        "rule.silenced", "Silenced rules", (), "Show the rules that an event silenced; s gives them a voice again.",
        Group.GO, "rules:to_silenced",
    ),
)  # fmt: skip

LEARNING: tuple[Action, ...] = (
    Action(
        "jump", "Jump", ("J",), "Show letters over panes, sections, days, rows and blocks; typing them goes there.",
        Group.GO, "jumping:jump",
    ),
    Action(
        "tour", "Tour", ("ctrl+t",), "Learn the most important keys by using them, in at most six steps; during the "
        "tour, go on to the next step.",
        Group.VIEW, "tour:take", harmless=True,
    ),
)  # fmt: skip

JUMPING: tuple[Action, ...] = (
    Action("jump.leave", "Leave", ("escape",), "Leave everything as it is; the letters go where they stand.",
           Group.ANSWER, "close", Scope.JUMP),
)  # fmt: skip
