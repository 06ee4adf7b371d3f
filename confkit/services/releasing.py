"""The life of an episode: draft, scheduled, published, and retracted again; and its place in the show.

Its guid is made once and stays through all of it. What was in a feed leaves a tombstone when it is taken out, so that
neither a scan nor an import brings the same audio back as a new episode.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.event import SessionKind
from confkit.domain.history import Entry
from confkit.domain.numbering import Place, next_place
from confkit.domain.programme import Programme
from confkit.domain.recording import Tags
from confkit.domain.session import Consent, Session, Status
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.domain.tag_merge import rebase
from confkit.services import lookup
from confkit.services.editing import new_episode
from confkit.services.workspace import Workspace


def publish(ws: Workspace, views: Sequence[EpisodeView], *, now: bool = False) -> Entry:
    """Let episodes into the feed at the next build, as one edit.

    Each keeps its date, if it has come: a talk of last week is dated last week. One that lies ahead becomes the present
    time, and so does every date with ``now``. Raises InvalidValue for an episode that has no audio, or whose speakers
    refused.
    """
    present = ws.now()
    changes = []
    for view in views:
        require_releasable(view)
        moved = now or view.date > present
        after = replace(view.episode, state=EpisodeState.PUBLISHED, date=present if moved else view.episode.date)
        changes.append(Change(view.episode, _based(view, after)))
    return ws.apply(Edit(_label("Publish", views), tuple(changes)))


def schedule(ws: Workspace, view: EpisodeView, at: datetime) -> Entry:
    """Let an episode into the feed by the first build at or after ``at`` (aware); raises as ``publish``."""
    require_releasable(view)
    if at <= ws.now():
        raise InvalidValue(
            f"{at:%Y-%m-%d %H:%M} has passed already", where=view.title, fix="publish it, or name a later time"
        )
    after = replace(view.episode, state=EpisodeState.SCHEDULED, date=at)
    return ws.apply(
        Edit.change(f"{_label('Schedule', [view])} for {at:%Y-%m-%d %H:%M}", view.episode, _based(view, after))
    )


def retract(ws: Workspace, views: Sequence[EpisodeView]) -> Entry:
    """Take episodes out of the feed at the next build, as one edit; ``publish`` lets them in again."""
    changes = tuple(Change(view.episode, replace(view.episode, state=EpisodeState.RETRACTED)) for view in views)
    return ws.apply(Edit(_label("Retract", views), changes))


def zone_of(ws: Workspace, view: EpisodeView) -> ZoneInfo:
    """Return the zone in which an episode's times are typed: that of the event it was recorded at, else of the show's
    event, else UTC.
    """
    events = {event.id: event for event in ws.repository.events()}
    event = view.talk.event if view.talk else events.get(view.show.event_id) if view.show.event_id else None
    return ZoneInfo(event.zone) if event else ZoneInfo("UTC")


def feed_address(ws: Workspace, show: Show) -> str:
    """Return the address at which a show's feed will be found; that of a private one holds its secret."""
    from confkit.services.public_show import folder_of

    return f"{ws.config.site}{quote(folder_of(show))}/feed.xml"


def require_releasable(view: EpisodeView) -> None:
    """Raise InvalidValue where an episode can't enter the feed: it has no audio, or its speakers refused."""
    if view.audio is None:
        file = view.episode.file
        raise InvalidValue(
            f"its audio file episodes/{file} is missing" if file else "has no audio",
            where=view.title,
            fix="put the file back" if file else "put its audio into the show's folder and name it in the episode",
        )
    if view.talk and view.talk.session.consent is Consent.REFUSED:
        raise InvalidValue(
            f"the speakers of “{view.talk.session.title}” did not agree to a recording",
            where=view.title,
            fix="ask them again, and change the session's recording consent",
        )


def _based(view: EpisodeView, after: Episode) -> Episode:
    return rebase(view.episode, after, view.recording.tags if view.recording else Tags())


def _label(verb: str, views: Sequence[EpisodeView]) -> str:
    return f"{verb} episode “{views[0].title}”" if len(views) == 1 else f"{verb} {len(views)} episodes"


def suggested_place(ws: Workspace, view: EpisodeView) -> Place | None:
    """Return the season and number that would come next in the show; None where its episodes are not counted."""
    return next_place(view, lookup.episodes(ws, view.show))


def number(ws: Workspace, view: EpisodeView) -> Entry:
    """Give an episode the place that comes next; raises InvalidValue where its show does not count it."""
    place = suggested_place(ws, view)
    if place is None:
        raise InvalidValue("is not counted", where=view.title, fix="give it a number yourself, if it shall have one")
    after = replace(view.episode, season=place.season, number=place.number)
    return ws.apply(Edit.change(f"Number episode “{view.title}” {place.number}", view.episode, _based(view, after)))


def unrecorded_sessions(ws: Workspace) -> tuple[Session, ...]:
    """Return the sessions that can become an episode and are none yet: those that took or take place, newest first.

    Breaks, and those whose speakers refused a recording, are left out.
    """
    recorded = {
        episode.session_id
        for shelf in ws.repository.shelves()
        for episode in shelf.episodes
        if episode.state is not EpisodeState.RETRACTED
    }
    found: list[tuple[datetime, Session]] = []
    for event in ws.repository.events():
        programme = ws.repository.programme(event.id)
        found += [
            (slots[0].start, session)
            for session in programme.sessions
            if session.id not in recorded
            and _can_be_recorded(session)
            and not _is_break(programme, session)
            and (slots := programme.slots_of.get(session.id))
        ]
    return tuple(session for _, session in sorted(found, key=lambda one: one[0], reverse=True))


def _is_break(programme: Programme, session: Session) -> bool:
    kind = programme.type.get(session.type_id) if session.type_id else None
    return kind is not None and kind.kind is SessionKind.BREAK


def _can_be_recorded(session: Session) -> bool:
    return session.status in (Status.ACCEPTED, Status.CONFIRMED) and session.consent is not Consent.REFUSED


def draft_of(ws: Workspace, session: Session, show: Show) -> Episode:
    """Make a draft of ``session``'s recording in ``show``, as an edit, and return it."""
    episode = episode_of(ws, session, show)
    ws.apply(Edit.add(f"New episode from session “{session.title}”", episode))
    return episode


def episode_of(ws: Workspace, session: Session, show: Show, *, file: str = "") -> Episode:
    """Return a draft of ``session``'s recording for ``show``, to be added; its words come from the session."""
    return replace(new_episode(ws, show.id), session_id=session.id, file=file)
