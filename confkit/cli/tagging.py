"""``confkit episode tag``: write what is known about episodes into their audio files."""

import sys

import click

from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.errors import FINE
from confkit.cli.output import say, styled, tell, tell_json
from confkit.cli.problems import code_for, count_of, talk_about
from confkit.cli.progress import progress
from confkit.cli.values import EPISODE, SHOW
from confkit.domain.errors import UsageError
from confkit.domain.text import clean_line, clean_text
from confkit.services import as_json, lookup, tagging
from confkit.services.tagging import Written
from confkit.services.workspace import Workspace


@click.command(
    "tag",
    cls=Verb,
    examples="confkit episode tag 7b1e55d0 --dry-run\nconfkit episode tag --all ward-rounds\n"
    "confkit episode tag 7b1e55d0 --restore",
)
@click.argument("episode", type=EPISODE, required=False)
@click.option("--all", "show", type=SHOW, metavar="SHOW", help="All episodes of SHOW that have audio.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--id3v23", is_flag=True, help="Write ID3v2.3 for old players, instead of ID3v2.4.")
@click.option("--restore", is_flag=True, help="Write the tags back that the file had before.")
@json_option
def command(episode: str | None, show: str | None, dry_run: bool, id3v23: bool, restore: bool, in_json: bool) -> int:
    """Write what is known about EPISODE into its audio file.

    The sound stays bit by bit the same, which is checked before the file is replaced, and so do tags that confkit
    doesn't know. Prints what changes.
    """
    if (episode is None) == (show is None):
        raise UsageError("name an episode, or a show with --all", fix="list them with “confkit episode list SHOW”")
    if restore and (show or id3v23):
        raise UsageError("--restore is for one episode, and as its tags were", fix="leave out --all and --id3v23")
    with workspace() as opened:
        if show is not None:
            done = _all(opened, show, dry_run=dry_run, id3v23=id3v23)
        else:
            done = (_one(opened, episode or "", dry_run=dry_run, id3v23=id3v23, restore=restore),)
    if in_json:
        tell_json([as_json.tag_changes(one.plan, one.problems) for one in done])
    else:
        _tell(done)
    problems = [problem for one in done for problem in one.problems]
    talk_about(problems)
    failed = sum(problem.code == "tags-not-written" for problem in problems)
    changed = sum(bool(one.plan.changes) for one in done) - failed
    say(f"{count_of(changed, 'file')} {'would change' if dry_run else 'changed'}")
    return code_for(problems) if problems else FINE


def _one(opened: Workspace, name: str, *, dry_run: bool, id3v23: bool, restore: bool) -> Written:
    view = lookup.find_episode(opened, name)
    if dry_run:
        return Written(tagging.plan_restore(opened, view) if restore else tagging.plan(opened, view))
    return tagging.restore(opened, view) if restore else tagging.write(opened, view, id3_version=3 if id3v23 else 4)


def _all(opened: Workspace, name: str, *, dry_run: bool, id3v23: bool) -> tuple[Written, ...]:
    views = lookup.episodes(opened, lookup.find_show(opened, name))
    if dry_run:
        return tuple(Written(tagging.plan(opened, view)) for view in views if view.recording)
    with progress() as report:
        return tagging.write_all(opened, views, id3_version=3 if id3v23 else 4, progress=report)


def _tell(done: tuple[Written, ...]) -> None:
    """Print a diff for each file that changes."""
    for one in done:
        if not one.plan.changes:
            continue
        tell(styled(clean_line(one.plan.path), "bold"))
        for change in one.plan.changes:
            tell(f"  {change.field}")
            for mark, style, value in (("-", "red", change.old), ("+", "green", change.new)):
                for line in clean_text(value).splitlines():
                    tell(styled(f"    {mark} {line}", style, sys.stdout))
