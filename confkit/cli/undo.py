"""``confkit undo``: take back your last edit."""

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.history import tell_entry
from confkit.services.history import undo


@verb("undo", examples="confkit undo")
@json_option
def command(in_json: bool) -> None:
    """Take back the last edit that is yours; others stay as they are.

    Exit code 1 says that there was nothing to undo, or that somebody changed the same thing since.
    """
    with workspace() as opened:
        tell_entry(opened, undo(opened), in_json=in_json)
