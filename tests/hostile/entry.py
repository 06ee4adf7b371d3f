"""What an entry of the hostile corpus is: a name, how it is made, which door it goes through, and why it is hostile.

Entries are code, not files: a bomb of a gigabyte in the repository would be one for whoever clones it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

Build = Callable[[Path], None]


class Door(Enum):
    """How what an entry builds gets into confkit, and what its builder is given."""

    SHOW = auto()  # the folder of a show, episodes/show/, with a good episode in it: scan, check, build, list, show
    WORKSPACE = auto()  # the root of that workspace: the same
    FEED = auto()  # an empty folder, to be given a feed.xml: check --feed
    IMPORT = auto()  # an empty folder, to be given one thing: import, check, build


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is made to break a reader.

    ``problem``: whether confkit has to say that something is wrong (True), must not (False), or may (None).
    ``slow`` leaves it out of the quick run.
    """

    name: str
    door: Door
    build: Build
    why: str
    problem: bool | None = True
    slow: bool = False


def written(name: str | bytes, make: Callable[[], bytes]) -> Build:
    """Return a builder that writes one file."""

    def build(folder: Path) -> None:
        target = bytes(folder) + b"/" + (name if isinstance(name, bytes) else name.encode())
        with open(target, "wb") as file:  # noqa: PTH123 — a name need not be text
            file.write(make())

    return build


def sparse(name: str, size: int, head: Callable[[], bytes] = bytes, at: int = 0) -> Build:
    """Return a builder of a file of ``size`` bytes that takes no room: ``head`` at ``at``, nothing else."""

    def build(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.truncate(size)
            file.seek(at)
            file.write(head())

    return build
