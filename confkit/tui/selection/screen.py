"""The selection: all proposals of an event with what reviews say about them, and the quotas beside them.

Marks say which proposals a decision is about. The quotas show what would come of accepting them before it is done.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from confkit.domain.planning.quotas import Usage
from confkit.domain.planning.standings import Standing
from confkit.domain.programme import Programme
from confkit.domain.session import Status
from confkit.services.workspace import Workspace
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.header import TopLine
from confkit.tui.listing import notice
from confkit.tui.record_list import RecordList
from confkit.tui.search_line import SearchLine
from confkit.tui.section import Section
from confkit.tui.selection import asking, rows
from confkit.tui.selection.desk import Desk
from confkit.tui.selection.proposal_list import ProposalList
from confkit.tui.selection.quota_rows import Outlook
from confkit.tui.selection.rows import Choice, Filter, Order, View
from confkit.tui.selection.showing import Showing

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp


class SelectionScreen(Screen[bool]):
    """Proposals and quotas; the result is whether anything was written.

    Opened ``about`` a quota, it shows what that is about first, and the cursor of the quotas stands on it.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"),
        (110, "-wide"),
        (170, "-very-wide"),
    ]
    CSS_PATH = "selection.tcss"
    BINDINGS = bindings(Scope.SELECTION)
    AUTO_FOCUS = "#proposals"

    def __init__(self, workspace: Workspace, programme: Programme, position: int, about: Usage | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self._position = position
        self._begin_with = programme
        self.marked: set[UUID] = set()
        self.showing = Showing(self, about)
        shown = Filter.of(about) if about else rows.ALL
        self.view = View(names=not programme.event.options.blind, marked=self.marked, filter=shown)
        self.records = ProposalList(id="proposals", classes="pane")
        self.quotas = RecordList(id="quotas", classes="pane")
        self.search_line: SearchLine | None = None
        self.top = TopLine(id="top")

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """The top line, proposals and quotas, the keys."""
        yield self.top
        yield self.records
        yield self.quotas
        yield KeyLine(action for action in in_scope(Scope.SELECTION) if action.footer)

    def on_mount(self) -> None:
        """Show what the workspace screen has read already, ranked by a worker."""
        self.desk = Desk(self.confkit, self.workspace, self._begin_with, self._position)
        self.desk.changed.append(self._changed)
        self.records.border_title = Content("Selection")
        self.quotas.border_title = Content("Quotas")
        self.records.show(notice("Ranking the proposals…"))
        self.showing.title()
        self.desk.read(afresh=False)
        self.set_interval(self.confkit.watch_every, self.desk.watch)

    def _changed(self) -> None:
        self.marked.intersection_update(self.desk.found.standing)
        self.showing.everything()

    def _look(self, view: View) -> None:
        self.view = view
        self.showing.proposals()

    # Marks and decisions

    @property
    def row(self) -> Standing | None:
        """The proposal under the cursor."""
        return cast("Standing | None", self.records.row)

    def action_mark(self) -> None:
        """Mark the proposal, or take its mark away, and go on."""
        if self.row is not None:
            self.marked ^= {self.row.session.id}
            self.records.step(1)
            self._marks_changed()

    def action_mark_on(self, by: int) -> None:
        """Mark the proposal and go on."""
        if self.row is not None:
            self.marked.add(self.row.session.id)
            self.records.step(by)
            self._marks_changed()

    def action_mark_all(self) -> None:
        """Mark all that are shown; where all are marked already, none."""
        shown = {one.session.id for one in self.records.shown_rows}
        if shown <= self.marked:
            self.marked -= shown
        else:
            self.marked |= shown
        self._marks_changed()

    def _marks_changed(self) -> None:
        if self.view.filter.marked:
            self.showing.proposals()
        self.records.refresh()
        self.showing.quotas()

    def action_decide(self, status: str) -> None:
        """Decide about all that are marked, else about the proposal under the cursor."""
        ids = set(self.marked) or ({self.row.session.id} if self.row else set())
        if ids:
            marked = self.marked & ids
            self.marked.clear()
            self.desk.decide(ids, Status(status), lambda: self.marked.update(marked))
            self._marks_changed()

    # Reviewing

    def action_score(self, score: int) -> None:
        """Give a score."""
        if self.row is not None:
            self.desk.score(self.row.session.id, score)

    def action_comment(self) -> None:
        """Ask for a comment."""
        if self.row is not None:
            asking.ask_comment(self.desk, self.row.session.id)

    def action_choose_reviewer(self) -> None:
        """Ask who reviews."""
        self.desk.choose_reviewer()

    def action_read(self) -> None:
        """Read the proposal under the cursor, or change the quota under it."""
        from confkit.tui.selection.reading import ReadingScreen

        if self.quotas.has_focus:
            self.action_quota()
            return
        if self.row is None:
            return
        ids = [one.session.id for one in self.records.shown_rows]

        def closed(last: UUID | None) -> None:
            if last is not None:
                self.records.select(last)

        self.app.push_screen(ReadingScreen(self.desk, ids, self.row.session.id, names=self.view.names), closed)

    def on_record_list_chosen(self, chosen: RecordList.Chosen) -> None:
        """Enter or a double click: read a proposal, change a quota."""
        chosen.stop()
        self.action_read()

    def action_undo(self) -> None:
        """Take back the last edit."""
        self.desk.undo()

    def action_redo(self) -> None:
        """Do the last undone edit again."""
        self.desk.redo()

    # Quotas

    def action_quota(self) -> None:
        """Ask for the quota under the cursor of the quotas; of which one, if it is not there."""
        row = self.quotas.row
        at = row.now if self.quotas.has_focus and isinstance(row, Outlook) else None
        asking.ask_quota(self.desk, at)

    # Looking

    def action_next_method(self) -> None:
        """Rank by the next method, and sort by it."""
        self._look(self.view.ranked_next())

    def on_proposal_list_title_clicked(self, message: ProposalList.TitleClicked) -> None:
        """Sort by a column, and the other way round at the second click."""
        order = rows.ORDERS[message.column]
        if order is not None:
            self._sort(order)

    def _sort(self, order: Order) -> None:
        turned = order is self.view.order and not self.view.turned
        self._look(replace(self.view, order=order, turned=turned))

    def action_turn(self) -> None:
        """Let the last come first."""
        self._look(replace(self.view, turned=not self.view.turned))

    def action_choose_order(self) -> None:
        """Ask for a column to sort by."""
        asking.choose_order(self.confkit, self.view.order, self._sort)

    def action_choose_filter(self) -> None:
        """Ask for one thing to show only, or no longer."""

        def chosen(choice: Choice) -> None:
            self._look(replace(self.view, filter=self.view.filter.toggled(choice)))

        asking.choose_filter(self.desk, self.view.filter, self.marked, chosen)

    def action_toggle_unreviewed(self) -> None:
        """Show only what is still to be reviewed, or everything."""
        kept = self.view.filter
        self._look(replace(self.view, filter=replace(kept, unreviewed=not kept.unreviewed)))

    def action_toggle_names(self) -> None:
        """Hide names, or show them."""
        self._look(replace(self.view, names=not self.view.names))

    def action_other_pane(self) -> None:
        """Go to the quotas, or back to the proposals."""
        (self.records if self.quotas.has_focus else self.quotas).focus()

    def action_import_table(self) -> None:
        """Ask for a table and bring it in."""
        self.desk.import_table()

    # Searching

    def action_search(self) -> None:
        """Open the search line, or go back to it."""
        if self.search_line is None:
            self.search_line = SearchLine()
            self.mount(self.search_line)
        self.search_line.focus()

    def search_for(self, query: str) -> None:
        """Show only what holds the words of ``query``."""
        self.records.filter(query)
        self.showing.title()

    def focus_middle(self) -> None:
        """Focus the proposals."""
        self.records.focus()

    def leave_search(self) -> None:
        """Close the search line and show everything."""
        if self.search_line is not None:
            self.search_line.remove()
            self.search_line = None
        self.search_for("")

    def action_close(self) -> None:
        """Take back step by step: the search, the marks, the filter; then close."""
        if self.search_line is not None:
            self.leave_search()
            self.records.focus()
        elif self.marked:
            self.marked.clear()
            self._marks_changed()
        elif self.view.filter != rows.ALL:
            self._look(replace(self.view, filter=rows.ALL))
        else:
            self.dismiss(self.desk.has_written)

    def action_help(self) -> None:
        """Explain what can be done here."""
        from confkit.tui.help_screen import ScopeHelp
        from confkit.tui.intro import INTRO

        self.app.push_screen(ScopeHelp(Situation(Section.SESSIONS), Scope.SELECTION, INTRO[Scope.SELECTION]))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.SELECTION)], placeholder="A command…"))
