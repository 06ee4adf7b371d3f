"""``confkit track``: the tracks of an event."""

from typing import Any

import click

from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.fields import FieldVerb, context_for, submit
from confkit.cli.output import Column, say, tell, tell_json, tell_table
from confkit.cli.values import EVENT, TRACK, short_id
from confkit.domain.event import Track
from confkit.services import as_json, editing, lookup


@click.group("track", cls=Noun)
def command() -> None:
    """List and edit the tracks of an event."""


@command.command("list", examples="confkit track list summit --json")
@click.argument("event", type=EVENT)
@json_option
def list_(event: str, in_json: bool) -> None:
    """List the tracks of EVENT."""
    with workspace() as opened:
        programme = lookup.programme(opened, event)
    if in_json:
        tell_json([as_json.track(track) for track in programme.tracks])
        return
    counts = {track.id: 0 for track in programme.tracks}
    for session in programme.sessions:
        if session.track_id in counts:
            counts[session.track_id] += 1
    tell_table(
        (Column("ID"), Column("NAME", cut=2), Column("COLOUR"), Column("SESSIONS", right=True)),
        ((short_id(track), track.name, track.colour or "–", str(counts[track.id])) for track in programme.tracks),
        empty="no tracks; add one with “confkit track add EVENT --name NAME”",
    )


@command.command(cls=FieldVerb, kind=Track, examples='confkit track add summit --name "Practice" --colour "#2f6f9f"')
@click.argument("event", type=EVENT)
@json_option
def add(event: str, in_json: bool, **fields: Any) -> None:
    """Add a track to EVENT and print its id."""
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        added = submit(opened, None, editing.new_track(opened, programme), fields, context_for(opened, programme))
    assert isinstance(added, Track)
    if in_json:
        tell_json(as_json.track(added))
    else:
        tell(str(added.id))


@command.command(cls=FieldVerb, kind=Track, examples='confkit track edit summit Practice --colour "#2f6f9f"')
@click.argument("event", type=EVENT)
@click.argument("track", type=TRACK)
@json_option
def edit(event: str, track: str, in_json: bool, **fields: Any) -> None:
    """Change fields of TRACK of EVENT.

    One option for each field; an empty value clears it, and “-” reads it from stdin.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        found = lookup.find_named(programme.tracks, track, "track")
        changed = submit(opened, found, found, fields, context_for(opened, programme))
    assert isinstance(changed, Track)
    if in_json:
        tell_json(as_json.track(changed))


@command.command(examples="confkit track remove summit Practice")
@click.argument("event", type=EVENT)
@click.argument("track", type=TRACK)
def remove(event: str, track: str) -> None:
    """Remove TRACK of EVENT.

    Its sessions stay, without a track.
    """
    with workspace() as opened:
        found = lookup.find_named(lookup.programme(opened, event).tracks, track, "track")
        say(editing.remove(opened, found).label)
