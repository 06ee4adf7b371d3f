"""Times on the command line: read in the event's zone, with a word where a clock change had one in it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from confkit.cli.output import say
from confkit.domain.errors import InvalidValue
from confkit.domain.times import parse_local


def read_time(option: str, text: str, zone: ZoneInfo, *, default_day: date | None = None) -> datetime:
    """Read a time in the event's zone, and say so where the clock change had a word in it."""
    try:
        time = parse_local(text, zone, default_day=default_day)
    except InvalidValue as error:
        raise InvalidValue(error.what, where=option, fix=error.fix) from error
    if time.note:
        say(f"note: {time.note}", "yellow")
    return time.instant


def read_now(text: str | None, zone: ZoneInfo, now: datetime) -> datetime:
    """Read what ``--at`` says, a time of today alone too; without it the present ``now``."""
    here = now.astimezone(zone)
    return read_time("--at", text, zone, default_day=here.date()).astimezone(UTC) if text else now


def read_day(option: str, text: str) -> date:
    """Read a day such as 2027-04-09; raises InvalidValue."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(f"{text!r} is not a day", where=option, fix="write it as 2027-04-09") from error
