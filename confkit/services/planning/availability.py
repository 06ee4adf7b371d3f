"""Changing when a room can be used and a person can take part; each change of a window is one edit."""

from confkit.domain.availability import Subject, closed, opened, windows_of
from confkit.domain.edit import Edit
from confkit.domain.event import Event, Window
from confkit.domain.history import Entry
from confkit.domain.times import zone_named
from confkit.services import words
from confkit.services.workspace import Workspace


def open_window(ws: Workspace, event: Event, subject: Subject, window: Window) -> Entry:
    """Let a room or person be available in ``window``; raises InvalidValue for one that ends before it begins."""
    label = f"Make {subject.name} available {_span(event, window)}"
    return ws.apply(Edit.change(label, subject, opened(subject, event, window)))


def close_window(ws: Workspace, event: Event, subject: Subject, span: Window) -> Entry:
    """Let a room or person not be available in ``span``; see ``domain.availability.closed``. Raises InvalidValue."""
    after = closed(subject, event, span)
    label = f"Make {subject.name} unavailable {_span(event, span)}"
    if windows_of(after, event) is None:
        label = f"Take the last window of {subject.name} away, {_span(event, span)}"
    return ws.apply(Edit.change(label, subject, after))


def _span(event: Event, window: Window) -> str:
    zone = zone_named(event.zone)
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    if start.date() == end.date():
        return f"{words.moment(start)}–{end:%H:%M}"
    return f"{words.moment(start)} – {words.moment(end)}"
