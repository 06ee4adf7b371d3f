"""``confkit redo``: do again what was undone, the last or any one by its number."""

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.history import tell_entry
from confkit.services.history import redo, redo_entry


@verb("redo", examples="confkit redo\nconfkit redo 17")
@click.argument("number", type=click.IntRange(min=1), required=False)
@json_option
def command(number: int | None, in_json: bool) -> None:
    """Do again what you took back last.

    With the NUMBER of an edit that is taken back, do that one again, whoever took it back, where nothing depends on
    that. Exit code 1 says that there was nothing to redo, or that somebody changed the same thing since.
    """
    with workspace() as opened:
        done = redo(opened) if number is None else redo_entry(opened, number)
        tell_entry(opened, done, in_json=in_json)
