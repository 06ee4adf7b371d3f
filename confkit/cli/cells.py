"""How wide text is on a terminal, in cells: what tables need to stand straight.

A rule of thumb by Unicode properties, small enough for the fast path: wide and full-width characters take two cells,
marks and format characters none.
"""

from unicodedata import category, east_asian_width

ELLIPSIS = "…"
_NO_CELL = frozenset({"Mn", "Me", "Cf"})


def width(text: str) -> int:
    """Return the number of cells ``text`` takes; control characters should be gone before."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if category(char) in _NO_CELL:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill ``text`` with blanks up to ``cells``, on its left with ``right``; longer text stays as it is."""
    blanks = " " * max(0, cells - width(text))
    return blanks + text if right else text + blanks


def shorten(text: str, cells: int) -> str:
    """Return ``text``, cut and marked with an ellipsis where it takes more than ``cells``."""
    if width(text) <= cells:
        return text
    room, kept = cells - 1, []
    for char in text:
        room -= _cells(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + ELLIPSIS if cells > 0 else ""


def wrap(text: str, cells: int) -> list[str]:
    """Break ``text`` into lines of at most ``cells`` at blanks; its own line breaks stay, a longer word overhangs."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and width(line) + 1 + width(word) > cells:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines
