"""How much rules matter: from a problem, from the list of all rules, and where the silenced ones are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from confkit.domain.problem import Severity
from confkit.services.rules import RuleSetting, settings_of
from confkit.tui.glyphs import SEVERITY
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.section import Place, Section
from confkit.tui.tones import Tone
from confkit.tui.views import rule_of

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def set_severity(screen: "WorkspaceScreen") -> None:
    """Open the form of the rule that the problem under the cursor breaks."""
    setting = rule_of(screen.row, screen.snapshot)
    if setting is not None:
        _open(screen, setting)


def choose(screen: "WorkspaceScreen") -> None:
    """Choose from all the rules, as they are at the event that is open."""
    from confkit.tui.pick_screen import PickScreen

    programme = screen.snapshot.programme
    if programme is None:
        return
    listing = _listing(settings_of(programme.event))

    def chosen(setting: RuleSetting | None) -> None:
        if setting is not None:
            _open(screen, setting)

    screen.app.push_screen(PickScreen(f"Rules for schedules · {programme.event.title}", listing), chosen)


def to_silenced(screen: "WorkspaceScreen") -> None:
    """Show the rules that nobody asks."""
    screen.go(Place(Section.PROBLEMS))
    screen.search.open("is:silenced")


def _open(screen: "WorkspaceScreen", setting: RuleSetting) -> None:
    from confkit.tui.rule_screen import RuleScreen

    def closed(saved: bool | None) -> None:
        if saved:
            screen.read()

    screen.app.push_screen(RuleScreen(screen.workspace, setting), closed)


def _listing(settings: Sequence[RuleSetting]) -> Listing:
    def cells(one: RuleSetting) -> Sequence[Cell]:
        severity = one.level.as_severity
        glyph = ("⊘", Tone.MUTED) if severity is None else SEVERITY[Severity(severity)]
        own = f"usually {one.usual}" if one.is_own else ""
        return glyph, one.rule, one.level.value, (own, Tone.WARN), (one.about, Tone.MUTED)

    return Listing(
        columns=(
            Column("", 1),
            Column("Rule", 26),
            Column("Severity", 8),
            Column("", 15, rank=1),
            Column("Asks for", weight=1, rank=2),
        ),
        rows=settings,
        key=lambda one: one.rule,
        cells=cells,
        words=lambda one: f"code:{one.rule} severity:{one.level} {'is:own' if one.is_own else ''} {one.about}",
    )
