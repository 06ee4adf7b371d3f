"""From the words of a tag to the fields of ``Tags``: the part that all formats share.

Each format's reader brings its tags into one form, a mapping from the names that Vorbis comments use (``TITLE``,
``ARTIST``, ``DATE``) to lists of raw values. Everything that was typed by somebody else is cleaned here, once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from confkit.audio.languages import language_tag
from confkit.domain.bridge import date_of_tag
from confkit.domain.licence import licence_named
from confkit.domain.person import Credit, Role
from confkit.domain.recording import Tags
from confkit.domain.text import clean_line, clean_text

RawTags = Mapping[str, Sequence[str]]

ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "speaker": Role.SPEAKER,
        "presenter": Role.SPEAKER,
        "lecturer": Role.SPEAKER,
        "panelist": Role.SPEAKER,
        "narrator": Role.SPEAKER,
        "sprecher": Role.SPEAKER,
        "moderator": Role.MODERATOR,
        "moderation": Role.MODERATOR,
        "chair": Role.MODERATOR,
        "host": Role.HOST,
        "co-host": Role.HOST,
        "cohost": Role.HOST,
        "interviewer": Role.HOST,
        "guest": Role.GUEST,
        "interviewee": Role.GUEST,
        "gast": Role.GUEST,
        "reviewer": Role.REVIEWER,
    }
)

_MAX_REMEMBERED = 200
_ROLE_NAMES = {word.upper() for word in ROLES}
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:[-/.]?([0-9]{1,2})(?:[-/.]?([0-9]{1,2})"
    r"(?:[T ]([0-9]{2})(?::([0-9]{2})(?::([0-9]{2}))?)?(?:\.[0-9]+)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_NUMBER = re.compile(r"\s*([0-9]{1,9})(?![0-9])")
_LICENCE_WORDS = re.compile(r"licen[cs]e|creative commons|\bcc[ -]by\b|\bcc0\b|public domain", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_ROLE_IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)\Z")
# A first and a last name: what a part of "Amira Hart/Ben Okafor" looks like, and of "AC/DC" or "Talk [a/b]" doesn't.
_FULL_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)+")


def build_tags(raw: RawTags, *, slash_joins: bool = False) -> Tags:
    """Return the tags that ``raw`` holds.

    ``slash_joins``: the format joins several persons with a slash (ID3v2.3 §4.2.1).
    """
    return Tags(
        title=line(raw, "TITLE"),
        subtitle=line(raw, "SUBTITLE"),
        show=line(raw, "ALBUM"),
        people=_people(raw, slash_joins=slash_joins),
        date=_date(raw),
        season=_number(raw, "SEASON", "DISCNUMBER"),
        number=_number(raw, "EPISODE", "TRACKNUMBER"),
        description=_text(raw, "DESCRIPTION", "SYNOPSIS", "COMMENT"),
        language=_language(raw),
        licence=_licence(raw),
        link=_link(raw),
    )


def values(raw: RawTags, *names: str) -> Iterable[str]:
    """Yield the raw values of all ``names``, in that order."""
    for name in names:
        yield from raw.get(name, ())


def line(raw: RawTags, *names: str) -> str:
    """Return the first value among ``names`` that is not blank, cleaned and on one line."""
    for name in names:
        for value in raw.get(name, ()):
            if cleaned := clean_line(value):
                return cleaned
    return ""


def _text(raw: RawTags, *names: str) -> str:
    for name in names:
        for value in raw.get(name, ()):
            if cleaned := clean_text(value).strip():
                return cleaned
    return ""


def _number(raw: RawTags, *names: str) -> int | None:
    """Return the first number above 0, also of the form ``3/12``."""
    for value in values(raw, *names):
        match = _NUMBER.match(value)
        if match and int(match[1]) > 0:
            return int(match[1])
    return None


def _date(raw: RawTags) -> str:
    """Return the most exact of the first dates that are dates, in ISO 8601."""
    dates = [iso_date(value) for value in values(raw, "RELEASEDATE", "DATE", "YEAR")]
    return max(dates, key=len, default="")


def iso_date(value: str) -> str:
    """Return ``value`` in ISO 8601, as exact as it is (``2027``, ``2027-04-09T10:00:00``), empty if it is no date."""
    match = _YEAR_FIRST.fullmatch(clean_line(value))
    if not match:
        return ""
    year, month, day, hour, minute, second, zone = match.groups()
    date = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    moment = f"{date}T{hour}:{minute or '00'}:{second or '00'}{zone or ''}" if hour else date
    if date_of_tag(date) is None:
        return year if date_of_tag(year) else ""
    # date_of_tag falls back to the day where the time is none.
    return moment if not hour or (int(hour) < 24 and int(minute or 0) < 60 and int(second or 0) < 60) else date


def _language(raw: RawTags) -> str:
    return next((tag for value in values(raw, "LANGUAGE") if (tag := language_tag(clean_line(value)))), "")


def _licence(raw: RawTags) -> str:
    """Return the licence by its SPDX identifier where it is a known one; a mere copyright notice is not a licence."""
    for value in values(raw, "LICENSE", "LICENCE"):
        if cleaned := clean_line(value):
            known = licence_named(cleaned)
            return known.id if known else cleaned
    for value in values(raw, "COPYRIGHT"):
        cleaned = clean_line(value)
        known = licence_named(cleaned)
        if known or _LICENCE_WORDS.search(cleaned):
            return known.id if known else cleaned
    return ""


def _link(raw: RawTags) -> str:
    """Return the first web address; other schemes have no place in a feed."""
    found = (web_address(value) for value in values(raw, "LINK", "URL", "WEBSITE", "WWW"))
    return next((address for address in found if address), "")


def web_address(value: str) -> str:
    """Return ``value`` if it is a web address, else nothing: it ends up behind a link on a page."""
    address = clean_line(value)
    return address if _WEB.match(address) else ""


def is_role(word: str) -> bool:
    """Whether ``word`` says the part somebody plays; tags also name who mixed and mastered."""
    return clean_line(word).casefold() in ROLES


def _people(raw: RawTags, *, slash_joins: bool) -> tuple[Credit, ...]:
    """Return everybody who can be heard, in the order of the tag; a stated role wins over being in the list."""
    people: dict[str, Role] = {}
    for value in values(raw, "ARTISTS") if raw.get("ARTISTS") else values(raw, "ARTIST"):
        for name in _names(value, slash_joins=slash_joins):
            people.setdefault(name, Role.SPEAKER)
    for value in values(raw, "PERFORMER"):
        name = clean_line(value)
        match = _ROLE_IN_BRACKETS.match(name)
        role = ROLES.get(match[2].casefold()) if match else None
        if match and role:
            people[match[1]] = role
        elif name:
            people.setdefault(name, Role.SPEAKER)
    for word in raw:
        if word not in _ROLE_NAMES:
            continue
        for value in raw[word]:
            for name in _names(value, slash_joins=slash_joins):
                people[name] = ROLES[word.casefold()]
    return tuple(Credit(name, role) for name, role in people.items())


def _names(value: str, *, slash_joins: bool) -> tuple[str, ...]:
    # A library has few persons and many files. What is too long for a name isn't worth remembering.
    return (_known_names if len(value) <= _MAX_REMEMBERED else _split_names)(value, slash_joins)


def _split_names(value: str, slash_joins: bool) -> tuple[str, ...]:
    """Split a value that names several persons, but only where every part is surely a name."""
    whole = clean_line(value)
    for separator in (";", "/") if slash_joins else (";",):
        parts = [part.strip() for part in whole.split(separator)]
        if len(parts) > 1 and all(_FULL_NAME.fullmatch(part) for part in parts):
            return tuple(parts)
    return (whole,) if whole else ()


_known_names = lru_cache(maxsize=2_000)(_split_names)
