"""Help: what can be done here and with which key, made from the registry; glyphs explained below."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confkit.tui.actions.action import Action, Group, Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope, key_name
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import EPISODE, KIND, SEVERITY, STATUS
from confkit.tui.intro import about
from confkit.tui.tones import Tone

_KEYS, _LABEL = 14, 18
_INDENT = _KEYS + 2 + _LABEL + 1


def _lines(actions: Iterable[Action], width: int, *, dim: bool = False) -> Iterator[Content]:
    for action in actions:
        keys = " ".join(key_name(key) for key in action.keys) or "palette"
        first, *more = wrap(action.help, max(20, width - _INDENT))
        yield Content.assemble(
            (f"{keys:>{_KEYS}}  ", Tone.MUTED if dim else Tone.ACCENT),
            (f"{action.label:<{_LABEL}} ", Tone.PLAIN if dim else Tone.BRIGHT),
            (first, Tone.MUTED),
        )
        for line in more:
            yield Content.assemble(" " * _INDENT, (line, Tone.MUTED))


def help_content(situation: Situation, width: int) -> Content:
    """The help for where the user is, in lines of ``width`` cells."""
    lines = [Content(line) for line in wrap(about(situation), width)]
    workspace = [*in_scope(Scope.WORKSPACE)]
    here = [action for action in workspace if action.applies(situation)]
    moving = in_scope(Scope.GRID if situation.in_grid else Scope.LIST)
    lines += _grouped([*here, *moving], width)
    other = [action for action in workspace if not action.applies(situation) and action.is_offered(situation)]
    if other:
        lines += [Content(""), Content.styled("Elsewhere, or from the palette", Tone.ACCENT)]
        lines += _lines(other, width, dim=True)
    lines += [Content(""), Content.styled("Signs", Tone.ACCENT), *_signs()]
    return Content("\n").join(lines)


# What is needed rarely comes last; moving in a list is known already, and stands in the way of the rest.
_ORDER = (Group.ANSWER, Group.EDIT, Group.EPISODE, Group.CHAPTERS, Group.GO, Group.WORK, Group.VIEW, Group.MOVE)
# What every bottom line ends with is no news, and stands below among the rest.
_ENDS = ("Help", "Commands")


def _grouped(actions: Sequence[Action], width: int) -> Iterator[Content]:
    """What is needed most, as the bottom line has it where there is room, then the rest by what it is about."""
    often = [action for action in actions if action.footer and action.label not in _ENDS]
    rest = [action for action in actions if action not in often]
    groups = [(group.value, [one for one in rest if one.group is group]) for group in _ORDER]
    for title, here in (("Most used", often), *groups):
        if here:
            yield Content("")
            yield Content.styled(title, Tone.ACCENT)
            yield from _lines(here, width)


def _signs() -> Iterator[Content]:
    for name, signs in (
        ("Session", {status.value: sign for status, sign in STATUS.items()}),
        ("Kind", {kind.value: (glyph, Tone.ACCENT) for kind, glyph in KIND.items()}),
        ("Episode", {state.value: sign for state, sign in EPISODE.items()}),
        ("Problem", {severity.value: sign for severity, sign in SEVERITY.items()}),
    ):
        parts: list[Content] = [Content.styled(f"{name:>14}  ", Tone.MUTED)]
        for word, (glyph, tone) in signs.items():
            parts.append(Content.assemble((glyph, tone), f" {word}  "))
        yield Content("").join(parts)


# As in work.tcss.
WIDTH = 92


class HelpScreen(ModalScreen[None]):
    """A page to read; the arrows scroll it."""

    CSS_PATH = "work.tcss"
    BINDINGS = bindings(Scope.READING)
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self._situation = situation

    def compose(self) -> ComposeResult:
        """The page in a box."""
        with Vertical(classes="box"), VerticalScroll():
            yield Static(self.content(min(self.app.size.width, WIDTH) - 7))
        yield KeyLine(action for action in in_scope(Scope.READING) if action.footer)

    def on_mount(self) -> None:
        """Name the page."""
        self.query_one(".box").border_title = Content(f"Help · {self.about}")

    @property
    def about(self) -> str:
        """What the page is about."""
        return self._situation.section.value

    def content(self, width: int) -> Content:
        """The page in lines of ``width`` cells."""
        return help_content(self._situation, width)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


class ScopeHelp(HelpScreen):
    """The page of a screen that has a scope of its own."""

    def __init__(
        self,
        situation: Situation,
        scope: Scope,
        intro: str,
        *,
        field: tuple[Content, ...] = (),
        has_list: bool = True,
        ticks: bool = False,
    ) -> None:
        super().__init__(situation)
        self._scope = scope
        self._intro = intro
        self._field = field
        self._has_list = has_list
        self._ticks = ticks

    @property
    def about(self) -> str:
        """What the page is about."""
        return self._scope.value

    def _actions(self) -> Iterator[Action]:
        """Those of the scope, then how to tick and move in its list with the keys that are left for that."""
        own = [*in_scope(self._scope), *(in_scope(Scope.TICKING) if self._ticks else ())]
        yield from own
        taken = {key for action in own for key in action.keys}
        for action in in_scope(Scope.LIST) if self._has_list and self._scope is not Scope.MAP else ():
            free = tuple(key for key in action.keys if key not in taken)
            if action.group is Group.MOVE and free:
                yield action._replace(keys=free)

    def content(self, width: int) -> Content:
        """What the focused field means, the actions of the scope, and how to move and tick in its list."""
        lines = [wrapped for line in self._field for wrapped in line.wrap(width)]
        lines += [Content("")] if lines else []
        lines += [Content(line) for line in wrap(self._intro, width)]
        lines += _grouped([*self._actions()], width)
        return Content("\n").join(lines)
