"""What an event itself says about the rules: how much each matters there, and what they go by."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from uuid import UUID

from confkit.domain.conflicts.rule import Options
from confkit.domain.event import Event
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme
from confkit.domain.rule_settings import RuleOptions

# The numbers of an event that a rule goes by; a test holds the names against ``RULES`` and ``RuleOptions``.
OPTIONS_OF: Mapping[str, tuple[str, ...]] = {
    "room-changeover": ("changeover",),
    "person-changeover": ("walking",),
    "person-busy-day": ("sessions_a_day",),
    "person-in-a-row": ("sessions_in_a_row", "rest"),
}


def severities_of(event: Event) -> Mapping[str, Severity | None]:
    """Return the event's own severities by the ids of the rules; None silences one."""
    return {one.rule: one.severity.as_severity for one in event.severities}


def options_of(programme: Programme) -> Options:
    """Return what the rules go by at this event. Of two ways between the same rooms the longer one counts."""
    ways: dict[tuple[UUID, UUID], timedelta] = {}
    for room in programme.rooms:
        for way in room.ways:
            key = (min(room.id, way.room_id), max(room.id, way.room_id))
            ways[key] = max(ways.get(key, timedelta(0)), timedelta(minutes=way.minutes))
    options = programme.event.options
    return Options(**{field.name: getattr(options, field.name) for field in fields(RuleOptions)}, ways=ways)
