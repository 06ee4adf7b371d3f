"""Chapters inside a feed: different apps read different forms, and all of them come from the same chapters."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from confkit.codecs.web_address import ascii_address
from confkit.codecs.xml_text import NO_HTML, Html, escape, quoted, shortened
from confkit.domain.recording import Chapter

_LONGEST_TITLE = 255
# Fewer than three time stamps are not taken for chapters.
_FEWEST_STAMPS = 3
# A description has other things to say too; longer lists are in the notes and in the other forms.
_MOST_BYTES = 3_000
_BEGINNING = "00:00:00"
_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))


class ChapterForms(NamedTuple):
    """Chapters as an item holds them.

    ``simple`` is Podlove Simple Chapters 1.2, ``stamps`` lines of HTML that begin with their time, nothing for fewer
    than three; ``short`` tells whether the latter leave room in a description.
    """

    simple: str = ""
    stamps: Html = NO_HTML
    short: bool = True


_NONE = ChapterForms()


def chapter_forms(chapters: Sequence[Chapter], title: str) -> ChapterForms:
    """Return the forms of ``chapters``, hidden ones left out.

    Apps want the first time stamp at 00:00:00: where no chapter begins there, the episode's ``title`` does.
    """
    simple: list[str] = []
    stamps: list[str] = []
    for chapter in chapters:
        if chapter.hidden:
            continue
        start, name = clock(chapter.start), escape(shortened(chapter.title, _LONGEST_TITLE))
        if not stamps and start != _BEGINNING:
            stamps.append(f"<p>{_BEGINNING} {escape(title)}</p>\n")
        stamps.append(f"<p>{start} {name}</p>\n")
        link = f" href={quoted(ascii_address(chapter.url))}" if chapter.url else ""
        image = f" image={quoted(ascii_address(chapter.image))}" if chapter.image else ""
        attribute = name.replace('"', "&quot;")
        exact = f"{start}.{chapter.start.microseconds // 1000:03}"
        simple.append(f'<psc:chapter start="{exact}" title="{attribute}"{link}{image}/>\n')
    if not simple:
        return _NONE
    lines = "".join(stamps) if len(simple) >= _FEWEST_STAMPS else ""
    inline = f'<psc:chapters version="1.2">\n{"".join(simple)}</psc:chapters>\n'
    return ChapterForms(inline, Html(lines), len(lines.encode()) <= _MOST_BYTES)


def clock(moment: timedelta) -> str:
    """Return a time in the audio as ``HH:MM:SS``; what lies before its beginning is its beginning."""
    seconds = moment.days * 86_400 + moment.seconds
    if seconds <= 0:
        return _BEGINNING
    minutes = seconds // 60
    return f"{minutes // 60:02}:{_TWO_DIGITS[minutes % 60]}:{_TWO_DIGITS[seconds % 60]}"
