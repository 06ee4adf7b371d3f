"""Carrying on the screen: what picks a session up, moves it about and drops it, and how it is shown meanwhile."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.tui import safe_text, words
from confkit.tui.grid import telling
from confkit.tui.grid.carrying import Carrying, clamped, pick_up
from confkit.tui.grid.model import Block, Layout
from confkit.tui.grid.scene import Ghost, Scene, Spot

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane


class CarryMode:
    """At most one session on its way over the grid of a pane."""

    def __init__(self, pane: "SchedulePane") -> None:
        self._pane = pane
        self.carrying: Carrying | None = None
        self._free: dict[tuple[UUID | None, float], bool] = {}

    # Picking up

    def pick_up(self, slot: Slot | None, session: Session) -> None:
        """Begin to carry a session, from its slot or from the tray to where the cursor is."""
        pane = self._pane
        programme, layout, scene = pane.programme, pane.layout_shown, pane.grid.scene
        if programme is None or layout is None or scene is None or pane.refuses(slot, session):
            return
        new = None
        if slot is None:
            start, room = layout.hours.at(scene.cursor.row), layout.columns[scene.cursor.column].id
            new = Slot(pane.workspace_screen.workspace.new_id(), session.id, start, start, room)
        if not pane.grid.has_focus:
            pane.grid.focus()
        self._free = {}
        self._carry(pick_up(pane.plan.index, programme, session, slot, new))
        pane.say("")
        pane.workspace_screen.update_keys()

    def carry_on(self, programme: Programme) -> None:
        """Somebody changed something meanwhile: carry on where the session is still there."""
        carrying, pane = self.carrying, self._pane
        if carrying is None:
            return
        session = programme.session.get(carrying.session.id)
        origin = next((one for one in programme.slots if carrying.origin and one.id == carrying.origin.id), None)
        if session is None or origin != carrying.origin:
            self.carrying = None
            pane.say("what you carried was changed by somebody else")
            pane.workspace_screen.update_keys()
            return
        self._free = {}
        fresh = pick_up(pane.plan.index, programme, session, origin, None if origin else carrying.slot)
        self.carrying = fresh.to(carrying.slot.room_id, carrying.slot.start)

    # Moving

    def by(self, rows: int, columns: int) -> None:
        """Carry by rows and rooms."""
        carrying, layout, programme = self.carrying, self._pane.layout_shown, self._pane.programme
        if carrying is None or layout is None or programme is None:
            return
        if columns:
            at = layout.column_of.get(carrying.slot.room_id, 0) + columns
            carrying = carrying.to(layout.columns[min(max(at, 0), len(layout.columns) - 1)].id, carrying.slot.start)
        if rows:
            moved = carrying.by_rows(rows, layout.hours)
            carrying = moved.to(moved.slot.room_id, clamped(moved.slot.start, programme, layout.bounds.start))
        self._carry(carrying)

    def by_days(self, days: int) -> None:
        """Carry to the same time of another day of the event."""
        carrying, programme = self.carrying, self._pane.programme
        if carrying is not None and programme is not None:
            moved = carrying.by_days(days, programme)
            if moved.within(programme):
                self._carry(moved)

    def to(self, room: UUID | None, start: datetime) -> None:
        """Carry to a room and a time."""
        layout, programme = self._pane.layout_shown, self._pane.programme
        if self.carrying is not None and layout is not None and programme is not None:
            self._carry(self.carrying.to(room, clamped(start, programme, layout.bounds.start)))

    def _carry(self, carrying: Carrying) -> None:
        """Show what is carried at its present place; the layout stays as long as the place is within it."""
        pane, is_first = self._pane, self.carrying is None
        programme, scene, layout = pane.programme, pane.grid.scene, pane.layout_shown
        if programme is None or scene is None or layout is None:
            return
        self.carrying = carrying
        if is_first or programme.day(carrying.slot) != pane.day or not _reaches(layout, carrying.slot):
            pane.show_day(programme.day(carrying.slot), anew=True)
        else:
            self.show_in(scene)
            pane.grid.redraw_changed()
        ghost = pane.grid.scene.ghost if pane.grid.scene else None
        if ghost is not None:
            pane.grid.reveal(ghost)
        pane.workspace_screen.show_row()

    # Showing

    def show_in(self, scene: Scene) -> None:
        """Put what is carried into a scene: where it would be, and which places are free for it."""
        carrying = self.carrying
        if carrying is None:
            return
        layout, slot = scene.layout, carrying.slot
        hours = layout.hours
        first = max(0, hours.nearest(slot.start))
        last = min(max(hours.nearest(slot.end), first + 1), hours.count)
        column = layout.column_of.get(slot.room_id, len(layout.columns) - 1)
        title = safe_text.line(carrying.session.title) or "(no title)"
        origin = carrying.origin.id if carrying.origin else None
        scene.ghost = Ghost(column, first, last, title, carrying.verdict.is_fine, origin)
        scene.mark = self._is_free
        scene.cursor = Spot(column, first)

    def _is_free(self, column: int, row: int) -> bool:
        layout, carrying = self._pane.layout_shown, self.carrying
        if layout is None or carrying is None:
            return True
        start, room = layout.hours.at(row), layout.columns[column].id
        key = (room, start.timestamp())
        found = self._free.get(key)
        if found is None:
            found = self._free[key] = carrying.places.is_free(room, start)
        return found

    # Ending

    def cancel(self) -> None:
        """Let go of what is carried; everything stays as it was."""
        carrying, pane = self.carrying, self._pane
        if carrying is None:
            return
        self.carrying = None
        pane.lay_out(near_first=True)
        if carrying.origin is not None:
            pane.select(carrying.origin.id)
        pane.settled()

    def drop(self) -> None:
        """Put what is carried where it is now."""
        carrying = self.carrying
        if carrying is None:
            return
        if not carrying.has_moved:
            self.cancel()
            return
        self.carrying = None
        problems = carrying.verdict.problems
        said = f"{words.moment(carrying.slot.start)} · ^z undoes"
        if problems:
            # What is wrong with it is more to the point than where it is: that can be seen.
            said = telling.wrong(problems)
        self._pane.change([(carrying.origin, carrying.slot)], said)

    def swap(self) -> None:
        """Let what is carried and what stands at its place change places."""
        carrying, pane = self.carrying, self._pane
        layout, programme = pane.layout_shown, pane.programme
        if carrying is None or layout is None or programme is None:
            return
        origin, other = carrying.origin, self._below(layout)
        if origin is None or other is None:
            pane.say("to swap, carry a placed session over another one")
            return
        if pane.refuses(other.slot, other.session):
            return
        self.carrying = None
        one = carrying.to(other.slot.room_id, other.slot.start).slot
        two = pick_up(pane.plan.index, programme, other.session, other.slot).to(origin.room_id, origin.start).slot
        pane.change([(origin, one), (other.slot, two)], "swapped · ^z undoes")

    def _below(self, layout: Layout) -> Block | None:
        """What stands at the place of what is carried."""
        ghost = self._pane.grid.scene.ghost if self._pane.grid.scene else None
        if ghost is None:
            return None
        rows = range(ghost.first, ghost.last)
        found = (block for row in rows for block in layout.cells.get((ghost.column, row), ()))
        return next((block for block in found if block.slot.id != ghost.origin), None)


def _reaches(layout: Layout, slot: Slot) -> bool:
    hours = layout.hours
    is_in_rows = 0 <= hours.row(slot.start) < hours.count and hours.nearest(slot.end) <= hours.count
    return is_in_rows and slot.room_id in layout.column_of
