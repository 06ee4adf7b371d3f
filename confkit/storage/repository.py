"""The one door to the database: domain objects in, domain objects out.

Everything that changes planning data goes through ``apply``, ``undo`` and ``redo``. Each call is one transaction, and
the repository may be used from several threads at once, each of which gets its own connection.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, make_url, select, union_all
from sqlalchemy.exc import ArgumentError

from confkit.domain.arrival import Arrival
from confkit.domain.bridge import Talk
from confkit.domain.calendar import CalendarEntry
from confkit.domain.edit import Edit, Entity
from confkit.domain.errors import EditConflict, NotFound, UsageError
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.history import Entry, EntryKind, Headline
from confkit.domain.person import Person
from confkit.domain.programme import Programme, Shelf, in_order
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.sign_up import SignUp
from confkit.domain.text import clean_line
from confkit.storage import calendars, journal, search
from confkit.storage.differences import depended_on, refusal, refusals
from confkit.storage.engine import Refused, place_of, reading, server_engine, writing
from confkit.storage.loose_ends import LooseEnd, loose_ends
from confkit.storage.reading import chunks, load, load_by_id, load_event, table_of
from confkit.storage.schema import open_file, open_server
from confkit.storage.search import Hit
from confkit.storage.tables import (
    arrival,
    credited_person,
    episode,
    person,
    review,
    room,
    session,
    session_person,
    show,
    sign_up,
    slot,
)
from confkit.storage.tables import journal as journal_table
from confkit.storage.writing import Step, require_stored, steps_of, write

E = TypeVar("E", bound=Entity)


def open_repository(database: Path | str, *, at: datetime | None = None) -> "Repository":
    """Open the SQLite file at a path (made when missing), or the database at a URL.

    One that is behind is migrated, after a verified backup that is named after ``at`` (aware), if given. Raises
    ForeignDatabase, NewerDatabase, StorageError; the file is then as it was.
    """
    if isinstance(database, Path):
        return Repository(open_file(database, at=at))
    path = _file_in(database)
    if path is not None:
        return Repository(open_file(path, at=at))
    return Repository(open_server(server_engine(database)))


def _file_in(url: str) -> Path | None:
    try:
        parts = make_url(url)
    except ArgumentError:
        return None
    if parts.get_backend_name() != "sqlite":
        return None
    if not parts.database or parts.database == ":memory:" or parts.query:
        raise UsageError(
            "can't be used: the database has to be a file", where="database", fix="write it as sqlite:///folder/name.db"
        )
    return Path(parts.database)


class Repository:
    """The stored events, persons and shows, and the journal of how they came to be as they are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    # --- writing ----------------------------------------------------------------------------------------------------

    def apply(self, edit: Edit, *, author: str, at: datetime) -> Entry:
        """Write ``edit`` as a whole, and return its entry in the journal once it is safely stored.

        ``Entry.edit`` holds what was written: one change for each entity, without those that change nothing. An edit
        of which nothing is left writes nothing; its entry has the number 0. Raises EditConflict where something is no
        longer what the edit is based on, StorageError where a name is taken or something is still referred to.
        """
        steps = steps_of(edit.changes)
        author, written = clean_line(author), Edit(clean_line(edit.label), tuple(step.change for step in steps))
        if not steps:
            return Entry(0, at, author, EntryKind.EDIT, written)
        with self._written(steps) as connection:
            write(connection, steps)
            return journal.append(connection, EntryKind.EDIT, written, author=author, at=at)

    def last_done(self, author: str) -> Entry:
        """Return the edit that ``undo`` would take back; raises NothingToUndo."""
        with reading(self._engine) as connection:
            return journal.last_done(connection, clean_line(author))

    def last_undone(self, author: str) -> Entry:
        """Return the edit that ``redo`` would do again; raises NothingToUndo."""
        with reading(self._engine) as connection:
            return journal.last_undone(connection, clean_line(author))

    def undo(self, *, author: str, at: datetime, number: int | None = None) -> Entry:
        """Take back the author's own last edit that is not taken back, and return the entry that does so.

        Raises NothingToUndo, and EditConflict where somebody changed since what the edit changed, or where the edit has
        not the ``number`` that is given: who looked at it before is not to take back another one.
        """
        steps: list[Step] = []
        with self._written(steps) as connection:
            target = _expected(journal.last_done(connection, author := clean_line(author)), number)
            steps += steps_of(target.edit.inverse.changes)
            write(connection, steps)
            entry = journal.append(
                connection, EntryKind.UNDO, target.edit.inverse, author=author, at=at, target=target.number
            )
            journal.mark_undone(connection, target.number, entry.number)
            return entry

    def redo(self, *, author: str, at: datetime, number: int | None = None) -> Entry:
        """Write again what the author took back last, unless an edit of his own came after; see ``undo``."""
        steps: list[Step] = []
        with self._written(steps) as connection:
            target = _expected(journal.last_undone(connection, author := clean_line(author)), number)
            steps += steps_of(target.edit.changes)
            write(connection, steps)
            entry = journal.append(connection, EntryKind.REDO, target.edit, author=author, at=at, target=target.number)
            journal.mark_done(connection, target.number)
            return entry

    def undo_entry(self, number: int, *, author: str, at: datetime) -> Entry:
        """Take back the edit ``number``, whoever made it and whatever came after it, where nothing depends on it.

        Raises NotFound where there is no such edit, NothingToUndo where it is taken back already or is an undo itself,
        and EditConflict that names the later edits which changed the same things. In the journal it stands as an undo.
        """
        steps: list[Step] = []
        with self._written(steps) as connection:
            target = journal.edit_to_undo(connection, number)
            steps += steps_of(target.edit.inverse.changes)
            try:
                write(connection, steps)
            except EditConflict as error:
                raise depended_on(connection, target, error) from error
            entry = journal.append(
                connection,
                EntryKind.UNDO,
                target.edit.inverse,
                author=clean_line(author),
                at=at,
                target=target.number,
            )
            journal.mark_undone(connection, target.number, entry.number)
            return entry

    def redo_entry(self, number: int, *, author: str, at: datetime) -> Entry:
        """Do the edit ``number`` again, whoever took it back, where nothing depends on its not being there.

        Raises NotFound, NothingToUndo where it is not taken back, and EditConflict as ``undo_entry`` does.
        """
        steps: list[Step] = []
        with self._written(steps) as connection:
            target = journal.edit_to_redo(connection, number)
            steps += steps_of(target.edit.changes)
            try:
                write(connection, steps)
            except EditConflict as error:
                raise depended_on(connection, target, error, again=True) from error
            entry = journal.append(
                connection, EntryKind.REDO, target.edit, author=clean_line(author), at=at, target=target.number
            )
            journal.mark_done(connection, target.number)
            return entry

    def require_undoable(self, number: int, *, again: bool = False) -> None:
        """Raise what ``undo_entry`` (``again``: ``redo_entry``) would raise at present; nothing is written."""
        with reading(self._engine) as connection:
            target = (journal.edit_to_redo if again else journal.edit_to_undo)(connection, number)
            steps = steps_of((target.edit if again else target.edit.inverse).changes)
            try:
                require_stored(connection, steps)
            except EditConflict as error:
                raise depended_on(connection, target, error, again=again) from error
            for reason in refusals(connection, steps):
                raise reason

    def changed_since(self, number: int) -> tuple[Headline, ...]:
        """Return the edits after the entry ``number`` that changed what it changed and are not taken back."""
        with reading(self._engine) as connection:
            later = journal.changed_since(connection, journal.entry(connection, number))
        return tuple(journal.headline_of(one) for one in later)

    def entry(self, number: int) -> Entry:
        """Return one entry of the journal; raises NotFound."""
        with reading(self._engine) as connection:
            return journal.entry(connection, number)

    @contextmanager
    def _written(self, steps: Collection[Step]) -> Iterator[Connection]:
        """A transaction that writes ``steps``, and says in words why where the database itself refuses them."""
        try:
            with writing(self._engine) as connection:
                yield connection
        except Refused as error:
            with reading(self._engine) as connection:
                raise refusal(connection, tuple(steps), place_of(self._engine)) from error

    # --- the journal ------------------------------------------------------------------------------------------------

    def history(self, *, limit: int = 100, before: int | None = None, subject: UUID | None = None) -> tuple[Entry, ...]:
        """Return what was done, the newest first, from before the entry ``before`` on.

        With ``subject`` only what concerns that thing: an event with all that belongs to it, a session or a room with
        its slots.
        """
        with reading(self._engine) as connection:
            return journal.history(connection, limit=limit, before=before, subject=subject)

    def headlines(
        self, *, limit: int = 100, before: int | None = None, subject: UUID | None = None
    ) -> tuple[Headline, ...]:
        """Return what ``history`` does without the changes, for lists: as cheap for an import as for a new title."""
        with reading(self._engine) as connection:
            return journal.headlines(connection, limit=limit, before=before, subject=subject)

    def since(self, number: int) -> tuple[Entry, ...]:
        """Return what was done after the entry ``number``, by any process, the oldest first."""
        with reading(self._engine) as connection:
            return journal.since(connection, number)

    def position(self) -> int:
        """Return the number of the last entry, 0 for an empty journal."""
        with reading(self._engine) as connection:
            last = select(journal_table.c.number).order_by(journal_table.c.number.desc()).limit(1)
            return connection.scalar(last) or 0

    def loose_ends(self) -> tuple[LooseEnd, ...]:
        """Return the references that lead nowhere, which only another program can have written."""
        with reading(self._engine) as connection:
            return loose_ends(connection)

    # --- planning ---------------------------------------------------------------------------------------------------

    def events(self) -> tuple[Event, ...]:
        """Return every event, by first day and short name."""
        with reading(self._engine) as connection:
            return tuple(sorted(load(connection, Event), key=lambda one: (one.first_day, one.slug)))

    def persons(self) -> tuple[Person, ...]:
        """Return every person, by name."""
        with reading(self._engine) as connection:
            return _by_name(load(connection, Person))

    def programme(self, event_id: UUID) -> Programme:
        """Return the event with everything in it, and the persons in it; raises NotFound."""
        id = event_id.hex
        own_sessions = select(session.c.id).where(session.c.event_id == id)
        present = union_all(
            select(session_person.c.person_id).where(session_person.c.session_id.in_(own_sessions)),
            select(review.c.person_id).where(review.c.session_id.in_(own_sessions)),
            select(arrival.c.person_id).where(arrival.c.event_id == id),
        )
        with reading(self._engine) as connection:
            event, zones = load_event(connection, event_id)
            if event is None:
                raise NotFound("there is no such event", where=str(event_id), fix="it may have been removed")
            return in_order(
                Programme(
                    event=event,
                    rooms=tuple(load(connection, Room, room.c.event_id == id)),
                    tracks=tuple(load(connection, Track, table_of(Track).c.event_id == id)),
                    types=tuple(load(connection, SessionType, table_of(SessionType).c.event_id == id)),
                    sessions=tuple(load(connection, Session, session.c.event_id == id)),
                    slots=tuple(load(connection, Slot, slot.c.session_id.in_(own_sessions))),
                    persons=tuple(load(connection, Person, person.c.id.in_(present), zones)),
                    reviews=tuple(load(connection, Review, review.c.session_id.in_(own_sessions))),
                    sign_ups=tuple(load(connection, SignUp, sign_up.c.session_id.in_(own_sessions))),
                    arrivals=tuple(load(connection, Arrival, arrival.c.event_id == id)),
                )
            )

    # --- shows ------------------------------------------------------------------------------------------------------

    def shows(self) -> tuple[Show, ...]:
        """Return every show, by title."""
        with reading(self._engine) as connection:
            return _by_title(load(connection, Show))

    def shelf(self, show_id: UUID) -> Shelf:
        """Return the show with its episodes and the persons they name; raises NotFound."""
        id = show_id.hex
        own = select(episode.c.id).where(episode.c.show_id == id)
        owners = credited_person.c.owner_id.in_(own) | (credited_person.c.owner_id == id)
        with reading(self._engine) as connection:
            found = load(connection, Show, show.c.id == id)
            if not found:
                raise NotFound("there is no such show", where=str(show_id), fix="it may have been removed")
            episodes = load(connection, Episode, episode.c.show_id == id)
            credited = select(credited_person.c.person_id).where(owners)
            return _shelf(found[0], episodes, load(connection, Person, person.c.id.in_(credited)))

    def shelves(self) -> tuple[Shelf, ...]:
        """Return every show with its episodes and the persons they name, by title."""
        with reading(self._engine) as connection:
            shows = _by_title(load(connection, Show))
            episodes: dict[UUID, list[Episode]] = {}
            for one in load(connection, Episode):
                episodes.setdefault(one.show_id, []).append(one)
            credited = select(credited_person.c.person_id)
            people = {one.id: one for one in load(connection, Person, person.c.id.in_(credited))}
        return tuple(_shelf(one, own := episodes.get(one.id, []), _named(one, own, people)) for one in shows)

    def talks(self, session_ids: Collection[UUID]) -> dict[UUID, Talk]:
        """Return the sessions with these ids as episodes see them: with event and first slot, those that are there."""
        with reading(self._engine) as connection:
            sessions = load_by_id(connection, Session, session_ids)
            events = load_by_id(connection, Event, {one.event_id for one in sessions.values()})
            slots: dict[UUID, Slot] = {}
            for chunk in chunks(id.hex for id in sessions):
                for one in load(connection, Slot, slot.c.session_id.in_(chunk)):
                    first = slots.get(one.session_id, one)
                    slots[one.session_id] = min(first, one, key=lambda each: (each.start.timestamp(), each.id))
        return {id: Talk(one, events[one.event_id], slots.get(id)) for id, one in sessions.items()}

    # --- looking up -------------------------------------------------------------------------------------------------

    def get(self, kind: type[E], id: UUID) -> E | None:
        """Return the entity of ``kind`` with this id, or None."""
        with reading(self._engine) as connection:
            return next(iter(load(connection, kind, table_of(kind).c.id == id.hex)), None)

    def with_prefix(self, kind: type[E], prefix: str) -> tuple[E, ...]:
        """Return the entities of ``kind`` whose id starts with ``prefix`` (hyphens or not, any case), by id."""
        plain = prefix.replace("-", "").lower()
        if not plain or not set(plain) <= set("0123456789abcdef"):
            return ()
        with reading(self._engine) as connection:
            found = load(connection, kind, table_of(kind).c.id.startswith(plain))
        return tuple(sorted(found, key=lambda one: one.id))

    def search(self, text: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """Return what holds all words of ``text``, the last one as a beginning, the best first. Any text is legal."""
        with reading(self._engine) as connection:
            return search.search(connection, text, limit)

    # --- what was published -----------------------------------------------------------------------------------------

    def calendar_entries(self, event_id: UUID) -> tuple[CalendarEntry, ...]:
        """Return what attendees' calendars hold of the event, by start; cancelled entries too."""
        with reading(self._engine) as connection:
            return calendars.entries(connection, event_id)

    def keep_calendar_entries(self, entries: Iterable[CalendarEntry]) -> None:
        """Remember what was published, in place of what was remembered of the same slots. Not a part of the journal."""
        with writing(self._engine) as connection:
            calendars.keep(connection, entries)


def _expected(target: Entry, number: int | None) -> Entry:
    if number is not None and target.number != number:
        raise EditConflict(
            "something else was done meanwhile", where=target.label, fix="look at the history, try again"
        )
    return target


def _by_name(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda one: (one.name.casefold(), one.id)))


def _by_title(shows: Iterable[Show]) -> tuple[Show, ...]:
    return tuple(sorted(shows, key=lambda one: (one.title.casefold(), one.id)))


def _shelf(one: Show, episodes: Iterable[Episode], people: Iterable[Person]) -> Shelf:
    newest = sorted(episodes, key=lambda episode: (-episode.added.timestamp(), episode.id))
    return Shelf(one, tuple(newest), _by_name(people))


def _named(one: Show, episodes: Iterable[Episode], people: Mapping[UUID, Person]) -> list[Person]:
    parts = [*one.participants, *(part for own in episodes for part in own.people or ())]
    return [people[id] for id in dict.fromkeys(part.person_id for part in parts)]
