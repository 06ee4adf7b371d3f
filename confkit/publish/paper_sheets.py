"""Paper as HTML: one file, complete in itself, that a browser prints as it is meant.

Door sheets are A4 with type as large as the day lets it be; cue cards are A6, four on an A4 sheet with lines to cut
along; the timetable is A4 landscape, a part of the rooms and of the day on each sheet where one can't hold all.
"""

import functools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.event import Room
from confkit.domain.programme import Programme
from confkit.publish import words
from confkit.publish.day_table import DayTable, Placed, day_tables, table_of
from confkit.publish.paper import Line, Page, Paper, is_break, names, pages
from confkit.publish.paper_measure import BOLD, PLAIN, POINT, rows

if TYPE_CHECKING:
    from jinja2 import Environment

# Millimetres that are left for what is printed.
_DOOR_WIDTH, _DOOR_HEIGHT = 182.0, 264.0
_CARD_WIDTH, _CARD_HEIGHT = 87.0, 129.0
_TABLE_WIDTH, _TABLE_HEIGHT = 265.0, 168.0
# Of the column of times on a door, in em; as in the style sheet.
_TIME_EMS = 7.0
# Sizes of type in points: the largest that fits is taken.
_DOOR_SIZES = tuple(range(30, 7, -1))
_CARD_SIZES = (13, 12, 11, 10, 9, 8.5)
_TABLE_SIZES = (11, 10, 9, 8.5)
MOST_ROOMS = 8
# As in the style sheet.
_TITLE_LINES, _NAME_LINES = 6, 3


