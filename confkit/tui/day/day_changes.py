"""What is changed on the day of the event: a room that is late or back on time, who has arrived, a session's form.

Each is shown before it is done, or undone by one key.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from confkit.domain.event import Room
from confkit.domain.person import Person
from confkit.domain.planning.day import Missing
from confkit.domain.planning.lateness import caught_up
from confkit.domain.programme import Programme
from confkit.services import history
from confkit.services.planning import on_the_day
from confkit.tui import words
from confkit.tui.day.day_rows import missing_of, people_listing

if TYPE_CHECKING:
    from confkit.tui.day.day_screen import DayScreen


def room_here(screen: "DayScreen") -> Room | None:
    """Return the room under the cursor; says so where there is none."""
    room = screen.row.room if screen.row else None
    if room is None:
        screen.confkit.tell("Go to a room first.")
    return room


def _done(screen: "DayScreen", told: str) -> None:
    screen.changed(f"✓ {told} · ^z undoes")


def late(screen: "DayScreen") -> None:
    """Ask how late the room is, show what shifts, do it."""
    from confkit.tui.day.late_screen import Late, LateScreen

    programme, room, now = screen.programme, room_here(screen), screen.now
    if programme is None or room is None:
        return

    def answered(late: Late | None) -> None:
        if late is not None:
            screen.confkit.start(
                lambda: on_the_day.running_late(
                    screen.workspace, programme, room, now, late.minutes, lengthen=late.lengthen
                ),
                lambda report: _done(screen, report.entry.label if report.entry else "Nothing was shifted"),
            )

    screen.app.push_screen(LateScreen(programme, room, now), answered)


def on_time(screen: "DayScreen") -> None:
    """Show what brings the room back on time, and do it after asking."""
    from confkit.tui.day.late_screen import moved_lines
    from confkit.tui.question import Question

    programme, room, now = screen.programme, room_here(screen), screen.now
    if programme is None or room is None or screen.known is None:
        return
    found = caught_up(programme, room.id, now, screen.known.plan)
    if not found.moves:
        late = screen.row.late if screen.row else timedelta(0)
        why = "no break or gap is left that could absorb it" if late else "it is on time"
        screen.confkit.tell(f"{room.name} stays as it is: {why}.")
        return
    lines = [line.plain for line in moved_lines(programme, found.moves)]
    if found.on_time is not None:
        lines += ["", f"On time again from {found.on_time.start:%H:%M} on."]
    elif found.left:
        lines += ["", f"Still {words.minutes(found.left)} late at the end of the day."]

    def answered(yes: bool | None) -> None:
        if yes:
            screen.confkit.start(
                lambda: on_the_day.back_on_time(screen.workspace, programme, room, now),
                lambda done: _done(screen, done[0].label),
            )

    title = f"Bring {room.name} back on time?"
    screen.app.push_screen(Question(title, "\n".join(lines), yes="Do it", no="Leave it"), answered)


def check_in(screen: "DayScreen") -> None:
    """Note that somebody has arrived: who is under the cursor of the missing, else who is chosen."""
    programme = screen.programme
    if programme is None:
        return
    if screen.missing.has_focus and screen.missing.row is not None:
        _arrived(screen, programme, cast(Missing, screen.missing.row).person)
        return
    here = screen.row.of if screen.row else None
    first = {person.id for person in missing_of(programme, here)} if here else set()
    people = [person for person in programme.persons if person.id not in programme.arrival_of]
    people.sort(key=lambda person: person.id not in first)
    if not people:
        screen.confkit.tell("Everybody of the event has arrived.")
        return
    _pick(screen, "Who has arrived?", people, partial(_arrived, screen, programme))


def _arrived(screen: "DayScreen", programme: Programme, person: Person) -> None:
    screen.confkit.start(
        lambda: on_the_day.check_in(screen.workspace, programme, person), lambda entry: _done(screen, entry.label)
    )


def check_out(screen: "DayScreen") -> None:
    """Take back that somebody has arrived."""
    programme = screen.programme
    if programme is None:
        return
    people = [person for person in programme.persons if person.id in programme.arrival_of]
    if not people:
        screen.confkit.tell("Nobody has arrived yet.")
        return

    def left(person: Person) -> None:
        screen.confkit.start(
            lambda: on_the_day.check_out(screen.workspace, programme, person), lambda entry: _done(screen, entry.label)
        )

    _pick(screen, "Who has not arrived after all?", people, left)


def _pick(screen: "DayScreen", title: str, people: list[Person], chosen: Callable[[Person], None]) -> None:
    from confkit.tui.pick_screen import PickScreen

    programme = screen.programme
    assert programme is not None
    listing = people_listing(programme, people)

    def answered(person: Any) -> None:
        if isinstance(person, Person):
            chosen(person)

    screen.app.push_screen(PickScreen(title, listing), answered)


def undo(screen: "DayScreen") -> None:
    """Take back the last edit."""
    screen.confkit.start(
        lambda: history.undo(screen.workspace), lambda entry: screen.changed(f"↶ Undid: {entry.label}")
    )


def redo(screen: "DayScreen") -> None:
    """Do the last undone edit again."""
    screen.confkit.start(
        lambda: history.redo(screen.workspace), lambda entry: screen.changed(f"↷ Did again: {entry.label}")
    )


def edit(screen: "DayScreen") -> None:
    """Open the form of the session."""
    from confkit.tui.form_screen import FormScreen, context_for

    programme = screen.programme
    if screen.missing.has_focus:
        session = cast(Missing, screen.missing.row).session if screen.missing.row is not None else None
    else:
        session = screen.row.of.session if screen.row and screen.row.of else None
    if programme is None or session is None:
        return
    snapshot = replace(screen.snapshot, programme=programme)

    def closed(saved: object) -> None:
        if saved is not None:
            screen.changed()

    screen.confkit.start(
        lambda: context_for(screen.workspace, snapshot, session),
        lambda context: screen.app.push_screen(
            FormScreen(screen.workspace, snapshot, session, context, is_new=False), closed
        ),
    )
