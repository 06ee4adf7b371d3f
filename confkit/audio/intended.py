"""What is to be written into a file: the tags and chapters as any format can hold them, and which of them change.

Only a field that differs from what the file says is written; what is right already stays as somebody wrote it, with
its totals (``3/12``) and spellings.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import quote

from confkit.audio.chapters import MAX_CHAPTERS
from confkit.audio.tag_values import ROLES, build_tags, web_address
from confkit.domain.errors import InvalidValue
from confkit.domain.recording import Chapter, Tags
from confkit.domain.text import clean_line

ROLE_NAMES = frozenset(word.upper() for word in ROLES)
# The names that a reader takes a field from: all of them go when the field changes, or an old value would come back.
FIELD_NAMES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "title": frozenset({"TITLE"}),
        "subtitle": frozenset({"SUBTITLE"}),
        "show": frozenset({"ALBUM"}),
        "people": frozenset({"ARTIST", "ARTISTS", "PERFORMER"}) | ROLE_NAMES,
        "date": frozenset({"RELEASEDATE", "DATE", "YEAR"}),
        "season": frozenset({"SEASON", "DISCNUMBER"}),
        "number": frozenset({"EPISODE", "TRACKNUMBER"}),
        "description": frozenset({"DESCRIPTION", "SYNOPSIS"}),
        "language": frozenset({"LANGUAGE"}),
        "licence": frozenset({"LICENSE", "LICENCE"}),
        "link": frozenset({"LINK", "URL", "WEBSITE", "WWW"}),
    }
)
FIELDS = tuple(FIELD_NAMES)
_MAX_START = timedelta(milliseconds=0xFFFFFFFE)


@dataclass(frozen=True, slots=True)
class Intended:
    """What a writer works from.

    ``raw`` holds the values by the names of Vorbis comments; ``fields`` are those of ``tags`` that differ from ``old``,
    what the file says now. ``chapters`` is None where those in the file stay. ``version`` is that of ID3v2.
    """

    tags: Tags
    old: Tags
    raw: Mapping[str, list[str]]
    fields: frozenset[str]
    chapters: tuple[Chapter, ...] | None
    version: int

    def values(self, *names: str) -> list[str]:
        """The first values that there are under ``names``."""
        return next((self.raw[name] for name in names if self.raw.get(name)), [])

    def drops(self, name: str, value: str) -> bool:
        """Whether a value that the file has under ``name`` has to go, since a field it would fill is written."""
        if any(name in FIELD_NAMES[field] for field in self.fields):
            return True
        if name == "COMMENT":  # anybody's, unless it says what the description said, or would be taken for one
            return self.is_stale_description(value)
        if name == "COPYRIGHT":
            return "licence" in self.fields and bool(build_tags({"COPYRIGHT": [value]}).licence)
        return False

    def is_stale_description(self, value: str) -> bool:
        """Whether a comment repeats a description that is replaced, or would be read as one where there is none."""
        if "description" not in self.fields:
            return False
        return not self.tags.description or build_tags({"COMMENT": [value]}).description == self.old.description


def intend(
    tags: Tags, chapters: tuple[Chapter, ...] | None, old: Tags, *, version: int, afresh: bool, slash_joins: bool
) -> Intended:
    """Return what there is to write; ``afresh``: all fields, since the present tags can't be kept as they are.

    Raises InvalidValue for chapters that no format holds.
    """
    raw = _raw(tags)
    held = build_tags({**raw, "ARTIST": ["/".join(raw["ARTIST"])]} if slash_joins else raw, slash_joins=slash_joins)
    if slash_joins and [one.name for one in held.people] != [one.name for one in tags.people]:
        held = build_tags(raw, slash_joins=True)  # the names are then written apart, see id3_writing
    if slash_joins:
        held = replace(held, date=date_of_v23(held.date))
    fields = frozenset(field for field in FIELDS if afresh or getattr(held, field) != getattr(old, field))
    return Intended(held, old, _raw(held), fields, _holdable(chapters), version)


def _raw(tags: Tags) -> dict[str, list[str]]:
    raw = {
        "TITLE": [tags.title],
        "SUBTITLE": [tags.subtitle],
        "ALBUM": [tags.show],
        "ARTIST": [credit.name for credit in tags.people],
        "DATE": [tags.date],
        "SEASON": [str(tags.season or "")],
        "EPISODE": [str(tags.number or "")],
        "DESCRIPTION": [tags.description],
        "LANGUAGE": [tags.language],
        "LICENSE": [tags.licence],
        "LINK": [ascii_address(tags.link)],
    }
    for credit in tags.people:
        raw.setdefault(credit.role.value.upper(), []).append(credit.name)
    return {name: [value for value in values if value.strip()] for name, values in raw.items()}


def ascii_address(address: str) -> str:
    """Return a web address in ASCII (RFC 3987 §3.1), which is all that ID3 can hold; nothing for what is none."""
    return quote(web_address(address), safe="!#$%&'()*+,/:;=?@[]~-._|\\^`{}")


def date_of_v23(date: str) -> str:
    """Return what ID3v2.3 can hold of a date: a year, a day, or a minute without zone."""
    if len(date) < 10:
        return date[:4]
    return f"{date[:16]}:00" if len(date) >= 16 else date


def _holdable(chapters: tuple[Chapter, ...] | None) -> tuple[Chapter, ...] | None:
    if chapters is None:
        return None
    if len(chapters) > MAX_CHAPTERS:
        raise InvalidValue("are too many to be written", where="chapters", fix=f"keep at most {MAX_CHAPTERS:,}")
    found = sorted(chapters, key=lambda one: one.start)
    if found and not (timedelta(0) <= found[0].start and found[-1].start <= _MAX_START):
        raise InvalidValue("begin before or long after the sound", where="chapters", fix="correct their times")
    return tuple(
        replace(
            one,
            start=in_milliseconds(one.start),
            end=None if one.end is None else in_milliseconds(one.end),
            title=clean_line(one.title),
            url=ascii_address(one.url),
            image="",
        )
        for one in found
    )


def in_milliseconds(moment: timedelta) -> timedelta:
    """Round to the millisecond, which is what tags hold."""
    return timedelta(milliseconds=round(moment / timedelta(milliseconds=1)))


def with_ends(chapters: Iterable[Chapter], duration: timedelta) -> tuple[Chapter, ...]:
    """Give each chapter an end, its own or where the next begins: ID3 wants one. None where it would have no length."""
    found = tuple(chapters)
    follows = [*(one.start for one in found[1:]), in_milliseconds(duration)]
    ends = [one.end or after for one, after in zip(found, follows, strict=bool(found))] if found else []
    return tuple(
        replace(one, end=end if one.start < end <= _MAX_START else None) for one, end in zip(found, ends, strict=True)
    )
