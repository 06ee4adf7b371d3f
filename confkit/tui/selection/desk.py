"""What both screens of the selection work on: the proposals as they are, who reviews them, and writing, one by one."""

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.edit import Entity
from confkit.domain.errors import ConfkitError, NotFound
from confkit.domain.event import Event, SessionType, Track
from confkit.domain.person import Person
from confkit.domain.planning.quotas import Usage, usages
from confkit.domain.planning.standings import Standing, proposals, standings
from confkit.domain.programme import Programme
from confkit.domain.session import Status
from confkit.services import history
from confkit.services.planning import selecting
from confkit.services.planning.selecting import Decision
from confkit.services.workspace import Workspace
from confkit.tui import words
from confkit.tui.listing import Column, Listing
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp


@dataclass(frozen=True)
class Read:
    """The proposals of an event as they were read, at a position of the journal, and everybody of the workspace."""

    programme: Programme
    persons: tuple[Person, ...]
    reviewer: Person | None
    standings: tuple[Standing, ...]
    position: int

    @cached_property
    def standing(self) -> Mapping[UUID, Standing]:
        """What the reviews say about each proposal, by its id."""
        return {one.session.id: one for one in self.standings}

    @cached_property
    def usages(self) -> tuple[Usage, ...]:
        """What is chosen of each track, type and length."""
        return usages(self.programme)


def read(ws: Workspace, event: UUID, reviewer: Person | None, known: Read | None = None) -> Read:
    """Read an event's proposals, and work their standings out; ``known`` where its programme was read already.

    Without a reviewer, whoever of the workspace has the author's name is one.
    """
    position = known.position if known else ws.repository.position()
    programme = known.programme if known else ws.repository.programme(event)
    persons = ws.repository.persons()
    reviewer = reviewer or selecting.reviewer_named(persons, ws.author)
    found = standings(programme, proposals(programme), reviewer.id if reviewer else None)
    return Read(programme, persons, reviewer, found, position)


