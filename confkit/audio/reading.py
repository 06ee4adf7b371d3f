"""Reading many files: one after the other, or, where that pays, in several processes at once."""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path

from confkit.audio.outcome import Outcome, read_outcome

# A process takes as long to start as it takes to read some hundreds of files. Below, several are no faster.
POOL_FROM = 2_000


def read_files(
    root: Path, paths: Sequence[str], cancelled: Callable[[], bool] | None
) -> Generator[Outcome, None, None]:
    """Yield what comes of each of ``paths`` below ``root``, in no order, until ``cancelled`` says yes.

    Close it when done with it: processes may be waiting behind it.
    """
    rest = paths
    workers = _processors() if len(paths) >= POOL_FROM else 1
    if workers > 1:
        from confkit.audio.pool import MAX_WORKERS, Pool

        pool = Pool(root, workers=min(workers, MAX_WORKERS))
        with closing(pool.read(paths, cancelled)) as outcomes:
            yield from outcomes
        rest = pool.lost
    for path in rest:
        if cancelled is not None and cancelled():
            return
        yield read_outcome(root, path)


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
