"""How fast the schedule grid is on a big programme: 38C3, 1,007 sessions in 72 rooms, if its file is given.

Everything is measured on the program as it is used: started by itself on a pseudo-terminal of 120 by 40 cells, with
keys written to it and its frames read from it. Four figures are printed for each kind of key:

* *handler*: what the grid's own code computed, that is its actions, what it does about messages, and the lines that it
  draws; by the processor time of its thread. Budgets of keys are about this one.
* *thread*: what the thread of the user interface computed in all, as the kernel counted it: with Textual's layout and
  its way from lines to the terminal.
* *painted*: what the clock says between the key and the last byte of the frame that shows in the grid what it did, with
  everything that other programs and the worker threads did at the same time. The budgets of opening, picking up,
  carrying and dropping are about this one.
* *settled*: the same, to the last byte of the last frame, with the detail and the keys of what the cursor is on then.

A drop is *stored* when another connection to the database sees its entry in the journal.

A budget is missed if the 95th percentile is beyond it by more than the noise. The noise is what the machine does to a
fixed piece of work that is measured before each key, with the same clocks: its 95th percentile over its best. Memory is
no matter of luck, and has none.

    python benchmarks/grid.py FILE [--moves N]
"""

import argparse
import fcntl
import functools
import mmap
import os
import pty
import select
import sqlite3
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))
SIZE = (120, 40)
KEY_BUDGET_MS, OPEN_BUDGET_MS, DROP_BUDGET_MS, MEMORY_BUDGET_MB = 16.0, 1000.0, 50.0, 150.0
# Nothing was written for so long (after the first byte, and before): the key is done with.
QUIET, FIRST = 0.08, 0.4
# Between two frames Textual waits for twice as long or more, within one it doesn't wait.
FRAME = 0.008
DOWN, UP, RIGHT, LEFT, PAGE_DOWN, PAGE_UP = b"\x1b[B", b"\x1b[A", b"\x1b[C", b"\x1b[D", b"\x1b[6~", b"\x1b[5~"

HANDLER, PAINTED = 0, 2


class Taken(NamedTuple):
    """Milliseconds that something took."""

    handler: float
    thread: float
    painted: float
    settled: float


