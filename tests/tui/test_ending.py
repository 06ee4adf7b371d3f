"""The program on a real terminal: bytes that are no text, and a terminal that is closed while a drop is written."""

import os
import pty
import select
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def shown(terminal: int, *, until: str = "", seconds: float = 20) -> bytes:
    """What comes on the terminal until a text is there."""
    found, end = b"", time.monotonic() + seconds
    while time.monotonic() < end and not (until and until.encode() in found):
        if select.select([terminal], [], [], 0.05)[0]:
            found += os.read(terminal, 65_536)
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
def test_what_is_shown_as_done_is_stored_where_the_terminal_is_closed(folder: Path) -> None:
    database = folder / ".confkit" / "confkit.db"
    process, terminal = pty.fork()
    if process == 0:
        command = [sys.executable, "-m", "confkit", "-w", str(folder)]
        environment = os.environ | {
            "PYTHONPATH": str(PROJECT),
            "TERM": "xterm-256color",
            "COLUMNS": "120",
            "LINES": "40",
        }
        os.execve(sys.executable, command, environment)
    lock = sqlite3.connect(database, isolation_level=None)
    try:
        shown(terminal, until="Opening keynote")
        os.write(terminal, b"\x1b")  # the tour
        shown(terminal, seconds=0.5)
        os.write(terminal, b"\xff\xfe\xc3(3")
        assert b"15 min" in shown(terminal, until="15 min")
        lock.execute("BEGIN IMMEDIATE")
        for key in (b" ", b"\x1b[B", b"\r"):
            os.write(terminal, key)
            shown(terminal, seconds=0.3)
        os.kill(process, signal.SIGHUP)
        shown(terminal, seconds=0.3)
        assert lock.execute("SELECT count(*) FROM journal").fetchone() == (1,)
        lock.execute("ROLLBACK")
        _, status = os.waitpid(process, 0)
        process = 0
        assert os.WTERMSIG(status) == signal.SIGHUP
        assert lock.execute("SELECT count(*) FROM journal").fetchone() == (2,)
    finally:
        lock.close()
        os.close(terminal)
        if process:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
