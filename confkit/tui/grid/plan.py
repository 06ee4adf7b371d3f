"""The programme as it will be when everything that was dropped is written, with its conflicts.

A change is shown at once and written by a worker. Until it is through, whatever is read from the workspace gets it
applied on top; one that fails is taken back, and what is really stored is read again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.conflicts import RULE, ConflictIndex
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.tui.grid.model import days_of, waiting
from confkit.tui.snapshot import Snapshot

if TYPE_CHECKING:
    from confkit.domain.errors import ConfkitError
    from confkit.tui.grid.pane import SchedulePane

Move = tuple[Slot | None, Slot | None]


class Plan:
    """What the pane shows: the snapshot with what is not written yet, and the conflicts in it."""

    def __init__(self, pane: "SchedulePane") -> None:
        self._pane = pane
        self.snapshot = Snapshot()
        self._index: ConflictIndex | None = None
        self._index_of: Programme | None = None
        self._known: tuple[Programme, tuple[tuple[date, ...], tuple[Session, ...]]] | None = None
        # What was dropped and is not written yet, by slot.
        self._pending: dict[UUID, Move] = {}

    @property
    def programme(self) -> Programme | None:
        """The programme as it will be."""
        return self.snapshot.programme

    def _facts(self) -> tuple[tuple[date, ...], tuple[Session, ...]]:
        """The days and what waits: found once for each programme, because each look at the grid asks for them."""
        programme = self.programme
        if programme is None:
            return (), ()
        if self._known is None or self._known[0] is not programme:
            self._known = (programme, (days_of(programme), waiting(programme)))
        return self._known[1]

    @property
    def days(self) -> tuple[date, ...]:
        """The days that can be shown."""
        return self._facts()[0]

    @property
    def waiting(self) -> tuple[Session, ...]:
        """The sessions that wait for a place."""
        return self._facts()[1]

    def read(self, snapshot: Snapshot) -> bool:
        """Take over another state of the workspace; say whether its programme is another one."""
        before, programme = self.programme, snapshot.programme
        self.snapshot = snapshot
        if programme is None or programme is before:
            return False
        pane = self._pane

        def found(index: ConflictIndex) -> None:
            if self.programme is programme and self._index_of is not programme:
                self._index, self._index_of = index, programme
                pane.show_conflicts()

        if self._index_of is not programme:
            pane.workspace_screen.confkit.start(lambda: ConflictIndex(programme), found)
        return True

    @property
    def has_pending(self) -> bool:
        """Whether something that is shown is not written yet."""
        return bool(self._pending)

    def with_pending(self, snapshot: Snapshot) -> Snapshot:
        """Return ``snapshot`` with what was dropped but not yet written when it was read."""
        programme = snapshot.programme
        if not self._pending or programme is None:
            return snapshot
        return replace(snapshot, programme=with_slots(programme, self._pending.values()))

    # Conflicts

    @property
    def index(self) -> ConflictIndex:
        """The conflicts of the programme; found now, where the worker is not through yet."""
        programme = self.programme
        assert programme is not None
        if self._index is None or self._index_of is not programme:
            self._index, self._index_of = ConflictIndex(programme), programme
        return self._index

    def severity_of(self, slot: UUID) -> Severity | None:
        """The severity of the worst conflict of a slot that is known so far, hints aside."""
        problems = self._index.problems_of.get(slot, ()) if self._index else ()
        return next((one.severity for one in problems if one.severity is not Severity.HINT), None)

    @property
    def conflicts(self) -> Sequence[Problem]:
        """Every conflict that is known so far, hints aside."""
        return [one for one in self._index.problems if one.severity is not Severity.HINT] if self._index else []

    # Changing

    def change(self, moves: Sequence[Move], *, label: str = "") -> None:
        """Show a change of slots at once, and write it as one edit; ``label`` is what the history calls it."""
        from confkit.services.planning.moves import write_moves

        programme, screen = self.programme, self._pane.workspace_screen
        assert programme is not None
        slots = [slot.id for before, after in moves if (slot := after or before) is not None]
        self._pending |= dict(zip(slots, moves, strict=True))
        self._apply(moves)

        def through() -> None:
            for slot in slots:
                self._pending.pop(slot, None)
            screen.read()

        def failed(error: "ConfkitError") -> None:
            self._apply([(after, before) for before, after in moves])
            self._pane.say("")
            through()
            screen.confkit.show_error(error)

        def job() -> object:
            return write_moves(screen.workspace, programme, moves, label=label)

        screen.confkit.start(job, lambda _: through(), failed=failed, group="moves")

    def _apply(self, moves: Sequence[Move]) -> None:
        snapshot, index = self.snapshot, self.index.after_moves(moves).index
        assert snapshot.programme is not None
        programme = with_slots(snapshot.programme, moves)
        self.snapshot = replace(snapshot, programme=programme, problems=_problems(snapshot, index))
        self._index, self._index_of = index, programme
        self._pane.workspace_screen.take_over(self.snapshot)
        self._pane.lay_out()


def _problems(snapshot: Snapshot, index: ConflictIndex) -> tuple[Problem, ...] | None:
    """The problems of the workspace with other conflicts of the open event."""
    if snapshot.problems is None or snapshot.programme is None:
        return None
    event = f"{snapshot.programme.event.slug}: "
    others = [one for one in snapshot.problems if one.code not in RULE or not one.where.startswith(event)]
    own = [replace(one, where=event + one.where) for one in index.problems]
    return tuple(sorted((*own, *others), key=lambda one: one.rank))


def with_slots(programme: Programme, moves: Iterable[Move]) -> Programme:
    """Return the programme after a change of slots."""
    slots = {slot.id: slot for slot in programme.slots}
    for before, after in moves:
        if before is not None:
            slots.pop(before.id, None)
        if after is not None:
            slots[after.id] = after
    # The order that a programme promises; everything else is in it already.
    ordered = sorted(slots.values(), key=lambda one: (one.start.timestamp(), one.end.timestamp(), one.id))
    return replace(programme, slots=tuple(ordered))
