"""Which zone a foreign calendar means: TZIDs come as IANA names, with prefixes, in Windows' words, or invented.

The rules of a foreign VTIMEZONE are never evaluated; only one that says a single offset is taken by its word.
"""

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from confkit.codecs.ical_parse import Component
from confkit.domain.errors import InvalidValue
from confkit.domain.times import zone_named

_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?\Z")
_LONGEST_NAME = 200


class ForeignZones:
    """Looks up TZIDs, each once."""

    def __init__(self, calendars: list[Component]) -> None:
        self._described = {
            component.text("TZID"): component
            for calendar in calendars
            for component in calendar.children
            if component.name == "VTIMEZONE"
        }
        self._found: dict[str, tzinfo | None] = {}

    @property
    def only(self) -> ZoneInfo | None:
        """The zone that the file describes, where it describes one."""
        zones = {zone.key: zone for name in self._described if isinstance(zone := self.zone(name), ZoneInfo)}
        return next(iter(zones.values())) if len(zones) == 1 else None

    def zone(self, name: str) -> tzinfo | None:
        """The zone that ``name`` means, None where nobody can tell."""
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> tzinfo | None:
        described = self._described.get(name)
        names = [name, described.text("X-LIC-LOCATION")] if described else [name]
        for one in names:
            if found := _known(one):
                return found
        return _fixed(described) if described else None


def _known(name: str) -> ZoneInfo | None:
    """An IANA name, one behind a prefix (``/mozilla.org/20050126_1/Europe/Berlin``), or Windows' name for it."""
    name = name.strip().strip('"')
    if not name or len(name) > _LONGEST_NAME:
        return None
    parts = [part for part in name.split("/") if part]
    for take in (len(parts), 3, 2, 1):
        if 0 < take <= len(parts) and (found := _named("/".join(parts[-take:]))):
            return found
    return _windows(name)


def _named(name: str) -> ZoneInfo | None:
    try:
        return zone_named(name)
    except InvalidValue:
        return None


def _windows(name: str) -> ZoneInfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return _named(WINDOWS_TO_OLSON[name]) if name in WINDOWS_TO_OLSON else None


def _fixed(described: Component) -> tzinfo | None:
    offsets = {child.text("TZOFFSETTO") for child in described.children}
    match = _OFFSET.match(offsets.pop()) if len(offsets) == 1 else None
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-offset if match[1] == "-" else offset) if offset < timedelta(hours=24) else None
