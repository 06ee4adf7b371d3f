"""Open Event, as eventyay and its forerunners export it: a folder of JSON files, brought into a programme.

The files are ``event``, ``sessions``, ``speakers``, ``microlocations`` and ``tracks``, with or without ``.json``, with
the keys of either version (``start_time`` or ``starts-at``). What they hold is not always what they say: lengths of
session types are wrong, so the sessions' own times count; rooms share a name and differ by their floor; speakers stand
in a session and nowhere else. Each is met here, and what is lost is reported.

Everything gets an ``origin`` such as ``open-event:open-tech-summit-2016:session:37``, by which a second import finds
what the first one made.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.codecs.json_object import JsonObject, Problems, objects_of, parse_json
from confkit.codecs.open_event_parts import Parts
from confkit.codecs.open_event_sessions import OpenEventImport, SessionImport, Timed, timed_session
from confkit.codecs.open_event_values import address, email_address, language_code, links_of, slug_of
from confkit.domain.errors import FormatError, InvalidValue, LimitExceeded
from confkit.domain.event import Event, Link
from confkit.domain.licence import licence_named
from confkit.domain.times import zone_named

__all__ = ["OpenEventImport", "read_open_event"]

SIZE_LIMIT = 20 * 1024 * 1024
SESSION_LIMIT = 5_000
LONGEST_EVENT = timedelta(days=366)

FILES = ("event", "sessions", "speakers", "microlocations", "tracks", "session_types")


def read_open_event(files: Mapping[str, bytes], where: str, *, new_id: Callable[[], UUID]) -> OpenEventImport:
    """Read the files of a folder by name (``sessions`` or ``OTS16/sessions.json``); others are ignored.

    ``where`` names the folder in errors. Raises FormatError if there is no event or no list of sessions, or if a file
    is not JSON; LimitExceeded above 20 MiB or 5,000 sessions; TruncatedInput if a file is cut off.
    """
    documents = _documents(files, where)
    problems = Problems()
    header = _header(documents, where, problems)
    listed = {name: _list_of(documents, name, where, problems) for name in FILES[1:]}
    zone = _zone(header)
    slug = slug_of(header.line("name"), header.line("identifier", "id"))
    sessions = [timed_session(each, zone) for each in listed["sessions"]]
    event = _event(header, slug, zone, sessions, new_id())
    parts = Parts(event, new_id, problems)
    parts.add_rooms(listed["microlocations"])
    parts.add_tracks(listed["tracks"])
    parts.add_types(listed["session_types"])
    parts.add_persons(listed["speakers"])
    return SessionImport(event, parts, new_id, problems).run(sessions)


def _documents(files: Mapping[str, bytes], where: str) -> dict[str, Any]:
    chosen: dict[str, tuple[int, str]] = {}
    for file in sorted(files):
        path = PurePosixPath(file.replace("\\", "/"))
        stem = path.name.lower().removesuffix(".json").replace("-", "_")
        if stem in FILES and (stem not in chosen or len(path.parts) < chosen[stem][0]):
            chosen[stem] = (len(path.parts), file)
    if sum(len(files[file]) for _, file in chosen.values()) > SIZE_LIMIT:
        raise LimitExceeded(
            f"holds more than {SIZE_LIMIT // 2**20} MiB of JSON", where=where, fix="check that it is the right folder"
        )
    for name in ("event", "sessions"):
        if name not in chosen:
            raise FormatError(
                f"holds no file called {name} or {name}.json",
                where=where,
                fix="choose the folder of an Open Event export",
            )
    return {name: parse_json(files[file], f"{where}/{file}") for name, (_, file) in chosen.items()}


def _header(documents: dict[str, Any], where: str, problems: Problems) -> JsonObject:
    found = documents["event"]
    for value in (found, *(found if isinstance(found, list) else ())):
        if isinstance(value, dict):
            return JsonObject(_flat(value), "event", problems)
    raise FormatError("is not an object", where=f"{where}/event", fix="choose the folder of an Open Event export")


def _list_of(documents: dict[str, Any], name: str, where: str, problems: Problems) -> tuple[JsonObject, ...]:
    found = documents.get(name)
    if isinstance(found, dict):
        found = found.get("data", found.get(name, found))
    if not isinstance(found, list):
        if name == "sessions":
            raise FormatError("is not a list", where=f"{where}/{name}", fix="choose the folder of an Open Event export")
        if found is not None:
            problems.warn("import-unusable", name, "is not a list; left out")
        return ()
    if len(found) > SESSION_LIMIT:
        raise LimitExceeded(
            f"has more than {SESSION_LIMIT} entries", where=f"{where}/{name}", fix="check that it is the right folder"
        )
    flat = [_flat(value) if isinstance(value, dict) else value for value in found]
    return tuple(objects_of(flat, name, problems))


def _flat(value: dict[str, Any]) -> dict[str, Any]:
    """Bring the fields that JSON:API keeps under ``data`` and ``attributes`` to the top."""
    inner = value.get("data")
    value = inner if isinstance(inner, dict) else value
    fields = value.get("attributes")
    return {**value, **fields} if isinstance(fields, dict) else value


def _zone(header: JsonObject) -> ZoneInfo:
    name = header.line("timezone").replace(" ", "")
    try:
        return zone_named(name or "UTC")
    except InvalidValue:
        header.unusable("timezone", name, "a time zone")
        return ZoneInfo("UTC")


def _event(header: JsonObject, slug: str, zone: ZoneInfo, sessions: list[Timed], key: UUID) -> Event:
    first, last = _days(header, zone, sessions)
    owner = header.object("copyright")
    url = header.line("event_url", "external_event_url", "url")
    links = links_of(header, [("ticket_url", "Tickets"), ("code_of_conduct", "Code of conduct")])
    for social in header.objects("social_links"):
        found = address(social.line("link"))
        title = social.line("name")
        if title.lower() == "external event url":
            url = url or found
        elif found:
            links += (Link(found, title),)
    return Event(
        id=key,
        slug=slug,
        title=header.line("name") or slug,
        zone=zone.key,
        first_day=first,
        last_day=last,
        description=header.text("description"),
        language=_language(header),
        location=header.line("location_name", "searchable_location_name"),
        url=address(url),
        organizer=header.line("organizer_name", "owner_name"),
        email=email_address(header, "email"),
        licence=_licence(owner) if owner else "",
        links=links,
        origin=f"open-event:{slug}:event:{header.line('id', 'identifier') or slug}",
    )


def _language(header: JsonObject) -> str:
    if found := language_code(header, "language"):
        return found
    header.problems.hint(
        "import-language", header.where, "says no language; taken as English", "set the event's language"
    )
    return "en"


def _licence(owner: JsonObject) -> str:
    for text in (owner.line("licence", "license"), owner.line("licence_url", "license_url")):
        if known := licence_named(text) if text else None:
            return known.id
    return owner.line("licence", "license", "licence_url", "license_url")


def _days(header: JsonObject, zone: ZoneInfo, sessions: list[Timed]) -> tuple[date, date]:
    """Return the event's days: its own, or those of its sessions where it has none or they can't be right."""
    start = header.moment(zone, "start_time", "starts_at")
    end = header.moment(zone, "end_time", "ends_at")
    if start and end and timedelta(0) <= end.date() - start.date() <= LONGEST_EVENT:
        return start.date(), end.date()
    times = sorted(each.start.date() for each in sessions if each.start)
    first = start.date() if start else times[0] if times else None
    if first is None:
        raise FormatError(
            "has no dates, and none of its sessions has", where="event.start_time", fix="add start_time and end_time"
        )
    last = max((day for day in times if day - first <= LONGEST_EVENT), default=first)
    header.problems.warn("import-event-days", header.where, f"the days are not usable; taken as {first} to {last}")
    return first, max(first, last)