def inside(folder: Path, shared: Path) -> None:
    """Be the program, and count in a file what the code of the grid computes."""
    from confkit.services.workspace import open_workspace
    from confkit.tui.app import run
    from confkit.tui.grid.canvas import GridCanvas
    from confkit.tui.grid.kept_lines import KeptLines
    from confkit.tui.grid.pane import SchedulePane
    from confkit.tui.grid.tray import Tray
    from confkit.tui.grid.view import GridView
    from confkit.tui.showing import Showing
    from confkit.tui.workspace_screen import WorkspaceScreen

    with shared.open("r+b") as file:
        counter = mmap.mmap(file.fileno(), 8)
    depth, computed = 0, 0.0

    def counted(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal depth, computed
            depth += 1
            started = time.thread_time()
            try:
                return method(*arguments, **named)
            finally:
                depth -= 1
                if not depth:
                    computed += time.thread_time() - started
                    counter[:] = struct.pack("d", computed)

        return call

    entered = ("action_", "on_", "render_line", "_paint_changed")
    for kind in (KeptLines, GridCanvas, GridView, SchedulePane, Showing, Tray, WorkspaceScreen):
        for name, method in list(vars(kind).items()):
            if callable(method) and name.startswith(entered) and name != "on_mount":
                setattr(kind, name, counted(method))
    with open_workspace(folder) as workspace:
        run(workspace)


class Terminal:
    """The program on a pseudo-terminal."""

    def __init__(self, folder: Path) -> None:
        self._shared = folder.parent / "computed"
        self._shared.write_bytes(bytes(8))
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(PROJECT)}
            own = str(Path(__file__).resolve())
            os.execv(sys.executable, [sys.executable, own, "--inside", str(folder), str(self._shared)])
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))

    def close(self) -> None:
        """Leave the program."""
        try:
            os.write(self._terminal, b"\x11")  # ctrl+q
            while select.select([self._terminal], [], [], 5)[0] and os.read(self._terminal, 65536):
                pass
        except OSError:
            pass  # The terminal is gone with the process.
        finally:
            os.waitpid(self.process, 0)
            os.close(self._terminal)

    def wait_for(self, wanted: bytes, seconds: float = 60) -> float:
        """Read until ``wanted`` is painted, and return when that was."""
        seen, end = b"", time.perf_counter() + seconds
        while wanted not in seen:
            if time.perf_counter() > end:
                raise SystemExit(f"{wanted!r} was never painted:\n{seen[-2000:].decode(errors='replace')}")
            seen += self._read(0.5)
        return time.perf_counter()

    def rest(self, quiet: float = QUIET) -> float:
        """Read until nothing was written for a while, and return when the last byte came; 0 where none did."""
        last = 0.0
        # What has nothing to draw takes a while to be sure of.
        while self._read(quiet if last else max(quiet, FIRST)):
            last = time.perf_counter()
        return last

    def _read(self, seconds: float) -> bytes:
        return os.read(self._terminal, 65536) if select.select([self._terminal], [], [], seconds)[0] else b""

    def press(self, keys: bytes) -> float:
        """Write keys, and return when."""
        started = time.perf_counter()
        os.write(self._terminal, keys)
        return started

    def computed(self) -> tuple[float, float]:
        """What the grid's code, and the thread of the user interface, computed so far, in seconds."""
        text = Path(f"/proc/{self.process}/task/{self.process}/schedstat").read_text(encoding="ascii")
        return struct.unpack("d", self._shared.read_bytes())[0], int(text.split()[0]) / 1e9

    def taken(self, before: tuple[float, float], painted: float, settled: float) -> Taken:
        """What was computed since ``before``."""
        handler, thread = self.computed()
        return Taken((handler - before[0]) * 1000, (thread - before[1]) * 1000, painted * 1000, settled * 1000)

    def timed(self, keys: bytes) -> Taken:
        """Press keys, and wait for the end of their first frame and for that of the last one."""
        before, started = self.computed(), self.press(keys)
        painted = self.rest(FRAME)
        settled = self.rest() if painted else 0
        return self.taken(before, max(painted - started, 0), max(painted - started, settled - started, 0))

    @property
    def memory(self) -> float:
        """The most memory that the program had, in megabytes."""
        lines = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


class Measured:
    """Everything that was measured, by name, and what the machine did to a fixed piece of work meanwhile."""

    def __init__(self) -> None:
        self.found: dict[str, list[Taken]] = {}
        # When what was dropped was in the database, in milliseconds after the key.
        self.stored: list[float] = []
        self._fixed: list[Taken] = []

    def add(self, name: str, work: Callable[[], Taken]) -> None:
        """Measure something, and the fixed piece of work before it."""
        computed, started = time.thread_time(), time.perf_counter()
        sum(number * number % 7 for number in range(60_000))
        own, passed = time.thread_time() - computed, time.perf_counter() - started
        self._fixed.append(Taken(own, own, passed, passed))
        self.found.setdefault(name, []).append(work())

    def noise(self, clock: int) -> float:
        """How much longer something takes by mere chance, by the clock of one of the figures."""
        values = [taken[clock] for taken in self._fixed]
        return p95(values) / min(values)

    def told(self, name: str, budget: float, clock: int) -> bool:
        """Print a line for what was measured; say whether the budget was kept."""
        columns = [[taken[at] for taken in self.found[name]] for at in range(4)]
        told = [f"{statistics.median(values):7.1f} {p95(values):7.1f}" for values in columns]
        reached = p95(columns[clock])
        kept = reached <= budget * self.noise(clock)
        verdict = "kept" if reached <= budget else "within the noise" if kept else "MISSED"
        print(f"{name:14} {' | '.join(told)} | {Taken._fields[clock]} {budget:.0f}: {verdict}")
        return kept


