"""What was changed both here and in the audio file, side by side; what the user chooses becomes one edit."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import ConfkitError
from confkit.domain.history import Entry
from confkit.domain.tag_merge import TagConflict
from confkit.services import tag_merging
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import close
from confkit.tui.footer import KeyLine
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

Side = Literal["here", "file"]
_LINES = 6
_GAP = "  "


class MergeScreen(ModalScreen[bool]):
    """Its result is whether anything was settled."""

    CSS_PATH = "episode.tcss"
    BINDINGS = bindings(Scope.MERGE)
    AUTO_FOCUS = None

    def __init__(self, workspace: Workspace, view: EpisodeView) -> None:
        super().__init__()
        self.workspace = workspace
        self.view = view
        self.conflicts = tag_merging.conflicts_of(view)
        self.chosen: dict[str, Side] = {}
        self.cursor = 0
        self._tops: list[int] = []
        self._is_saving = False

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """A table of the fields, which scrolls."""
        with Vertical(classes="box"), VerticalScroll(can_focus=False):
            yield Static(id="fields")
        yield KeyLine(action for action in in_scope(Scope.MERGE) if action.footer)

    def on_mount(self) -> None:
        """Name the window."""
        self.query_one(".box").border_title = Content(f"Merge with file · {safe_text.line(self.view.title)[:60]}")
        self._show()

    def on_resize(self) -> None:
        """Share the new width among the two sides."""
        self._show()

    def _show(self) -> None:
        left = len(self.conflicts) - len(self.chosen)
        self.query_one(".box").border_subtitle = Content(
            "everything is chosen" if not left else f"{words.count(left, 'field')} still open"
        )
        # The frame, the padding and the scrollbar take five cells.
        width = max(20, (min(100, self.app.size.width) - 5 - len(_GAP)) // 2)
        lines: list[Content] = [self._heads(width)]
        self._tops = []
        for number, conflict in enumerate(self.conflicts):
            lines.append(Content(""))
            self._tops.append(len(lines))
            lines.extend(self._field(number, conflict, width))
        self.query_one("#fields", Static).update(Content("\n").join(lines))
        if self._tops:
            top = self._tops[self.cursor] if self.cursor else 0
            self.query_one(VerticalScroll).scroll_to(y=max(0, top - 2), animate=False)

    @staticmethod
    def _heads(width: int) -> Content:
        return Content.assemble(
            (safe_text.fit("Here, in the episode", width), Tone.MUTED), _GAP, ("In the audio file", Tone.MUTED)
        )

    def _field(self, number: int, conflict: TagConflict, width: int) -> Iterator[Content]:
        field, here_now = conflict.field, number == self.cursor
        was = safe_text.line(conflict.was[:200]) or "empty"
        yield Content.assemble(
            ("▸ " if here_now else "  ", Tone.ACCENT),
            (field, Tone.HEADING if here_now else Tone.BRIGHT),
            (f"  before: {safe_text.fit(was, max(1, width - len(field))).rstrip()}", Tone.MUTED),
        )
        here = self._cell(tag_merging.own_in_words(self.view, conflict), self.chosen.get(field) == "here", width)
        file = self._cell(conflict.tag, self.chosen.get(field) == "file", width)
        blank = Content(" " * width)
        for row in range(max(len(here), len(file))):
            left = here[row] if row < len(here) else blank
            right = file[row] if row < len(file) else blank
            yield Content.assemble(
                _clicked(left, f"screen.choose_at({number}, 'here')"),
                _GAP,
                _clicked(right, f"screen.choose_at({number}, 'file')"),
            )

    def _cell(self, text: str, is_chosen: bool, width: int) -> list[Content]:
        """One side of a field: a mark, and the text in lines of the column's width."""
        open_ = not is_chosen
        found = []
        for number, line in enumerate(safe_text.wrapped(text, width - 4, _LINES) or ["(empty)"]):
            mark = ("○" if open_ else "●") if not number else " "
            found.append(
                Content.assemble(
                    (f"  {mark} ", Tone.MUTED if open_ else Tone.GOOD),
                    (safe_text.fit(line, width - 4), Tone.PLAIN if open_ else Tone.BRIGHT),
                )
            )
        return found

    # Choosing

    def action_move(self, by: int) -> None:
        """Go to another field."""
        self.cursor = min(max(self.cursor + by, 0), len(self.conflicts) - 1)
        self._show()

    def action_choose(self, side: Side) -> None:
        """Choose a side for the field under the cursor."""
        self.action_choose_at(self.cursor, side)

    def action_choose_at(self, number: int, side: Side) -> None:
        """Choose a side for a field; choosing it again leaves the field open."""
        field = self.conflicts[number].field
        self.cursor = number
        if self.chosen.get(field) == side:
            del self.chosen[field]
        else:
            self.chosen[field] = side
        self._show()

    def action_choose_all(self, side: Side) -> None:
        """Choose one side for everything."""
        self.chosen = dict.fromkeys((conflict.field for conflict in self.conflicts), side)
        self._show()

    def action_save(self) -> None:
        """Settle what is chosen, in one edit."""
        if not self.chosen:
            self.confkit.tell("Choose here (←) or file (→) for a field first.")
            return
        if not self._is_saving:
            self._is_saving = True
            keep = [field for field, side in self.chosen.items() if side == "here"]
            take = [field for field, side in self.chosen.items() if side == "file"]
            job = partial(tag_merging.settle, self.workspace, self.view, keep=keep, take=take)
            self.confkit.start(job, self._settled, failed=self._refused)

    def _settled(self, entry: Entry) -> None:
        self.confkit.tell(f"✓ {entry.label}")
        close(self, True)

    def _refused(self, error: ConfkitError) -> None:
        self._is_saving = False
        self.confkit.show_error(error)

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)


def _clicked(content: Content, action: str) -> Content:
    return content.stylize(Style.from_meta({"@click": action}))
