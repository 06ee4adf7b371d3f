"""The card of the tour: lies over the corner of the real screen, takes no key and no focus, and looks what is done."""

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from confkit.tui.tones import Tone
from confkit.tui.tour import Step, steps_for

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen

LAYER = "tour"
WIDTH = 50
# How often it is looked whether a step is done, in seconds: soon enough to feel answered.
_EVERY = 0.25


class TourCard(Static):
    """What to do next; ^t skips a step, esc leaves."""

    DEFAULT_CSS = f"""
    TourCard {{
        dock: bottom; layer: {LAYER}; width: {WIDTH}; max-width: 100%; height: auto; padding: 0 1;
        background: $surface; border: round $accent; border-title-color: $accent; border-title-style: bold;
        link-style: none; link-color: $muted; link-background: transparent;
    }}
    TourCard.-line {{ width: auto; border: none; }}
    """

    def __init__(self) -> None:
        super().__init__(id="tour")
        self._steps: tuple[Step, ...] = ()
        self._at = 0
        self._done_before = 0
        self._is_line = False

    @property
    def workspace_screen(self) -> "WorkspaceScreen":
        """The screen that the tour is about."""
        return cast("WorkspaceScreen", self.screen)

    @property
    def step(self) -> Step | None:
        """The present step; None at the end."""
        return self._steps[self._at] if self._at < len(self._steps) else None

    def on_mount(self) -> None:
        """Begin."""
        self._steps = steps_for(self.workspace_screen.snapshot)
        self._show()
        self.set_interval(_EVERY, self.look)

    def look(self) -> None:
        """Go on where the step is done."""
        step = self.step
        if step is not None and step.done(self.workspace_screen):
            self.next()
        elif self._is_line != self._must_be_line:
            self._show()

    @property
    def _must_be_line(self) -> bool:
        """Where the detail stands below, the card would cover what it says of what is carried: only a line is left."""
        screen = self.workspace_screen
        return screen.has_class("-narrow") and screen.situation.carrying

    def next(self) -> None:
        """Go to the next step; with the first content there are steps for it."""
        if self._at >= len(self._steps):
            self.leave()
            return
        self._at += 1
        self._done_before += 1
        if self._at == len(self._steps) == 1:
            # The workspace was empty. Now that there is something, the tour goes on with it.
            steps = steps_for(self.workspace_screen.snapshot)
            self._steps, self._at = (steps, 0) if len(steps) > 1 else (self._steps, 1)
        self._show()

    def leave(self) -> None:
        """End the tour."""
        self.workspace_screen.tour = None
        self.remove()

    def _show(self) -> None:
        step = self.step
        self._is_line = self._must_be_line
        self.set_class(self._is_line, "-line")
        links = Content("   ").join((_link("^t", "skip" if step else "close", "tour"), _link("esc", "leave", "back")))
        if step is None:
            self.border_title = "Tour"
            text = Content.assemble(
                ("✓ That is all. ", Tone.GOOD),
                "b writes calendars, feeds and pages. ^t brings this tour back.",
                "\n",
                links,
            )
        elif self._is_line:
            text = Content.assemble(
                (" Tour  press ", Tone.MUTED), (step.keys, Tone.BRIGHT), "   ", _link("^t", "skip", "tour"), " "
            )
        else:
            self.border_title = f"Tour · {self._at + 1} of {len(self._steps)}"
            told = Content.assemble("\n", ("press ", Tone.MUTED), (step.keys, Tone.BRIGHT), "   ", links)
            text = Content.assemble(("✓ ", Tone.GOOD) if self._done_before else "", step.text, told)
        self.update(text)
        self.call_after_refresh(self._place)

    def on_resize(self) -> None:
        """Stay in the corner."""
        self._place()

    def _place(self) -> None:
        """At the right, above the line of keys."""
        self.styles.offset = (max(0, self.screen.size.width - self.outer_size.width), -1)


def _link(key: str, word: str, action: str) -> Content:
    text = Content.assemble((key, Tone.ACCENT), " ", (word, Tone.MUTED))
    return text.stylize(Style.from_meta({"@click": f"screen.do('{action}')"}))


def begin(screen: "WorkspaceScreen") -> TourCard:
    """Put the card over the screen, without laying out anything else anew."""
    screen.set_styles(f"layers: default {LAYER};")
    card = TourCard()
    screen.tour = card
    screen.mount(card)
    return card
