"""Which session an episode is a recording of: the sessions there are, the most likely first, and the link itself."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from confkit.domain.bridge import EpisodeView, date_of_tag
from confkit.domain.edit import Edit
from confkit.domain.event import Event
from confkit.domain.history import Entry
from confkit.domain.person import Role
from confkit.domain.programme import Programme
from confkit.domain.recording import Tags
from confkit.domain.session import Session, Slot
from confkit.domain.show import EpisodeState
from confkit.domain.tag_merge import rebase
from confkit.services.releasing import unrecorded_sessions
from confkit.services.workspace import Workspace

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session that an episode may be a recording of: when it takes place, who speaks, which episode it is already."""

    session: Session
    event: Event
    slot: Slot | None
    people: tuple[str, ...]
    episode: str = ""


def candidates(ws: Workspace, view: EpisodeView) -> tuple[Candidate, ...]:
    """Return every session; the one that is most like the episode first, by title, people and date of its file.

    Among equals the newest comes first, and those that have no time last.
    """
    recorded = _episodes_by_session(ws, but=view.id)
    found = [
        Candidate(session, programme.event, _first_slot(programme, session), people, recorded.get(session.id, ""))
        for programme in _programmes(ws)
        for session, people in _with_people(programme)
    ]
    clue = _Clue(view)
    return tuple(sorted(found, key=lambda one: (-clue.likeness(one), -_when(one))))


def unrecorded(ws: Workspace) -> tuple[Candidate, ...]:
    """Return the sessions that can become an episode and are none yet, the newest first."""
    wanted = [session.id for session in unrecorded_sessions(ws)]
    known = {
        session.id: Candidate(session, programme.event, _first_slot(programme, session), people)
        for programme in _programmes(ws)
        for session, people in _with_people(programme)
    }
    return tuple(known[id] for id in wanted if id in known)


def link(ws: Workspace, view: EpisodeView, session: Session | None) -> Entry:
    """Say that an episode is a recording of ``session``, or of none; fields that nobody edited follow the session."""
    after = replace(view.episode, session_id=session.id if session else None)
    if after != view.episode:
        after = rebase(view.episode, after, view.recording.tags if view.recording else Tags())
    label = f"Link episode “{view.title}” to “{session.title}”" if session else f"Unlink episode “{view.title}”"
    return ws.apply(Edit.change(label, view.episode, after))


class _Clue:
    """What the file and the episode themselves say: the words of the title, the names of people, the day."""

    def __init__(self, view: EpisodeView) -> None:
        tags = view.recording.tags if view.recording else Tags()
        own = view.episode.title or ""
        stem = view.episode.file.rpartition("/")[2].rpartition(".")[0]
        self.titles = [words for text in (own, tags.title, stem) if (words := _words(text))]
        self.names = {name.casefold() for name in (credit.name for credit in tags.people)}
        self.date = view.episode.date or date_of_tag(tags.date)

    def likeness(self, one: Candidate) -> float:
        """How like the session is: 0 for not at all; the title says most, then who speaks, then the day."""
        title = _words(one.session.title)
        alike = max((2 * len(title & words) / (len(title) + len(words)) for words in self.titles), default=0.0)
        people = 0.3 if self.names & {name.casefold() for name in one.people} else 0.0
        return alike + people + 0.2 * _nearness(self.date, one.slot)


def _nearness(date: datetime | None, slot: Slot | None) -> float:
    if date is None or slot is None:
        return 0.0
    return 1 / (1 + abs(date.timestamp() - slot.start.timestamp()) / 86_400)


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    return frozenset(_WORD.findall("".join(one for one in plain if not unicodedata.combining(one))))


def _programmes(ws: Workspace) -> Iterator[Programme]:
    return (ws.repository.programme(event.id) for event in ws.repository.events())


def _with_people(programme: Programme) -> Iterable[tuple[Session, tuple[str, ...]]]:
    roles = [role for role in Role if role is not Role.REVIEWER]
    for session in programme.sessions:
        yield session, tuple(dict.fromkeys(person.name for person in programme.people(session, *roles)))


def _first_slot(programme: Programme, session: Session) -> Slot | None:
    return next(iter(programme.slots_of.get(session.id, ())), None)


def _when(one: Candidate) -> float:
    return one.slot.start.timestamp() if one.slot else float("-inf")


def _episodes_by_session(ws: Workspace, *, but: UUID) -> dict[UUID, str]:
    return {
        episode.session_id: episode.title or episode.file or shelf.show.title
        for shelf in ws.repository.shelves()
        for episode in shelf.episodes
        if episode.session_id and episode.id != but and episode.state is not EpisodeState.RETRACTED
    }
