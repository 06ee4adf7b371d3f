"""A progress bar on stderr, on a terminal only: in a pipe or a log it would be noise."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from confkit.cli.cells import shorten
from confkit.cli.output import is_terminal
from confkit.domain.text import clean_line

Report: TypeAlias = Callable[[int, int, str], None]

_BAR = 24
_TEXT = 40
_PAUSE = 0.05
_CLEAR = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Report | None]:
    """Give a function to report ``(done, total, what)`` to, or None where nobody would see it."""
    stream = sys.stderr
    if not is_terminal(stream):
        yield None
        return
    drawn = 0.0

    def report(done: int, total: int, what: str) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn < _PAUSE and done < total:
            return
        drawn = now
        filled = _BAR * done // total if total else 0
        bar = "━" * filled + "╌" * (_BAR - filled)
        stream.write(f"{_CLEAR}{bar} {done}/{total} {shorten(clean_line(what), _TEXT)}")
        stream.flush()

    try:
        yield report
    finally:
        if drawn:
            stream.write(_CLEAR)
            stream.flush()
