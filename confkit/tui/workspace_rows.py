"""The lists of a show and of the whole workspace: episodes, problems, history."""

from collections.abc import Sequence
from uuid import UUID

from confkit.domain.bridge import EpisodeView
from confkit.domain.history import Entry
from confkit.domain.problem import Problem
from confkit.tui import words
from confkit.tui.glyphs import ENTRY, EPISODE, SEVERITY, mark
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone


def episodes(snapshot: Snapshot, show: UUID | None) -> Listing:
    """The episodes of a show, newest first."""
    views = snapshot.episodes.get(show, ()) if show else ()

    def cells(view: EpisodeView) -> Sequence[Cell]:
        recording = view.recording
        return (
            EPISODE[view.episode.state],
            mark(snapshot.worst(view.id)),
            (str(view.number) if view.number is not None else "", Tone.MUTED),
            view.title,
            (", ".join(credit.name for credit in view.people), Tone.MUTED),
            f"{view.date:%Y-%m-%d}",
            (words.clock(recording.duration), Tone.PLAIN) if recording else ("no audio", Tone.WARN),
            (words.size(recording.size) if recording else "", Tone.MUTED),
        )

    empty = (
        "No episodes yet.",
        "Put audio files into episodes/SHOW/ and press s to scan,",
        "or press n to prepare an episode before it is recorded.",
    )
    return Listing(
        columns=(
            Column("", 1),
            Column("", 1),
            Column("No", 3, rank=4, align_right=True),
            Column("Title", weight=3),
            Column("With", weight=1, rank=3),
            Column("Date", 10, rank=1),
            Column("Length", 8, rank=2, align_right=True),
            Column("Size", 8, rank=5, align_right=True),
        ),
        rows=views,
        key=lambda view: view.id,
        cells=cells,
        words=lambda view: " ".join((view.title, view.subtitle, *(credit.name for credit in view.people))),
        empty=empty
        if snapshot.shows
        else ("No show yet.", "Press S to add a podcast; its audio goes into episodes/SHOW/."),
    )


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
