"""What Podcasting 2.0 adds to a show and its episodes, as a show file holds it: written and read side by side."""

from collections.abc import Sequence
from typing import TypeVar

from confkit.codecs.entity_table import TableReader
from confkit.codecs.length_text import position_value
from confkit.codecs.toml_text import TomlWriter
from confkit.domain.podcasting import Discussion, FeedText, RemoteAudio, RemoteFeed, SeasonName, Soundbite
from confkit.domain.show import Episode, Show

Part = TypeVar("Part", RemoteFeed, FeedText, SeasonName, Discussion, RemoteAudio)


def _table_of(part: Part, *keys: str) -> dict[str, object]:
    """Return the fields of ``part`` that say something, in the order of ``keys``."""
    return {key: value for key in keys if (value := getattr(part, key)) not in ("", None)}


def _feed_value(feed: RemoteFeed) -> dict[str, object]:
    return _table_of(feed, "guid", "url", "title", "medium")


def _texts_value(texts: Sequence[FeedText]) -> list[object]:
    return [_table_of(text, "value", "purpose") for text in texts]


def put_show_parts(writer: TomlWriter, show: Show) -> None:
    """Write what is special about a show's feed; nothing where there is nothing."""
    for key in ("series", "recurrence", "rhythm", "secret"):
        writer.put(key, getattr(show, key), unless="")
    writer.put("podroll", [_feed_value(feed) for feed in show.podroll], unless=[])
    writer.put("publisher", _feed_value(show.publisher) if show.publisher else None)
    writer.put("seasons", [_table_of(season, "number", "name") for season in show.seasons], unless=[])
    writer.put("texts", _texts_value(show.texts), unless=[])
    writer.put("extras", show.extras, unless=())


def put_episode_parts(writer: TomlWriter, episode: Episode) -> None:
    """Write what is special about an episode's item."""
    for key in ("image", "display"):
        writer.put(key, getattr(episode, key), unless="")
    writer.put("soundbites", [_soundbite_value(one) for one in episode.soundbites], unless=[])
    keys = ("url", "protocol", "account", "account_url", "priority")
    writer.put("discussions", [_table_of(one, *keys) for one in episode.discussions], unless=[])
    writer.put("texts", _texts_value(episode.texts), unless=[])
    writer.put("remote", _remote_value(episode.remote) if episode.remote else None)
    writer.put("extras", episode.extras, unless=())


def _soundbite_value(one: Soundbite) -> dict[str, object]:
    value: dict[str, object] = {"start": position_value(one.start), "length": position_value(one.length)}
    return value | ({"title": one.title} if one.title else {})


def _remote_value(audio: RemoteAudio) -> dict[str, object]:
    return _table_of(audio, "url", "size", "media_type") | {"duration": position_value(audio.duration)}


def read_feed(table: TableReader) -> RemoteFeed:
    """Read a feed that a show points to."""
    feed = RemoteFeed(table.name("guid"), table.text("url"), table.text("title"), table.text("medium"))
    table.done()
    return feed


def read_season(table: TableReader) -> SeasonName:
    """Read the name of a season."""
    season = SeasonName(table.required("number", table.whole("number")), table.text("name"))
    table.done()
    return season


def read_feed_text(table: TableReader) -> FeedText:
    """Read a text for machines."""
    text = FeedText(table.text("value"), table.text("purpose"))
    table.done()
    return text


def read_soundbite(table: TableReader) -> Soundbite:
    """Read a soundbite."""
    start, length = (table.required(key, table.position(key)) for key in ("start", "length"))
    soundbite = Soundbite(start, length, table.text("title"))
    table.done()
    return soundbite


def read_discussion(table: TableReader) -> Discussion:
    """Read where an episode is discussed."""
    discussion = Discussion(
        table.text("url"),
        table.text("protocol"),
        table.text("account"),
        table.text("account_url"),
        table.whole("priority"),
    )
    table.done()
    return discussion


def read_remote(table: TableReader) -> RemoteAudio:
    """Read the audio that is kept elsewhere."""
    audio = RemoteAudio(
        table.text("url"),
        table.whole("size") or 0,
        table.text("media_type"),
        table.required("duration", table.position("duration")),
    )
    table.done()
    return audio
