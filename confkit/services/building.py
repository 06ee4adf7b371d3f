"""Building ``public/``: audio, what points to it, calendars, pages; feeds come last.

Building twice from the same data gives the same bytes. What a build publishes of the calendars is remembered in the
database before it is written, so that a build that was killed is finished by the next one with the same content.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.errors import ConfkitError, UsageError
from confkit.domain.person import Person
from confkit.domain.podcasting import RemoteAudio
from confkit.domain.problem import Problem, Severity
from confkit.publish.output import Output, Report
from confkit.services import lookup
from confkit.services.artwork import all_artwork_faults, artwork_path
from confkit.services.calendars import calendar_files
from confkit.services.covers import open_covers, write_covers
from confkit.services.feeds import ALIAS, FEED, RenderedFeed, page_name, render_feed
from confkit.services.public_event import PublicEvent, public_event
from confkit.services.public_show import PublicLink, PublicShow, public_shows
from confkit.services.scanning import Progress, scan
from confkit.services.siblings import chapter_problems
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.publish.pages import ShowListing


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
    events = [public_event(ws, event.id, now) for event in lookup.events(ws)]
    shows = public_shows(ws, (event.programme for event in events), now)
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
        output.write("index.html", _index(events, [show for show in shows if not show.show.is_private]))
        if any(show.show.is_private for show in shows):
            # A server that lists folders would show the secrets; one that finds this file lists nothing.
            output.write("private/index.html", b"")
        for show in shows:
            steps.next(f"{show.folder}/feed.xml")
            held += _publish_feed(output, render_feed(ws, show, output.digest), now=now, anyway=anyway)
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
            + sum(map(len, show.alternates.values()))
            + len(show.chapters)
            + sum(view.episode.file in show.beside for view in show.episodes)
            + bool(show.artwork)
            + 1
            for show in shows
        )
    )


def _write_audio(ws: Workspace, output: Output, show: PublicShow, steps: _Steps) -> None:
    from confkit.codecs.chapters_json import write_chapters

    if show.artwork:
        steps.next(show.artwork)
        output.copy(show.artwork, ws.episodes_root / artwork_path(show.show))
    for view in show.episodes:
        if view.id in show.audio:
            steps.next(show.audio[view.id])
            output.copy(show.audio[view.id], ws.episodes_root / view.episode.file)
        for other in show.alternates.get(view.id, ()):
            steps.next(other.path)
            output.copy(other.path, ws.episodes_root / other.recording.path)
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


def _publish_feed(output: Output, feed: RenderedFeed, *, now: datetime, anyway: bool) -> list[Problem]:
    """Write the feed if nothing speaks against it; return what does."""
    from confkit.services.preflight import faults_that_stop

    show = feed.show
    shown = f"{show.shown_folder}/{page_name(FEED, 1)}"
    found = [
        replace(problem, severity=Severity.WARNING) if _is_of_audio_elsewhere(problem, show) else problem
        for problem in faults_that_stop(feed.whole(), shown, now=now, about=show.ids)
    ]
    if anyway or not any(problem.severity is Severity.ERROR for problem in found):
        for path, data in feed.files():
            output.write(path, data)
        return [replace(problem, severity=Severity.WARNING) for problem in found]
    kept = _keep_feed(output, show)
    stays = "the one published before stays" if kept else "and there is none from before"
    fix = "correct what is wrong with it (confkit check), or publish it with confkit build --anyway"
    held = Problem(
        "feed-held-back", Severity.ERROR, shown, f"the new feed is not published, {stays}", fix, (show.show.id,)
    )
    return [held, *found]


def _is_of_audio_elsewhere(problem: Problem, show: PublicShow) -> bool:
    """Whether what is wrong is the length of audio whose file confkit has never seen: an imported feed said none."""
    remote = {view.id for view in show.in_feed if isinstance(view.audio, RemoteAudio) and not view.audio.size}
    return problem.code == "enclosure-length" and any(one in remote for one in problem.subjects)


def _keep_feed(output: Output, show: PublicShow) -> bool:
    """Keep every page of the feed that an earlier build wrote; return whether there is one."""
    for name in (FEED, ALIAS):
        for page in count(2):
            if not output.keep(f"{show.folder}/{page_name(name, page)}"):
                break
    output.keep(f"{show.folder}/{page_name(ALIAS, 1)}")
    return output.keep(f"{show.folder}/{page_name(FEED, 1)}")


def _index(events: list[PublicEvent], shows: list[PublicShow]) -> bytes:
    from confkit.publish.pages import EventListing, index_page

    return index_page(
        [EventListing(event.programme, f"{event.folder}/schedule.ics", event.calendars) for event in events],
        [_listing(show) for show in shows],
    )


def _listing(show: PublicShow) -> "ShowListing":
    from confkit.publish.pages import ShowListing

    audio = {key: path for one in (*show.collected, show) for key, path in one.audio.items()}
    episodes = sorted(show.in_feed, key=lambda view: (view.date, view.number or 0, view.id), reverse=True)
    return ShowListing(show.show, f"{show.folder}/feed.xml", episodes, audio, show.artwork)


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
        f"{show.shown_folder}/feed.xml  {len(show.in_feed)} episode{'s' * (len(show.in_feed) != 1)}" for show in shows
    ]
    changed = f"{len(report.written)} files written, {report.unchanged} unchanged"
    lines.append(f"{changed}, {len(report.removed)} removed" if report.removed else changed)
    return tuple(lines)
