"""The last defence between stored text and the terminal.

Text is cleaned on its way in (``confkit.domain.text``). What is drawn passes here once more, because a database or a
file can have been written by something else: no control character, escape or bidirectional override may reach the
terminal, no text may be read as markup, and no text may make a line wider than its place.
"""

from rich.cells import cell_len, chop_cells, set_cell_size
from textual.content import Content

# Marks that change the direction of what follows, and zero-width characters that no script needs (the joiners stay:
# emoji and Indic scripts are written with them).
_INVISIBLE = dict.fromkeys(
    (
        *(0x061C, 0x200B, 0x200E, 0x200F),
        *range(0x2060, 0x2065),
        *range(0x206A, 0x2070),
        *range(0xFE00, 0xFE0E),
        *range(0xE0000, 0xE0080),
    )
)
ELLIPSIS = "…"


def line(value: str) -> str:
    """Return ``value`` as one line that is safe to draw."""
    # Nothing that Python calls printable is a control, format or separator character, so most text ends here.
    if value.isprintable():
        return value
    from confkit.domain.text import clean_line

    return clean_line(value).translate(_INVISIBLE)


def lines(value: str) -> str:
    """Return ``value`` safe to draw; its line breaks stay, tabs become blanks."""
    if value.isprintable():
        return value
    from confkit.domain.text import clean_text

    return clean_text(value).translate(_INVISIBLE).replace("\t", "    ")


def cells(value: str) -> int:
    """Return how many terminal cells ``value`` takes."""
    # Most text is ASCII, and to look at each of its characters is felt where a whole grid is drawn.
    return len(value) if value.isascii() and value.isprintable() else cell_len(value)


def fit(value: str, width: int, *, align_right: bool = False) -> str:
    """Return the safe one-line ``value`` in exactly ``width`` terminal cells, shortened with an ellipsis if need be."""
    if width <= 0:
        return ""
    # A cell holds at least a character, and marks on it; what lies far beyond the width can't be seen.
    value = value[: width * 8]
    length = cells(value)
    if length > width:
        if value.isascii() and value.isprintable():
            return (value[: width - 1].rstrip() + ELLIPSIS).ljust(width)
        return set_cell_size(set_cell_size(value, width - 1).rstrip() + ELLIPSIS, width)
    blanks = " " * (width - length)
    return blanks + value if align_right else value + blanks


def wrapped(value: str, width: int, most: int) -> list[str]:
    """Return ``value`` as a paragraph of at most ``most`` safe lines of ``width`` cells, broken at blanks if can be."""
    lines: list[str] = []
    # What lies far beyond the last line is never drawn.
    for word in line(value[: width * most * 4]).split():
        for piece in chop_cells(word, width):
            if lines and cell_len(lines[-1]) + 1 + cell_len(piece) <= width:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} {ELLIPSIS}"]


def content(value: str) -> Content:
    """Return ``value`` as content that Textual draws as it is: brackets are characters, not markup."""
    return Content(line(value))
