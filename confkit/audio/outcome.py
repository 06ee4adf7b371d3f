"""What comes of reading one file of a library: a recording or a problem, whichever process read it."""

from dataclasses import dataclass
from pathlib import Path

from confkit.audio.listing import problem_of, unreadable
from confkit.audio.reader import read_recording
from confkit.audio.source import ChangedMeanwhile, NotRegular, OutsideFolder
from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem
from confkit.domain.recording import Recording


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recording, or what is wrong; ``lasting`` is what will be wrong again unless the file changes."""

    path: str
    recording: Recording | None = None
    problem: Problem | None = None
    lasting: bool = False


def read_outcome(root: Path, path: str) -> Outcome:
    """Read the file ``path`` below ``root``; raises nothing for what is wrong with it."""
    try:
        return Outcome(path, read_recording(root, path))
    except (ChangedMeanwhile, NotRegular, OutsideFolder) as error:
        return Outcome(path, problem=problem_of(error, path))
    except FormatError as error:
        return Outcome(path, problem=problem_of(error, path), lasting=True)
    except OSError as error:
        # It doesn't last: permissions change without changing the mtime.
        return Outcome(path, problem=unreadable(error, path))
