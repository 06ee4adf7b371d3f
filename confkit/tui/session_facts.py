"""What a filter can ask of a session: the one list of fields for the lists, the grid and the filter dialogue."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from confkit.domain.person import Role
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.tui.filters import Facts
from confkit.tui.listing import folded

# What is said of a session in one field, as it is shown.
Teller = Callable[[Programme, Session], Sequence[str]]


def _track(programme: Programme, session: Session) -> Sequence[str]:
    track = programme.track.get(session.track_id) if session.track_id else None
    return (track.name,) if track else ()


def _type(programme: Programme, session: Session) -> Sequence[str]:
    type_ = programme.type.get(session.type_id) if session.type_id else None
    return (type_.name,) if type_ else ()


def _people(programme: Programme, session: Session) -> Sequence[str]:
    roles = [role for role in Role if role is not Role.REVIEWER]
    return tuple(dict.fromkeys(person.name for person in programme.people(session, *roles)))


def _rooms(programme: Programme, session: Session) -> Sequence[str]:
    return room_names(programme, (slot.room_id for slot in programme.slots_of.get(session.id, ())))


# In the order in which the dialogue shows them.
TELLERS: Mapping[str, Teller] = {
    "track": _track,
    "room": _rooms,
    "type": _type,
    "status": lambda _, session: (session.status.value,),
    "tag": lambda _, session: session.tags,
    "speaker": _people,
}


def room_names(programme: Programme, ids: Iterable[UUID | None]) -> tuple[str, ...]:
    """The names of rooms, each once; those that are gone are left out."""
    rooms = (programme.room.get(id) for id in dict.fromkeys(ids) if id is not None)
    return tuple(room.name for room in rooms if room is not None)


def facts_of(programme: Programme, session: Session, rooms: Sequence[str] | None = None) -> Facts:
    """What a session says in each field, folded; ``rooms`` stands in for all rooms that it is in."""
    told: dict[str, Sequence[str]] = {"title": (folded(session.title), folded(session.subtitle))}
    for field, teller in TELLERS.items():
        texts = rooms if field == "room" and rooms is not None else teller(programme, session)
        told[field] = tuple(folded(text) for text in texts)
    return told
