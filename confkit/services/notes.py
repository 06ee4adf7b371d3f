"""Show notes before they are published: what apps will show of a text, and how much of it directories take."""

from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True, slots=True)
class NotesLook:
    """What becomes of a text: ``markdown`` to be shown in a terminal, and the bytes of its description in a feed.

    ``is_shortened`` says that directories get less than is in ``content:encoded``.
    """

    markdown: str
    size: int
    limit: int
    is_shortened: bool


def look_at_notes(text: str) -> NotesLook:
    """Return what becomes of show notes; those that are HTML already are shown without it."""
    from confkit.codecs.show_notes import DESCRIPTION_LIMIT, description_html, is_html, notes_html, plain_text

    notes = notes_html(text)
    full = description_html(notes, limit=10 * len(notes.encode()) + DESCRIPTION_LIMIT)
    description = description_html(notes)
    shown = unescape(plain_text(notes)) if is_html(text.strip()) else text
    return NotesLook(shown, len(full.encode()), DESCRIPTION_LIMIT, description != full)
