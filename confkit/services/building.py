"""Building ``public/``: audio, what points to it, calendars, pages; feeds come last.

Building twice from the same data gives the same bytes. What a build publishes of the calendars is remembered in the
database before it is written, so that a build that was killed is finished by the next one with the same content.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from confkit.domain.bridge import EpisodeView
from confkit.domain.calendar import CalendarEntry, advance
from confkit.domain.errors import ConfkitError, UsageError
from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme, Shelf
from confkit.domain.show import Show
from confkit.publish.file_name import unique_names
from confkit.publish.output import Output, Report
from confkit.services import lookup
from confkit.services.artwork import all_artwork_faults, artwork_path
from confkit.services.calendars import calendar_files
from confkit.services.covers import open_covers, public_artwork, write_covers
from confkit.services.scanning import Progress, scan
from confkit.services.siblings import Sibling, chapter_problems, siblings_of
from confkit.services.workspace import Workspace


class BuildCancelled(ConfkitError):
    """The user stopped the build; what was written so far is whole, and the next build goes on from there."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: where, the paths written and removed, how many stayed as they were, and facts in words."""

    out: Path
    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    facts: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A transcript in the output: its path, and what the feed says of it."""

    path: str
    media_type: str
    language: str
    is_captions: bool


@dataclass(frozen=True, slots=True)
class PublicShow:
    """A show as it is published: its episodes that are due, with the paths of their files in the output.

    ``beside`` are the files beside the audio; ``transcripts`` and ``covers``, the pictures of episodes that are not
    shown with the show's, are filled when they are read and written.
    """

    show: Show
    shelf: Shelf
    episodes: tuple[EpisodeView, ...]
    audio: dict[UUID, str]
    chapters: dict[UUID, str]
    artwork: str
    beside: Mapping[str, tuple[Sibling, ...]]
    transcripts: dict[UUID, list[PublicLink]] = field(default_factory=dict)
    covers: dict[UUID, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The show's folder in the output."""
        return f"shows/{self.show.slug}"

    @property
    def ids(self) -> dict[str, UUID]:
        """The ids of its episodes by guid, its own by ""."""
        return {"": self.show.id} | {view.episode.guid: view.id for view in self.episodes}


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event as it is published: its programme and the calendar entries that attendees hold."""

    programme: Programme
    entries: tuple[CalendarEntry, ...]

    @property
    def folder(self) -> str:
        """The event's folder in the output."""
        return f"events/{self.programme.event.slug}"

    @property
    def calendars(self) -> dict[UUID, str]:
        """The path of each calendar of a part, by the id of the room, track, type, person or session."""
        paths: dict[UUID, str] = {}
        for entry in self.entries:
            parts: list[tuple[str, UUID | None]] = [
                ("sessions", entry.session_id),
                *(("speakers", key) for key in entry.person_ids),
            ]
            parts += [("rooms", entry.room_id), ("tracks", entry.track_id), ("types", entry.type_id)]
            paths.update((key, f"{self.folder}/{kind}/{key}.ics") for kind, key in parts if key is not None)
        return paths


