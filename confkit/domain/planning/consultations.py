"""The bookable slots of a consultation: a row of short times with a pause between each two."""

from datetime import datetime, timedelta

from confkit.domain.errors import InvalidValue
from confkit.domain.times import elapsed, later

MOST = 200


def row_of_times(
    start: datetime, end: datetime, length: timedelta, pause: timedelta = timedelta(0)
) -> tuple[tuple[datetime, datetime], ...]:
    """Return start and end of as many times as fit between the aware ``start`` and ``end``.

    ``length`` is real time, also across a clock change, and so is the ``pause`` between each two. Raises InvalidValue
    where not even one fits, and for more than a person would want.
    """
    if length <= timedelta(0):
        raise InvalidValue("is not longer than nothing", where="length", fix="enter 1 minute or more")
    if pause < timedelta(0):
        raise InvalidValue("is less than nothing", where="pause", fix="enter 0 for none")
    whole = elapsed(start, end)
    if whole < length:
        raise InvalidValue(
            f"there is no room for a slot of {length // timedelta(minutes=1)} minutes",
            where="end",
            fix="let it end later, or make the slots shorter",
        )
    count = (whole + pause) // (length + pause)
    if count > MOST:
        raise InvalidValue(f"{count} slots are more than {MOST}", where="length", fix="make them longer")
    starts = (later(start, number * (length + pause)) for number in range(count))
    return tuple((begins, later(begins, length)) for begins in starts)
