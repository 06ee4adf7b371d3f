"""The columns of a table before it is brought in: what each is taken for, with what it says, to be changed."""

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from confkit.codecs.sheet import SheetColumn
from confkit.domain.errors import ConfkitError
from confkit.services.planning.review_sheets import SheetKind, SheetPlan, plan_sheet
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.listing import Column, Listing
from confkit.tui.record_list import RecordList
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

_LEFT_OUT = "– left out"
Mapping = dict[str, str]


class SheetScreen(Screen[tuple[SheetKind, Mapping]]):
    """Its result is what the rows are, and what was said about columns; None where nothing is to be imported."""

    CSS_PATH = "selection/selection.tcss"
    BINDINGS = bindings(Scope.COLUMNS)
    AUTO_FOCUS = "#columns"

    def __init__(self, name: str, data: bytes, plan: SheetPlan) -> None:
        super().__init__()
        self._file = name
        self._data = data
        self.plan = plan
        self.mapping: Mapping = {}
        self.records = RecordList(id="columns", classes="pane")

    def compose(self) -> ComposeResult:
        """The columns, what is missing, the keys."""
        yield self.records
        yield Static(id="said")
        yield KeyLine(action for action in in_scope(Scope.COLUMNS) if action.footer)

    def on_mount(self) -> None:
        """Show what was found."""
        self._show()

    def _show(self) -> None:
        plan = self.plan
        self.records.show(
            Listing(
                (
                    Column("Column", weight=1, least=16),
                    Column("Is taken for", 14),
                    Column("Says", weight=2, least=20, rank=1),
                ),
                plan.columns,
                key=lambda one: one.heading,
                cells=lambda one: (
                    one.heading,
                    (one.name, Tone.ACCENT) if one.name else (_LEFT_OUT, Tone.MUTED),
                    (" · ".join(one.samples), Tone.MUTED),
                ),
                words=lambda one: f"{one.heading} {one.name}",
                empty=("The table has no columns.",),
            )
        )
        self.records.border_title = Content(safe_text.line(f"Import {plan.kind} · {self._file}")[:80])
        self.query_one("#said", Static).update(_said(plan))

    @property
    def _is_ready(self) -> bool:
        return not _missing(self.plan)

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Change what a column is taken for."""
        chosen.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Ask what the column under the cursor is."""
        from confkit.tui.pick_screen import PickScreen

        column = cast("SheetColumn | None", self.records.row)
        if column is None:
            return
        taken = {one.name: one.heading for one in self.plan.columns if one.name and one.heading != column.heading}
        listing = Listing(
            (Column("", 14), Column("", weight=1, least=12)),
            ("", *self.plan.names),
            key=str,
            cells=lambda name: (name or _LEFT_OUT, (f"now: {taken[name]}" if name in taken else "", Tone.MUTED)),
            words=lambda name: name or _LEFT_OUT,
        )

        def chosen(name: str | None) -> None:
            if name is not None:
                self._take_for(column, name)

        title = f"What is “{column.heading}”?"
        self.app.push_screen(PickScreen(title, listing, selected=column.name or ""), chosen)

    def _take_for(self, column: SheetColumn, name: str) -> None:
        # Who takes a name away from another column means that the other one is something else.
        mapping = {heading: own for heading, own in self.mapping.items() if not name or own != name}
        mapping |= {one.heading: "" for one in self.plan.columns if name and one.name == name}
        mapping[column.heading] = name
        self._plan(self.plan.kind, mapping)

    def _plan(self, kind: SheetKind, mapping: Mapping) -> None:
        try:
            self.plan = plan_sheet(self._data, self._file, kind, mapping)
        except ConfkitError as error:
            cast("ConfkitApp", self.app).show_error(error)
            return
        self.mapping = mapping
        self._show()

    def action_change_kind(self) -> None:
        """Take the rows for the other kind; what was said about columns is about the kind before."""
        kinds = tuple(SheetKind)
        self._plan(kinds[1 - kinds.index(self.plan.kind)], {})

    def action_take(self) -> None:
        """Import, if there is enough to begin with."""
        if self._is_ready:
            self.dismiss((self.plan.kind, self.mapping))
        else:
            cast("ConfkitApp", self.app).tell(f"✗ {_missing(self.plan)}\n→ say which column it is", severity="error")

    def action_close(self) -> None:
        """Import nothing."""
        self.dismiss(None)


def _missing(plan: SheetPlan) -> str:
    """Return what no column is for, and must be; empty where everything is there."""
    names = {column.name for column in plan.columns}
    if plan.kind is SheetKind.SESSIONS:
        return "" if "title" in names else "No column holds the titles."
    if not names & {"title", "id"}:
        return "No column says which session a review is about."
    if "reviewer" not in names:
        return "No column says who wrote a review."
    return "" if names & {"score", "comment"} else "No column holds scores or comments."


def _said(plan: SheetPlan) -> Content:
    missing = _missing(plan)
    out = sum(not column.name for column in plan.columns)
    left = f", {words.count(out, 'column')} left out" if out else ""
    if missing:
        return Content.assemble((f"✗ {missing} ", Tone.BAD), ("Enter says what a column is.", Tone.MUTED))
    return Content.assemble(("✓ Ready", Tone.GOOD), (f"{left}. Enter changes a column, ^s imports.", Tone.MUTED))
