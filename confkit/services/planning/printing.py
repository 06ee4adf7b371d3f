"""Paper for the days of the event, as bytes of a file."""

from datetime import date
from pathlib import Path
from typing import Literal

from confkit.domain.errors import NotFound
from confkit.domain.event import Room
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.files import atomic_write
from confkit.publish.paper import Paper, as_text, pages
from confkit.publish.paper_sheets import as_html
from confkit.publish.printable import printable
from confkit.publish.sign_up_list import list_as_html, list_as_text

__all__ = ["Paper", "paper", "sign_up_list", "write"]

Form = Literal["text", "html"]


def paper(
    programme: Programme,
    kind: Paper,
    form: Form = "text",
    *,
    room: Room | None = None,
    day: date | None = None,
) -> bytes:
    """Return door sheets, cue cards or a timetable as UTF-8; raises NotFound where there is nothing to print."""
    programme = printable(programme)
    room = programme.room[room.id] if room is not None else None
    found = pages(programme, kind, room=room, day=day)
    if not found:
        raise NotFound(
            f"there is nothing to print on {kind.value}",
            where=programme.event.slug,
            fix="place sessions first; doors and the timetable hold accepted and confirmed ones",
        )
    if form == "html":
        return as_html(programme, kind, title=f"{programme.event.title}: {kind.value}", room=room, day=day)
    return as_text(found).encode()


def write(
    programme: Programme,
    kind: Paper,
    path: Path,
    form: Form = "html",
    *,
    room: Room | None = None,
    day: date | None = None,
) -> int:
    """Write a paper into a file and return its size in bytes; raises NotFound, WriteError."""
    data = paper(programme, kind, form, room=room, day=day)
    atomic_write(path, data)
    return len(data)


def sign_up_list(programme: Programme, session: Session, form: Form = "text") -> bytes:
    """Return who has a place in a session, and who waits, as UTF-8 to be printed: names only."""
    made = list_as_html if form == "html" else list_as_text
    programme = printable(programme)
    return made(programme, programme.session[session.id]).encode()
