"""What is written into a block: as much of it as its size allows, the title first."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style

from confkit.tui import safe_text


class Line(NamedTuple):
    """A line of a label; the first ones hold the title."""

    text: str
    is_title: bool


def label_lines(title: str, names: str, about: str, width: int, height: int) -> tuple[Line, ...]:
    """Return at most ``height`` lines of ``width`` cells: the title over several where there is room, then the rest.

    A line is kept for the people, where a block is tall enough for both.
    """
    if width <= 0:
        return ()
    rest = [Line(safe_text.fit(text, width), is_title=False) for text in (names, about) if text]
    for_title = max(1, height - 1 if rest else height)
    lines = [Line(text, is_title=True) for text in wrapped(title, width, for_title)]
    return tuple([*lines, *rest][:height])


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Return the words of ``text`` in at most ``most`` lines, each exactly ``width`` cells wide."""
    lines: list[str] = []
    present = ""
    # What lies far beyond the block can't be seen.
    for word in _pieces(text[: width * (most + 1) * 4], width):
        longer = f"{present} {word}" if present else word
        if safe_text.cells(longer) <= width or not present:
            present = longer
            continue
        if len(lines) == most - 1:
            return [*lines, safe_text.fit(longer + "…", width)]
        lines.append(safe_text.fit(present, width))
        present = word
    return [*lines, safe_text.fit(present, width)]


def _pieces(text: str, width: int) -> Iterator[str]:
    """The words of a text; those that are wider than a line in parts."""
    for word in text.split():
        while safe_text.cells(word) > width > 1:
            part = set_cell_size(word, width).rstrip()
            if not part:
                break
            yield part
            word = word[len(part) :]
        if word:
            yield word


# A text of a line, and the cell that it begins in.
Placed = tuple[int, str, Style]


def spaced(texts: Iterable[Placed], width: int) -> list[Placed]:
    """Return those texts that find room in a line, with a blank between them, by place; the first ones win."""
    taken: list[Placed] = []
    for x, text, style in texts:
        end = x + safe_text.cells(text)
        if end <= width and all(end < left or left + safe_text.cells(other) < x for left, other, _ in taken):
            taken.append((x, text, style))
    return sorted(taken, key=lambda one: one[0])


def in_line(texts: Iterable[Placed], width: int, blank: Style) -> Iterator[Segment]:
    """The segments of a line of ``width`` cells with these texts, which are in order."""
    drawn = 0
    for x, text, style in texts:
        yield Segment(" " * (x - drawn), blank)
        yield Segment(text, style)
        drawn = x + safe_text.cells(text)
    yield Segment(" " * (width - drawn), blank)
