"""A programme from the objects of a schedule file, whichever format it came in.

What is made carries an ``origin`` such as ``schedule:38c3:session:270fa44c-…``, by which a second import finds what the
first one made. The files name things by guid where they can (it outlives renaming) and by number or name where not.

An event of the file is a session *in a slot*: a session that takes place twice stands there twice, with one guid, or as
pretalx writes it with one number and two guids. A person is known by id and name: the same name with another id is the
same person, because that is how a person who registered twice looks like.
"""

import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from confkit.codecs.json_object import JsonObject, Problems
from confkit.codecs.open_event_values import address, described, slug_of
from confkit.codecs.schedule_parts import ScheduleParts
from confkit.codecs.schedule_times import change_of_days, day_of, duration, moment, start_of, zone_of
from confkit.codecs.schedule_values import language_of, licence_of, links_of
from confkit.domain.edit import cleaned
from confkit.domain.errors import FormatError
from confkit.domain.event import Event
from confkit.domain.person import Participant
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Consent, Session, Slot, Status
from confkit.domain.times import elapsed, later

SIZE_LIMIT = 64 * 1024 * 1024
EVENT_LIMIT = 5_000
LONGEST_EVENT = timedelta(days=366)
USUAL = timedelta(minutes=30)

_YES = frozenset({"true", "1", "yes"})
_NO = frozenset({"false", "0", "no"})


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a file holds: the fields of its conference, and its days with ``rooms`` with ``events``."""

    conference: dict[str, Any]
    days: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ScheduleImport:
    """What a file gave; ``problems`` say what was lost or decided."""

    programme: Programme
    problems: tuple[Problem, ...]


def programme_from_schedule(
    schedule: Schedule, where: str, *, new_id: Callable[[], UUID], fallback: str
) -> ScheduleImport:
    """Return the programme of ``schedule``; raises FormatError without sessions, or without a day that can be read."""
    return _Maker(schedule, where, new_id, fallback).run()


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event of the file, with the room and the day that it stands under."""

    fields: JsonObject
    room: JsonObject
    day: date | None
    start: datetime | None = None
    length: timedelta | None = None


