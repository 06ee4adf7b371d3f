"""The list of who changed what, when."""

from collections.abc import Callable, Sequence
from datetime import datetime

from confkit.domain.history import EntryKind, Headline
from confkit.tui import words
from confkit.tui.glyphs import ENTRY
from confkit.tui.listing import Cell, Column, Listing, folded
from confkit.tui.tones import Tone

_VERBS = {EntryKind.UNDO: "Took back", EntryKind.REDO: "Did again"}


def headlines(rows: Sequence[Headline], now: Callable[[], datetime], empty: tuple[str, ...]) -> Listing:
    """The list of ``rows``; ``now`` is asked whenever one is drawn, so that “5 min ago” grows."""

    def cells(one: Headline) -> Sequence[Cell]:
        tone = Tone.MUTED if one.undone else Tone.PLAIN
        return (
            ("⊘", Tone.MUTED) if one.undone else ENTRY[one.kind],
            (words.stamp(one.at), Tone.MUTED),
            (words.ago(now() - one.at), Tone.MUTED),
            (said(one), tone),
            (str(one.things), Tone.MUTED),
            ("taken back" if one.undone else "", Tone.WARN),
            (one.author, Tone.MUTED),
        )

    return Listing(
        columns=(
            Column("", 1),
            Column("When", 16, rank=3),
            Column("", 13, rank=1),
            Column("What", weight=3, least=20),
            Column("Things", 6, rank=4, align_right=True),
            Column("", 10, rank=5),
            Column("Who", 12, rank=2),
        ),
        rows=rows,
        key=lambda one: one.number,
        cells=cells,
        words=search_words,
        empty=empty,
    )


def said(one: Headline) -> str:
    """What was done, in a line: “Took back 12: Move …”."""
    verb = _VERBS.get(one.kind)
    return f"{verb} {one.target}: {one.label}" if verb else one.label


def search_words(one: Headline) -> str:
    """What the search looks through: ``by:amira``, ``kind:undo``, ``is:undone``, ``number:12`` and the words."""
    undone = "is:undone" if one.undone else ""
    return f"by:{one.author} kind:{one.kind.value} {undone} number:{one.number} {said(one)} {one.author}"


def matches(query: str) -> Callable[[Headline], bool] | None:
    """Return what tells whether a headline holds every word of ``query``, as the list does; None for no words."""
    wanted = folded(query).split()
    if not wanted:
        return None

    def holds(one: Headline) -> bool:
        text = folded(search_words(one))
        return all(word in text for word in wanted)

    return holds
