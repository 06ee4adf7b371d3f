"""Availability on the grid: when the room of each column, or one person, can be asked for; windows are stretched there.

A mode of the pane. The sessions stand back as outlines, the windows are bands with their times. What is stretched is
known by instants, not by rows, so that it may begin on one day and end on another. A change is painted at once and
written by a worker, one after the other, because each is based on what the one before it left.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from rich.segment import Segment
from textual.content import Content

from confkit.domain.availability import Subject, closed, opened, window_at, windows_of
from confkit.domain.errors import ConfkitError
from confkit.domain.event import Event, Room, Window
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.domain.times import later, programme_day
from confkit.tui import safe_text
from confkit.tui.grid.filled import Filled
from confkit.tui.grid.hours import bounds_of
from confkit.tui.grid.model import Layout
from confkit.tui.grid.scene import Scene
from confkit.tui.grid.windows_paint import band, span, told, touches

if TYPE_CHECKING:
    from confkit.domain.history import Entry
    from confkit.tui.grid.pane import SchedulePane

# In minutes, as is the zoom.
_HOUR = 60

# The event, before, the window, and whether it is opened.
_Change = tuple[Event, Subject, Window, bool]


class WindowsMode:
    """Whose windows are shown on the grid of a pane, and the one that is being stretched."""

    def __init__(self, pane: "SchedulePane") -> None:
        self._pane = pane
        self.is_on = False
        self._person: UUID | None = None
        # Where a window was begun: the beginning of a row, and the room of its column.
        self._anchor: tuple[datetime, UUID | None] | None = None
        # The sessions of the day, which the layout that is shown doesn't have.
        self._whole: Layout | None = None
        # What was changed and is not read from the database yet.
        self._latest: dict[UUID, Subject] = {}
        self._queue: deque[_Change] = deque()
        # What waits for everything to be written, such as leaving the program.
        self._afterwards: list[Callable[[], object]] = []

    @property
    def is_stretching(self) -> bool:
        """Whether a window was begun."""
        return self._anchor is not None

    @property
    def has_pending(self) -> bool:
        """Whether something that is shown is not written yet."""
        return bool(self._queue)

    def when_written(self, then: Callable[[], object]) -> None:
        """Do something as soon as everything that is shown is written; not if that fails, which is told then."""
        if self.has_pending:
            self._afterwards.append(then)
        else:
            then()

    # Coming and going

    def enter(self) -> None:
        """Show the availability of the rooms."""
        if self._pane.programme is not None:
            self.is_on, self._person, self._anchor = True, None, None
            self._shown("")
            self._to_beginning()

    def leave(self) -> None:
        """Go back to the sessions."""
        self.is_on, self._anchor = False, None
        self._shown("")

    def forget(self) -> None:
        """Another event is open."""
        self.is_on, self._person, self._anchor = False, None, None
        self._latest.clear()

    def show_person(self, person: UUID | None) -> None:
        """Show when a person can take part; None for the rooms."""
        self._person, self._anchor = person, None
        self._to_day_of_first()
        self._shown("")
        self._to_beginning()

    def read(self) -> None:
        """What was written is part of the programme now."""
        if not self._queue:
            self._latest.clear()

    def _shown(self, said: str) -> None:
        self._pane.grid.focus()
        self._pane.lay_out()
        self._pane.say(said)
        self._pane.settled()

    def _to_day_of_first(self) -> None:
        """Where the person has windows, but none on the day that is shown, go to the day of the first."""
        programme, layout = self._pane.programme, self._pane.layout_shown
        person = self.person(programme) if programme else None
        windows = windows_of(person, programme.event) if person and programme else None
        if programme is None or layout is None or not windows or any(touches(one, layout) for one in windows):
            return
        day = programme_day(windows[0].start.astimezone(programme.zone), programme.event.day_change)
        if day in self._pane.plan.days:
            self._pane.show_day(day)

    def _to_beginning(self) -> None:
        """Let what is in sight begin an hour before the first window or session of the day, not in the night."""
        programme, layout = self._pane.programme, self._whole
        if programme is None or layout is None:
            return
        hours = layout.hours
        rows = [block.first for block in (*layout.blocks, *layout.everywhere)]
        for subject in {self.subject(column.id) for column in layout.columns}:
            windows = windows_of(subject, programme.event) if subject else None
            rows += [hours.row(window.start) for window in windows or () if window.start > layout.bounds.start]
        self._pane.grid.begin_with(min(rows, default=0) - _HOUR // hours.zoom)

    # Whose windows

    def person(self, programme: Programme) -> Person | None:
        """The person whose windows are shown; None where it is the rooms."""
        found = programme.person.get(self._person) if self._person else None
        latest = self._latest.get(found.id) if found else None
        return latest if isinstance(latest, Person) else found

    def subject(self, room_id: UUID | None) -> Subject | None:
        """Whose windows are shown in the column of a room."""
        programme = self._pane.programme
        if programme is None:
            return None
        if self._person is not None:
            return self.person(programme)
        room = programme.room.get(room_id) if room_id else None
        latest = self._latest.get(room.id) if room else None
        return latest if isinstance(latest, Room) else room

    def _here(self) -> tuple[Programme, Layout, Subject | None, datetime] | None:
        programme, layout, scene = self._pane.programme, self._pane.layout_shown, self._pane.grid.scene
        if programme is None or layout is None or scene is None:
            return None
        room = self._anchor[1] if self._anchor else layout.columns[scene.cursor.column].id
        return programme, layout, self.subject(room), layout.hours.at(scene.cursor.row)

    # The user

    def begin(self) -> None:
        """Start a window at the cursor."""
        here, scene, layout = self._here(), self._pane.grid.scene, self._pane.layout_shown
        if here is None or scene is None or layout is None:
            return
        if here[2] is None:
            self._pane.say("what has no room yet has no availability")
            return
        self._anchor = (here[3], layout.columns[scene.cursor.column].id)
        self._pane.grid.redraw()
        self._pane.settled()

    def begin_at(self, column: int, row: int) -> None:
        """Start a window where the mouse began to drag."""
        layout = self._pane.layout_shown
        if layout is not None and self.subject(layout.columns[column].id) is not None:
            self._anchor = (layout.hours.at(row), layout.columns[column].id)
            self._pane.settled()

    @property
    def stretched(self) -> Window | None:
        """The window from where it was begun to the cursor, both rows included."""
        here = self._here()
        if here is None or self._anchor is None:
            return None
        first, last = sorted((self._anchor[0], here[3]), key=datetime.timestamp)
        return Window(first, later(last, here[1].hours.step))

    def choose(self) -> None:
        """Enter: keep what was stretched, else start."""
        if self.is_stretching:
            self.keep()
        else:
            self.begin()

    def keep(self, *, is_open: bool = True) -> None:
        """Let it be available in what was stretched, or not be."""
        here, window = self._here(), self.stretched
        self._anchor = None
        if here is not None and window is not None and here[2] is not None:
            self._change(here[2], window, is_open=is_open)

    def let_go(self) -> None:
        """Give up what was stretched."""
        self._anchor = None
        self._pane.grid.redraw()
        self._pane.settled()

    def remove(self) -> None:
        """Remove the window under the cursor."""
        here = self._here()
        if here is None or here[2] is None:
            return
        programme, subject, moment = here[0], here[2], here[3]
        windows = windows_of(subject, programme.event)
        window = window_at(windows or (), moment)
        if windows is None:
            self._pane.say(f"{subject.name} is always available: space starts a window")
        elif window is None:
            self._pane.say("there is no window here")
        else:
            self._change(subject, window, is_open=False)

    # Changing

    def _change(self, subject: Subject, window: Window, *, is_open: bool) -> None:
        programme = self._pane.programme
        if programme is None:
            return
        try:
            after = (opened if is_open else closed)(subject, programme.event, window)
        except ConfkitError as error:
            self._pane.workspace_screen.confkit.show_error(error)
            self._shown("")
            return
        if after == subject:
            self._shown("nothing changes by that")
            return
        self._latest[subject.id] = after
        self._queue.append((programme.event, subject, window, is_open))
        if len(self._queue) == 1:
            self._write()
        left = windows_of(after, programme.event)
        done = f"{subject.name} is always available again" if left is None else span(window)
        self._shown(f"{'open' if is_open else 'closed'}: {done} · ^z undoes" if left is not None else done)

    def _write(self) -> None:
        from confkit.services.planning.availability import close_window, open_window

        screen = self._pane.workspace_screen
        event, subject, window, is_open = self._queue[0]

        def job() -> "Entry":
            return (open_window if is_open else close_window)(screen.workspace, event, subject, window)

        def through() -> None:
            if self._queue:
                self._queue.popleft()
            if self._queue:
                self._write()
                return
            screen.read()
            afterwards, self._afterwards = self._afterwards, []
            for then in afterwards:
                then()

        def failed(error: ConfkitError) -> None:
            # What follows is based on what was not written.
            self._queue.clear()
            self._latest.clear()
            self._afterwards.clear()
            if self.is_on:
                self._shown("")
            screen.confkit.show_error(error)
            screen.read()

        screen.confkit.start(job, lambda _: through(), failed=failed, group="moves")

    # Showing

    def include(self, programme: Programme, day: date) -> tuple[datetime, ...]:
        """The whole day, because a window may begin before everything that takes place."""
        bounds = bounds_of(day, programme.event.day_change, programme.zone)
        return (bounds.start, bounds.end)

    def lay_over(self, layout: Layout) -> Layout:
        """The layout without its sessions, which the bands draw as outlines."""
        self._whole = layout
        return replace(layout, filled=Filled({}, lambda *_: ()), everywhere=())

    def bands(self, scene: Scene) -> Callable[[int, int, int], Segment]:
        """What draws a cell: whose window it is in, and what takes place there."""
        windows: dict[UUID | None, tuple[Window, ...] | None] = {}

        def draw(column: int, row: int, width: int) -> Segment:
            room = scene.layout.columns[column].id
            if room not in windows:
                subject = self.subject(room)
                windows[room] = windows_of(subject, scene.programme.event) if subject else None
            return self._band(scene, windows[room], (column, row), width)

        return draw

    def _band(self, scene: Scene, windows: tuple[Window, ...] | None, cell: tuple[int, int], width: int) -> Segment:
        column, row = cell
        is_here = self._anchor is not None and (
            self._person is not None or scene.layout.columns[column].id == self._anchor[1]
        )
        stretched = self.stretched if is_here else None
        return band(scene, windows, cell, width, outline=self._outline(scene, column, row), stretched=stretched)

    def _outline(self, scene: Scene, column: int, row: int) -> tuple[str, bool]:
        """The outline of what takes place in a cell, and whether it is the person's."""
        block = self._whole.at(column, row) if self._whole else None
        if block is None:
            return "", False
        is_own = self._person is not None and any(part.person_id == self._person for part in block.session.participants)
        text = safe_text.line(block.session.title[:120]) if row == block.first else ""
        return f"┊{text}", is_own

    def session_here(self) -> Session | None:
        """The session at the cursor."""
        scene = self._pane.grid.scene
        block = self._whole.at(*scene.cursor) if self._whole and scene else None
        return block.session if block else None

    def heading(self) -> str:
        """What the frame says."""
        programme = self._pane.programme
        person = self.person(programme) if programme else None
        whose = safe_text.line(person.name)[:40] if person else "the rooms"
        return f"availability of {whose}"

    def detail(self) -> tuple[str, Content]:
        """Whose windows these are, and what can be done."""
        here = self._here()
        lines = [*told(*here, self.stretched)] if here else []
        return "Availability", Content("\n").join(lines)
