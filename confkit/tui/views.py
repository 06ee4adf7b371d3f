"""What a place shows: its list, its title, the top line, and which actions apply to a row."""

from typing import Any, cast
from uuid import UUID

from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Entity
from confkit.domain.history import EntryKind, Headline
from confkit.domain.problem import Problem, Severity
from confkit.domain.session import Session, Slot
from confkit.domain.show import Show
from confkit.domain.tag_merge import TAG_CHANGED
from confkit.services.rules import RuleSetting, setting_for
from confkit.services.tag_merging import conflicts_of
from confkit.services.words import WORDS
from confkit.tui import episode_rows, session_rows, sidebar, words, workspace_rows
from confkit.tui.actions.action import Situation
from confkit.tui.commands.bettering import is_planned
from confkit.tui.listing import EMPTY, Listing
from confkit.tui.section import Place, Section
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone


def listing_of(place: Place, snapshot: Snapshot, *, by_room: bool) -> Listing:
    """The list of a place."""
    match place.section:
        case Section.SESSIONS:
            return session_rows.sessions(snapshot)
        case Section.SPEAKERS:
            return session_rows.speakers(snapshot)
        case Section.SCHEDULE:
            return session_rows.schedule(snapshot, by_room=by_room)
        case Section.ROOMS:
            return session_rows.rooms(snapshot)
        case Section.EPISODES:
            return episode_rows.episodes(snapshot, place.of)
        case Section.PROBLEMS:
            return workspace_rows.problems(snapshot)
        case Section.HISTORY:
            # ``history_view`` reads that list in pages.
            return EMPTY


def entity_of(row: Any) -> Entity | None:
    """The thing that a row of any list stands for, if it can be edited."""
    match row:
        case (Slot() | None, Session() as session):
            return session
        case EpisodeView():
            return row.episode
        case _ if type(row) in WORDS:
            return cast(Entity, row)
        case _:
            return None


def id_of(row: Any) -> UUID | None:
    """The id of what a row stands for, if that can be edited."""
    entity = entity_of(row)
    return entity.id if entity is not None else None


def situation_of(place: Place, row: Any, snapshot: Snapshot) -> Situation:
    """What the registry of actions decides by."""
    entity, programme = entity_of(row), snapshot.programme
    own = "change" if isinstance(row, Headline) else ""
    return Situation(
        section=place.section,
        kind=WORDS[type(entity)] if entity is not None else own,
        has_event=programme is not None,
        has_show=bool(snapshot.shows),
        placed=isinstance(entity, Session) and programme is not None and entity.id in programme.slots_of,
        has_subject=isinstance(row, Problem) and bool(row.subjects),
        is_planned=is_planned(row),
        state=_state(row),
        has_audio=isinstance(row, EpisodeView) and row.recording is not None,
        is_torn=torn_episode(row, snapshot) is not None,
        has_rule=rule_of(row, snapshot) is not None,
    )


def _state(row: Any) -> str:
    if isinstance(row, EpisodeView):
        return row.episode.state.value
    # What an undo took back is done again, from the edit and from the undo.
    return "undone" if isinstance(row, Headline) and (row.undone or row.kind is EntryKind.UNDO) else ""


def rule_of(row: Any, snapshot: Snapshot) -> RuleSetting | None:
    """The rule for schedules that a row of the problems is about, at its event."""
    if isinstance(row, RuleSetting):
        return row
    return setting_for(row, snapshot.events) if isinstance(row, Problem) else None


def torn_episode(row: Any, snapshot: Snapshot) -> EpisodeView | None:
    """The episode of a row, or the one that a problem is about, if it was changed both here and in its file."""
    view = row if isinstance(row, EpisodeView) else None
    if isinstance(row, Problem) and row.code == TAG_CHANGED:
        view = next((found for id in row.subjects if (found := snapshot.view(id))), None)
    return view if view is not None and conflicts_of(view) else None


def detailed(place: Place, row: Any, snapshot: Snapshot, *, in_sidebar: bool) -> Any:
    """What the detail shows: the row; the show itself where none of its episodes is looked at."""
    if place.section is not Section.EPISODES or (row is not None and not in_sidebar):
        return row
    return next((show for show in snapshot.shows if show.id == place.of), row)


def pictured(row: Any) -> EpisodeView | Show | None:
    """The row, if it is something that a picture stands for."""
    return row if isinstance(row, EpisodeView | Show) else None


def heard(row: Any) -> EpisodeView | None:
    """The row, if it is an episode that has a sound or chapters to draw."""
    return row if isinstance(row, EpisodeView) and (row.recording or row.chapters) else None


def subject_of(row: Any) -> bool:
    """Whether a row is a problem, which is opened by going to what it is about."""
    return isinstance(row, Problem)


def title_of(place: Place, listing: Listing, shown: int, query: str, snapshot: Snapshot, marked: int = 0) -> str:
    """The title of the list with its counts."""
    title = f"{place.section} {shown}"
    if query:
        title += f" matching “{query}”"
    if marked:
        title += f" · {marked} marked"
    if place.section is Section.EPISODES:
        return title + episode_rows.counts(listing, snapshot)
    if place.section is Section.PROBLEMS:
        quiet = 0 if query else sum(isinstance(row, RuleSetting) for row in listing.rows)
        silent = f" · {words.count(quiet, 'rule')} silenced" if quiet else ""
        return f"{place.section} {shown - quiet}{title.removeprefix(f'{place.section} {shown}')}{silent}"
    if query:
        return f"{title} · esc shows all"
    serious = sum(1 for row in listing.rows if (one := entity_of(row)) and snapshot.worst(one.id))
    return f"{title} · {serious} with problems" if serious else title


def about(place: Place, snapshot: Snapshot) -> str:
    """A word about the event, for the top line."""
    if snapshot.programme is None or place.section is Section.EPISODES:
        return ""
    event = snapshot.programme.event
    return f"{words.span(event.first_day, event.last_day)} · {event.zone}"


def attention(snapshot: Snapshot) -> tuple[str, Tone]:
    """What needs attention, with its tone, for the top line."""
    problems = snapshot.problems
    if problems is None:
        return "checking…", Tone.MUTED
    errors = sum(1 for problem in problems if problem.severity is Severity.ERROR)
    if errors:
        others = len(problems) - errors
        return f"✗ {words.count(errors, 'error')}" + (f" · ! {others} more" if others else ""), Tone.BAD
    if problems:
        return f"! {words.count(len(problems), 'problem')}", Tone.WARN
    return "✓ no problems", Tone.GOOD


def name_of(place: Place, snapshot: Snapshot) -> str:
    """The title of the event or show that a place belongs to."""
    return sidebar.name_of(place, snapshot)
