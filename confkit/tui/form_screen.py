"""A form for any kind of thing, made from the fields of ``confkit.services.forms``."""

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Select, TextArea

from confkit.domain.bridge import resolve_episode
from confkit.domain.edit import Entity
from confkit.domain.errors import ConfkitError, EditConflict, NotFound
from confkit.domain.event import Event
from confkit.domain.numbering import Place, next_place
from confkit.domain.problem import Problem
from confkit.domain.session import Session
from confkit.domain.show import Episode, Show
from confkit.domain.times import zone_or_utc
from confkit.services import editing, forms
from confkit.services.forms import Field, Filled, FormContext
from confkit.services.words import kind_of
from confkit.services.workspace import Workspace
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import SAVING, close
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField
from confkit.tui.listing import folded
from confkit.tui.question import Question
from confkit.tui.snapshot import Snapshot
from confkit.tui.text_fields import TextInput

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp


def context_for(ws: Workspace, snapshot: Snapshot, entity: Entity) -> FormContext:
    """What the texts of a form are read against; reads the sessions of every event for an episode."""
    programme = snapshot.programme
    zone = zone_or_utc(entity.zone if isinstance(entity, Event) else programme.event.zone if programme else "UTC")
    sessions: tuple[Session, ...] = ()
    if isinstance(entity, Episode):
        sessions = tuple(session for event in snapshot.events for session in ws.repository.programme(event.id).sessions)
    return FormContext(zone, programme, snapshot.persons, sessions)


def _next_place(entity: Entity, snapshot: Snapshot) -> Place | None:
    """The season and number that an episode would have next, also of one that is not there yet."""
    if not isinstance(entity, Episode):
        return None
    show = next((show for show in snapshot.shows if show.id == entity.show_id), None)
    view = snapshot.view(entity.id) or (resolve_episode(entity, show, {}) if show else None)
    return next_place(view, snapshot.episodes.get(entity.show_id, ())) if view else None


