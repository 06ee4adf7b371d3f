"""Finding things by their words.

What can be found is a *document* in the table ``search_document``: a title and a body of plain text, rewritten in the
transaction that changes what it is made of. On SQLite a full-text index lies over it, which folds case and diacritics
and ranks; elsewhere the words are looked for in the text itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, text

from confkit.domain.edit import Entity
from confkit.domain.event import Event, Room
from confkit.domain.person import Participant, Person
from confkit.domain.session import Session
from confkit.domain.show import Episode, Show
from confkit.domain.text import clean_line
from confkit.storage.reading import chunks, load_by_id
from confkit.storage.rows import mapped_kind, mapped_name
from confkit.storage.tables import credited_person, episode, search_document, session_person


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, and the passage that holds the words. ``event_id`` is None outside of events."""

    kind: type[Entity]
    id: UUID
    event_id: UUID | None
    title: str
    snippet: str


# A query with more words than this is a pasted paragraph; its first words find it as well.
_WORDS = 24
_PASSAGE_WORDS = 16
_PASSAGE = 120


def search(connection: Connection, query: str, limit: int) -> tuple[Hit, ...]:
    """Return what holds every word of ``query`` (its last one as a beginning), the best first. Any text is a query."""
    words = _words(query)
    if not words or limit < 1:
        return ()
    if connection.dialect.name == "sqlite":
        rows = _search_index(connection, words, limit)
    else:
        rows = search_documents(connection, words, limit)
    return tuple(
        Hit(
            kind=mapped_name(row.kind).kind,
            id=UUID(row.entity_id),
            event_id=UUID(row.event_id) if row.event_id else None,
            title=row.title,
            snippet=clean_line(row.snippet),
        )
        for row in rows
    )


def _words(query: str) -> list[str]:
    # A word without a letter or digit is a separator to the index, and a phrase of separators matches nothing.
    return [word for word in clean_line(query[:2000]).split(" ") if any(sign.isalnum() for sign in word)][:_WORDS]


# In quotes everything is a word to FTS5, its operators too; the star after the last one makes it a beginning.
# https://www.sqlite.org/fts5.html#full_text_query_syntax
_MATCH = text(
    "SELECT d.kind, d.entity_id, d.event_id, d.title,"
    f" snippet(search_index, 1, '', '', '…', {_PASSAGE_WORDS}) AS snippet"
    " FROM search_index JOIN search_document AS d ON d.number = search_index.rowid"
    " WHERE search_index MATCH :query ORDER BY bm25(search_index, 10.0, 1.0), d.title, d.entity_id LIMIT :limit"
)


def _search_index(connection: Connection, words: list[str], limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    return connection.execute(_MATCH, {"query": " ".join(quoted) + " *", "limit": limit}).all()


def search_documents(connection: Connection, words: list[str], limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Look for the words in the text itself, for databases without SQLite's index (any part of a word matches)."""
    column = search_document.c
    everywhere = and_(
        *(
            or_(column.title.icontains(word, autoescape=True), column.body.icontains(word, autoescape=True))
            for word in words
        )
    )
    in_title = and_(*(column.title.icontains(word, autoescape=True) for word in words))
    passage = func.substr(column.body, 1, _PASSAGE)
    statement = (
        select(column.kind, column.entity_id, column.event_id, column.title, passage.label("snippet"))
        .where(everywhere)
        .order_by(in_title.desc(), column.title, column.entity_id)
        .limit(limit)
    )
    return connection.execute(statement).all()


# --- keeping the documents current ----------------------------------------------------------------------------------


def refresh(connection: Connection, ids: Mapping[type[Any], Collection[UUID]]) -> None:
    """Rewrite the documents of the entities ``ids`` (which may be gone), and of those that name them."""
    wanted = {kind: set(ids.get(kind, ())) for kind in (Event, Room, Person, Session, Show, Episode)}
    renamed = [person.hex for person in wanted[Person]]
    for chunk in chunks(renamed):
        named = select(session_person.c.session_id).where(session_person.c.person_id.in_(chunk))
        wanted[Session].update(UUID(one) for one in connection.scalars(named))
        credits = select(credited_person.c.owner_id).where(credited_person.c.person_id.in_(chunk))
        owners = [UUID(one) for one in connection.scalars(credits)]
        wanted[Episode].update(owners)
        wanted[Show].update(owners)
    for chunk in chunks(one.hex for one in wanted[Session]):
        recorded = select(episode.c.id).where(episode.c.session_id.in_(chunk))
        wanted[Episode].update(UUID(one) for one in connection.scalars(recorded))
    for chunk in chunks(one.hex for kind in wanted for one in wanted[kind]):
        connection.execute(delete(search_document).where(search_document.c.entity_id.in_(chunk)))
    documents = list(_documents(connection, wanted))
    if documents:
        connection.execute(insert(search_document), documents)


def _documents(connection: Connection, ids: Mapping[type[Any], Collection[UUID]]) -> Iterable[dict[str, str | None]]:
    events = load_by_id(connection, Event, ids[Event]).values()
    rooms = load_by_id(connection, Room, ids[Room]).values()
    people = load_by_id(connection, Person, ids[Person]).values()
    shows = load_by_id(connection, Show, ids[Show]).values()
    episodes = load_by_id(connection, Episode, ids[Episode]).values()
    sessions = load_by_id(connection, Session, ids[Session])
    recorded = load_by_id(connection, Session, {one.session_id for one in episodes if one.session_id})
    parts: list[Participant] = [part for session in sessions.values() for part in session.participants]
    parts += [part for show in shows for part in show.participants]
    parts += [part for one in episodes for part in one.people or ()]
    names = {one.id: one.name for one in load_by_id(connection, Person, {part.person_id for part in parts}).values()}

    def named(participants: tuple[Participant, ...]) -> str:
        return ", ".join(dict.fromkeys(names[part.person_id] for part in participants if part.person_id in names))

    for event in events:
        yield _document(
            event, event.title, event.id, event.subtitle, event.description, event.location, event.organizer
        )
    for room in rooms:
        yield _document(room, room.name, room.event_id, room.description, ", ".join(room.equipment))
    for person in people:
        yield _document(person, person.name, None, person.organisation, person.biography)
    for session in sessions.values():
        tags, speakers = ", ".join(session.tags), named(session.participants)
        texts = (session.subtitle, speakers, tags, session.abstract, session.description)
        yield _document(session, session.title, session.event_id, *texts)
    for show in shows:
        yield _document(show, show.title, show.event_id, show.author, named(show.participants), show.description)
    for one in episodes:
        talk = recorded.get(one.session_id) if one.session_id else None
        title = one.title or (talk.title if talk else "") or one.file.rpartition("/")[2] or one.guid
        words = (one.subtitle or "", named(one.people or ()), one.description or "", one.file)
        yield _document(one, title, talk.event_id if talk else None, *words)


def _document(entity: Entity, title: str, event_id: UUID | None, *words: str) -> dict[str, str | None]:
    return {
        "kind": mapped_kind(type(entity)).name,
        "entity_id": entity.id.hex,
        "event_id": event_id.hex if event_id else None,
        "title": title,
        "body": "\n".join(word for word in words if word),
    }
