"""The list of problems."""

from collections.abc import Sequence

from confkit.domain.problem import Problem
from confkit.tui.glyphs import SEVERITY
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone


def problems(snapshot: Snapshot) -> Listing:
    """Everything that is wrong, errors first."""

    def cells(problem: Problem) -> Sequence[Cell]:
        return (
            SEVERITY[problem.severity],
            snapshot.place_of(problem),
            (problem.message, Tone.MUTED),
        )

    found = snapshot.problems
    return Listing(
        columns=(Column("", 1), Column("Where", weight=1), Column("What", weight=2)),
        rows=found or (),
        key=lambda problem: (problem.code, problem.where, problem.message),
        cells=cells,
        words=lambda problem: f"{problem.code} {problem.where} {problem.message} {problem.severity}",
        empty=("Looking for problems…",)
        if found is None
        else ("✓ No problems.", "Press b to build: calendars, feeds and pages are written to the output folder."),
    )