@dataclass(frozen=True, slots=True)
class Sized:
    """A door sheet or a card with the size of its type in points."""

    page: Page
    size: float


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of the timetable: some rooms and some hours of a day; ``of`` says which, where they are not all."""

    day: str
    of: str
    size: float
    table: DayTable


def as_html(
    programme: Programme, paper: Paper, *, title: str, room: Room | None = None, day: date | None = None
) -> bytes:
    """Return a paper of a programme as HTML in UTF-8."""
    template = _environment().get_template("paper.html")
    found = pages(programme, paper, room=room, day=day)
    doors = tuple(Sized(page, door_size(page)) for page in found) if paper is Paper.DOORS else ()
    cards = tuple(card for page in found for card in card_pages(page))
    parts = tuple(_parts(programme, room, day)) if paper is Paper.TIMETABLE else ()
    return template.render(
        paper=paper.value,
        doors=doors,
        sheets=tuple(_fours(cards)) if paper in (Paper.SPEAKERS, Paper.MODERATORS) else (),
        parts=parts,
        title=title,
        event=programme.event,
        language=programme.event.language or "en",
        names=functools.partial(names, programme),
        is_break=functools.partial(is_break, programme),
        track=programme.track,
        words=words,
    ).encode()


def _fours(cards: Sequence[Sized]) -> Iterator[tuple[Sized, ...]]:
    for start in range(0, len(cards), 4):
        yield tuple(cards[start : start + 4])


def door_size(page: Page) -> float:
    """Return the largest size of type, in points, in which everything of a door sheet fits on it."""
    for size in _DOOR_SIZES:
        heading = 64 if size >= 14 else 44
        head = rows(page.heading, _DOOR_WIDTH, heading) * heading * 1.1 * POINT + 24
        width = _DOOR_WIDTH - _TIME_EMS * size * POINT - 6
        height = sum(_height(line, width, size, 1.0, 0.72) + size * POINT * 0.85 for line in page.lines)
        if head + height <= _DOOR_HEIGHT:
            return size
    return _DOOR_SIZES[-1]


def _height(line: Line, width: float, size: float, title: float, detail: float) -> float:
    """How high a line is in millimetres, its title and its details in parts of the size."""
    high = rows(line.title, width, size * title, BOLD) * title * 1.2
    high += sum(rows(one, width, size * detail, PLAIN) * detail * 1.35 for one in line.details)
    return high * size * POINT


def card_pages(page: Page) -> Iterator[Sized]:
    """Yield a page as cards: in the largest type in which it fits on one, else on several, each of which says so."""
    for size in _CARD_SIZES:
        cards = _shared_out(page, size)
        if len(cards) == 1:
            break
    for number, lines in enumerate(cards, 1):
        below = page.below if len(cards) == 1 else f"{number} of {len(cards)} · {page.below}"
        after = page.after if number == len(cards) else "More on the next card →"
        yield Sized(replace(page, below=below, lines=tuple(lines), after=after), size)


def _shared_out(page: Page, size: float) -> list[list[Line]]:
    head = (
        rows(page.heading, _CARD_WIDTH, size * 1.6) * 1.6 * 1.15
        + rows(page.below, _CARD_WIDTH, size * 0.9, PLAIN) * 1.2
    )
    foot = rows(page.after, _CARD_WIDTH, size * 0.9, PLAIN) * 1.2
    room = _CARD_HEIGHT - (head + foot) * size * POINT - 6
    cards: list[list[Line]] = [[]]
    used = 0.0
    for line in page.lines:
        above = (1.35 if line.time else 0) + (1.9 if line.room else 0)
        high = _height(line, _CARD_WIDTH, size, 1.2, 1.0) + above * size * POINT + 3
        if cards[-1] and used + high > room:
            cards.append([])
            used = 0.0
        cards[-1].append(line)
        used += high
    return cards


# The timetable


def _parts(programme: Programme, room: Room | None, day: date | None) -> Iterator[Part]:
    for table in day_tables(programme, go_on=True):
        if day is None or table.day == day:
            groups = [*_groups(table, room)]
            for group in groups:
                shown = [one for one in table.placed if _is_in(one, group, table)]
                yield from _hours(programme, table.day, shown, group, len(groups))


def _groups(table: DayTable, room: Room | None) -> Iterator[tuple[Room | None, ...]]:
    """The rooms of a day in groups of nearly the same size, at most eight."""
    found = [one for one in table.columns if room is None or one == room]
    if found:
        size = ceil(len(found) / ceil(len(found) / MOST_ROOMS))
        for start in range(0, len(found), size):
            yield tuple(found[start : start + size])


def _is_in(one: Placed, group: Sequence[Room | None], table: DayTable) -> bool:
    # What is for everybody stands on every sheet.
    return one.room in group or (one.room is None and None not in table.columns)


def _hours(
    programme: Programme, day: date, shown: Sequence[Placed], group: Sequence[Room | None], groups: int
) -> Iterator[Part]:
    """Break a day where a sheet is full, at a moment when as little as possible goes on."""
    rooms = [one for one in group if one is not None]
    width = _TABLE_WIDTH / max(1, len(group)) - 3.5
    for size in _TABLE_SIZES:
        heights = {id(one): _cell_height(programme, one, width, size) for one in shown}
        if _table_height(table_of(day, shown, rooms), heights, size) <= _TABLE_HEIGHT:
            break
    left, chunks = list(shown), []
    while left:
        chunk = _first_sheet(day, left, rooms, heights, size)
        chunks.append(chunk)
        left = left[len(chunk) :]
    for chunk in chunks:
        said = []
        if groups > 1 and rooms:
            said.append(rooms[0].name if len(rooms) == 1 else f"{rooms[0].name} – {rooms[-1].name}")
        if len(chunks) > 1:
            said.append(f"from {words.clock(chunk[0].slot.start)}")
        yield Part(words.day(day), ", ".join(said), size, table_of(day, chunk, rooms))


def _first_sheet(
    day: date, left: list[Placed], rooms: Sequence[Room], heights: Mapping[int, float], size: float
) -> list[Placed]:
    """What of a day's rest, by start, fits on a sheet."""
    starts = list(dict.fromkeys(one.slot.start.timestamp() for one in left))

    def until(number: int) -> list[Placed]:
        return [one for one in left if one.slot.start.timestamp() < starts[number]]

    if _table_height(table_of(day, left, rooms), heights, size) <= _TABLE_HEIGHT:
        return left
    # How many starts fit: a table only grows with them.
    fit = bisect_right(
        range(1, len(starts)), _TABLE_HEIGHT, key=lambda n: _table_height(table_of(day, until(n), rooms), heights, size)
    )
    if fit == 0:
        return until(1) if len(starts) > 1 else left
    # Look back a little for a moment when less goes on: there the eye finds the next sheet more easily.
    best = min(range(max(1, fit * 4 // 5), fit + 1), key=lambda n: (_going_on(left, starts[n]), -n))
    return until(best)


def _going_on(placed: Iterable[Placed], at: float) -> int:
    return sum(1 for one in placed if one.slot.start.timestamp() < at < one.slot.end.timestamp())


def _cell_height(programme: Programme, one: Placed, width: float, size: float) -> float:
    """How high a session is in a table, in millimetres; the style sheet shows no more lines than these of it."""
    title = min(_TITLE_LINES, rows(one.session.title, width, size, BOLD))
    who = min(_NAME_LINES, rows(names(programme, one.session), width, size * 0.9, PLAIN))
    return (1.1 + title * 1.2 + who * 1.12) * size * POINT + 2.2


def _table_height(table: DayTable, heights: Mapping[int, float], size: float) -> float:
    """How high a table becomes, in millimetres: what a cell needs beyond its rows makes the last higher."""
    high = [size * 1.3 * POINT + 2.0] * len(table.rows)
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            last = min(number + cell.rows, len(high)) - 1
            needed = sum(heights[id(one)] for one in cell.placed)
            high[last] += max(0.0, needed - sum(high[number : last + 1]))
    return sum(high)


@functools.cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
