"""``confkit check``: look for problems."""

import sys

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import say, tell_json
from confkit.cli.problems import code_for, counted, show_problems
from confkit.cli.values import EVENT
from confkit.services import as_json
from confkit.services.checking import check


@verb("check", examples="confkit check\nconfkit check summit --json")
@click.argument("event", type=EVENT, required=False)
@json_option
def command(event: str | None, in_json: bool) -> int:
    """Look for problems in the whole workspace, or in EVENT only.

    Exit code 1 says that there is an error; warnings and hints alone are fine.
    """
    with workspace() as opened:
        found = check(opened, event)
    if in_json:
        tell_json([as_json.problem(problem) for problem in found])
    else:
        show_problems(found, sys.stdout)
        say(counted(found))
    return code_for(found)
