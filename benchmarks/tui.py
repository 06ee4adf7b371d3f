"""How fast the TUI is, as ratios measured in one run.

First paint: the time from starting a fresh process on a real pseudo-terminal until its first frame is there, confkit on
the sample workspace against the smallest app that Textual can run, in turns. List: opening 10,000 sessions in our list
widget, and in Textual's DataTable.

    python benchmarks/tui.py [--rounds N] [--workspace DIR]
"""

import argparse
import asyncio
import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))
ROWS = 10_000
FIRST_PAINT_BUDGET = 1.25
LIST_BUDGET_MS = 100.0

TRIVIAL = """
from textual.app import App
from textual.widgets import Static

class Trivial(App):
    def compose(self):
        yield Static("trivial frame")

Trivial().run()
"""


def first_paint(command: list[str], folder: Path, marker: bytes, then: bytes = b"") -> tuple[float, float]:
    """Return the seconds until ``marker`` is written to the terminal, and until ``then`` is."""
    started = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        # Both start from bytecode, as an installed program does.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPATH": str(PROJECT),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        }
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, first, second = b"", 0.0, 0.0
    try:
        while time.perf_counter() - started < 30:
            if select.select([terminal], [], [], 0.5)[0]:
                seen += os.read(terminal, 65536)
            if not first and marker in seen:
                first = time.perf_counter() - started
            if first and (not then or then in seen):
                second = time.perf_counter() - started
                break
        os.write(terminal, b"\x11")  # ctrl+q
        while select.select([terminal], [], [], 5)[0] and os.read(terminal, 65536):
            pass
    except OSError:
        pass  # The terminal is gone with the process.
    finally:
        os.waitpid(process, 0)
        os.close(terminal)
    if not first:
        raise SystemExit(f"{command} painted nothing:\n{seen[-2000:].decode(errors='replace')}")
    return first, second


def measure_first_paint(folder: Path, workspace: Path, rounds: int) -> bool:
    """Print the ratio of the medians; say whether it is within the budget."""
    python = sys.executable
    trivial, ours, data = [], [], []
    for number in range(rounds + 1):
        one = first_paint([python, "-c", TRIVIAL], folder, b"trivial frame")[0]
        frame, filled = first_paint([python, "-m", "confkit", "-w", str(workspace)], folder, b"Commands", b"Title")
        if number:  # The first round only warms the caches.
            trivial.append(one)
            ours.append(frame)
            data.append(filled)
    base, frame, filled = (statistics.median(values) for values in (trivial, ours, data))
    ratio = frame / base
    print(f"first paint: confkit {frame * 1000:.0f} ms, trivial app {base * 1000:.0f} ms, ratio {ratio:.2f}")
    print(f"first data: confkit {filled * 1000:.0f} ms, ratio {filled / base:.2f}")
    return bool(ratio <= FIRST_PAINT_BUDGET)


async def _list_times() -> tuple[float, float]:
    from textual.app import App, ComposeResult
    from textual.strip import Strip
    from textual.widgets import DataTable

    from confkit.domain.event import Event
    from confkit.domain.programme import Programme
    from confkit.domain.session import Session
    from confkit.tui import session_rows
    from confkit.tui.record_list import RecordList
    from confkit.tui.snapshot import Snapshot
    from confkit.tui.theme import THEMES

    event = Event(UUID(int=1), "big", "Big", "UTC", date(2027, 4, 8), date(2027, 4, 9))
    sessions = tuple(Session(UUID(int=n + 2), event.id, f"Session number {n} of many") for n in range(ROWS))
    snapshot = Snapshot(programme=Programme(event, sessions=sessions))

    class Table(DataTable[str]):
        drawn = 0

        def render_line(self, y: int) -> Strip:
            self.drawn += 1
            return super().render_line(y)

    class Host(App[None]):
        CSS_PATH = PROJECT / "confkit" / "tui" / "confkit.tcss"

        def __init__(self) -> None:
            super().__init__()
            for theme in THEMES:
                self.register_theme(theme)
            self.theme = THEMES[0].name

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return THEMES[0].variables

        def compose(self) -> ComposeResult:
            yield RecordList()
            table = Table()
            table.display = False
            yield table

    async with Host().run_test(size=(120, 40)) as pilot:
        app = pilot.app
        records, table = app.query_one(RecordList), app.query_one(Table)

        async def painted(widget: RecordList | Table, open_list: Callable[[], object]) -> float:
            """Return the seconds until the first lines are drawn; all that are in sight are drawn in one go."""
            await pilot.pause()
            drawn = widget.drawn
            started = time.perf_counter()
            open_list()
            while widget.drawn == drawn:
                await asyncio.sleep(0)
            return time.perf_counter() - started

        ours = await painted(records, lambda: records.show(session_rows.sessions(snapshot)))
        assert records.shown_count == ROWS
        records.display, table.display = False, True

        def fill() -> None:
            listing = session_rows.sessions(snapshot)
            table.add_columns(*(column.title or "-" for column in listing.columns))
            for row in listing.rows:
                table.add_row(*(cell[0] if isinstance(cell, tuple) else cell for cell in listing.cells(row)))

        theirs = await painted(table, fill)
        assert table.row_count == ROWS
        return ours, theirs


def measure_list(rounds: int) -> bool:
    """Print the time of our list and the ratio to a DataTable; say whether it is within the budget."""
    pairs = [asyncio.run(_list_times()) for _ in range(rounds)]
    ours, theirs = (statistics.median(values) * 1000 for values in zip(*pairs, strict=True))
    print(f"list of {ROWS:,} rows: ours {ours:.1f} ms, DataTable {theirs:.0f} ms, ratio {ours / theirs:.3f}")
    return bool(ours <= LIST_BUDGET_MS)


def main() -> int:
    """Measure and print; 1 where a budget is exceeded."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--workspace", type=Path, default=PROJECT, help="a copy of it is opened")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        workspace.mkdir()
        for name in ("confkit.toml", "events", "episodes", ".confkit"):
            source = options.workspace / name
            if source.is_dir():
                shutil.copytree(source, workspace / name)
            elif source.exists():
                shutil.copy2(source, workspace / name)
        fine = measure_first_paint(Path(folder), workspace, options.rounds)
    return 0 if measure_list(max(3, options.rounds // 3)) and fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
