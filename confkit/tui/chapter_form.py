"""The small form of one chapter; what is wrong is said at the field while it is typed."""

from collections.abc import Callable
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Select

from confkit.domain.chapter_edits import Chapters
from confkit.domain.errors import InvalidValue
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter
from confkit.services.chapter_editing import read_time, write_time
from confkit.services.forms import Field, FieldKind
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField

_FIELDS = (
    Field("title", "Title", FieldKind.LINE, "what apps show"),
    Field("start", "Start", FieldKind.LINE, "1:02:03.5", required=True),
    Field("end", "End", FieldKind.LINE, "empty: where the next one begins"),
    Field("url", "Link", FieldKind.LINE, "https://…"),
    Field("image", "Picture", FieldKind.LINE, "https://…, shown while the chapter sounds"),
    Field("hidden", "Hidden", FieldKind.FLAG, "for times that lists leave out, such as those of pictures"),
)


class ChapterForm(ModalScreen[tuple[Chapter, Chapters] | None]):
    """Title, start, end, link, picture and hidden; the result is the chapter, and all chapters with it."""

    CSS_PATH = ["form.tcss", "chapters.tcss"]  # noqa: RUF012 - declared so by Textual
    BINDINGS = bindings(Scope.FORM)
    AUTO_FOCUS = "FormField LineInput"

    def __init__(self, chapter: Chapter, placed: Callable[[Chapter], Chapters], *, title: str) -> None:
        super().__init__()
        self.chapter = chapter
        self._placed = placed
        self._title = title

    def compose(self) -> ComposeResult:
        """The fields, filled with what the chapter is."""
        chapter = self.chapter
        texts = {
            "title": chapter.title,
            "start": write_time(chapter.start),
            "end": "" if chapter.end is None else write_time(chapter.end),
            "url": chapter.url,
            "image": chapter.image,
            "hidden": "yes" if chapter.hidden else "no",
        }
        with Vertical(classes="box"):
            for field in _FIELDS:
                choices = [("no", "no"), ("yes", "yes")] if field.kind is FieldKind.FLAG else []
                yield FormField(field, texts[field.name], choices=choices, hint=field.help)
        yield KeyLine(action for action in in_scope(Scope.FORM) if action.footer)

    def on_mount(self) -> None:
        """Name the form."""
        self.query_one(".box").border_title = Content(self._title)

    def field_named(self, name: str) -> FormField:
        """One of the fields."""
        return next(field for field in self.query(FormField) if field.field.name == name)

    def _text(self, name: str) -> str:
        return self.field_named(name).text.strip()

    def _filled(self) -> Chapter:
        """The chapter as it is typed; raises InvalidValue that names the field."""
        end = self._text("end")
        # What was not touched stays exactly as it was, however it is written.
        start_changed, end_changed = (self.field_named(name).is_changed for name in ("start", "end"))
        until = (read_time("end", end) if end else None) if end_changed else self.chapter.end
        for name in ("url", "image"):
            if self._text(name) and not self._text(name).casefold().startswith(("https://", "http://")):
                raise InvalidValue("is no address of the web", where=name, fix="write it whole, with https://")
        return replace(
            self.chapter,
            title=safe_text.line(self._text("title")),
            start=read_time("start", self._text("start")) if start_changed else self.chapter.start,
            end=until,
            url=self._text("url"),
            image=self._text("image"),
            hidden=self._text("hidden") == "yes",
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check while typing."""
        self._check()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Check after choosing."""
        self._check()

    def _check(self) -> tuple[Chapter, Chapters] | None:
        """Show what is wrong; return the chapter and all of them where nothing is."""
        for field in self.query(FormField):
            field.show_problem(None)
        try:
            chapter = self._filled()
            return chapter, self._placed(chapter)
        except InvalidValue as error:
            name = error.where if error.where in {field.name for field in _FIELDS} else "start"
            problem = Problem(f"invalid-{name}", Severity.ERROR, name, error.what, error.fix)
            self.field_named(name).show_problem(problem)
            return None

    def action_save(self) -> None:
        """Take the chapter over."""
        found = self._check()
        if found is None:
            wrong = next(field for field in self.query(FormField) if field.has_class("-invalid"))
            wrong.editor.focus()
            return
        self.dismiss(found)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes it over, too: a title is typed and done."""
        event.stop()
        self.action_save()

    def action_close(self) -> None:
        """Leave the chapter as it was."""
        self.dismiss(None)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.focus_previous()
