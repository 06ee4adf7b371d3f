"""The window in which to choose what to print: which paper, which day and room, text or HTML, and into which file."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Select, Static

from confkit.domain.errors import ConfkitError
from confkit.domain.programme import Programme
from confkit.services.forms import Field, FieldKind
from confkit.services.planning import printing
from confkit.services.planning.printing import Form, Paper
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import close
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField
from confkit.tui.question import Question

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_KINDS = {
    Paper.DOORS: "Door sheets: A4, one for each room and day",
    Paper.SPEAKERS: "Cue cards of speakers: A6, four on a sheet",
    Paper.MODERATORS: "Cue cards of moderators: A6, with introductions",
    Paper.TIMETABLE: "Timetable: A4 landscape, up to eight rooms on a sheet",
}
_FORMS = {"html": "HTML: open it in a browser and print it", "text": "Text: 72 columns, for any printer"}
_KIND = Field("kind", "What", FieldKind.CHOICE, required=True)
_DAY = Field("day", "Day", FieldKind.CHOICE, "empty: every day")
_ROOM = Field("room", "Room", FieldKind.CHOICE, "empty: every room")
_FORM = Field("form", "As", FieldKind.CHOICE, required=True)
_FILE = Field("file", "File", FieldKind.LINE, "a path; one without a folder goes into the workspace", required=True)
# A preview is read page by page; the whole paper of a congress is not.
_PREVIEW = 200_000


class PaperScreen(ModalScreen[None]):
    """Writes a paper into a file."""

    CSS_PATH = ["../form.tcss", "day.tcss"]  # noqa: RUF012 - declared so by Textual
    BINDINGS = bindings(Scope.PAPER)
    AUTO_FOCUS = "Select"

    def __init__(self, workspace: Workspace, programme: Programme, *, day: date | None = None) -> None:
        super().__init__()
        self._workspace = workspace
        self._programme = programme
        self._rooms = {room.id.hex: room for room in programme.rooms}
        self._days = sorted({programme.day(slot) for slot in programme.slots} | set(programme.event.days))
        self._day = day if day in self._days else None
        self._suggested = self._file_name(Paper.DOORS, "html", self._day)

    def _file_name(self, kind: Paper, form: str, day: date | None) -> str:
        parts = (self._programme.event.slug, kind.value, day.isoformat() if day else "")
        return f"{'-'.join(part for part in parts if part)}.{'html' if form == 'html' else 'txt'}"

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """Five fields."""
        days = [(one.isoformat(), words.full_day(one)) for one in self._days]
        rooms = [(id, room.name) for id, room in self._rooms.items()] or [("", "no rooms yet")]
        with Vertical(classes="box"):
            yield FormField(
                _KIND, Paper.DOORS.value, choices=[(one.value, told) for one, told in _KINDS.items()], hint=""
            )
            yield FormField(_DAY, self._day.isoformat() if self._day else "", choices=days, hint="", prompt="every day")
            yield FormField(_ROOM, "", choices=rooms, hint="", prompt="every room")
            yield FormField(_FORM, "html", choices=[*_FORMS.items()], hint="")
            yield FormField(_FILE, self._suggested, choices=(), hint=_FILE.help)
        yield KeyLine(action for action in in_scope(Scope.PAPER) if action.footer)

    def on_mount(self) -> None:
        """Name the window."""
        title = safe_text.line(self._programme.event.title)[:60]
        self.query_one(".box").border_title = Content(f"Paper · {title}")

    def field_named(self, name: str) -> FormField:
        """One of the fields."""
        return next(field for field in self.query(FormField) if field.field.name == name)

    @property
    def kind(self) -> Paper:
        """What to print."""
        return Paper(self.field_named("kind").text or Paper.DOORS.value)

    @property
    def day(self) -> date | None:
        """Which day, None for all."""
        text = self.field_named("day").text
        return date.fromisoformat(text) if text else None

    @property
    def form(self) -> Form:
        """Text or HTML."""
        return "text" if self.field_named("form").text == "text" else "html"

    @property
    def path(self) -> Path:
        """Where to; the home of the user is understood, and a name alone is in the workspace."""
        text = self.field_named("file").text.strip()
        return self._workspace.root / Path(text).expanduser()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Suggest a name for the file, until somebody types one."""
        event.stop()
        field = self.field_named("file")
        if field.text == self._suggested:
            self._suggested = field.text = self._file_name(self.kind, self.form, self.day)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write."""
        event.stop()
        self.action_save()

    def action_preview(self) -> None:
        """Read the paper as text."""
        room = self._rooms.get(self.field_named("room").text)
        job = partial(printing.paper, self._programme, self.kind, "text", room=room, day=self.day)
        title = _KINDS[self.kind].partition(":")[0]
        self.confkit.start(job, lambda data: self.app.push_screen(TextPreview(title, data.decode()[:_PREVIEW])))

    def action_save(self) -> None:
        """Write the file; ask where there is one already."""
        if not self.field_named("file").text.strip():
            self.field_named("file").editor.focus()
            self.confkit.tell("✗ Say which file to write.", severity="error")
            return
        path = self.path
        if not path.exists():
            self._write(path)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._write(path)

        self.app.push_screen(Question("Write over the file?", f"{path} is there already.", yes="Write over"), answered)

    def _write(self, path: Path) -> None:
        room = self._rooms.get(self.field_named("room").text)
        job = partial(printing.write, self._programme, self.kind, path, self.form, room=room, day=self.day)
        self.confkit.start(job, partial(self._written, path), failed=self._refused)

    def _written(self, path: Path, size: int) -> None:
        self.confkit.tell(f"✓ Wrote {path} ({words.size(size)})")
        close(self, None)

    def _refused(self, error: ConfkitError) -> None:
        self.confkit.show_error(error)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.focus_previous()

    def action_close(self) -> None:
        """Write nothing."""
        self.dismiss(None)


class TextPreview(ModalScreen[None]):
    """A paper as text, to read; a line between two sheets."""

    CSS_PATH = "day.tcss"
    BINDINGS = bindings(Scope.READING)
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The text in a box."""
        sheets = self._text.split("\f\n")
        shown = f"\n{'─' * 72}\n".join(safe_text.lines(sheet) for sheet in sheets)
        with Vertical(classes="box"), VerticalScroll():
            yield Static(Content(shown))
        yield KeyLine(action for action in in_scope(Scope.READING) if action.footer)

    def on_mount(self) -> None:
        """Name what it is."""
        box = self.query_one(".box")
        box.border_title = Content(f"Preview · {self._title}")
        box.border_subtitle = Content(words.count(self._text.count("\f") + 1, "sheet"))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