class _Maker:
    def __init__(self, schedule: Schedule, where: str, new_id: Callable[[], UUID], fallback: str) -> None:
        self._where = where
        self._new_id = new_id
        self._problems = Problems()
        self._head = JsonObject(schedule.conference, "conference", self._problems)
        self._days = [JsonObject(day, f"day {number}", self._problems) for number, day in enumerate(schedule.days, 1)]
        self._base = address(self._head.line("base_url")) or address(self._head.line("url"))
        entries = self._entries(schedule)
        if not entries:
            raise FormatError("holds no sessions", where=where, fix="check that it is the right file")
        self._zone = zone_of(
            self._head, [found for entry in entries if (found := moment(entry.fields.line("date"))) is not None]
        )
        self._spans = [
            (day, self._local(fields, "start"), self._local(fields, "end"))
            for fields in self._days
            if (day := self._day(fields)) is not None
        ]
        change = change_of_days(self._spans, ())
        self._timed = [self._timed_entry(entry, change) for entry in entries]
        self._event = self._made_event(fallback)
        self._parts = ScheduleParts(self._event, new_id, self._problems)

    # --- the frame ------------------------------------------------------------------------------------------------

    def _entries(self, schedule: Schedule) -> list[_Entry]:
        found: list[_Entry] = []
        for day, fields in zip(schedule.days, self._days, strict=True):
            on = self._day(fields)
            for room in day["rooms"]:
                place = JsonObject({**room, "events": None}, "room", self._problems)
                for event in room["events"]:
                    number = event.get("id") or event.get("guid") or len(found) + 1
                    where = f"event {str(number)[:40]}"
                    found.append(_Entry(JsonObject(event, where, self._problems), place, on))
        return found

    def _day(self, fields: JsonObject) -> date | None:
        return day_of(fields.line("date")) or day_of(fields.line("start"))

    def _local(self, fields: JsonObject, name: str) -> datetime | None:
        found = moment(fields.line(name))
        return found.astimezone(self._zone) if found is not None and found.tzinfo is not None else None

    def _timed_entry(self, entry: _Entry, change: time) -> _Entry:
        fields = entry.fields
        start = start_of(fields, entry.day, self._zone, change)
        written = fields.line("duration")
        length = duration(written)
        end = moment(fields.line("end"))
        if length is None and start is not None and end is not None and end.tzinfo is not None:
            length = max(elapsed(start, end), timedelta(0))
        if length is None and written:
            fields.unusable("duration", written, "a duration of at most 31 days")
        return replace(entry, start=start, length=length)

    def _made_event(self, fallback: str) -> Event:
        head = self._head
        starts = [(entry.day, entry.start) for entry in self._timed if entry.day and entry.start]
        change = change_of_days(self._spans, starts)
        first, last = self._first_and_last([entry.start for entry in self._timed if entry.start])
        title = head.line("title") or head.line("acronym") or fallback
        slug = slug_of(head.line("acronym") or title, fallback)
        return cleaned(
            Event(
                id=self._new_id(),
                slug=slug,
                title=title,
                zone=self._zone.key,
                first_day=first,
                last_day=last,
                subtitle=head.line("subtitle"),
                description=head.text("description"),
                language=self._usual_language(),
                location=", ".join(filter(None, (head.line("venue"), head.line("city")))),
                url=address(head.line("url")) or self._base or address(head.line("schedule_url")),
                day_change=change,
                origin=f"schedule:{slug}",
            )
        )

    def _first_and_last(self, starts: list[datetime]) -> tuple[date, date]:
        """Return the days of the file; those of its sessions where it has none. What lies far from most is left out."""
        days = sorted(day for fields in self._days if (day := self._day(fields)) is not None)
        days = days or sorted(start.date() for start in starts)
        head = [day for name in ("start", "end") if (day := day_of(self._head.line(name))) is not None]
        days = days or sorted(head)
        if not days:
            raise FormatError(
                "has no day that can be read", where=self._where, fix="give its days dates such as 2027-04-09"
            )
        middle = days[len(days) // 2]
        near = [day for day in days if abs(day - middle) <= LONGEST_EVENT / 2]
        if len(near) < len(days):
            self._problems.warn(
                "import-event-days", "days", f"lie more than a year apart; taken as {near[0]} to {near[-1]}"
            )
        return near[0], near[-1]

    def _usual_language(self) -> str:
        found = Counter(language_of(entry.fields)[:1] for entry in self._timed)
        del found[()]
        return max(sorted(found), key=lambda one: found[one])[0] if found else "en"

    # --- the sessions ---------------------------------------------------------------------------------------------

    def run(self) -> ScheduleImport:
        parts = self._parts
        parts.add_tracks(self._head)
        parts.meet((entry.fields, entry.room) for entry in self._timed)
        groups = self._grouped()
        made = [(self._session(key, entries), entries) for key, entries in groups.items()]
        parts.set_lengths(
            (session.type_id, entry.length)
            for session, entries in made
            for entry in entries
            if entry.start is not None and entry.length is not None
        )
        sessions, slots = [], []
        for session, entries in made:
            usual = parts.length(session.type_id) or USUAL
            length = next((entry.length for entry in entries if entry.length is not None), usual)
            sessions.append(session if length == usual else replace(session, duration=length))
            slots += self._slots(session, entries, length)
        self._tell_languages()
        programme = Programme(
            event=self._event,
            rooms=parts.rooms(),
            tracks=parts.tracks(),
            types=parts.types(),
            sessions=tuple(sessions),
            slots=tuple(slots),
            persons=parts.persons(),
        )
        return ScheduleImport(in_order(programme), tuple(dict.fromkeys(self._problems.all())))

    def _grouped(self) -> dict[str, list[_Entry]]:
        """Bring together the events that are one session, under the key that names it."""
        guids: dict[tuple[str, str], set[str]] = {}
        for entry in self._timed:
            fields = entry.fields
            if number := fields.line("code", "id"):
                guids.setdefault((number, fields.line("title")), set()).add(fields.line("guid").lower())
        groups: dict[str, list[_Entry]] = {}
        titles: dict[str, str] = {}
        for entry in self._timed:
            fields = entry.fields
            title, number = fields.line("title"), fields.line("code", "id")
            several = {*guids.get((number, title), ()), fields.line("guid").lower()} - {""}
            key = fields.line("code") or min(several, default="") or number or fields.line("slug") or title
            if titles.setdefault(key, title.casefold()) != title.casefold():
                # Two that are different things: neither may be lost.
                said = f"{described(title)} has the id of another session; kept as its own"
                fields.problems.warn("import-double", fields.where, said)
                key = f"{key} {title.casefold()}"
            groups.setdefault(key, []).append(entry)
        return groups

    def _session(self, key: str, entries: list[_Entry]) -> Session:
        fields = entries[0].fields
        title = fields.line("title")
        if not title:
            title = f"Untitled session {fields.line('id')}".strip()
            fields.problems.warn("import-unusable", f"{fields.where}.title", f"is empty; called {title!r}")
        abstract, description = _prose(fields, "abstract"), _prose(fields, "description")
        persons = [self._parts.person(each) for each in fields.objects("persons")]
        licence = licence_of(fields)
        return cleaned(
            Session(
                id=self._new_id(),
                event_id=self._event.id,
                title=title,
                status=Status.CONFIRMED,
                type_id=self._parts.type(fields),
                track_id=self._parts.track(fields),
                subtitle=fields.line("subtitle"),
                abstract=abstract,
                description=description if description != abstract else "",
                language=next(iter(language_of(fields)), ""),
                links=links_of(fields, lambda text: urljoin(self._base, text) if self._base else text),
                participants=tuple(Participant(one) for one in dict.fromkeys(persons) if one),
                consent=_consent(fields, licence),
                licence=licence,
                origin=f"{self._event.origin}:session:{key or title}",
            )
        )

    def _slots(self, session: Session, entries: list[_Entry], length: timedelta) -> list[Slot]:
        found: dict[tuple[datetime, UUID | None], Slot] = {}
        for entry in entries:
            if entry.start is None:
                continue
            room = self._parts.room(entry.fields, entry.room)
            # A wall clock shows two instants in the hour that is repeated.
            place = (entry.start.replace(tzinfo=None, fold=0) - (entry.start.utcoffset() or timedelta(0)), room)
            if place in found:
                entry.fields.problems.warn("import-double", entry.fields.where, "stands there twice; taken once")
                continue
            end = later(entry.start, length if entry.length is None else entry.length)
            found[place] = Slot(self._new_id(), session.id, entry.start, end, room)
        return list(found.values())

    def _tell_languages(self) -> None:
        several = sum(len(language_of(entry.fields)) > 1 for entry in self._timed)
        if several:
            self._problems.hint(
                "import-language",
                "language",
                f"{several} sessions name several languages; the first of each is taken",
                "say the others in the abstract, or set another language",
            )


def _prose(fields: JsonObject, name: str) -> str:
    """Return a text without the indentation that pretty-printing gave all its lines but the first."""
    return inspect.cleandoc(fields.text(name)).strip()


def _consent(fields: JsonObject, licence: str) -> Consent:
    """Opting out is a refusal. Not opting out says nothing by itself; with a licence of the recording it is consent."""
    word = fields.line("optout", "do_not_record").lower()
    if word in _YES:
        return Consent.REFUSED
    return Consent.GRANTED if word in _NO and licence else Consent.UNKNOWN
