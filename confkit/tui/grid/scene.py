"""Everything that a painter has to know to draw the grid, and where a spot of the grid is."""

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from rich.segment import Segment

from confkit.domain.event import SessionKind
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.tui import safe_text, words
from confkit.tui.grid.colours import Paints
from confkit.tui.grid.label import Line, label_lines
from confkit.tui.grid.model import Block, Layout


class Spot(NamedTuple):
    """A cell of the grid; ``lane`` chooses among the blocks that stand side by side there."""

    column: int
    row: int
    lane: int = 0


class Ghost(NamedTuple):
    """What is being carried: where it would be put, and whether that would be fine."""

    column: int
    first: int
    last: int
    title: str
    is_free: bool
    origin: UUID | None


_ORIGIN = Spot(0, 0)


def _nothing(_: UUID) -> Severity | None:
    return None


@dataclass
class Scene:
    """A layout, and what is going on in it. ``mark`` says of a free cell whether what is carried could begin there,
    ``marked`` holds the ids of the sessions that are marked."""

    layout: Layout
    programme: Programme
    paints: Paints
    severity: Callable[[UUID], Severity | None] = _nothing
    cursor: Spot = _ORIGIN
    focused: bool = True
    hovered: Spot | None = None
    ghost: Ghost | None = None
    mark: Callable[[int, int], bool] | None = None
    now: int | None = None
    # Draws every cell in place of sessions: a column, a row, a width.
    bands: Callable[[int, int, int], Segment] | None = None
    marked: Container[UUID] = frozenset()
    _labels: dict[tuple[UUID, int, int, str], tuple[Slot, tuple[Line, ...]]] = field(default_factory=dict)
    _under: tuple[Spot, Block | None] | None = None

    @property
    def under_cursor(self) -> Block | None:
        """The block that the cursor is on."""
        if self._under is None or self._under[0] != self.cursor:
            column, row, lane = self.cursor
            self._under = (self.cursor, self.layout.at(column, row, lane) if self.layout.columns else None)
        return self._under[1]

    def take_labels(self, other: "Scene") -> None:
        """Take over the labels of a scene before, where nothing but slots is another now."""
        one, two = self.programme, other.programme
        if one.sessions is two.sessions and one.persons is two.persons and one.types is two.types:
            self._labels = other._labels

    def label(self, block: Block, width: int, height: int, before: str) -> tuple[Line, ...]:
        """The lines that are written into a block; ``before`` stands before the title."""
        key = (block.slot.id, width, height, before)
        found = self._labels.get(key)
        # A slot that was moved since may be of another length.
        if found is None or found[0] is not block.slot:
            title = f"{before}{safe_text.line(block.session.title) or '(no title)'}"
            found = (block.slot, label_lines(title, self.names(block.session), self.about(block), width, height))
            self._labels[key] = found
        return found[1]

    def names(self, session: Session) -> str:
        """Who takes part."""
        return safe_text.line(words.names(self.programme, session))

    def about(self, block: Block) -> str:
        """The kind of a session and how long it is."""
        session = block.session
        kind = self.programme.type.get(session.type_id) if session.type_id else None
        return f"{safe_text.line(kind.name) + ' · ' if kind else ''}{words.minutes(block.slot.duration)}"

    def kind(self, block: Block) -> SessionKind:
        """What the type of a session is."""
        kind = self.programme.type.get(block.session.type_id) if block.session.type_id else None
        return kind.kind if kind else SessionKind.TALK


__all__ = ["Ghost", "Scene", "Spot"]
