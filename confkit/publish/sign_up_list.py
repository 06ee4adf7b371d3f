"""The list of those who signed up for a session, to be printed and ticked off: as text, or as HTML for a browser.

It is for the organizers and the door: names only, no e-mail addresses.
"""

from collections.abc import Iterator
from html import escape

from confkit.domain.planning.attendance import attendance, is_consultation
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.publish import words
from confkit.publish.paper import Line, Page, as_text, room_name

_STYLE = (
    "@page { margin: 18mm } body { font: 12pt/1.5 sans-serif; margin: 2rem } h1 { font-size: 18pt; margin: 0 }"
    " td { border-bottom: 1px solid #999; padding: .2rem 1rem .2rem 0; vertical-align: top } p { margin: 0 0 1rem }"
    " @media print { body { margin: 0 } tr { break-inside: avoid } }"
)


def sign_up_page(programme: Programme, session: Session) -> Page:
    """Return who has a place in a session (of a consultation: in which slot), and who waits."""
    lines: list[Line] = []
    for each in attendance(programme, session):
        names = [one.name for one in each.taking_part]
        if each.slot is not None:
            lines.append(Line(_when(programme, each.slot), ", ".join(names) or "free", _place(programme, each.slot)))
        else:
            lines += [Line(str(number), f"[ ] {name}") for number, name in enumerate(names, 1)]
        lines += [Line("", f"waits: {one.name}") for one in each.waiting]
    return Page(session.title, _below(programme, session), tuple(lines))


def _below(programme: Programme, session: Session) -> str:
    slots = () if is_consultation(programme, session) else programme.slots_of.get(session.id, ())
    times = [", ".join((_when(programme, slot), *_place(programme, slot))) for slot in slots]
    return " · ".join(times) or programme.event.title


def _when(programme: Programme, slot: Slot) -> str:
    return f"{words.day(programme.day(slot))}, {slot.start:%H:%M}–{slot.end:%H:%M}"


def _place(programme: Programme, slot: Slot) -> tuple[str, ...]:
    return (room_name(programme, slot),) if slot.room_id else ()


def list_as_text(programme: Programme, session: Session) -> str:
    """Return the list as plain text for any printer."""
    return as_text((sign_up_page(programme, session),))


def list_as_html(programme: Programme, session: Session) -> str:
    """Return the list as one HTML file without anything from elsewhere; no text in it is read as markup."""
    page = sign_up_page(programme, session)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(programme.event.language)}"><head><meta charset="utf-8">',
            f"<title>{escape(page.heading)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(page.heading)}</h1><p>{escape(page.below)}</p><table>",
            *_rows(page),
            "</table></body></html>",
            "",
        )
    )


def _rows(page: Page) -> Iterator[str]:
    for line in page.lines:
        cells = (line.time, line.title.replace("[ ]", "☐", 1), *line.details)
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
