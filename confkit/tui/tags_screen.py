"""What would change in the tags of files, as a diff: of one episode, of all of its show, or by a restore."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import NotFound
from confkit.services import lookup, tagging
from confkit.services.tagging import TagPlan
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.tones import Tone

# A description can be a book; what is beyond is in the file all the same.
_LINES = 40
_FILES = 100


class TagPlans(NamedTuple):
    """Everything the window can show; ``former`` is None, and ``refusal`` says why, where nothing can be restored."""

    one: TagPlan
    all: tuple[TagPlan, ...]
    former: TagPlan | None
    refusal: str = ""


class Choice(NamedTuple):
    """What the user wants written."""

    plans: tuple[TagPlan, ...]
    is_restore: bool


def read_plans(ws: Workspace, view: EpisodeView, *others: EpisodeView) -> TagPlans:
    """Find out what there is to write; raises NotFound for an episode without a file.

    All are those that are named or, where only one is, those of its show.
    """
    one = tagging.plan(ws, view)
    views = (view, *others) if others else lookup.episodes(ws, view.show)
    everything = tuple(tagging.plan(ws, each) for each in views if each.recording is not None)
    try:
        return TagPlans(one, everything, tagging.plan_restore(ws, view))
    except NotFound as error:
        return TagPlans(one, everything, None, error.what)


class TagsScreen(ModalScreen[Choice | None]):
    """Its result is what shall be written, or None; ``marked`` is how many were marked for it, if several were."""

    CSS_PATH = "episode.tcss"
    BINDINGS = bindings(Scope.TAGS)
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, plans: TagPlans, *, restore: bool = False, marked: int = 0) -> None:
        super().__init__()
        self._plans = plans
        self._of_all = marked > 0
        self._marked = marked
        self._restore = restore

    def compose(self) -> ComposeResult:
        """The diff, which scrolls."""
        with Vertical(classes="box"), VerticalScroll():
            yield Static(id="diff")
        yield KeyLine(action for action in in_scope(Scope.TAGS) if action.footer)

    def on_mount(self) -> None:
        """Show the diff of the one episode."""
        self._show()

    def on_resize(self) -> None:
        """Break long lines anew."""
        self._show()

    @property
    def shown(self) -> tuple[TagPlan, ...]:
        """The plans that are shown, those that change nothing left out."""
        if self._restore:
            plans: Sequence[TagPlan] = (self._plans.former,) if self._plans.former else ()
        else:
            plans = self._plans.all if self._of_all else (self._plans.one,)
        return tuple(plan for plan in plans if plan.changes)

    def _show(self) -> None:
        box = self.query_one(".box")
        verb = "Restore tags" if self._restore else "Write tags"
        plan = self._plans.one
        everything = f"{self._marked} marked" if self._marked else plan.view.show.title
        name = everything if self._of_all and not self._restore else plan.view.title
        box.border_title = Content(f"{verb} · {safe_text.line(name)[:60]}")
        box.border_subtitle = Content(f"{words.count(len(self.shown), 'file')} would change")
        self.query_one("#diff", Static).update(Content("\n").join(self._lines()))
        self.query_one(VerticalScroll).scroll_to(y=0, animate=False)

    def _lines(self) -> Iterator[Content]:
        shown = self.shown
        # The frame, the padding and the scrollbar take five cells.
        width = max(20, min(100, self.app.size.width) - 5)
        if not shown:
            yield Content.styled(safe_text.line(self._nothing()), Tone.BRIGHT)
            return
        for number, plan in enumerate(shown[:_FILES]):
            if number:
                yield Content("")
            yield from diff_lines(plan, width)
        if len(shown) > _FILES:
            yield Content("")
            yield Content.styled(f"… and {len(shown) - _FILES} more files", Tone.MUTED)

    def _nothing(self) -> str:
        if self._restore:
            return f"Nothing to restore: {self._plans.refusal or 'the file says what it said before'}."
        return (
            f"Nothing to write: every file of {'the marked' if self._marked else 'the show'} says what is known."
            if self._of_all
            else ("Nothing to write: the file says what is known.")
        )

    def action_toggle_all(self) -> None:
        """Show all files of the show, or the one again."""
        self._of_all = not self._of_all
        self._restore = False
        self._show()

    def action_toggle_restore(self) -> None:
        """Show what a restore would change, or leave that again."""
        self._restore = not self._restore
        self._of_all = False
        self._show()

    def action_write(self) -> None:
        """Write what is shown."""
        if self.shown:
            self.dismiss(Choice(self.shown, self._restore))

    def action_close(self) -> None:
        """Write nothing."""
        self.dismiss(None)


def diff_lines(plan: TagPlan, width: int) -> Iterator[Content]:
    """What changes in one file: its path, then each field with what goes (-) and what comes (+)."""
    yield Content.styled(safe_text.line(plan.path), Tone.BRIGHT)
    for change in plan.changes:
        yield Content.styled(f"  {change.field}", Tone.ACCENT)
        for glyph, tone, value in (("-", Tone.BAD, change.old), ("+", Tone.GOOD, change.new)):
            lines = value.splitlines()
            for line in lines[:_LINES]:
                for number, piece in enumerate(safe_text.wrapped(line, width - 6, _LINES) or [""]):
                    yield Content.styled(f"    {' ' if number else glyph} {piece}", tone)
            if len(lines) > _LINES:
                yield Content.styled(f"    {glyph} … {len(lines) - _LINES} more lines", tone)
