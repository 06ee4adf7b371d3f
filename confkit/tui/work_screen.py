"""The window of long work: progress while it runs, what it did when it is done. Escape stops it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from confkit.domain.errors import ConfkitError
from confkit.domain.problem import Problem
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import close
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import SEVERITY
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

# Progress is shown at most this often, in seconds; a job may report thousands of steps.
_SHOW_EVERY = 0.05
_PROBLEMS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Report:
    """What a job did: facts in words, and problems.

    With ``follow`` the work goes on by a question: the window closes without telling anything, and that is called.
    """

    facts: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    follow: Callable[[], object] | None = None


class Control:
    """How a job on its thread talks with its window."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._cancelled = threading.Event()
        self._shown = 0.0

    def progress(self, done: int, total: int, what: str) -> None:
        """Tell how far the work is."""
        now = time.monotonic()
        if done >= total or now - self._shown >= _SHOW_EVERY:
            self._shown = now
            self._post(WorkScreen.Progressed(done, total, what))

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Whether the job should stop."""
        return self._cancelled.is_set()


class WorkScreen(ModalScreen[bool]):
    """Runs a job and shows it; the result says whether anything may have changed."""

    CSS_PATH = "work.tcss"
    BINDINGS = bindings(Scope.WORK)
    AUTO_FOCUS = "#outcome"

    class Progressed(Message):
        """The job got further."""

        def __init__(self, done: int, total: int, what: str) -> None:
            super().__init__()
            self.done = done
            self.total = total
            self.what = what

    def __init__(self, title: str, job: Callable[[Control], Report]) -> None:
        super().__init__()
        self._title = title
        self._job = job
        self._control = Control(self.post_message)
        self.finished = False

    def compose(self) -> ComposeResult:
        """A bar, what is being worked on, and room for the outcome."""
        with Vertical(classes="box"):
            yield ProgressBar(show_eta=False, id="bar")
            yield Static(Content("…"), id="what")
            with VerticalScroll(id="outcome"):
                yield Static(Content(""), id="report")
        yield KeyLine(action for action in in_scope(Scope.WORK) if action.footer)

    def on_mount(self) -> None:
        """Start the job."""
        self.query_one(".box").border_title = self._title
        self.query_one("#outcome").display = False
        control, job = self._control, self._job
        cast("ConfkitApp", self.app).start(lambda: job(control), self._done, failed=self._failed)

    def on_unmount(self) -> None:
        """Stop the job when the app is left; the process would wait for it."""
        self._control.cancel()

    def on_work_screen_progressed(self, message: Progressed) -> None:
        """Show how far the work is."""
        if not self.finished:
            self.query_one("#bar", ProgressBar).update(total=max(message.total, 1), progress=message.done)
            count = f"{message.done}/{message.total}  " if message.total else ""
            self.query_one("#what", Static).update(Content(count + safe_text.line(message.what)))

    def _done(self, report: Report) -> None:
        if report.follow is not None and not self._control.is_cancelled():
            close(self, False)
            report.follow()
            return
        lines = [Content(safe_text.line(fact)) for fact in report.facts]
        if report.problems:
            lines += [Content(""), Content.styled(words.count(len(report.problems), "problem"), Tone.WARN)]
        shown = report.problems[:_PROBLEMS_SHOWN]
        for problem, after in zip_longest(shown, shown[1:]):
            glyph, tone = SEVERITY[problem.severity]
            lines.append(
                Content.assemble(
                    (f"{glyph} ", tone),
                    safe_text.line(problem.where),
                    (f" {safe_text.line(problem.message)}", Tone.MUTED),
                )
            )
            # What many in a row have in common is told once, below the last of them.
            if problem.fix and (after is None or after.fix != problem.fix):
                lines.append(Content.assemble(("  → ", Tone.ACCENT), (safe_text.line(problem.fix), Tone.MUTED)))
        if len(report.problems) > _PROBLEMS_SHOWN:
            lines.append(Content("… all of them are in the section Problems"))
        self._end("stopped" if self._control.is_cancelled() else "✓ done", Tone.GOOD, lines)

    def _failed(self, error: ConfkitError) -> None:
        place = f"{error.where}: " if error.where else ""
        lines = [Content(safe_text.lines(f"{place}{error.what}"))]
        if error.fix:
            lines += [Content(""), Content.assemble(("→ ", Tone.ACCENT), safe_text.lines(error.fix))]
        self._end("✗ not done", Tone.BAD, lines)

    def _end(self, word: str, tone: Tone, lines: list[Content]) -> None:
        self.finished = True
        self.query_one("#bar").display = False
        self.query_one("#what", Static).update(Content.styled(word, tone))
        outcome = self.query_one("#outcome")
        outcome.display = True
        outcome.focus()
        self.query_one("#report", Static).update(Content("\n").join(lines))

    def action_stop(self) -> None:
        """Close when the work is done; before, ask it to stop."""
        if self.finished:
            self.dismiss(True)
        else:
            self._control.cancel()
            self.query_one("#what", Static).update(Content("stopping…"))
