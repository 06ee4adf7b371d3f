"""The small form that says when an episode may enter the feed; what the time means is shown while it is typed."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import ConfkitError, InvalidValue
from confkit.domain.history import Entry
from confkit.domain.problem import Problem, Severity
from confkit.domain.show import EpisodeState
from confkit.domain.times import parse_local
from confkit.services import releasing
from confkit.services.forms import Field, FieldKind
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.closing import SAVING, close
from confkit.tui.footer import KeyLine
from confkit.tui.form_field import FormField

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_AT = Field("at", "When", FieldKind.LINE, "2027-04-09 06:00", required=True)
# Where nothing speaks for another time, an episode comes out early in the morning.
_HOUR = 6


class ScheduleScreen(ModalScreen[bool]):
    """Its result is whether the episode was scheduled."""

    CSS_PATH = ["form.tcss", "episode.tcss"]  # noqa: RUF012 - declared so by Textual
    BINDINGS = bindings(Scope.FORM)
    AUTO_FOCUS = "LineInput"

    def __init__(self, workspace: Workspace, view: EpisodeView, zone: ZoneInfo) -> None:
        super().__init__()
        self.workspace = workspace
        self.view = view
        self.zone = zone
        self._is_saving = False

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """One line to type in, and the zone it is read in."""
        with Vertical(classes="box"):
            yield FormField(_AT, f"{self._proposed():%Y-%m-%d %H:%M}", choices=(), hint=_AT.help)
            yield Static(Content(safe_text.line(f"Times are those of {self.zone.key}.")), id="zone")
        yield KeyLine(action for action in in_scope(Scope.FORM) if action.footer)

    def _proposed(self) -> datetime:
        now = self.workspace.now()
        if self.view.episode.state is EpisodeState.SCHEDULED and self.view.date > now:
            return self.view.date.astimezone(self.zone)
        tomorrow = now.astimezone(self.zone) + timedelta(days=1)
        return tomorrow.replace(hour=_HOUR, minute=0)

    def on_mount(self) -> None:
        """Name the form and say what the proposed time means."""
        self.query_one(".box").border_title = Content(f"Schedule “{safe_text.line(self.view.title)[:60]}”")
        self._check()

    @property
    def field(self) -> FormField:
        """The one field."""
        return self.query_one(FormField)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check while typing."""
        self._check()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is enough, there is only one field."""
        self.action_save()

    def _check(self) -> datetime | None:
        """Show what the time means, or what is wrong with it."""
        try:
            local = parse_local(self.field.text, self.zone)
        except InvalidValue as error:
            self._refuse(error)
            return None
        at, now = local.instant, self.workspace.now()
        if at <= now:
            self._refuse(InvalidValue("this has passed already", fix="name a later time, or publish it"))
            return None
        meaning = f"{words.full_day(at.date())}, {at:%H:%M} {at:%Z} · {_until(at - now)}"
        if at.utcoffset():
            meaning += f" · {at.astimezone(UTC):%H:%M} UTC"
        self.field.show_problem(None)
        self.field.show_note(f"! {local.note}" if local.note else meaning)
        return at

    def _refuse(self, error: ConfkitError) -> None:
        self._is_saving = False
        self.field.show_problem(Problem("invalid-time", Severity.ERROR, "at", error.what, error.fix))

    def action_save(self) -> None:
        """Schedule the episode."""
        at = self._check()
        if at is not None and not self._is_saving:
            self._is_saving = True
            self.confkit.start(
                partial(releasing.schedule, self.workspace, self.view, at), self._scheduled, failed=self._refuse
            )

    def _scheduled(self, entry: Entry) -> None:
        self.confkit.tell(f"✓ {entry.label}\nIt enters the feed with the first build after that.")
        close(self, True)

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


def _until(length: timedelta) -> str:
    hours = round(length.total_seconds() / 3600)
    if hours >= 48:
        return f"in {words.count(round(hours / 24), 'day')}"
    return f"in {words.count(hours, 'hour')}" if hours else "within the hour"
