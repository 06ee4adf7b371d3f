"""iCalendar, both ways: the door to its parts.

``ical_write`` renders entries and composes calendars, ``ical_zone`` computes VTIMEZONEs, ``ical_line`` escapes and
folds.
"""

from confkit.codecs.ical_write import UID_HOST, compose_calendar, render_entry

__all__ = ["UID_HOST", "compose_calendar", "render_entry"]
