"""Commands under watch: each runs in a process of its own, which says how long it took and how much memory it held.

Starting Python and importing confkit takes longer than most entries; so one *server* imports everything once and forks
for each command. A fork that hangs is killed by its own alarm, one that eats memory meets its limit, and neither
touches the server or the next command.
"""

import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from importlib import import_module
from math import ceil
from pathlib import Path

# How much longer than on a quiet machine a command may take; CI machines are slow.
PATIENCE = float(os.environ.get("CONFKIT_TEST_PATIENCE", "1"))
# The promise is kept in processor time, as the machine does other things too; a hang is seen on the clock.
SECONDS = 5.0
HANG = 60.0
MEMORY = 300 << 20
# What a process may ask for: beyond it gets a MemoryError in place of the machine's memory.
_ADDRESSES = 3 << 30
_SHOWN = 64 << 20


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to; ``code`` is None where it was killed, ``memory`` the most it held, in bytes.

    ``seconds`` are those of the processor, ``clock`` those that passed.
    """

    arguments: tuple[str, ...]
    code: int | None
    out: str
    err: str
    seconds: float
    clock: float
    memory: int


class Server:
    """Runs commands of confkit, one at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.watched"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def run(self, *arguments: str) -> Ran:
        """Run ``confkit`` with ``arguments``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        return Ran(tuple(arguments), **json.loads(self._process.stdout.readline()))

    def stop(self) -> None:
        """End the server."""
        self._process.communicate()


def _serve() -> None:
    import confkit.cli.main  # noqa: F401

    for module in pkgutil.walk_packages(sys.modules["confkit"].__path__, "confkit."):
        if not module.name.startswith(("confkit.tui", "confkit.__main__", "confkit.storage.migrations")):
            import_module(module.name)
    # What the modules import when it is first needed.
    for name in ("alembic", "icalendar", "jinja2", "markdown_it", "linkify_it", "nh3", "PIL.Image", "mutagen.mp4"):
        try:
            import_module(name)
        except ModuleNotFoundError:
            continue
    for line in sys.stdin:
        print(json.dumps(_watched(json.loads(line))), flush=True)


def _watched(arguments: list[str]) -> dict[str, object]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        child = os.fork()
        if not child:
            _child(arguments, out.fileno(), err.fileno())
        _, status, used = os.wait4(child, 0)
        clock = time.monotonic() - started
        code = os.waitstatus_to_exitcode(status)
        texts = [os.pread(file.fileno(), _SHOWN, 0).decode(errors="replace") for file in (out, err)]
    return {
        "code": code if code >= 0 else None,
        "out": texts[0],
        "err": texts[1],
        "seconds": used.ru_utime + used.ru_stime,
        "clock": clock,
        "memory": used.ru_maxrss << 10,
    }


def _child(arguments: list[str], out: int, err: int) -> None:
    code = 70
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        # What was opened before the fork can't be used here: commands print to the new streams.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most = ceil(SECONDS * PATIENCE) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        signal.setitimer(signal.ITIMER_REAL, HANG * PATIENCE)  # nobody handles it, so it ends the process
        from confkit.cli.main import root

        try:
            root.main(arguments)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 70
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 — the test reads of it in what was printed
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve()
