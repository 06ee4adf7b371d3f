"""The feeds of a show as a build publishes them: pages, and the same again for apps that know the other namespace.

An item is rendered once, with the people and addresses of the show it is an episode of, and composed into every feed
that holds it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote
from uuid import UUID

from confkit.codecs.rss import (
    AlternateAudio,
    FeedAddresses,
    PageLinks,
    TranscriptLink,
    compose_feed,
    in_feed_order,
    render_item,
    trailers_of,
)
from confkit.domain.bridge import EpisodeView, credits_of
from confkit.services.alternates import label_of
from confkit.services.public_show import PublicShow, people_of
from confkit.services.workspace import Workspace

FEED = "feed"
ALIAS = "feed-alias"

# Tells the SHA-256 of a file in the output in hex, "" where nobody made it.
Digest = Callable[[str], str]


def no_digest(_path: str) -> str:
    """Know no digest: for a feed that is only looked at."""
    return ""


@dataclass(frozen=True, slots=True)
class RenderedFeed:
    """A feed whose items are rendered; ``write`` gives any part of it."""

    ws: Workspace
    show: PublicShow
    address: FeedAddresses
    items: tuple[bytes, ...]
    views: tuple[EpisodeView, ...]
    trailers: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages the feed has (RFC 5005 §3)."""
        size = self.ws.config.feed_page_size
        return max(1, -(-len(self.items) // size)) if size else 1

    def whole(self) -> bytes:
        """Return the feed with every item, which is what is checked before it is published."""
        return self._compose(self.items, FEED, 1)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Return every file of the feed with its path, what others point to last."""
        names = [ALIAS, FEED] if self.ws.config.alias_feed else [FEED]
        size = self.ws.config.feed_page_size or len(self.items)
        for name in names:
            for page in range(self.pages, 0, -1):
                part = self.items[(page - 1) * size : page * size]
                yield f"{self.show.folder}/{page_name(name, page)}", self._compose(part, name, page)

    def _compose(self, items: tuple[bytes, ...], name: str, page: int) -> bytes:
        def link(number: int) -> str:
            return address_of(self.ws, f"{self.show.folder}/{page_name(name, number)}")

        pages = PageLinks()
        if (last := self.pages) > 1:
            before, after = link(page - 1) if page > 1 else "", link(page + 1) if page < last else ""
            pages = PageLinks(link(1), before, after, link(last))
        return compose_feed(
            self.show.show,
            items,
            address=replace(self.address, feed=link(page)),
            persons=people_of(self.show),
            newest=self.views[0].date if self.views else None,
            trailers=self.trailers,
            live=self.show.live if page == 1 else (),
            pages=pages,
            is_alias=name == ALIAS,
        )


def page_name(name: str, page: int) -> str:
    """Return the file name of a page: ``feed.xml``, then ``feed-2.xml``."""
    return f"{name}.xml" if page == 1 else f"{name}-{page}.xml"


def address_of(ws: Workspace, path: str) -> str:
    """Return the address of a path in the output."""
    return ws.config.site + quote(path)


def feed_address(ws: Workspace, show: PublicShow) -> str:
    """Return the address that people subscribe to."""
    return address_of(ws, f"{show.folder}/{page_name(FEED, 1)}")


def render_feed(ws: Workspace, show: PublicShow, digest: Digest = no_digest) -> RenderedFeed:
    """Render the items of a show that no other feed rendered before, and put its feed together."""
    rendered: dict[UUID, bytes] = {}
    trailers: dict[UUID, str] = {}
    for source in (*show.collected, show):
        address = addresses_of(ws, source, digest)
        wanted = show.episodes if source is show else [one for one in show.repeated if one.show.id == source.show.id]
        hosts = credits_of(source.show.participants, people_of(source))
        for view in wanted:
            if view.id not in source.items:
                source.items[view.id] = render_item(view, address=address, hosts=hosts)
            rendered[view.id] = source.items[view.id]
        trailers.update(zip((one.id for one in wanted if _is_trailer(one)), trailers_of(wanted, address), strict=True))
    ordered = tuple(in_feed_order(show.in_feed))
    return RenderedFeed(
        ws,
        show,
        addresses_of(ws, show, digest),
        tuple(rendered[view.id] for view in ordered),
        ordered,
        tuple(trailers[view.id] for view in ordered if view.id in trailers),
    )


def _is_trailer(view: EpisodeView) -> bool:
    return view.kind.value == "trailer"


def addresses_of(ws: Workspace, show: PublicShow, digest: Digest) -> FeedAddresses:
    """Return where everything of a show is on the web."""

    def address(path: str) -> str:
        return address_of(ws, path)

    return FeedAddresses(
        feed=feed_address(ws, show),
        link=show.show.url or ws.config.site,
        artwork=address(show.artwork) if show.artwork else "",
        artwork_size=show.artwork_size,
        enclosure={key: address(path) for key, path in show.audio.items()},
        chapters={key: address(path) for key, path in show.chapters.items()},
        images={key: address(path) for key, path in show.covers.items()},
        transcripts={
            key: [TranscriptLink(address(one.path), one.media_type, one.language, one.is_captions) for one in links]
            for key, links in show.transcripts.items()
        },
        alternates={
            view.id: _encodings(ws, show, view, digest) for view in show.episodes if view.id in show.alternates
        },
    )


def _encodings(ws: Workspace, show: PublicShow, view: EpisodeView, digest: Digest) -> tuple[AlternateAudio, ...]:
    """The file of the enclosure first, then the others of the same sound."""
    assert view.recording is not None
    main = view.recording
    files = [(show.audio[view.id], main), *((one.path, one.recording) for one in show.alternates[view.id])]
    return tuple(
        AlternateAudio(
            address_of(ws, path),
            one.media_type,
            one.size,
            one.bitrate,
            encoding_title(one.path, one.bitrate, main.path),
            digest(path),
            is_default=one is main,
        )
        for path, one in files
    )


def encoding_title(path: str, bitrate: int, main: str) -> str:
    """Return the words by which people choose an encoding: ``MP3, low, 64 kbit/s``."""
    kind, label = path.rpartition(".")[2].upper(), label_of(path, main)
    return ", ".join(part for part in (kind, label, f"{round(bitrate / 1000)} kbit/s" if bitrate else "") if part)
