"""The list of a show: its episodes, newest first; those that were taken out come last."""

from collections.abc import Sequence
from uuid import UUID

from confkit.domain.bridge import EpisodeView
from confkit.domain.problem import Severity
from confkit.domain.show import EpisodeKind, EpisodeState
from confkit.tui import words
from confkit.tui.glyphs import EPISODE, mark
from confkit.tui.listing import Cell, Column, Heading, Listing
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone


def episodes(snapshot: Snapshot, show: UUID | None) -> Listing:
    """The episodes of a show, newest first; retracted ones stand back behind a heading."""
    views = snapshot.episodes.get(show, ()) if show else ()
    rows: list[EpisodeView | Heading] = [view for view in views if not _is_gone(view)]
    gone = [view for view in views if _is_gone(view)]
    if gone:
        rows += (Heading(f"Retracted · {len(gone)}"), *gone)

    def cells(view: EpisodeView) -> Sequence[Cell]:
        recording = view.recording
        weight = Tone.MUTED if _is_gone(view) else Tone.PLAIN
        state = EPISODE[view.episode.state]
        return (
            state,
            mark(snapshot.worst(view.id)),
            (view.episode.state.value, state[1]),
            (place(view), Tone.MUTED),
            (view.title, weight),
            (", ".join(credit.name for credit in view.people), Tone.MUTED),
            (f"{view.date:%Y-%m-%d}", weight),
            (words.clock(recording.duration), weight) if recording else _without_file(view),
            (words.size(recording.size) if recording else "", Tone.MUTED),
        )

    empty = (
        "No episodes yet.",
        "Put audio files into episodes/SHOW/ and press s to scan, N to make one",
        "from a session, or n to prepare one before it is recorded.",
    )
    return Listing(
        columns=(
            Column("", 1),
            Column("", 1),
            Column("State", 9, rank=3),
            Column("No", 7, rank=4),
            Column("Title", weight=3),
            Column("With", weight=1, rank=6),
            Column("Date", 10, rank=1),
            Column("Length", 8, rank=2, align_right=True),
            Column("Size", 8, rank=5, align_right=True),
        ),
        rows=rows,
        key=lambda view: view.id,
        cells=cells,
        words=lambda view: " ".join(
            (
                view.title,
                view.subtitle,
                place(view),
                view.episode.state,
                view.kind,
                *(credit.name for credit in view.people),
            )
        ),
        empty=empty
        if snapshot.shows
        else ("No show yet.", "Press S to add a podcast; its audio goes into episodes/SHOW/."),
    )


def _is_gone(view: EpisodeView) -> bool:
    return view.episode.state is EpisodeState.RETRACTED


def _without_file(view: EpisodeView) -> Cell:
    return ("remote", Tone.MUTED) if view.audio else ("no audio", Tone.MUTED if _is_gone(view) else Tone.WARN)


def place(view: EpisodeView) -> str:
    """Where an episode stands in its show: ``S2E5``, or what it is where it is not counted."""
    if view.kind is not EpisodeKind.FULL:
        return view.kind.value
    season = f"S{view.season}" if view.season is not None else ""
    return season + (f"E{view.number}" if view.number is not None else "")


def counts(listing: Listing, snapshot: Snapshot) -> str:
    """What stands behind the number of episodes in the title: how many are scheduled, how many problems there are."""
    views = [row for row in listing.rows if isinstance(row, EpisodeView)]
    found = ""
    scheduled = sum(view.episode.state is EpisodeState.SCHEDULED for view in views)
    if scheduled:
        found += f" · {scheduled} scheduled"
    problems = sum(
        problem.severity is not Severity.HINT for view in views for problem in snapshot.problems_of.get(view.id, ())
    )
    return found + (f" · {words.count(problems, 'problem')}" if problems else "")
