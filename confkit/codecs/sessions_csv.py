"""Sessions as a table: calls for papers collected in a spreadsheet, and programmes of events that have nothing better.

A row says as much as its columns do: what has no column is None, and stays as it is where the session is known.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from confkit.codecs.length_text import length_from
from confkit.codecs.sheet import Sheet, SheetRow, read_sheet, write_sheet
from confkit.domain.errors import FormatError
from confkit.domain.person import Role
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Consent, Level, Session, Status
from confkit.domain.text import clean_line

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

SPELLINGS: dict[str, tuple[str, ...]] = {
    "title": ("titel", "session title", "talk title", "proposal title", "session", "talk", "vortrag", "name"),
    "id": ("session id", "code", "key", "nr", "number"),
    "subtitle": ("untertitel", "tagline"),
    "status": ("state", "decision", "stand"),
    "type": ("session type", "kind", "format", "art", "typ", "submission type"),
    "track": ("theme", "topic", "category", "thema"),
    "speakers": (
        *("speaker", "people", "persons", "speaker names", "speaker name", "presenters", "presenter"),
        *("author", "authors", "referent", "referenten", "referierende", "vortragende"),
    ),
    "email": ("e-mail", "mail", "speaker email", "speaker e-mail", "contact"),
    "minutes": ("duration", "length", "dauer", "duration minutes", "laenge", "länge"),
    "room": ("raum", "location", "venue", "saal", "ort"),
    "date": ("datum", "tag", "start date"),
    "start": ("start time", "begin", "beginn", "time", "uhrzeit", "from", "von"),
    "end": ("end time", "ende", "until", "bis"),
    "language": ("lang", "sprache"),
    "level": ("niveau", "audience level"),
    "tags": ("keywords", "stichwörter", "schlagwörter", "labels"),
    "audience": ("expected audience", "expected attendees", "erwartet"),
    "capacity": ("kapazität", "seats", "plätze", "max participants", "limit"),
    "equipment": ("requirements", "technik", "ausstattung", "needs"),
    "licence": ("license", "lizenz"),
    "consent": ("recording consent", "recording", "aufzeichnung"),
    "abstract": ("summary", "short description", "kurzbeschreibung", "zusammenfassung"),
    "description": ("beschreibung", "long description", "details", "text"),
    "notes": ("internal notes", "remarks", "bemerkungen", "notizen"),
    "link": ("url", "links", "website", "web", "file url"),
}
HEADINGS = (
    *("ID", "Title", "Subtitle", "Status", "Type", "Track", "Speakers", "Minutes", "Room", "Date", "Start", "End"),
    *("Language", "Level", "Tags", "Audience", "Capacity", "Equipment", "Licence", "Consent"),
    *("Abstract", "Description", "Notes"),
)


@dataclass(frozen=True, slots=True)
class NamedPart:
    """Somebody who takes part, by name."""

    name: str
    role: Role = Role.SPEAKER


@dataclass(frozen=True, slots=True)
class SessionRow:
    """What one row says; None where there is no column for it. ``start`` and ``end`` are on the event's wall clock."""

    line: int
    title: str
    id: str = ""
    subtitle: str | None = None
    status: Status | None = None
    type: str | None = None
    track: str | None = None
    people: tuple[NamedPart, ...] | None = None
    email: str = ""
    duration: timedelta | None = None
    room: str = ""
    start: datetime | None = None
    end: datetime | None = None
    language: str | None = None
    level: Level | None = None
    tags: tuple[str, ...] | None = None
    audience: int | None = None
    capacity: int | None = None
    equipment: tuple[str, ...] | None = None
    licence: str | None = None
    consent: Consent | None = None
    abstract: str | None = None
    description: str | None = None
    notes: str | None = None
    links: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """A table of sessions that was read, with which heading was taken for what."""

    rows: tuple[SessionRow, ...]
    sheet: Sheet
    problems: tuple[Problem, ...] = ()


