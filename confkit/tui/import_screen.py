"""The window of the import: what to bring in, and whether a programme comes into the event that is open."""

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confkit.domain.event import Event
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.listing import Column, Listing
from confkit.tui.record_list import RecordList
from confkit.tui.text_fields import LineInput
from confkit.tui.tones import Tone

_OWN = (
    "A programme becomes an event beside those that are here, a podcast a show. What the same file brought before is "
    "updated."
)
_INTO = (
    "Its sessions, persons, rooms and tracks come into this event, which keeps its title, days and rules. What is "
    "known is updated, the rest is added, nothing is removed. A podcast can’t come into an event."
)


class Wanted(NamedTuple):
    """A path or an address, and the event that it shall come into; None for one of its own."""

    text: str
    into: Event | None = None


class _Aim(NamedTuple):
    into: Event | None
    words: str
    what: str


class ImportScreen(ModalScreen[Wanted | None]):
    """A line to fill in, and below it the choice where to; its result is both, or None."""

    CSS_PATH = "work.tcss"
    BINDINGS = bindings(Scope.IMPORTING)
    AUTO_FOCUS = "LineInput"

    def __init__(self, text: str, event: Event) -> None:
        super().__init__()
        self._text = text
        self._aims = (
            _Aim(None, "As an event of its own", _OWN),
            _Aim(event, f"Into “{safe_text.line(event.title)}”", _INTO),
        )
        self.aims = RecordList(header=False)

    def compose(self) -> ComposeResult:
        """The question, a line to type in, the choice and what it means."""
        with Vertical(classes="box"):
            yield Static(Content(safe_text.lines(self._text)))
            yield LineInput(compact=True)
            yield self.aims
            yield Static(classes="note")
        yield KeyLine(action for action in in_scope(Scope.IMPORTING) if action.footer)

    def on_mount(self) -> None:
        """Name the window and show the choice."""
        self.query_one(".box").border_title = "Import"
        self.aims.show(
            Listing(
                (Column("", weight=1),),
                self._aims,
                key=lambda aim: aim.into is not None,
                cells=lambda aim: (aim.words,),
                words=lambda aim: str(aim.words),
            )
        )
        self._tell()

    @on(RecordList.Moved)
    def _tell(self) -> None:
        self.query_one(".note", Static).update(Content.styled(self._aim.what, Tone.MUTED))

    @property
    def _aim(self) -> _Aim:
        aim: _Aim | None = self.aims.row
        return aim or self._aims[0]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        self.action_answer()

    @on(RecordList.Chosen)
    def _chosen(self, event: RecordList.Chosen) -> None:
        event.stop()
        self.action_answer()

    def action_answer(self) -> None:
        """Answer, as soon as something is typed in."""
        line = self.query_one(LineInput)
        if text := line.value.strip():
            self.dismiss(Wanted(text, self._aim.into))
        else:
            line.focus()

    def action_move(self, by: int) -> None:
        """Choose where to while the line has the focus."""
        self.aims.step(by)

    def action_close(self) -> None:
        """Give no answer."""
        self.dismiss(None)
