"""Adding, changing, placing and removing things; each is one edit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.history import Entry
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.recording import Tags
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.domain.tag_merge import rebase
from confkit.domain.times import later
from confkit.services.words import kind_of, name_of
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
    label = f"{'Move' if before else 'Place'} “{session.title}” to {where}, {start:%a %d %b %H:%M}"
    return Placed(ws.apply(Edit(label, (Change(before, after),))), after)


def unplace(ws: Workspace, programme: Programme, session: Session) -> Entry:
    """Take a session out of the schedule; raises InvalidValue where it is not in it."""
    from confkit.domain.planning.moves import require_movable

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
    changes = tuple(_removal(ws, entity))
    stays = isinstance(entity, Episode) and changes[-1].after is not None
    return ws.apply(Edit(f"{'Retract' if stays else 'Remove'} {_named(entity)}", changes))


def _removal(ws: Workspace, entity: Entity) -> list[Change]:
    removed = Change(entity, None)
    match entity:
        case Event():
            return _event_removal(ws, entity)
        case Show():
            shelf = ws.repository.shelf(entity.id)
            return [*(Change(episode, None) for episode in shelf.episodes), removed]
        case Session():
            programme = ws.repository.programme(entity.event_id)
            parts = (programme.sign_ups_of, programme.reviews_of, programme.slots_of)
            gone = [Change(part, None) for of in parts for part in of.get(entity.id, ())]
            return [*_unlinked(ws, {entity.id}), *gone, removed]
        case Room():
            return [*_left_by_room(ws.repository.programme(entity.event_id), entity), removed]
        case Slot():
            session = ws.repository.get(Session, entity.session_id)
            return slots_removal(ws.repository.programme(session.event_id), (entity,)) if session else [removed]
        case Track() | SessionType():
            sessions = ws.repository.programme(entity.event_id).sessions
            held = [session for session in sessions if entity.id in (session.track_id, session.type_id)]
            return [*(Change(session, _let_go(session, entity)) for session in held), removed]
        case Person():
            return [*_without(ws, entity), removed]
        case Episode() if _leaves_a_trace(ws, entity):
            return [Change(entity, replace(entity, state=EpisodeState.RETRACTED))]
        case _:
            return [removed]


def _left_by_room(programme: Programme, room: Room) -> Iterator[Change]:
    """Slots are in no room then, and no way leads there."""
    for slot in programme.slots:
        if slot.room_id == room.id:
            yield Change(slot, replace(slot, room_id=None))
    for other in programme.rooms:
        kept = tuple(way for way in other.ways if way.room_id != room.id)
        if len(kept) != len(other.ways) and other.id != room.id:
            yield Change(other, replace(other, ways=kept))


def slots_removal(programme: Programme, slots: Iterable[Slot]) -> list[Change]:
    """The changes that take slots out of the schedule: who booked one of them stays on the list of the session."""
    gone = {slot.id: slot for slot in slots}
    booked = [one for one in programme.sign_ups if one.slot_id in gone]
    return [
        *(Change(one, replace(one, slot_id=None)) for one in booked),
        *(Change(slot, None) for slot in gone.values()),
    ]


def _leaves_a_trace(ws: Workspace, episode: Episode) -> bool:
    """Whether an episode becomes a tombstone: apps may know its guid, or the next scan would find its audio again."""
    if episode.state is EpisodeState.RETRACTED:
        return episode.file in ws.recordings()
    return episode.state.is_for_feed or episode.file in ws.recordings()


def _let_go(session: Session, of: Track | SessionType) -> Session:
    return replace(session, track_id=None) if isinstance(of, Track) else replace(session, type_id=None)


def _event_removal(ws: Workspace, event: Event) -> list[Change]:
    programme = ws.repository.programme(event.id)
    shows = [show for show in ws.repository.shows() if show.event_id == event.id]
    everything = [entity for entity in reversed(programme.contents) if not isinstance(entity, Person)]
    return [
        *_unlinked(ws, {session.id for session in programme.sessions}),
        *(Change(show, replace(show, event_id=None)) for show in shows),
        *(Change(entity, None) for entity in everything),
    ]


def _unlinked(ws: Workspace, session_ids: set[UUID]) -> list[Change]:
    return [
        Change(episode, replace(episode, session_id=None))
        for shelf in ws.repository.shelves()
        for episode in shelf.episodes
        if episode.session_id in session_ids
    ]


def _without(ws: Workspace, person: Person) -> list[Change]:
    """Let every session, show and episode go of a person, and remove their reviews and arrivals."""
    repository = ws.repository
    holders: list[Session | Show | Episode] = []
    own: list[Change] = []
    for event in repository.events():
        programme = repository.programme(event.id)
        holders += programme.sessions_of.get(person.id, ())
        parts: tuple[Review | Arrival, ...] = (*programme.reviews, *programme.arrivals)
        own += (Change(part, None) for part in parts if part.person_id == person.id)
    for shelf in repository.shelves():
        holders += [shelf.show, *shelf.episodes]
    changes = []
    for holder in holders:
        field = "people" if isinstance(holder, Episode) else "participants"
        named = getattr(holder, field) or ()
        kept = tuple(part for part in named if part.person_id != person.id)
        if len(kept) != len(named):
            changes.append(Change(holder, replace(holder, **{field: kept})))  # type: ignore[arg-type]
    return changes + own
