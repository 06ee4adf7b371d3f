"""How times, lengths and names are written in the TUI."""

from datetime import date, datetime, timedelta

from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services.words import day as day  # One form everywhere: in labels of edits and on the screen.
from confkit.services.words import moment as moment


def full_day(value: date) -> str:
    """``Friday 9 April 2027``."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def stamp(value: datetime) -> str:
    """``2027-04-09 10:00`` in the local zone of the machine."""
    return f"{value.astimezone():%Y-%m-%d %H:%M}"


_AGO = ((365, "year"), (30, "month"), (7, "week"), (1, "day"))


def ago(length: timedelta) -> str:
    """``3 h ago``: how long something is past, as roughly as people say it; clocks may differ, so never negative."""
    minutes_past = int(length.total_seconds() // 60)
    if minutes_past < 1:
        return "just now"
    if minutes_past < 60:
        return f"{minutes_past} min ago"
    if minutes_past < 24 * 60:
        return f"{minutes_past // 60} h ago"
    days = minutes_past // (24 * 60)
    least, word = next(pair for pair in _AGO if days >= pair[0])
    return f"{count(days // least, word)} ago"


def span(first: date, last: date) -> str:
    """``8–9 Apr 2027``, as short as it is clear."""
    if first == last:
        return f"{first.day} {first:%b %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%b %Y}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {last.day} {last:%b %Y}"
    return f"{first.day} {first:%b %Y} – {last.day} {last:%b %Y}"


def minutes(value: timedelta) -> str:
    """``30′``, ``1 h 15′``."""
    total = int(value.total_seconds() // 60)
    if total < 120:
        return f"{total}′"
    hours, rest = divmod(total, 60)
    return f"{hours} h {rest}′" if rest else f"{hours} h"


def clock(value: timedelta) -> str:
    """``3:05`` or ``1:02:03``: the length of a recording."""
    total = round(value.total_seconds())
    hours, rest = divmod(total, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def size(octets: int) -> str:
    """``3.4 MB``."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))} kB"
    return f"{octets / 1_000_000:.1f} MB"


def count(number: int, word: str, plural: str = "") -> str:
    """``1 problem``, ``3 problems``."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def names(programme: Programme, session: Session) -> str:
    """Who takes part, reviewers aside."""
    from confkit.domain.person import Role

    roles = [role for role in Role if role is not Role.REVIEWER]
    return ", ".join(dict.fromkeys(person.name for person in programme.people(session, *roles)))
