"""The frame of every command: options they share, the workspace, and groups that load a command when it is called.

A group knows its commands by a table of names, modules and one-line helps, so that ``confkit --help`` and the
completion of a name import none of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from confkit.services.workspace import Workspace

_WORKSPACE = "confkit.workspace"
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

F = TypeVar("F", bound=Callable[..., Any])


def _remember(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.meta[_WORKSPACE] = value


def workspace_option(*, hidden: bool = True) -> click.Option:
    """Return the option ``-w``; each command takes it, and only the top level shows it in its help."""
    return click.Option(
        ["-w", "--workspace"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_remember,
        hidden=hidden,
        help="The workspace; without it the nearest folder upwards with a confkit.toml.",
    )


def workspace_folder(context: click.Context) -> Path | None:
    """Return the folder that ``-w`` named, or None."""
    folder = context.meta.get(_WORKSPACE)
    return folder if isinstance(folder, Path) else None


@contextmanager
def workspace() -> "Iterator[Workspace]":
    """Open the workspace of this call; raises WorkspaceError where there is none."""
    from confkit.services.workspace import open_workspace

    with open_workspace(workspace_folder(click.get_current_context())) as opened:
        yield opened


class Verb(click.Command):
    """A command that does something: takes ``-w`` wherever it is written, and shows examples below its options."""

    def __init__(self, *args: Any, examples: str = "", **attributes: Any) -> None:
        attributes.setdefault("context_settings", _SETTINGS)
        super().__init__(*args, **attributes)
        self.examples = examples
        self.params.append(workspace_option())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the examples, each on a line of its own."""
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples.strip().splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")
        super().format_epilog(ctx, formatter)


class Noun(click.Group):
    """A group of commands about one kind of thing, such as ``confkit session``.

    ``elsewhere`` says which commands are in which modules, each in the tuple ``COMMANDS``; those are imported only when
    one of them is called, or when the help lists them.
    """

    command_class = Verb

    def __init__(self, *args: Any, elsewhere: Mapping[str, Sequence[str]] | None = None, **attributes: Any) -> None:
        attributes.setdefault("context_settings", _SETTINGS)
        super().__init__(*args, **attributes)
        self.params.append(workspace_option())
        self.elsewhere = {name: module for module, names in (elsewhere or {}).items() for name in names}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in alphabetical order."""
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported from elsewhere where it is there."""
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        found = import_module(self.elsewhere[cmd_name]).COMMANDS
        return next((one for one in found if isinstance(one, click.Command) and one.name == cmd_name), None)


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called.

    ``table`` maps a name to the module that holds the command and its one-line help; the command is called ``command``.
    """

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **attributes: Any) -> None:
        attributes.setdefault("context_settings", _SETTINGS)
        super().__init__(*args, **attributes)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, None for a name that is not in the table."""
        if cmd_name not in self.table:
            return None
        found = import_module(self.table[cmd_name][0]).command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that ``args`` call; a name that is not in the table is answered with what comes near."""
        name = args[0]
        if name not in self.table and not name.startswith("-") and not ctx.resilient_parsing:
            near = get_close_matches(name, self.table, 1)
            ctx.fail(f"No such command {name!r}" + (f". Did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the helps of the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[Any]]":
        """Complete names from the table, options as every command does."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=text) for name, (_, text) in self.table.items() if name.startswith(incomplete)
        ]
        return found or click.Command.shell_complete(self, ctx, incomplete)


def verb(name: str, **attributes: Any) -> Callable[[Callable[..., Any]], Verb]:
    """Make a command of a function, for the commands that belong to no noun."""
    return click.command(name, cls=Verb, **attributes)


def json_option(function: F) -> F:
    """Give a command ``--json``, which arrives as ``in_json``."""
    return click.option("--json", "in_json", is_flag=True, help="Print JSON; docs/json.md names the fields.")(function)
