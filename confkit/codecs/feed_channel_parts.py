"""The elements of the podcast namespace in a channel → the fields of a show; the rest is kept as extras."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from confkit.codecs.feed_extras import as_extra, is_only, is_single, kept_in, repeated_singles
from confkit.codecs.feed_import import FeedPerson
from confkit.codecs.feed_item import YES
from confkit.codecs.feed_podcasting import funding_of, licence_of, person_of, remote_feeds_of, text_of
from confkit.domain.feed import Element
from confkit.domain.text import clean_line
from confkit.domain.validation import is_recurrence


@dataclass(slots=True)
class ChannelParts:
    """What the elements of the podcast namespace in the channel become."""

    is_complete: bool
    guid: str = ""
    is_locked: bool = False
    locked_by: str = ""
    is_blocked: bool = False
    people: list[FeedPerson] = field(default_factory=list)
    funding: list[Any] = field(default_factory=list)
    texts: list[Any] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    extras: list[str] = field(default_factory=list)
    left_out: list[Element] = field(default_factory=list)
    # The lock as it stands: it may name another owner than Apple's element.
    locked_extra: tuple[str, ...] = ()

    @property
    def medium(self) -> str:
        """``podcast:medium``, or what is meant without one."""
        return str(self.values.get("medium", "podcast"))

    def take(self, elements: Iterable[Element]) -> None:
        """Read ``elements``; what no field holds exactly becomes an extra, what is too much for one is left out."""
        elements = tuple(elements)
        repeated = repeated_singles(elements)
        for element in elements:
            is_held = self._take(element)
            is_left = not is_held or (element.name in repeated and is_single(element))
            if is_left and not kept_in(self.extras, element):
                self.left_out.append(element)

    def _take(self, element: Element) -> bool:
        text = clean_line(element.text)
        match element.name:
            case "podcast:guid":
                self.guid = self.guid or text
                return True
            case "podcast:locked":
                self.is_locked = self.is_locked or text.lower() in YES
                self.locked_by = self.locked_by or clean_line(element.get("owner"))
                is_held = is_only(element, "owner") and text in ("yes", "no")
                self.locked_extra = self.locked_extra or (as_extra(element),)
                return is_held
            case "podcast:block":
                is_all = not element.attributes and text.lower() in YES
                self.is_blocked = self.is_blocked or is_all
                return is_all
            case "podcast:person":
                if person := person_of(element):
                    self.people.append(person)
                return person is not None
            case "podcast:funding":
                return self._added(self.funding, funding_of(element))
            case "podcast:txt":
                return self._added(self.texts, text_of(element))
            case "podcast:medium":
                if text:
                    self.values.setdefault("medium", text)
                return is_only(element) and bool(text)
            case "podcast:location":
                self.values.setdefault("location", text)
                return is_only(element) and 0 < len(text) <= 128 and text == element.text
            case "podcast:license":
                named, is_exact = licence_of(element)
                self.values.setdefault("licence", named)
                return is_exact
            case "podcast:updateFrequency":
                return self._frequency(element, text)
            case "podcast:podroll" | "podcast:publisher":
                return self._feeds(element)
        return False

    def _frequency(self, element: Element, text: str) -> bool:
        rule = element.get("rrule").removeprefix("RRULE:")
        if is_recurrence(rule):
            self.values.setdefault("recurrence", rule)
        self.values.setdefault("rhythm", text)
        is_exact = rule == element.get("rrule") == self.values.get("recurrence", "")
        is_exact = is_exact and is_only(element, "rrule", "complete")
        # Said exactly when the show is complete, which is how the writer does it.
        is_exact = is_exact and element.attributes.get("complete", "") == ("true" if self.is_complete else "")
        return is_exact and text == element.text and bool(text)

    def _feeds(self, element: Element) -> bool:
        feeds = remote_feeds_of(element)
        if feeds is None:
            return False
        if element.name == "podcast:podroll":
            self.values.setdefault("podroll", feeds)
            return True
        if len(feeds) > 1:
            return False
        self.values.setdefault("publisher", feeds[0])
        return True

    @staticmethod
    def _added(parts: list[Any], part: object) -> bool:
        if part is None:
            return False
        parts.append(part)
        return True