class FormScreen(ModalScreen[Entity | None]):
    """The form of one thing; its result is the thing as it was saved, or None."""

    CSS_PATH = "form.tcss"
    BINDINGS = bindings(Scope.FORM)
    AUTO_FOCUS = "FormField LineInput, FormField TextInput"

    def __init__(
        self, workspace: Workspace, snapshot: Snapshot, entity: Entity, context: FormContext, *, is_new: bool
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.entity = entity
        self.is_new = is_new
        self._form_context = context
        self._view = snapshot.view(entity.id)
        self._names = sorted({person.name for person in snapshot.persons}, key=str.casefold)
        self._next = _next_place(entity, snapshot)
        self._saving = False
        self._slug_follows = is_new

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """A box with a field for each line, and the keys below."""
        texts = forms.texts_of(self.entity, self._form_context)
        with Vertical(classes="box"), VerticalScroll(can_focus=False):
            for field in forms.fields_of(type(self.entity)):
                yield FormField(
                    field,
                    texts[field.name],
                    choices=forms.choices_of(field, self._form_context),
                    hint=self._hint(field),
                    names=self._names
                    if field.kind is forms.FieldKind.PEOPLE
                    else forms.offers_of(field, self._form_context),
                )
        yield KeyLine(action for action in in_scope(Scope.FORM) if action.footer)

    def _hint(self, field: Field) -> str:
        """Where the value comes from while the field is empty; of season and number, what would come next."""
        hint = forms.placeholder_of(field, self._view)
        if hint or self._next is None or field.name not in ("season", "number"):
            return hint
        value = self._next.season if field.name == "season" else self._next.number
        return f"{value} would be next" if value is not None else ""

    def on_mount(self) -> None:
        """Name the form."""
        box = self.query_one(".box")
        title = f"New {kind_of(self.entity)}" if self.is_new else f"Edit {kind_of(self.entity)}"
        box.border_title = Content(title)

    @property
    def fields(self) -> list[FormField]:
        """The fields in their order."""
        return list(self.query(FormField))

    def field_named(self, name: str) -> FormField:
        """The field with a name of the form registry."""
        return next(field for field in self.fields if field.field.name == name)

    @property
    def changed_texts(self) -> dict[str, str]:
        """What a person changed; a field not in it keeps its value exactly."""
        return {field.field.name: field.text for field in self.fields if field.is_changed}

    # Checking

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check while typing."""
        self._check(event.input.query_ancestor(FormField))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Check while typing."""
        self._check(event.text_area.query_ancestor(FormField))

    def on_select_changed(self, event: Select.Changed) -> None:
        """Check after choosing."""
        self._check(event.select.query_ancestor(FormField))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the help of the field in the frame."""
        for ancestor in event.widget.ancestors_with_self:
            if isinstance(ancestor, FormField):
                needed = "must be filled in" if ancestor.field.required else ""
                hint = " · ".join(part for part in (safe_text.line(ancestor.hint)[:90], needed) if part)
                self.query_one(".box").border_subtitle = Content(hint) if hint else None

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Check a field that is left; from then on its problems show, also when it is untouched."""
        for ancestor in event.widget.ancestors_with_self:
            if isinstance(ancestor, FormField) and (ancestor.is_changed or not self.is_new):
                ancestor.touched = True
                self._check(ancestor)

    def _check(self, field: FormField) -> None:
        if not self.is_attached:
            return
        if field.is_changed:
            field.touched = True
            self._follow(field)
        self._show_problems(self._filled().problems)

    def _filled(self) -> Filled:
        return forms.fill(self.entity, self.changed_texts, self._form_context, new_id=self.workspace.new_id)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        found: dict[str, Problem] = {}
        for problem in problems:
            found.setdefault(problem.where, problem)
        for field in self.fields:
            field.show_problem(found.get(field.field.name) if field.touched else None)

    def _follow(self, field: FormField) -> None:
        """Suggest the short name of a new event or show from its title, until somebody types one."""
        if not self._slug_follows or not isinstance(self.entity, Event | Show):
            return
        if field.field.name == "slug":
            self._slug_follows = field.text == self._suggested
        elif field.field.name == "title":
            self._suggested = re.sub(r"[^a-z0-9]+", "-", folded(field.text)).strip("-")[:64].strip("-")
            self.field_named("slug").text = self._suggested

    _suggested = ""

    # Saving

    def action_save(self) -> None:
        """Save, or show what must be corrected first."""
        if self._saving:
            return
        for field in self.fields:
            field.touched = True
        filled = self._filled()
        self._show_problems(filled.problems)
        if filled.problems:
            wrong = {problem.where for problem in filled.problems}
            for field in self.fields:
                if field.field.name in wrong:
                    field.editor.focus()
                    break
            self.confkit.tell(f"✗ Not saved yet: {len(wrong)} to correct", severity="error")
            return
        self._submit(None if self.is_new else self.entity, filled)

    def _submit(self, before: Entity | None, filled: Filled) -> None:
        self._saving = True
        self.confkit.start(
            lambda: editing.submit(self.workspace, before, self._finished(filled)),
            lambda entry: self._saved(filled, unchanged=entry is None),
            failed=partial(self._unsaved, filled),
        )

    def _finished(self, filled: Filled) -> Filled:
        """A new show's ``podcast:guid`` follows from its short name, which is only known now."""
        show = filled.entity
        if self.is_new and isinstance(show, Show):
            guid = editing.new_show(self.workspace, show.slug, show.title).guid
            return replace(filled, entity=replace(show, guid=guid))
        return filled

    def _saved(self, filled: Filled, *, unchanged: bool) -> None:
        if not unchanged:
            named = "".join(f"\n+ {person.name} is new" for person in filled.new_persons)
            self.confkit.tell(f"✓ Saved{named}")
        close(self, None if unchanged else filled.entity)

    def _unsaved(self, filled: Filled, error: ConfkitError) -> None:
        self._saving = False
        if isinstance(error, EditConflict):
            self._ask_about(error)
        else:
            self.confkit.show_error(error)

    def _ask_about(self, conflict: EditConflict) -> None:
        """Somebody else changed the thing meanwhile: show both values, let the user decide."""
        lines = [
            f"{field}\n   when you opened it: {safe_text.line(before)[:200]}\n   now:  {safe_text.line(now)[:200]}"
            for field, before, now in conflict.differences
        ]
        mine = [f"{name}: {safe_text.line(text)[:200]}" for name, text in self.changed_texts.items()]
        text = "\n".join((safe_text.line(conflict.what), "", *lines, "", "Yours:", *mine))
        question = Question(
            "Somebody else changed this meanwhile",
            text + "\n\nSave your fields over it? Everything else keeps what is there now.",
            yes="Save mine",
            no="Back to the form",
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.confkit.start(lambda: _stored(self.workspace, type(self.entity), self.entity.id), self._retry)

        self.app.push_screen(question, answered)

    def _retry(self, stored: Entity) -> None:
        """Fill in the user's own changes once more, on top of what is stored now."""
        texts = self.changed_texts
        self.entity = stored
        filled = forms.fill(stored, texts, self._form_context, new_id=self.workspace.new_id)
        self._submit(stored, filled)

    # Reading

    def action_preview(self) -> None:
        """Show the text of the field in focus as it will be shown."""
        from confkit.tui.preview_screen import PreviewScreen

        focused = self.focused
        field = focused.query_ancestor(FormField) if isinstance(focused, TextInput) else None
        if field is None or field.field.kind is not forms.FieldKind.TEXT:
            self.confkit.tell("Go to a field of long text first, such as the description.")
        else:
            self.app.push_screen(PreviewScreen(field.field.label, field.text))

    # Leaving

    def action_close(self) -> None:
        """Close; ask first where something would be lost. While it is saved, that closes it."""
        if self._saving:
            self.confkit.tell(SAVING)
            return
        if not self.changed_texts:
            self.dismiss(None)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        count = len(self.changed_texts)
        question = Question(
            "Throw away your changes?",
            f"{count} field{'s' if count != 1 else ''} changed and not saved.",
            yes="Throw away",
            no="Keep editing",
        )
        self.app.push_screen(question, answered)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.focus_previous()


def _stored(ws: Workspace, kind: type[Entity], id: UUID) -> Entity:
    entity = ws.repository.get(kind, id)
    if entity is None:
        raise NotFound("somebody else deleted it meanwhile", fix="undo that first, or add it again")
    return entity
