"""Showing problems: the list for people, and the exit code that follows from them."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO

from confkit.cli.errors import FINE, PROBLEMS
from confkit.cli.output import styled
from confkit.domain.problem import Problem, Severity
from confkit.domain.text import clean_line

_MARKS = {Severity.ERROR: ("✗", "red"), Severity.WARNING: ("!", "yellow"), Severity.HINT: ("·", "cyan")}


def show_problems(problems: Iterable[Problem], stream: IO[str]) -> None:
    """Print each problem on ``stream``: mark, severity, place and message, then what to do."""
    for problem in problems:
        mark, style = _MARKS[problem.severity]
        where = f"{clean_line(problem.where)}: " if problem.where else ""
        head = styled(f"{mark} {problem.severity.value}", style, stream)
        stream.write(f"{head} {where}{clean_line(problem.message)} [{clean_line(problem.code)}]\n")
        if problem.fix:
            stream.write(f"    → {clean_line(problem.fix)}\n")


def talk_about(problems: Iterable[Problem]) -> None:
    """Print problems to stderr: they are not what the command was asked for."""
    show_problems(sorted(problems, key=lambda problem: problem.rank), sys.stderr)


def counted(problems: Sequence[Problem]) -> str:
    """Return how many problems there are of each severity, in words."""
    counts = Counter(problem.severity for problem in problems)
    parts = [count_of(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return ", ".join(parts) or "no problems"


def count_of(number: int, word: str) -> str:
    """Return the number with its word in the right form; regular plurals only."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def code_for(problems: Iterable[Problem]) -> int:
    """Return 1 if there is an error among the problems; warnings and hints are fine."""
    return PROBLEMS if any(problem.severity is Severity.ERROR for problem in problems) else FINE
