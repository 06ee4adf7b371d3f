"""``confkit search``: find things by their words."""

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import Column, tell_json, tell_table
from confkit.services import as_json, lookup
from confkit.services.words import WORDS

_ID_SHOWN = 8


@verb("search", examples="confkit search podcast ward\nconfkit search hart --json")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most.")
@json_option
def command(words: tuple[str, ...], limit: int, in_json: bool) -> None:
    """Find sessions, persons, episodes, rooms, shows and events that hold all WORDS, best first."""
    with workspace() as opened:
        hits = lookup.search(opened, " ".join(words), limit=limit)
        slugs = {event.id: event.slug for event in lookup.events(opened)}
    if in_json:
        tell_json([as_json.hit(hit, slugs) for hit in hits])
        return
    tell_table(
        (Column("ID"), Column("KIND"), Column("TITLE", cut=2), Column("WHERE", cut=1)),
        ((hit.id.hex[:_ID_SHOWN], WORDS[hit.kind], hit.title, hit.snippet) for hit in hits),
        empty="nothing holds these words",
    )
