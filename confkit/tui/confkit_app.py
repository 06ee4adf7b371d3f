"""The terminal UI as a Textual app: opens the workspace screen, runs jobs, shows their errors."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from rich.text import Text
from textual.app import App
from textual.screen import Screen

from confkit.tui import safe_text
from confkit.tui.jobs import Outcome, run_job, unexpected
from confkit.tui.theme import DARK, THEMES, VARIABLES, theme_named
from confkit.tui.workspace_screen import WorkspaceScreen

if TYPE_CHECKING:
    from confkit.domain.errors import ConfkitError
    from confkit.domain.person import Person
    from confkit.services.workspace import Workspace
    from confkit.tui.grid.pane import SchedulePane

T = TypeVar("T")

# In seconds: after which one is told why leaving takes a while, and how often it is looked whether all is written.
_IMPATIENT, _LOOK_AGAIN = 0.5, 0.05

# How often another process's edits are looked for, in seconds.
WATCH_EVERY = 1.5


class ConfkitApp(App[None]):
    """The TUI of one workspace."""

    TITLE = "confkit"
    CSS_PATH = "confkit.tcss"
    ENABLE_COMMAND_PALETTE = False
    # Text is selected with the mouse in forms only; elsewhere a drag would fight with rows that can be clicked.
    ALLOW_SELECT = False

    def __init__(self, workspace: "Workspace", *, watch_every: float = WATCH_EVERY, greets: bool = False) -> None:
        super().__init__()
        # Whether whoever opens the workspace for the first time is shown around.
        self.greets = greets
        self.workspace = workspace
        self.watch_every = watch_every
        self._keeps = False
        # Who reviews, once somebody said so.
        self.reviewer: Person | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_with(self._remembered_theme() or theme_named(workspace.config.theme))

    def _remembered_theme(self) -> str:
        """The theme that was chosen last, empty for none; nothing is loaded where nothing is remembered."""
        if not (self.workspace.state / "ui.json").exists():
            return ""
        from confkit.tui.remembered import theme_of

        theme = theme_of(self.workspace)
        return theme if theme in VARIABLES else ""

    def _begin_with(self, theme: str) -> None:
        """Set the theme; the usual one without parsing every style sheet a second time before the first paint."""
        if theme == DARK:
            self.set_reactive(ConfkitApp.theme, theme)
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables for a theme that is not ours."""
        return VARIABLES[theme_named("dark")]

    def get_default_screen(self) -> Screen[None]:
        """The workspace is the first screen, so that nothing is drawn twice."""
        return WorkspaceScreen(self.workspace, self.size.width)

    def start(
        self,
        job: Callable[[], T],
        done: Callable[[T], object],
        *,
        failed: "Callable[[ConfkitError], object] | None" = None,
        group: str = "jobs",
    ) -> None:
        """Run ``job`` on a thread of its own; then ``done`` with its result, or ``failed`` with its error, here."""
        work = partial(run_job, job, done, failed or self.show_error, self.post_message, self.workspace.state)
        self.run_worker(work, thread=True, group=group, exit_on_error=False)

    def on_mount(self) -> None:
        """Collect garbage again once the first frame is out (see ``confkit.tui.app``)."""
        self.call_after_refresh(self._started)
        if not self.is_headless and sys.platform != "win32":
            self._heed_endings()

    def _started(self) -> None:
        if not gc.isenabled():
            self._keeps = True
            gc.freeze()
            gc.enable()

    def keep(self) -> None:
        """Leave out of garbage collection what was just read and stays: looking through it again and again is felt.

        Only in a program of its own; what other programs hold (the tests, for one) is not ours to keep.
        """
        if self._keeps:
            gc.freeze()

    @property
    def _schedule(self) -> "SchedulePane | None":
        first = self.screen_stack[0]
        return first.schedule if isinstance(first, WorkspaceScreen) else None

    def leave(self) -> None:
        """Leave, once everything is written that is shown as done."""
        if self._schedule is None:
            self.exit()
            return
        self._schedule.when_written(self.exit)
        if self._schedule.has_pending:
            self.set_timer(_IMPATIENT, self._tell_waiting)

    def _tell_waiting(self) -> None:
        if self._schedule is not None and self._schedule.has_pending:
            self.tell("confkit ends as soon as what you did is written.")

    def _heed_endings(self) -> None:
        """Let the window of the terminal be closed, or the process be ended, without losing what is shown as done."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, partial(self._end, number))

    def _end(self, number: signal.Signals) -> None:
        if self._schedule is not None and self._schedule.has_pending:
            self.set_timer(_LOOK_AGAIN, partial(self._end, number))
        elif number == signal.SIGTERM:
            self.exit(return_code=128 + number)
        else:
            # There is no terminal any more that could be put in order: whoever tries waits for it for ever.
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    async def action_quit(self) -> None:
        """Leave; Textual's own key for it, which works on every screen."""
        self.leave()

    def action_explain(self) -> None:
        """Explain what has the focus, on whatever screen."""
        from confkit.tui.explain import help_for

        page = help_for(self.screen)
        if page is not None:
            self.push_screen(page)

    def greet(self, screen: WorkspaceScreen) -> None:
        """Begin the tour on the first start in this workspace, once there is something to see."""
        if not self.greets:
            return
        self.greets = False
        from confkit.tui.remembered import is_first_start

        self.start(lambda: is_first_start(self.workspace), lambda first: _show_around(screen) if first else None)

    def on_outcome(self, outcome: Outcome) -> None:
        """Do what follows from a job."""
        outcome.follow()

    def show_error(self, error: "ConfkitError") -> None:
        """Tell what went wrong, where, and what to do."""
        text = f"{error.where}: {error.what}" if error.where else error.what
        self.tell(f"✗ {text}" + (f"\n→ {error.fix}" if error.fix else ""), severity="error")

    def tell(self, message: str, *, severity: str = "information") -> None:
        """Show a short message in the corner; nothing in it is read as markup."""
        timeout = 10 if severity == "error" else 4
        self.notify(
            safe_text.lines(message)[:600],
            severity="error" if severity == "error" else "information",
            timeout=timeout,
            markup=False,
        )

    def _fatal_error(self) -> None:
        """Leave with a sentence instead of Textual's traceback; the details are in a file."""
        if self._exit_renderables:
            return
        error = sys.exc_info()[1] or self._exception
        readable = str(unexpected(error, self.workspace.state)) if error else "confkit made a mistake"
        self.bell()
        self._exit_renderables.append(Text(safe_text.lines(f"confkit: {readable}")))
        self._close_messages_no_wait()


def _show_around(screen: WorkspaceScreen) -> None:
    from confkit.tui.tour_card import begin

    begin(screen)