def read_sessions_csv(data: bytes, where: str, mapping: Mapping[str, str] | None = None) -> SessionSheet:
    """Read a table of sessions; ``where`` names it in errors and problems, with the line; ``mapping`` as in read_sheet.

    Cells that can't be read are left out with a problem. Raises FormatError where no column holds titles, and as
    ``read_sheet`` does.
    """
    sheet = read_sheet(data, where, SPELLINGS, mapping)
    if "title" not in sheet.columns:
        raise FormatError(
            "has no column with titles", where=where, fix="call one of its columns Title, or say which one it is"
        )
    problems = list(sheet.problems)
    rows = []
    for row in sheet.rows:
        if row.get("title"):
            rows.append(_Reading(row, where, problems).session())
        else:
            problems.append(_problem(where, row.line, "has no title and is left out", "fill in the title"))
    return SessionSheet(tuple(rows), sheet, tuple(problems))


def _problem(where: str, line: int, message: str, fix: str) -> Problem:
    return Problem("sheet-cell", Severity.WARNING, f"{where}, line {line}", message, fix)


class _Reading:
    """One row on its way to a session."""

    def __init__(self, row: SheetRow, where: str, problems: list[Problem]) -> None:
        self._row = row
        self._where = where
        self._problems = problems

    def session(self) -> SessionRow:
        row = self._row
        return SessionRow(
            line=row.line,
            title=row.get("title"),
            id=row.get("id"),
            subtitle=self._text("subtitle"),
            status=self._choice("status", Status, _STATUS),
            type=self._text("type"),
            track=self._text("track"),
            people=_people(row.cells["speakers"]) if "speakers" in row.cells else None,
            email=row.get("email"),
            duration=self._read("minutes", length_in, "45, 1:30 or 1h 30m"),
            room=row.get("room"),
            start=self._moment("start"),
            end=self._moment("end"),
            language=self._text("language"),
            level=self._choice("level", Level, {}),
            tags=self._list("tags"),
            audience=self._read("audience", _count, "a number"),
            capacity=self._read("capacity", _count, "a number"),
            equipment=self._list("equipment"),
            licence=self._text("licence"),
            consent=self._choice("consent", Consent, _CONSENT),
            abstract=row.cells.get("abstract"),
            description=row.cells.get("description"),
            notes=row.cells.get("notes"),
            links=tuple(row.get("link").split()) if "link" in row.cells else None,
        )

    def _text(self, name: str) -> str | None:
        return self._row.get(name) if name in self._row.cells else None

    def _list(self, name: str) -> tuple[str, ...] | None:
        if name not in self._row.cells:
            return None
        items = (clean_line(item) for item in re.split(r"[,;|\n]", self._row.cells[name]))
        return tuple(dict.fromkeys(item for item in items if item))

    def _read(self, name: str, read: Callable[[str], T | None], example: str) -> T | None:
        text = self._row.get(name)
        value = read(text) if text else None
        if text and value is None:
            shown = text if len(text) <= 40 else f"{text[:39]}…"
            self._problems.append(
                _problem(self._where, self._row.line, f"{name}: “{shown}” can't be read", f"write it as {example}")
            )
        return value

    def _choice(self, name: str, kind: type[Choice], others: dict[str, Choice]) -> Choice | None:
        words = {item.value: item for item in kind} | others
        return self._read(name, lambda text: words.get(text.casefold()), ", ".join(item.value for item in kind))

    def _moment(self, name: str) -> datetime | None:
        """The time of a column, on the day of the column for days, or with a day of its own."""
        text, day = self._row.get(name), self._row.get("date")
        if not text:
            return None
        whole = text if re.search(r"\d[-/]\d|\d\.\d+\.|[A-Za-z]{3}|T", text) else f"{day} {text}".strip()
        return self._read(name, lambda _: moment_in(whole), "2027-04-09 10:00, or a time beside a column Date")


_STATUS = {
    "accept": Status.ACCEPTED,
    "angenommen": Status.ACCEPTED,
    "reject": Status.REJECTED,
    "abgelehnt": Status.REJECTED,
    "canceled": Status.CANCELLED,
    "waiting list": Status.WAITLISTED,
    "waitlist": Status.WAITLISTED,
    "reserve": Status.WAITLISTED,
    "warteliste": Status.WAITLISTED,
    "pending": Status.SUBMITTED,
    "new": Status.SUBMITTED,
    "bestätigt": Status.CONFIRMED,
}
_CONSENT = {
    "yes": Consent.GRANTED,
    "ja": Consent.GRANTED,
    "no": Consent.REFUSED,
    "nein": Consent.REFUSED,
}
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::[0-5]\d)?\Z")
_MINUTES = re.compile(r"(\d{1,5})(?:[.,]0+)?\s*(?:min(?:utes|uten)?|')?\.?\Z", re.IGNORECASE)
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y")
_TIMES = ("%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p", "%I:%M%p", "%H:%M Uhr")
_LARGEST = timedelta(days=7)


