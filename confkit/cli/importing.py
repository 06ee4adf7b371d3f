"""``confkit import``: bring in what exists elsewhere."""

from pathlib import Path

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import say, tell, tell_json
from confkit.cli.problems import code_for, count_of, counted, talk_about
from confkit.cli.progress import progress
from confkit.domain.text import clean_line
from confkit.services import as_json
from confkit.services.importing import import_path


@verb("import", examples="confkit import OTS16\nconfkit import schedule.xml\nconfkit import programme.ics")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@json_option
def command(path: Path, in_json: bool) -> int:
    """Import PATH: an Open Event folder, a schedule.xml or .json, an event or show file (TOML), or a calendar (ICS).

    Importing the same thing again updates it; “confkit undo” takes an import back. Exit code 1 says that something of
    it could not be read.
    """
    with workspace() as opened, progress() as report:
        done = import_path(opened, path, progress=report)
    talk_about(done.problems)
    if in_json:
        problems = [as_json.problem(problem) for problem in done.problems]
        tell_json(
            {
                "title": done.title,
                "slug": done.slug,
                "counts": dict(done.counts),
                "added": done.added,
                "updated": done.updated,
                "problems": problems,
            }
        )
        return code_for(done.problems)
    tell(f"{clean_line(done.slug)}: {clean_line(done.title)}")
    for word, count in done.counts.items():
        tell(f"  {count_of(count, word)}")
    say(f"{done.added:,} added, {done.updated:,} updated, {counted(done.problems)}")
    return code_for(done.problems)
