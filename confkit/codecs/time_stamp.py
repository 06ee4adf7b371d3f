"""Times in the audio as text: ``01:02:03.456`` and its shorter forms, to the millisecond.

WebVTT, SubRip, Podlove Simple Chapters and lists of chapters all write them, each a little differently.
"""

from datetime import timedelta

# A pattern for use inside of others; hours may have three digits, minutes and seconds one or two.
STAMP = r"(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,9})?"
_MILLISECOND = timedelta(milliseconds=1)


def read_stamp(text: str) -> timedelta | None:
    """Read ``HH:MM:SS.mmm``, ``MM:SS`` or plain seconds, a comma as good as a point; None for anything else."""
    whole, _, fraction = text.strip().replace(",", ".").partition(".")
    parts = whole.split(":")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts):
        return None
    if fraction and not (fraction.isascii() and fraction.isdigit() and len(fraction) < 10):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    if seconds > 366 * 86_400:  # nothing that is listened to is longer
        return None
    return timedelta(seconds=seconds, microseconds=int(fraction.ljust(6, "0")[:6]))


def write_stamp(moment: timedelta, *, point: str = ".") -> str:
    """Return ``HH:MM:SS.mmm``; ``point`` stands before the milliseconds. A negative time is the beginning."""
    seconds, rest = divmod(max(moment, timedelta(0)) // _MILLISECOND, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}{point}{rest:03}"
