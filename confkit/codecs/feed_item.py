"""One item of a feed → an episode: the inverse of ``rss_item``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from confkit.codecs.feed_date import read_date
from confkit.codecs.feed_extras import picture_extra
from confkit.codecs.feed_import import Findings, ImportedItem
from confkit.codecs.feed_item_parts import ItemParts, positive
from confkit.codecs.feed_podcasting import address_in
from confkit.codecs.feed_words import words_of
from confkit.codecs.time_stamp import read_stamp
from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.values import extension_of, is_web_address, play_time, whole_number
from confkit.domain.podcasting import RemoteAudio, SeasonName
from confkit.domain.recording import Chapter
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show
from confkit.domain.text import clean_line

_KINDS = {kind.value: kind for kind in EpisodeKind}
_MOST_CHAPTERS = 10_000
# By the end of the address, where an enclosure says no type.
_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/x-m4a", "mp4": "video/mp4", "ogg": "audio/ogg", "opus": "audio/ogg"}
NO = frozenset({"no", "false", "clean"})
YES = frozenset({"yes", "true", "explicit"})


@dataclass(slots=True)
class ItemReader:
    """Reads the items of one feed: what they have in common, and the guids and seasons there were so far.

    ``now`` stands in for the day that an item doesn't name, ``link`` is the address of the show's page.
    """

    show: Show
    link: str
    now: datetime
    new_id: Callable[[], UUID]
    findings: Findings
    seasons: dict[int, str] = field(default_factory=dict)
    _guids: set[str] = field(default_factory=set)

    def read(self, element: Element, number: int) -> ImportedItem | None:
        """Return the item, None where its guid was there before."""
        first: dict[str, Element] = {}
        podcasting: list[Element] = []
        for child in element.children:
            if child.name.startswith("podcast:"):
                podcasting.append(child)
            else:
                first.setdefault(child.name, child)
                podcasting.extend(stray(child))
        title = _line(first, "title") or _line(first, "itunes:title")
        place = f"item {number}" + (f" “{label(title)}”" if title else "")
        remote = self._enclosure(first.get("enclosure"), _line(first, "itunes:duration"), place)
        guid = self._guid(first.get("guid"), remote, place)
        if not guid:
            return None
        parts = ItemParts(self.seasons, remote.url if remote else "")
        parts.take(podcasting)
        self.findings.left_out(place, parts.left_out)
        picture = first.get("itunes:image")
        image = address_in(picture.get("href")) if picture is not None else ""
        parts.extras += picture_extra(image)
        episode = self._episode(first, title, guid, remote, parts, place, number)
        return ImportedItem(
            episode,
            tuple(parts.people) if parts.people else None,
            image,
            parts.chapters,
            tuple(parts.transcripts),
            parts.integrity,
        )

    def _episode(
        self,
        first: dict[str, Element],
        title: str,
        guid: str,
        remote: RemoteAudio | None,
        parts: ItemParts,
        place: str,
        number: int,
    ) -> Episode:
        chapters = _chapters(first.get("psc:chapters"))
        subtitle = _line(first, "itunes:subtitle")
        notes = next(
            (
                one.text
                for name in ("content:encoded", "description", "itunes:summary")
                if (one := first.get(name)) and one.text
            ),
            "",
        )
        description = words_of(notes, chapters=chapters, title=title)
        date = self._date(_line(first, "pubDate"), place)
        explicit = _line(first, "itunes:explicit").lower()
        link = _line(first, "link")
        values: dict[str, Any] = parts.values
        return Episode(
            id=self.new_id(),
            show_id=self.show.id,
            guid=guid,
            # Without a date the order of the feed is all there is.
            added=self.now if date else self.now - timedelta(seconds=number),
            state=EpisodeState.PUBLISHED if remote else EpisodeState.DRAFT,
            kind=_KINDS.get(_line(first, "itunes:episodeType").lower(), EpisodeKind.FULL),
            title=title or None,
            subtitle=subtitle or None,
            # Without one the writer takes the subtitle.
            description=description if description and description != subtitle else None,
            date=date,
            season=values.get("season") or positive(_line(first, "itunes:season")),
            number=values.get("number") or positive(_line(first, "itunes:episode")),
            licence=values.get("licence"),
            link=self._link(link, first.get("guid")),
            explicit=(explicit in YES) if explicit in YES | NO and (explicit in YES) != self.show.explicit else None,
            chapters=chapters or None,
            origin=f"feed:{guid}",
            display=values.get("display", ""),
            soundbites=tuple(parts.soundbites),
            discussions=tuple(parts.discussions),
            texts=tuple(parts.texts),
            remote=remote,
            extras=tuple(parts.extras),
        )

    def _guid(self, element: Element | None, remote: RemoteAudio | None, place: str) -> str:
        found = element.text if element is not None else ""
        guid = clean_line(found)
        if not guid:
            # As apps do; without an enclosure either there is nothing to know it by again.
            guid = clean_line(remote.url) if remote else ""
            fix = "ask the publisher for guids: without them a new address is a new episode"
            taken = "; its audio’s address is taken" if guid else " and no audio; it is left out"
            self.findings.warn("feed-item-without-guid", place, f"has no guid{taken}", fix)
            if not guid:
                return ""
        elif guid != found:
            self.findings.warn(
                "feed-guid-unusable", place, "has a guid with signs that can’t be kept; they are left out"
            )
        if guid in self._guids:
            self.findings.warn(
                "feed-guid-twice",
                place,
                f"has the guid of another item ({label(guid)}) and is left out",
                "the first one counts",
            )
            return ""
        self._guids.add(guid)
        return guid

    def _enclosure(self, element: Element | None, duration: str, place: str) -> RemoteAudio | None:
        if element is None:
            self.findings.warn(
                "feed-item-without-audio", place, "has no audio; it becomes a draft", "add its audio, or remove it"
            )
            return None
        url = address_in(element.get("url"))
        if not url:
            self.findings.warn(
                "feed-enclosure-unusable",
                place,
                f"“{label(element.get('url'))}” is no address of audio; it becomes a draft",
            )
            return None
        kind = element.get("type").lower() or _TYPES.get(extension_of(url), "audio/mpeg")
        return RemoteAudio(url, whole_number(element.get("length")) or 0, kind, play_time(duration) or timedelta(0))

    def _date(self, text: str, place: str) -> datetime | None:
        moment, fault = read_date(text) if text else (None, "")
        if not text:
            self.findings.warn("feed-date-missing", place, "has no date", "set the day it was published")
        elif fault:
            self.findings.warn("feed-date-odd", place, f"the date “{label(text)}” {fault}", "check the episode’s date")
        return moment

    def _link(self, text: str, guid: Element | None) -> str | None:
        address = address_in(text)
        if address:
            return address if address != self.link else None
        if guid is not None and guid.get("isPermaLink").lower() != "false" and is_web_address(guid.text):
            return address_in(guid.text)
        return None


def stray(element: Element) -> list[Element]:
    """Return the podcast elements inside of an element that is none, the outermost of each."""
    found: list[Element] = []
    for child in element.children:
        if child.name.startswith("podcast:"):
            found.append(child)
        elif child.children:
            found += stray(child)
    return found


def seasons_of(names: dict[int, str]) -> tuple[SeasonName, ...]:
    """Return the names of seasons by number."""
    return tuple(SeasonName(number, names[number]) for number in sorted(names))


def _line(first: dict[str, Element], name: str) -> str:
    element = first.get(name)
    return clean_line(element.raw) if element is not None else ""


def _chapters(element: Element | None) -> tuple[Chapter, ...]:
    if element is None:
        return ()
    found = []
    for child in list(element.all("psc:chapter"))[:_MOST_CHAPTERS]:
        start = read_stamp(child.get("start"))
        if start is not None:
            url, image = address_in(child.get("href")), address_in(child.get("image"))
            found.append(Chapter(start, clean_line(child.get("title")), url=url, image=image))
    return tuple(sorted(found, key=lambda chapter: chapter.start))
