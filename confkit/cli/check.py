"""``confkit check``: look for problems."""

import sys
from pathlib import Path

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import say, tell_json
from confkit.cli.problems import code_for, counted, show_problems
from confkit.cli.values import EVENT
from confkit.domain.errors import UsageError
from confkit.domain.problem import Problem
from confkit.services import as_json
from confkit.services.checking import check


@verb("check", examples="confkit check\nconfkit check summit --json\nconfkit check --feed https://example.org/feed.xml")
@click.argument("event", type=EVENT, required=False)
@click.option("--feed", metavar="FILE|URL", help="Hold any podcast feed to the rules instead; needs no workspace.")
@click.option("--private-addresses", is_flag=True, help="With --feed: also fetch from this or a local network.")
@json_option
def command(event: str | None, feed: str | None, private_addresses: bool, in_json: bool) -> int:
    """Look for problems in the whole workspace, or in EVENT only.

    The feeds that a build would publish are held to the rules of directories and apps.

    Exit code 1 says that there is an error; warnings and hints alone are fine.
    """
    if feed is not None:
        if event is not None:
            raise UsageError("is an event, and --feed checks a feed", where=event, fix="leave one of the two out")
        found = _of_feed(feed, private=private_addresses)
    else:
        with workspace() as opened:
            found = check(opened, event)
    if in_json:
        tell_json([as_json.problem(problem) for problem in found])
    else:
        show_problems(found, sys.stdout)
        say(counted(found))
    return code_for(found)


def _of_feed(name: str, *, private: bool) -> tuple[Problem, ...]:
    from confkit.services.preflight import check_feed, check_feed_at, read_feed_file

    if "://" in name:
        return check_feed_at(name, private=private)
    path = Path(name)
    return check_feed(read_feed_file(path), str(path))
