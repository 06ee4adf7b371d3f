"""The filter dialogue: everything that sessions can be chosen by, with how many there are; it writes a filter.

The line at the top is the filter itself, in the language of the search line. A tick is written there, and what is
written there is ticked.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from confkit.domain.programme import Programme
from confkit.domain.session import Status
from confkit.tui import words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.filters import Facts, Query, read_query
from confkit.tui.footer import KeyLine
from confkit.tui.glyphs import STATUS
from confkit.tui.listing import Cell, Column, Heading, Listing, folded
from confkit.tui.record_list import RecordList
from confkit.tui.session_facts import TELLERS, facts_of
from confkit.tui.text_fields import LineInput
from confkit.tui.tick_list import TICKED, UNTICKED, TickList
from confkit.tui.tones import Tone

_TITLES = {
    "track": "Track",
    "room": "Room",
    "type": "Type",
    "status": "State",
    "tag": "Tag",
    "speaker": "With",
}


class Choice(NamedTuple):
    """A value of a field; an empty one is for sessions that have none."""

    field: str
    value: str


class FilterScreen(ModalScreen[str | None]):
    """Its result is the filter as text, or None where it was left as it was."""

    CSS_PATH = "filter.tcss"
    BINDINGS = bindings(Scope.FILTER)
    AUTO_FOCUS = "TickList"

    def __init__(self, programme: Programme, text: str) -> None:
        super().__init__()
        self._programme = programme
        self._query = read_query(text)
        self._facts = [facts_of(programme, session) for session in programme.sessions]
        self._line = LineInput(text, placeholder='words, or track:craft with:"Amira Hart"', compact=True, id="query")
        self._find = LineInput(placeholder="Find a choice…", compact=True, id="find")
        self.choices = TickList(header=False, id="choices")
        self._rows = tuple(self._all())
        self._counts: dict[Choice, int] = {}

    @property
    def text(self) -> str:
        """The filter as it is now."""
        return str(self._query)

    def compose(self) -> ComposeResult:
        """The filter, a line to find a choice, the choices."""
        with Vertical(classes="box -tall"):
            yield self._line
            yield self._find
            yield self.choices
        yield KeyLine(action for scope in (Scope.TICKING, Scope.FILTER) for action in in_scope(scope) if action.footer)

    def on_mount(self) -> None:
        """Name the window and fill the list."""
        self.query_one(".box").border_title = "Filter"
        self._show()

    # What there is

    def _all(self) -> Iterator[Choice | Heading]:
        """Every value of every field that any session has, and those that are chosen already."""
        for field in TELLERS:
            values = self._values(field)
            found = {folded(value) for value in values}
            chosen = [one.text for term in self._query.of(field) for one in term.choices if one.whole]
            values += [text for text in chosen if text and folded(text) not in found]
            if values:
                yield Heading(_TITLES[field])
                yield from (Choice(field, value) for value in values)
                if field != "status":
                    yield Choice(field, "")

    def _values(self, field: str) -> list[str]:
        programme = self._programme
        match field:
            case "track":
                return list(dict.fromkeys(one.name for one in programme.tracks))
            case "room":
                return list(dict.fromkeys(one.name for one in programme.rooms))
            case "type":
                return list(dict.fromkeys(one.name for one in programme.types))
            case "status":
                return [status.value for status in Status]
            case _:
                teller = TELLERS[field]
                told = {folded(text): text for session in programme.sessions for text in teller(programme, session)}
                return [told[plain] for plain in sorted(told)]

    def _counted(self) -> dict[Choice, int]:
        """How many sessions a choice would show with what is chosen in the other fields."""
        found: dict[Choice, int] = {}
        for field in TELLERS:
            others = self._query.without(field)
            counts = Counter(text for facts in self._facts if others.fits(facts) for text in _told(facts, field))
            found |= {Choice(field, plain): number for plain, number in counts.items()}
        return found

    # Showing

    def _show(self) -> None:
        self._counts = self._counted()
        self.choices.show(
            Listing(
                columns=(Column("", 3), Column("", 1), Column("Choice", weight=1), Column("", 6, align_right=True)),
                rows=self._rows,
                key=lambda row: row,
                cells=self._cells,
                words=lambda row: row.value or "none",
            )
        )
        shown = sum(1 for facts in self._facts if self._query.fits(facts))
        self.query_one(".box").border_subtitle = f"{shown} of {words.count(len(self._facts), 'session')}"

    def _cells(self, row: Choice) -> Sequence[Cell]:
        is_on = self._query.chooses(row.field, row.value)
        number = self._counts.get(Choice(row.field, folded(row.value)), 0)
        tone = Tone.ACCENT if is_on else Tone.PLAIN if number else Tone.MUTED
        sign: Cell = STATUS[Status(row.value)] if row.field == "status" and row.value in set(Status) else ""
        return (
            (TICKED if is_on else UNTICKED, tone),
            sign,
            (row.value or "none", tone if row.value else Tone.MUTED),
            (str(number), Tone.MUTED),
        )

    # The user

    def on_tick_list_ticked(self, event: TickList.Ticked) -> None:
        """Write what was ticked into the line."""
        event.stop()
        self._take(self._query.toggled(event.row.field, event.row.value))

    def _take(self, query: Query) -> None:
        self._query = query
        with self.prevent(Input.Changed):
            self._line.value = str(query)
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tick what is written, or show only the choices that are looked for."""
        event.stop()
        if event.input is self._find:
            self.choices.filter(event.value)
        elif read_query(event.value) != self._query:
            self._query = read_query(event.value)
            self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the filter is enough; behind what was looked for, the choice is still to be ticked."""
        event.stop()
        if event.input is self._find:
            self.choices.focus()
        else:
            self.action_take()

    def on_record_list_chosen(self, event: RecordList.Chosen) -> None:
        """Enter in the list."""
        event.stop()
        self.action_take()

    def on_key(self, event: events.Key) -> None:
        """Down goes from a line to the choices, as in the search."""
        if event.key == "down" and isinstance(self.focused, LineInput):
            event.stop()
            self.choices.focus()

    def action_find(self) -> None:
        """Look for a choice."""
        self._find.focus()

    def action_clear(self) -> None:
        """Choose nothing, so that everything is shown."""
        self._take(Query())

    def action_take(self) -> None:
        """Show what was chosen."""
        self.dismiss(self._line.value.strip())

    def action_close(self) -> None:
        """Leave the filter as it was."""
        self.dismiss(None)


def _told(facts: Facts, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(facts[field])) or ("",)
