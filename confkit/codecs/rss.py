"""Podcast feeds: RSS 2.0 with Apple's, the Podcasting 2.0 and Podlove's additions.

Written as strings, with every text through ``xml_text``; the same show gives the same bytes, nothing asks the clock.
What directories and apps ask of a feed is explained in ``docs/``; the preflight holds a feed to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid5

from confkit.codecs.rss_addresses import AlternateAudio, FeedAddresses, PageLinks, TranscriptLink
from confkit.codecs.rss_channel import channel_head
from confkit.codecs.rss_item import enclosure_of, render_item, rfc2822
from confkit.codecs.rss_live import render_live_item
from confkit.codecs.rss_podcasting import LONGEST_NAME
from confkit.codecs.xml_text import escape, quoted, quoted_address, shortened
from confkit.domain.bridge import EpisodeView, credits_of
from confkit.domain.feed import FEED_NAMESPACES, PODCAST_ALIAS
from confkit.domain.live import LiveItem
from confkit.domain.person import Person
from confkit.domain.podcasting import RemoteAudio
from confkit.domain.recording import Recording
from confkit.domain.show import EpisodeKind, Show

_GUID_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_FOOT = b"</channel>\n</rss>\n"
_NO_PAGES = PageLinks()


def podcast_guid(feed_url: str) -> UUID:
    """Return the ``podcast:guid`` of the feed at ``feed_url``: without scheme and trailing slashes (Podcasting 2.0).

    It is made once for a show, and kept when the address changes.
    """
    address = feed_url.strip()
    _, scheme, rest = address.partition("://")
    return uuid5(_GUID_NAMESPACE, (rest if scheme else address).rstrip("/"))


def in_feed_order(episodes: Iterable[EpisodeView]) -> list[EpisodeView]:
    """Return episodes as feeds list them: newest first."""
    return sorted(episodes, key=lambda view: (-view.date.timestamp(), -(view.number or 0), view.id))


def write_feed(
    show: Show, episodes: Sequence[EpisodeView], *, address: FeedAddresses, persons: Mapping[UUID, Person]
) -> bytes:
    """Return the feed of ``show`` with ``episodes``, newest first, on one page.

    The caller decides which episodes are due. Raises InvalidValue for one without audio.
    """
    hosts = credits_of(show.participants, persons)
    ordered = in_feed_order(episodes)
    return compose_feed(
        show,
        (render_item(view, address=address, hosts=hosts) for view in ordered),
        address=address,
        persons=persons,
        newest=ordered[0].date if ordered else None,
        trailers=trailers_of(ordered, address),
    )


def compose_feed(
    show: Show,
    items: Iterable[bytes],
    *,
    address: FeedAddresses,
    persons: Mapping[UUID, Person],
    newest: datetime | None,
    trailers: Sequence[str] = (),
    live: Sequence[LiveItem] = (),
    pages: PageLinks = _NO_PAGES,
    is_alias: bool = False,
) -> bytes:
    """Return the feed of ``show``, or a page of it, with the items that ``render_item`` gave, in their order.

    ``newest`` is the date of its newest episode. It is all the feed says of its own age, so that it only changes when
    the show does. ``trailers`` are what ``trailers_of`` gave. With ``is_alias`` the podcast namespace is declared by
    its other address, the only one that some apps know.
    """
    hosts = credits_of(show.participants, persons)
    head = channel_head(show, address, hosts, newest=newest, pages=pages, trailers=trailers)
    streams = "".join(render_live_item(one, hosts=hosts) for one in live)
    # A large feed is then in memory once, not as pieces and as a whole.
    written = BytesIO()
    written.write(f"{_head(is_alias)}{head}{streams}".encode())
    written.writelines(items)
    written.write(_FOOT)
    return written.getvalue()


def _head(is_alias: bool) -> str:
    namespaces = FEED_NAMESPACES | ({"podcast": PODCAST_ALIAS} if is_alias else {})
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{declared}>\n<channel>\n'


def trailers_of(episodes: Iterable[EpisodeView], address: FeedAddresses) -> tuple[str, ...]:
    """Return ``podcast:trailer`` of each episode that is one, for the channel."""
    return tuple(_trailer(view, address) for view in episodes if view.episode.kind is EpisodeKind.TRAILER)


def _trailer(view: EpisodeView, address: FeedAddresses) -> str:
    audio, url = enclosure_of(view, address)
    return trailer_element(view.title, view.date, view.season, audio, url)


def trailer_element(title: str, date: datetime, season: int | None, audio: Recording | RemoteAudio, url: str) -> str:
    """Return the ``podcast:trailer`` of an episode whose ``audio`` is at ``url``."""
    of_season = f' season="{season}"' if season and season > 0 else ""
    length = f' length="{audio.size}"' if audio.size else ""
    name = escape(shortened(title, LONGEST_NAME) or "Untitled")
    return (
        f'<podcast:trailer pubdate="{rfc2822(date)}" url={quoted_address(url)}{length}'
        f" type={quoted(audio.media_type)}{of_season}>{name}</podcast:trailer>\n"
    )


__all__ = [
    "AlternateAudio",
    "FeedAddresses",
    "PageLinks",
    "TranscriptLink",
    "compose_feed",
    "in_feed_order",
    "podcast_guid",
    "render_item",
    "trailer_element",
    "trailers_of",
    "write_feed",
]
