"""From an exception to a message on stderr and an exit code: the edge that every command ends at.

0 fine · 1 something is wrong with the data, a file or the database · 2 the call was wrong · 130 stopped with Ctrl-C ·
141 the reader of our output went away.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress

import click

from confkit.cli.output import say
from confkit.domain.errors import ConfkitError, EditConflict, NotFound, UsageError, WorkspaceError
from confkit.domain.problem import Problem
from confkit.domain.text import clean_line

FINE = 0
PROBLEMS = 1
WRONG_USE = 2
STOPPED = 130
PIPE_CLOSED = 141

DEBUG = "CONFKIT_DEBUG"
COMPLETION = "_CONFKIT_COMPLETE"


class PipeClosed(Exception):
    """Nobody reads our output any more."""


class InvalidFields(UsageError):
    """Options hold values that their fields can't."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("fields hold values that they can't")
        self.problems = problems


def exit_code_of(run: Callable[[], object]) -> int:
    """Call ``run``, which returns an exit code or nothing, report what it raises, and return the code to end with."""
    try:
        code = run()
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        say("stopped")
        return STOPPED
    except (PipeClosed, BrokenPipeError):
        _give_up_stdout()
        return PIPE_CLOSED
    except click.ClickException as error:
        return _wrong_use(error)
    except InvalidFields as error:
        for problem in error.problems:
            report(UsageError(problem.message, where=f"--{problem.where}", fix=problem.fix))
        return WRONG_USE
    except ConfkitError as error:
        report(error)
        return WRONG_USE if isinstance(error, UsageError | NotFound | WorkspaceError) else PROBLEMS
    except Exception as error:  # noqa: BLE001  # the edge: a user never sees a traceback unasked
        return _unexpected(error)
    return code if isinstance(code, int) else FINE


def report(error: ConfkitError) -> None:
    """Say what went wrong, where, and what to do."""
    where = f"{clean_line(error.where)}: " if error.where else ""
    say(f"error: {where}{error.what}", "red")
    if isinstance(error, EditConflict):
        for field, expected, stored in error.differences:
            say(f"  {clean_line(field)}: expected {clean_line(expected)!r}, now {clean_line(stored)!r}")
    if error.fix:
        say(f"  → {error.fix}")


def _wrong_use(error: click.ClickException) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return WRONG_USE
    message = clean_line(error.format_message()).rstrip(".")
    say(f"error: {message[:1].lower()}{message[1:]}", "red")
    if context is not None:
        say(f"  → see “{context.command_path} --help”")
    return error.exit_code


def _unexpected(error: Exception) -> int:
    if os.environ.get(DEBUG):
        raise error
    if COMPLETION not in os.environ:
        say(
            f"error: confkit made a mistake and stopped ({type(error).__name__}: {clean_line(str(error))[:300]})", "red"
        )
        say(f"  → nothing was half written; set {DEBUG}=1 to see the details, and please report them")
    return PROBLEMS


def _give_up_stdout() -> None:
    # What is still in the buffer would be flushed at exit and complain again.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
