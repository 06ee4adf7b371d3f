"""``confkit redo``: do again what was undone."""

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.history import tell_entry
from confkit.services.history import redo


@verb("redo", examples="confkit redo")
@json_option
def command(in_json: bool) -> None:
    """Do again what you took back last.

    Exit code 1 says that there was nothing to redo, or that somebody changed the same thing since.
    """
    with workspace() as opened:
        tell_entry(opened, redo(opened), in_json=in_json)
