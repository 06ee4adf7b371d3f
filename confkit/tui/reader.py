"""Reads the workspace for the first screen, in workers, and looks whether somebody else has written.

Every reading has a number: what comes back from one that a later reading overtook is left aside. The modules that know
what rows mean (``views``, ``detail``) come with the first reading, in its worker.
"""

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.tui.listing import notice
from confkit.tui.snapshot import Snapshot, first_place, read_problems, read_snapshot, still_there

if TYPE_CHECKING:
    from confkit.domain.errors import ConfkitError
    from confkit.domain.history import Entry
    from confkit.domain.problem import Problem
    from confkit.tui.workspace_screen import WorkspaceScreen


class Reader:
    """Gives the screen its snapshots."""

    def __init__(self, screen: "WorkspaceScreen") -> None:
        self._screen = screen
        self._reading = 0
        self._read_through = 0
        self._checked_through = 0
        self._watching = False

    @property
    def is_settled(self) -> bool:
        """Whether everything is read and checked: what comes next can be told from what is shown."""
        return self._screen.loaded and self._reading == self._read_through == self._checked_through

    def read(self, event: UUID | None = None) -> None:
        """Read the workspace again, in a worker; ``event`` opens another event."""
        self._reading += 1
        number, workspace = self._reading, self._screen.workspace
        programme = self._screen.snapshot.programme
        wanted = event or (programme.event.id if programme else None)

        def job() -> Snapshot:
            import_module("confkit.tui.views")
            import_module("confkit.tui.detail")
            return read_snapshot(workspace, wanted)

        self._screen.confkit.start(job, lambda found: self._read(number, found), failed=self._unread)

    def _read(self, number: int, snapshot: Snapshot) -> None:
        if number != self._reading:
            return
        screen = self._screen
        self._read_through = number
        # Until the check is through, the problems of before are the best there is to show.
        screen.snapshot = replace(snapshot, problems=screen.snapshot.problems)
        if screen.schedule is not None:
            screen.snapshot = screen.schedule.plan.with_pending(screen.snapshot)
        screen.marking.forget_gone(screen.snapshot)
        screen.place = still_there(screen.place, screen.snapshot) if screen.loaded else first_place(screen.snapshot)
        screen.loaded = True
        screen.show_again()
        screen.confkit.greet(screen)
        screen.confkit.start(lambda: read_problems(screen.workspace), lambda found: self._checked(number, found))

    def _unread(self, error: "ConfkitError") -> None:
        screen = self._screen
        self._read_through = self._reading
        screen.confkit.show_error(error)
        if not screen.loaded:
            place = f"{error.where}: " if error.where else ""
            told = (f"✗ {place}{error.what}", f"→ {error.fix}", "Press f5 to try again, q to leave.")
            screen.records.show(notice(*told))

    def _checked(self, number: int, problems: "tuple[Problem, ...]") -> None:
        if number == self._reading:
            is_first = not self._checked_through
            self._checked_through = number
            self._screen.snapshot = replace(self._screen.snapshot, problems=problems)
            self._screen.show_again()
            if is_first:
                self._screen.confkit.keep()

    def take_in(self, entry: "Entry") -> None:
        """Show what an entry of the journal that was just written changed; read again where that can't be told."""
        schedule = self._screen.schedule
        if schedule is None or not schedule.plan.take_in(entry):
            self._screen.read()

    # Others

    @property
    def _is_writing(self) -> bool:
        schedule = self._screen.schedule
        return schedule is not None and schedule.plan.has_pending

    def watch(self) -> None:
        """Look, cheaply, whether another process has written something.

        Not while a reading is under way: where that takes longer than the interval, each one
        would be given up for the next.
        """
        screen = self._screen
        if screen.loaded and not self._watching and not self._is_writing and self._reading == self._read_through:
            self._watching = True
            known = screen.snapshot.position
            screen.confkit.start(
                screen.workspace.repository.position,
                lambda position: self._watched(known, position),
                failed=self._unwatched,
                group="watch",
            )

    def _watched(self, known: int, position: int) -> None:
        self._watching = False
        # Where something was dropped meanwhile, the next look will tell whether others wrote as well.
        if known == self._screen.snapshot.position != position and not self._is_writing:
            self._screen.read()

    def _unwatched(self, _: "ConfkitError") -> None:
        # A database that can't be read for a moment is no news; whatever the user does next will tell.
        self._watching = False