def length_in(text: str) -> timedelta | None:
    """Read a length: minutes (``45``, ``45 min``), hours and minutes (``1:30``), or ``1h 30m``; None otherwise."""
    minutes, clock = _MINUTES.match(text), _CLOCK.match(text)
    if minutes:
        found: timedelta | None = timedelta(minutes=int(minutes[1]))
    elif clock:
        found = timedelta(hours=int(clock[1]), minutes=int(clock[2]))
    else:
        found = length_from(text)
    return found if found is not None and timedelta(0) <= found <= _LARGEST else None


def moment_in(text: str) -> datetime | None:
    """Read a wall-clock time with its day (``2027-04-09 10:00``, ``9.4.2027 10:00``); None otherwise."""
    try:
        value = datetime.fromisoformat(text)
        return value.replace(tzinfo=None) if len(text) > 10 and 1 < value.year < 9999 else None
    except ValueError:
        pass
    day, _, clock = text.rpartition(" ")
    if clock.casefold() in ("am", "pm", "uhr"):
        day, _, hours = day.rpartition(" ")
        clock = f"{hours} {clock}"
    at = _first(lambda form: datetime.strptime(clock.strip(), form).time(), _TIMES)
    on = _first(lambda form: datetime.strptime(day.strip(), form).date(), _DATES)
    return datetime.combine(on, at) if isinstance(on, date) and isinstance(at, time) and 1 < on.year < 9999 else None


def _first(read: Callable[[str], T], forms: Iterable[str]) -> T | None:
    for form in forms:
        try:
            return read(form)
        except ValueError:
            continue
    return None


def _count(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else None


def _people(text: str) -> tuple[NamedPart, ...]:
    """Read names: apart by lines, bars or semicolons, by commas only where there is none of those.

    ``1:Amira Hart`` (an id before the name) and ``Ben Okafor (moderator)`` are understood.
    """
    items = re.split(r"[|;\n]", text)
    if len(items) == 1:
        items = text.split(",")
    found = []
    for item in items:
        name = clean_line(re.sub(r"^\s*\d+\s*:", "", item))
        role = re.search(r"\s*\((\w+)\)\Z", name)
        if role and role[1].casefold() in set(Role):
            found.append(NamedPart(name[: role.start()], Role(role[1].casefold())))
        elif name:
            found.append(NamedPart(name))
    return tuple(dict.fromkeys(found))


def write_sessions_csv(programme: Programme, sessions: Sequence[Session]) -> bytes:
    """Return ``sessions`` of the programme as a table, with internal notes: it is for the organizers.

    Of several slots the first is written; times are on the event's wall clock.
    """
    return write_sheet(HEADINGS, (_cells(programme, session) for session in sessions))


def _cells(programme: Programme, session: Session) -> tuple[str, ...]:
    kind = programme.type.get(session.type_id) if session.type_id else None
    track = programme.track.get(session.track_id) if session.track_id else None
    slot = next(iter(programme.slots_of.get(session.id, ())), None)
    room = programme.room.get(slot.room_id) if slot and slot.room_id else None
    people = [
        (programme.person[part.person_id].name, part.role)
        for part in session.participants
        if part.person_id in programme.person
    ]
    same_day = slot is not None and slot.start.date() == slot.end.date()
    return (
        str(session.id),
        session.title,
        session.subtitle,
        session.status.value,
        kind.name if kind else "",
        track.name if track else "",
        "|".join(name if role is Role.SPEAKER else f"{name} ({role.value})" for name, role in people),
        "" if session.duration is None else f"{session.duration / timedelta(minutes=1):g}",
        room.name if room else "",
        f"{slot.start:%Y-%m-%d}" if slot else "",
        f"{slot.start:%H:%M}" if slot else "",
        (f"{slot.end:%H:%M}" if same_day else f"{slot.end:%Y-%m-%d %H:%M}") if slot else "",
        session.language,
        session.level.value,
        ", ".join(session.tags),
        str(session.expected_audience or ""),
        str(session.capacity or ""),
        ", ".join(session.equipment),
        session.licence,
        session.consent.value,
        session.abstract,
        session.description,
        session.notes,
    )
