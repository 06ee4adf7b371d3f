"""Jump mode: letters over everything one could go to; typing them goes there.

One widget paints what the screen below showed, with the letters in it: nothing is laid out anew, and the screen below
needs to know nothing of it but where things stand.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from confkit.tui import safe_text
from confkit.tui.actions.action import Scope
from confkit.tui.actions.registry import bindings
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane
    from confkit.tui.record_list import RecordList
    from confkit.tui.sidebar import Stop
    from confkit.tui.workspace_screen import WorkspaceScreen

# The row under the fingers first; no letter needs another key.
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Target(NamedTuple):
    """Something to go to, at a cell of the screen."""

    x: int
    y: int
    go: Callable[[], object]


def hints(number: int) -> list[str]:
    """Return so many names of one or two letters, as many of one as can be; the first ones are the shortest."""
    doubles = 0
    while len(LETTERS) - doubles + doubles * len(LETTERS) < number and doubles < len(LETTERS):
        doubles += 1
    single = LETTERS[: len(LETTERS) - doubles]
    pairs = (first + second for first in LETTERS[len(LETTERS) - doubles :] for second in LETTERS)
    return [*single, *pairs][:number]


def targets_of(screen: "WorkspaceScreen", lines: Sequence[Strip]) -> list[Target]:
    """Everything in sight that one can go to: panes and sections first, then rows or blocks, then what is a link."""
    found = [*_panes(screen), *_sections(screen)]
    links = [*_links(screen, lines)]
    title = [link for link in links if link.y == screen.middle.region.y - 1 or link.y == 1]
    found += title
    if screen.in_grid and screen.schedule is not None:
        found += _in_grid(screen.schedule)
    else:
        found += _rows(screen.records)
    taken = {(one.x, one.y) for one in found}
    return found + [link for link in links if (link.x, link.y) not in taken]


def _panes(screen: "WorkspaceScreen") -> Iterator[Target]:
    middle: Widget = screen.schedule if screen.in_grid and screen.schedule is not None else screen.records
    for pane, focus in ((screen.sections, screen.sections.focus), (middle, screen.focus_middle), (screen.detail, None)):
        if pane.display and pane.region.area:
            yield Target(pane.region.x + 1, pane.region.y, focus or screen.detail.focus)


def _sections(screen: "WorkspaceScreen") -> Iterator[Target]:
    def go(stop: "Stop") -> None:
        screen.go(stop.place)
        screen.focus_middle()

    for x, y, row in screen.sections.in_sight():
        yield Target(x, y, partial(go, row))


def _rows(records: "RecordList") -> Iterator[Target]:
    def go(row: object) -> None:
        records.focus()
        records.select(records.listing.key(row))

    for x, y, row in records.in_sight():
        yield Target(x, y, partial(go, row))


def _in_grid(pane: "SchedulePane") -> Iterator[Target]:
    """The blocks in sight, found where a click would find them; then what waits."""
    grid = pane.grid
    scene, sheet, region = grid.scene, grid.sheet, grid.content_region
    seen = set()
    if scene is not None and sheet is not None:
        for y in range(1, region.height):
            for x in range(0, region.width, 2):
                spot = sheet.spot_at(x, y - 1 + grid.scroll_offset.y)
                block = scene.layout.at(*spot) if spot is not None else None
                if block is not None and block.slot.id not in seen:
                    seen.add(block.slot.id)
                    yield Target(region.x + x, region.y + y, partial(_to_block, pane, block.slot.id))
    if pane.tray.session is not None:
        yield Target(pane.tray.region.x, pane.tray.region.y, pane.tray.focus)


def _to_block(pane: "SchedulePane", id: "object") -> None:
    from uuid import UUID

    pane.grid.focus()
    if isinstance(id, UUID):
        pane.select(id)


def _links(screen: "WorkspaceScreen", lines: Sequence[Strip]) -> Iterator[Target]:
    """Whatever can be clicked in titles and in the detail: days, things, entries. The line of keys has keys already."""
    for y, strip in enumerate(lines[:-1]):
        x, before = 0, None
        for segment in strip:
            click = segment.style.meta.get("@click") if segment.style and not segment.control else None
            if click is not None and click != before:
                yield Target(x, y, partial(screen.call_next, partial(screen.run_action, click)))
            before = click
            x += segment.cell_length


class _Hints(Widget):
    """The screen below, with letters over it."""

    def __init__(self, lines: Sequence[Strip], named: dict[str, Target]) -> None:
        super().__init__()
        self._lines = lines
        self._named = named
        self.typed = ""

    def render_line(self, y: int) -> Strip:
        """Draw a line with the letters that still can be typed."""
        if y >= len(self._lines):
            return Strip.blank(self.size.width)
        if y == len(self._lines) - 1:
            # The keys below don't work now.
            told = safe_text.fit(" type the letters to go there · esc leaves", self.size.width)
            return Strip([Segment(told, self.rich_style)])
        strip = self._lines[y].apply_style(Style(dim=True))
        style = (self.visual_style + VisualStyle.parse(f"reverse {Tone.HEADING}")).rich_style
        for name, target in self._named.items():
            if target.y == y and name.startswith(self.typed):
                strip = _over(strip, target.x, name[len(self.typed) :], style)
        return strip


def _over(strip: Strip, x: int, text: str, style: Style) -> Strip:
    """Put ``text`` over the cells of ``strip`` from ``x`` on."""
    end = min(x + len(text), strip.cell_length)
    parts = (strip.crop(0, x), Strip([Segment(text[: end - x], style)]), strip.crop(end, strip.cell_length))
    return Strip.join(parts)


class JumpScreen(ModalScreen[Target | None]):
    """Waits for the letters; its result is where to go."""

    DEFAULT_CSS = "_Hints { width: 100%; height: 100%; }"
    BINDINGS = bindings(Scope.JUMP)

    def __init__(self, lines: Sequence[Strip], targets: Sequence[Target]) -> None:
        super().__init__()
        names = hints(len(targets))
        self.named = dict(zip(names, targets, strict=False))
        self._hints = _Hints(lines, self.named)

    def compose(self) -> ComposeResult:
        """One widget over everything."""
        yield self._hints

    def on_key(self, event: events.Key) -> None:
        """Take a letter; what names nothing leaves everything as it was."""
        if event.key == "escape":
            return
        event.stop()
        typed = self._hints.typed + (event.character or "")
        if typed in self.named:
            self.dismiss(self.named[typed])
        elif any(name.startswith(typed) for name in self.named) and event.character:
            self._hints.typed = typed
            self._hints.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on letters goes there, any other leaves."""
        near = (
            target
            for name, target in self.named.items()
            if target.y == event.screen_y and target.x <= event.screen_x < target.x + len(name)
        )
        self.dismiss(next(near, None))

    def on_resize(self) -> None:
        """What is painted no longer is where it was."""
        if self._hints.size and self._hints.size != self.size:
            self.dismiss(None)

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)


def open_jump(screen: "WorkspaceScreen") -> JumpScreen:
    """Show the letters over what the screen shows at present."""
    # The compositor has painted these lines already; there is no other way to them that doesn't lay out again.
    lines = screen._compositor.render_strips()
    jump = JumpScreen(lines, targets_of(screen, lines))

    def chosen(target: Target | None) -> None:
        if target is not None:
            target.go()

    screen.app.push_screen(jump, chosen)
    return jump
