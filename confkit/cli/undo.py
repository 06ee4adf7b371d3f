"""``confkit undo``: take back your last edit, or any one by its number."""

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.history import tell_entry
from confkit.services.history import undo, undo_entry


@verb("undo", examples="confkit undo\nconfkit undo 17")
@click.argument("number", type=click.IntRange(min=1), required=False)
@json_option
def command(number: int | None, in_json: bool) -> None:
    """Take back the last edit that is yours; others stay as they are.

    With the NUMBER that “confkit history” shows, take back that edit, whoever made it, where no later one depends on
    it. Exit code 1 says that there was nothing to undo, or that somebody changed the same thing since.
    """
    with workspace() as opened:
        done = undo(opened) if number is None else undo_entry(opened, number)
        tell_entry(opened, done, in_json=in_json)
