"""What an edit changed, field by field, as people read it: names for ids, long texts word by word or line by line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.recording import Chapter
from confkit.domain.tag_merge import writing_in
from confkit.services.words import NO_NAMES, kind_of, known_as, name_of, plain, whereabouts

# Of an import with thousands of things these are shown; nobody reads more, and each costs a line.
MOST_THINGS = 200
# So few things are shown with what was in them where they were added or removed.
_FEW = 3
# A shorter text is shown as a whole, before and after.
_LONG_TEXT = 60
# Comparing takes time with the square of the length; beyond this texts are compared by line, then not at all.
_MOST_WORDS, _MOST_LINES = 2_000, 1_000
# Of what stayed, so many characters are kept beside a change.
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: ``sign`` is ``+`` for what was added, ``-`` for what went, a blank for what stayed."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field: ``before`` and ``after`` in words, or the ``pieces`` of a long text or (``by_line``) of a list."""

    label: str
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()
    by_line: bool = False


@dataclass(frozen=True, slots=True)
class ThingDiff:
    """One thing that was added (``sign`` is ``+``), removed (``-``) or changed (``~``), with the fields that tell."""

    sign: str
    kind: str
    name: str
    id: UUID
    place: str = ""
    fields: tuple[FieldDiff, ...] = ()


def diff_of(edit: Edit, names: Mapping[UUID, str] = NO_NAMES, *, most: int = MOST_THINGS) -> tuple[ThingDiff, ...]:
    """Return what ``edit`` does to each thing, to at most ``most`` of them. ``names`` says what ids are called."""
    whole = len(edit.changes) <= _FEW
    return tuple(_thing(change, names, whole=whole) for change in edit.changes[:most])


def _thing(change: Change, names: Mapping[UUID, str], *, whole: bool) -> ThingDiff:
    entity = change.entity
    sign = "+" if change.before is None else "-" if change.after is None else "~"
    shown: tuple[FieldDiff, ...] = ()
    if sign == "~":
        shown = tuple(_changed(change, names))
    elif whole:
        shown = tuple(_filled(entity, names, added=sign == "+"))
    place = whereabouts(entity, names) if sign != "~" else ""
    return ThingDiff(sign, kind_of(entity), known_as(entity, names), entity.id, place, shown)


# What a slot is about stands in its title already; ids and what confkit keeps for itself tell nobody anything.
_UNTOLD = frozenset({"id", "event_id", "show_id", "session_id", "guid", "based_on", "extras", "position"})


def _filled(entity: Entity, names: Mapping[UUID, str], *, added: bool) -> Iterator[FieldDiff]:
    """What a thing holds that is no usual value."""
    for field in fields(entity):
        value = getattr(entity, field.name)
        text = plain(value, names)
        if field.name in _UNTOLD or value == field.default or text == "–" or text == name_of(entity):
            continue
        if isinstance(value, tuple):
            pieces = tuple(Piece("+" if added else "-", _item(one, names)) for one in value)
            yield FieldDiff(_label(entity, field.name), pieces=pieces, by_line=True)
        else:
            yield FieldDiff(_label(entity, field.name), "" if added else text, text if added else "")


def _changed(change: Change, names: Mapping[UUID, str]) -> Iterator[FieldDiff]:
    for name in change.fields:
        if name == "based_on":
            # Bookkeeping of the merge with tags, nothing that anybody typed; but it tells that a file was written.
            if writing_in(Edit("", (change,))) or writing_in(Edit("", (change.inverse,))):
                yield FieldDiff("Tags", "as they were", "written into its file")
            continue
        yield from _differing(change.entity, name, getattr(change.before, name), getattr(change.after, name), names)


def _differing(entity: Entity, path: str, before: Any, after: Any, names: Mapping[UUID, str]) -> Iterator[FieldDiff]:
    label = _label(entity, path)
    if isinstance(before, tuple) or isinstance(after, tuple):
        old, new = ([_item(one, names) for one in side or ()] for side in (before, after))
        yield FieldDiff(label, pieces=_pieces(old, new, keep=_nothing), by_line=True)
    elif is_dataclass(before) and type(before) is type(after):
        for part in fields(before):
            one, other = getattr(before, part.name), getattr(after, part.name)
            if one != other:
                yield from _differing(entity, f"{path}.{part.name}", one, other, names)
    elif isinstance(before, str) and isinstance(after, str) and _is_long(before, after):
        yield _text_diff(label, before, after)
    else:
        yield FieldDiff(label, plain(before, names), plain(after, names))


