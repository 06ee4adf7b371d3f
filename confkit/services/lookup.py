"""Finding things by what a person types: a slug, a name, the beginning of an id."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from confkit.domain.bridge import EpisodeView, resolve_episode
from confkit.domain.errors import NotFound
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.programme import Programme, Shelf
from confkit.domain.session import Session
from confkit.domain.show import Episode, Show
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.storage.search import Hit

T = TypeVar("T", Event, Person, Session, Show, Episode, Room, Track, SessionType)
Named = TypeVar("Named", Room, Track, SessionType, Person)

_ID = re.compile(r"[0-9a-f]{4,32}\Z")


def events(ws: Workspace) -> tuple[Event, ...]:
    """Every event, newest first."""
    return tuple(sorted(ws.repository.events(), key=lambda event: (event.first_day, event.slug), reverse=True))


def shows(ws: Workspace) -> tuple[Show, ...]:
    """Every show by title."""
    return ws.repository.shows()


def persons(ws: Workspace) -> tuple[Person, ...]:
    """Every person of the workspace by name."""
    return ws.repository.persons()


def find_event(ws: Workspace, text: str) -> Event:
    """The event with this slug or id; raises NotFound that lists what there is."""
    everything = events(ws)
    for event in everything:
        if event.slug == text:
            return event
    return _by_id(ws, Event, text, "event", [event.slug for event in everything])


def programme(ws: Workspace, text: str) -> Programme:
    """The programme of the event with this slug or id."""
    return ws.repository.programme(find_event(ws, text).id)


def find_session(ws: Workspace, text: str) -> tuple[Programme, Session]:
    """The session with this id (or the beginning of it) or this title, with its programme."""
    found: Sequence[Session] = _ids(ws, Session, text)
    if not found:
        wanted = text.casefold()
        found = [
            session
            for event in ws.repository.events()
            for session in ws.repository.programme(event.id).sessions
            if session.title.casefold() == wanted
        ]
    session = _only(found, "session", text, "list them with `confkit session list EVENT`")
    return ws.repository.programme(session.event_id), session


def find_person(ws: Workspace, text: str) -> Person:
    """The person with this id or name."""
    found = _ids(ws, Person, text) or [one for one in persons(ws) if one.name.casefold() == text.casefold()]
    return _only(found, "person", text, "list them with `confkit person list`")


def find_named(items: Iterable[Named], text: str, word: str) -> Named:
    """The room, track, type or person among ``items`` with this name or id; ``word`` is what to call it."""
    everything = tuple(items)
    wanted = text.strip().casefold()
    plain = wanted.replace("-", "")
    found = [item for item in everything if item.name.casefold() == wanted] or [
        item for item in everything if _ID.match(plain) and item.id.hex.startswith(plain)
    ]
    return _only(found, word, text, _one_of([item.name for item in everything]))


def find_room(programme: Programme, text: str) -> Room:
    """The room of the programme with this name or id."""
    return find_named(programme.rooms, text, "room")


def find_show(ws: Workspace, text: str) -> Show:
    """The show with this slug or id."""
    everything = shows(ws)
    for show in everything:
        if show.slug == text:
            return show
    return _by_id(ws, Show, text, "show", [show.slug for show in everything])


def episodes(ws: Workspace, show: Show) -> tuple[EpisodeView, ...]:
    """The episodes of a show with every field resolved, newest first."""
    return views(ws, ws.repository.shelf(show.id))


def views(ws: Workspace, shelf: Shelf) -> tuple[EpisodeView, ...]:
    """Resolve the episodes of a shelf, newest first."""
    from confkit.services.siblings import chapters_beside, siblings_of

    recordings = ws.recordings()
    talks = ws.repository.talks({one.session_id for one in shelf.episodes if one.session_id is not None})
    people = {person.id: person for person in shelf.persons}
    missing = {
        part.person_id for talk in talks.values() for part in talk.session.participants if part.person_id not in people
    }
    if missing:
        people |= {person.id: person for person in ws.repository.persons() if person.id in missing}
    beside = siblings_of(ws, [one.file for one in shelf.episodes])
    resolved = [
        resolve_episode(
            episode,
            shelf.show,
            people,
            recording=recordings.get(episode.file),
            talk=talks.get(episode.session_id) if episode.session_id else None,
            chapters_beside=chapters_beside(ws, beside.get(episode.file, ())),
        )
        for episode in shelf.episodes
    ]
    return tuple(sorted(resolved, key=lambda view: (view.date, view.number or 0, view.id), reverse=True))


def find_episode(ws: Workspace, text: str) -> EpisodeView:
    """The episode with this id, guid, file or title."""
    everything = [view for shelf in ws.repository.shelves() for view in views(ws, shelf)]
    plain = text.lower().replace("-", "")
    found = [view for view in everything if _ID.match(plain) and view.id.hex.startswith(plain)] or [
        view for view in everything if text in (view.episode.guid, view.episode.file, view.title)
    ]
    if len(found) != 1:
        _only([view.episode for view in found], "episode", text, "list them with `confkit episode list SHOW`")
    return found[0]


def episode_view(ws: Workspace, id: UUID) -> EpisodeView:
    """The episode with exactly this id, resolved."""
    episode = ws.repository.get(Episode, id)
    if episode is None:
        raise NotFound("there is no such episode any more", where=str(id), fix="look at the list again")
    return next(view for view in views(ws, ws.repository.shelf(episode.show_id)) if view.id == id)


def search(ws: Workspace, text: str, *, limit: int = 50) -> "tuple[Hit, ...]":
    """Everything that holds the words of ``text``, best first."""
    return ws.repository.search(text, limit=limit)


def _ids(ws: Workspace, kind: type[T], text: str) -> tuple[T, ...]:
    plain = text.strip().lower().replace("-", "")
    return ws.repository.with_prefix(kind, plain) if _ID.match(plain) else ()


def _by_id(ws: Workspace, kind: type[T], text: str, word: str, slugs: list[str]) -> T:
    return _only(_ids(ws, kind, text), word, text, _one_of(slugs))


def _one_of(names: list[str]) -> str:
    if not names:
        return "there is none yet"
    shown = ", ".join(names[:8])
    return f"there is {shown}" + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _only(found: Sequence[T], word: str, text: str, fix: str) -> T:
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"there is no {word} {text!r}", fix=fix)
    ids = ", ".join(f"{item.id.hex[:8]}" for item in found[:5])
    raise NotFound(f"{text!r} means {len(found)} {word}s ({ids})", fix="use more of the id")
