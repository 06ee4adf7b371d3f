"""The programme as it will be when everything that was dropped is written, with its conflicts.

A change is shown at once and written by a worker as soon as it is painted, one after the other. Until it is through,
whatever is read from the workspace gets it applied on top; one that fails is taken back, with those that wait behind it
and change the same slots, and what is really stored is read again.

What was written here is not read again: where its entry is the next one of the journal, nobody else wrote in between,
and what is shown is what is stored. Reading everything would take from the next key what it needs.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID

from confkit.domain.conflicts import RULE, ConflictIndex
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Move, Programme
from confkit.domain.session import Session, Slot
from confkit.domain.validation import field_problems
from confkit.tui import words
from confkit.tui.grid.timetable import Timetable
from confkit.tui.snapshot import Snapshot

if TYPE_CHECKING:
    from confkit.domain.errors import ConfkitError
    from confkit.domain.history import Entry
    from confkit.tui.grid.pane import SchedulePane


# In seconds: when a change begins to be written, where the screen was not painted until then.
_LATEST = 0.25


@dataclass(eq=False, slots=True)
class _Writing:
    """A change that is shown and not written yet."""

    moves: Sequence[Move]
    start: Callable[[], None]
    has_begun: bool = False

    def begin(self) -> None:
        """Let a worker write it; once."""
        if not self.has_begun:
            self.has_begun = True
            self.start()

    @property
    def slots(self) -> set[UUID]:
        """The slots that it changes."""
        return {slot.id for move in self.moves for slot in move if slot is not None}


class Plan:
    """What the pane shows: the snapshot with what is not written yet, and the conflicts in it."""

    def __init__(self, pane: "SchedulePane") -> None:
        self._pane = pane
        self.snapshot = Snapshot()
        self._index: ConflictIndex | None = None
        self._index_of: Programme | None = None
        self._timetable: Timetable | None = None
        # What was dropped and is not written yet, by slot.
        self._pending: dict[UUID, Move] = {}
        # The conflicts as they are told of the workspace, by the identity of each.
        self._told: dict[int, tuple[Problem, Problem]] = {}
        # In the order of the user; the first one is under way.
        self._writing: deque[_Writing] = deque()
        # Whether something was written that has to be read, once everything is written.
        self._unread = False
        # What waits for everything to be written, such as leaving the program.
        self._afterwards: list[Callable[[], object]] = []

    @property
    def programme(self) -> Programme | None:
        """The programme as it will be."""
        return self.snapshot.programme

    @property
    def timetable(self) -> Timetable:
        """The slots of the programme by day; made once for each programme, because every look at the grid asks."""
        programme = self.programme
        assert programme is not None
        if self._timetable is None or self._timetable.programme is not programme:
            self._timetable = Timetable(programme)
        return self._timetable

    @property
    def days(self) -> tuple[date, ...]:
        """The days that can be shown."""
        return self.timetable.days if self.programme else ()

    @property
    def waiting(self) -> tuple[Session, ...]:
        """The sessions that wait for a place."""
        return self.timetable.waiting if self.programme else ()

    def read(self, snapshot: Snapshot) -> bool:
        """Take over another state of the workspace; say whether its programme is another one."""
        before, programme = self.programme, snapshot.programme
        self.snapshot = snapshot
        if programme is None or programme is before:
            return False
        pane = self._pane

        def found(index: ConflictIndex) -> None:
            if self.programme is programme and self._index_of is not programme:
                is_first = self._index is None
                self._index, self._index_of = index, programme
                pane.show_conflicts()
                if is_first:
                    pane.workspace_screen.confkit.keep()

        if self._index_of is not programme:
            pane.workspace_screen.confkit.start(lambda: ConflictIndex(programme), found)
        return True

    @property
    def has_pending(self) -> bool:
        """Whether something that is shown is not written yet."""
        return bool(self._writing)

    def when_written(self, then: Callable[[], object]) -> None:
        """Do something as soon as everything that is shown is written; not if that fails, which is told then."""
        if self.has_pending:
            self._afterwards.append(then)
        else:
            then()

    def with_pending(self, snapshot: Snapshot) -> Snapshot:
        """Return ``snapshot`` with what was dropped but not yet written when it was read."""
        programme = snapshot.programme
        if not self._pending or programme is None:
            return snapshot
        # Another event may be open by now, and a session gone.
        known = programme.session
        here = [move for move in self._pending.values() if all(not one or one.session_id in known for one in move)]
        return replace(snapshot, programme=programme.after_moves(here))

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

        def job() -> "Entry":
            return write_moves(screen.workspace, programme, moves, label=label)

        def through(entry: "Entry | None") -> None:
            self._forget(self._writing.popleft())
            self._unread = self._unread or entry is None or not self._is_known(entry)
            if entry is not None and not self._unread:
                self._note(entry)
            if self._writing:
                self._writing[0].begin()
                return
            if self._unread:
                self._unread = False
                screen.read()
            afterwards, self._afterwards = self._afterwards, []
            for then in afterwards:
                then()

        def failed(error: "ConfkitError") -> None:
            self._take_back(programme.event.id)
            self._afterwards.clear()
            through(None)
            screen.confkit.show_error(error)

        writing = _Writing(moves, lambda: screen.confkit.start(job, through, failed=failed, group="moves"))
        self._writing.append(writing)
        if len(self._writing) == 1:
            # The worker would take from the thread that paints what it needs for the first frame. A screen that is
            # closed before it was painted forgets what it was to do after that.
            screen.call_after_refresh(writing.begin)
            screen.set_timer(_LATEST, writing.begin)

    def _forget(self, writing: _Writing) -> None:
        """A change is not pending any more."""
        left = {slot: move for slot, move in self._pending.items() if not any(move is one for one in writing.moves)}
        self._pending = left

    def _take_back(self, event: UUID) -> None:
        """Show things as before the first of the changes, which can't be written, and those that follow from it.

        What waits to be written and has nothing to do with it stays.
        """
        first, *others = self._writing
        gone, slots = [first], first.slots
        for one in others:
            if one.slots & slots:
                gone.append(one)
                slots |= one.slots
                self._writing.remove(one)
                self._forget(one)
        # Where something else is shown by now, what is stored is read soon enough.
        programme, shown = self.programme, self._pane.workspace_screen.snapshot
        if programme is not None and programme.event.id == event and self.snapshot is shown:
            self._apply([(after, before) for one in reversed(gone) for before, after in reversed(one.moves)])
        more = len(gone) - 1
        self._pane.say(f"taken back, with {words.count(more, 'change')} after it" if more else "")

    def take_in(self, entry: "Entry") -> bool:
        """Show what an entry changed that was just written elsewhere (an undo); say whether that was possible."""
        moves = [(change.before, change.after) for change in entry.edit.changes]
        is_busy = self._writing or self._pane.carry.carrying is not None
        if is_busy or not self._pane.workspace_screen.in_grid or not self._is_known(entry):
            return False
        self._apply(cast("Sequence[Move]", moves))
        self._note(entry)
        self._pane.settled()
        return True

    def _is_known(self, entry: "Entry") -> bool:
        """Whether an entry is the next one, and changes nothing but slots that nothing but conflicts depends on."""
        screen = self._pane.workspace_screen
        is_shown = self.snapshot is screen.snapshot and screen.reader.is_settled
        if not is_shown or entry.number != self.snapshot.position + 1:
            return False
        programme = self.programme
        if programme is None:
            return False
        recorded = {view.episode.session_id for views in self.snapshot.episodes.values() for view in views}
        for change in entry.edit.changes:
            for slot in (change.before, change.after):
                if slot is None:
                    continue
                if not isinstance(slot, Slot) or slot.session_id not in programme.session:
                    return False
                # An episode takes its date from the session; who signed up did so for a place; a slot that is wrong in
                # itself is a problem that no rule for conflicts finds.
                if slot.session_id in recorded or slot.session_id in programme.sign_ups_of or field_problems(slot):
                    return False
        return True

    def _note(self, entry: "Entry") -> None:
        # Nothing that is in sight says at which entry the journal is.
        self.snapshot = self._pane.workspace_screen.snapshot = self.snapshot.at_position(entry.number)

    def _apply(self, moves: Sequence[Move]) -> None:
        snapshot, index = self.snapshot, self.index.after_moves(moves).index
        assert snapshot.programme is not None
        self._timetable = self.timetable.after_moves(moves)
        programme = self._timetable.programme
        self.snapshot = replace(snapshot, programme=programme, problems=self._problems(snapshot, index))
        self._index, self._index_of = index, programme
        self._pane.workspace_screen.showing.take_over(self.snapshot)
        self._pane.lay_out(near_first=True)

    def _problems(self, snapshot: Snapshot, index: ConflictIndex) -> tuple[Problem, ...] | None:
        """The problems of the workspace with other conflicts of the open event."""
        if snapshot.problems is None or snapshot.programme is None:
            return None
        event = f"{snapshot.programme.event.slug}: "
        others = [one for one in snapshot.problems if one.code not in RULE or not one.where.startswith(event)]
        # Nearly all of them are the very ones of before; they are told by what they are, not by what they say.
        known, self._told = self._told, {}
        for one in index.problems:
            was = known.get(id(one))
            self._told[id(one)] = was if was and was[0] is one else (one, replace(one, where=event + one.where))
        own = (told for _, told in self._told.values())
        return tuple(sorted((*own, *others), key=lambda one: one.rank))
