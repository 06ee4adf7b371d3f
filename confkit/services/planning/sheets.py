"""Sessions from a spreadsheet, and into one; reviews into one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from confkit.codecs.sessions_csv import SessionRow, SessionSheet, read_sessions_csv, write_sessions_csv
from confkit.domain.edit import Change, Edit, Entity, cleaned
from confkit.domain.event import Link, Room, SessionType, Track
from confkit.domain.history import Entry
from confkit.domain.person import Participant, Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.times import WallClock, later, resolve_local
from confkit.domain.validation import field_problems
from confkit.services.workspace import Workspace

# What a row sets as it is; what has no column stays.
_PLAIN = {
    "subtitle": "subtitle",
    "status": "status",
    "duration": "duration",
    "language": "language",
    "level": "level",
    "tags": "tags",
    "audience": "expected_audience",
    "capacity": "capacity",
    "equipment": "equipment",
    "licence": "licence",
    "consent": "consent",
    "abstract": "abstract",
    "description": "description",
    "notes": "notes",
}


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What a table brought: the entry (None where nothing changed), how many sessions, and what was odd.

    ``columns`` says which heading was taken for what, ``unknown`` which headings were not understood, ``created`` the
    rooms, tracks and types that were not there before.
    """

    entry: Entry | None
    added: int
    updated: int
    columns: dict[str, str]
    unknown: tuple[str, ...]
    created: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def import_sessions(
    ws: Workspace, programme: Programme, data: bytes, where: str, mapping: Mapping[str, str] | None = None
) -> SheetReport:
    """Bring in the sessions of a table as one edit; ``where`` is the name of the file.

    ``mapping`` says of some headings what their columns are (empty: nothing). A row is a session that is here if it has
    its id, the key of an earlier import (``ID``), or, without either, its title. Rooms, tracks, types and persons go by
    name and are added when they are new. Raises FormatError, InvalidValue.
    """
    found = read_sessions_csv(data, where, mapping)
    return _Import(ws, programme, found, where).finish()


def export_sessions(programme: Programme, sessions: Sequence[Session]) -> bytes:
    """Return ``sessions`` as a table that ``import_sessions`` reads back."""
    return write_sessions_csv(programme, sessions)


def export_reviews(programme: Programme) -> bytes:
    """Return all reviews of the event as a table."""
    from confkit.codecs.reviews_csv import write_reviews_csv

    return write_reviews_csv(programme, programme.reviews)


