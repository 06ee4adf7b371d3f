"""Choosing whose availability the grid shows: the rooms, or one of the event's persons."""

from typing import TYPE_CHECKING

from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.tui import words
from confkit.tui.grid.windows_mode import WindowsMode
from confkit.tui.listing import Column, Heading, Listing
from confkit.tui.pick_screen import PickScreen
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane

_ROOMS = "Rooms, each in its column"


def choose(pane: "SchedulePane", mode: WindowsMode) -> None:
    """Offer the rooms, who takes part in the session under the cursor, and everybody else of the event."""
    programme = pane.programme
    if programme is None:
        return

    def closed(row: Person | str | None) -> None:
        if row is not None:
            mode.show_person(row.id if isinstance(row, Person) else None)

    person = mode.person(programme)
    screen = PickScreen(
        "Whose availability", listing(programme, mode.session_here()), selected=person.id if person else _ROOMS
    )
    pane.workspace_screen.app.push_screen(screen, closed)


def listing(programme: Programme, session: Session | None) -> Listing:
    """The rooms first, then persons."""
    here = programme.people(session) if session else ()
    others = [person for person in programme.persons if person not in here]
    rows: list[Person | Heading | str] = [_ROOMS]
    if here:
        rows += [Heading("In the session under the cursor"), *here]
    if others:
        rows += [Heading("Persons of the event"), *others]

    def about(row: Person | str) -> str:
        if isinstance(row, str):
            return ""
        own = [window for one in row.availability if one.event_id == programme.event.id for window in one.windows]
        return words.count(len(own), "window") if own else row.organisation

    return Listing(
        columns=(Column("Name", weight=2), Column("", weight=1, rank=1)),
        rows=rows,
        key=lambda row: row.id if isinstance(row, Person) else row,
        cells=lambda row: (row.name if isinstance(row, Person) else row, (about(row), Tone.MUTED)),
        words=lambda row: f"{row.name} {row.organisation}" if isinstance(row, Person) else row,
    )
