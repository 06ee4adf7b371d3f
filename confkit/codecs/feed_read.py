"""Reading a podcast from its feed, whoever wrote it: bytes → ``ImportedShow``; the inverse of ``rss``.

RSS 2.0 that is well-formed is read by our own reader, which sees every repeated element of the podcast namespace. What
that can't read (broken XML, Atom, RDF, odd encodings) goes to feedparser, in a process of its own under limits.
"""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from confkit.codecs.feed_channel import read_channel
from confkit.codecs.feed_document import read_feed
from confkit.codecs.feed_import import FeedFile, FeedPerson, Findings, ImportedItem, ImportedShow
from confkit.codecs.feed_item import ItemReader, seasons_of
from confkit.codecs.rss import trailer_element
from confkit.codecs.rss_extras import read_extra
from confkit.domain.edit import cleaned
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.feed import Feed, label
from confkit.domain.problem import Severity
from confkit.domain.show import Episode, EpisodeKind, Show
from confkit.domain.validation import field_problems

Sound = TypeVar("Sound", Show, Episode)

__all__ = ["FeedFile", "FeedPerson", "ImportedItem", "ImportedShow", "read_podcast"]


def read_podcast(
    data: bytes, where: str, *, new_id: Callable[[], UUID], now: datetime, address: str = ""
) -> ImportedShow:
    """Return the podcast in ``data``.

    ``where`` names the feed in problems, ``address`` is where it was fetched ("" for a file), ``now`` the present.
    What the fields of shows and episodes hold exactly becomes fields; every other element of the podcast namespace is
    kept as an extra. Raises FormatError, TruncatedInput for a feed that is cut off, LimitExceeded.
    """
    findings = Findings(where)
    try:
        feed, is_partial = read_feed(data, where=where), False
    except (TruncatedInput, LimitExceeded):
        raise
    except FormatError as error:
        feed, is_partial = _by_feedparser(data, where, error), True
        findings.warn(
            "feed-read-leniently",
            "",
            f"{error.what}; read by feedparser instead, which keeps one of several podcast elements",
            error.fix,
        )
    channel = read_channel(feed.channel, address, new_id(), findings)
    reader = ItemReader(channel.show, channel.show.url, now, new_id, findings)
    found = (reader.read(element, number) for number, element in enumerate(feed.items, 1))
    items = tuple(_sound_item(one, findings) for one in found if one is not None)
    show = replace(channel.show, seasons=seasons_of(reader.seasons))
    show = _sound(replace(show, extras=_beside_trailers(show.extras, [item.episode for item in items])), "", findings)
    return ImportedShow(
        show,
        items,
        channel.people,
        channel.artwork,
        channel.address,
        channel.next_page,
        channel.is_locked,
        channel.locked_by,
        channel.has_guid,
        is_partial,
        findings.all(),
    )


def _by_feedparser(data: bytes, where: str, error: FormatError) -> Feed:
    from confkit.codecs.feed_lenient import read_leniently

    feed = read_leniently(data, where)
    if feed is None:
        raise error
    return feed


def _beside_trailers(extras: tuple[str, ...], episodes: Sequence[Episode]) -> tuple[str, ...]:
    """Leave out each ``podcast:trailer`` that confkit writes for an episode of that kind, word for word."""
    written = [
        read_extra(trailer_element(one.title or "", one.date, one.season, one.remote, one.remote.url))
        for one in episodes
        if one.kind is EpisodeKind.TRAILER and one.remote and one.date
    ]
    known = [(one.attributes, one.text) for one in written if one is not None]
    if not known:
        return extras
    trailers = {text: one for text in extras if (one := read_extra(text)) is not None and one.name == "trailer"}
    return tuple(
        text for text in extras if text not in trailers or (trailers[text].attributes, trailers[text].text) not in known
    )


def _sound_item(item: ImportedItem, findings: Findings) -> ImportedItem:
    episode = item.episode
    sound = _sound(episode, f"“{label(episode.title or episode.guid)}”", findings)
    return item if sound is episode else replace(item, episode=sound)


def _sound(entity: Sound, place: str, findings: Findings) -> Sound:
    """Return ``entity`` with its text cleaned; a field that can't hold what the feed says says nothing."""
    entity = cleaned(entity)
    usual = {field.name: field.default for field in fields(entity) if field.default is not MISSING}
    for problem in field_problems(entity):
        if problem.severity is Severity.ERROR and problem.where in usual:
            findings.warn("feed-value-unusable", place, f"{problem.where} {problem.message}; left out", problem.fix)
            entity = replace(entity, **{problem.where: usual[problem.where]})
    return entity
