"""``confkit init``: make a workspace."""

from pathlib import Path

import click

from confkit.cli.command import verb
from confkit.cli.output import say, tell
from confkit.services.workspace import init_workspace


@verb("init", examples="confkit init my-conference")
@click.argument("folder", metavar="[DIR]", default=Path(), type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Make DIR (this folder if left out) a workspace.

    Writes confkit.toml and the folders events/ and episodes/; what is there already stays as it is.
    """
    with init_workspace(folder) as workspace:
        tell(str(workspace.root))
        say("made a workspace; next: “confkit import PATH”, or “confkit event add --title …”")
