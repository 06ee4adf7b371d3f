"""Paper for the days of the event, as bytes of a file."""

from datetime import date
from typing import Literal

from confkit.domain.errors import NotFound
from confkit.domain.event import Room
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.publish.paper import Paper, as_html, as_text, pages, sign_up_pages

__all__ = ["Paper", "paper", "sign_up_list"]


def paper(
    programme: Programme,
    kind: Paper,
    form: Literal["text", "html"] = "text",
    *,
    room: Room | None = None,
    day: date | None = None,
) -> bytes:
    """Return door sheets, cue cards or a timetable as UTF-8; raises NotFound where there is nothing to print."""
    found = pages(programme, kind, room=room, day=day)
    if not found:
        raise NotFound(
            f"there is nothing to print on {kind.value}",
            where=programme.event.slug,
            fix="place sessions first; doors and the timetable hold accepted and confirmed ones",
        )
    if form == "html":
        return as_html(found, title=f"{programme.event.title}: {kind.value}", language=programme.event.language)
    return as_text(found).encode()


def sign_up_list(programme: Programme, session: Session, form: Literal["text", "html"] = "text") -> bytes:
    """Return who has a place in a session, and who waits, as UTF-8 to be printed: names only."""
    found = sign_up_pages(programme, session)
    if form == "html":
        return as_html(found, title=session.title, language=programme.event.language)
    return as_text(found).encode()
