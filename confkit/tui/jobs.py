"""Work off the UI thread: a worker does it and posts a message, the message runs what follows.

The one ``except Exception`` of the TUI is here: what was not foreseen becomes a readable error, its details go to a
file in the workspace's state folder.
"""

import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from textual.message import Message

from confkit.domain.errors import ConfkitError

T = TypeVar("T")
REPORT_NAME = "last-error.txt"


class Outcome(Message):
    """A job ended; ``follow`` is run on the UI thread."""

    def __init__(self, follow: Callable[[], object]) -> None:
        super().__init__()
        self.follow = follow


def run_job(
    job: Callable[[], T],
    done: Callable[[T], object],
    failed: Callable[[ConfkitError], object],
    post: Callable[[Message], object],
    state: Path,
) -> None:
    """Run ``job`` on this (worker) thread and post what follows from its result or its error."""
    try:
        result = job()
    except ConfkitError as error:
        post(Outcome(partial(failed, error)))
    except Exception as error:  # noqa: BLE001 - the edge: a worker must not end the app with a traceback
        post(Outcome(partial(failed, unexpected(error, state))))
    else:
        post(Outcome(partial(done, result)))


def unexpected(error: BaseException, state: Path) -> ConfkitError:
    """Return a readable error for one that nobody foresaw; its traceback is kept in the state folder."""
    from confkit.domain.errors import WriteError
    from confkit.files import atomic_write

    fix = f"nothing was saved by it; please report it with the file {state.name}/{REPORT_NAME}"
    try:
        atomic_write(state / REPORT_NAME, "".join(traceback.format_exception(error)).encode("utf-8", "replace"))
    except WriteError:
        fix = "nothing was saved by it; please report what you did"
    return ConfkitError(f"confkit made a mistake ({type(error).__name__}: {str(error)[:200]})", fix=fix)
