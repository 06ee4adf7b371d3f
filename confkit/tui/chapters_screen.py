"""The editor of an episode's chapters: the sound on a time line, the chapters in a list, one cursor for both.

What is done to chapters is in ``confkit.domain.chapter_edits``; here is which key does it to which chapter. Nothing is
written until it is saved, as one edit; until then undo and redo are those of the draft.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from confkit.domain import chapter_edits
from confkit.domain.bridge import EpisodeView
from confkit.domain.chapter_edits import ZERO, Chapters, Draft, Fault
from confkit.domain.errors import ConfkitError, EditConflict, InvalidValue
from confkit.domain.recording import Chapter, Transcript
from confkit.services import chapter_editing
from confkit.services.chapter_editing import Imported
from confkit.services.transcripts import EpisodeTranscript, transcript_of
from confkit.services.workspace import Workspace
from confkit.tui import chapter_rows, safe_text, words
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import close
from confkit.tui.footer import KeyLine
from confkit.tui.header import TopLine
from confkit.tui.question import Question
from confkit.tui.record_list import RecordList
from confkit.tui.section import Section
from confkit.tui.time_line import TimeLine, length_of
from confkit.tui.time_scale import Window, clock
from confkit.tui.tones import Tone
from confkit.tui.transcript_screen import TranscriptScreen, cue_at

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

# A cursor that was moved cell by cell stays on times that can be said.
_GRAIN = timedelta(milliseconds=10)
_SECOND = timedelta(seconds=1)


class ChaptersScreen(Screen[bool]):
    """Edits the chapters of an episode; the result is whether they were saved."""

    CSS_PATH = "chapters.tcss"
    BINDINGS = bindings(Scope.CHAPTERS)
    AUTO_FOCUS = "#chapters"

    def __init__(self, workspace: Workspace, view: EpisodeView) -> None:
        super().__init__()
        self.workspace = workspace
        self.view = view
        self.draft = Draft(chapter_edits.in_order(view.chapters))
        self.length = length_of(view)
        self.cursor = ZERO
        self.window = Window(0.0, self.length.total_seconds())
        self.transcript: Transcript | None = None
        self.time_line = TimeLine(id="sound")
        self.records = RecordList(id="chapters", classes="pane")
        self._top = TopLine(id="top")
        self._words = Static(id="words")
        self._faults = Static(id="faults")
        self._is_saving = False

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    @property
    def chapters(self) -> Chapters:
        """The chapters as they are now."""
        return self.draft.chapters

    @property
    def index(self) -> int | None:
        """The chapter that is chosen in the list; None where there is none."""
        row = self.records.row
        return row.index if row is not None and row.index < len(self.chapters) else None

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.chapters != self.view.chapters

    def compose(self) -> ComposeResult:
        """The sound, what is said at the cursor, the chapters, what is wrong, the keys."""
        self.time_line.add_class("pane")
        yield self._top
        yield self.time_line
        yield self._words
        yield self.records
        yield self._faults
        yield KeyLine(action for action in in_scope(Scope.CHAPTERS) if action.footer)

    def on_mount(self) -> None:
        """Show the sound as a whole, and look for a transcript."""
        self._fit()
        self.time_line.show(self.view.recording, self.chapters, self.length)
        self._show()
        self.confkit.start(
            lambda: transcript_of(self.workspace, self.view), self._heard, failed=lambda _: None, group="transcript"
        )

    def _heard(self, found: EpisodeTranscript) -> None:
        self.transcript = found.transcript
        self._show_words()

    def on_resize(self) -> None:
        """Give the sound its share of the height."""
        self._fit()

    def _fit(self) -> None:
        height = self.app.size.height
        self.time_line.rows = 4 if height < 30 else 7 if height < 50 else 10

    # Showing

    def _show(self) -> None:
        """Show the chapters, wherever they changed."""
        faults = chapter_edits.faults(self.chapters, self.length)
        self.records.show(chapter_rows.listing(self.chapters, self.length, faults))
        count = words.count(len(self.chapters), "chapter")
        self.records.border_title = Content(f"Chapters {len(self.chapters)}")
        source = self.view.sources.get("chapters", "")
        about = "not saved yet" if self.is_changed else f"from the {source}" if self.view.chapters else ""
        right = (f"! {words.count(len(faults), 'problem')}", Tone.WARN) if faults else (f"✓ {count}", Tone.GOOD)
        self._top.show(self.view.title, about, *right)
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Show where the cursor stands, in the sound and in the words."""
        time = self.cursor.total_seconds()
        self.window = self.window.around(time, self.length.total_seconds())
        self.time_line.update(self.chapters, current=self.index, cursor=time, window=self.window)
        shown = self.window.length
        whole = self.length.total_seconds()
        extent = "whole" if shown >= whole else clock(shown)
        self.time_line.border_title = Content(f"Sound {clock(whole)} · {extent}")
        self._show_words()
        self._show_faults(chapter_edits.faults(self.chapters, self.length))

    def _show_words(self) -> None:
        cue = cue_at(self.transcript.cues, self.cursor) if self.transcript and self.transcript.is_timed else None
        self._words.display = self.transcript is not None and self.transcript.is_timed
        if cue is None:
            self._words.update(Content("…"))
            return
        speaker = f"{safe_text.line(cue.speaker)}: " if cue.speaker else ""
        at = clock(cue.start.total_seconds())
        self._words.update(
            Content.assemble((f"{at} ", Tone.MUTED), (speaker, Tone.ACCENT), (safe_text.line(cue.text), Tone.PLAIN))
        )

    def _show_faults(self, faults: tuple[Fault, ...]) -> None:
        """Say what is wrong with the chosen chapter, and with all of them."""
        here = [fault for fault in faults if fault.index in (None, self.index)]
        others = len(faults) - len(here)
        lines = [Content.assemble((f"! {fault.message}", Tone.WARN), f" → {fault.fix}") for fault in here[:2]]
        if others and len(lines) < 3:
            lines.append(Content.styled(f"! {words.count(others, 'problem')} with other chapters", Tone.MUTED))
        self._faults.display = bool(lines)
        self._faults.update(Content("\n").join(lines))

    def on_record_list_moved(self, moved: RecordList.Moved) -> None:
        """Bring the cursor to the chapter that was chosen, unless it is in it already."""
        # Behind a cursor that moves fast come messages about rows it has left.
        if moved.row is None or moved.row is not self.records.row:
            return
        row = cast(chapter_rows.Row, moved.row)
        if not row.chapter.start <= self.cursor < row.chapter.start + max(row.length, timedelta(microseconds=1)):
            self.cursor = row.chapter.start
        self._show_cursor()

    # The cursor

    def _put(self, time: timedelta) -> None:
        """Put the cursor on a time, and the list on the chapter that sounds there."""
        # A chapter beyond the end has to be reached, too, to be put right.
        last = max([self.length, *(chapter.start for chapter in self.chapters[-1:])])
        self.cursor = min(max(time, ZERO), last)
        index = chapter_edits.index_at(self.chapters, self.cursor)
        if index is not None and index != self.index:
            self.records.select(index)
        self._show_cursor()

    def action_step(self, cells: int) -> None:
        """Move the cursor by so many cells of the time line."""
        cell = timedelta(seconds=self.window.length / max(1, self.time_line.content_size.width))
        grain = _SECOND if cell > 2 * _SECOND else _GRAIN
        by = max(grain, round(cell / grain) * grain) * cells
        self._put(self.cursor + by)

    def on_time_line_pointed(self, pointed: TimeLine.Pointed) -> None:
        """Put the cursor where somebody clicked."""
        self._put(round(timedelta(seconds=pointed.time) / _GRAIN) * _GRAIN)

    def on_time_line_scrolled(self, scrolled: TimeLine.Scrolled) -> None:
        """Zoom by the wheel, around the time under the mouse."""
        self.window = self.window.zoomed(scrolled.nearer, scrolled.time, self.length.total_seconds())
        self._show_cursor()

    def action_zoom(self, nearer: bool) -> None:
        """Show less of the sound, or more."""
        self.window = self.window.zoomed(nearer, self.cursor.total_seconds(), self.length.total_seconds())
        self._show_cursor()

    def action_whole(self) -> None:
        """Show the sound as a whole."""
        self.window = Window(0.0, self.length.total_seconds())
        self._show_cursor()

    def action_go_to(self) -> None:
        """Ask for a time and go there."""
        self._ask(
            "Go to a time",
            "Such as 1:02:03.5, 2:03, or seconds:",
            partial(chapter_editing.read_time, "time"),
            self._put,
        )

    # Editing

    def _step(self, label: str, change: Callable[[], Chapters], *, cursor: timedelta | None = None) -> None:
        """Do a step of editing, or say why it can't be done; the cursor goes to ``cursor``."""
        try:
            chapters = change()
        except InvalidValue as error:
            self.confkit.show_error(error)
            return
        self._take(self.draft.step(label, chapters), cursor)

    def _take(self, draft: Draft, cursor: timedelta | None = None) -> None:
        self.draft = draft
        self._show()
        self._put(self.cursor if cursor is None else cursor)

    def _chosen(self) -> int | None:
        """The chosen chapter; a word where there is none."""
        if self.index is None:
            self.confkit.tell("There is no chapter yet. Press n to begin one at the cursor.")
        return self.index

    def action_split(self) -> None:
        """Cut the chapter in two at the cursor."""
        sounding = chapter_edits.index_at(self.chapters, self.cursor)
        title = _continued(self.chapters[sounding].title) if sounding is not None else ""
        self._step("Split", lambda: chapter_edits.split(self.chapters, self.cursor, title))

    def action_new(self) -> None:
        """Begin a chapter at the cursor."""
        self._fill(Chapter(self.cursor, ""), partial(chapter_edits.add, self.chapters), "New chapter")

    def action_edit(self) -> None:
        """Open the form of the chapter."""
        index = self._chosen()
        if index is not None:
            self._fill(self.chapters[index], partial(chapter_edits.change, self.chapters, index), "Edit chapter")

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Enter or a double click opens the form."""
        self.action_edit()

    def _fill(self, chapter: Chapter, placed: Callable[[Chapter], Chapters], title: str) -> None:
        from confkit.tui.chapter_form import ChapterForm

        def closed(found: tuple[Chapter, Chapters] | None) -> None:
            if found:
                one, chapters = found
                self._take(self.draft.step(title, chapters), one.start)

        self.app.push_screen(ChapterForm(chapter, placed, title=title), closed)

    def action_shift(self, seconds: float) -> None:
        """Let the chapter begin earlier or later; several times in a row are one step for undo."""
        index = self._chosen()
        if index is None:
            return
        chapters = chapter_edits.move_start(self.chapters, index, timedelta(seconds=seconds), self.length)
        self._take(self.draft.step(f"Move chapter {index + 1}", chapters, joins=True), chapters[index].start)

    def action_begin_here(self) -> None:
        """Let the chapter whose beginning is nearest begin at the cursor."""
        if self._chosen() is None:
            return
        index = min(range(len(self.chapters)), key=lambda one: abs(self.chapters[one].start - self.cursor))
        by = self.cursor - self.chapters[index].start
        chapters = chapter_edits.move_start(self.chapters, index, by, self.length)
        self._take(self.draft.step(f"Move chapter {index + 1}", chapters), chapters[index].start)

    def action_merge(self) -> None:
        """Join the chapter to the one before it."""
        index = self._chosen()
        if index is not None:
            before = self.chapters[max(0, index - 1)].start
            self._step("Merge", lambda: chapter_edits.merge(self.chapters, index), cursor=before)

    def action_delete(self) -> None:
        """Delete the chapter; undo brings it back."""
        index = self._chosen()
        if index is not None:
            self._step("Delete", lambda: chapter_edits.remove(self.chapters, index))

    def action_split_evenly(self) -> None:
        """Ask for minutes, and cut the chapter into parts of them."""

        def minutes(text: str) -> timedelta:
            if ":" in text:
                return chapter_editing.read_time("minutes", text)
            try:
                return timedelta(minutes=float(text.replace(",", ".")))
            except (ValueError, OverflowError) as error:
                raise InvalidValue(f"{text!r} is no number", where="minutes", fix="enter minutes such as 5") from error

        def split(every: timedelta) -> None:
            self._step(
                "Split evenly", lambda: chapter_edits.split_evenly(self.chapters, every, self.length, self.index)
            )

        what = f"chapter {self.index + 1}" if self.index is not None else "the whole episode"
        self._ask("Split evenly", f"Cut {what} into parts of so many minutes:", minutes, split)

    def action_shift_all(self) -> None:
        """Ask for an offset, and move all chapters by it."""
        self._ask(
            "Shift all chapters",
            "By how much, such as 0:30 later or -12.5 (seconds) earlier:",
            partial(chapter_editing.read_offset, "offset"),
            lambda by: self._step("Shift all", lambda: chapter_edits.shift(self.chapters, by), cursor=self.cursor + by),
        )

    def _ask(self, title: str, text: str, read: Callable[[str], timedelta], do: Callable[[timedelta], object]) -> None:
        from confkit.tui.ask_screen import AskScreen

        def answered(answer: str | None) -> None:
            if answer is None:
                return
            try:
                found = read(answer)
            except InvalidValue as error:
                self.confkit.show_error(error)
            else:
                do(found)

        self.app.push_screen(AskScreen(title, text), answered)

    def action_undo(self) -> None:
        """Take back the last step."""
        self._travel(self.draft.undone(), "↶ Undid", self.draft.label)

    def action_redo(self) -> None:
        """Do the step again that was taken back."""
        after = self.draft.redone()
        self._travel(after, "↷ Did again", after.label)

    def _travel(self, draft: Draft, word: str, label: str) -> None:
        if draft is self.draft:
            self.confkit.tell("There is nothing more of that in this editor.")
            return
        self._take(draft)
        self.confkit.tell(f"{word}: {label}")

    # From elsewhere

    def action_import_from(self) -> None:
        """Take chapters from a text or a file."""
        from confkit.tui.paste_screen import PasteScreen

        def closed(imported: Imported | None) -> None:
            if imported:
                self._take_over("Import", imported.chapters)
                if imported.problems:
                    self.confkit.tell(f"! {words.count(len(imported.problems), 'line')} left out: no time in it")

        self.app.push_screen(PasteScreen(), closed)

    def action_take_beside(self) -> None:
        """Take over the chapters of the file beside the audio."""
        self.confkit.start(
            lambda: chapter_editing.beside(self.workspace, self.view), partial(self._take_over, "Take from the file")
        )

    def action_take_tags(self) -> None:
        """Take over the chapters in the tags."""
        try:
            self._take_over("Take from the tags", chapter_editing.in_tags(self.view))
        except ConfkitError as error:
            self.confkit.show_error(error)

    def _take_over(self, label: str, chapters: Chapters) -> None:
        self._take(self.draft.step(label, chapters))
        self.confkit.tell(f"{words.count(len(chapters), 'chapter')} in the place of what was here. ^z takes it back.")

    # Words

    def action_transcript(self) -> None:
        """Read what is said; come back with a time."""
        if self.transcript is None:
            self.confkit.tell("There is no transcript of this episode.")
            return

        def closed(time: timedelta | None) -> None:
            if time is not None:
                self._put(time)

        self.app.push_screen(TranscriptScreen(self.view.title, self.transcript, self.cursor), closed)

    # Saving, leaving

    def action_save(self) -> None:
        """Save everything as one edit."""
        self._save(over=False)

    def _save(self, *, over: bool) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        chapters = self.chapters
        self.confkit.start(
            lambda: chapter_editing.save(self.workspace, self.view, chapters, over=over),
            lambda entry: self._saved(entry is not None),
            failed=self._unsaved,
        )

    def _saved(self, changed: bool) -> None:
        if changed:
            self.confkit.tell(f"✓ Saved: {words.count(len(self.chapters), 'chapter')}")
        close(self, changed)

    def _unsaved(self, error: ConfkitError) -> None:
        self._is_saving = False
        if not isinstance(error, EditConflict):
            self.confkit.show_error(error)
            return
        _, _, now = error.differences[0]
        text = f"The chapters now: {safe_text.line(now)[:400]}\n\nSave yours over them?"

        def answered(yes: bool | None) -> None:
            if yes:
                self._save(over=True)

        self.app.push_screen(
            Question("Somebody else changed the chapters meanwhile", text, yes="Save mine", no="Back"), answered
        )

    def action_close(self) -> None:
        """Close; ask first where something would be lost."""
        if not self.is_changed:
            self.dismiss(False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(False)

        steps = words.count(len(self.draft.past), "step")
        question = Question("Throw away your changes?", f"{steps} not saved.", yes="Throw away", no="Keep editing")
        self.app.push_screen(question, answered)

    def action_help(self) -> None:
        """Explain what can be done here."""
        from confkit.tui.help_screen import ScopeHelp
        from confkit.tui.intro import INTRO

        self.app.push_screen(ScopeHelp(Situation(Section.EPISODES), Scope.CHAPTERS, INTRO[Scope.CHAPTERS]))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.CHAPTERS)], placeholder="A command…"))


def _continued(title: str) -> str:
    """The title of the second part: ``Consent (2)``, and ``Consent (3)`` after that."""
    stem, opening, number = title.rpartition(" (")
    if opening and number.endswith(")") and number[:-1].isdecimal():
        return f"{stem} ({int(number[:-1]) + 1})"
    return f"{title} (2)" if title else ""