def _item(value: object, names: Mapping[UUID, str]) -> str:
    if isinstance(value, Chapter):
        seconds = int(value.start.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02} {value.title}"
    return plain(value, names)


def _is_long(before: str, after: str) -> bool:
    both = bool(before and after)
    return both and (max(len(before), len(after)) > _LONG_TEXT or "\n" in before or "\n" in after)


_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def _text_diff(label: str, before: str, after: str) -> FieldDiff:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) <= _MOST_WORDS:
        return FieldDiff(label, pieces=_pieces(old, new, keep=_ends, joined=True))
    lines, others = before.split("\n"), after.split("\n")
    if max(len(lines), len(others)) <= _MOST_LINES:
        return FieldDiff(label, pieces=_pieces(lines, others, keep=_nothing), by_line=True)
    return FieldDiff(label, f"{before[:_LONG_TEXT]}… ({len(before):,} characters)", f"{after[:_LONG_TEXT]}… "
                     f"({len(after):,} characters)")  # fmt: skip


def _pieces(
    old: Sequence[str], new: Sequence[str], *, keep: Callable[[str, bool, bool], str], joined: bool = False
) -> tuple[Piece, ...]:
    """Compare two sequences; ``keep`` shortens what stayed (told whether it is the beginning, the end)."""
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    codes = _without_lone_blanks(matcher.get_opcodes(), old) if joined else matcher.get_opcodes()
    for number, (code, one, two, three, four) in enumerate(codes):
        gone, come = old[one:two], new[three:four]
        if code == "equal":
            text = keep("".join(gone), number == 0, number == len(codes) - 1) if joined else ""
            found += [Piece(" ", text)] if text else []
            continue
        for sign, tokens in (("-", gone), ("+", come)):
            found += [Piece(sign, "".join(tokens))] if joined and tokens else []
            found += [] if joined else [Piece(sign, token) for token in tokens]
    return tuple(found)


_Code = tuple[str, int, int, int, int]


def _without_lone_blanks(codes: Sequence[Any], old: Sequence[str]) -> list[_Code]:
    """Join changes between which only a blank stayed: three words that were replaced read as one change."""
    found: list[_Code] = []
    for code, one, two, three, four in codes:
        is_blank = code == "equal" and two - one == 1 and old[one].isspace() and "\n" not in old[one]
        if found and found[-1][0] != "equal" and (is_blank or code != "equal"):
            found[-1] = ("replace", found[-1][1], two, found[-1][3], four)
        else:
            found.append((code, one, two, three, four))
    return found


def _nothing(text: str, first: bool, last: bool) -> str:
    return ""


def _ends(text: str, first: bool, last: bool) -> str:
    """Keep the words that lie beside the changes."""
    if first and last:
        return text
    if first and len(text) > _AROUND:
        return f"… {_last_words(text)}"
    if last and len(text) > _AROUND:
        return f"{_first_words(text)} …"
    return text if len(text) <= 2 * _AROUND + 1 else f"{_first_words(text)} … {_last_words(text)}"


def _first_words(text: str) -> str:
    """The beginning of ``text``, up to a blank where there is one."""
    return text[:_AROUND].rpartition(" ")[0] or text[:_AROUND]


def _last_words(text: str) -> str:
    return text[-_AROUND:].partition(" ")[2] or text[-_AROUND:]


def _label(entity: Entity, path: str) -> str:
    """What the form calls a field; of what no form knows, its name in words."""
    from confkit.services.forms import fields_of

    for field in fields_of(type(entity)):
        if field.attribute == path:
            return field.label
    return path.rpartition(".")[2].removesuffix("_id").replace("_", " ").capitalize()


def in_lines(things: Sequence[ThingDiff], hidden: int = 0) -> Iterator[str]:
    """Return the difference as plain lines; in a text, ``{-…-}`` went and ``{+…+}`` came."""
    for thing in things:
        yield f"{thing.sign} {thing.kind} “{thing.name}”" + (f": {thing.place}" if thing.place else "")
        for field in thing.fields:
            yield from _field_lines(field)
    if hidden:
        yield f"… and {hidden:,} more things"


def _field_lines(field: FieldDiff) -> Iterator[str]:
    if field.pieces and field.by_line:
        yield f"    {field.label}:"
        yield from (f"      {piece.sign} {piece.text}" for piece in field.pieces)
    elif field.pieces:
        yield f"    {field.label}:"
        marked = (one.text if one.sign == " " else f"{{{one.sign}{one.text}{one.sign}}}" for one in field.pieces)
        yield from (f"      {line}" for line in "".join(marked).split("\n"))
    else:
        yield f"    {field.label}: {field.before or '–'} → {field.after or '–'}"
