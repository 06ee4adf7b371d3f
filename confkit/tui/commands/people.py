"""Who signed up for a session; and the tracks and types of sessions, which have no section of their own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from confkit.domain.event import SessionKind, SessionType, Track
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services import editing
from confkit.tui import words
from confkit.tui.commands.editing import open_form
from confkit.tui.glyphs import KIND
from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.session_rows import kind_of
from confkit.tui.tones import Tone
from confkit.tui.views import entity_of

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def sign_ups(screen: "WorkspaceScreen") -> None:
    """Open the list of the session."""
    from confkit.tui.sign_ups.screen import SignUpsScreen

    session, programme = entity_of(screen.row), screen.snapshot.programme
    if programme is None or not isinstance(session, Session):
        return
    if kind_of(programme, session) is SessionKind.BREAK:
        screen.confkit.tell("Nobody signs up for a break.")
        return

    def closed(changed: bool | None) -> None:
        if changed:
            screen.arrive_at(screen.place, session.id)

    screen.app.push_screen(SignUpsScreen(screen.workspace, screen.snapshot, programme, session), closed)


class _New(NamedTuple):
    """A track or type to be added."""

    name: str


_NEW_TRACK, _NEW_TYPE = _New("New track"), _New("New type")


def tracks(screen: "WorkspaceScreen") -> None:
    """Choose a track or a type and open its form, or add one."""
    from confkit.tui.pick_screen import PickScreen

    programme, workspace = screen.snapshot.programme, screen.workspace
    if programme is None:
        return

    def chosen(row: Track | SessionType | _New | None) -> None:
        match row:
            case Track() | SessionType():
                open_form(screen, row, is_new=False)
            case _New() if row is _NEW_TRACK:
                open_form(screen, editing.new_track(workspace, programme))
            case _New():
                open_form(screen, editing.new_session_type(workspace, programme))

    screen.app.push_screen(PickScreen("Tracks and types of sessions", _listing(programme)), chosen)


def _listing(programme: Programme) -> Listing:
    def cells(row: Track | SessionType | _New) -> Sequence[Cell]:
        match row:
            case Track():
                own = [programme.room[id].name for id in row.rooms if id in programme.room]
                count = sum(one.track_id == row.id for one in programme.sessions)
                about = words.count(count, "session") + (f" · in {', '.join(own)}" if own else "")
                return "", ("track", Tone.MUTED), row.name, (about, Tone.MUTED)
            case SessionType():
                count = sum(one.type_id == row.id for one in programme.sessions)
                about = f"{words.count(count, 'session')} · {words.minutes(row.length)}"
                return (KIND[row.kind], Tone.ACCENT), ("type", Tone.MUTED), row.name, (about, Tone.MUTED)
            case _New():
                return "+", "", (row.name, Tone.ACCENT), ""

    return Listing(
        (Column("", 1), Column("", 5), Column("Name", weight=1), Column("", weight=1)),
        (*programme.tracks, *programme.types, _NEW_TRACK, _NEW_TYPE),
        key=lambda row: row.name if isinstance(row, _New) else row.id,
        cells=cells,
        words=lambda row: str(row.name),
    )
