"""``confkit completion``: the script that teaches a shell our words."""

import click
from click.shell_completion import get_completion_class

from confkit.cli.command import verb
from confkit.cli.errors import COMPLETION
from confkit.cli.output import tell

_SHELLS = ("bash", "zsh", "fish")


@verb(
    "completion",
    examples='eval "$(confkit completion bash)"                                in ~/.bashrc\n'
    'eval "$(confkit completion zsh)"                                 in ~/.zshrc\n'
    "confkit completion fish > ~/.config/fish/completions/confkit.fish",
)
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script of SHELL: commands, options, ids and short names with their titles."""
    complete = get_completion_class(shell)
    assert complete is not None
    tell(complete(context.find_root().command, {}, "confkit", COMPLETION).source().rstrip())
