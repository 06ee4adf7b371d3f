"""One field of a form: its label, its input, and a line below for what is wrong."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Select, Static

from confkit.domain.problem import Problem
from confkit.services.forms import Field
from confkit.tui import safe_text
from confkit.tui.text_fields import LineInput, TextInput, one_line
from confkit.tui.tones import Tone


class NameSuggester(Suggester):
    """Completes the last of several names, separated by commas; they are what is usually typed there."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """Return ``value`` with its last name completed."""
        _, _, last = value.rpartition(",")
        begun = last.lstrip()
        if len(begun) < 2:
            return None
        for name in self._names:
            if name.casefold().startswith(begun.casefold()) and len(name) > len(begun):
                return value + name[len(begun) :]
        return None


class LineCompleter(TextInput):
    """Completes a name at the beginning of a line; the right arrow takes what is suggested."""

    _names: Sequence[str] = ()

    def __init__(self, text: str, names: Sequence[str]) -> None:
        super().__init__(text)
        self._names = names

    def update_suggestion(self) -> None:
        """Suggest the rest of the name that is being typed at the end of a line."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        begun = line.lstrip()
        self.suggestion = ""
        if begun and column == len(line):
            for name in self._names:
                if name.casefold().startswith(begun.casefold()) and len(name) > len(begun):
                    self.suggestion = f"{name[len(begun) :]}: "
                    return


class FormField(Grid):
    """A field as a person types it; its ``text`` is what ``confkit.services.forms`` reads."""

    def __init__(
        self,
        field: Field,
        text: str,
        *,
        choices: Sequence[tuple[str, str]],
        hint: str,
        names: Sequence[str] = (),
        prompt: str = "–",
    ) -> None:
        super().__init__(classes="-long" if field.is_long else "")
        self.field = field
        self.initial = text
        self.touched = False
        self.hint = hint
        self._prompt = prompt
        self._note = Static(classes="note")
        self.editor = self._make_editor(text, choices, names)
        # What the input makes of the text (a line break in a one-line field is a blank) is what "unchanged" means. A
        # select takes its value only when it is mounted.
        self._shown = text if isinstance(self.editor, Select) else self.text

    def _make_editor(self, text: str, choices: Sequence[tuple[str, str]], names: Sequence[str]) -> Widget:
        if choices:
            values = [value for value, _ in choices]
            options = [(Content(safe_text.line(label) or value), value) for value, label in choices]
            if text and text not in values:
                options.append((Content(safe_text.line(text)), text))
            # Where something must be chosen and is, "nothing" is no choice.
            blank = not (self.field.required and text)
            return Select(options, allow_blank=blank, value=text or Select.NULL, prompt=self._prompt, compact=True)
        if self.field.is_long:
            return LineCompleter(text, names) if names else TextInput(text)
        suggester = NameSuggester(names) if names else None
        return LineInput(text, placeholder=one_line(self.hint), suggester=suggester, compact=True)

    def compose(self) -> ComposeResult:
        """Label, input, note."""
        star = " *" if self.field.required else ""
        yield Static(Content.assemble(self.field.label, (star, Tone.ACCENT)), classes="label")
        yield self.editor
        yield self._note

    def on_mount(self) -> None:
        """Begin without a note."""
        self._note.display = False

    @property
    def text(self) -> str:
        """What is typed at present."""
        editor = self.editor
        if isinstance(editor, Select):
            if not editor.is_mounted:
                return self.initial
            return "" if editor.value is Select.NULL else str(editor.value)
        return editor.text if isinstance(editor, TextInput) else editor.value if isinstance(editor, LineInput) else ""

    @text.setter
    def text(self, text: str) -> None:
        if isinstance(self.editor, TextInput):
            self.editor.load_text(text)
        elif isinstance(self.editor, LineInput):
            self.editor.value = text
        elif isinstance(self.editor, Select):
            self.editor.value = text or Select.NULL

    @property
    def is_changed(self) -> bool:
        """Whether a person changed the text."""
        return self.text != self._shown

    def show_problem(self, problem: Problem | None) -> None:
        """Show what is wrong below the field, or nothing."""
        self.set_class(problem is not None, "-invalid")
        self._note.display = problem is not None
        if problem is not None:
            fix = f" → {problem.fix}" if problem.fix else ""
            self._note.update(Content.styled(safe_text.line(f"✗ {problem.message}{fix}"), Tone.BAD))

    def show_note(self, text: str) -> None:
        """Show a remark that is no problem."""
        self._note.update(Content.styled(safe_text.line(text), Tone.WARN if text[:1] == "!" else Tone.MUTED))
        self._note.display = True
