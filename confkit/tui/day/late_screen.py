"""The question how late a room runs; what shifts is shown while the minutes are typed, before anything is done."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confkit.domain.event import Room
from confkit.domain.planning.lateness import run_late
from confkit.domain.planning.moves import Move, Pushed
from confkit.domain.programme import Programme
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import SEVERITY
from confkit.tui.text_fields import LineInput
from confkit.tui.tones import Tone

_MOST = 1440
_USUAL = "10"


class Late(NamedTuple):
    """How late, and whether what runs ends later too."""

    minutes: int
    lengthen: bool


def moved_lines(programme: Programme, moves: tuple[Move, ...]) -> Iterator[Content]:
    """Yield what each move does to a session, a line for each."""
    for before, after in moves:
        title = safe_text.line(programme.session[before.session_id].title)
        if before.start == after.start:
            times = f"until {before.end:%H:%M} → {after.end:%H:%M}"
        else:
            times = f"      {before.start:%H:%M} → {after.start:%H:%M}"
        shorter = before.duration - after.duration
        cut = f"  ({words.minutes(shorter)} shorter)" if shorter > timedelta(0) else ""
        yield Content.assemble((f"{times}  ", Tone.ACCENT), title, (cut, Tone.MUTED))


class LateScreen(ModalScreen[Late | None]):
    """Its result says how late, or None."""

    CSS_PATH = "day.tcss"
    BINDINGS = bindings(Scope.LATE)
    AUTO_FOCUS = "LineInput"

    def __init__(self, programme: Programme, room: Room, now: datetime) -> None:
        super().__init__()
        self._programme = programme
        self._room = room
        self._now = now
        self._lengthen = True

    def compose(self) -> ComposeResult:
        """The minutes, and what comes of them."""
        with Vertical(classes="box"):
            yield Static(Content("How many minutes late?"))
            yield LineInput(_USUAL, compact=True, type="integer", max_length=4)
            yield Static(id="option")
            with VerticalScroll():
                yield Static(id="shifts")
        yield KeyLine(action for action in in_scope(Scope.LATE) if action.footer)

    def on_mount(self) -> None:
        """Name the window; the usual minutes are replaced by what is typed."""
        self.query_one(".box").border_title = Content(f"{safe_text.line(self._room.name)[:60]} runs late")
        self.query_one(LineInput).select_all()
        self._show()

    @property
    def minutes(self) -> int | None:
        """What is typed, where it is a number of minutes."""
        text = self.query_one(LineInput).value.strip()
        return int(text) if text.isdecimal() and 1 <= int(text) <= _MOST else None

    def _found(self, minutes: int) -> Pushed:
        by = timedelta(minutes=minutes)
        return run_late(self._programme, self._room.id, self._now, by, lengthen=self._lengthen)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what would shift."""
        event.stop()
        self._show()

    def _show(self) -> None:
        sign, word = ("✓", "ends later too") if self._lengthen else ("–", "ends when it was to end")
        self.query_one("#option", Static).update(
            Content.assemble((f"{sign} ", Tone.ACCENT), f"what runs now {word}", ("  (^e changes it)", Tone.MUTED))
        )
        self.query_one("#shifts", Static).update(Content("\n").join(self._lines()))

    def _lines(self) -> Iterator[Content]:
        minutes = self.minutes
        if minutes is None:
            yield Content.styled(f"Enter a number from 1 to {_MOST}.", Tone.BAD)
            return
        found = self._found(minutes)
        if not found.moves:
            yield Content.styled("Nothing shifts: nothing more takes place here today.", Tone.MUTED)
        yield from moved_lines(self._programme, found.moves)
        for problem in found.problems:
            glyph, tone = SEVERITY[problem.severity]
            told = f"{problem.where}: {problem.message}"
            yield Content.assemble((f"{glyph} ", tone), safe_text.line(told))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do it."""
        event.stop()
        self.action_save()

    def action_toggle_end(self) -> None:
        """Let what runs end later too, or not."""
        self._lengthen = not self._lengthen
        self._show()

    def action_save(self) -> None:
        """Shift what is shown."""
        minutes = self.minutes
        if minutes is not None and self._found(minutes).moves:
            self.dismiss(Late(minutes, self._lengthen))

    def action_close(self) -> None:
        """Shift nothing."""
        self.dismiss(None)
