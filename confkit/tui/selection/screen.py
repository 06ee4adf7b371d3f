"""The selection: all proposals of an event with what reviews say about them, and the quotas beside them.

Marks say which proposals a decision is about. The quotas show what would come of accepting them before it is done.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from confkit.domain.event import SessionType, Track
from confkit.domain.planning.ranking import Method
from confkit.domain.planning.standings import Standing
from confkit.domain.programme import Programme
from confkit.domain.session import Status
from confkit.services.workspace import Workspace
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import bindings, in_scope
from confkit.tui.footer import KeyLine
from confkit.tui.header import TopLine
from confkit.tui.listing import Column, Listing, notice
from confkit.tui.record_list import RecordList
from confkit.tui.search_line import SearchLine
from confkit.tui.section import Section
from confkit.tui.selection import quota_rows, rows
from confkit.tui.selection.desk import Desk, entity_with
from confkit.tui.selection.proposal_list import ProposalList
from confkit.tui.selection.quota_rows import Outlook
from confkit.tui.selection.rows import METHOD, Choice, Order, View
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

INTRO = (
    "Everything that was proposed, ranked by its reviews: the mean of the scores, or the places in the reviewers' own "
    "lists (0 is the top, 1 the end), which don't mind how strict somebody is. ± is how much reviewers disagree. Mark "
    "proposals: the quotas show at once what accepting them would mean. Deciding about them is one edit."
)
_METHODS = (Method.MEAN, Method.MEDIAN_RANK, Method.MEAN_RANK)


class SelectionScreen(Screen[bool]):
    """Proposals and quotas; the result is whether anything was written."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"),
        (110, "-wide"),
        (170, "-very-wide"),
    ]
    CSS_PATH = "selection.tcss"
    BINDINGS = bindings(Scope.SELECTION)
    AUTO_FOCUS = "#proposals"

    def __init__(self, workspace: Workspace, programme: Programme, position: int) -> None:
        super().__init__()
        self.workspace = workspace
        self._position = position
        self._begin_with = programme
        self.marked: set[UUID] = set()
        self.view = View(names=not programme.event.options.blind, marked=self.marked)
        self.records = ProposalList(id="proposals", classes="pane")
        self.quotas = RecordList(id="quotas", classes="pane")
        self.search_line: SearchLine | None = None
        self._top = TopLine(id="top")

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """The top line, proposals and quotas, the keys."""
        yield self._top
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
        self._retitle()
        self.desk.read(afresh=False)
        self.set_interval(self.confkit.watch_every, self.desk.watch)

    # Showing

    def _changed(self) -> None:
        there = self.desk.found.standing
        self.marked.intersection_update(there)
        self.show_proposals()
        self._show_quotas()

    def show_proposals(self) -> None:
        """Sort and filter the proposals anew; the cursor stays on its proposal."""
        found = self.desk.found
        if not self.desk.is_read:
            return
        shown = rows.in_order(found.programme, found.standings, self.view)
        empty = ("Nothing here is as you asked for.", "Press escape to see everything again.")
        if not found.standings:
            empty = ("No proposals yet.", "Press i to import a table, or add sessions in the list of sessions.")
        self.records.show(rows.listing(found.programme, shown, self.view, empty=empty))
        self._retitle()

    def _show_quotas(self) -> None:
        if not self.desk.is_read:
            return
        found = quota_rows.outlooks(self.desk.programme, self.marked, self.desk.found.usages)
        self.quotas.show(quota_rows.listing(self.desk.programme, found, self.marked))
        pressing = quota_rows.most_pressing(found)
        touched = pressing or next((one for one in found if one.is_touched), None)
        if touched is not None and self.marked and not self.quotas.has_focus:
            self.quotas.select(quota_rows.key_of(touched))
        told = words.count(len(self.marked), "proposal") + " marked" if self.marked else ""
        if pressing is not None:
            told = " · ".join(filter(None, (told, pressing.sentence)))
        tone = Tone.BAD if pressing else Tone.ACCENT
        self.records.border_subtitle = Content.styled(safe_text.line(told)[:120], tone)

    def _retitle(self) -> None:
        found, view = self.desk.found, self.view
        parts = [f"{self.records.shown_count:,} of {len(found.standings):,}", f"ranked by {METHOD[view.method]}"]
        if view.order is not Order.PLACE or view.turned:
            parts.append(f"sorted by {view.order}{', turned' if view.turned else ''}")
        if view.filter != rows.ALL:
            parts.append("filtered")
        if self.records.query_text.strip():
            parts.append(f"“{safe_text.line(self.records.query_text)[:40]}”")
        self.records.border_title = Content(f"Selection · {' · '.join(parts)}")
        reviewer = found.reviewer
        right = (
            f"{self.desk.left:,} to review as {safe_text.line(reviewer.name)[:30]}" if reviewer else "I: who are you?"
        )
        self._top.show(found.programme.event.title, "selection", right, Tone.MUTED if reviewer else Tone.WARN)

    def _look(self, view: View) -> None:
        self.view = view
        self.show_proposals()

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
            self.show_proposals()
        self.records.refresh()
        self._show_quotas()

    def action_decide(self, status: str) -> None:
        """Decide about all that are marked, else about the proposal under the cursor."""
        ids = set(self.marked) or ({self.row.session.id} if self.row else set())
        if ids:
            self.marked.clear()
            self.desk.decide(ids, Status(status))
            self._marks_changed()

    # Reviewing

    def action_score(self, score: int) -> None:
        """Give a score."""
        if self.row is not None:
            self.desk.review(self.row.session.id, score=score)

    def action_comment(self) -> None:
        """Ask for a comment."""
        if self.row is not None:
            ask_comment(self.desk, self.row.session.id)

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
        """Ask for the quota of the track or type under the cursor of the quotas; of which one, if it is not there."""
        row = self.quotas.row
        of = entity_with(self.desk.programme, row.now.id) if isinstance(row, Outlook) else None
        if self.quotas.has_focus and isinstance(of, Track | SessionType):
            ask_quota(self.desk, of)
            return
        from confkit.tui.pick_screen import PickScreen

        programme = self.desk.programme
        listing = Listing(
            (Column("Plan time for", least=20), Column("", 8)),
            (*programme.tracks, *programme.types),
            key=lambda one: one.id,
            cells=lambda one: (one.name, ("track" if isinstance(one, Track) else "type", Tone.MUTED)),
            words=lambda one: one.name,
            empty=("There are no tracks and types yet.",),
        )

        def chosen(one: Track | SessionType | None) -> None:
            if one is not None:
                ask_quota(self.desk, one)

        self.app.push_screen(PickScreen("Quota", listing), chosen)

    # Looking

    def action_next_method(self) -> None:
        """Rank by the next method, and sort by it."""
        method = _METHODS[(_METHODS.index(self.view.method) + 1) % len(_METHODS)]
        self._look(replace(self.view, method=method, order=Order.PLACE, turned=False))

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
        from confkit.tui.pick_screen import PickScreen

        listing = Listing(
            (Column("Sort by"),),
            tuple(Order),
            key=str,
            cells=lambda order: (order.value,),
            words=lambda order: order.value,
        )

        def chosen(order: Order | None) -> None:
            if order is not None:
                self._sort(order)

        self.app.push_screen(PickScreen("Sort by", listing, selected=str(self.view.order)), chosen)

    def action_choose_filter(self) -> None:
        """Ask for one thing to show only, or no longer."""
        from confkit.tui.pick_screen import PickScreen

        found = rows.choices(self.desk.programme, self.desk.found.standings, self.marked)

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                self._look(replace(self.view, filter=self.view.filter.toggled(choice)))

        self.app.push_screen(PickScreen("Show only…", rows.choice_listing(found, self.view.filter)), chosen)

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
        from confkit.tui.commands.tables import ask_table

        ask_table(self.confkit, self.workspace, self.desk.programme, done=self._imported)

    def _imported(self) -> None:
        self.desk.has_written = True
        self.desk.read()

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
        self._retitle()

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

        self.app.push_screen(ScopeHelp(Situation(Section.SESSIONS), Scope.SELECTION, INTRO))

    def action_palette(self) -> None:
        """Find what can be done here by typing."""
        from confkit.tui.palette import Palette, scope_commands

        self.app.push_screen(Palette(providers=[scope_commands(Scope.SELECTION)], placeholder="A command…"))


def ask_comment(desk: Desk, id: UUID) -> None:
    """Ask what the reviewer thinks of a proposal, beginning with what they wrote before."""
    from confkit.tui.ask_screen import AskScreen

    one = desk.found.standing[id]
    before = one.own.comment if one.own else ""

    def answered(text: str | None) -> None:
        if text is not None and text != before:
            desk.review(id, comment=text)

    asked = f"What do you think of “{one.session.title}”?"
    desk.confkit.push_screen(AskScreen("Comment", asked, before, may_be_empty=bool(before)), answered)


def ask_quota(desk: Desk, of: Track | SessionType) -> None:
    """Ask how much time is planned for a track or type."""
    from confkit.tui.ask_screen import AskScreen

    often = ", 6x for six of them" if isinstance(of, SessionType) else ""
    asked = f"How much time is planned for “{of.name}”? 180, 3h{often}; empty for no quota."
    before = f"{of.quota.total_seconds() / 60:g}" if of.quota is not None else ""

    def answered(text: str | None) -> None:
        if text is not None and text != before:
            desk.set_quota(of, text)

    desk.confkit.push_screen(AskScreen("Quota", asked, before, may_be_empty=True), answered)
