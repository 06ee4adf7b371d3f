"""A small form of a few fields that are no fields of one thing: what they mean is asked of whoever opens it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from confkit.domain.errors import ConfkitError, InvalidValue
from confkit.domain.problem import Problem, Severity
from confkit.services.forms import Field
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import SAVING, close
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp


class Asked(NamedTuple):
    """A field with the text that stands in it at first, and what can be chosen where it is a choice."""

    field: Field
    text: str = ""
    choices: Sequence[tuple[str, str]] = ()


class FieldsScreen(ModalScreen[Any]):
    """Its result is that of ``save``, or None.

    ``save`` is called with the texts, in a worker; an InvalidValue whose ``where`` is the name of a field is shown
    below it, any other error in the corner, and the form stays open.
    """

    CSS_PATH = "form.tcss"
    BINDINGS = bindings(Scope.FORM)
    AUTO_FOCUS = "FormField LineInput, FormField Select"

    def __init__(self, title: str, asked: Sequence[Asked], save: Callable[[Mapping[str, str]], object]) -> None:
        super().__init__()
        self._title = title
        self._asked = asked
        self._save = save
        self._is_saving = False

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """The fields in a box, and the keys below."""
        with Vertical(classes="box"):
            for one in self._asked:
                yield FormField(one.field, one.text, choices=one.choices, hint=one.field.help)
        yield KeyLine(action for action in in_scope(Scope.FORM) if action.footer and action.id != "form.preview")

    def on_mount(self) -> None:
        """Name the form."""
        self.query_one(".box").border_title = Content(safe_text.line(self._title)[:80])

    @property
    def fields(self) -> dict[str, FormField]:
        """The fields by name."""
        return {field.field.name: field for field in self.query(FormField)}

    def action_save(self) -> None:
        """Save, or show what must be corrected first."""
        if self._is_saving:
            return
        self._is_saving = True
        texts = {name: field.text.strip() for name, field in self.fields.items()}
        self.confkit.start(lambda: self._save(texts), partial(close, self), failed=self._refused)

    def _refused(self, error: ConfkitError) -> None:
        self._is_saving = False
        fields = self.fields
        for one in fields.values():
            one.show_problem(None)
        field = fields.get(error.where) if isinstance(error, InvalidValue) else None
        if field is None:
            self.confkit.show_error(error)
            return
        field.show_problem(Problem("invalid", Severity.ERROR, error.where, error.what, error.fix))
        field.editor.focus()

    def action_close(self) -> None:
        """Leave everything as it is; while it is saved, that closes it."""
        if self._is_saving:
            self.confkit.tell(SAVING)
        else:
            self.dismiss(None)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.focus_previous()
