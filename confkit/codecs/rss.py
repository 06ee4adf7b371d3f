"""Podcast feeds: RSS 2.0 with Apple's, the Podcasting 2.0 and Podlove's additions.

Written as strings, with every text through ``xml_text``; the same show gives the same bytes, nothing asks the clock.
What directories and apps ask of a feed is explained in ``docs/``; the preflight holds a feed to it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from confkit.codecs.rss_item import (
    LONGEST,
    LONGEST_NAME,
    FeedAddresses,
    TranscriptLink,
    licence,
    persons,
    render_item,
    rfc2822,
)
from confkit.codecs.show_notes import description_html, notes_html
from confkit.codecs.web_address import ascii_address
from confkit.codecs.xml_text import Html, cdata, element, escape, quoted, shortened
from confkit.domain.bridge import EpisodeView, credits_of
from confkit.domain.feed import FEED_NAMESPACES
from confkit.domain.person import Person
from confkit.domain.show import Show

_GUID_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    + "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in FEED_NAMESPACES.items())
    + ">\n<channel>\n"
)
_FOOT = b"</channel>\n</rss>\n"


def podcast_guid(feed_url: str) -> UUID:
    """Return the ``podcast:guid`` of the feed at ``feed_url``: without scheme and trailing slashes (Podcasting 2.0).

    It is made once for a show, and kept when the address changes.
    """
    address = feed_url.strip()
    _, scheme, rest = address.partition("://")
    return uuid5(_GUID_NAMESPACE, (rest if scheme else address).rstrip("/"))


def write_feed(
    show: Show, episodes: Sequence[EpisodeView], *, address: FeedAddresses, persons: Mapping[UUID, Person]
) -> bytes:
    """Return the feed of ``show`` with ``episodes``, newest first.

    The caller decides which episodes are due. Raises InvalidValue for one without audio.
    """
    hosts = credits_of(show.participants, persons)
    ordered = sorted(episodes, key=lambda view: (-view.date.timestamp(), -(view.number or 0), view.id))
    items = [render_item(view, address=address, hosts=hosts) for view in ordered]
    newest = ordered[0].date if ordered else None
    return compose_feed(show, items, address=address, persons=persons, newest=newest)


def compose_feed(
    show: Show,
    items: Sequence[bytes],
    *,
    address: FeedAddresses,
    persons: Mapping[UUID, Person],
    newest: datetime | None,
) -> bytes:
    """Return the feed of ``show`` with the items that ``render_item`` gave, in their order.

    ``newest`` is the date of its newest episode. It is all the feed says of its own age, so that it only changes when
    the show does.
    """
    return b"".join((_channel(show, address, persons, newest).encode(), *items, _FOOT))


def _channel(show: Show, address: FeedAddresses, known: Mapping[UUID, Person], newest: datetime | None) -> str:
    title = shortened(show.title, LONGEST)
    link = ascii_address(address.link or show.url)
    return "".join(
        (
            _HEAD,
            element("title", title),
            element("link", link),
            cdata("description", _description(show)),
            element("language", show.language),
            element("copyright", shortened(show.copyright, LONGEST)),
            element("pubDate", rfc2822(newest) if newest else ""),
            element("generator", "confkit"),
            _self_link(address),
            _artwork(address, title, link),
            _apple(show),
            _podcasting(show),
            persons(credits_of(show.participants, known)),
        )
    )


def _description(show: Show) -> Html:
    """HTML; a single plain paragraph without its tags, for the apps that show a channel's description as it is."""
    text = description_html(notes_html(show.description or show.title)).strip()
    bare = text.removeprefix("<p>").removesuffix("</p>")
    return Html(text if "<" in bare else bare)


def _self_link(address: FeedAddresses) -> str:
    if not address.feed:
        return ""
    return f'<atom:link href={quoted(ascii_address(address.feed))} rel="self" type="application/rss+xml"/>\n'


def _artwork(address: FeedAddresses, title: str, link: str) -> str:
    if not address.artwork:
        return ""
    url = ascii_address(address.artwork)
    picture = element("url", url) + element("title", title) + element("link", link)
    return f"<itunes:image href={quoted(url)}/>\n<image>\n{picture}</image>\n"


def _apple(show: Show) -> str:
    owner = element("itunes:name", shortened(show.owner_name, LONGEST)) + element("itunes:email", show.owner_email)
    return "".join(
        (
            element("itunes:author", shortened(show.author, LONGEST)),
            f"<itunes:owner>\n{owner}</itunes:owner>\n" if owner else "",
            *map(_category, show.categories),
            element("itunes:explicit", "true" if show.explicit else "false"),
            element("itunes:type", show.kind.value),
            element("itunes:complete", "Yes" if show.complete else ""),
            element("itunes:block", "Yes" if show.block else ""),
            element("itunes:new-feed-url", ascii_address(show.new_feed_url)),
        )
    )


def _category(path: str) -> str:
    """Apple's category, a sub-category inside of it (``Arts > Books``)."""
    outer, _, inner = (part.strip() for part in path.partition(">"))
    if not inner:
        return f"<itunes:category text={quoted(outer)}/>\n" if outer else ""
    return f"<itunes:category text={quoted(outer)}><itunes:category text={quoted(inner)}/></itunes:category>\n"


def _podcasting(show: Show) -> str:
    owner = f" owner={quoted(show.owner_email)}" if show.owner_email else ""
    funding = (
        f"<podcast:funding url={quoted(ascii_address(link.url))}>"
        f"{escape(shortened(link.title, LONGEST_NAME))}</podcast:funding>\n"
        for link in show.funding
    )
    return "".join(
        (
            element("podcast:guid", str(show.guid)),
            f"<podcast:locked{owner}>{'yes' if show.locked else 'no'}</podcast:locked>\n",
            element("podcast:medium", show.medium),
            element("podcast:block", "yes" if show.block else ""),
            element("podcast:location", shortened(show.location, LONGEST_NAME)),
            licence(show.licence),
            *funding,
        )
    )


__all__ = [
    "FeedAddresses",
    "TranscriptLink",
    "compose_feed",
    "podcast_guid",
    "render_item",
    "write_feed",
]
