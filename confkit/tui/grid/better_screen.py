"""The small dialogue that offers the three best places for a session, each with its reasons."""

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from confkit.domain.conflicts import Suggestion, suggest
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import SEVERITY
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane


# As in better.tcss.
WIDTH = 84


class BetterScreen(ModalScreen[Suggestion]):
    """Choose one of some places; its result is the place, or None."""

    CSS_PATH = "better.tcss"
    BINDINGS = bindings(Scope.BETTER)
    AUTO_FOCUS = "OptionList"

    def __init__(self, programme: Programme, session: Session, found: tuple[Suggestion, ...]) -> None:
        super().__init__()
        self._programme = programme
        self._session = session
        self._found = found

    def compose(self) -> ComposeResult:
        """The places, the best first."""
        with Vertical(classes="box"):
            yield OptionList(*(Option(self._about(one)) for one in self._found), markup=False)
        yield KeyLine(action for action in in_scope(Scope.BETTER) if action.footer)

    def on_mount(self) -> None:
        """Name the dialogue."""
        title = f"Better places for “{safe_text.line(self._session.title)[:50]}”"
        self.query_one(".box").border_title = Content(title)

    def _about(self, one: Suggestion) -> Content:
        room = self._programme.room.get(one.room_id)
        name = safe_text.line(room.name) if room else ""
        reasons, width = safe_text.line(", ".join(one.reasons)), min(self.app.size.width, WIDTH) - 10
        lines = [
            Content.assemble((f"{words.moment(one.start)}–{one.end:%H:%M}", Tone.BRIGHT), " · ", (name, Tone.BRIGHT)),
            *(Content.styled(f"  {line}", Tone.MUTED) for line in wrap(reasons, width)),
        ]
        for problem in one.problems:
            glyph, tone = SEVERITY[problem.severity]
            lines.append(Content.assemble("  ", (f"{glyph} ", tone), safe_text.line(problem.message)))
        return Content("\n").join(lines)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click takes a place."""
        event.stop()
        self.dismiss(self._found[event.option_index])

    def action_up(self) -> None:
        """Go to the place above."""
        self.query_one(OptionList).action_cursor_up()

    def action_down(self) -> None:
        """Go to the place below."""
        self.query_one(OptionList).action_cursor_down()

    def action_take(self) -> None:
        """Take the place that is lit."""
        self.query_one(OptionList).action_select()

    def action_close(self) -> None:
        """Leave the session where it is."""
        self.dismiss(None)


def offer(pane: "SchedulePane") -> None:
    """Look for better places for the session under the cursor, in a worker, and let the user choose."""
    row, programme = pane.row, pane.programme
    if row is None or programme is None:
        return
    slot, session = row
    if pane.refuses(slot, session):
        return
    index = pane.plan.index
    subject: Slot | Session = slot or session
    screen = pane.workspace_screen

    def show(found: tuple[Suggestion, ...]) -> None:
        if found:
            screen.app.push_screen(BetterScreen(programme, session, found), chosen)
        else:
            pane.say("there is no place where the room and all people are free")

    def chosen(one: Suggestion | None) -> None:
        if one is not None:
            place = slot or Slot(screen.workspace.new_id(), session.id, one.start, one.end)
            after = replace(place, start=one.start, end=one.end, room_id=one.room_id)
            pane.change([(slot, after)], f"{words.moment(one.start)} · ^z undoes")

    screen.confkit.start(lambda: suggest(programme, subject, index=index), show)
