"""Marks in the schedule grid: what ``x`` and ``X`` reach there, and the mouse."""

from typing import TYPE_CHECKING
from uuid import UUID

from textual.message import Message

from confkit.domain.session import Session
from confkit.tui.grid.scene import Spot

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane


class SessionMarked(Message):
    """A session shall be marked, or no longer: by ctrl and a click."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


def shown_ids(pane: "SchedulePane") -> list[UUID]:
    """The sessions that are shown on this day, by time and room; in the tray, those that wait."""
    if pane.tray.has_focus:
        return [session.id for session in pane.tray.shown]
    layout = pane.layout_shown
    blocks = sorted(layout.block_of.values(), key=lambda one: (one.first, one.column)) if layout else []
    return [block.session.id for block in blocks if block.is_shown]


def step_on(pane: "SchedulePane") -> None:
    """Go to the next session: below in the same room, or to the right in the tray."""
    if pane.tray.has_focus:
        pane.tray.action_next()
        return
    layout, block = pane.layout_shown, pane.grid.block
    if layout is None or block is None:
        return
    below = [one for one in layout.blocks if one.column == block.column and one.first >= block.last]
    if below:
        following = min(below, key=lambda one: (one.first, one.lane))
        pane.grid.put_cursor(Spot(following.column, following.first, following.lane), by_user=True)


def show_marks(pane: "SchedulePane") -> None:
    """Draw the marks."""
    marks = pane.workspace_screen.marking.marks
    pane.tray.marked = marks
    pane.tray.refresh()
    if pane.grid.scene is not None:
        pane.grid.scene.marked = marks
        pane.grid.redraw()
