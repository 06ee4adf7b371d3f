"""The sample of the repository as a workspace of its own, with a clock and ids that don't change."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from confkit.services.workspace import Workspace, init_workspace

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

Open = Callable[..., Workspace]


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_it(clock: Clock) -> Iterator[Open]:
    """Open a workspace as an author; all are closed at the end."""
    opened: list[Workspace] = []
    numbers = count(1)

    def open_at(folder: Path, author: str = "tester") -> Workspace:
        ws = Workspace(folder, clock=clock, new_id=lambda: UUID(int=next(numbers)), author=author)
        opened.append(ws)
        return ws

    yield open_at
    for ws in opened:
        ws.close()


@pytest.fixture
def ws(folder: Path, open_it: Open) -> Workspace:
    """The sample, opened."""
    return open_it(folder)


@pytest.fixture
def empty(tmp_path: Path, open_it: Open) -> Workspace:
    """A workspace with nothing in it."""
    init_workspace(tmp_path / "empty").close()
    return open_it(tmp_path / "empty")
