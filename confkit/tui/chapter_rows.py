"""The list of the chapters that are being edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from confkit.domain.chapter_edits import Chapters, Fault, end_of
from confkit.domain.recording import Chapter
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.time_scale import clock
from confkit.tui.tones import Tone

_OPTIONAL = ("hidden", "image", "url")


@dataclass(frozen=True, slots=True)
class Row:
    """A chapter, where it stands, how long it lasts, and the first thing that is wrong with it."""

    index: int
    chapter: Chapter
    length: timedelta
    fault: Fault | None


def listing(chapters: Chapters, length: timedelta, faults: Sequence[Fault]) -> Listing:
    """List ``chapters`` with what is wrong with each."""
    worst: dict[int, Fault] = {}
    for fault in faults:
        if fault.index is not None:
            worst.setdefault(fault.index, fault)
    rows = [
        Row(index, chapter, end_of(chapters, index, length) - chapter.start, worst.get(index))
        for index, chapter in enumerate(chapters)
    ]

    # What no chapter has needs no column.
    is_hidden, is_pictured, is_linked = (any(getattr(one, name) for one in chapters) for name in _OPTIONAL)

    def cells(row: Row) -> Sequence[Cell]:
        chapter = row.chapter
        return (
            ("!" if row.fault else "", Tone.WARN),
            (str(row.index + 1), Tone.MUTED),
            clock(chapter.start.total_seconds(), digits=1),
            (clock(row.length.total_seconds()), Tone.MUTED),
            (chapter.title or "(no title)", Tone.MUTED if chapter.hidden or not chapter.title else Tone.PLAIN),
            *((("hidden" if chapter.hidden else "", Tone.MUTED),) if is_hidden else ()),
            *((("▣" if chapter.image else "", Tone.MUTED),) if is_pictured else ()),
            *(((chapter.url.removeprefix("https://"), Tone.MUTED),) if is_linked else ()),
        )

    return Listing(
        columns=(
            Column("", 1),
            Column("", 5, align_right=True),
            Column("Start", 10, align_right=True),
            Column("Length", 8, align_right=True, rank=2),
            Column("Title", weight=3, least=16),
            *((Column("", 6, rank=1),) if is_hidden else ()),
            *((Column("", 1, rank=4),) if is_pictured else ()),
            *((Column("Link", weight=2, rank=3),) if is_linked else ()),
        ),
        rows=rows,
        key=lambda row: row.index,
        cells=cells,
        words=lambda row: row.chapter.title,
        empty=(
            "No chapters yet.",
            "Press n to begin one at the cursor, S to split the episode evenly, i to import some,",
            "f or a to take over those of a file beside the audio or of the tags.",
        ),
    )
