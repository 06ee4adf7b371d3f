"""Importing: a programme or a show from a file or folder, with its recordings where it names any."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import FormatError, LimitExceeded, NotFound, UsageError
from confkit.domain.event import Event
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme, Shelf
from confkit.domain.show import Episode, Show
from confkit.files import read_regular
from confkit.services.event_merging import Brought, ids_elsewhere, into_event
from confkit.services.importing_recordings import inside, recordings
from confkit.services.merging import adopt_ids, pinned_problems, update
from confkit.services.scanning import Progress, scan
from confkit.services.words import WORDS
from confkit.services.workspace import Workspace

# No programme comes near; a file beyond is not what it claims to be.
SIZE_LIMIT = 20 * 1024 * 1024
FEED_LIMIT = 32 * 1024 * 1024
# Five times the largest congress; each of them gets files of its own in the output.
MOST = 6_000
# The first element of a feed (RSS 2.0, Atom, RDF) behind declarations and comments.
_FEED = re.compile(rb"\s*(?:<[?!][^>]{0,2000}>\s*){0,20}<(?:rss|(?:[a-z]+:)?RDF|(?:[a-z]+:)?feed)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought: the title of the event or show, how many of each thing are in it, what was odd.

    ``downloaded`` is how many files of audio were fetched.
    """

    title: str
    slug: str
    counts: Mapping[str, int]
    added: int
    updated: int
    problems: tuple[Problem, ...] = ()
    downloaded: int = 0


def import_path(
    ws: Workspace, path: Path, *, into: Event | None = None, progress: Progress | None = None
) -> ImportReport:
    """Import an Open Event folder, an event or show file (TOML), a schedule, a calendar (.ics) or a podcast's feed.

    Of a feed nothing is fetched; ``services.importing_feeds`` can do more. A programme becomes an event of its own, or
    comes ``into`` one that is here, see ``services.event_merging``.

    Importing the same thing again updates what it brought before. One import is one edit. Raises NotFound, FormatError,
    and UsageError for a show that shall come into an event.
    """
    if path.is_dir():
        if any((path / name).is_file() for name in ("sessions", "sessions.json")):
            return _open_event(ws, path, into, progress)
        raise FormatError(
            "is a folder, but not an Open Event export: it holds no file “sessions”",
            where=str(path),
            fix="name the folder that holds event, sessions, speakers, microlocations and tracks",
        )
    if not path.exists():
        raise NotFound("there is no such file or folder", where=str(path), fix="check the name")
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return _toml(ws, path, into)
    if suffix in (".ics", ".ical", ".ifb", ".icalendar"):
        return import_calendar(ws, read_file(path), str(path), title=path.stem, into=into)
    data = read_file(path, largest=FEED_LIMIT)
    if is_feed(data):
        refuse_show(str(path), into)
        return _feed(ws, path, data)
    if suffix in (".xml", ".json"):
        return _schedule(ws, path, suffix == ".xml", into)
    raise FormatError(
        "is of a kind that confkit can't import",
        where=str(path),
        fix="import an Open Event folder, an event file (.toml), a show.toml, a schedule.xml, a schedule.json,"
        " a calendar (.ics) or a podcast’s feed",
    )


def is_feed(data: bytes) -> bool:
    """Whether ``data`` looks like a feed: RSS, Atom or RDF."""
    head = data[:65_536].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    return _FEED.match(head) is not None


def refuse_show(name: str, into: Event | None) -> None:
    """Raise UsageError where what is called ``name``, a show, shall come into an event."""
    if into is not None:
        raise UsageError(
            "is a show, which does not belong into an event",
            where=name,
            fix="import it without the event, then name the event in the show’s form",
        )


def import_calendar(ws: Workspace, data: bytes, name: str, *, title: str, into: Event | None = None) -> ImportReport:
    """Import the calendar in ``data``; ``name`` is what to call it in errors, ``title`` its event where it has none."""
    from confkit.codecs.ical_import import programme_from_calendar
    from confkit.codecs.ical_read import read_calendar

    calendar = read_calendar(data, name)
    imported = programme_from_calendar(calendar, title, new_id=ws.new_id)
    return _finish_foreign(ws, imported, calendar.problems, into)


def _feed(ws: Workspace, path: Path, data: bytes) -> ImportReport:
    from confkit.services.feed_fetching import feed_in_file
    from confkit.services.importing_feeds import apply_feed, plan_feed, report_of

    plan = plan_feed(ws, feed_in_file(path, data))
    apply_feed(ws, plan)
    return report_of(plan)


def read_file(path: Path, *, largest: int = SIZE_LIMIT) -> bytes:
    """Return what a file holds; raises LimitExceeded above ``largest`` bytes, FormatError where it can’t be read."""
    try:
        return read_regular(path, largest=largest)
    except OSError as error:
        raise FormatError(f"can't be read ({error.strerror})", where=str(path), fix="check the file") from error


def _open_event(ws: Workspace, folder: Path, into: Event | None, progress: Progress | None) -> ImportReport:
    from confkit.codecs.open_event import read_open_event

    names = ("event", "sessions", "speakers", "microlocations", "tracks", "session_types")
    files = {
        name: read_file(found)
        for name in names
        if (found := next((p for p in (folder / name, folder / f"{name}.json") if p.is_file()), None))
    }
    imported = read_open_event(files, str(folder), new_id=ws.new_id)
    brought = _adopted(ws, imported.programme, into)
    programme = brought.programme
    ids = dict(zip(_ids(imported.programme), _ids(programme), strict=True))
    present = [(ids[id], folder / name) for id, name in imported.recordings if inside(folder, name)]
    missing = len(imported.recordings) - len(present)
    problems = [*imported.problems]
    if missing:
        problems.append(
            Problem(
                "recording-missing",
                Severity.HINT,
                str(folder),
                f"{missing} of {len(imported.recordings)} recordings that sessions name are not in the folder",
                "put them there and import again, or add them to episodes/ and link them to their sessions",
            )
        )
    known = _known(ws, programme)
    problems += [*pinned_problems(programme, known), *brought.problems]
    changes = [*update(programme.contents, known, foreign=True), *recordings(ws, programme.event, present, progress)]
    label = _label(imported.programme, into)
    return _finish(ws, programme.event, programme.contents, changes, problems, episodes=len(present), label=label)


