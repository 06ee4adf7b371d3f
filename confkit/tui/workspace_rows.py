"""The lists of the whole workspace: problems and history."""

from collections.abc import Sequence

from confkit.domain.history import Entry
from confkit.domain.problem import Problem
from confkit.tui import words
from confkit.tui.glyphs import ENTRY, SEVERITY
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


def history(snapshot: Snapshot) -> Listing:
    """Who changed what, newest first."""

    def cells(entry: Entry) -> Sequence[Cell]:
        word = {"undo": "Undid: ", "redo": "Did again: "}.get(entry.kind, "")
        return (
            ENTRY[entry.kind],
            (words.stamp(entry.at), Tone.MUTED),
            (word + entry.label, Tone.MUTED if entry.undone else Tone.PLAIN),
            ("taken back" if entry.undone else "", Tone.MUTED),
            (entry.author, Tone.MUTED),
        )

    return Listing(
        columns=(
            Column("", 1),
            Column("When", 16),
            Column("What", weight=3),
            Column("", 10, rank=2),
            Column("Who", 12, rank=1),
        ),
        rows=snapshot.entries,
        key=lambda entry: entry.number,
        cells=cells,
        words=lambda entry: f"{entry.label} {entry.author}",
        empty=("Nothing was changed yet.", "Every change is listed here, and ^z takes back your last one."),
    )
