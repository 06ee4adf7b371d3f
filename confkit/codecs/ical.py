"""iCalendar, both ways: the door to its parts.

Writing: ``ical_write`` renders entries and composes calendars, ``ical_zone`` computes VTIMEZONEs, ``ical_line`` escapes
and folds. Reading: ``ical_parse`` knows the grammar, ``ical_foreign_zone`` what TZIDs mean, ``ical_read`` makes
entries, ``ical_import`` a programme of them.
"""

from confkit.codecs.ical_read import ImportedCalendar, ImportedEntry, read_calendar
from confkit.codecs.ical_write import UID_HOST, compose_calendar, render_entry

__all__ = ["UID_HOST", "ImportedCalendar", "ImportedEntry", "compose_calendar", "read_calendar", "render_entry"]
