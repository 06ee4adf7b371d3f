"""How much a rule for schedules matters at an event, and the numbers that it goes by."""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confkit.domain.errors import ConfkitError, EditConflict, InvalidValue
from confkit.domain.history import Entry
from confkit.domain.problem import Problem, Severity
from confkit.domain.rule_settings import RuleLevel
from confkit.domain.times import zone_named
from confkit.services import forms, rules
from confkit.services.forms import Field, FieldKind
from confkit.services.rules import RuleSetting
from confkit.services.workspace import Workspace
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import SAVING, close
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField
from confkit.tui.intro import RULE
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_LEVEL = Field(
    "level", "Severity", FieldKind.CHOICE, "how much the rule matters at this event", required=True, enum=RuleLevel
)
_SAID = {RuleLevel.OFF: "off: silence the rule at this event"}


class RuleScreen(ModalScreen[bool]):
    """The form of one rule at one event; its result is whether something was saved."""

    CSS_PATH = "form.tcss"
    BINDINGS = bindings(Scope.FORM)
    AUTO_FOCUS = "Select"

    def __init__(self, workspace: Workspace, setting: RuleSetting) -> None:
        super().__init__()
        self.workspace = workspace
        self.setting = setting
        self._is_saving = False
        self.help_intro = RULE

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """What the rule asks for, its severity, and the event's numbers that it goes by."""
        setting = self.setting
        texts = forms.texts_of(setting.event, forms.FormContext(zone_named(setting.event.zone)))
        usual = "off unless an event wants it" if setting.usual is RuleLevel.OFF else setting.usual.value
        with Vertical(classes="box"):
            about = Content.assemble(
                (safe_text.line(setting.about), Tone.BRIGHT),
                (f"\n→ {safe_text.line(setting.fix)}", Tone.MUTED),
                (f"\nIts usual severity: {usual}.", Tone.MUTED),
            )
            yield Static(about, classes="about")
            levels = [(level.value, self._named(level)) for level in RuleLevel]
            yield FormField(_LEVEL, setting.level.value, choices=levels, hint=_LEVEL.help)
            for field in setting.fields:
                yield FormField(field, texts[field.name], choices=(), hint=field.help)
        yield KeyLine(action for action in in_scope(Scope.FORM) if action.footer and action.id != "form.preview")

    def _named(self, level: RuleLevel) -> str:
        return _SAID.get(level, level.value) + (" (usual)" if level is self.setting.usual else "")

    def on_mount(self) -> None:
        """Name the form."""
        event = safe_text.line(self.setting.event.title)[:60]
        self.query_one(".box").border_title = Content(f"Rule {self.setting.rule} · {event}")

    @property
    def fields(self) -> list[FormField]:
        """Severity and numbers."""
        return list(self.query(FormField))

    def action_save(self) -> None:
        """Save both as one edit."""
        if self._is_saving:
            return
        self._is_saving = True
        level, *numbers = self.fields
        texts = {field.field.name: field.text for field in numbers if field.is_changed}
        wanted = RuleLevel(level.text) if level.text else self.setting.usual
        self.confkit.start(
            lambda: rules.set_rule(self.workspace, self.setting, wanted, texts), self._saved, failed=self._refused
        )

    def _saved(self, entry: Entry | None) -> None:
        if entry is not None:
            self.confkit.tell(f"✓ {entry.label}")
        close(self, entry is not None)

    def _refused(self, error: ConfkitError) -> None:
        if isinstance(error, EditConflict):
            # What was chosen stays; it can be saved over what is there now by who has been told what that is.
            afresh = partial(rules.afresh, self.workspace, self.setting)
            self.confkit.start(afresh, partial(self._take_up, error), failed=self._refused)
            return
        self._is_saving = False
        for field in self.fields:
            is_meant = isinstance(error, InvalidValue) and error.where == field.field.name
            field.show_problem(
                Problem("invalid", Severity.ERROR, error.where, error.what, error.fix) if is_meant else None
            )
            if is_meant:
                field.editor.focus()
                return
        self.confkit.show_error(error)

    def _take_up(self, error: EditConflict, setting: RuleSetting) -> None:
        self._is_saving = False
        self.setting = setting
        self.confkit.tell(
            f"✗ Not saved. {error.where}: {error.what}\n→ ^s again saves your choice, the rest stays as it is now",
            severity="error",
        )

    def action_preview(self) -> None:
        """No text here is shown anywhere."""

    def action_close(self) -> None:
        """Leave everything as it is; while it is saved, that closes it."""
        if self._is_saving:
            self.confkit.tell(SAVING)
        else:
            self.dismiss(False)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.focus_previous()
