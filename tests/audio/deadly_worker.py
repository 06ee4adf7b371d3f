"""A worker of the pool for which some names are deadly, as no file that was found so far is any more."""

import os
import resource
import signal
import sys
import time
from pathlib import Path

from confkit.audio import worker
from confkit.audio.outcome import Outcome, read_outcome


def read_or_die(root: Path, path: str) -> Outcome:
    name = Path(path).stem.partition("-")[0]
    if name == "hang":
        while True:
            pass
    if name == "sleep":
        time.sleep(600)
    if name == "crash":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == "greed":
        return Outcome(str(bytes(8 << 30)))
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "chatter":
        print("in between", flush=True)
        os.write(1, b"in between")
    return read_outcome(root, path)


def serve() -> None:
    worker.read_outcome = read_or_die
    worker.serve()


if __name__ == "__main__":
    sys.exit("started by the tests of the pool")
