"""Everything the commands print, and how: data to stdout, talk to stderr.

Nothing else in the CLI writes to a stream. Text is cleaned of control characters here once more, so that no title or
file name can move a cursor; colour is used on a terminal only, and not with NO_COLOR (https://no-color.org).
"""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from confkit.cli.cells import pad, shorten, width, wrap
from confkit.domain.text import clean_line, clean_text

_GAP = "  "
_WIDEST_PADDING = 60
_NARROWEST = 10
_READABLE = 100
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
# JSON escapes C0 by itself; these would reach a terminal as they are.
_JSON_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether it is aligned to the right.

    One with ``cut`` may be cut to fit a terminal; the number is its share of the room that is left.
    """

    heading: str
    cut: int = 0
    right: bool = False


def is_terminal(stream: IO[str]) -> bool:
    """Whether ``stream`` is a terminal that understands escape sequences."""
    try:
        return stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:
        return False


def styled(text: str, style: str, stream: IO[str] | None = None) -> str:
    """Return ``text`` in a style (``bold``, ``red``…) if ``stream`` (stdout) may be coloured."""
    stream = stream or sys.stdout
    if not text or os.environ.get("NO_COLOR") or not is_terminal(stream):
        return text
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def tell(line: str = "") -> None:
    """Print a line of data; its parts were cleaned by the caller, or it is one of ours."""
    sys.stdout.write(line + "\n")


def say(text: str, style: str = "") -> None:
    """Print a line of talk to stderr: a note, a hint, what was done."""
    line = clean_text(text)
    sys.stderr.write((styled(line, style, sys.stderr) if style else line) + "\n")


def tell_bytes(data: bytes) -> None:
    """Print a file as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def tell_json(value: object) -> None:
    """Print ``value`` as JSON over several lines."""
    tell(_json(value, 2))


def tell_json_line(value: object) -> None:
    """Print ``value`` as JSON on one line, for output with one object a line."""
    tell(_json(value, None))


def _json(value: object, indent: int | None) -> str:
    import json  # only a call with --json pays for it

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _JSON_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def tell_table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, empty: str) -> None:
    """Print aligned rows under their headings; cut to the width of a terminal, never in a pipe.

    Without rows ``empty`` is said on stderr, with the next step to take.
    """
    cells = [[clean_line(cell) for cell in row] for row in rows]
    if not cells:
        say(empty)
        return
    widths = [
        min(_WIDEST_PADDING, max(width(column.heading), *(width(row[n]) for row in cells)))
        for n, column in enumerate(columns)
    ]
    on_terminal = is_terminal(sys.stdout)
    if on_terminal:
        _fit(widths, columns, shutil.get_terminal_size().columns)
    tell(styled(_line(columns, [column.heading for column in columns], widths, on_terminal), "dim"))
    for row in cells:
        tell(_line(columns, row, widths, on_terminal))


def _fit(widths: list[int], columns: Sequence[Column], available: int) -> None:
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - available
    while over > 0:
        open_columns = [n for n, column in enumerate(columns) if column.cut and widths[n] > _NARROWEST]
        if not open_columns:
            return
        widest = max(open_columns, key=lambda n: widths[n] / columns[n].cut)
        widths[widest] -= 1
        over -= 1


def _line(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int], cut: bool) -> str:
    parts = []
    for cell, cells, column in zip(row, widths, columns, strict=True):
        text = shorten(cell, cells) if cut and (column.cut or width(cell) > cells) else cell
        parts.append(pad(text, cells, right=column.right))
    return _GAP.join(parts).rstrip()


def tell_facts(facts: Mapping[str, str], *, title: str = "") -> None:
    """Print what is known about one thing: a title, then a line for each fact that is not empty."""
    if title:
        tell(styled(clean_line(title), "bold"))
    shown = {label: clean_text(value).strip() for label, value in facts.items()}
    shown = {label: value for label, value in shown.items() if value}
    left = max((width(label) for label in shown), default=0) + len(_GAP)
    columns = min(shutil.get_terminal_size().columns, _READABLE) if is_terminal(sys.stdout) else _READABLE
    for label, value in shown.items():
        first, *rest = wrap(value, max(_NARROWEST, columns - left))
        tell(styled(pad(label, left), "dim") + first)
        for line in rest:
            tell(" " * left + line if line else "")