def p95(values: list[float]) -> float:
    """The 95th percentile; of one value that value."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def make_workspace(folder: Path, file: Path) -> None:
    """Make a workspace of a programme file."""
    from confkit.services.importing import import_path
    from confkit.services.workspace import init_workspace

    with init_workspace(folder) as workspace:
        import_path(workspace, file)


def opened(folder: Path) -> tuple[Terminal, Callable[[], Taken]]:
    """Start the program, and return what goes to the schedule once it is at rest."""
    terminal = Terminal(folder)
    terminal.wait_for(b"more")  # The problems are found.
    terminal.rest(1)

    def opening() -> Taken:
        before, started = terminal.computed(), terminal.press(b"3")
        painted = terminal.wait_for(b" placed")
        settled = terminal.rest(1) or painted
        return terminal.taken(before, painted - started, settled - started)

    return terminal, opening


def measure_keys(measured: Measured, terminal: Terminal, moves: int) -> None:
    """Looking around."""
    for number in range(moves):
        measured.add("cursor", lambda number=number: terminal.timed(DOWN if number % 5 else RIGHT))  # type: ignore[misc]
        measured.add("scroll", lambda number=number: terminal.timed(PAGE_DOWN if number % 2 else PAGE_UP))  # type: ignore[misc]
        measured.add("zoom", lambda number=number: terminal.timed(b"-" if number % 4 < 2 else b"+"))  # type: ignore[misc]
        measured.add("day", lambda number=number: terminal.timed(b"." if number % 6 < 3 else b","))  # type: ignore[misc]


def measure_moves(measured: Measured, terminal: Terminal, database: Path, moves: int) -> None:
    """Carrying a session there and back."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:

        def position() -> int:
            return int(connection.execute("SELECT max(number) FROM journal").fetchone()[0])

        def drop() -> Taken:
            number, before, started = position(), terminal.computed(), terminal.press(b"\r")
            painted = terminal.rest(FRAME)
            while position() == number:
                if time.perf_counter() > started + 30:
                    raise SystemExit("what was dropped was never stored")
                time.sleep(0.001)
            stored = time.perf_counter()
            settled = terminal.rest() or painted
            measured.stored.append((stored - started) * 1000)
            return terminal.taken(before, painted - started, settled - started)

        for number in range(moves):
            measured.add("pick up", lambda: terminal.timed(b" "))
            there = number % 2 == 0
            for key in (DOWN, RIGHT) if there else (UP, LEFT):
                measured.add("carry", lambda key=key: terminal.timed(key))  # type: ignore[misc]
            measured.add("drop", drop)


def measure(folder: Path, moves: int) -> tuple[Measured, float]:
    """Measure everything in a workspace; the second is the memory in megabytes."""
    measured = Measured()
    for number in range(4):
        terminal, opening = opened(folder)
        try:
            if number == 0:
                opening()  # The first one compiles what was never imported.
                continue
            measured.add("open", opening)
            if number == 3:
                measure_moves(measured, terminal, folder / ".confkit" / "confkit.db", moves)
                measure_keys(measured, terminal, moves)
                memory = terminal.memory
        finally:
            terminal.close()
    return measured, memory


def main() -> int:
    """Measure and print; 1 where a budget is missed by more than the noise."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=Path, help="a programme, such as 38c3.xml")
    arguments.add_argument("--moves", type=int, default=40)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "workspace"
        make_workspace(folder, options.file)
        measured, memory = measure(folder, options.moves)
    print(
        f"{'median, p95':14} {'handler ms':^15} | {'thread ms':^15} | {'painted ms':^15} | {'settled ms':^15} | budget"
    )
    kept = [measured.told("open", OPEN_BUDGET_MS, PAINTED)]
    kept += [measured.told(name, KEY_BUDGET_MS, HANDLER) for name in ("cursor", "scroll", "zoom", "day")]
    kept += [measured.told(name, DROP_BUDGET_MS, PAINTED) for name in ("pick up", "carry", "drop")]
    stored = measured.stored
    print(f"drop, stored: median {statistics.median(stored):.0f} ms, p95 {p95(stored):.0f} ms by the clock")
    kept.append(memory <= MEMORY_BUDGET_MB)
    print(f"memory: {memory:.0f} MB; budget {MEMORY_BUDGET_MB:.0f}: {'kept' if kept[-1] else 'MISSED'}")
    print(f"noise: handler × {measured.noise(HANDLER):.2f}, painted × {measured.noise(PAINTED):.2f}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]), Path(sys.argv[3]))
        raise SystemExit(0)
    raise SystemExit(main())
