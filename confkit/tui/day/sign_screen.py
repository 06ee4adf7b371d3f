"""The sign of a room, over the whole terminal: what runs and what is next, in letters as large as there is room for.

It ticks with the clock and follows the journal. Where the database can't be read for a while it keeps showing what it
knows; a sign with an error message on it helps nobody in front of a door.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from confkit.domain.errors import ConfkitError, NotFound
from confkit.domain.planning.lateness import Plan
from confkit.domain.programme import Programme
from confkit.services.planning.on_the_day import plan_of_the_morning
from confkit.services.workspace import Workspace
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.day.letters import large, largest
from confkit.tui.day.sign_text import SignText, sign_text
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

# How often the clock is looked at, in seconds.
_TICK = 1.0


class Known(NamedTuple):
    """What was read last; the programme is None where the event is gone."""

    position: int
    programme: Programme | None
    plan: Plan


def read_day(ws: Workspace, event_id: UUID) -> Known:
    """Read an event and how it was planned this morning."""
    position = ws.repository.position()
    try:
        programme = ws.repository.programme(event_id)
    except NotFound:
        return Known(position, None, {})
    return Known(position, programme, plan_of_the_morning(ws, programme))


class Shape(NamedTuple):
    """How a sign is laid out: rows of the head, of people and of what is next, and blank ones between."""

    head: int
    small: int
    gap: int


def sign_lines(text: SignText, width: int, height: int) -> list[Content]:
    """Draw a sign in exactly ``height`` lines of at most ``width`` cells; that the title is large comes first."""
    side = 4 if width >= 120 else 2 if width >= 60 else 1
    inner = max(10, width - 2 * side)
    enough = 2 if inner >= 150 else 1
    found: tuple[int, list[Content]] | None = None
    for shape in _shapes(inner, height):
        size, lines = _laid_out(text, inner, height, shape)
        if found is None or size > found[0]:
            found = size, lines
        if size >= enough:
            break
    assert found is not None
    return [(Content(" " * side) + line).truncate(width, ellipsis=True) for line in found[1][:height]]


def _shapes(width: int, height: int) -> Iterable[Shape]:
    """The layouts to try, the finest first; a later one is taken only where it gives a larger title."""
    gap = 1 if height >= 16 else 0
    most = height // 5 if height >= 18 and width >= 56 else 1
    if height >= 40 and width >= 150:
        yield from (Shape(most, 8, gap), Shape(most, 4, gap), Shape(most // 2, 4, gap))
    yield from (Shape(most, 2, gap), Shape(1, 2, gap), Shape(1, 1, 0))


def _laid_out(text: SignText, width: int, height: int, shape: Shape) -> tuple[int, list[Content]]:
    head = _head(text, width, shape.head)
    small = min(4, shape.small)
    above = _put(text.above, text.tone, width, small, bold=True)
    people = _put(text.people, Tone.PLAIN, width, shape.small, bold=True)
    times = [*_times(text, width, 2 if small >= 4 else 1)]
    below = _put(text.below, Tone.MUTED, width, shape.small)
    gap = shape.gap
    used = len(head) + sum(len(block) + gap for block in (above, people, times, below) if block)
    room = height - used - gap
    title = _put(text.title, Tone.BRIGHT, width, max(2, room), bold=True, most=6)
    size = largest(safe_text.line(text.title), width, room)
    lines: list[Content] = [*head]
    for block in (above, title, people):
        if block:
            lines += [*_blank(gap), *block]
    foot = [*_blank(gap), *times] if times else []
    foot += [*_blank(gap), *below] if below else []
    return size, [*lines, *_blank(max(0, height - len(lines) - len(foot))), *foot]


def _blank(count: int) -> list[Content]:
    return [Content("")] * count


def _head(text: SignText, width: int, most: int) -> list[Content]:
    """The room at the left, the clock at the right, both large where there is room."""
    clock = large(text.clock, width // 3, most)
    if clock is None:
        room = safe_text.fit(safe_text.line(text.room), max(1, width - 7))
        return [Content.assemble((room, f"bold {Tone.ACCENT}"), "  ", (text.clock, Tone.BRIGHT))]
    size = max(map(len, clock))
    left = width - size - 3
    name = large(safe_text.line(text.room), left, len(clock)) if text.room else [""]
    if name is None:
        name = safe_text.wrapped(text.room, left, len(clock))
    rows = max(len(name), len(clock))
    name, clock = [*name, *[""] * (rows - len(name))], [*clock, *[""] * (rows - len(clock))]
    return [
        Content.assemble((safe_text.fit(one, left), Tone.ACCENT), "   ", (safe_text.fit(other, size), Tone.MUTED))
        for one, other in zip(name, clock, strict=True)
    ]


def _put(value: str, tone: Tone, width: int, height: int, *, bold: bool = False, most: int = 1) -> list[Content]:
    """A text in large letters where they fit, else as it is."""
    value = safe_text.line(value)
    if not value:
        return []
    style = f"bold {tone}".strip() if bold else tone
    drawn = large(value, width, height, most) if height >= 4 else None
    rows = drawn if drawn is not None else safe_text.wrapped(value, width, min(height, 6))
    return [Content.styled(row, style) for row in rows]


def _times(text: SignText, width: int, high: int) -> Iterable[Content]:
    """When it begins and ends, and a bar between where it runs."""
    if not text.begins:
        return
    if text.part is None:
        yield Content.styled(f"{text.begins} – {text.ends}", Tone.BRIGHT)
        return
    left = f"  {text.left}" if width >= 40 else ""
    bar = max(4, width - len(text.begins) - len(text.ends) - len(left) - 4)
    done = min(bar, max(0, round(bar * text.part)))
    for row in range(high):
        at = (text.begins, text.ends, left) if row == high - 1 else (" " * len(text.begins), "", "")
        yield Content.assemble(
            (f"{at[0]}  ", Tone.BRIGHT),
            ("█" * done if high > 1 else "━" * done, text.tone),
            ("░" * (bar - done) if high > 1 else "─" * (bar - done), Tone.MUTED),
            (f"  {at[1]}", Tone.BRIGHT),
            (at[2], text.tone),
        )


class Sign(Widget):
    """Draws a sign."""

    def __init__(self) -> None:
        super().__init__()
        self.text: SignText | None = None

    def show(self, text: SignText) -> None:
        """Show another text; drawn only where something differs."""
        if text != self.text:
            self.text = text
            self.refresh()

    def render(self) -> Content:
        """Draw it for the present size."""
        if self.text is None or not self.size:
            return Content("")
        return Content("\n").join(sign_lines(self.text, self.size.width, self.size.height))


class SignScreen(Screen[None]):
    """The sign of one room; ``clock`` gives the moment that it shows."""

    CSS_PATH = "day.tcss"
    BINDINGS = bindings(Scope.SIGN)

    def __init__(self, workspace: Workspace, event_id: UUID, room_id: UUID, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.workspace = workspace
        self._event_id = event_id
        self._room_id = room_id
        self._clock = clock
        self._known: Known | None = None
        self._reading = False
        self.sign = Sign()

    @property
    def confkit(self) -> "ConfkitApp":
        """The app."""
        return cast("ConfkitApp", self.app)

    def compose(self) -> ComposeResult:
        """Nothing but the sign."""
        yield self.sign

    def on_mount(self) -> None:
        """Read, then follow the clock and the journal."""
        self._read()
        self.set_interval(_TICK, self.tick)
        self.set_interval(self.confkit.watch_every, self._read)

    def _read(self) -> None:
        if self._reading:
            return
        self._reading = True
        known = self._known

        def job() -> Known | None:
            if known is not None and self.workspace.repository.position() == known.position:
                return None
            return read_day(self.workspace, self._event_id)

        self.confkit.start(job, self._show, failed=self._unread, group="watch")

    def _show(self, known: Known | None) -> None:
        self._reading = False
        if known is not None:
            self._known = known
            self.tick()

    def _unread(self, _: ConfkitError) -> None:
        self._reading = False

    def tick(self) -> None:
        """Show the moment."""
        if self._known is not None:
            now = self._clock()
            self.sign.show(sign_text(self._known.programme, self._room_id, now, self._known.plan))

    def action_leave(self) -> None:
        """Go back, or leave the program where the sign is all there is."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.exit()
