"""Persons, with and without what only organizers see."""

from confkit.domain.person import Person
from confkit.services.as_json.values import Data, links, windows


def person(one: Person) -> Data:
    """A person as the public may know them."""
    return {
        "id": str(one.id),
        "name": one.name,
        "organisation": one.organisation,
        "biography": one.biography,
        "picture": one.picture,
        "links": links(one.links),
    }


def person_with_private(one: Person) -> Data:
    """A person with e-mail, availability and notes: for the organizer only."""
    return person(one) | {
        "email": one.email,
        "notes": one.notes,
        "apart": [str(id) for id in one.apart],
        "availability": [
            {"event_id": str(part.event_id), "windows": windows(part.windows)} for part in one.availability
        ],
    }
