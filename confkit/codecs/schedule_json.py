"""``schedule.json``, the younger sibling of ``schedule.xml``: bytes → a programme.

Schema: https://c3voc.de/schedule/schema.json. Both formats become the same objects and are made into a programme by
``schedule_import``, so that a conference can be imported from the one and updated from the other.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from confkit.codecs.json_object import parse_json
from confkit.codecs.schedule_import import EVENT_LIMIT, SIZE_LIMIT, Schedule, ScheduleImport, programme_from_schedule
from confkit.domain.errors import FormatError, LimitExceeded


def read_schedule_json(
    data: bytes, where: str, *, new_id: Callable[[], UUID], fallback: str = "schedule"
) -> ScheduleImport:
    """Read a schedule.json; ``where`` names it in errors, ``fallback`` the event where the file doesn't.

    Raises TruncatedInput for a file that is cut off, FormatError for what is no schedule or holds no sessions,
    LimitExceeded above 64 MiB or 5,000 sessions.
    """
    if len(data) > SIZE_LIMIT:
        raise LimitExceeded(
            f"is larger than {SIZE_LIMIT >> 20} MiB", where=where, fix="check that it is the right file"
        )
    return programme_from_schedule(_schedule(parse_json(data, where), where), where, new_id=new_id, fallback=fallback)


def _schedule(document: Any, where: str) -> Schedule:
    schedule = _fields(_fields(document).get("schedule"))
    conference = _fields(schedule.get("conference"))
    if not isinstance(conference.get("days"), list):
        raise FormatError(
            "is JSON, but not a schedule: it has no schedule.conference.days",
            where=where,
            fix="choose the schedule.json that frab or pretalx exports",
        )
    head = {"base_url": schedule.get("base_url"), "schedule_url": schedule.get("url"), **conference}
    days = []
    count = 0
    rooms_known = (_plain(room) for room in _objects(conference.get("rooms")))
    known = {name: room for room in rooms_known if isinstance(name := room.get("name"), str)}
    for day in _objects(conference["days"]):
        rooms = [
            {**known.get(name, {}), "name": name, "events": [_plain(event) for event in _objects(events)]}
            for name, events in _fields(day.get("rooms")).items()
        ]
        count += sum(len(room["events"]) for room in rooms)
        if count > EVENT_LIMIT:
            raise LimitExceeded(
                f"has more than {EVENT_LIMIT:,} sessions", where=where, fix="check that it is the right file"
            )
        days.append({**day, "start": day.get("day_start"), "end": day.get("day_end"), "rooms": rooms})
    return Schedule(head, days)


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an object with words for truth values, and one text for each that is given in several languages."""
    plain: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, bool):
            plain[name] = "true" if value else "false"
        elif isinstance(value, float) and value.is_integer():
            plain[name] = int(value)
        elif isinstance(value, dict):
            plain[name] = value.get("en") or next((text for text in value.values() if isinstance(text, str)), "")
        else:
            plain[name] = value
    return plain
