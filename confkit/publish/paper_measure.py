"""How much room text takes on paper: enough to choose a size of type and to break pages, without knowing the font.

An em is the size of the type; the width of a character is taken as that of a wide sans serif, so that what is estimated
to fit does fit. Widths in columns follow East Asian Width (UAX #11): wide characters take two, marks none.
"""

import unicodedata
from collections.abc import Iterator

# Of a column, in em: DejaVu Sans, and the same in bold, are among the widest that a browser falls back to.
PLAIN, BOLD = 0.56, 0.62
POINT = 25.4 / 72
# Beyond this a text overflows whatever it stands on.
_LONGEST = 3000


def columns(text: str) -> int:
    """Return how many columns of a terminal or a typewriter ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def rows(text: str, width: float, size: float, em: float = BOLD) -> int:
    """Return how many lines ``text`` takes in type of ``size`` points on ``width`` millimetres; none for no text."""
    room = max(1, int(width / (size * POINT * em)))
    return sum(1 for _ in wrapped(text[:_LONGEST], room)) if text else 0


def wrapped(text: str, width: int, first: str = "", indent: str = "") -> Iterator[str]:
    """Yield ``text`` in lines of at most ``width`` columns, broken between words, or within what has no blanks."""
    line, used = first, columns(first)
    begun = False
    for word in text.split():
        size = columns(word)
        if begun and used + 1 + size > width:
            yield line
            line, used, begun = indent, columns(indent), False
        if begun:
            line, used = f"{line} {word}", used + 1 + size
            continue
        while used + size > width:
            piece = _beginning(word, max(1, width - used))
            yield line + piece
            line, used, word = indent, columns(indent), word[len(piece) :]
            size = columns(word)
        line, used, begun = line + word, used + size, True
    if begun or (first and not text.split()):
        yield line.rstrip()


def _beginning(word: str, width: int) -> str:
    used = 0
    for number, character in enumerate(word):
        used += columns(character)
        if used > width:
            return word[: max(1, number)]
    return word
