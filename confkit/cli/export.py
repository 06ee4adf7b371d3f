"""``confkit export``: an event in a format that others read."""

from pathlib import Path

import click

from confkit.cli.command import verb, workspace
from confkit.cli.output import say, tell_bytes
from confkit.cli.values import EVENT
from confkit.files import atomic_write
from confkit.services.exporting import export_event


@verb(
    "export",
    examples="confkit export summit --format toml > events/summit.toml\n"
    "confkit export summit --format ics -o summit.ics",
)
@click.argument("event", type=EVENT)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["toml", "ics"]),
    required=True,
    help="toml: everything, to import again; ics: the public programme for calendars.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of stdout."
)
def command(event: str, format_: str, output: Path | None) -> None:
    """Print EVENT as a TOML event file (with private facts such as e-mail addresses) or an iCalendar file."""
    with workspace() as opened:
        data = export_event(opened, event, "toml" if format_ == "toml" else "ics")
    if output is None:
        tell_bytes(data)
    else:
        atomic_write(output, data)
        say(f"wrote {output}")
