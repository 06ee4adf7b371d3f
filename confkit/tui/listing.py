"""What a record list shows: columns, and rows whose cells are made only when they are drawn."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from confkit.tui.tones import Tone

# One cell of a row: a text, or a text with its tone.
Cell = str | tuple[str, Tone]

# Stands before what is marked, in lists and in the grid.
MARK = "✓"


class Column(NamedTuple):
    """A column: ``width`` in terminal cells, or 0 to share what is left by ``weight`` (but get ``least`` or more).

    Where the list is too narrow, columns are left out in order of ``rank``, the highest first; 0 always stays.
    """

    title: str
    width: int = 0
    weight: int = 1
    least: int = 14
    rank: int = 0
    align_right: bool = False

    @property
    def gap(self) -> int:
        """The blanks behind the column: one behind a single glyph, else two."""
        return 1 if self.width == 1 else 2


class Heading(NamedTuple):
    """A row that is no record: it names the group of the rows that follow and can't be chosen."""

    text: str


class Listing(NamedTuple):
    """Rows and how to draw them.

    ``key`` names a row across reloads, ``cells`` makes its cells (where they are fewer than the columns, the last
    takes the rest of the line), ``words`` is the text
    that a filter looks through; where there are ``facts``, it looks through them field by field instead. ``empty`` is
    shown where there are no rows: it says the next step.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Any]
    key: Callable[[Any], Hashable]
    cells: Callable[[Any], Sequence[Cell]]
    words: Callable[[Any], str]
    empty: tuple[str, ...] = ()
    facts: Callable[[Any], Mapping[str, Sequence[str]]] | None = None


def notice(*lines: str) -> Listing:
    """A list without rows that says something instead."""
    return Listing((Column(""),), (), key=id, cells=lambda _: ("",), words=str, empty=lines)


EMPTY = notice()


def widths(columns: Sequence[Column], available: int) -> tuple[int, ...]:
    """Return the width of each column within ``available`` cells, gaps aside; 0 leaves it out."""
    shown = list(range(len(columns)))

    def left() -> int:
        return available - sum(columns[n].width for n in shown) - sum(columns[n].gap for n in shown[:-1])

    def wanted() -> int:
        return sum(columns[n].least for n in shown if columns[n].width == 0)

    while left() < wanted():
        droppable = [n for n in shown if columns[n].rank]
        if not droppable:
            break
        shown.remove(max(droppable, key=lambda n: (columns[n].rank, n)))
    flexible = [n for n in shown if columns[n].width == 0]
    found = [columns[n].width if n in shown else 0 for n in range(len(columns))]
    extra = max(0, left() - wanted())
    weights = sum(columns[n].weight for n in flexible)
    # Too narrow even so: the one column that stays takes what there is.
    for n in flexible:
        share = extra * columns[n].weight // weights if weights else 0
        found[n] = columns[n].least + share if left() >= wanted() else max(1, left() // len(flexible))
        extra, weights = extra - share, weights - columns[n].weight
    return tuple(found)


def folded(text: str) -> str:
    """Return ``text`` for comparing: without case and without marks on letters."""
    if text.isascii():
        return text.lower()
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


class Shown:
    """The rows of a listing that a filter lets through, by their position: what a list draws and its cursor walks."""

    def __init__(self) -> None:
        self.listing = EMPTY
        self.query = ""
        self._words: list[str] | None = None
        self._facts: list[Mapping[str, Sequence[str]]] | None = None
        self._indexes: Sequence[int] = range(0)

    def __len__(self) -> int:
        return len(self._indexes)

    def show(self, listing: Listing) -> None:
        """Take another listing, under the same filter."""
        self.listing = listing
        self._words = self._facts = None
        self.filter(self.query)

    def filter(self, query: str) -> None:
        """Let through only the rows that hold every word of ``query``."""
        self.query = query
        rows = self.listing.rows
        if not query.strip():
            self._indexes = range(len(rows))
            return
        from confkit.tui.filters import fitting, matching

        facts = self.listing.facts
        if facts is not None:
            if self._facts is None:
                self._facts = [{} if isinstance(row, Heading) else facts(row) for row in rows]
            self._indexes = fitting(rows, self._facts, query)
            return
        if self._words is None:
            words = self.listing.words
            self._words = ["" if isinstance(row, Heading) else folded(words(row)) for row in rows]
        self._indexes = matching(rows, self._words, query)

    def key(self, row: Any) -> Hashable:
        """What names a row across reloads; None for no row."""
        return None if row is None else self.listing.key(row)

    def line(self, position: int) -> Any:
        """The record or heading at a position."""
        return self.listing.rows[self._indexes[position]]

    def at(self, position: int) -> Any:
        """The record at a position; None for a heading, and beyond the ends."""
        if not 0 <= position < len(self._indexes):
            return None
        row = self.line(position)
        return None if isinstance(row, Heading) else row

    @property
    def records(self) -> list[Any]:
        """The records, headings aside."""
        rows = map(self.line, range(len(self._indexes)))
        return [row for row in rows if not isinstance(row, Heading)]

    def position_of(self, key: Hashable) -> int | None:
        """Where the record with ``key`` stands."""
        for position in range(len(self._indexes)):
            row = self.at(position)
            if row is not None and self.listing.key(row) == key:
                return position
        return None

    def nearest(self, position: int, step: int = 1) -> int | None:
        """The nearest position of a record, looking in the direction of ``step`` first."""
        last = len(self._indexes) - 1
        position = min(max(position, 0), last)
        for direction in (step, -step):
            candidate = position
            while 0 <= candidate <= last:
                if self.at(candidate) is not None:
                    return candidate
                candidate += direction
        return None
