"""A form for several things at once: only the fields that are touched are set, of all of them, as one edit.

A field in which they differ says so and is left alone until something is typed or chosen there. Below the fields stands
what saving would do, and what could not be changed.
"""

from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Select, Static, TextArea

from confkit.domain.errors import ConfkitError, EditConflict
from confkit.domain.problem import Problem
from confkit.services import forms
from confkit.services.field import Field, FieldKind
from confkit.services.planning.bulk import Bulk, BulkPlan, Done, plural
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import SAVING, close
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

VARIOUS = "various"
# So many of those that stay as they are get a line of their own below the fields.
_LINES = 3


class BulkScreen(ModalScreen[Done | None]):
    """The form; its result is what was done, or None."""

    CSS_PATH = ["form.tcss", "bulk.tcss"]  # noqa: RUF012 - declared so by Textual
    BINDINGS = bindings(Scope.BULK)
    AUTO_FOCUS = "FormField Select, FormField LineInput, FormField TextInput"

    def __init__(self, bulk: Bulk) -> None:
        super().__init__()
        self._bulk = bulk
        self._emptied: set[str] = set()
        self._saving = False
        self._is_planning = False
        self._is_stale = False

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """A field for each line, and what saving would do."""
        with Vertical(classes="box"):
            with VerticalScroll(can_focus=False):
                for field in self._bulk.fields:
                    yield self._field(field)
            yield Static(id="outcome")
        yield KeyLine(action for action in in_scope(Scope.BULK) if action.footer)

    def _field(self, field: Field) -> FormField:
        text = self._bulk.texts[field.name]
        adds = "+one adds, -one takes away" if field.kind is FieldKind.LIST else field.help
        return FormField(
            field,
            text or "",
            choices=self._bulk.choices(field),
            hint=" · ".join(part for part in (VARIOUS if text is None else "", adds) if part),
            names=forms.offers_of(field),
            prompt=VARIOUS if text is None else "–",
        )

    def on_mount(self) -> None:
        """Name the form."""
        self._entitle()
        self._show()

    def _entitle(self) -> None:
        number = len(self._bulk.things)
        self.query_one(".box").border_title = Content(f"Edit {number} {plural(self._bulk.kind, number)} together")

    @property
    def changed_texts(self) -> dict[str, str]:
        """What is to be set; a field not in it stays as it is in each of them."""
        return {
            one.field.name: one.text
            for one in self.query(FormField)
            if one.is_changed or (one.field.name in self._emptied and not one.text)
        }

    # Checking

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what it would do."""
        self._show()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say at once what it would do."""
        self._show()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Say at once what it would do."""
        self._show()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the help of the field in the frame."""
        field = self._focused
        hint = safe_text.line(field.hint)[:90] if field else ""
        self.query_one(".box").border_subtitle = Content(hint) if hint else None

    @property
    def _focused(self) -> FormField | None:
        focused = self.focused
        ancestors = focused.ancestors_with_self if focused is not None else ()
        return next((one for one in ancestors if isinstance(one, FormField)), None)

    def _show(self) -> None:
        """Work out what saving would do, in a worker: of a thousand things that takes a while."""
        texts = self.changed_texts if self.is_mounted else {}
        if self._is_planning:
            self._is_stale = True
        elif texts:
            self._is_planning = True
            self.confkit.start(lambda: self._bulk.plan(texts), lambda plan: self._planned(plan, texts), group="preview")
        else:
            self._show_plan(BulkPlan(), texts)

    def _planned(self, plan: BulkPlan, texts: dict[str, str]) -> None:
        self._is_planning = False
        if self._is_stale:
            self._is_stale = False
            self._show()
        else:
            self._show_plan(plan, texts)

    def _show_plan(self, plan: BulkPlan, texts: dict[str, str]) -> None:
        """What is wrong with a field stands below it, what saving would do below all of them."""
        if not self.is_mounted:
            return
        problems: dict[str, Problem] = {}
        for problem in plan.problems:
            problems.setdefault(problem.where, problem)
        for field in self.query(FormField):
            wrong = problems.get(field.field.name)
            field.show_problem(wrong)
            if wrong is None and field.field.name in texts and not field.text:
                field.show_note("! empty for all of them")
        self.query_one("#outcome", Static).update(Content("\n").join(self._outcome(plan, touched=bool(texts))))

    def _outcome(self, plan: BulkPlan, *, touched: bool) -> list[Content]:
        number = len(self._bulk.things)
        things = f"{number} {plural(self._bulk.kind, number)}"
        if not touched:
            return [Content.styled(f"nothing is changed yet in {things}", Tone.MUTED)]
        if plan.problems:
            return [Content.styled("can’t be saved yet", Tone.BAD)]
        lines = [Content.styled(f"changes {plan.changed} of {things}", Tone.ACCENT if plan.changed else Tone.MUTED)]
        shown = plan.refused if len(plan.refused) <= _LINES else plan.refused[: _LINES - 1]
        lines += [Content.styled(safe_text.line(f"! {one.where}: {one.message}")[:200], Tone.WARN) for one in shown]
        if len(shown) < len(plan.refused):
            lines.append(Content.styled(f"! … and {len(plan.refused) - len(shown)} more stay", Tone.WARN))
        return lines

    # Doing

    def action_save(self) -> None:
        """Set what was touched."""
        texts = self.changed_texts
        if self._saving:
            return
        if not texts:
            self.dismiss(None)
            return
        self._saving = True
        self.confkit.start(lambda: self._bulk.apply(texts), partial(close, self), failed=self._unsaved)

    def _unsaved(self, error: ConfkitError) -> None:
        if isinstance(error, EditConflict):
            # What is typed stays; it can be saved over what is there now by who has been told what that is.
            self.confkit.start(self._bulk.afresh, partial(self._take_up, error), failed=self._unsaved)
            return
        self._saving = False
        self.confkit.show_error(error)

    def _take_up(self, error: EditConflict, fresh: Bulk) -> None:
        self._saving = False
        self._bulk = fresh
        self._entitle()
        self._show()
        what = f"{error.where}: {error.what}" if error.where else error.what
        self.confkit.tell(
            f"✗ Nothing was saved. {what}\n→ ^s again saves what you typed, over what is there now", severity="error"
        )

    def action_empty(self) -> None:
        """Empty the field in all of them; a second time leaves it as it is."""
        field = self._focused
        if field is None:
            return
        if field.field.required or field.field.enum is not None:
            self.confkit.tell(f"{field.field.label} can’t be empty.")
            return
        name = field.field.name
        if name in self._emptied:
            self._emptied.discard(name)
            field.text = field.initial
        else:
            self._emptied.add(name)
            field.text = ""
        self._show()

    def action_close(self) -> None:
        """Change nothing; while it is saved, that closes it."""
        if self._saving:
            self.confkit.tell(SAVING)
        else:
            self.dismiss(None)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.focus_previous()
