"""The elements of the podcast namespace, one reader each: element → the part of a show or episode that holds it.

Each returns the part if that says everything the element says, so that writing it gives the same element again; else
None, and the element is kept as an extra. They are the inverse of what ``rss`` and ``rss_item`` write.
"""

from datetime import timedelta
from functools import lru_cache

from confkit.codecs.feed_extras import as_extra, is_only, same
from confkit.codecs.feed_import import FeedFile, FeedPerson
from confkit.codecs.person_roles import EXACT, nearest_role
from confkit.codecs.rss_podcasting import LONGEST_NAME, licence
from confkit.codecs.web_address import ascii_address
from confkit.domain.event import Link
from confkit.domain.feed import FEED_NAMESPACES, Element
from confkit.domain.feed_rules.values import decimal_number, is_web_address, whole_number
from confkit.domain.licence import licence_named
from confkit.domain.podcasting import Discussion, FeedText, RemoteFeed, Soundbite
from confkit.domain.text import clean_line

_LONGEST_TIME = 366 * 86_400


def address_in(text: str) -> str:
    """Return a web address as feeds hold them, "" for anything else."""
    address = ascii_address(text)
    return address if is_web_address(address) else ""


def _is_plain_text(text: str, longest: int = LONGEST_NAME) -> bool:
    return len(text) <= longest and clean_line(text) == text


def person_of(element: Element) -> FeedPerson | None:
    """Read ``podcast:person``; None for one without a name."""
    name = clean_line(element.text)
    if not name:
        return None
    role, href = element.get("role"), element.get("href")
    url = address_in(href)
    nearest = nearest_role(role, element.get("group"))
    # Case says nothing in them, and host and cast are meant where nothing is said (Podcasting 2.0).
    is_plain = (
        nearest is not None
        and (role.lower() or "host") in EXACT
        and _is_plain_text(element.text)
        and url == href
        and is_only(element, "role", "group", "href")
    )
    return FeedPerson(name, nearest, url, is_plain, as_extra(element))


def funding_of(element: Element) -> Link | None:
    """Read ``podcast:funding``."""
    url = address_in(element.get("url"))
    if not url or url != element.get("url") or not is_only(element, "url") or not _is_plain_text(element.text):
        return None
    return Link(url, element.text)


def text_of(element: Element) -> FeedText | None:
    """Read ``podcast:txt``."""
    purpose = element.get("purpose")
    if not is_only(element, "purpose") or not element.text:
        return None
    if not _is_plain_text(element.text, 4000) or not _is_plain_text(purpose):
        return None
    return FeedText(element.text, purpose)


def remote_feed_of(element: Element) -> RemoteFeed | None:
    """Read ``podcast:remoteItem`` where it names a feed and no item of it."""
    guid, url, title, medium = (element.get(key) for key in ("feedGuid", "feedUrl", "title", "medium"))
    if not guid or not is_only(element, "feedGuid", "feedUrl", "title", "medium") or element.text:
        return None
    if (url and address_in(url) != url) or not all(map(_is_plain_text, (guid, title, medium))):
        return None
    return RemoteFeed(guid, url, title, medium)


def remote_feeds_of(element: Element) -> tuple[RemoteFeed, ...] | None:
    """Read the feeds inside of ``podcast:podroll`` or ``podcast:publisher``."""
    found = tuple(remote_feed_of(child) for child in element.children if child.name == "podcast:remoteItem")
    if element.attributes or element.text or not found or len(found) != len(element.children):
        return None
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(found) else None


def soundbite_of(element: Element) -> Soundbite | None:
    """Read ``podcast:soundbite``."""
    start, length = (decimal_number(element.get(key)) for key in ("startTime", "duration"))
    if start is None or not length or not is_only(element, "startTime", "duration"):
        return None
    if not _is_plain_text(element.text) or start > _LONGEST_TIME or length > _LONGEST_TIME:
        return None
    return Soundbite(timedelta(seconds=start), timedelta(seconds=length), element.text)


def discussion_of(element: Element) -> Discussion | None:
    """Read ``podcast:socialInteract``."""
    url, account_url = element.get("uri"), element.get("accountUrl")
    protocol, account, priority = (element.get(key) for key in ("protocol", "accountId", "priority"))
    number = whole_number(priority)
    if protocol == "disabled" and is_only(element, "protocol") and not element.text:
        return Discussion("", protocol)
    if not url or address_in(url) != url or (account_url and address_in(account_url) != account_url):
        return None
    if element.text or not is_only(element, "uri", "protocol", "accountId", "accountUrl", "priority"):
        return None
    if not protocol or not all(map(_is_plain_text, (protocol, account))) or (priority and str(number) != priority):
        return None
    return Discussion(url, protocol, account, account_url, number)


def licence_of(element: Element) -> tuple[str, bool]:
    """Read ``podcast:license``: the licence as confkit names it, and whether that says everything."""
    url, text = element.get("url"), clean_line(element.text)
    known = licence_named(text) or (licence_named(url) if url else None)
    named = known.id if known else address_in(url) if text.lower() == "custom" and url else text
    return named, _is_written_so(element, licence(named))


def _is_written_so(element: Element, written: str) -> bool:
    """Whether ``written``, an element without children, is ``element``."""
    if not written:
        return False
    one = _parsed(written)
    return same(element, one.name, dict(one.attributes), one.text)


# A show has a licence or two.
@lru_cache(maxsize=64)
def _parsed(written: str) -> Element:
    from confkit.codecs.feed_document import read_feed

    spaces = f'xmlns:podcast="{FEED_NAMESPACES["podcast"]}"'
    return next(
        iter(read_feed(f'<rss version="2.0" {spaces}><channel>{written}</channel></rss>'.encode()).channel.children)
    )


def file_of(element: Element) -> FeedFile | None:
    """Read ``podcast:chapters`` or ``podcast:transcript``; None where the address is none."""
    url = address_in(element.get("url"))
    return FeedFile(url, element.get("type").lower(), element.get("language")) if url else None


def integrity_of(element: Element, enclosure: str) -> str:
    """Return the hash that a ``podcast:alternateEnclosure`` promises, if it is one of the enclosure at that address."""
    if not any(source.get("uri") == enclosure for source in element.all("podcast:source")):
        return ""
    promise = element.first("podcast:integrity")
    return promise.get("value") if promise is not None and promise.get("type").lower() == "sri" else ""
