"""Reading a transcript: time, speaker, words; with a search, and a choice of the moment where it is asked for."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich.cells import cell_len, chop_cells
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from confkit.domain.recording import Cue, Transcript
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.record_list import RecordList
from confkit.tui.search_line import SearchLine
from confkit.tui.tones import Tone

_TIME, _SPEAKER, _LEAST_SPEAKER = 8, 18, 6
# The frame, the blanks between columns, and the bar at the right.
_AROUND = 9
_NARROWEST = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One line on the screen: the part ``number`` of the words of a cue."""

    index: int
    number: int
    cue: Cue
    text: str


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` terminal cells, broken between words where there are some."""
    lines, line, used = [], "", 0
    for word in text.split():
        size = cell_len(word)
        if used and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if used:
            lines.append(line)
        *whole, line = chop_cells(word, width) if size > width else [word]
        lines += whole
        used = cell_len(line)
    return [*lines, line] if line or not lines else lines


def cue_at(cues: Sequence[Cue], time: timedelta) -> Cue | None:
    """Return the cue that is being said at ``time``, or the last one before it."""
    begun = bisect_right(cues, time, key=lambda cue: cue.start)
    return cues[begun - 1] if begun else None


class TranscriptScreen(Screen[timedelta | None]):
    """The words of an episode; the result is the time of the line that was chosen, None where it was only read."""

    CSS_PATH = "chapters.tcss"
    BINDINGS = bindings(Scope.TRANSCRIPT)
    AUTO_FOCUS = "#words"

    def __init__(self, title: str, transcript: Transcript, at: timedelta | None = None) -> None:
        super().__init__()
        self._title = title
        self._transcript = transcript
        self._at = at
        self._width = 0
        self.records = RecordList(header=False, id="words", classes="pane")
        self.search_line: SearchLine | None = None

    def compose(self) -> ComposeResult:
        """The words, and the keys."""
        yield self.records
        yield KeyLine(action for action in in_scope(Scope.TRANSCRIPT) if action.footer)

    def on_mount(self) -> None:
        """Show the words from the moment that was asked for."""
        self._lay_out()
        cue = cue_at(self._transcript.cues, self._at) if self._at is not None else None
        if cue is not None:
            self.records.select((self._transcript.cues.index(cue), 0))

    def on_resize(self) -> None:
        """Break the lines anew."""
        if self.app.size.width != self._width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._width = self.app.size.width
        cues = self._transcript.cues
        speaker = max((min(_SPEAKER, cell_len(safe_text.line(cue.speaker))) for cue in cues), default=0)
        speaker = max(_LEAST_SPEAKER, speaker) if speaker else 0
        time = _TIME if self._transcript.is_timed else 0
        width = max(_NARROWEST, self._width - time - speaker - _AROUND)
        rows = [
            Said(index, number, cue, text)
            for index, cue in enumerate(cues)
            for number, text in enumerate(wrapped(safe_text.line(cue.text), width))
        ]
        columns = [Column("", time, align_right=True)] if time else []
        columns += [Column("", speaker)] if speaker else []

        def cells(said: Said) -> Sequence[Cell]:
            begins = said.number == 0
            shown: list[Cell] = []
            if time:
                shown.append((words.clock(said.cue.start) if begins else "", Tone.MUTED))
            if speaker:
                goes_on = said.index > 0 and cues[said.index - 1].speaker == said.cue.speaker
                shown.append((said.cue.speaker if begins and not goes_on else "", Tone.ACCENT))
            return (*shown, said.text)

        listing = Listing(
            (*columns, Column("", least=_NARROWEST)),
            rows,
            key=lambda said: (said.index, said.number),
            cells=cells,
            words=lambda said: f"{said.cue.speaker} {said.cue.text}",
            empty=("Nothing is said here.",),
        )
        self.records.show(listing)
        self._retitle()

    def _retitle(self) -> None:
        shown = len({said.index for said in self._shown()})
        query = self.records.query_text.strip()
        count = words.count(shown, "passage") + (f" with “{safe_text.line(query)[:40]}”" if query else "")
        language = f" · {self._transcript.language}" if self._transcript.language else ""
        title = safe_text.line(self._title)[:80]
        self.records.border_title = Content(f"Transcript · {title} · {count}{language}")

    def _shown(self) -> list[Said]:
        return self.records.shown_rows

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Go to the moment of a line."""
        if self._transcript.is_timed:
            self.dismiss(chosen.row.cue.start)

    # Searching

    def action_search(self) -> None:
        """Open the search line, or go back to it."""
        if self.search_line is None:
            self.search_line = SearchLine()
            self.mount(self.search_line)
        self.search_line.focus()

    def search_for(self, query: str) -> None:
        """Show only what holds the words of ``query``."""
        self.records.filter(query)
        self._retitle()

    def focus_middle(self) -> None:
        """Focus the passages."""
        self.records.focus()

    def leave_search(self) -> None:
        """Close the search line and show everything."""
        if self.search_line is not None:
            self.search_line.remove()
            self.search_line = None
        self.search_for("")

    def action_close(self) -> None:
        """Show everything again after a search; else close."""
        if self.search_line is not None:
            self.leave_search()
            self.records.focus()
        else:
            self.dismiss(None)
