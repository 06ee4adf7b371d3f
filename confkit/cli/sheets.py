"""``confkit session import`` and ``export``: sessions and reviews from a spreadsheet, and into one."""

from pathlib import Path

import click

from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.output import Column, say, tell, tell_bytes, tell_json, tell_table
from confkit.cli.problems import code_for, counted, talk_about
from confkit.cli.values import EVENT, STATUS
from confkit.domain.errors import UsageError
from confkit.files import atomic_write
from confkit.services import as_json, lookup
from confkit.services.importing import read_file
from confkit.services.planning import sheets
from confkit.services.planning.review_sheets import SheetKind, SheetPlan, import_reviews, plan_sheet

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


def _mapping(given: tuple[str, ...]) -> dict[str, str]:
    """Read ``--map "Title of talk=title"``; a name may hold =, what comes behind the last one is what the column is."""
    found = {}
    for one in given:
        heading, equals, name = one.rpartition("=")
        if not equals or not heading.strip():
            raise UsageError(
                f"--map {one!r} does not say what a column is",
                fix='write it as --map "Title of talk=title", and nothing behind = to leave a column out',
            )
        found[heading.strip()] = name.strip().lower()
    return found


@click.command(
    "import",
    cls=Verb,
    examples='confkit session import summit talks.csv --map "Title of talk=title"\n'
    "confkit session import summit reviews.csv --reviews\nconfkit session import summit talks.csv --columns",
)
@click.argument("event", type=EVENT)
@FILE
@click.option("--reviews", is_flag=True, help="The table holds reviews: session, reviewer, score, comment.")
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=NAME", help="What a column is; several times.")
@click.option("--columns", is_flag=True, help="Only show what each column would be taken for.")
@json_option
def import_(
    event: str, file: Path, reviews: bool, mapping: tuple[str, ...], columns: bool, in_json: bool
) -> int | None:
    """Bring the sessions of a table (CSV) into EVENT.

    The first line names the columns: Title, Speakers, Track, Type, Minutes, Abstract, Room, Date, Start… in any order,
    also in other usual words; --map says what others are. Importing again updates what is there.
    """
    told = _mapping(mapping)
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        data = read_file(file)
        if columns:
            kind = SheetKind.REVIEWS if reviews else SheetKind.SESSIONS
            _tell_columns(plan_sheet(data, file.name, kind, told), in_json)
            return None
        bring = import_reviews if reviews else sheets.import_sessions
        done = bring(opened, programme, data, file.name, told)
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


def _tell_columns(plan: SheetPlan, in_json: bool) -> None:
    if in_json:
        columns = [{"heading": one.heading, "name": one.name, "samples": list(one.samples)} for one in plan.columns]
        tell_json({"columns": columns, "names": list(plan.names)})
        return
    rows = ((one.heading, one.name or "–", " · ".join(one.samples)) for one in plan.columns)
    tell_table((Column("COLUMN", cut=1), Column("IS"), Column("SAYS", cut=2)), rows, empty="no columns")
    say(f"a column can be: {', '.join(plan.names)}")


@click.command(
    "export",
    cls=Verb,
    examples="confkit session export summit > sessions.csv\nconfkit session export summit --reviews -o reviews.csv",
)
@click.argument("event", type=EVENT)
@STATUS
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
