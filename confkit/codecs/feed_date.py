"""Dates of feeds, in all the ways that real feeds write them.

What RFC 2822 asks for is read by the standard library. The rest is guessed, and the guess is told: names of months in
other languages, no zone or one by a name that the standard doesn't know, ISO 8601, days and months as numbers.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

from confkit.domain.times import in_reach

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(.*)", re.ASCII
)
_NUMBERS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:[,\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(.*)", re.ASCII)
_WORDS = re.compile(
    r"(\d{1,2})\.?(?:\s+de)?[\s-]+([^\W\d_]+)\.?,?(?:\s+de)?[\s-]+(\d{4}|\d{2})(?!\d)"
    r"(?:[,\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(.*)"
)
_AMERICAN = re.compile(
    r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[,\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(.*)"
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b", re.ASCII)
# Hours from UTC; what RFC 2822 §4.3 names is here too, for dates that are otherwise written wrongly.
_ZONES = {
    "z": 0.0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "met": 1, "cest": 2,
    "mesz": 2, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "ist": 5.5, "hkt": 8, "awst": 8, "jst": 9, "kst": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "brt": -3,
}  # fmt: skip
# Beginnings of the names of months, the longer ones first where they differ late: English, German, French, Spanish,
# Italian, Portuguese, Dutch, Danish, Norwegian, Swedish, Polish, Russian.
_MONTHS = (
    "jan janv ene gen jän sty янв", "feb févr fevr fév fev lut фев", "mar mär maer mrz mrt mars мар",
    "apr avr abr kwi апр", "may mai mag mei maj ma май мая", "jun juin giu cze июн", "jul juil lug lip июл",
    "aug août aout ago sie авг", "sep set wrz сен", "oct okt ott out paź paz окт", "nov lis ноя",
    "dec dez déc dic des gru дек",
)  # fmt: skip


def read_date(text: str) -> tuple[datetime | None, str]:
    """Return the aware time that ``text`` means, None where nobody could tell, and what is wrong with it as it stands.

    A time without a zone is taken as UTC. The fault is "" for a date as it should be.
    """
    text = text.strip()[:100]
    moment = None if _ISO.match(text) else _standard(text)
    if moment is not None and moment.tzinfo is not None:
        return moment, ""
    if moment is not None and text.endswith("-0000"):  # RFC 2822 §3.3: UTC, of an unknown place
        return moment.replace(tzinfo=UTC), ""
    guess, is_zoned = _guess(text)
    if guess is None and moment is not None:
        guess = moment.replace(tzinfo=UTC)
    if guess is None:
        return None, "is not a date that can be read"
    if not is_zoned:
        return guess, "has no time zone; taken as UTC"
    return guess, f"is not written as feeds have to; taken as {guess:%Y-%m-%d %H:%M %z}"


def _standard(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if in_reach(moment) else None


def _guess(text: str) -> tuple[datetime | None, bool]:
    if parts := _ISO.match(text):
        year, month, day, *clock, zone = parts.groups()
    elif parts := _NUMBERS.search(text):
        day, month, year, *clock, zone = parts.groups()
    elif parts := _WORDS.search(text):
        day, month, year, *clock, zone = parts.groups()
        month = _month(month)
    elif parts := _AMERICAN.search(text):
        month, day, year, *clock, zone = parts.groups()
        month = _month(month)
    else:
        return None, False
    offset = _offset(zone)
    century = 0 if len(year) == 4 else 2000 if int(year) < 70 else 1900
    try:
        hour, minute, second = (int(part or 0) for part in clock)
        moment = datetime(int(year) + century, int(month), int(day), hour, minute, second, tzinfo=offset or UTC)
    except ValueError:
        return None, False
    return (moment if in_reach(moment) else None), offset is not None


@cache
def _month(word: str) -> str:
    """Return the number of a month by the longest beginning of its name that is known, "0" for anything else."""
    word = word.casefold()
    for length in range(min(4, len(word)), 1, -1):
        for number, beginnings in enumerate(_MONTHS, 1):
            if word[:length] in beginnings.split():
                return str(number)
    return "0"


def _offset(text: str) -> timezone | None:
    if parts := _OFFSET.match(text):
        size = timedelta(hours=int(parts[2]), minutes=int(parts[3] or 0))
        if size < timedelta(hours=24):
            return timezone(-size if parts[1] == "-" else size)
    hours = _ZONES.get(text.strip("() ").casefold())
    return None if hours is None else timezone(timedelta(hours=hours))
