"""``confkit session import`` and ``export``: sessions from a spreadsheet, and into one."""

from pathlib import Path

import click

from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.output import say, tell, tell_bytes, tell_json
from confkit.cli.problems import code_for, counted, talk_about
from confkit.cli.values import EVENT
from confkit.domain.session import Status
from confkit.files import atomic_write
from confkit.services import as_json, lookup
from confkit.services.importing import read_file
from confkit.services.planning import sheets

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
OUTPUT = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of stdout."
)


def hand_out(data: bytes, output: Path | None) -> None:
    """Print a file, or write it where ``-o`` says."""
    if output is None:
        tell_bytes(data)
    else:
        atomic_write(output, data)
        say(f"wrote {output}")


@click.command("import", cls=Verb, examples="confkit session import summit submissions.csv")
@click.argument("event", type=EVENT)
@FILE
@json_option
def import_(event: str, file: Path, in_json: bool) -> int:
    """Bring the sessions of a table (CSV) into EVENT.

    The first line names the columns: Title, Speakers, Track, Type, Minutes, Abstract, Room, Date, Start… in any order,
    also in other usual words. Importing again updates what is there.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        done = sheets.import_sessions(opened, programme, read_file(file), file.name)
    talk_about(done.problems)
    if in_json:
        tell_json(
            {
                "added": done.added,
                "updated": done.updated,
                "columns": done.columns,
                "unknown": list(done.unknown),
                "created": list(done.created),
                "problems": [as_json.problem(problem) for problem in done.problems],
            }
        )
        return code_for(done.problems)
    for name, heading in done.columns.items():
        tell(f"  {heading} → {name}")
    if done.unknown:
        say(f"not understood: {', '.join(done.unknown)}")
    if done.created:
        say(f"new: {', '.join(done.created)}")
    say(f"{done.added:,} added, {done.updated:,} updated, {counted(done.problems)}")
    return code_for(done.problems)


@click.command(
    "export",
    cls=Verb,
    examples="confkit session export summit > sessions.csv\nconfkit session export summit --reviews -o reviews.csv",
)
@click.argument("event", type=EVENT)
@click.option("--status", type=click.Choice([status.value for status in Status]), help="Only those that stand so.")
@click.option("--reviews", is_flag=True, help="The reviews instead of the sessions.")
@OUTPUT
def export(event: str, status: str | None, reviews: bool, output: Path | None) -> None:
    """Print the sessions of EVENT as a table (CSV).

    It holds internal notes; “confkit session import” reads it back.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
    chosen = [session for session in programme.sessions if status is None or session.status == status]
    hand_out(sheets.export_reviews(programme) if reviews else sheets.export_sessions(programme, chosen), output)


COMMANDS: tuple[click.Command, ...] = (import_, export)