class Desk:
    """Reads and writes for the screens of the selection; ``changed`` are told when there is something new to show.

    Edits are written one after the other, each with what the one before has left: a second score that is given while
    the first is still being written is no conflict.
    """

    def __init__(self, confkit: "ConfkitApp", workspace: Workspace, programme: Programme, position: int) -> None:
        self.confkit = confkit
        self.workspace = workspace
        self.found = Read(programme, (), None, (), position)
        self.is_read = False
        self.has_written = False
        self.changed: list[Callable[[], object]] = []
        self._event = programme.event.id
        # Who it was the last time: nobody says twice in a day who they are.
        self._reviewer: Person | None = confkit.reviewer
        self._waiting: deque[tuple[Callable[[], object], Callable[..., object], Callable[[], object]]] = deque()
        self._is_writing = False
        self._is_watching = False

    @property
    def programme(self) -> Programme:
        """The event as it was last read."""
        return self.found.programme

    @property
    def left(self) -> int:
        """How many proposals the reviewer can still review."""
        return sum(one.to_review for one in self.found.standings)

    # Reading

    def read(self, *, afresh: bool = True) -> None:
        """Read everything again; not ``afresh``, take the programme that is there."""
        workspace, reviewer = self.workspace, self._reviewer
        known = None if afresh else self.found
        self.confkit.start(lambda: read(workspace, self._event, reviewer, known), self._take)

    def watch(self) -> None:
        """Look, cheaply, whether somebody else has written something, and read it."""

        def watched(position: int | None) -> None:
            self._is_watching = False
            if position not in (None, self.found.position) and not self._is_writing:
                self.read()

        if self.is_read and not self._is_watching and not self._is_writing:
            self._is_watching = True
            # A database that can't be read for a moment is no news; whatever the user does next will tell.
            self.confkit.start(
                self.workspace.repository.position, watched, failed=lambda _: watched(None), group="watch"
            )

    def _take(self, found: Read) -> None:
        self.found = found
        self.is_read = True
        for told in tuple(self.changed):
            told()

    # Writing

    def write(
        self, job: Callable[[], object], done: Callable[..., object], unwritten: Callable[[], object] = lambda: None
    ) -> None:
        """Run ``job`` when those before it are through, read, and call ``done`` with its result.

        Where it fails it is told, what waits behind it is given up, and ``unwritten`` of each is called: it brings back
        what the user would have to type or mark again.
        """
        self._waiting.append((job, done, unwritten))
        self._write_next()

    def _write_next(self) -> None:
        if self._is_writing or not self._waiting:
            return
        self._is_writing = True
        job, done, unwritten = self._waiting.popleft()
        workspace, reviewer = self.workspace, self._reviewer

        def work() -> tuple[object, Read]:
            result = job()
            return result, read(workspace, self._event, reviewer)

        def through(both: tuple[object, Read]) -> None:
            self.has_written = True
            self._is_writing = False
            self._take(both[1])
            done(both[0])
            self._write_next()

        def failed(error: ConfkitError) -> None:
            self._is_writing = False
            given_up = [unwritten, *(one for _, _, one in self._waiting)]
            self._waiting.clear()
            self.confkit.show_error(error)
            for one in given_up:
                one()
            # Whoever wrote in between: what is shown has to be what is there.
            self.read()

        self.confkit.start(work, through, failed=failed)

    def decide(self, ids: Collection[UUID], status: Status, unwritten: Callable[[], object] = lambda: None) -> None:
        """Give many proposals a status as one edit."""

        def job() -> Decision:
            programme = self.programme
            chosen = [programme.session[id] for id in ids if id in programme.session]
            return selecting.decide(self.workspace, programme, chosen, status)

        def done(decision: Decision) -> None:
            count = words.count(len(decision.sessions), "proposal")
            lines = [f"{count} {status}. Press ^z to take it back." if decision.entry else "Nothing has changed."]
            lines += [f"! {one.where.partition(': ')[2] or one.where} {one.message}" for one in decision.problems[:4]]
            if len(decision.problems) > 4:
                lines.append(f"… and {len(decision.problems) - 4} more")
            self.confkit.tell("\n".join(lines))

        self.write(job, done, unwritten)

    def review(
        self,
        id: UUID,
        score: int | None = None,
        comment: str | None = None,
        unwritten: Callable[[], object] = lambda: None,
    ) -> None:
        """Write what the reviewer thinks of a proposal; asks first who that is, where it is not known."""

        def write(person: Person) -> None:
            def job() -> object:
                programme = self.programme
                session = programme.session.get(id)
                if session is None:
                    raise NotFound("somebody else deleted the proposal meanwhile", fix="go on with another one")
                return selecting.review(self.workspace, programme, session, person, score=score, comment=comment)

            self.write(job, lambda _: None, unwritten)

        self.with_reviewer(write)

    def score(self, id: UUID, digit: int) -> None:
        """Give the score of a digit; where the scale begins at 1, that of 0 is ten."""
        scale = self.programme.event.options
        score = 10 if digit == 0 and scale.lowest_score > 0 else digit
        if scale.takes(score):
            self.review(id, score)
        else:
            self.confkit.tell(f"Scores of this event go from {scale.lowest_score} to {scale.highest_score}.")

    def set_quota(self, of: Track | SessionType, text: str) -> None:
        """Plan so much time, or so many sessions, for a track or type."""

        def job() -> object:
            kind = type(of)
            fresh = self.workspace.repository.get(kind, of.id) or of
            assert isinstance(fresh, Track | SessionType)
            return selecting.set_quota(self.workspace, fresh, selecting.quota_from(text, fresh.name))

        self.write(job, lambda _: None)

    def set_length_quota(self, length: timedelta, text: str) -> None:
        """Plan so many sessions of a length."""

        def job() -> object:
            event = self.workspace.repository.get(Event, self._event) or self.programme.event
            number = selecting.length_quota_from(text, length)
            return selecting.set_length_quota(self.workspace, event, length, number)

        self.write(job, lambda _: None)

    def import_table(self) -> None:
        """Ask for a table of sessions or reviews, and bring it in."""
        from confkit.tui.commands.tables import ask_table

        def imported() -> None:
            self.has_written = True
            self.read()

        ask_table(self.confkit, self.workspace, self.programme, done=imported)

    def undo(self) -> None:
        """Take back the last edit."""
        self.write(lambda: history.undo(self.workspace), lambda entry: self.confkit.tell(f"↶ Undid: {entry.label}"))

    def redo(self) -> None:
        """Do the last undone edit again."""
        self.write(lambda: history.redo(self.workspace), lambda entry: self.confkit.tell(f"↷ Did again: {entry.label}"))

    # Who reviews

    def with_reviewer(self, then: Callable[[Person], object]) -> None:
        """Call ``then`` with the reviewer; asks who it is where that is not known."""
        if self.found.reviewer is not None:
            then(self.found.reviewer)
        else:
            self.choose_reviewer(then)

    def choose_reviewer(self, then: Callable[[Person], object] | None = None) -> None:
        """Ask who reviews."""
        from confkit.tui.pick_screen import PickScreen

        newcomer = Person(self.workspace.new_id(), self.workspace.author)
        present = self.found.reviewer

        def chosen(person: Person | None) -> None:
            if person is None:
                return
            self._reviewer = self.confkit.reviewer = person
            found = standings(self.programme, proposals(self.programme), person.id)
            self._take(replace(self.found, reviewer=person, standings=found))
            if then is not None:
                then(person)

        listing = Listing(
            (Column("Person", least=20), Column("", weight=1, rank=1)),
            (newcomer, *self.found.persons),
            key=lambda person: person.id,
            cells=lambda person: (
                person.name,
                (
                    "a new person, added with the first review" if person is newcomer else person.organisation,
                    Tone.MUTED,
                ),
            ),
            words=lambda person: f"{person.name} {person.organisation}",
        )
        title = "Who are you?"
        self.confkit.push_screen(PickScreen(title, listing, selected=present.id if present else None), chosen)


def entity_with(programme: Programme, id: UUID | None) -> Entity | None:
    """Return the track or type with an id."""
    return (programme.track.get(id) or programme.type.get(id)) if id else None
