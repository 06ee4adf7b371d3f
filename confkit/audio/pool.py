"""Reading many files in several processes, and surviving every one of them.

Plain child processes with pipes, and neither ``fork`` (a program with threads must not) nor ``multiprocessing`` (its
helper wants the standard streams, which a terminal UI has replaced; and its executor loses everything when one process
dies). A process that dies was reading one of a few files. These are read again one at a time, and the one that a
process dies of alone has a problem; the others have nothing.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from confkit.audio.outcome import Outcome
from confkit.audio.worker import LENGTH, OUT_OF_MEMORY, Limits, Task, framed
from confkit.domain.problem import Problem, Severity

MAX_WORKERS = 8
# Files for one message: few enough for progress to move and for little to be read again, and below what a pipe holds.
_BATCH = 16
# A worker always has the next batch waiting.
_AHEAD = 2
# How often, in seconds, somebody who waits is asked whether they still want to.
_TURN = 0.1
# After so many seconds without an answer the file system hangs, or something that takes no processor time.
_PATIENCE = 600.0
_LAST_BREATH = 5.0
_START = "import sys; sys.path[:] = sys.argv[1:]; from confkit.audio.worker import serve; serve()"
_ANSWER = msgspec.msgpack.Decoder(list[Outcome])


@dataclass(slots=True)
class _Worker:
    """A child process, what it was asked, and what has come back of the next answer."""

    process: "subprocess.Popen[bytes]"
    asked: deque[list[str]] = field(default_factory=deque)
    received: bytearray = field(default_factory=bytearray)
    ready: bool = False
    heard: float = field(default_factory=time.monotonic)

    def ask(self, paths: list[str]) -> None:
        """Send a batch; if nobody reads it any more, that shows when its answer is waited for."""
        if not self.asked:
            self.heard = time.monotonic()
        self.asked.append(paths)
        assert self.process.stdin is not None
        with suppress(OSError):
            os.write(self.process.stdin.fileno(), framed(paths))

    def hear(self) -> Iterator[list[Outcome]] | None:
        """Return the answers that are complete by now, None when there will be no more."""
        assert self.process.stdout is not None
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if not data:
            return None
        self.heard = time.monotonic()
        self.received += data
        return self._answers()

    def _answers(self) -> Iterator[list[Outcome]]:
        while len(self.received) >= LENGTH:
            end = LENGTH + int.from_bytes(self.received[:LENGTH], "big")
            if len(self.received) < end:
                return
            answer = _ANSWER.decode(memoryview(self.received)[LENGTH:end].tobytes())
            del self.received[:end]
            yield answer

    def end(self) -> int:
        """Kill the process if it still runs, and return how it ended."""
        if self.process.poll() is None:
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return self.process.wait()


class Pool:
    """Processes that read the files of ``root``; ``lost`` are paths that nobody could be found to read."""

    def __init__(self, root: Path, *, workers: int, limits: Limits | None = None, patience: float = _PATIENCE) -> None:
        self._task = Task(os.fspath(root), limits or Limits())
        self._count = workers
        self._patience = patience
        self._workers: dict[int, _Worker] = {}
        self._selector = selectors.DefaultSelector()
        self._waiting: deque[list[str]] = deque()
        self._usable = True
        self.lost: list[str] = []

    def read(self, paths: Sequence[str], cancelled: Callable[[], bool] | None = None) -> Generator[Outcome, None, None]:
        """Yield the outcome of each path, in no order, until ``cancelled`` says yes. Close it when done with it."""
        self._waiting.extend(list(paths[at : at + _BATCH]) for at in range(0, len(paths), _BATCH))
        try:
            while self._waiting or any(worker.asked for worker in self._workers.values()):
                if cancelled is not None and cancelled():
                    return
                if not self._hand_out():
                    break
                for key, _ in self._selector.select(_TURN):
                    yield from self._listen(self._workers[key.fd])
                yield from self._give_up_on_the_silent()
            self.lost = [path for batch in self._waiting for path in batch]
        finally:
            for worker in self._workers.values():
                worker.end()
            self._workers.clear()
            self._selector.close()

    def _hand_out(self) -> bool:
        """Keep every worker busy; returns whether there is any."""
        while self._usable and len(self._workers) < min(self._count, len(self._waiting)):
            self._start()
        for worker in self._workers.values():
            while self._waiting and worker.ready and len(worker.asked) < _AHEAD:
                worker.ask(self._waiting.popleft())
        return bool(self._workers)

    def _start(self) -> None:
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", _START, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # Ctrl+C is for the program, which then ends its workers
            )
        except OSError:
            self._usable = False
            return
        worker = _Worker(process)
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError):
            process.stdin.write(framed(self._task))
        self._workers[process.stdout.fileno()] = worker
        self._selector.register(process.stdout, selectors.EVENT_READ)

    def _listen(self, worker: _Worker) -> Iterator[Outcome]:
        answers = worker.hear()
        if answers is None:
            yield from self._bury(worker, gone=True)
            return
        for answer in answers:
            if worker.ready:
                worker.asked.popleft()
                yield from answer
            worker.ready = True

    def _give_up_on_the_silent(self) -> Iterator[Outcome]:
        now = time.monotonic()
        for worker in list(self._workers.values()):
            patience = self._patience if worker.ready else _PATIENCE
            if (worker.asked or not worker.ready) and now - worker.heard > patience:
                yield from self._bury(worker, gone=False)

    def _bury(self, worker: _Worker, *, gone: bool) -> Iterator[Outcome]:
        """Take a worker away that is ``gone`` or should be, and find out what it died of."""
        assert worker.process.stdout is not None
        fd = worker.process.stdout.fileno()
        self._selector.unregister(fd)
        del self._workers[fd]
        if gone:  # its pipes close a moment before it is
            with suppress(subprocess.TimeoutExpired):
                worker.process.wait(_LAST_BREATH)
        status = worker.end()
        if not worker.ready:
            self._usable = False  # it didn't even start: neither would the next one
            return
        if not worker.asked:
            return
        suspects, *innocent = worker.asked
        self._waiting.extendleft(reversed(innocent))
        if len(suspects) == 1:
            yield _died_of(suspects[0], status)
        else:
            self._waiting.extendleft([path] for path in reversed(suspects))


def _died_of(path: str, status: int) -> Outcome:
    """Return the problem of a file that ended the process which read it."""
    message, lasting = {
        OUT_OF_MEMORY: ("needs too much memory to be read", True),
        -signal.SIGPROF: ("takes too long to be read", True),
        # By hand, by a system that runs out of memory, or by ourselves after a long silence: next time may be better.
        -signal.SIGKILL: ("could not be read, the process that did it was ended", False),
    }.get(status, ("makes the process crash that reads it", True))
    problem = Problem("audio-unreadable", Severity.ERROR, path, message, "encode it again, or move it away")
    return Outcome(path, problem=problem, lasting=lasting)
