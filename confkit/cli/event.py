"""``confkit event``: conferences, workshop days, courses."""

from typing import Any

import click

from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.fields import FieldVerb, context_for, submit
from confkit.cli.output import Column, say, tell, tell_facts, tell_json, tell_table
from confkit.cli.problems import count_of
from confkit.cli.values import EVENT
from confkit.domain.event import Event
from confkit.domain.programme import Programme
from confkit.services import as_json, editing, lookup


@click.group("event", cls=Noun, elsewhere={"confkit.cli.event_day": ("now", "checkin", "quota", "paper", "break")})
def command() -> None:
    """List and edit events."""


@command.command("list", examples="confkit event list --json")
@json_option
def list_(in_json: bool) -> None:
    """List the events of the workspace, newest first."""
    with workspace() as opened:
        found = lookup.events(opened)
    if in_json:
        tell_json([as_json.event(event) for event in found])
        return
    tell_table(
        (Column("EVENT"), Column("FROM"), Column("TO"), Column("ZONE"), Column("TITLE", cut=2)),
        ((event.slug, str(event.first_day), str(event.last_day), event.zone, event.title) for event in found),
        empty="no events; “confkit import PATH”, or “confkit event add --title TITLE --slug NAME”",
    )


@command.command(examples="confkit event show summit\nconfkit event show summit --json")
@click.argument("event", type=EVENT)
@json_option
def show(event: str, in_json: bool) -> None:
    """Show everything about EVENT.

    With --json its rooms, tracks, types and sessions too.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
    if in_json:
        tell_json(as_json.programme(programme))
        return
    one = programme.event
    tell_facts(
        {
            "Id": str(one.id),
            "Short name": one.slug,
            "Subtitle": one.subtitle,
            "Days": str(one.first_day) if one.first_day == one.last_day else f"{one.first_day} to {one.last_day}",
            "Hours": _hours(one),
            "Time zone": one.zone,
            "Location": one.location,
            "Language": one.language,
            "Organizer": " ".join(part for part in (one.organizer, f"<{one.email}>" if one.email else "") if part),
            "Web address": one.url,
            "Licence": one.licence,
            "Programme": _counts(programme),
            "Rooms": ", ".join(room.name for room in programme.rooms),
            "Tracks": ", ".join(track.name for track in programme.tracks),
            "Types": ", ".join(f"{kind.name} ({kind.length.total_seconds() / 60:g} min)" for kind in programme.types),
            "Description": one.description,
        },
        title=one.title,
    )


def _counts(programme: Programme) -> str:
    placed = len(programme.slots_of)
    return (
        f"{count_of(len(programme.sessions), 'session')}, {placed} placed, {len(programme.sessions) - placed} waiting; "
        f"{count_of(len(programme.persons), 'person')}"
    )


def _hours(event: Event) -> str:
    """When the event opens and closes; empty where nobody minds."""
    times = (("from", event.opens), ("to", event.closes))
    return " ".join(f"{word} {clock:%H:%M}" for word, clock in times if clock is not None)


@command.command(
    cls=FieldVerb,
    kind=Event,
    examples='confkit event add --title "Health Voices" --slug voices --zone Europe/Berlin \\\n'
    "    --first-day 2026-10-08 --last-day 2026-10-09",
)
@json_option
def add(in_json: bool, **fields: Any) -> None:
    """Add an event and print its short name."""
    with workspace() as opened:
        added = submit(opened, None, editing.new_event(opened), fields, context_for(opened))
    assert isinstance(added, Event)
    if in_json:
        tell_json(as_json.event(added))
    else:
        tell(added.slug)


@command.command(cls=FieldVerb, kind=Event, examples='confkit event edit summit --location "Town hall, Kiel"')
@click.argument("event", type=EVENT)
@json_option
def edit(event: str, in_json: bool, **fields: Any) -> None:
    """Change fields of EVENT.

    One option for each field; an empty value clears it, and “-” reads it from stdin.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        changed = submit(opened, programme.event, programme.event, fields, context_for(opened, programme))
    assert isinstance(changed, Event)
    if in_json:
        tell_json(as_json.event(changed))


@command.command(examples="confkit event remove summit")
@click.argument("event", type=EVENT)
def remove(event: str) -> None:
    """Remove EVENT with its whole programme.

    “confkit undo” brings it back.
    """
    with workspace() as opened:
        say(editing.remove(opened, lookup.find_event(opened, event)).label)
