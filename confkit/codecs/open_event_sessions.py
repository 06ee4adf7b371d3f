"""The sessions of an Open Event folder, with their times, people, links and recordings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.codecs.json_object import JsonObject, Problems
from confkit.codecs.open_event_parts import Parts
from confkit.codecs.open_event_values import STATES, audio_file, described, language_code, level_named, links_of
from confkit.domain.event import Event
from confkit.domain.person import Participant
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Session, Slot, Status
from confkit.domain.times import elapsed, later


@dataclass(frozen=True, slots=True)
class OpenEventImport:
    """What a folder gave.

    ``recordings`` names the audio of sessions: the session's id and a path inside the folder; whether the file is there
    is for the caller to see. ``problems`` say what was lost or decided.
    """

    programme: Programme
    recordings: tuple[tuple[UUID, str], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """A session's fields with its times; ``start`` is None where it has none."""

    fields: JsonObject
    start: datetime | None
    end: datetime | None


def timed_session(fields: JsonObject, zone: ZoneInfo) -> Timed:
    """Read the times of a session; an end before the start is left out."""
    start = fields.moment(zone, "start_time", "starts_at")
    end = fields.moment(zone, "end_time", "ends_at")
    if start is None or end is None:
        return Timed(fields, start, None)
    if elapsed(start, end) < timedelta(0):
        fields.problems.warn("import-unusable", f"{fields.where}.end_time", "is before the start; left out")
        end = None
    return Timed(fields, start, end)


class SessionImport:
    """Makes sessions and slots of the list of sessions, with what they refer to."""

    def __init__(self, event: Event, parts: Parts, new_id: Callable[[], UUID], problems: Problems) -> None:
        self._event = event
        self._parts = parts
        self._new_id = new_id
        self._problems = problems
        self._recordings: list[tuple[UUID, str]] = []

    def run(self, timed: list[Timed]) -> OpenEventImport:
        """Return the import."""
        sessions: dict[str, tuple[Session, Timed]] = {}
        slots = []
        for each in timed:
            session = self._session(each)
            if session.origin in sessions and each.fields.line("id"):
                self._problems.warn("import-double", each.fields.where, "has the id of another session; left out")
                continue
            if session.origin in sessions:
                session = replace(session, origin=f"{session.origin} ({len(sessions)})")
            sessions[session.origin] = (session, each)
            if path := audio_file(each.fields):
                self._recordings.append((session.id, path))
        self._parts.set_lengths(
            [(session.type_id, elapsed(e.start, e.end)) for session, e in sessions.values() if e.start and e.end]
        )
        for session, each in sessions.values():
            if each.start is not None:
                slots.append(self._slot(session, each, each.start))
        placed = {slot.session_id: slot for slot in slots}
        programme = Programme(
            event=self._event,
            rooms=self._parts.named_rooms(),
            tracks=tuple(self._parts.tracks.values()),
            types=tuple(self._parts.types.values()),
            sessions=tuple(self._measured(session, placed.get(session.id)) for session, _ in sessions.values()),
            slots=tuple(slots),
            persons=tuple(self._parts.persons.values()),
        )
        return OpenEventImport(in_order(programme), tuple(self._recordings), self._problems.all())

    def _session(self, timed: Timed) -> Session:
        fields = timed.fields
        title = fields.line("title")
        number = fields.line("id")
        if not title:
            title = f"Untitled session {number}".strip()
            fields.problems.warn("import-unusable", f"{fields.where}.title", f"is empty; called {title!r}")
        short, long = fields.text("short_abstract"), fields.text("long_abstract")
        track, kind = fields.object("track"), fields.object("session_type")
        persons = [self._parts.person(each) for each in fields.objects("speakers")]
        return Session(
            id=self._new_id(),
            event_id=self._event.id,
            title=title,
            status=self._status(timed),
            type_id=self._parts.type(kind) if kind else None,
            track_id=self._parts.track(track) if track else None,
            subtitle=fields.line("subtitle"),
            abstract=short or long,
            description=long if short and long != short else "",
            language=language_code(fields, "language"),
            level=level_named(fields.line("level")),
            links=links_of(
                fields,
                [
                    ("slides", "Slides"),
                    ("slides_url", "Slides"),
                    ("video", "Video"),
                    ("video_url", "Video"),
                    ("videos_url", "Video"),
                    ("signup_url", "Sign-up"),
                ],
            ),
            participants=tuple(Participant(key) for key in dict.fromkeys(persons) if key),
            notes=fields.text("comments"),
            origin=self._parts.origin("session", number or title),
        )

    @staticmethod
    def _status(timed: Timed) -> Status:
        fields = timed.fields
        if fields.line("deleted_at"):
            return Status.WITHDRAWN
        word = fields.line("state").lower()
        if not word:
            # Older exports have no state: what has a time is in the programme.
            return Status.ACCEPTED if timed.start else Status.SUBMITTED
        if word not in STATES:
            fields.problems.warn("import-unusable", f"{fields.where}.state", f"{described(word)} is unknown; submitted")
        return STATES.get(word, Status.SUBMITTED)

    def _slot(self, session: Session, timed: Timed, start: datetime) -> Slot:
        place = timed.fields.object("microlocation")
        kind = self._parts.types.get(session.type_id) if session.type_id else None
        return Slot(
            id=self._new_id(),
            session_id=session.id,
            start=start,
            end=timed.end or later(start, kind.length if kind else timedelta(minutes=30)),
            room_id=self._parts.room(place) if place else None,
        )

    def _measured(self, session: Session, slot: Slot | None) -> Session:
        """Give a session its own length where it differs from its type's."""
        kind = self._parts.types.get(session.type_id) if session.type_id else None
        usual = kind.length if kind else timedelta(minutes=30)
        if slot is None or slot.duration == usual:
            return session
        return replace(session, duration=slot.duration)
