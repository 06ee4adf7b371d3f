"""The command ``confkit``: the table of its commands, the options of all of them, and the call without any.

Only click is imported here; every command brings what it needs when it is called.
"""

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from confkit import __version__
from confkit.cli.command import LazyGroup, workspace_folder, workspace_option
from confkit.cli.errors import PipeClosed, exit_code_of
from confkit.cli.output import is_terminal, tell

_TABLE = {
    "init": ("confkit.cli.init", "Make a workspace in a folder"),
    "import": ("confkit.cli.importing", "Bring in an event, a calendar or a show from a file or folder"),
    "scan": ("confkit.cli.scan", "Read the audio files in episodes/"),
    "check": ("confkit.cli.check", "Look for problems: conflicts, missing facts, broken audio"),
    "build": ("confkit.cli.build", "Write calendars, feeds and pages to public/"),
    "export": ("confkit.cli.export", "Print an event as TOML or iCalendar"),
    "event": ("confkit.cli.event", "List and edit events"),
    "session": ("confkit.cli.session", "List, edit and place sessions"),
    "signup": ("confkit.cli.signup", "Sign people up for workshops and consultations"),
    "person": ("confkit.cli.person", "List and edit persons"),
    "room": ("confkit.cli.room", "List and edit the rooms of an event"),
    "track": ("confkit.cli.track", "List and edit the tracks of an event"),
    "show": ("confkit.cli.show", "List and edit shows (podcasts)"),
    "episode": ("confkit.cli.episode", "List and edit the episodes of a show"),
    "chapters": ("confkit.cli.chapters", "List the chapters of an episode"),
    "transcript": ("confkit.cli.transcript", "Print the transcript of an episode, or make it from the sound"),
    "search": ("confkit.cli.search", "Find sessions, persons and episodes by their words"),
    "history": ("confkit.cli.history", "Show who changed what, and when"),
    "undo": ("confkit.cli.undo", "Take your last edit back"),
    "redo": ("confkit.cli.redo", "Do again what you took back"),
    "completion": ("confkit.cli.completion", "Print the completion script of your shell"),
}

_EPILOG = """\b
Ids may be shortened to their first characters; events and shows go by their
short name. Data goes to stdout, everything else to stderr; --json is stable.

\b
Exit codes: 0 fine, 1 problems found, 2 wrong use, 130 stopped with Ctrl-C."""

_WHAT = f"""\
confkit {__version__}: plan conferences in the terminal, and publish the podcasts that come out of them.

  confkit init DIR        make a workspace
  confkit import PATH     bring in a programme (Open Event folder, event file, calendar)
  confkit scan            read the audio in episodes/
  confkit check           look for problems
  confkit build           write calendars, feeds and pages to public/
  confkit --help          every command

On a terminal, “confkit” alone opens the workspace of the folder you are in."""


class Root(LazyGroup):
    """The group at the top: reports every error and ends with an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the command line and exit."""
        _never_fail_to_print()
        run = super().main
        sys.exit(exit_code_of(lambda: run(args, "confkit", complete_var, standalone_mode=False, **extra)))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a closed pipe leaves as what it is, past click, which would end with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosed from error


@click.command(
    cls=Root,
    table=_TABLE,
    invoke_without_command=True,
    epilog=_EPILOG,
    params=[workspace_option(hidden=False)],
)
@click.version_option(__version__, "-V", "--version", message="confkit %(version)s")
@click.pass_context
def root(context: click.Context) -> int | None:
    """Plan conferences in the terminal and publish the podcasts that come out of them.

    Without a command, confkit opens the terminal UI of the workspace.
    """
    if context.invoked_subcommand is None:
        return _open_terminal_ui(context)
    return None


def _open_terminal_ui(context: click.Context) -> int | None:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        tell(_WHAT)
        return None
    from confkit.services.workspace import open_workspace

    with open_workspace(workspace_folder(context)) as workspace:
        from confkit.tui.app import run

        return run(workspace)


def _never_fail_to_print() -> None:
    # A terminal that can't show a character gets its number; it is no reason to stop.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def main() -> NoReturn:
    """Run ``confkit``; ends the process with an exit code."""
    root.main()


__all__ = ["main", "root"]