def _ids(programme: Programme) -> list[UUID]:
    return [session.id for session in programme.sessions]


def _toml(ws: Workspace, path: Path, into: Event | None) -> ImportReport:
    from confkit.codecs.event_file import read_event
    from confkit.codecs.show_file import read_show

    data = read_file(path)
    if _is_show(data):
        refuse_show(str(path), into)
        shelf = read_show(data, str(path), new_id=ws.new_id)
        return _shelf(ws, shelf)
    # Our own file: whatever a workspace holds comes back into one.
    imported = read_event(data, str(path), new_id=ws.new_id)
    brought = _adopted(ws, imported, into, is_own=True)
    programme, problems = brought.programme, [*brought.problems]
    label = _label(imported, into)
    return _finish(ws, programme.event, programme.contents, _changes(ws, programme), problems, label=label)


def _is_show(data: bytes) -> bool:
    return any(line.strip() == b"[show]" for line in data.splitlines())


def _shelf(ws: Workspace, shelf: Shelf) -> ImportReport:
    here = next((one for one in ws.repository.shelves() if one.show.id == shelf.show.id), None)
    known: list[Entity] = [*ws.repository.persons(), *(here.contents if here else ())]
    label = f"Import “{shelf.show.title}”"
    return _finish(ws, shelf.show, shelf.contents, update(shelf.contents, known), [], label=label)


def _schedule(ws: Workspace, path: Path, is_xml: bool, into: Event | None) -> ImportReport:
    from confkit.codecs.schedule_json import read_schedule_json
    from confkit.codecs.schedule_xml import read_schedule_xml

    read = read_schedule_xml if is_xml else read_schedule_json
    imported = read(read_file(path), str(path), new_id=ws.new_id, fallback=path.stem)
    return _finish_foreign(ws, imported.programme, imported.problems, into)


def _finish_foreign(
    ws: Workspace, imported: Programme, problems: Iterable[Problem], into: Event | None
) -> ImportReport:
    brought = _adopted(ws, imported, into)
    programme = brought.programme
    known = _known(ws, programme)
    changes = update(programme.contents, known, foreign=True)
    found = [*problems, *pinned_problems(programme, known), *brought.problems]
    return _finish(ws, programme.event, programme.contents, changes, found, label=_label(imported, into))


def _label(imported: Programme, into: Event | None) -> str:
    return f"Import “{imported.event.title}” into “{into.title}”" if into else f"Import “{imported.event.title}”"


def _adopted(ws: Workspace, imported: Programme, into: Event | None, *, is_own: bool = False) -> Brought:
    things = (imported.sessions, imported.persons, imported.rooms, imported.tracks, imported.types)
    if not is_own and sum(map(len, things)) > MOST:
        raise LimitExceeded(
            f"holds more than {MOST:,} sessions, persons, rooms, tracks and types",
            where=imported.event.title,
            fix="import a part of it",
        )
    if into is None:
        return Brought(adopt_ids(imported, _known(ws, imported)))
    others = [ws.repository.programme(event.id) for event in ws.repository.events() if event.id != into.id]
    here = ws.repository.programme(into.id)
    return into_event(imported, here, ws.repository.persons(), elsewhere=ids_elsewhere(others))


def _known(ws: Workspace, imported: Programme) -> tuple[Entity, ...]:
    events = ws.repository.events()
    origin = imported.event.origin
    here = [event for event in events if event.id == imported.event.id or (origin and event.origin == origin)]
    programmes = [ws.repository.programme(event.id) for event in here]
    return (*(entity for one in programmes for entity in one.contents), *ws.repository.persons())


def _changes(ws: Workspace, programme: Programme) -> list[Change]:
    return update(programme.contents, _known(ws, programme))


def _finish(
    ws: Workspace,
    subject: Event | Show,
    entities: tuple[Entity, ...],
    changes: list[Change],
    problems: list[Problem],
    *,
    label: str,
    episodes: int = 0,
) -> ImportReport:
    _free_slug(ws, subject, changes)
    if changes:
        ws.apply(Edit(label, tuple(changes)))
    if any(isinstance(change.entity, Episode) for change in changes):
        problems = [*problems, *scan(ws).problems]
    counts = Counter(WORDS[type(entity)] for entity in entities)
    if episodes:
        counts["episode"] += episodes
    return ImportReport(
        subject.title,
        subject.slug,
        dict(counts),
        sum(change.before is None for change in changes),
        sum(change.before is not None for change in changes),
        tuple(problems),
    )


def _free_slug(ws: Workspace, subject: Event | Show, changes: list[Change]) -> None:
    """Give a new event or show another short name where its own is taken by a different one."""
    taken: set[str] = (
        {one.slug for one in ws.repository.events()}
        if isinstance(subject, Event)
        else {one.slug for one in ws.repository.shows()}
    )
    for at, change in enumerate(changes):
        after = change.after
        if (
            change.before is None
            and isinstance(after, (Event, Show))
            and after.id == subject.id
            and after.slug in taken
        ):
            number = next(n for n in range(2, len(taken) + 3) if f"{after.slug[:58]}-{n}" not in taken)
            changes[at] = Change(None, replace(after, slug=f"{after.slug[:58]}-{number}"))
