"""The tray: what waits for a place, in one line below the grid; the cursor chooses what to pick up."""

from collections.abc import Callable, Container
from uuid import UUID

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.tui import safe_text, words
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.grid import telling
from confkit.tui.grid.colours import Paints, glyph
from confkit.tui.grid.marking import SessionMarked
from confkit.tui.listing import MARK

_HEAD = " waiting "


class Tray(Widget, can_focus=True):
    """The waiting sessions side by side; it scrolls with its cursor."""

    BINDINGS = bindings(Scope.TRAY)

    class Moved(Message):
        """The cursor stands on another session."""

    class Taken(Message):
        """The session under the cursor shall be picked up; ``by_mouse`` says that the mouse drags it to the grid."""

        def __init__(self, *, by_mouse: bool = False) -> None:
            super().__init__()
            self.by_mouse = by_mouse

    class Left(Message):
        """The user goes back to the grid."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sessions: tuple[Session, ...] = ()
        self._programme: Programme | None = None
        self._paints: Paints | None = None
        self._shown: frozenset[UUID] = frozenset()
        self._first = 0
        self._grabbed = False
        self.cursor = 0
        self.marked: Container[UUID] = frozenset()

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Everything that waits."""
        return self._sessions

    @property
    def shown(self) -> tuple[Session, ...]:
        """What waits and the filter takes."""
        return self._sessions[: len(self._shown)]

    @property
    def session(self) -> Session | None:
        """What the cursor is on."""
        return self._sessions[self.cursor] if self._sessions else None

    def show(
        self,
        sessions: tuple[Session, ...],
        programme: Programme,
        paints: Paints,
        takes: Callable[[Session], bool] = lambda _: True,
    ) -> None:
        """Show what waits, first what the filter ``takes``; the cursor stays on its session where that is one of it."""
        before = self.session
        self._programme, self._paints = programme, paints
        self._shown = frozenset(session.id for session in sessions if takes(session))
        self._sessions = tuple(sorted(sessions, key=lambda one: one.id not in self._shown))
        ids = [session.id for session in self._sessions]
        if before is not None and before.id in self._shown:
            self.cursor = ids.index(before.id)
        elif len(self._shown) < len(ids):
            self.cursor = 0
        self._go(self.cursor)
        self.refresh()

    def select(self, session: Session) -> bool:
        """Put the cursor on a session; say whether it waits."""
        ids = [one.id for one in self._sessions]
        if session.id not in ids:
            return False
        self._go(ids.index(session.id))
        return True

    def _go(self, to: int) -> None:
        self.cursor = min(max(to, 0), max(0, len(self._sessions) - 1))
        self._first = min(self._first, self.cursor)
        room = self.size.width - cell_len(_HEAD) - 8
        while self._first < self.cursor and sum(
            cell_len(self._text(one)) + 2 for one in self._sessions[self._first : self.cursor + 1]
        ) > max(20, room):
            self._first += 1
        self.refresh()
        self.post_message(self.Moved())

    def _text(self, session: Session) -> str:
        assert self._programme is not None
        track = self._track(session)
        title = safe_text.line(session.title[:200]) or "(no title)"
        if cell_len(title) > 28:
            title = safe_text.fit(title, 28)
        mark = f"{MARK} " if session.id in self.marked else ""
        return f"{mark}{glyph(track)} {title.rstrip()} {words.minutes(self._programme.length(session))}"

    def _track(self, session: Session) -> int | None:
        assert self._programme is not None
        ids = [track.id for track in self._programme.tracks]
        return ids.index(session.track_id) if session.track_id in ids else None

    def action_previous(self) -> None:
        """Go to the session before."""
        self._go(self.cursor - 1)

    def action_next(self) -> None:
        """Go to the next session."""
        self._go(self.cursor + 1)

    def action_first(self) -> None:
        """Go to the first session."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last session."""
        self._go(len(self._sessions) - 1)

    def action_take(self) -> None:
        """Pick up what the cursor is on."""
        if self._sessions:
            self.post_message(self.Taken())

    def action_leave(self) -> None:
        """Go back to the grid."""
        self.post_message(self.Left())

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()
        self.post_message(self.Moved())

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose a session, which can be dragged into the grid now."""
        offset = event.get_content_offset(self)
        if offset is None or not self._sessions or event.button != 1:
            return
        event.stop()
        left = cell_len(_HEAD)
        for number in range(self._first, len(self._sessions)):
            left += cell_len(self._text(self._sessions[number])) + 2
            if offset.x < left:
                self._go(number)
                if not event.ctrl:
                    self._grabbed = True
                    self.capture_mouse()
                break

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Once the mouse leaves the tray with a session, the grid has it."""
        if self._grabbed and not 0 <= event.y < self.size.height:
            self._grabbed = False
            self.release_mouse()
            self.post_message(self.Taken(by_mouse=True))

    def on_mouse_up(self) -> None:
        """It was not dragged anywhere."""
        if self._grabbed:
            self._grabbed = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click picks a session up, ctrl and a click marks it."""
        if not self._sessions:
            return
        event.stop()
        if event.ctrl and self.session is not None:
            self.post_message(SessionMarked(self.session))
        elif event.chain == 2:
            self.action_take()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        paints, width = self._paints, self.size.width
        if paints is None or y:
            return Strip.blank(width)
        muted = paints.style("muted")
        if not self._sessions:
            text = telling.missing(self._programme) if self._programme else ""
            return Strip([Segment(safe_text.fit(f" {text or 'nothing waits for a place'}", width), muted)])
        segments = [Segment(_HEAD, paints.style("accent" if self.has_focus else "muted"))]
        left = cell_len(_HEAD)
        for number in range(self._first, len(self._sessions)):
            text = self._text(self._sessions[number])
            more = len(self._sessions) - number
            if left + cell_len(text) + (6 if more > 1 else 0) > width and number > self._first:
                segments.append(Segment(f"+{more}", muted))
                break
            lit = number == self.cursor and self.has_focus
            tone = "foreground" if self._sessions[number].id in self._shown else "muted"
            style = paints.style("cursor-text", "cursor", bold=True) if lit else paints.style(tone)
            segments += [Segment(text, style), Segment("  ", muted)]
            left += cell_len(text) + 2
        return Strip(segments).adjust_cell_length(width, muted)
