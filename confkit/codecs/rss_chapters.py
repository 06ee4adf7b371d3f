"""Chapters inside a feed: different apps read different forms, and all of them come from the same chapters."""

from collections.abc import Sequence
from datetime import timedelta

from confkit.codecs.web_address import ascii_address
from confkit.codecs.xml_text import escape, quoted, shortened
from confkit.domain.recording import Chapter

# Fewer than three time stamps are not taken for chapters.
_FEWEST_STAMPS = 3
# A description has other things to say too; longer lists are in the notes and in the other forms.
_MOST_BYTES = 3_000


def simple_chapters(chapters: Sequence[Chapter]) -> str:
    """Return ``chapters`` as Podlove Simple Chapters 1.2, hidden ones left out; nothing for none."""
    shown = [chapter for chapter in chapters if not chapter.hidden]
    if not shown:
        return ""
    lines = ['<psc:chapters version="1.2">\n']
    for chapter in shown:
        link = f" href={quoted(ascii_address(chapter.url))}" if chapter.url else ""
        image = f" image={quoted(ascii_address(chapter.image))}" if chapter.image else ""
        title = quoted(shortened(chapter.title, 255))
        lines.append(f'<psc:chapter start="{clock(chapter.start, exact=True)}" title={title}{link}{image}/>\n')
    lines.append("</psc:chapters>\n")
    return "".join(lines)


def time_stamps(chapters: Sequence[Chapter], title: str) -> str:
    """Return ``chapters`` as lines of HTML that begin with their time; nothing for fewer than three.

    Apps want the first at 00:00:00: where no chapter begins there, the episode's ``title`` does.
    """
    shown = [(chapter.start, chapter.title) for chapter in chapters if not chapter.hidden]
    if len(shown) < _FEWEST_STAMPS:
        return ""
    if shown[0][0] >= timedelta(seconds=1):
        shown.insert(0, (timedelta(0), title))
    return "".join(f"<p>{clock(start)} {escape(shortened(name, 255))}</p>\n" for start, name in shown)


def fits_description(stamps: str) -> bool:
    """Whether the time stamps leave enough room in a description."""
    return len(stamps.encode()) <= _MOST_BYTES


def clock(moment: timedelta, *, exact: bool = False) -> str:
    """Return a time in the audio as ``HH:MM:SS``, with milliseconds if ``exact``."""
    milliseconds = max(moment // timedelta(milliseconds=1), 0)
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if exact else text
