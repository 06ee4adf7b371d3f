"""How fast the schedule grid is on a big programme: 38C3, 1,007 sessions in 72 rooms, if its file is given.

Handler time is what the program works between a key and the end of the frame that it leads to; a frame that a terminal
draws is not in it. Opening is measured in a fresh process on a real pseudo-terminal, warm: from the key ``3`` (go to
the schedule) until the frame of the grid with its counts is written to the terminal.

    python benchmarks/grid.py FILE [--moves N]
"""

import argparse
import asyncio
import fcntl
import os
import pty
import resource
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))
OPEN_BUDGET_MS, MOVE_BUDGET_MS, SCROLL_BUDGET_MS, MEMORY_BUDGET_MB = 1000.0, 50.0, 16.0, 150.0
SIZE = (120, 40)


def p95(values: list[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return statistics.quantiles(values, n=20)[-1] * 1000


def make_workspace(folder: Path, file: Path) -> None:
    """Make a workspace of a programme file."""
    from confkit.services.importing import import_path
    from confkit.services.workspace import init_workspace

    with init_workspace(folder) as workspace:
        import_path(workspace, file)


def opened_in_a_terminal(folder: Path, marker: bytes = b" placed") -> float:
    """Return the seconds from the key that opens the grid to the painted grid on a pseudo-terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(PROJECT)}
        os.execv(sys.executable, [sys.executable, "-m", "confkit", "-w", str(folder)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    try:
        _read_until(terminal, b"more", 60)  # The problems are found: the program is at rest.
        time.sleep(1)
        started = time.perf_counter()
        os.write(terminal, b"3")
        _read_until(terminal, marker, 30)
        found = time.perf_counter() - started
        os.write(terminal, b"\x11")  # ctrl+q
        while select.select([terminal], [], [], 5)[0] and os.read(terminal, 65536):
            pass
    except OSError:
        pass  # The terminal is gone with the process.
    finally:
        os.waitpid(process, 0)
        os.close(terminal)
    return found


def _read_until(terminal: int, wanted: bytes, seconds: float) -> None:
    seen, end = b"", time.perf_counter() + seconds
    while wanted not in seen:
        if time.perf_counter() > end:
            raise SystemExit(f"{wanted!r} was never painted:\n{seen[-2000:].decode(errors='replace')}")
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 65536)


async def _handled(folder: Path, moves: int) -> dict[str, list[float]]:
    """Return how long each kind of key takes, in seconds."""
    from confkit.services.workspace import open_workspace
    from confkit.tui.confkit_app import ConfkitApp
    from confkit.tui.workspace_screen import WorkspaceScreen

    found: dict[str, list[float]] = {}
    with open_workspace(folder) as workspace:
        app = ConfkitApp(workspace, watch_every=3600)
        async with app.run_test(size=SIZE) as pilot:
            screen = app.screen
            assert isinstance(screen, WorkspaceScreen)
            while screen.snapshot.problems is None:
                await pilot.pause(0.05)
            await pilot.press("3")
            await app.workers.wait_for_complete()
            await pilot.pause(0.5)
            pane = screen.schedule
            assert pane is not None
            grid = pane.grid

            def timed(name: str, work: Callable[[], object]) -> None:
                started = time.perf_counter()
                work()
                # What a frame has to draw of the grid: every line in sight.
                for y in range(grid.size.height):
                    grid.render_line(y)
                found.setdefault(name, []).append(time.perf_counter() - started)

            for number in range(moves):
                timed("cursor", grid.action_cursor_down if number % 5 else grid.action_cursor_right)
                timed("scroll", grid.action_page_down if number % 2 else grid.action_page_up)
                timed("zoom", lambda number=number: pane.zoom_by(1 if number % 2 else -1))  # type: ignore[misc]
                timed("day", lambda number=number: pane.go_day(1 if number % 6 < 3 else -1))  # type: ignore[misc]
            stored = []
            for number in range(moves):
                row = next((one for one in [pane.row] if one and one[0]), None)
                while row is None or row[0] is None:
                    grid.action_cursor_right() if number % 2 else grid.action_cursor_down()
                    row = pane.row
                pick = row
                timed("pick up", lambda pick=pick: pane.carry.pick_up(*pick))  # type: ignore[misc]
                timed("carry", lambda number=number: pane.carry.by(1, number % 3 - 1))  # type: ignore[misc]
                started = time.perf_counter()
                timed("drop, painted", pane.carry.drop)
                while pane.plan.has_pending:
                    await asyncio.sleep(0.001)
                stored.append(time.perf_counter() - started)
                await app.workers.wait_for_complete()
                await pilot.pause()
            found["drop, stored"] = stored
    return found


def main() -> int:
    """Measure and print; 1 where a budget is exceeded."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=Path, help="a programme, such as 38c3.xml")
    arguments.add_argument("--moves", type=int, default=60)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "workspace"
        make_workspace(folder, options.file)
        opened = [opened_in_a_terminal(folder) for _ in range(4)][1:]
        found = asyncio.run(_handled(folder, options.moves))
    first = statistics.median(opened) * 1000
    print(f"grid opened in a terminal: {first:.0f} ms (median of {len(opened)}, budget {OPEN_BUDGET_MS:.0f})")
    fine = first <= OPEN_BUDGET_MS
    for name, values in found.items():
        budget = MOVE_BUDGET_MS if name in ("pick up", "drop, painted") else SCROLL_BUDGET_MS
        limit = "" if name == "drop, stored" else f", budget {budget:.0f}"
        print(f"{name}: median {statistics.median(values) * 1000:.1f} ms, p95 {p95(values):.1f} ms{limit}")
        fine = fine and (not limit or p95(values) <= budget)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"memory of the program in the terminal: {memory:.0f} MB (budget {MEMORY_BUDGET_MB:.0f})")
    return 0 if fine and memory <= MEMORY_BUDGET_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
