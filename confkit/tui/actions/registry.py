"""The one registry of actions. Keys, footer, palette, help screen and ``docs/keys.md`` are all made from it.

An action says what it is called, which keys it has, where it applies, and which function runs it. The function is
named, not imported, so that forms, dialogs and the build are loaded when they are first used. Adding an action is one
entry in the module of its part and one function in ``confkit/tui/commands/``. The order here is that of the footer.
"""

from collections.abc import Iterator

from textual.binding import Binding, BindingType

from confkit.tui.actions import (
    chapters,
    day,
    dialogs,
    episodes,
    grid,
    history,
    people,
    selection,
    shaping,
    views,
    workspace,
)
from confkit.tui.actions.action import Action, Scope

ACTIONS: tuple[Action, ...] = (
    *shaping.SHAPING,
    *workspace.ON_MARKED,
    *grid.PLANNING,
    *workspace.RECORDS,
    *episodes.ON_EPISODES,
    *history.HISTORY,
    *history.RULES,
    *shaping.ON_PROBLEMS,
    *workspace.PLACING,
    *workspace.MARKING,
    *workspace.UNDOING,
    *shaping.FILTERING,
    *shaping.PLANNING,
    *grid.LOOKING,
    *views.VIEWS,
    *people.OPENING,
    *selection.OPENING,
    *workspace.DOING,
    *day.OPENING,
    *workspace.GOING,
    *history.LEARNING,
    *workspace.VIEWING,
    *workspace.LIST,
    *grid.MOVING,
    *views.MAP,
    *grid.TRAY,
    *grid.BETTER,
    *grid.SEQUENCE,
    *dialogs.DIALOGS,
    *dialogs.BULK,
    *shaping.DIALOGS,
    *episodes.TAGS,
    *episodes.MERGE,
    *chapters.CHAPTERS,
    *chapters.PASTING,
    *episodes.TRANSCRIPT,
    *people.SIGN_UPS,
    *history.JUMPING,
    *selection.SELECTION,
    *selection.REVIEWING,
    *selection.COLUMNS,
    *day.DAY,
    *dialogs.READING,
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def in_scope(scope: Scope) -> Iterator[Action]:
    """Every action of a scope, in the order of the registry."""
    return (action for action in ACTIONS if action.scope is scope)


def bindings(scope: Scope) -> list[BindingType]:
    """Textual's key bindings of a scope; an action string with two owners of a key is told apart by ``applies``."""
    own = [
        Binding(",".join(action.keys), action.command, action.label, show=False, id=action.id)
        for action in in_scope(scope)
        if action.keys
    ]
    if scope in _WITHIN or any("f1" in action.keys for action in in_scope(scope)):
        return [*own]
    # On every other screen the focused thing is explained, though no line of keys has room to say so.
    return [*own, Binding("f1,question_mark", "app.explain", "Help", show=False)]


# Scopes of parts of a screen, whose own help has these keys, and of what is help itself.
_WITHIN = (Scope.LIST, Scope.GRID, Scope.TRAY, Scope.SEARCH, Scope.READING, Scope.JUMP)


_KEY_NAMES = {
    "question_mark": "?",
    "pageup": "page up",
    "pagedown": "page down",
    "escape": "esc",
    "delete": "del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "dollar_sign": "$",
    "number_sign": "#",
    "enter": "enter",
}


def key_name(key: str) -> str:
    """How a key is written for people: ``ctrl+z`` is ``^z``."""
    if key.startswith("ctrl+"):
        return f"^{key_name(key.removeprefix('ctrl+'))}"
    *held, last = key.split("+")
    return "+".join((*held, _KEY_NAMES.get(last, last)))
