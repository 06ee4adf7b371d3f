"""What was published of each slot, so that an attendee's calendar can be moved on instead of written anew."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from confkit.domain.calendar import CalendarEntry
from confkit.storage.reading import chunks
from confkit.storage.rows import CALENDAR
from confkit.storage.tables import calendar_entry, event
from confkit.storage.values import zone_or_utc


def entries(connection: Connection, event_id: UUID) -> tuple[CalendarEntry, ...]:
    """Return the entries of the event by start, in its zone (in UTC when the event is gone)."""
    zone = zone_or_utc(connection.scalar(select(event.c.zone).where(event.c.id == event_id.hex)) or "UTC")
    column = calendar_entry.c
    statement = (
        select(*(column[name] for name in CALENDAR.fields))
        .where(column.event_id == event_id.hex)
        .order_by(column.start, column.title, column.slot_id)
    )
    return tuple(CALENDAR.read(row, lambda _: zone) for row in connection.execute(statement).all())


def keep(connection: Connection, published: Iterable[CalendarEntry]) -> None:
    """Put ``published`` in the place of the entries of the same slots."""
    rows = {entry.slot_id.hex: CALENDAR.write(entry) for entry in published}
    for chunk in chunks(rows):
        connection.execute(delete(calendar_entry).where(calendar_entry.c.slot_id.in_(chunk)))
    if rows:
        connection.execute(insert(calendar_entry), list(rows.values()))
