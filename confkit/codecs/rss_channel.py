"""The channel of a feed without its items: what the show says of itself."""

from collections.abc import Sequence
from datetime import datetime

from confkit.codecs import rss_podcasting as podcasting
from confkit.codecs.rss_addresses import FeedAddresses, PageLinks
from confkit.codecs.rss_extras import extras_of
from confkit.codecs.rss_item import LONGEST, rfc2822
from confkit.codecs.rss_outdated import outdated_in_channel
from confkit.codecs.rss_podcasting import LONGEST_NAME, unless_replaced
from confkit.codecs.show_notes import description_html, notes_html
from confkit.codecs.web_address import ascii_address
from confkit.codecs.xml_text import Html, cdata, element, escape, quoted, quoted_address, shortened
from confkit.domain.person import Credit
from confkit.domain.show import Show


def channel_head(
    show: Show,
    address: FeedAddresses,
    hosts: Sequence[Credit],
    *,
    newest: datetime | None,
    pages: PageLinks,
    trailers: Sequence[str],
) -> str:
    """Return everything of the channel that stands before its items, live or recorded."""
    title = shortened(show.title, LONGEST)
    link = ascii_address(address.link or show.url)
    return "".join(
        (
            element("title", title),
            element("link", link),
            cdata("description", _description(show)),
            element("language", show.language),
            element("copyright", shortened(show.copyright, LONGEST)),
            element("pubDate", rfc2822(newest) if newest else ""),
            element("generator", "confkit"),
            _links(address, pages),
            _artwork(address.artwork or extras_of(show.extras).picture, title, link),
            _apple(show),
            _podcasting(show, address, hosts, trailers),
        )
    )


def _description(show: Show) -> Html:
    """HTML; a single plain paragraph without its tags, for the apps that show a channel's description as it is."""
    text = description_html(notes_html(show.description or show.title)).strip()
    bare = text.removeprefix("<p>").removesuffix("</p>")
    return Html(text if "<" in bare else bare)


def _links(address: FeedAddresses, pages: PageLinks) -> str:
    """The feed's own address, and the pages around this one (RFC 5005 §3)."""
    links = {"self": address.feed, "first": pages.first, "prev": pages.previous, "next": pages.next, "last": pages.last}
    return "".join(
        f'<atom:link href={quoted_address(url)} rel="{rel}" type="application/rss+xml"/>\n'
        for rel, url in links.items()
        if url
    )


def _artwork(address: str, title: str, link: str) -> str:
    if not address:
        return ""
    url = ascii_address(address)
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
            element("itunes:block", "Yes" if show.block or show.is_private else ""),
            element("itunes:new-feed-url", ascii_address(show.new_feed_url)),
        )
    )


def _category(path: str) -> str:
    """Apple's category, a sub-category inside of it (``Arts > Books``)."""
    outer, _, inner = (part.strip() for part in path.partition(">"))
    if not inner:
        return f"<itunes:category text={quoted(outer)}/>\n" if outer else ""
    return f"<itunes:category text={quoted(outer)}><itunes:category text={quoted(inner)}/></itunes:category>\n"


def _podcasting(show: Show, address: FeedAddresses, hosts: Sequence[Credit], trailers: Sequence[str]) -> str:
    extras = extras_of(show.extras)
    outdated = outdated_in_channel(show, extras)
    owner = f" owner={quoted(show.owner_email)}" if show.owner_email else ""
    funding = (
        f"<podcast:funding url={quoted_address(link.url)}>"
        f"{escape(shortened(link.title, LONGEST_NAME))}</podcast:funding>\n"
        for link in show.funding
    )
    publisher = podcasting.remote_feed(show.publisher, "publisher") if show.publisher else ""
    # Those with a name can be replaced by what an import found under that name.
    single = {
        "locked": f"<podcast:locked{owner}>{'yes' if show.locked else 'no'}</podcast:locked>\n",
        "medium": element("podcast:medium", show.medium),
        "block": element("podcast:block", "yes" if show.block or show.is_private else ""),
        "location": podcasting.location(show.location),
        "license": podcasting.licence(show.licence),
        "updateFrequency": podcasting.update_frequency(show),
        "podroll": podcasting.podroll(show.podroll),
        "publisher": f"<podcast:publisher>\n{publisher}</podcast:publisher>\n" if publisher else "",
    }
    own = "".join(
        (
            element("podcast:guid", str(show.guid)),
            *(unless_replaced(extras, name, text, outdated) for name, text in single.items()),
            podcasting.artwork(address.artwork, address.artwork_size) if address.artwork else "",
            *funding,
            *map(podcasting.txt, show.texts),
            *trailers,
            podcasting.persons(hosts, extras.cast),
        )
    )
    return own + extras.beside(own, outdated)
