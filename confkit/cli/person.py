"""``confkit person``: the people of the workspace."""

from typing import Any
from uuid import UUID

import click

from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.fields import FieldVerb, context_for, submit
from confkit.cli.output import Column, say, tell, tell_facts, tell_json, tell_table
from confkit.cli.values import EVENT, PERSON, short_id
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services import as_json, editing, lookup
from confkit.services.workspace import Workspace


@click.group("person", cls=Noun)
def command() -> None:
    """List and edit persons: speakers, moderators, hosts, guests, reviewers."""


@command.command("list", examples="confkit person list\nconfkit person list --event summit --json")
@click.option("--event", type=EVENT, help="Only those that take part in this event.")
@json_option
def list_(event: str | None, in_json: bool) -> None:
    """List every person by name.

    E-mail addresses are shown by “person show” only.
    """
    with workspace() as opened:
        found = lookup.programme(opened, event).persons if event else lookup.persons(opened)
    if in_json:
        tell_json([as_json.person(person) for person in found])
        return
    tell_table(
        (Column("ID"), Column("NAME", cut=2), Column("ORGANISATION", cut=1)),
        ((short_id(person), person.name, person.organisation) for person in found),
        empty="no persons; add one with “confkit person add --name NAME”",
    )


@command.command(examples='confkit person show "Amira Hart"')
@click.argument("person", type=PERSON)
@json_option
def show(person: str, in_json: bool) -> None:
    """Show everything about PERSON.

    PERSON is an id, its beginning, or the name. What only organizers may see is shown too: e-mail and notes.
    """
    with workspace() as opened:
        found = lookup.find_person(opened, person)
        sessions = _sessions(opened, found.id)
    if in_json:
        tell_json(as_json.person_with_private(found) | {"sessions": [str(session.id) for _, session in sessions]})
        return
    tell_facts(
        {
            "Id": str(found.id),
            "Organisation": found.organisation,
            "E-mail": found.email,
            "Links": "\n".join(f"{link.title} <{link.url}>" if link.title else link.url for link in found.links),
            "Picture": found.picture,
            "Biography": found.biography,
            "Notes": found.notes,
            "Sessions": "\n".join(
                f"{short_id(session)} {session.title} ({programme.event.slug})" for programme, session in sessions
            ),
        },
        title=found.name,
    )


def _sessions(opened: Workspace, person_id: UUID) -> list[tuple[Programme, Session]]:
    programmes = [opened.repository.programme(event.id) for event in lookup.events(opened)]
    return [(one, session) for one in programmes for session in one.sessions_of.get(person_id, ())]


@command.command(
    cls=FieldVerb, kind=Person, examples='confkit person add --name "Amira Hart" --email amira@example.org'
)
@json_option
def add(in_json: bool, **fields: Any) -> None:
    """Add a person and print the id."""
    with workspace() as opened:
        added = submit(opened, None, editing.new_person(opened), fields, context_for(opened))
    assert isinstance(added, Person)
    if in_json:
        tell_json(as_json.person_with_private(added))
    else:
        tell(str(added.id))


@command.command(
    cls=FieldVerb,
    kind=Person,
    examples='confkit person edit "Amira Hart" --organisation "St. Mary’s"\n'
    "confkit person edit 3f9a2c1b --event summit \\\n"
    '    --availability "2026-10-08 09:00 - 12:00"',
)
@click.argument("person", type=PERSON)
@click.option("--event", type=EVENT, help="The event that --availability speaks of.")
@json_option
def edit(person: str, event: str | None, in_json: bool, **fields: Any) -> None:
    """Change fields of PERSON.

    One option for each field; an empty value clears it, and “-” reads it from stdin.
    """
    with workspace() as opened:
        found = lookup.find_person(opened, person)
        programme = lookup.programme(opened, event) if event else None
        changed = submit(opened, found, found, fields, context_for(opened, programme))
    assert isinstance(changed, Person)
    if in_json:
        tell_json(as_json.person_with_private(changed))


@command.command("set", examples='confkit person set organisation "Radio Nord" 3f9a2c1b "Ben Okafor"')
@click.argument("field", metavar="FIELD")
@click.argument("value")
@click.argument("persons", type=PERSON, nargs=-1, required=True, metavar="PERSON…")
@click.option("--event", type=EVENT, help="The event that the availability is about.")
@json_option
def set_(field: str, value: str, persons: tuple[str, ...], event: str | None, in_json: bool) -> None:
    """Set FIELD of each PERSON to VALUE, as one edit.

    FIELD is organisation, availability or notes. An empty VALUE clears it.
    """
    from confkit.cli.setting import set_all

    with workspace() as opened:
        found = [lookup.find_person(opened, person) for person in persons]
        about = lookup.find_event(opened, event).id if event else None
        set_all(opened, found, field, value, event=about)
        after = [lookup.find_person(opened, str(person.id)) for person in dict.fromkeys(found)]
    if in_json:
        tell_json([as_json.person_with_private(person) for person in after])


@command.command(examples="confkit person remove 3f9a2c1b")
@click.argument("person", type=PERSON)
def remove(person: str) -> None:
    """Remove PERSON; “confkit undo” brings them back.

    They leave the sessions, shows and episodes they take part in.
    """
    with workspace() as opened:
        say(editing.remove(opened, lookup.find_person(opened, person)).label)
