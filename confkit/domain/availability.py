"""When a room can be used and a person can take part: windows that are opened, closed and merged.

A room without windows can always be used. A person nobody asked about an event can always take part in it; one who was
asked and has no window can't at all. Windows are compared as instants, so clock changes and midnights are nothing
special.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Room, Window
from confkit.domain.person import Availability, Person
from confkit.domain.times import resolve_local, zone_named

Subject: TypeAlias = Room | Person


def merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return windows in order, those that overlap or touch made one, those of no length left out."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda one: (one.start.timestamp(), one.end.timestamp())):
        if window.end.timestamp() <= window.start.timestamp():
            continue
        if found and window.start.timestamp() <= found[-1].end.timestamp():
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end, key=datetime.timestamp))
        else:
            found.append(window)
    return tuple(found)


def added(windows: Iterable[Window], window: Window) -> tuple[Window, ...]:
    """Return ``windows`` with another one, merged."""
    return merged((*windows, window))


def removed(windows: Iterable[Window], span: Window) -> tuple[Window, ...]:
    """Return ``windows``, merged, without the time of ``span``; what reaches over it stays on both sides."""
    first, last = span.start.timestamp(), span.end.timestamp()
    if last <= first:
        return merged(windows)
    found: list[Window] = []
    for window in merged(windows):
        if window.end.timestamp() <= first or last <= window.start.timestamp():
            found.append(window)
            continue
        if window.start.timestamp() < first:
            found.append(Window(window.start, span.start))
        if last < window.end.timestamp():
            found.append(Window(span.end, window.end))
    return tuple(found)


def window_at(windows: Iterable[Window], moment: datetime) -> Window | None:
    """Return the window that an aware moment is in."""
    at = moment.timestamp()
    return next((one for one in windows if one.start.timestamp() <= at < one.end.timestamp()), None)


def windows_of(subject: Subject, event: Event) -> tuple[Window, ...] | None:
    """Return the windows of a room or person at an event, merged; None for always, none at all for never."""
    if isinstance(subject, Room):
        return merged(subject.availability) if subject.availability else None
    own = [window for one in subject.availability if one.event_id == event.id for window in one.windows]
    return merged(own) if any(one.event_id == event.id for one in subject.availability) else None


def with_windows(subject: Subject, event: Event, windows: Iterable[Window]) -> Subject:
    """Return a room or person with these windows at an event, merged; without any it is available always."""
    own = merged(windows)
    if isinstance(subject, Room):
        return replace(subject, availability=own)
    others = tuple(one for one in subject.availability if one.event_id != event.id)
    return replace(subject, availability=(*others, Availability(event.id, own)) if own else others)


def opened(subject: Subject, event: Event, window: Window) -> Subject:
    """Return a room or person that is available in ``window``, besides when it was; from always on, in it alone.

    Raises InvalidValue for a window that ends before it begins.
    """
    if window.end.timestamp() <= window.start.timestamp():
        raise InvalidValue("ends before it begins", where="window", fix="let the end be after the start")
    return with_windows(subject, event, added(windows_of(subject, event) or (), window))


def closed(subject: Subject, event: Event, span: Window) -> Subject:
    """Return a room or person that is not available in ``span``; one that always was is so on the days of the event.

    Where the last window goes, it is available always again. Raises InvalidValue where one that always was would never
    be: neither a room nor a person can say so here.
    """
    present = windows_of(subject, event)
    left = removed((whole_event(event),) if present is None else present, span)
    if present is None and not left:
        raise InvalidValue(
            "would be closed for the whole event", where=subject.name, fix="delete it, or leave a window open"
        )
    return with_windows(subject, event, left)


def whole_event(event: Event) -> Window:
    """Return the time from the beginning of the first day of an event's programme to the end of its last."""
    zone = zone_named(event.zone)
    start = resolve_local(datetime.combine(event.first_day, event.day_change), zone).instant
    end = resolve_local(datetime.combine(event.last_day + timedelta(days=1), event.day_change), zone).instant
    return Window(start, end)
