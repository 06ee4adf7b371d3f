"""Reviews from a spreadsheet; and what the columns of a table are taken for before it is brought in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from confkit.codecs import reviews_csv, sessions_csv
from confkit.codecs.reviews_csv import ReviewRow, ReviewSheet, read_reviews_csv
from confkit.codecs.sheet import SheetColumn, sheet_columns
from confkit.domain.edit import Change, Edit, cleaned
from confkit.domain.person import Person
from confkit.domain.planning.ranking import has_interest
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session
from confkit.domain.times import resolve_local
from confkit.domain.validation import field_problems
from confkit.services.planning.sheets import SheetReport
from confkit.services.workspace import Workspace


class SheetKind(StrEnum):
    """What the rows of a table are."""

    SESSIONS = "sessions"
    REVIEWS = "reviews"


_SPELLINGS = {SheetKind.SESSIONS: sessions_csv.SPELLINGS, SheetKind.REVIEWS: reviews_csv.SPELLINGS}


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A table before it is brought in: its columns with what each is taken for, and what a column can be."""

    kind: SheetKind
    columns: tuple[SheetColumn, ...]
    names: tuple[str, ...]


def plan_sheet(data: bytes, where: str, kind: SheetKind, mapping: Mapping[str, str] | None = None) -> SheetPlan:
    """Return what the columns of a table would be taken for; raises FormatError, InvalidValue for the mapping."""
    return SheetPlan(kind, sheet_columns(data, where, _SPELLINGS[kind], mapping), tuple(_SPELLINGS[kind]))


def kind_of_sheet(data: bytes, where: str) -> SheetKind:
    """Return what a table seems to hold: reviews where it has reviewers and scores, else sessions."""
    names = {column.name for column in sheet_columns(data, where, reviews_csv.SPELLINGS)}
    return SheetKind.REVIEWS if {"reviewer", "score"} <= names else SheetKind.SESSIONS


def import_reviews(
    ws: Workspace, programme: Programme, data: bytes, where: str, mapping: Mapping[str, str] | None = None
) -> SheetReport:
    """Bring in the reviews of a table as one edit; ``where`` is the name of the file.

    A session goes by its id (or the key of its import), else by its title; a reviewer by name or e-mail address, and is
    added when new. A review takes the place of what the same person thought before. What can't be matched is a problem
    that names its line. Raises FormatError, InvalidValue.
    """
    return _Import(ws, programme, read_reviews_csv(data, where, mapping, programme.event.options), where).finish()


class _Import:
    """One table on its way into a programme."""

    def __init__(self, ws: Workspace, programme: Programme, sheet: ReviewSheet, where: str) -> None:
        self._ws = ws
        self._programme = programme
        self._sheet = sheet
        self._where = where
        self._problems = list(sheet.problems)
        self._by_title: dict[str, list[Session]] = {}
        for session in programme.sessions:
            self._by_title.setdefault(session.title.casefold(), []).append(session)
        self._by_origin = {one.origin: one for one in programme.sessions if one.origin}
        self._persons: dict[str, list[Person]] = {}
        for person in ws.repository.persons():
            for word in {person.name.casefold(), person.email.casefold()} - {""}:
                self._persons.setdefault(word, []).append(person)
        self._known = {(one.session_id, one.person_id): one for one in programme.reviews}
        self._new: list[Person] = []

    def finish(self) -> SheetReport:
        changes: dict[tuple[UUID, UUID], Change] = {}
        for row in self._sheet.rows:
            change = self._change(row)
            if change is None or not isinstance(change.after, Review):
                continue
            key = change.after.session_id, change.after.person_id
            if key in changes:
                self._say(row.line, "is a second review of one session by one person, and is left out", "join them")
            else:
                changes[key] = change
        used = {person for _, person in changes}
        new = [person for person in self._new if person.id in used]
        real = [change for change in changes.values() if change.fields]
        entry = None
        if real:
            count = len(real)
            label = f"Import {count} review{'' if count == 1 else 's'} from {self._where}"
            entry = self._ws.apply(Edit(label, (*(Change(None, person) for person in new), *real)))
        added = sum(change.before is None for change in real)
        sheet = self._sheet.sheet
        return SheetReport(
            entry,
            added,
            len(real) - added,
            dict(sheet.columns),
            sheet.unknown,
            tuple(f"person “{person.name}”" for person in new),
            tuple(self._problems),
        )

    def _say(self, line: int, message: str, fix: str) -> None:
        where = f"{self._where}, line {line}"
        self._problems.append(Problem("sheet-row-left-out", Severity.WARNING, where, message, fix))

    def _change(self, row: ReviewRow) -> Change | None:
        session = self._session(row)
        person = self._person(row) if session else None
        if session is None or person is None:
            return None
        if has_interest(session, person.id):
            self._say(
                row.line, f"{person.name} takes part in “{session.title}” and can't review it", "take the row out"
            )
            return None
        before = self._known.get((session.id, person.id))
        start = before or Review(self._ws.new_id(), session.id, person.id, None, "", self._ws.now())
        after = replace(
            start,
            score=start.score if row.score is None else row.score,
            comment=start.comment if row.comment is None else row.comment,
            at=self._at(row),
        )
        after = cleaned(after)
        if before is not None and (before.score, before.comment) == (after.score, after.comment):
            after = before
        return Change(before, after)

    def _at(self, row: ReviewRow) -> datetime:
        if row.at is None:
            return self._ws.now()
        moment = row.at if row.at.tzinfo else resolve_local(row.at, self._programme.zone).instant
        return moment.astimezone(UTC)

    def _session(self, row: ReviewRow) -> Session | None:
        if row.id:
            found = self._with_id(row.id)
            if found is not None:
                return found
        same = self._by_title.get(row.title.casefold(), []) if row.title else []
        if len(same) == 1:
            return same[0]
        shown = row.title or row.id
        if same:
            self._say(row.line, f"there are {len(same)} sessions “{shown}”", "give their ids in a column Session ID")
        else:
            self._say(row.line, f"there is no session “{shown}”", "correct it, or import the sessions first")
        return None

    def _with_id(self, text: str) -> Session | None:
        try:
            own = self._programme.session.get(UUID(text)) if len(text) == 36 else None
        except ValueError:
            own = None
        return own or self._by_origin.get(f"csv:{text}") or self._by_origin.get(text)

    def _person(self, row: ReviewRow) -> Person | None:
        found = self._persons.get(row.reviewer.casefold(), [])
        if len(found) > 1:  # of two of one name, the one who is at this event
            found = [person for person in found if person.id in self._programme.person] or found
        if len(found) > 1:
            self._say(row.line, f"there are {len(found)} persons “{row.reviewer}”", "use the e-mail address")
            return None
        if found:
            return found[0]
        person = Person(self._ws.new_id(), row.reviewer)
        wrong = [one for one in field_problems(person) if one.severity is Severity.ERROR]
        if wrong:
            self._say(row.line, f"“{row.reviewer}” is left out: {wrong[0].message}", wrong[0].fix)
            return None
        self._persons[row.reviewer.casefold()] = [person]
        self._new.append(person)
        return person
