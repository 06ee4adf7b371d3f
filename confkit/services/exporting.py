"""Exporting an event as a file: the portable TOML form, or a calendar."""

from typing import Literal

from confkit.domain.calendar import advance
from confkit.domain.errors import NotFound
from confkit.services import lookup
from confkit.services.workspace import Workspace

Format = Literal["toml", "ics"]
FORMATS: tuple[Format, ...] = ("toml", "ics")


def export_event(ws: Workspace, event: str, format: Format) -> bytes:
    """The event with this slug or id as ``toml`` (lossless, with private notes) or ``ics`` (public).

    The calendar is what a build would publish now; only a build remembers it as published.
    """
    programme = lookup.programme(ws, event)
    if format == "toml":
        from confkit.codecs.event_file import write_event

        return write_event(programme)
    from confkit.services.calendars import whole_calendar

    entries = advance(ws.repository.calendar_entries(programme.event.id), programme, ws.now())
    return whole_calendar(programme, entries)


def export_show(ws: Workspace, show: str) -> bytes:
    """The show with this slug or id as TOML, lossless."""
    from confkit.codecs.show_file import write_show

    found = lookup.find_show(ws, show)
    return write_show(ws.repository.shelf(found.id))


def export(ws: Workspace, name: str, format: Format) -> bytes:
    """The event, or else the show, called ``name``; raises NotFound."""
    try:
        return export_event(ws, name, format)
    except NotFound:
        if format == "toml" and any(show.slug == name for show in lookup.shows(ws)):
            return export_show(ws, name)
        raise
