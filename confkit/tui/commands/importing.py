"""Importing: a path or an address, and for a feed the two questions that only its owner can answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from confkit.domain.errors import Cancelled, ConfkitError
from confkit.domain.event import Event
from confkit.services.workspace import Workspace
from confkit.tui import words
from confkit.tui.listing import Column, Listing
from confkit.tui.tones import Tone
from confkit.tui.work_screen import Control, Report, WorkScreen

if TYPE_CHECKING:
    from confkit.services.importing import ImportReport
    from confkit.services.importing_feeds import FeedPlan
    from confkit.tui.import_screen import Wanted
    from confkit.tui.workspace_screen import WorkspaceScreen

_NEWEST = 10
_ASKED = (
    "The path of an Open Event folder, a schedule (.xml, .json), an event or show file (.toml), a calendar (.ics) "
    "or a podcast’s feed; a table (.csv) of sessions or reviews of the event; or the address of a calendar or a feed:"
)


class _Audio(NamedTuple):
    """How much audio to fetch: ``newest`` episodes, None for all."""

    newest: int | None
    words: str
    what: str


def import_from(screen: "WorkspaceScreen") -> None:
    """Ask for a path or an address and import what is there."""
    from confkit.tui.ask_screen import AskScreen
    from confkit.tui.import_screen import ImportScreen, Wanted

    def answered(wanted: Wanted | None) -> None:
        if wanted is None:
            return
        from confkit.tui.commands import tables

        programme = screen.snapshot.programme
        if tables.is_table(wanted.text) and programme is not None:
            tables.open_table(screen.confkit, screen.workspace, programme, wanted.text, done=screen.read)
            return
        _work(screen, lambda control: _import(screen, wanted, control))

    programme = screen.snapshot.programme
    if programme is None:
        screen.app.push_screen(AskScreen("Import", _ASKED), lambda text: answered(Wanted(text) if text else None))
    else:
        screen.app.push_screen(ImportScreen(_ASKED, programme.event), answered)


def _work(screen: "WorkspaceScreen", job: Callable[[Control], Report]) -> None:
    def closed(changed: bool | None) -> None:
        if changed:
            screen.read()

    screen.app.push_screen(WorkScreen("Import", job), closed)


def _import(screen: "WorkspaceScreen", wanted: "Wanted", control: Control) -> Report:
    from confkit.services import importing
    from confkit.services.importing_feeds import FeedSource, plan_feed
    from confkit.services.importing_sources import source_named

    ws, (text, into) = screen.workspace, wanted
    control.progress(0, 0, f"reading {text}")
    try:
        found = source_named(_expanded(text), cancelled=control.is_cancelled)
        if isinstance(found, FeedSource):
            importing.refuse_show(text, into)
            plan = plan_feed(ws, found)
            return Report((), follow=partial(_ask_whose, screen, plan))
    except Cancelled:
        return Report(("Nothing was imported.",))
    if isinstance(found, Path):
        return _told(importing.import_path(ws, found, into=into, progress=control.progress), into)
    title = text.rstrip("/").rpartition("/")[2]
    return _told(importing.import_calendar(ws, found, text, title=title, into=into), into)


def _expanded(text: str) -> str:
    if "://" in text:
        return text
    try:
        return str(Path(text).expanduser())
    except RuntimeError as error:
        raise ConfkitError("there is no such home folder", where=text, fix="write the whole path") from error


def _ask_whose(screen: "WorkspaceScreen", plan: "FeedPlan") -> None:
    """A locked feed is moved by its owner only."""
    from confkit.tui.question import Question

    if not plan.imported.is_locked or plan.is_known:
        _ask_audio(screen, plan, is_mine=False)
        return
    owner = plan.imported.locked_by
    named = f" The feed names {owner} as its owner." if owner else ""

    def answered(is_mine: bool | None) -> None:
        if is_mine:
            _ask_audio(screen, plan, is_mine=True)

    screen.app.push_screen(
        Question(
            f"Is “{plan.show.title}” your podcast?",
            f"Its feed is locked: the owner does not want it moved to another host.{named}",
            yes="It is mine",
        ),
        answered,
    )


def _ask_audio(screen: "WorkspaceScreen", plan: "FeedPlan", *, is_mine: bool) -> None:
    from confkit.tui.pick_screen import PickScreen

    def chosen(audio: _Audio | None) -> None:
        if audio is not None:
            _work(screen, lambda control: _bring(screen.workspace, plan, audio, control, is_mine=is_mine))

    title = f"“{plan.show.title}”: which audio to fetch?"
    screen.app.push_screen(PickScreen(title, _choices(plan)), chosen)


def _choices(plan: "FeedPlan") -> Listing:
    from confkit.services.feed_files import FileChoice, chosen

    def size(newest: int | None) -> str:
        waiting = [one for id, one in chosen(plan, FileChoice(newest)) if id not in plan.with_files]
        said = sum(one.episode.remote.size for one in waiting if one.episode.remote)
        return f"{words.count(len(waiting), 'file')}, {said / 1e6:,.0f} MB" if waiting else "nothing to fetch"

    rows = [
        _Audio(0, "None", "the episodes play from where they are now"),
        _Audio(_NEWEST, f"The newest {_NEWEST}", size(_NEWEST)),
        _Audio(None, "All", size(None)),
    ]
    return Listing(
        (Column("Audio", weight=1, least=16), Column("", weight=2)),
        rows,
        key=lambda row: row.newest,
        cells=lambda row: (row.words, (row.what, Tone.MUTED)),
        words=lambda row: f"{row.words} {row.what}",
    )


def _bring(ws: Workspace, plan: "FeedPlan", audio: _Audio, control: Control, *, is_mine: bool) -> Report:
    from confkit.services.feed_files import FileChoice, fetch_files
    from confkit.services.importing_feeds import apply_feed, report_of

    apply_feed(ws, plan, is_mine=is_mine)
    done = _told(report_of(plan))
    choice = FileChoice(audio.newest, online=bool(plan.source.address) or audio.newest != 0)
    try:
        files = fetch_files(ws, plan, choice, progress=control.progress, cancelled=control.is_cancelled)
    except Cancelled:
        return Report((*done.facts, "Stopped: import it again to fetch the rest."), done.problems)
    fetched = (f"{words.count(files.audio, 'audio file')} fetched",) if files.audio else ()
    return Report((*done.facts, *fetched), (*done.problems, *files.problems))


def _told(report: "ImportReport", into: Event | None = None) -> Report:
    found = {word: count for word, count in report.counts.items() if count and not (into and word == "event")}
    counts = ", ".join(words.count(count, word) for word, count in found.items())
    facts = (f"{'Into ' if into else ''}“{report.title}”: {counts}", f"{report.added} added, {report.updated} updated")
    return Report(facts, report.problems)
