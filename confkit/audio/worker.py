"""The process that reads files for a pool, under limits: the other end of ``pool``.

It is told the folder and its limits, answers with an empty list when it is ready, and then answers each list of paths
with a list of outcomes. A message is MessagePack behind its length in four bytes. What can't be caught (a hang, a
crash) is meant to end the process: the pool finds out which file it was.
"""

import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from confkit.audio.outcome import Outcome, read_outcome

# How a worker ends that ran into its limit of memory.
OUT_OF_MEMORY = 71
LENGTH = 4
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of processor time for one file, bytes of address space for the process.

    Seconds of a clock wouldn't do: a computer that is busy or was asleep is not the fault of a file. Of what a worker
    may legally do, walking 4 GiB of MP3 frames takes the longest, and an index and pictures of 64 MiB the most room.
    """

    seconds: float = 60.0
    memory: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is told first."""

    root: str
    limits: Limits


def serve() -> None:
    """Answer until there are no more questions."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.dup(1)
    # Whatever a library prints must not get in between; the pool gave us the null device for errors.
    os.dup2(2, 0)
    os.dup2(2, 1)
    task = _receive(questions, Task)
    if task is None:
        return
    _confine(task.limits)
    _send(answers, ())
    root = Path(task.root)
    while (paths := _receive(questions, list[str])) is not None:
        _send(answers, [_read(root, path, task.limits) for path in paths])


def _read(root: Path, path: str, limits: Limits) -> Outcome:
    # The signal's default action ends the process, whatever it is busy with.
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    try:
        return read_outcome(root, path)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _confine(limits: Limits) -> None:
    # Not every system has every limit, and a lower one may be set already.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def _send(answers: int, outcomes: object) -> None:
    rest = memoryview(framed(outcomes))
    while rest:
        rest = rest[os.write(answers, rest) :]


def framed(message: object) -> bytes:
    """Return a message as it is sent, in both directions."""
    data = msgspec.msgpack.encode(message)
    return len(data).to_bytes(LENGTH, "big") + data


def _receive(questions: BinaryIO, kind: type[_T]) -> _T | None:
    length = questions.read(LENGTH)
    if len(length) < LENGTH:
        return None
    return msgspec.msgpack.decode(questions.read(int.from_bytes(length, "big")), type=kind)
