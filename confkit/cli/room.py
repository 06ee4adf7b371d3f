"""``confkit room``: the rooms of an event."""

from typing import Any

import click

from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.fields import FieldVerb, context_for, submit
from confkit.cli.output import Column, say, tell, tell_json, tell_table
from confkit.cli.values import EVENT, ROOM, short_id
from confkit.domain.event import Room
from confkit.services import as_json, editing, lookup


@click.group("room", cls=Noun, elsewhere={"confkit.cli.event_day": ("late", "ontime", "sign")})
def command() -> None:
    """List and edit the rooms of an event."""


@command.command("list", examples="confkit room list summit --json")
@click.argument("event", type=EVENT)
@json_option
def list_(event: str, in_json: bool) -> None:
    """List the rooms of EVENT."""
    with workspace() as opened:
        found = lookup.programme(opened, event).rooms
    if in_json:
        tell_json([as_json.room(room) for room in found])
        return
    tell_table(
        (Column("ID"), Column("NAME", cut=2), Column("CAPACITY", right=True), Column("EQUIPMENT", cut=1)),
        ((short_id(room), room.name, str(room.capacity or "–"), ", ".join(room.equipment)) for room in found),
        empty="no rooms; add one with “confkit room add EVENT --name NAME”",
    )


@command.command(cls=FieldVerb, kind=Room, examples='confkit room add summit --name "Main hall" --capacity 400')
@click.argument("event", type=EVENT)
@json_option
def add(event: str, in_json: bool, **fields: Any) -> None:
    """Add a room to EVENT and print its id."""
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        blank = editing.new_room(opened, programme)
        added = submit(opened, None, blank, fields, context_for(opened, programme))
    assert isinstance(added, Room)
    if in_json:
        tell_json(as_json.room(added))
    else:
        tell(str(added.id))


@command.command(cls=FieldVerb, kind=Room, examples='confkit room edit summit "Main hall" --capacity 380')
@click.argument("event", type=EVENT)
@click.argument("room", type=ROOM)
@json_option
def edit(event: str, room: str, in_json: bool, **fields: Any) -> None:
    """Change fields of ROOM of EVENT.

    One option for each field; an empty value clears it, and “-” reads it from stdin.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
        found = lookup.find_room(programme, room)
        changed = submit(opened, found, found, fields, context_for(opened, programme))
    assert isinstance(changed, Room)
    if in_json:
        tell_json(as_json.room(changed))


@command.command("set", examples='confkit room set summit equipment "+screen" Lab Studio')
@click.argument("event", type=EVENT)
@click.argument("field", metavar="FIELD")
@click.argument("value")
@click.argument("rooms", type=ROOM, nargs=-1, required=True, metavar="ROOM…")
@json_option
def set_(event: str, field: str, value: str, rooms: tuple[str, ...], in_json: bool) -> None:
    """Set FIELD of each ROOM of EVENT to VALUE, as one edit.

    FIELD is capacity, equipment, description or availability. An empty VALUE clears it; for equipment +this adds and
    -that takes away.
    """
    from confkit.cli.setting import set_all

    with workspace() as opened:
        programme = lookup.programme(opened, event)
        found = [lookup.find_room(programme, room) for room in rooms]
        set_all(opened, found, field, value)
        after = lookup.programme(opened, event)
    if in_json:
        tell_json([as_json.room(after.room[room.id]) for room in dict.fromkeys(found)])


@command.command(examples='confkit room remove summit "Main hall"')
@click.argument("event", type=EVENT)
@click.argument("room", type=ROOM)
def remove(event: str, room: str) -> None:
    """Remove ROOM of EVENT.

    Its sessions keep their time, without a room.
    """
    with workspace() as opened:
        found = lookup.find_room(lookup.programme(opened, event), room)
        say(editing.remove(opened, found).label)
