"""Actions of looking at the schedule in other ways: the turned grid, and the map of all rooms."""

from confkit.tui.actions.action import Action, Group, Scope, in_grid, only
from confkit.tui.section import Section


def _map(id: str, label: str, keys: tuple[str, ...], what: str, run: str, *, footer: bool = False) -> Action:
    group = Group.MOVE if run.startswith("go_") else Group.VIEW
    return Action(f"map.{id}", label, keys, what, group, run, Scope.MAP, footer=footer)


VIEWS: tuple[Action, ...] = (
    Action("view.turn", "Turn", ("T",), "Turn the grid: rooms down and time across, or time down again.", Group.VIEW,
           "grid:turn", sections=only(Section.SCHEDULE), when=in_grid, footer=True, harmless=True),
    Action("view.map", "Map", ("m",), "Show all rooms and the whole day at a small scale, and jump from there.",
           Group.VIEW, "grid:show_map", sections=only(Section.SCHEDULE), when=in_grid, footer=True, harmless=True),
)  # fmt: skip

MAP: tuple[Action, ...] = (
    _map("jump", "Go there", ("enter", "space"), "Close the map and go to that place on the grid, with what you carry.",
         "jump", footer=True),
    _map("event", "Day or event", ("w", "tab"), "Show the whole event side by side, or one day.", "event", footer=True),
    _map("next_day", "Next day", ("full_stop", "right_square_bracket", "shift+right"), "Show the next day.",
         "next_day", footer=True),
    _map("previous_day", "Day before", ("comma", "left_square_bracket", "shift+left"), "Show the day before.",
         "previous_day"),
    _map("up", "Up", ("up", "k"), "Go to the room above.", "go_up"),
    _map("down", "Down", ("down", "j"), "Go to the room below.", "go_down"),
    _map("left", "Left", ("left", "h"), "Go to an earlier time.", "go_left"),
    _map("right", "Right", ("right", "l"), "Go to a later time.", "go_right"),
    _map("page_up", "Page up", ("pageup",), "Go up by what is in sight.", "go_page_up"),
    _map("page_down", "Page down", ("pagedown",), "Go down by what is in sight.", "go_page_down"),
    _map("first", "First", ("home",), "Go to the earliest time.", "go_first"),
    _map("last", "Last", ("end", "G"), "Go to the latest time.", "go_last"),
    _map("next_conflict", "Next conflict", ("n",), "Go to the next session in conflict.", "go_conflict", footer=True),
    _map("help", "Help", ("question_mark",), "Show what the keys do here.", "help", footer=True),
    _map("close", "Close", ("escape", "m", "q"), "Close the map; the grid stays where it was.", "close", footer=True),
)  # fmt: skip
