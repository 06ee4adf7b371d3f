"""Actions that shape a schedule at large: filters, pushes, breaks over rooms, availability on the grid."""

from confkit.tui.actions.action import (
    OF_SESSIONS,
    Action,
    Group,
    Scope,
    Situation,
    in_grid,
    only,
    with_event,
)
from confkit.tui.section import Section

_SCHEDULE = only(Section.SCHEDULE)


def _shaping(situation: Situation) -> bool:
    return situation.shaping


def _stretching(situation: Situation) -> bool:
    return situation.shaping and situation.stretching


def _not_stretching(situation: Situation) -> bool:
    return situation.shaping and not situation.stretching


SHAPING: tuple[Action, ...] = (
    Action("windows.keep", "Keep open", ("enter", "space"), "Keep the window that you stretched: available then.",
           Group.EDIT, "windows:keep", sections=_SCHEDULE, when=_stretching, footer=True, harmless=True),
    Action("windows.close", "Close", ("delete", "d", "backspace"),
           "Take the time that you stretched out of the windows: not available then.",
           Group.EDIT, "windows:close", sections=_SCHEDULE, when=_stretching, footer=True, harmless=True),
    Action("windows.let_go", "Let go", ("escape",), "Give up the window that you began.",
           Group.EDIT, "windows:let_go", sections=_SCHEDULE, when=_stretching, footer=True, harmless=True),
    Action("windows.begin", "Start window", ("space", "enter"),
           "Start a window here; arrows and other days stretch it. The mouse drags one.",
           Group.EDIT, "windows:begin", sections=_SCHEDULE, when=_not_stretching, footer=True, harmless=True),
    Action("windows.remove", "Remove", ("delete", "d", "backspace"), "Remove the window under the cursor.",
           Group.EDIT, "windows:remove", sections=_SCHEDULE, when=_not_stretching, footer=True, harmless=True),
    Action("windows.whose", "Whose…", ("w",), "Choose a speaker, or the rooms again.",
           Group.EDIT, "windows:whose", sections=_SCHEDULE, when=_not_stretching, footer=True, harmless=True),
    Action("windows.leave", "Leave", ("escape", "A"), "Go back to the sessions.",
           Group.EDIT, "windows:leave", sections=_SCHEDULE, when=_not_stretching, footer=True, harmless=True),
    Action("windows.undo", "Undo", ("ctrl+z", "u"), "Take back your last edit.",
           Group.EDIT, "undoing:undo", sections=_SCHEDULE, when=_not_stretching, footer=True, harmless=True),
)  # fmt: skip

PLANNING: tuple[Action, ...] = (
    Action("plan.push", "Push later…", ("L",),
           "Move everything in this room that comes after the session by some minutes; below zero earlier.",
           Group.EDIT, "pushing:push", sections=_SCHEDULE, when=in_grid, footer=True),
    Action("plan.break", "Break over rooms…", ("B",), "Add a break to several rooms at once, from the cursor's time.",
           Group.EDIT, "pushing:add_break", sections=_SCHEDULE, when=in_grid, footer=True),
    Action("plan.windows", "Availability…", ("A",),
           "Show and change when the rooms, or a speaker, are available; each change is an edit.",
           Group.EDIT, "windows:enter", sections=_SCHEDULE, when=in_grid, footer=True),
)  # fmt: skip

ON_PROBLEMS: tuple[Action, ...] = (
    Action("problem.better", "Better places", ("r",), "Go to the session in the grid and offer the three best places.",
           Group.EDIT, "bettering:offer_for_problem", sections=only(Section.PROBLEMS),
           when=lambda situation: situation.is_planned, footer=True),
)  # fmt: skip

FILTERING: tuple[Action, ...] = (
    Action("filter", "Filter…", ("f",),
           "Choose tracks, rooms, types, states, tags and speakers to show; escape shows everything again.",
           Group.GO, "filtering:choose", sections=OF_SESSIONS, when=with_event, footer=True),
)  # fmt: skip

DIALOGS: tuple[Action, ...] = (
    Action("ticking.tick", "Tick", ("space",), "Tick what the cursor is on, or take the tick away; a click does, too.",
           Group.ANSWER, "tick", Scope.TICKING, footer=True),
    Action("ticking.next", "Next group", ("right", "l"), "Go to the next group.", Group.MOVE, "group(1)",
           Scope.TICKING),
    Action("ticking.previous", "Previous group", ("left", "h"), "Go to the group before.", Group.MOVE, "group(-1)",
           Scope.TICKING),
    Action("filter.take", "Show", ("enter",), "Show what you chose.", Group.ANSWER, "take", Scope.FILTER, footer=True),
    Action("filter.find", "Find a choice", ("/",), "Type what the choice is called.", Group.MOVE, "find",
           Scope.FILTER, footer=True),
    Action("filter.clear", "Clear", ("c",), "Choose nothing: everything is shown.", Group.ANSWER, "clear",
           Scope.FILTER, footer=True),
    Action("filter.close", "Close", ("escape",), "Leave the filter as it was.", Group.ANSWER, "close", Scope.FILTER,
           footer=True),
    Action("break.all", "All rooms", ("a",), "Tick every room.", Group.ANSWER, "all", Scope.BREAK, footer=True),
    Action("break.in_sight", "In sight", ("s",), "Tick the rooms that are in sight.", Group.ANSWER, "in_sight",
           Scope.BREAK, footer=True),
    Action("break.none", "None", ("n",), "Tick no room.", Group.ANSWER, "none", Scope.BREAK),
    Action("break.add", "Add break", ("ctrl+s",), "Add the break to the rooms that are ticked.", Group.ANSWER, "add",
           Scope.BREAK, footer=True),
    Action("break.close", "Close", ("escape",), "Add nothing.", Group.ANSWER, "close", Scope.BREAK, footer=True),
)  # fmt: skip
