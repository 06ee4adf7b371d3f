"""The language of filters: what the search line, the filter dialogue, the lists and the grid understand alike.

Words are looked for anywhere. A field before a colon looks there: ``track:craft room:hall with:hart status:confirmed``.
A comma stands between what may be instead (``track:craft,care``). Quotes hold blanks together (``"who answers"``);
behind a field they mean the whole of it, so that ``track:"Care"`` leaves out "Health care", and ``track:""`` finds
what has none. Everything that is written has to be found. Case and marks on letters don't matter.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from confkit.tui.listing import Heading, folded

# What can stand before a colon, and what it stands for.
FIELDS: Mapping[str, str] = {
    "track": "track",
    "room": "room",
    "type": "type",
    "with": "speaker",
    "speaker": "speaker",
    "status": "status",
    "state": "status",
    "tag": "tag",
}
# How a filter that the program writes names a field.
NAMES: Mapping[str, str] = {field: name for name, field in reversed(list(FIELDS.items()))}

# What a thing says in each field; a field with several of something (rooms, speakers, tags) has several texts.
Facts = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Wanted:
    """A text to look for; ``whole`` means all of what the field says, and no text then that it says nothing."""

    text: str
    whole: bool = False

    def fits(self, texts: Sequence[str]) -> bool:
        """Whether one of the folded ``texts`` is what is looked for."""
        if not self.whole:
            return any(self.plain in text for text in texts)
        return self.plain in texts if self.text else not any(texts)

    @cached_property
    def plain(self) -> str:
        """The text for comparing."""
        return folded(self.text)

    def __str__(self) -> str:
        is_plain = not self.whole and not any(one.isspace() or one in ',"' for one in self.text)
        return self.text if is_plain else _quoted(self.text)


@dataclass(frozen=True, slots=True)
class Term:
    """One of ``choices`` has to be found in ``field`` (empty: anywhere)."""

    field: str
    choices: tuple[Wanted, ...]

    def fits(self, facts: Facts) -> bool:
        """Whether a thing with these folded facts has it."""
        if self.field:
            found = facts.get(self.field, ())
            return any(one.fits(found) for one in self.choices)
        return any(one.fits(texts) for one in self.choices for texts in facts.values())

    def __str__(self) -> str:
        if not self.field:
            return " ".join(_quoted(one.text) if _needs_quotes(one.text) else one.text for one in self.choices)
        return f"{NAMES[self.field]}:{','.join(str(one) for one in self.choices)}"


@dataclass(frozen=True, slots=True)
class Query:
    """A filter: every one of its terms has to be found."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        return " ".join(str(term) for term in self.terms)

    @property
    def text(self) -> str:
        """What is looked for anywhere."""
        return " ".join(str(term) for term in self.terms if not term.field)

    def of(self, field: str) -> tuple[Term, ...]:
        """The terms of a field."""
        return tuple(term for term in self.terms if term.field == field)

    def without(self, field: str) -> "Query":
        """The filter without the terms of a field."""
        return Query(tuple(term for term in self.terms if term.field != field))

    def fits(self, facts: Facts) -> bool:
        """Whether a thing with these folded facts is shown."""
        return all(term.fits(facts) for term in self.terms)

    def chooses(self, field: str, value: str) -> bool:
        """Whether the whole of ``value`` is one of the choices of a field, and so is ticked in the dialogue."""
        plain = folded(value)
        return any(one.whole and one.plain == plain for term in self.of(field) for one in term.choices)

    def toggled(self, field: str, value: str) -> "Query":
        """The filter with ``value`` among the choices of a field, or without it where it was among them."""
        before = [one for term in self.of(field) for one in term.choices]
        plain = folded(value)
        kept = [one for one in before if not (one.whole and one.plain == plain)]
        if len(kept) == len(before):
            kept.append(Wanted(value, whole=True))
        own = (Term(field, tuple(kept)),) if kept else ()
        # Fields stand before words, as somebody would say it; the order of the rest stays.
        others = self.without(field).terms
        fields = tuple(term for term in others if term.field)
        return Query((*fields, *own, *(term for term in others if not term.field)))


def read_query(text: str) -> Query:
    """Read what a user typed; a word before a colon that is no field is part of the text."""
    found: list[Term] = []
    for parts in _words(text):
        name, colon, rest = parts[0].text.partition(":")
        field = FIELDS.get(name.casefold(), "") if colon and not parts[0].whole else ""
        if not field:
            word = "".join(part.text for part in parts)
            if word:
                found.append(Term("", (Wanted(word),)))
            continue
        choices = tuple(_choices([Wanted(rest), *parts[1:]]))
        if choices:
            # Without choices it is still being typed.
            found.append(Term(field, choices))
    return Query(tuple(found))


def _words(text: str) -> Iterator[list[Wanted]]:
    """The words between blanks, each as its parts out of and in quotes; a quote that is not closed goes to the end."""
    word: list[Wanted] = []
    begun, quoted = "", False
    at = 0
    while at < len(text):
        character = text[at]
        if character == "\\" and quoted and text[at + 1 : at + 2] in ('"', "\\"):
            at += 1
            begun += text[at]
        elif character == '"':
            if quoted or begun:
                word.append(Wanted(begun, whole=quoted))
            begun, quoted = "", not quoted
        elif character.isspace() and not quoted:
            if begun:
                word.append(Wanted(begun))
            if word:
                yield word
            word, begun = [], ""
        else:
            begun += character
        at += 1
    if begun:
        # Without its second quote it is not known yet where the whole of it ends.
        word.append(Wanted(begun))
    if word:
        yield word


def _choices(parts: Iterable[Wanted]) -> Iterator[Wanted]:
    for part in parts:
        if part.whole:
            yield part
        else:
            yield from (Wanted(one) for one in part.text.split(",") if one)


def _needs_quotes(text: str) -> bool:
    name, colon, _ = text.partition(":")
    return not text or any(one.isspace() or one == '"' for one in text) or bool(colon and name.casefold() in FIELDS)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def matching(rows: Sequence[Any], words: Sequence[str], query: str) -> list[int]:
    """Return the indexes of the rows whose folded ``words`` hold every word of ``query``, with their headings."""
    wanted = [folded("".join(part.text for part in parts)) for parts in _words(query)]
    return _with_headings(rows, lambda index: all(word in words[index] for word in wanted))


def fitting(rows: Sequence[Any], facts: Sequence[Facts], query: str) -> list[int]:
    """Return the indexes of the rows whose folded ``facts`` fit ``query``, with their headings."""
    wanted = read_query(query)
    return _with_headings(rows, lambda index: wanted.fits(facts[index]))


def _with_headings(rows: Sequence[Any], fits: Callable[[int], bool]) -> list[int]:
    found: list[int] = []
    heading: int | None = None
    for index, row in enumerate(rows):
        if isinstance(row, Heading):
            heading = index
        elif fits(index):
            if heading is not None:
                found.append(heading)
                heading = None
            found.append(index)
    return found
