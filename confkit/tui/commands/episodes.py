"""What becomes of an episode: published, scheduled, retracted, numbered, linked to a session or made from one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from confkit.domain.bridge import EpisodeView
from confkit.domain.history import Entry
from confkit.domain.show import Episode, Show
from confkit.services import linking, releasing
from confkit.services.linking import Candidate
from confkit.tui.glyphs import STATUS
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.section import Place, Section
from confkit.tui.snapshot import Snapshot, read_snapshot
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def view_of(screen: "WorkspaceScreen") -> EpisodeView | None:
    """The episode under the cursor."""
    row = screen.records.row
    return row if isinstance(row, EpisodeView) else None


def show_of(screen: "WorkspaceScreen") -> Show | None:
    """The show whose episodes are listed; elsewhere the first one."""
    shows = screen.snapshot.shows
    return next((show for show in shows if show.id == screen.place.of), shows[0] if shows else None)


def _change(screen: "WorkspaceScreen", view: EpisodeView, job: Callable[[], Entry], after: str = "") -> None:
    """Make an edit of one episode and tell it."""

    def done(entry: Entry) -> None:
        screen.confkit.tell(f"✓ {entry.label}\n{after}".rstrip() if entry.number else "Nothing to change.")
        screen.arrive_at(screen.place, view.id)

    screen.confkit.start(job, done)


def publish(screen: "WorkspaceScreen") -> None:
    """Let the episode into the feed."""
    view = view_of(screen)
    if view is not None:
        _change(
            screen, view, lambda: releasing.publish(screen.workspace, [view]), "It enters the feed with the next build."
        )


def schedule(screen: "WorkspaceScreen") -> None:
    """Ask for a time."""
    from confkit.tui.schedule_screen import ScheduleScreen

    view, workspace = view_of(screen), screen.workspace
    if view is None:
        return

    def closed(scheduled: bool | None) -> None:
        if scheduled:
            screen.arrive_at(screen.place, view.id)

    screen.confkit.start(
        lambda: releasing.zone_of(workspace, view),
        lambda zone: screen.app.push_screen(ScheduleScreen(workspace, view, zone), closed),
    )


def retract(screen: "WorkspaceScreen") -> None:
    """Take the episode out of the feed, after asking."""
    from confkit.tui.question import Question

    view = view_of(screen)
    if view is None:
        return
    question = Question(
        f"Retract “{view.title}”?",
        "It leaves the feed with the next build. Its guid and its audio stay known, so that it does not come back by "
        "itself; publishing it lets it in again.",
        yes="Retract",
    )

    def answered(yes: bool | None) -> None:
        if yes:
            _change(screen, view, lambda: releasing.retract(screen.workspace, [view]))

    screen.app.push_screen(question, answered)


def number(screen: "WorkspaceScreen") -> None:
    """Give the episode the place that comes next."""
    view = view_of(screen)
    if view is not None:
        _change(screen, view, lambda: releasing.number(screen.workspace, view))


def link(screen: "WorkspaceScreen") -> None:
    """Ask which session the episode is a recording of."""
    from confkit.tui.pick_screen import PickScreen

    view, workspace = view_of(screen), screen.workspace
    if view is None:
        return

    def chosen(row: Candidate | str | None) -> None:
        if row is not None:
            session = row.session if isinstance(row, Candidate) else None
            _change(screen, view, lambda: linking.link(workspace, view, session))

    def found(candidates: Sequence[Candidate]) -> None:
        listing = _sessions((*candidates, _NO_SESSION), empty=("No sessions yet.", "Press escape, then 1 to add one."))
        picker = PickScreen(f"Link “{view.title}” to a session", listing, selected=view.episode.session_id)
        screen.app.push_screen(picker, chosen)

    screen.confkit.start(lambda: linking.candidates(workspace, view), found)


def new_from_session(screen: "WorkspaceScreen") -> None:
    """Offer the sessions that have no recording yet; the one that is chosen becomes a draft, and its form opens."""
    from confkit.tui.pick_screen import PickScreen

    show, workspace = show_of(screen), screen.workspace
    if show is None:
        return

    def chosen(row: Candidate | None) -> None:
        if row is not None:
            screen.confkit.start(lambda: _draft(screen, row, show), lambda made: _open_draft(screen, *made))

    def found(candidates: Sequence[Candidate]) -> None:
        if not candidates:
            screen.confkit.tell(
                "No session waits for a recording: each one that has a time, takes place and may be recorded "
                "has an episode."
            )
            return
        listing = _sessions(candidates, empty=())
        screen.app.push_screen(PickScreen(f"New episode of {show.title}: from which session?", listing), chosen)

    screen.confkit.start(lambda: linking.unrecorded(workspace), found)


def _draft(screen: "WorkspaceScreen", row: Candidate, show: Show) -> tuple[Episode, Snapshot]:
    episode = releasing.draft_of(screen.workspace, row.session, show)
    programme = screen.snapshot.programme
    return episode, read_snapshot(screen.workspace, programme.event.id if programme else None)


def _open_draft(screen: "WorkspaceScreen", episode: Episode, snapshot: Snapshot) -> None:
    from confkit.tui.commands.editing import open_form

    view = snapshot.view(episode.id)
    screen.confkit.tell(f"✓ A draft: {view.title if view else 'new episode'}")
    screen.arrive_at(Place(Section.EPISODES, episode.show_id), episode.id)
    open_form(screen, episode, is_new=False, snapshot=snapshot)


# Offered at the end of the sessions.
_NO_SESSION = "No session: the episode is no recording of one"


def _sessions(rows: Sequence[Candidate | str], *, empty: tuple[str, ...]) -> Listing:
    def cells(row: Candidate | str) -> Sequence[Cell]:
        if isinstance(row, str):
            return ("–", Tone.MUTED), row
        when = f"{row.slot.start:%Y-%m-%d %H:%M}" if row.slot else "no time yet"
        return (
            STATUS[row.session.status],
            row.session.title,
            (", ".join(row.people), Tone.MUTED),
            (when, Tone.PLAIN if row.slot else Tone.MUTED),
            (row.event.title or row.event.slug, Tone.MUTED),
            (f"is “{row.episode}”" if row.episode else "", Tone.WARN),
        )

    def text(row: Candidate | str) -> str:
        if isinstance(row, str):
            return row
        when = f"{row.slot.start:%Y-%m-%d %A}" if row.slot else ""
        return " ".join((row.session.title, row.event.title, when, *row.people))

    taken = any(isinstance(row, Candidate) and row.episode for row in rows)
    return Listing(
        columns=(
            Column("", 1),
            Column("Session", weight=3, least=18),
            Column("With", weight=1, rank=2),
            Column("When", 16),
            Column("Event", weight=1, rank=3),
            *((Column("Recorded", weight=1, rank=4),) if taken else (Column("", 1, rank=5),)),
        ),
        rows=rows,
        key=lambda row: row if isinstance(row, str) else row.session.id,
        cells=cells,
        words=text,
        empty=empty,
    )
