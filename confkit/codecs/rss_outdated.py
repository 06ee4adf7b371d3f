"""Whether an extra of which there is one still says what the field says.

The field came from the extra when it was imported, as far as a field can hold it. So the extra is read again by the
same code: where that gives another value than the field has now, somebody edited the field, and the extra is outdated.
"""

from functools import lru_cache

from confkit.codecs.feed_channel_parts import ChannelParts
from confkit.codecs.feed_document import Limits, read_feed
from confkit.codecs.feed_item_parts import ItemParts
from confkit.codecs.rss_extras import NO_EXTRAS, Extras
from confkit.domain.bridge import EpisodeView
from confkit.domain.feed import FEED_NAMESPACES, Element
from confkit.domain.feed_rules.values import decimal_number
from confkit.domain.show import Show

_SPACES = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in FEED_NAMESPACES.items())

# Each of them was judged by ``read_extra``; together they may be more than a foreign feed may be.
_LIMITS = Limits(size=1 << 30, elements=1 << 30)


def outdated_in_channel(show: Show, extras: Extras) -> frozenset[str]:
    """Return the names of the extras that say something else than ``show``."""
    if not extras.singles:
        return frozenset()
    said = ChannelParts(show.complete)
    said.take(_elements(_singles(extras)))
    value = said.values.get
    agreed = {
        "locked": said.is_locked == show.locked,
        "medium": said.medium == show.medium,
        "block": said.is_blocked == (show.block or show.is_private),
        "location": value("location", "") == show.location,
        "license": value("licence", "") == show.licence,
        "updateFrequency": (value("recurrence", ""), value("rhythm", "")) == (show.recurrence, show.rhythm),
        "podroll": value("podroll", ()) == show.podroll,
        "publisher": value("publisher") == show.publisher,
    }
    return frozenset(name for name in extras.singles if not agreed.get(name, True))


def outdated_in_item(view: EpisodeView, extras: Extras) -> frozenset[str]:
    """Return the names of the extras that say something else than the episode.

    The place stays: an episode has none of its own, only that of the event it was recorded at.
    """
    if extras is NO_EXTRAS or not extras.singles:
        return frozenset()
    texts = _singles(extras)
    said = ItemParts({}, "")
    said.take(_elements(texts))
    value = said.values.get
    agreed = {
        "license": (value("licence") or "") == (view.episode.licence or ""),
        "season": _is_number(view.season, value("season"), "podcast:season", texts),
        "episode": _is_number(view.number, value("number"), "podcast:episode", texts)
        and value("display", "") == view.episode.display,
    }
    return frozenset(name for name in extras.singles if not agreed.get(name, True))


def _singles(extras: Extras) -> tuple[str, ...]:
    return tuple(one.xml for one in extras.elements if one.single)


# The same few of a show; those of episodes differ.
@lru_cache(maxsize=64)
def _elements(texts: tuple[str, ...]) -> tuple[Element, ...]:
    document = f'<rss version="2.0"{_SPACES}><channel>{"".join(texts)}</channel></rss>'
    return tuple(read_feed(document.encode(), limits=_LIMITS).channel.children)


def _is_number(here: int | None, said: int | None, name: str, texts: tuple[str, ...]) -> bool:
    """Whether the number here is that of the extra; of one that no field can hold, such as 3.5, the whole part."""
    if said is not None or here is None:
        return said == here
    number = next((decimal_number(one.text) for one in _elements(texts) if one.name == name), None)
    return number is not None and int(number) == here
