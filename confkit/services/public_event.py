"""What of an event is public: its programme, and the calendar entries that attendees hold."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from confkit.domain.calendar import CalendarEntry, advance
from confkit.domain.programme import Programme
from confkit.publish.printable import printable
from confkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event as it is published: its programme and the calendar entries that attendees hold."""

    programme: Programme
    entries: tuple[CalendarEntry, ...]

    @property
    def folder(self) -> str:
        """The event's folder in the output."""
        return f"events/{self.programme.event.slug}"

    @property
    def calendars(self) -> dict[UUID, str]:
        """The path of each calendar of a part, by the id of the room, track, type, person or session."""
        paths: dict[UUID, str] = {}
        for entry in self.entries:
            parts: list[tuple[str, UUID | None]] = [
                ("sessions", entry.session_id),
                *(("speakers", key) for key in entry.person_ids),
            ]
            parts += [("rooms", entry.room_id), ("tracks", entry.track_id), ("types", entry.type_id)]
            paths.update((key, f"{self.folder}/{kind}/{key}.ics") for kind, key in parts if key is not None)
        return paths


def public_event(ws: Workspace, event_id: UUID, now: datetime) -> PublicEvent:
    """Move the published calendar on to the programme as it is, and remember it."""
    programme = printable(ws.repository.programme(event_id))
    known = ws.repository.calendar_entries(event_id)
    entries = advance(known, programme, now)
    before = {entry.slot_id: entry for entry in known}
    moved = [entry for entry in entries if before.get(entry.slot_id) is not entry]
    if moved:
        ws.repository.keep_calendar_entries(moved)
    return PublicEvent(programme, entries)
