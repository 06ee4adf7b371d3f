"""An entry of the history at length: who, when, what stands beside it, and what it changed as a difference.

Added text is marked with plus signs and removed text with minus signs besides their colours.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from textual.content import Content
from textual.style import Style

from confkit.domain.history import EntryKind, Headline
from confkit.services.history import Explained
from confkit.services.history_diff import FieldDiff, Piece, ThingDiff
from confkit.tui import safe_text, words
from confkit.tui.tones import Tone

_SIGNS = {"+": Tone.GOOD, "-": Tone.BAD, "~": Tone.ACCENT, " ": Tone.MUTED}
# Longer values are cut: a person looks at them where they are edited.
_CUT = 300


def reading_content(one: Headline, now: datetime) -> Content:
    """What is known of an entry before it is read."""
    return Content("\n").join([*_head(one, now), Content(""), Content.styled("reading…", Tone.MUTED)])


def explained_content(one: Headline, explained: Explained, now: datetime) -> Content:
    """An entry with what it changed."""
    return Content("\n").join([*_head(one, now), *things_lines(explained)])


def things_lines(explained: Explained) -> Iterator[Content]:
    """What was added, removed and changed."""
    many = len(explained.things) > 1
    for thing in explained.things:
        if thing.fields or not many:
            yield Content("")
        yield from _thing(thing)
    if explained.hidden:
        yield Content("")
        yield Content.styled(f"… and {explained.hidden:,} more things", Tone.MUTED)


def _head(one: Headline, now: datetime) -> Iterator[Content]:
    yield Content.styled(safe_text.line(one.label) or "(no label)", Tone.BRIGHT)
    yield Content.styled(f"{words.stamp(one.at)} · {words.ago(now - one.at)}", Tone.MUTED)
    about = f"by {safe_text.line(one.author)} · number {one.number} · {words.count(one.things, 'thing')}"
    yield Content.styled(about, Tone.MUTED)
    if one.target is not None:
        verb = "↶ takes back the edit " if one.kind is EntryKind.UNDO else "↷ does again the edit "
        yield Content.assemble((verb, Tone.WARN), _goes(one.target))
    if one.undone:
        text = ("! taken back at present", Tone.WARN)
        yield (
            Content.assemble(text, (" by ", Tone.WARN), _goes(one.undone_by))
            if one.undone_by
            else Content.assemble(text)
        )


def _goes(number: int) -> Content:
    return Content.styled(str(number), Tone.ACCENT).stylize(Style.from_meta({"@click": f"screen.entry({number})"}))


def _thing(thing: ThingDiff) -> Iterator[Content]:
    place = f": {safe_text.line(thing.place)}" if thing.place else ""
    name = safe_text.line(thing.name)[:_CUT] or "(no name)"
    yield Content.assemble((f"{thing.sign} ", _SIGNS[thing.sign]), f"{thing.kind} “{name}”{place}")
    for field in thing.fields:
        yield from _field(field)


def _field(field: FieldDiff) -> Iterator[Content]:
    if field.pieces and field.by_line:
        yield Content.styled(f"  {field.label}", Tone.MUTED)
        for piece in field.pieces:
            yield Content.styled(f"    {piece.sign} {safe_text.line(piece.text)[:_CUT]}", _SIGNS[piece.sign])
    elif field.pieces:
        yield Content.styled(f"  {field.label}", Tone.MUTED)
        yield from (Content.assemble("    ", line) for line in _flowing(field.pieces))
    elif field.before and field.after:
        before, after = (safe_text.line(text)[:_CUT] for text in (field.before, field.after))
        yield Content.assemble(
            (f"  {field.label} ", Tone.MUTED), (before, Tone.BAD), (" → ", Tone.MUTED), (after, Tone.GOOD)
        )
    else:
        sign, text = ("+", field.after) if field.after else ("-", field.before)
        shown = safe_text.lines(text)[:_CUT].replace("\n", " ")
        yield Content.assemble((f"  {field.label} ", Tone.MUTED), (f"{sign} {shown}", _SIGNS[sign]))


def _flowing(pieces: Iterable[Piece]) -> list[Content]:
    """A text with what went and what came in it, in the lines it has."""
    text = Content("")
    for piece in pieces:
        shown = safe_text.lines(piece.text)
        match piece.sign:
            case "-":
                text += Content.styled(f"−{shown}−", f"strike {Tone.BAD}")
            case "+":
                text += Content.styled(f"+{shown}+", f"underline {Tone.GOOD}")
            case _:
                text += Content(shown)
    return text.split("\n", allow_blank=True)
