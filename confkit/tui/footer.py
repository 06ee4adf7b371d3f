"""The bottom line: the keys that matter here, made from the registry."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from confkit.tui.actions.action import Action, Scope
from confkit.tui.actions.registry import key_name
from confkit.tui.tones import Tone


class KeyLine(Widget):
    """One line of keys and what they do; each can be clicked. The last two stand at the right edge."""

    def __init__(self, actions: Iterable[Action] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._actions = tuple(actions)

    def show(self, actions: Iterable[Action]) -> None:
        """Show other actions."""
        actions = tuple(actions)
        if actions != self._actions:
            self._actions = actions
            self.refresh()

    def render(self) -> Content:
        """Draw as many actions as fit; the last two are always there."""
        right = Content(" ").join(self._item(action) for action in self._actions[-2:])
        room = self.size.width - right.cell_length - 1
        left = Content("")
        for action in self._actions[:-2]:
            item = self._item(action) + " "
            if left.cell_length + item.cell_length > room:
                break
            left += item
        return Content.assemble(left, " " * max(0, room - left.cell_length), right)

    def _item(self, action: Action) -> Content:
        key = key_name(action.keys[0])
        owner = "focused" if action.scope in (Scope.TRAY, Scope.SEARCH) else "screen"
        click = Style.from_meta({"@click": f"{owner}.{action.command}"})
        text = Content.assemble(" ", (key, Tone.ACCENT), " ", (action.label, Tone.MUTED))
        assert cell_len(key)
        return text.stylize(click)
