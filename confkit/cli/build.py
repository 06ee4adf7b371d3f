"""``confkit build``: write what a web server serves."""

from pathlib import Path

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import tell, tell_json
from confkit.cli.problems import code_for, talk_about
from confkit.cli.progress import progress
from confkit.domain.text import clean_line, clean_text
from confkit.services import as_json
from confkit.services.building import build


@verb("build", examples="confkit build\nconfkit build --out /srv/www/podcast")
@click.option("--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Instead of public/.")
@click.option("--anyway", is_flag=True, help="Publish also a feed that would break apps.")
@json_option
def command(out: Path | None, anyway: bool, in_json: bool) -> int:
    """Write calendars, feeds, audio and pages to public/.

    Only what changed is written. A feed that would break apps is held back, and the
    one published before stays. Exit code 1 says that something could not be published as it is.
    """
    with workspace() as opened, progress() as report:
        done = build(opened, out=out, anyway=anyway, progress=report)
    talk_about(done.problems)
    if in_json:
        tell_json(
            {
                "out": str(done.out),
                "written": list(done.written),
                "unchanged": done.unchanged,
                "removed": list(done.removed),
                "facts": list(done.facts),
                "problems": [as_json.problem(problem) for problem in done.problems],
            }
        )
        return code_for(done.problems)
    tell(clean_line(str(done.out)))
    for fact in done.facts:
        tell(f"  {clean_text(fact)}")
    return code_for(done.problems)
