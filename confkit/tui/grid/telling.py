"""What is said about the grid in words: the tabs of the days, a session on its way, a free place."""

from collections.abc import Iterator, Sequence
from datetime import date

from textual.content import Content
from textual.style import Style

from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Slot
from confkit.tui import safe_text, words
from confkit.tui.glyphs import SEVERITY
from confkit.tui.grid.carrying import Carrying
from confkit.tui.grid.colours import glyph
from confkit.tui.grid.hours import clock
from confkit.tui.grid.model import Layout
from confkit.tui.grid.overview import Overview, Point
from confkit.tui.grid.scene import Spot
from confkit.tui.tones import Tone


def tabs(days: Sequence[date], present: date, zoom: int, width: int, *, of: str = "Schedule") -> Content:
    """The days, the present one in brackets; each can be clicked. Where they are many, only those near the present.

    As many of them, and written as long, as there is room for in a frame of ``width`` cells.
    """
    most = min(len(days), max(1, width // 8))
    tries = [(most, True, True), (most, False, True), *((count, False, False) for count in range(most, 0, -1))]
    found = Content("")
    for count, is_long, has_month in tries:
        found = _tabs(days, present, zoom, of, count, is_long=is_long, has_month=has_month)
        if found.cell_length <= width - _FRAME:
            break
    return found


# The corners of a frame, and what is kept free beside a title.
_FRAME = 4


def _tabs(
    days: Sequence[date], present: date, zoom: int, of: str, most: int, *, is_long: bool, has_month: bool
) -> Content:
    """``most`` of the days: all of them ``is_long`` (with the month), or only the present one that ``has_month``."""
    at = days.index(present) if present in days else 0
    first = min(max(0, at - most // 2), max(0, len(days) - most))
    parts = [Content(of)]
    if first:
        parts.append(Content("‹"))
    for day in days[first : first + most]:
        is_here = day == present
        text = words.day(day) if is_long or (is_here and has_month) else f"{day:%a} {day.day}"
        text = f"[{text}]" if is_here else text
        click = Style.from_meta({"@click": f"screen.day('{day.isoformat()}')"})
        parts.append(Content.styled(text, Tone.BRIGHT if is_here else Tone.PLAIN).stylize(click))
    if first + most < len(days):
        parts.append(Content("›"))
    parts.append(Content(f"{zoom} min"))
    return Content(" · ").join(parts)


def carried(carrying: Carrying, programme: Programme) -> Content:
    """The session on its way: from where, to where, and what that would mean."""
    return Content("\n").join(_carried(carrying, programme))


def _carried(carrying: Carrying, programme: Programme) -> Iterator[Content]:
    session = carrying.session
    yield Content.styled(safe_text.line(session.title) or "(no title)", Tone.BRIGHT)
    names = safe_text.line(words.names(programme, session))
    if names:
        yield Content.styled(names, Tone.MUTED)
    if carrying.origin is not None:
        yield Content.assemble(("from ", Tone.MUTED), _where(carrying.origin, programme))
    yield Content.assemble(("to   ", Tone.ACCENT), _where(carrying.slot, programme))
    yield Content("")
    verdict = carrying.verdict
    if verdict.is_fine:
        yield Content.styled("✓ nothing speaks against it", Tone.GOOD)
    for problem in verdict.problems:
        glyph, tone = SEVERITY[problem.severity]
        # There are few lines for it in a small terminal; what is carried needs no name.
        told = wrong([problem]).removeprefix(f"{glyph} ")
        yield Content.assemble((f"{glyph} ", tone), safe_text.line(told), (f"  {problem.code}", Tone.MUTED))
    yield Content("")
    yield Content.assemble(
        ("·", Tone.GOOD), (" free   ", Tone.MUTED), ("!", Tone.WARN), (" taken, closed or not available", Tone.MUTED)
    )


def _where(slot: Slot, programme: Programme) -> str:
    room = programme.room.get(slot.room_id) if slot.room_id else None
    name = safe_text.line(room.name) if room else "no room yet"
    return f"{words.day(slot.start.date())} {clock(slot.start)}–{clock(slot.end)} · {name}"


# What to do about a schedule that has nothing to plan with, or nothing to plan.
_NO_ROOMS = "no rooms yet: 4 goes to them, n adds one there"
_NO_SESSIONS = "no sessions yet: n adds one, i brings in a programme"


def missing(programme: Programme) -> str:
    """What an event needs first to be planned, and the keys for it; nothing where there is something to plan."""
    return _NO_ROOMS if not programme.rooms else _NO_SESSIONS if not programme.sessions else ""


def needs(programme: Programme) -> Content:
    """What stands in the detail while an event has no rooms or no sessions."""
    lines = [text for text, there in ((_NO_ROOMS, programme.rooms), (_NO_SESSIONS, programme.sessions)) if not there]
    return Content("\n\n").join(Content(f"{line[:1].upper()}{line[1:]}.") for line in lines)


def free(layout: Layout, spot: Spot, something_waits: bool) -> Content:
    """A place that nothing stands in."""
    start = layout.hours.at(spot.row)
    column = layout.columns[spot.column]
    lines = [
        Content.styled(f"{words.day(start.date())} {clock(start)}", Tone.BRIGHT),
        Content(safe_text.line(column.name)),
    ]
    if column.room and column.room.capacity:
        lines.append(Content.styled(words.count(column.room.capacity, "seat"), Tone.MUTED))
    if column.room and column.room.equipment:
        lines.append(Content.styled(safe_text.line(", ".join(column.room.equipment)), Tone.MUTED))
    if not layout.is_open(spot.column, spot.row):
        lines.append(Content.styled("! the room can't be used then", Tone.WARN))
    lines += [Content(""), Content.styled("free", Tone.GOOD)]
    if something_waits:
        lines.append(Content.styled("space chooses what to put here", Tone.MUTED))
    return Content("\n").join(lines)


def on_map(overview: Overview, point: Point, programme: Programme, problem: Problem | None) -> Content:
    """Two lines about a place of the map: what is there, and what else there is to say about it."""
    room = safe_text.line(overview.columns[point.column].name[:200])
    if overview.day_at(point.unit) is None:
        return Content.styled("between two days", Tone.MUTED)
    moment, blocks = overview.moment(point.unit), overview.blocks(point)
    if not blocks:
        where = f"{room} · {words.day(moment.date())} {clock(moment)}"
        return Content("\n").join((Content.assemble((where, Tone.BRIGHT), "  ", ("free", Tone.GOOD)), Content("")))
    block = blocks[0]
    slot, session = block.slot, block.session
    title = safe_text.line(session.title[:400]) or "(no title)"
    where = f"{words.day(slot.start.date())} {clock(slot.start)}–{clock(slot.end)} · {room}"
    first = Content.assemble((f"{glyph(block.track)} {title}", Tone.BRIGHT), "  ", (where, Tone.ACCENT))
    second = Content.styled(safe_text.line(words.names(programme, session)), Tone.MUTED)
    if problem is not None:
        sign, tone = SEVERITY[problem.severity]
        second = Content.assemble((f"{sign} {safe_text.line(problem.message)}", tone))
    if len(blocks) > 1:
        second = Content.assemble((f"+{len(blocks) - 1} more here  ", Tone.ACCENT), second)
    return Content("\n").join((first, second))


def wrong(problems: Sequence[Problem]) -> str:
    """The first of what is wrong with a place as one sentence, and how much more there is."""
    first = problems[0]
    # What is said of a person begins with a verb.
    who = f"{first.where.partition(',')[0]} " if first.message[:1].islower() else ""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{SEVERITY[first.severity][0]} {who}{first.message}{more}"
