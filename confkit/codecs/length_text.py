"""How lengths and positions in audio are written in event and show files: as short as exactness allows."""

import re
from datetime import timedelta

_LENGTH = re.compile(r"(-?)(?:(\d{1,9})h)?\s?(?:(\d{1,9})m(?:in)?)?\s?(?:(\d{1,9})(?:\.(\d{1,6}))?s)?\Z", re.ASCII)
_POSITION = re.compile(r"(-?)(?:(\d{1,9}):)?(\d{1,9}):(\d{1,2})(?:\.(\d{1,6}))?\Z", re.ASCII)
_MINUTE = timedelta(minutes=1)


def length_value(length: timedelta | None) -> int | str | None:
    """Return a length as it is written: whole minutes as a number, else seconds as a text."""
    if length is None:
        return None
    if not length % _MINUTE:
        return length // _MINUTE
    sign, (seconds, fraction) = _parts(length)
    return f"{sign}{seconds}{fraction}s"


def length_from(value: int | str) -> timedelta | None:
    """Read what ``length_value`` writes, and ``"1h 30m"``; None if it is something else."""
    if isinstance(value, int):
        return timedelta(minutes=value)
    match = _LENGTH.match(value)
    if match is None or not any(match.groups()[1:]):
        return None
    sign, hours, minutes, seconds, fraction = match.groups()
    return _joined(sign, hours, minutes, seconds, fraction)


def position_value(position: timedelta) -> str:
    """Return a position in audio as ``H:MM:SS`` with as many decimals as it has."""
    sign, (seconds, fraction) = _parts(position)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def position_from(value: str) -> timedelta | None:
    """Read what ``position_value`` writes, and ``M:SS``; None if it is something else."""
    match = _POSITION.match(value)
    return _joined(*match.groups()) if match else None


def _parts(length: timedelta) -> tuple[str, tuple[int, str]]:
    size = abs(length)
    fraction = f".{size.microseconds:06d}".rstrip("0") if size.microseconds else ""
    return "-" if length < timedelta(0) else "", (size.days * 86400 + size.seconds, fraction)


def _joined(sign: str, hours: str | None, minutes: str | None, seconds: str | None, fraction: str | None) -> timedelta:
    size = timedelta(
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int((fraction or "0").ljust(6, "0")),
    )
    return -size if sign else size
