"""Actions of the schedule grid, of what waits for a place, and of better places."""

from collections.abc import Callable

from confkit.tui.actions.action import (
    Action,
    Group,
    Scope,
    Situation,
    carrying,
    in_grid,
    on_placed_in_grid,
    on_session,
    on_session_in_grid,
    only,
    with_event,
)
from confkit.tui.section import Section


def _grid(id: str, label: str, keys: tuple[str, ...], what: str, run: str) -> Action:
    return Action(f"grid.{id}", label, keys, what, Group.MOVE, run, Scope.GRID)


def _plan(
    id: str,
    label: str,
    keys: tuple[str, ...],
    what: str,
    when: Callable[[Situation], bool] = in_grid,
    *,
    group: Group = Group.EDIT,
    footer: bool = False,
    harmless: bool = False,
    single: bool = False,
) -> Action:
    run = f"grid:{id}"
    return Action(
        f"plan.{id}", label, keys, what, group, run, sections=only(Section.SCHEDULE), when=when, footer=footer,
        harmless=harmless, single=single,
    )  # fmt: skip


def _carry(id: str, label: str, keys: tuple[str, ...], what: str, *, footer: bool = True) -> Action:
    return Action(
        f"carry.{id}", label, keys, what, Group.EDIT, f"grid:{id}", sections=only(Section.SCHEDULE), when=carrying,
        footer=footer, harmless=True,
    )  # fmt: skip


PLANNING: tuple[Action, ...] = (
    _carry("drop", "Drop", ("enter", "space"), "Put what you carry here. Nothing was written before."),
    _carry("cancel", "Cancel", ("escape",), "Let go; everything stays as it was."),
    _carry("swap", "Swap", ("x",), "Let what you carry and what you are over change places."),
    _plan("carry", "Carry", ("space",),
          "Pick up the session and carry it with the arrows; enter drops it, escape lets go. On a free place, choose "
          "from what waits.", footer=True),
    _plan("to_tray", "Waiting", ("a",), "Go to what waits for a place; space picks it up.", footer=True),
    _plan("better", "Better places", ("r",), "Offer the three best places for the session, with reasons.",
          on_session_in_grid, footer=True),
)  # fmt: skip

LOOKING: tuple[Action, ...] = (
    _plan("next_day", "Next day", ("full_stop", "right_square_bracket", "shift+right"),
          "Go to the next day, with what you carry.", group=Group.GO, footer=True, harmless=True),
    _plan("previous_day", "Day before", ("comma", "left_square_bracket", "shift+left"),
          "Go to the day before, with what you carry.", group=Group.GO, harmless=True),
    _plan("zoom_in", "Zoom in", ("plus", "equals_sign", "z"), "Let a row stand for less time, down to 5 minutes.",
          group=Group.VIEW, footer=True, harmless=True),
    _plan("zoom_out", "Zoom out", ("minus", "Z"), "Let a row stand for more time, up to an hour.", group=Group.VIEW,
          harmless=True),
    _plan("condense", "All rooms", ("c",), "Show as many rooms as fit at all, or as many as can be read well.",
          group=Group.VIEW, harmless=True),
    _plan("lengthen", "Longer", ("greater_than_sign",), "Let the session end a row later.", on_placed_in_grid),
    _plan("shorten", "Shorter", ("less_than_sign",), "Let the session end a row earlier.", on_placed_in_grid),
    _plan("sequence", "In sequence…", ("s",),
          "Choose several that wait, and place them one after the other from the cursor on.", single=True),
    _plan("pin", "Pin", ("P",), "Pin the session where it is, so that nothing moves it, or unpin it.",
          lambda s: on_session(s) and s.placed, single=True),
    _plan("as_list", "List or grid", ("g",), "Show the schedule as a list, or as a grid again.", with_event,
          group=Group.VIEW, footer=True),
)  # fmt: skip