def build(
    ws: Workspace,
    *,
    out: Path | None = None,
    anyway: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BuildReport:
    """Scan, then write everything public into ``out`` (by default the workspace's output folder).

    A feed that would break apps or mix up episodes is held back, and the one published before stays, unless ``anyway``.
    Raises UsageError for a folder that holds something else of the workspace, WriteError, StorageError, and
    BuildCancelled once ``cancelled`` says so.
    """
    folder = _own_folder(ws, out or ws.output)
    scanned = scan(ws, progress=progress, cancelled=cancelled)
    now = ws.now()
    events = [_public_event(ws, event.id, now) for event in lookup.events(ws)]
    shows = [public_show(ws, shelf, now) for shelf in ws.repository.shelves()]
    steps = _Steps(progress, cancelled, total=_total(events, shows))
    left_out: list[Problem] = list(_about_pictures(ws, shows))
    held: list[Problem] = []
    covers = open_covers(ws)
    with Output(folder) as output:
        persons = ws.repository.persons()
        for show in shows:
            _write_audio(ws, output, show, steps)
            write_covers(ws, output, show, covers, left_out)
            _write_transcripts(ws, output, show, persons, steps, left_out)
        covers.close()
        for event in events:
            for path, data in calendar_files(event.programme, event.entries):
                steps.next(f"{event.folder}/{path}")
                output.write(f"{event.folder}/{path}", data)
        steps.next("index.html")
        output.write("index.html", _index(events, shows))
        for show in shows:
            steps.next(f"{show.folder}/feed.xml")
            held += _publish_feed(output, show, feed_of(ws, show), now=now, anyway=anyway)
        report = output.finish()
    steps.done()
    problems = (*scanned.problems, *left_out, *held)
    return BuildReport(
        folder, report.written, report.unchanged, report.removed, _facts(events, shows, report), problems
    )


def _own_folder(ws: Workspace, folder: Path) -> Path:
    """Refuse a folder whose files are not a build's to write: the workspace itself, its parents, what it keeps."""
    target, root = folder.resolve(), ws.root.resolve()
    kept = (ws.events_root, ws.episodes_root, ws.state)
    if root.is_relative_to(target) or any(target.is_relative_to(one.resolve()) for one in kept):
        raise UsageError(
            "holds the workspace itself", where=str(folder), fix="choose a folder of its own for the output"
        )
    return folder


class _Steps:
    """Tells how far the build is, and stops it between two files."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None, *, total: int) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._total = total
        self._count = 0

    def next(self, path: str) -> None:
        if self._cancelled and self._cancelled():
            raise BuildCancelled("the build was stopped", fix="what is written is whole; build again to go on")
        if self._progress:
            self._progress(self._count, self._total, path)
        self._count += 1

    def done(self) -> None:
        if self._progress:
            self._progress(self._total, self._total, "")


def _total(events: list[PublicEvent], shows: list[PublicShow]) -> int:
    calendars = sum(
        1 + len({key for entry in event.entries for key in (entry.room_id, entry.track_id, entry.type_id) if key})
        + len({key for entry in event.entries for key in (entry.session_id, *entry.person_ids)})
        for event in events
    )  # fmt: skip
    return (
        calendars
        + 1
        + sum(
            len(show.audio)
            + len(show.chapters)
            + sum(view.episode.file in show.beside for view in show.episodes)
            + bool(show.artwork)
            + 1
            for show in shows
        )
    )


def _public_event(ws: Workspace, event_id: UUID, now: datetime) -> PublicEvent:
    """Move the published calendar on to the programme as it is, and remember it."""
    programme = ws.repository.programme(event_id)
    known = ws.repository.calendar_entries(event_id)
    entries = advance(known, programme, now)
    before = {entry.slot_id: entry for entry in known}
    moved = [entry for entry in entries if before.get(entry.slot_id) is not entry]
    if moved:
        ws.repository.keep_calendar_entries(moved)
    return PublicEvent(programme, entries)


def public_show(ws: Workspace, shelf: Shelf, now: datetime) -> PublicShow:
    """Return what of a show is public at ``now``, with the paths of its files in the output."""
    views = lookup.views(ws, shelf)
    due = tuple(view for view in views if view.is_due(now))
    folder = f"shows/{shelf.show.slug}"
    # In the order in which they came, so that a name once given stays with its episode.
    first_come = sorted(due, key=lambda view: (view.episode.added, view.id))
    names = unique_names([(view.id, view.episode.file.rpartition("/")[2]) for view in first_come], fallback="episode")
    return PublicShow(
        shelf.show,
        shelf,
        due,
        {view.id: f"{folder}/audio/{names[view.id]}" for view in due},
        {view.id: f"{folder}/chapters/{view.id}.json" for view in due if view.chapters},
        public_artwork(ws, shelf.show, folder),
        siblings_of(ws, [view.episode.file for view in due]),
    )


def _write_audio(ws: Workspace, output: Output, show: PublicShow, steps: _Steps) -> None:
    from confkit.codecs.chapters_json import write_chapters

    if show.artwork:
        steps.next(show.artwork)
        output.copy(show.artwork, ws.episodes_root / artwork_path(show.show))
    for view in show.episodes:
        steps.next(show.audio[view.id])
        output.copy(show.audio[view.id], ws.episodes_root / view.episode.file)
        if view.id in show.chapters:
            steps.next(show.chapters[view.id])
            output.write(show.chapters[view.id], write_chapters(view.chapters))


def _write_transcripts(
    ws: Workspace, output: Output, show: PublicShow, persons: tuple[Person, ...], steps: _Steps, found: list[Problem]
) -> None:
    """Write the transcripts of each episode; one that can't be read is a problem and stays out of the feed."""
    if not show.beside:
        return
    from confkit.services.transcripts import published, read_all

    for view in show.episodes:
        beside = show.beside.get(view.episode.file, ())
        if not beside:
            continue
        steps.next(f"{show.folder}/transcripts/{view.id}")
        found += (replace(problem, subjects=(view.id,)) for problem in chapter_problems(ws, beside))
        for one in published(read_all(ws, view, beside, persons, found), str(view.id)):
            path = f"{show.folder}/transcripts/{one.name}"
            output.write(path, one.data)
            link = PublicLink(path, one.form.media_type, one.language, one.form.is_captions)
            show.transcripts.setdefault(view.id, []).append(link)


def feed_of(ws: Workspace, show: PublicShow) -> bytes:
    """Return the feed of a show, as a build publishes it."""
    from confkit.codecs.rss import FeedAddresses, TranscriptLink, write_feed

    def address(path: str) -> str:
        return ws.config.site + quote(path)

    addresses = FeedAddresses(
        feed=address(f"{show.folder}/feed.xml"),
        link=show.show.url or ws.config.site,
        artwork=address(show.artwork) if show.artwork else "",
        enclosure={key: address(path) for key, path in show.audio.items()},
        chapters={key: address(path) for key, path in show.chapters.items()},
        images={key: address(path) for key, path in show.covers.items()},
        page={view.id: view.link for view in show.episodes if view.link},
        transcripts={
            key: [TranscriptLink(address(one.path), one.media_type, one.language, one.is_captions) for one in links]
            for key, links in show.transcripts.items()
        },
    )
    persons = {person.id: person for person in show.shelf.persons}
    return write_feed(show.show, show.episodes, address=addresses, persons=persons)


def _publish_feed(output: Output, show: PublicShow, data: bytes, *, now: datetime, anyway: bool) -> list[Problem]:
    """Write the feed if nothing speaks against it; return what does."""
    from confkit.services.preflight import faults_that_stop

    path = f"{show.folder}/feed.xml"
    found = faults_that_stop(data, path, now=now, about=show.ids)
    if anyway or not any(problem.severity is Severity.ERROR for problem in found):
        output.write(path, data)
        return [replace(problem, severity=Severity.WARNING) for problem in found]
    kept = output.keep(path)
    stays = "the one published before stays" if kept else "and there is none from before"
    fix = "correct what is wrong with it (confkit check), or publish it with confkit build --anyway"
    held = Problem(
        "feed-held-back", Severity.ERROR, path, f"the new feed is not published, {stays}", fix, (show.show.id,)
    )
    return [held, *found]


def _index(events: list[PublicEvent], shows: list[PublicShow]) -> bytes:
    from confkit.publish.pages import EventListing, ShowListing, index_page

    return index_page(
        [EventListing(event.programme, f"{event.folder}/schedule.ics", event.calendars) for event in events],
        [ShowListing(show.show, f"{show.folder}/feed.xml", show.episodes, show.audio, show.artwork) for show in shows],
    )


def _about_pictures(ws: Workspace, shows: list[PublicShow]) -> Iterator[Problem]:
    """Say what directories would not take; a picture that can be published is published even so."""
    for show in shows:
        for problem in all_artwork_faults(ws, show.show, show.episodes):
            is_kept = bool(show.artwork) and problem.severity is Severity.ERROR
            yield replace(problem, severity=Severity.WARNING) if is_kept else problem


def _facts(events: list[PublicEvent], shows: list[PublicShow], report: Report) -> tuple[str, ...]:
    lines = []
    for event in events:
        live = sum(not entry.cancelled for entry in event.entries)
        lines.append(f"{event.folder}/schedule.ics  {live} {'entry' if live == 1 else 'entries'}")
    lines += [
        f"{show.folder}/feed.xml  {len(show.episodes)} episode{'s' * (len(show.episodes) != 1)}" for show in shows
    ]
    changed = f"{len(report.written)} files written, {report.unchanged} unchanged"
    lines.append(f"{changed}, {len(report.removed)} removed" if report.removed else changed)
    return tuple(lines)
