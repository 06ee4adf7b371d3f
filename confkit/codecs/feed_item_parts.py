"""The elements of the podcast namespace in an item → the fields of an episode; the rest is kept as extras."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from confkit.codecs.feed_extras import is_only, kept_in, repeated_singles
from confkit.codecs.feed_import import FeedFile, FeedPerson
from confkit.codecs.feed_podcasting import (
    discussion_of,
    file_of,
    integrity_of,
    licence_of,
    person_of,
    soundbite_of,
    text_of,
)
from confkit.codecs.rss_podcasting import LONGEST_DISPLAY
from confkit.domain.feed import Element
from confkit.domain.feed_rules.values import whole_number
from confkit.domain.text import clean_line

_LARGEST_NUMBER = 1_000_000


@dataclass(slots=True)
class ItemParts:
    """What the elements of the podcast namespace in one item become."""

    seasons: dict[int, str]
    enclosure: str
    people: list[FeedPerson] = field(default_factory=list)
    chapters: FeedFile | None = None
    transcripts: list[FeedFile] = field(default_factory=list)
    soundbites: list[Any] = field(default_factory=list)
    discussions: list[Any] = field(default_factory=list)
    texts: list[Any] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    integrity: str = ""
    extras: list[str] = field(default_factory=list)
    left_out: list[Element] = field(default_factory=list)

    def take(self, elements: Iterable[Element]) -> None:
        """Read ``elements``; what no field holds exactly becomes an extra, what is too much for one is left out."""
        elements = tuple(elements)
        repeated = repeated_singles(elements)
        for element in elements:
            is_held = self._take(element)
            if (not is_held or element.name in repeated) and not kept_in(self.extras, element):
                self.left_out.append(element)

    def _take(self, element: Element) -> bool:
        match element.name:
            case "podcast:person":
                if person := person_of(element):
                    self.people.append(person)
                return person is not None
            case "podcast:soundbite":
                return _added(self.soundbites, soundbite_of(element))
            case "podcast:socialInteract":
                return _added(self.discussions, discussion_of(element))
            case "podcast:txt":
                return _added(self.texts, text_of(element))
            case "podcast:license":
                named, is_exact = licence_of(element)
                self.values.setdefault("licence", named or None)
                return is_exact
            case "podcast:season":
                return self._season(element)
            case "podcast:episode":
                return self._number(element)
            case "podcast:chapters":
                self.chapters = self.chapters or file_of(element)
            case "podcast:transcript":
                _added(self.transcripts, file_of(element))
            case "podcast:alternateEnclosure":
                self.integrity = self.integrity or integrity_of(element, self.enclosure)
        return False

    def _season(self, element: Element) -> bool:
        number, name = positive(element.text), element.get("name")
        if number is None:
            return False
        self.values.setdefault("season", number)
        if name and self.seasons.setdefault(number, name) != name:
            return False
        return (
            is_only(element, "name") and str(number) == element.text and clean_line(name) == name and len(name) <= 128
        )

    def _number(self, element: Element) -> bool:
        number, display = positive(element.text), element.get("display")
        if number is None:
            return False
        self.values.setdefault("number", number)
        self.values.setdefault("display", clean_line(display))
        is_exact = is_only(element, "display") and str(number) == element.text
        return is_exact and clean_line(display) == display and len(display) <= LONGEST_DISPLAY


def _added(parts: list[Any], part: object) -> bool:
    if part is None:
        return False
    parts.append(part)
    return True


def positive(text: str) -> int | None:
    """Return a season or number as feeds write it, None for none."""
    number = whole_number(text)
    return number if number and number < _LARGEST_NUMBER else None