MOVING: tuple[Action, ...] = (
    _grid("up", "Up", ("up", "k"), "Go up, or carry earlier.", "cursor_up"),
    _grid("down", "Down", ("down", "j"), "Go down, or carry later.", "cursor_down"),
    _grid("left", "Left", ("left", "h"), "Go to the room at the left, or carry there.", "cursor_left"),
    _grid("right", "Right", ("right", "l"), "Go to the room at the right, or carry there.", "cursor_right"),
    _grid("page_up", "Page up", ("pageup",), "Go up by what is in sight.", "page_up"),
    _grid("page_down", "Page down", ("pagedown",), "Go down by what is in sight.", "page_down"),
    _grid("first", "First row", ("home",), "Go to the first row of the day.", "first"),
    _grid("last", "Last row", ("end", "G"), "Go to the last row of the day.", "last"),
    _grid("first_room", "First room", ("ctrl+home", "0"), "Go to the first room.", "first_room"),
    _grid("last_room", "Last room", ("ctrl+end", "dollar_sign"), "Go to the last room.", "last_room"),
    _grid("choose", "Open", ("enter",), "Open the form of the session; on a free place, choose from what waits.",
          "choose"),
)  # fmt: skip

TRAY: tuple[Action, ...] = (
    Action("tray.take", "Pick up", ("space", "enter"), "Carry the session to where the cursor of the grid is.",
           Group.EDIT, "take", Scope.TRAY, footer=True),
    Action("tray.next", "Next", ("right", "down", "l", "j"), "Go to the next session.", Group.MOVE, "next", Scope.TRAY,
           footer=True),
    Action("tray.previous", "Previous", ("left", "up", "h", "k"), "Go to the session before.", Group.MOVE, "previous",
           Scope.TRAY),
    Action("tray.first", "First", ("home",), "Go to the first session.", Group.MOVE, "first", Scope.TRAY),
    Action("tray.last", "Last", ("end", "G"), "Go to the last session.", Group.MOVE, "last", Scope.TRAY),
    Action("tray.leave", "Back", ("escape",), "Go back to the grid.", Group.GO, "leave", Scope.TRAY, footer=True),
)  # fmt: skip

BETTER: tuple[Action, ...] = (
    Action("better.take", "Take it", ("enter",), "Put the session there.", Group.ANSWER, "take", Scope.BETTER,
           footer=True),
    Action("better.up", "Up", ("up", "k"), "Go to the place above.", Group.MOVE, "up", Scope.BETTER),
    Action("better.down", "Down", ("down", "j"), "Go to the place below.", Group.MOVE, "down", Scope.BETTER,
           footer=True),
    Action("better.close", "Leave it", ("escape",), "Leave the session where it is.", Group.ANSWER, "close",
           Scope.BETTER, footer=True),
)  # fmt: skip

SEQUENCE: tuple[Action, ...] = (
    Action("sequence.place", "Place", ("enter", "ctrl+s"), "Place what is ticked, as one edit.", Group.ANSWER, "place",
           Scope.SEQUENCE, footer=True),
    Action("sequence.tick", "Tick", ("space", "x"), "Take the session into the sequence, or leave it out.", Group.EDIT,
           "tick", Scope.SEQUENCE, footer=True),
    Action("sequence.earlier", "Earlier", ("left", "comma"), "Let the session come before the one ahead of it.",
           Group.EDIT, "shift(-1)", Scope.SEQUENCE, footer=True),
    Action("sequence.later", "Later", ("right", "full_stop"), "Let the session come after the one behind it.",
           Group.EDIT, "shift(1)", Scope.SEQUENCE, footer=True),
    Action("sequence.more", "Longer gap", ("plus", "equals_sign"), "Leave five minutes more between two.", Group.EDIT,
           "widen(5)", Scope.SEQUENCE, footer=True),
    Action("sequence.less", "Shorter gap", ("minus",), "Leave five minutes less between two.", Group.EDIT, "widen(-5)",
           Scope.SEQUENCE),
    Action("sequence.gap", "Gap", ("tab", "shift+tab"), "Type the gap in minutes, or go back to the list.", Group.MOVE,
           "gap", Scope.SEQUENCE, footer=True),
    Action("sequence.close", "Close", ("escape",), "Leave everything as it is.", Group.ANSWER, "close", Scope.SEQUENCE,
           footer=True),
)  # fmt: skip
