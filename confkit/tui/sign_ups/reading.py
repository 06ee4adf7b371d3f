"""Reading the list of a session, and noticing what other processes write; edits, one after the other, in a worker."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from confkit.domain.conflicts import conflicts
from confkit.domain.conflicts.sign_ups import RULES
from confkit.domain.errors import ConfkitError, NotFound
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services import lookup
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp

T = TypeVar("T")

_CODES = frozenset(rule.id for rule in RULES.rules) | {"sign-up-over-room"}

# What was read: the programme, what is wrong with the list, what the cursor shall be on (None: where it is).
_Arrived = Callable[[Programme, tuple[Problem, ...], object], object]


class Reading:
    """Reads an event for the list of one of its sessions; ``arrived`` is told each time."""

    def __init__(
        self, confkit: "ConfkitApp", workspace: Workspace, programme: Programme, session: UUID, arrived: _Arrived
    ) -> None:
        self.changed = False
        self._confkit = confkit
        self._workspace = workspace
        self._event = programme.event.id
        self._session = session
        self._arrived = arrived
        self._position = -1
        self._is_reading = False
        self._is_watching = False

    def read(self, reveal: object = None) -> None:
        """Read the list again, in a worker."""
        self._is_reading = True
        self._confkit.start(self._found, lambda found: self._read(*found, reveal), failed=self._unread)

    def _found(self) -> tuple[int, Programme, tuple[Problem, ...]]:
        # The position first: what is written meanwhile is read twice rather than never.
        position = self._workspace.repository.position()
        programme = lookup.programme(self._workspace, str(self._event))
        wrong = (one for one in conflicts(programme) if one.code in _CODES and self._session in one.subjects)
        return position, programme, tuple(wrong)

    def fresh(self) -> tuple[Programme, Session]:
        """Read the session as it is now, for an edit that goes by how full it is; in a worker. Raises NotFound."""
        programme = lookup.programme(self._workspace, str(self._event))
        session = programme.session.get(self._session)
        if session is None:
            raise NotFound("the session was deleted meanwhile", fix="press escape and go to another one")
        return programme, session

    def _read(self, position: int, programme: Programme, problems: tuple[Problem, ...], reveal: object) -> None:
        self._is_reading, self._position = False, position
        self._arrived(programme, problems, reveal)

    def _unread(self, error: ConfkitError) -> None:
        self._is_reading = False
        self._confkit.show_error(error)

    def watch(self) -> None:
        """Look, cheaply, whether anybody has written something since."""
        if not self._is_watching and not self._is_reading:
            self._is_watching = True
            self._confkit.start(
                self._workspace.repository.position, self._watched, failed=self._unwatched, group="watch"
            )

    def _watched(self, position: int) -> None:
        self._is_watching = False
        if position != self._position and not self._is_reading:
            self.changed = True
            self.read()

    def _unwatched(self, _: ConfkitError) -> None:
        # A database that can't be read for a moment is no news; whatever the user does next will tell.
        self._is_watching = False

    def do(self, job: Callable[[], T], done: Callable[[T], object]) -> None:
        """Make an edit in a worker; then read again, also where it failed: somebody else may have been faster.

        What ``done`` returns is what the cursor goes to.
        """

        def failed(error: ConfkitError) -> None:
            self._confkit.show_error(error)
            self.read()

        self._confkit.start(job, lambda result: self.follow(done, result), failed=failed)

    def follow(self, done: Callable[[T], object], result: T) -> None:
        """An edit was made: tell it, and read again."""
        self.changed = True
        self.read(done(result))
