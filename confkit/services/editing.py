"""Adding, changing, placing and removing things; each is one edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.history import Entry
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.recording import Tags
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.tag_merge import rebase
from confkit.domain.times import later
from confkit.services.words import kind_of, moment, name_of
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.services.forms import Filled


@dataclass(frozen=True, slots=True)
class Placed:
    """What placing a session did."""

    entry: Entry
    slot: Slot


def add(ws: Workspace, *entities: Entity, label: str | None = None) -> Entry:
    """Add things as one edit."""
    return ws.apply(Edit.add(label or f"Add {_named(entities[0])}", *entities))


def change(ws: Workspace, before: Entity, after: Entity, *, label: str | None = None) -> Entry:
    """Turn one thing into another version of itself."""
    return ws.apply(Edit.change(label or f"Edit {_named(after)}", before, _based(ws, before, after)))


def submit(ws: Workspace, before: Entity | None, filled: "Filled") -> Entry | None:
    """Write a filled form, with the persons that were named in it for the first time; None where nothing changed.

    ``before`` is None when the thing is new. Raises InvalidValue for the first problem of the form.
    """
    for problem in filled.problems:
        raise InvalidValue(problem.message, where=problem.where, fix=problem.fix)
    if before == filled.entity and not filled.new_persons:
        return None
    persons = tuple(Change(None, person) for person in filled.new_persons)
    after = filled.entity if before is None else _based(ws, before, filled.entity)
    label = f"{'Add' if before is None else 'Edit'} {_named(after)}"
    return ws.apply(Edit(label, (*persons, Change(before, after))))


def _based(ws: Workspace, before: Entity, after: Entity) -> Entity:
    """An episode remembers the tags that its own fields were edited against."""
    if not isinstance(before, Episode) or not isinstance(after, Episode):
        return after
    recording = ws.recordings().get(after.file)
    return rebase(before, after, recording.tags if recording else Tags())


def _named(entity: Entity) -> str:
    return f"{kind_of(entity)} “{name_of(entity)}”"


def place(
    ws: Workspace,
    programme: Programme,
    session: Session,
    *,
    room: Room | None,
    start: datetime,
    end: datetime | None = None,
) -> Placed:
    """Put a session into a room (or none yet) at an aware ``start``, for its planned length unless ``end`` is given.

    A session that has a slot keeps it, so that attendees' calendars move the event they know. Raises InvalidValue where
    that slot is pinned.
    """
    from confkit.domain.planning.moves import require_movable

    zone = programme.zone
    start = start.astimezone(zone)
    end = end.astimezone(zone) if end else later(start, programme.length(session))
    slots = programme.slots_of.get(session.id, ())
    before = slots[0] if slots else None
    require_movable(session, *slots[:1])
    after = Slot(before.id if before else ws.new_id(), session.id, start, end, room.id if room else None)
    where = room.name if room else "no room yet"
    label = f"{'Move' if before else 'Place'} “{session.title}” to {where}, {moment(start)}"
    return Placed(ws.apply(Edit(label, (Change(before, after),))), after)


def unplace(ws: Workspace, programme: Programme, session: Session) -> Entry:
    """Take a session out of the schedule; raises InvalidValue where it is not in it."""
    from confkit.domain.planning.moves import require_movable
    from confkit.services.removing import slots_removal

    slots = programme.slots_of.get(session.id, ())
    if not slots:
        raise InvalidValue("is not in the schedule", where=f"session “{session.title}”", fix="nothing needs to be done")
    require_movable(session, *slots)
    changes = slots_removal(programme, slots)
    return ws.apply(Edit(f"Take “{session.title}” out of the schedule", tuple(changes)))


def new_session(ws: Workspace, event_id: UUID) -> Session:
    """A session to fill in."""
    return Session(ws.new_id(), event_id, "")


def new_person(ws: Workspace) -> Person:
    """A person to fill in."""
    return Person(ws.new_id(), "")


def new_room(ws: Workspace, programme: Programme) -> Room:
    """A room to fill in, after the others."""
    return Room(ws.new_id(), programme.event.id, "", position=_next(programme.rooms))


def new_track(ws: Workspace, programme: Programme) -> Track:
    """A track to fill in, after the others."""
    return Track(ws.new_id(), programme.event.id, "", position=_next(programme.tracks))


def new_session_type(ws: Workspace, programme: Programme) -> SessionType:
    """A session type to fill in, after the others."""
    return SessionType(ws.new_id(), programme.event.id, "", timedelta(minutes=30), position=_next(programme.types))


def new_event(ws: Workspace, *, zone: str = "UTC", day: date | None = None) -> Event:
    """An event to fill in, today for one day unless ``day`` is given."""
    first = day or ws.now().astimezone(ZoneInfo(zone)).date()
    return Event(ws.new_id(), "", "", zone, first, first)


def new_show(ws: Workspace, slug: str, title: str) -> Show:
    """A show with the ``podcast:guid`` that follows from its feed's address; kept from now on, whatever the address."""
    from confkit.codecs.rss import podcast_guid

    return Show(ws.new_id(), slug, title, podcast_guid(f"{ws.config.site}shows/{slug}/feed.xml"))


def new_episode(ws: Workspace, show_id: UUID) -> Episode:
    """An episode to fill in; its guid is made here, once."""
    id = ws.new_id()
    return Episode(id, show_id, str(id), ws.now())


def _next(items: tuple[Room, ...] | tuple[Track, ...] | tuple[SessionType, ...]) -> int:
    return max((item.position for item in items), default=-1) + 1


def remove(ws: Workspace, entity: Entity) -> Entry:
    """Remove a thing with what can't be without it; what only points to it lets go of it.

    An episode that was in a feed, or whose audio is still there, stays as a retracted one.
    """
    from confkit.services.removing import removal

    changes = tuple(removal(ws, entity))
    stays = isinstance(entity, Episode) and changes[-1].after is not None
    return ws.apply(Edit(f"{'Retract' if stays else 'Remove'} {_named(entity)}", changes))


def remove_all(ws: Workspace, entities: Sequence[Entity]) -> Entry:
    """Remove things of one kind as one edit, each as ``remove`` does it; raises InvalidValue where there is none."""
    from confkit.services.removing import removal

    if not entities:
        raise InvalidValue("nothing is named", where="things", fix="choose at least one")
    if len(entities) == 1:
        return remove(ws, entities[0])
    kind = kind_of(entities[0])
    return ws.apply(Edit(f"Remove {len(entities)} {kind}s", tuple(removal(ws, *entities))))
