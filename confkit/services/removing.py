"""What goes with a thing that is removed, and what lets go of it: the changes of the edit that removes it.

Several things of one kind are looked at together, so that what points to two of them is changed once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Entity
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.services.words import WORDS
from confkit.services.workspace import Workspace


def removal(ws: Workspace, *entities: Entity) -> list[Change]:
    """Return the changes that remove things of one kind, each of them last among its own."""
    removed = [Change(entity, None) for entity in entities]
    match entities[0]:
        case Session():
            return [*_sessions_removal(ws, cast(Sequence[Session], entities)), *removed]
        case Room():
            return [*_left_by_rooms(ws, cast(Sequence[Room], entities)), *removed]
        case Person():
            return [*_without(ws, {entity.id for entity in entities}), *removed]
        case _:
            return [change for entity in entities for change in _removal(ws, entity)]


def consequences(changes: Iterable[Change], kind: type[Entity]) -> str:
    """Return in words what the removal of things of a kind does to others, or nothing: “2 slots go, too.”"""
    gone: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    retracted = 0
    for change in changes:
        if change.after is None:
            gone[WORDS[type(change.entity)]] += type(change.entity) is not kind
        elif isinstance(change.entity, kind) and isinstance(change.after, Episode):
            retracted += 1
        else:
            kept[WORDS[type(change.entity)]] += 1
    told = []
    if gone := +gone:
        told.append(f"{_counts(gone)} {'goes' if gone.total() == 1 else 'go'}, too.")
    if kept := +kept:
        told.append(f"{_counts(kept)} {'lets' if kept.total() == 1 else 'let'} go of what is deleted.")
    if retracted:
        told.append(f"{_count(retracted, 'episode')} stay{'s' if retracted == 1 else ''} as retracted.")
    return " ".join(told)


def _counts(counts: Counter[str]) -> str:
    return ", ".join(_count(number, word) for word, number in counts.items())


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _removal(ws: Workspace, entity: Entity) -> list[Change]:
    removed = Change(entity, None)
    match entity:
        case Event():
            return _event_removal(ws, entity)
        case Show():
            shelf = ws.repository.shelf(entity.id)
            return [*(Change(episode, None) for episode in shelf.episodes), removed]
        case Slot():
            session = ws.repository.get(Session, entity.session_id)
            return slots_removal(ws.repository.programme(session.event_id), (entity,)) if session else [removed]
        case Track() | SessionType():
            sessions = ws.repository.programme(entity.event_id).sessions
            held = [session for session in sessions if entity.id in (session.track_id, session.type_id)]
            return [*(Change(session, _let_go(session, entity)) for session in held), removed]
        case Episode() if _leaves_a_trace(ws, entity):
            return [Change(entity, replace(entity, state=EpisodeState.RETRACTED))]
        case _:
            return [removed]


def _sessions_removal(ws: Workspace, sessions: Sequence[Session]) -> Iterator[Change]:
    """Sign-ups, reviews and slots go; recordings lose their session."""
    yield from _unlinked(ws, {session.id for session in sessions})
    for event_id in dict.fromkeys(session.event_id for session in sessions):
        programme = ws.repository.programme(event_id)
        own = [session for session in sessions if session.event_id == event_id]
        for of in (programme.sign_ups_of, programme.reviews_of, programme.slots_of):
            yield from (Change(part, None) for session in own for part in of.get(session.id, ()))


def _left_by_rooms(ws: Workspace, rooms: Sequence[Room]) -> Iterator[Change]:
    """Slots are in no room then, and no way leads there."""
    gone = {room.id for room in rooms}
    for event_id in dict.fromkeys(room.event_id for room in rooms):
        programme = ws.repository.programme(event_id)
        for slot in programme.slots:
            if slot.room_id in gone:
                yield Change(slot, replace(slot, room_id=None))
        for other in programme.rooms:
            kept = tuple(way for way in other.ways if way.room_id not in gone)
            if len(kept) != len(other.ways) and other.id not in gone:
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


def _without(ws: Workspace, persons: set[UUID]) -> list[Change]:
    """Let every session, show and episode go of persons, and remove their reviews and arrivals."""
    repository = ws.repository
    holders: dict[UUID, Session | Show | Episode] = {}
    own: list[Change] = []
    for event in repository.events():
        programme = repository.programme(event.id)
        holders |= {one.id: one for person in persons for one in programme.sessions_of.get(person, ())}
        parts: tuple[Review | Arrival, ...] = (*programme.reviews, *programme.arrivals)
        own += (Change(part, None) for part in parts if part.person_id in persons)
    for shelf in repository.shelves():
        holders |= {shelf.show.id: shelf.show} | {one.id: one for one in shelf.episodes}
    changes = []
    for holder in holders.values():
        field = "people" if isinstance(holder, Episode) else "participants"
        named = getattr(holder, field) or ()
        kept = tuple(part for part in named if part.person_id not in persons)
        if len(kept) != len(named):
            changes.append(Change(holder, replace(holder, **{field: kept})))  # type: ignore[arg-type]
    return changes + own