class _Import:
    """One table on its way into a programme."""

    def __init__(self, ws: Workspace, programme: Programme, sheet: SessionSheet, where: str) -> None:
        self._ws = ws
        self._programme = programme
        self._sheet = sheet
        self._where = where
        self._problems = list(sheet.problems)
        self._new: list[Entity] = []
        self._created: list[str] = []
        self._persons: dict[str, Person] = {}
        for person in ws.repository.persons():
            self._persons.setdefault(person.name.casefold(), person)
        for person in programme.persons:  # of two of one name, the one who is at this event
            self._persons[person.name.casefold()] = person
        self._rooms = {room.name.casefold(): room.id for room in programme.rooms}
        self._tracks = {track.name.casefold(): track.id for track in programme.tracks}
        self._types = {kind.name.casefold(): kind.id for kind in programme.types}
        self._by_origin = {session.origin: session for session in programme.sessions if session.origin}
        self._by_title: dict[str, Session] = {}
        for session in programme.sessions:
            self._by_title.setdefault(session.title.casefold(), session)

    def finish(self) -> SheetReport:
        changes: list[Change] = []
        done: set[UUID] = set()
        added = updated = 0
        for row in self._sheet.rows:
            pair = self._session(row)
            if pair is None:
                continue
            before, after = pair
            if after.id in done:
                self._say(row.line, f"“{row.title}” stands further up already, and is left out", "give it an ID")
                continue
            done.add(after.id)
            own = [Change(before, after), *self._slot(row, before, after)]
            own = [change for change in own if change.fields]
            changes += own
            added += before is None
            updated += before is not None and bool(own)
        changes = [*(Change(None, entity) for entity in self._new), *changes]
        count = added + updated
        label = f"Import {count} session{'' if count == 1 else 's'} from {self._where}"
        entry = self._ws.apply(Edit(label, tuple(changes))) if changes else None
        sheet = self._sheet.sheet
        return SheetReport(
            entry, added, updated, dict(sheet.columns), sheet.unknown, tuple(self._created), tuple(self._problems)
        )

    def _say(self, line: int, message: str, fix: str) -> None:
        where = f"{self._where}, line {line}"
        self._problems.append(Problem("sheet-row-left-out", Severity.WARNING, where, message, fix))

    def _known(self, row: SessionRow) -> Session | None:
        if not row.id:
            return self._by_title.get(row.title.casefold())
        try:
            own = self._programme.session.get(UUID(row.id)) if len(row.id) == 36 else None
        except ValueError:
            own = None
        return own or self._by_origin.get(f"csv:{row.id}")

    def _session(self, row: SessionRow) -> tuple[Session | None, Session] | None:
        before = self._known(row)
        origin = f"csv:{row.id}" if row.id else ""
        start = before or Session(self._ws.new_id(), self._programme.event.id, row.title, origin=origin)
        values: dict[str, Any] = {
            field: value for name, field in _PLAIN.items() if (value := getattr(row, name)) is not None
        }
        if row.links is not None:
            kept = {link.url: link for link in start.links}
            values["links"] = tuple(kept.get(url, Link(url)) for url in row.links)
        mark = len(self._new), len(self._created)
        if row.type is not None:
            values["type_id"] = self._reference(SessionType, self._types, row.type)
        if row.track is not None:
            values["track_id"] = self._reference(Track, self._tracks, row.track)
        if row.people is not None:
            values["participants"] = tuple(self._participants(row))
        after = cleaned(replace(start, title=row.title, **values))
        wrong = [problem for problem in field_problems(after) if problem.severity is Severity.ERROR]
        if not wrong:
            return before, after
        self._forget(*mark)
        for problem in wrong:
            self._say(row.line, f"“{row.title}” is left out: its {problem.where} {problem.message}", problem.fix)
        return None

    def _forget(self, new: int, created: int) -> None:
        """Let go of what a row brought that is left out."""
        for entity in self._new[new:]:
            for names in (self._rooms, self._tracks, self._types):
                for name in [name for name, id in names.items() if id == entity.id]:
                    del names[name]
            for name in [name for name, person in self._persons.items() if person.id == entity.id]:
                del self._persons[name]
        del self._new[new:], self._created[created:]

    def _reference(self, kind: type[Room | Track | SessionType], known: dict[str, UUID], name: str) -> UUID | None:
        if not name:
            return None
        found = known.get(name.casefold())
        if found is None:
            found = self._ws.new_id()
            present = {Room: self._programme.rooms, Track: self._programme.tracks, SessionType: self._programme.types}
            last = max((item.position for item in present[kind]), default=-1)  # type: ignore[attr-defined]
            number = sum(isinstance(entity, kind) for entity in self._new)
            self._new.append(kind(found, self._programme.event.id, name, position=last + 1 + number))
            self._created.append({Room: "room", Track: "track", SessionType: "type"}[kind] + f" “{name}”")
            known[name.casefold()] = found
        return found

    def _participants(self, row: SessionRow) -> Iterable[Participant]:
        people = row.people or ()
        for part in people:
            person = self._persons.get(part.name.casefold())
            if person is None:
                email = row.email if len(people) == 1 and "@" in row.email else ""
                person = Person(self._ws.new_id(), part.name, email=email)
                if any(one.severity is Severity.ERROR for one in field_problems(person)):
                    person = replace(person, email="")
                self._persons[part.name.casefold()] = person
                self._new.append(person)
            yield Participant(person.id, part.role)

    def _slot(self, row: SessionRow, before: Session | None, after: Session) -> Iterable[Change]:
        if row.start is None:
            return
        slots = self._programme.slots_of.get(before.id, ()) if before else ()
        present = slots[0] if slots else None
        start = resolve_local(row.start, self._programme.zone)
        if start.wall_clock is not WallClock.NORMAL:
            self._say(row.line, f"“{row.title}”: {start.note}", "look at where it was placed")
        length = present.duration if present and row.duration is None else self._programme.length(after)
        end = later(start.instant, length)
        if row.end is not None:
            end = resolve_local(row.end, self._programme.zone).instant
            if end.timestamp() < start.instant.timestamp():  # 23:00 to 00:30, with one date for both
                end = later(end, timedelta(days=1))
        room_id = self._reference(Room, self._rooms, row.room) if row.room else present.room_id if present else None
        slot = Slot(present.id if present else self._ws.new_id(), after.id, start.instant, end, room_id)
        if present is None or not present.pinned:
            yield Change(present, slot)
        elif Change(present, replace(slot, pinned=True)).fields:
            self._say(row.line, f"“{row.title}” is pinned and stays where it is", "unpin it and import again")
