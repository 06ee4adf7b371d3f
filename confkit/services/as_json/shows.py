"""Shows and their artwork."""

from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.podcasting import RemoteFeed
from confkit.domain.show import Show
from confkit.services.as_json.findings import problem
from confkit.services.as_json.values import Data, links, texts

if TYPE_CHECKING:
    from confkit.services.artwork import PictureReport


def show(one: Show) -> Data:
    """A show by itself."""
    return {
        "id": str(one.id),
        "slug": one.slug,
        "title": one.title,
        "guid": str(one.guid),
        "description": one.description,
        "language": one.language,
        "author": one.author,
        "owner_name": one.owner_name,
        "owner_email": one.owner_email,
        "categories": list(one.categories),
        "explicit": one.explicit,
        "kind": one.kind.value,
        "medium": one.medium,
        "url": one.url,
        "artwork": one.artwork,
        "copyright": one.copyright,
        "licence": one.licence,
        "location": one.location,
        "locked": one.locked,
        "complete": one.complete,
        "block": one.block,
        "new_feed_url": one.new_feed_url,
        "funding": links(one.funding),
        "recurrence": one.recurrence,
        "rhythm": one.rhythm,
        "seasons": [{"number": season.number, "name": season.name} for season in one.seasons],
        "podroll": [_remote_feed(feed) for feed in one.podroll],
        "publisher": _remote_feed(one.publisher) if one.publisher else None,
        "texts": texts(one.texts),
        "series": one.series,
        "private": one.is_private,
    }


def _remote_feed(feed: RemoteFeed) -> Data:
    return {"guid": feed.guid, "url": feed.url, "title": feed.title, "medium": feed.medium}


def artwork(report: "PictureReport", show: Show, episode: UUID | None = None) -> Data:
    """The picture that stands for a show or an episode; null where nobody could look at it."""
    found = report.picture
    return {
        "show": show.slug,
        "episode": str(episode) if episode else None,
        "kind": report.source.kind.value,
        "path": report.source.path,
        "type": found.media_type if found else None,
        "width": found.width if found else None,
        "height": found.height if found else None,
        "colours": found.colours.value if found else None,
        "depth": found.depth if found else None,
        "size": found.size if found else None,
        "problems": [problem(one) for one in report.problems],
    }
