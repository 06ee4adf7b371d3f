"""Rules for a feed as a document: its namespaces, encoding, dates, addresses, and how values are written."""

from confkit.domain.feed import FEED_NAMESPACES, PODCAST_ALIAS, Element, label
from confkit.domain.feed_rules.rule import Findings, Look, Registry
from confkit.domain.feed_rules.values import addresses, date_fault, file_name_of, is_web_address
from confkit.domain.feed_rules.vocabulary import words
from confkit.domain.problem import Severity

RULES = Registry()
_rule = RULES.rule
_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

_LONGEST = 255
_EXACT = frozenset((*FEED_NAMESPACES.values(), PODCAST_ALIAS))
# What texts are for: elsewhere in a feed, blanks around a text are the indentation of the file.
_VALUES = words(
    "title link language copyright pubDate lastBuildDate managingEditor webMaster guid url author "
    "itunes:title itunes:author itunes:name itunes:email itunes:subtitle itunes:type itunes:explicit "
    "itunes:complete itunes:block itunes:new-feed-url itunes:duration itunes:season itunes:episode "
    "itunes:episodeType podcast:guid podcast:locked podcast:medium podcast:person podcast:funding "
    "podcast:location podcast:license podcast:season podcast:episode podcast:soundbite podcast:block"
)
_NOT_SHORT = frozenset({"link", "url", "guid", "itunes:new-feed-url"})
_ONCE_IN_CHANNEL = words(
    "title link description language copyright pubDate lastBuildDate image itunes:image itunes:explicit "
    "itunes:author itunes:owner itunes:type itunes:complete itunes:block itunes:new-feed-url podcast:guid "
    "podcast:locked podcast:medium podcast:license podcast:podroll podcast:publisher podcast:updateFrequency"
)
_ONCE_IN_ITEM = words(
    "title link description pubDate guid enclosure content:encoded itunes:title itunes:author itunes:image "
    "itunes:duration itunes:explicit itunes:season itunes:episode itunes:episodeType podcast:chapters "
    "podcast:season podcast:episode podcast:license psc:chapters"
)
# Attributes without which an element says nothing (Podcasting 2.0, each element's page; Podlove Simple Chapters).
_NEEDED = {
    "itunes:image": ("href",),
    "itunes:category": ("text",),
    "podcast:funding": ("url",),
    "podcast:transcript": ("url", "type"),
    "podcast:chapters": ("url", "type"),
    "podcast:soundbite": ("startTime", "duration"),
    "podcast:trailer": ("url", "pubdate"),
    "podcast:alternateEnclosure": ("type",),
    "podcast:source": ("uri",),
    "podcast:integrity": ("type", "value"),
    "podcast:liveItem": ("status", "start"),
    "podcast:contentLink": ("href",),
    "podcast:remoteItem": ("feedGuid",),
    "podcast:image": ("href",),
    "podcast:images": ("srcset",),
    "podcast:value": ("type", "method"),
    "podcast:valueRecipient": ("type", "address", "split"),
    "podcast:socialInteract": ("protocol",),
    "psc:chapter": ("start", "title"),
}
_DATES = frozenset({"pubDate", "lastBuildDate"})


@_rule("rss-version", _W, "RSS 2.0", 'write <rss version="2.0">')
def _version(look: Look) -> Findings:
    """The feed says that it is RSS 2.0."""
    if look.feed.version.strip() != "2.0":
        yield look.feed.channel, f"the feed says it is version {label(look.feed.version) or 'nothing'} of RSS"


@_rule("encoding-not-utf-8", _E, "Apple; PSP-1", "save the feed as UTF-8 and say so in its first line", stops=True)
def _encoding(look: Look) -> Findings:
    """The feed is written in UTF-8."""
    if look.feed.encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        yield look.feed.channel, f"the feed is written in {label(look.feed.encoding)}"


@_rule(
    "namespace-misspelled",
    _E,
    "Apple; Podcasting 2.0; behaviour of apps",
    "write the address of the namespace exactly so, without a slash at its end",
    stops=True,
)
def _namespaces(look: Look) -> Findings:
    """The addresses of namespaces are written exactly: with another, apps don't see what is in them."""
    for uri, line in look.feed.namespaces:
        meant = next((known for known in _EXACT if _alike(uri, known)), "")
        if meant and uri not in _EXACT:
            yield Element("rss", line=line), f"the namespace {label(uri)} is not {meant}"


def _alike(one: str, other: str) -> bool:
    """Whether two addresses differ only in scheme, case and the slashes at their ends."""
    first, second = (uri.strip().partition("://")[2].lower().rstrip("/").removeprefix("www.") for uri in (one, other))
    return first == second


def _dates(look: Look) -> Findings:
    for element in look.feed.everything:
        if element.name in _DATES and element.text:
            yield element, element.text
        elif element.name == "podcast:trailer" and element.get("pubdate"):
            yield element, element.get("pubdate")


_DATE_FIX = "write it as Fri, 09 Apr 2027 10:00:00 +0200"


@_rule("date-unreadable", _E, "RSS 2.0; RFC 2822 §3.3", _DATE_FIX, stops=True)
def _date_form(look: Look) -> Findings:
    """Dates are those of RFC 2822, with English names."""
    for element, text in _dates(look):
        if date_fault(text) == "form":
            yield element, f"“{label(text)}” is not a date of RFC 2822"


@_rule("date-without-zone", _E, "RFC 2822 §3.3; behaviour of apps", _DATE_FIX, stops=True)
def _date_zone(look: Look) -> Findings:
    """Dates have a time zone: apps disagree about what a missing one means."""
    for element, text in _dates(look):
        if date_fault(text) == "zone":
            yield element, f"the date “{label(text)}” has no time zone"


@_rule("date-zone-by-name", _W, "RFC 2822 §4.3", "write the zone as a number, such as +0000 for GMT")
def _date_zone_name(look: Look) -> Findings:
    """The time zone of a date is a number; names are obsolete, and some apps don't know them."""
    for element, text in _dates(look):
        if date_fault(text) == "named":
            yield element, f"the zone of “{label(text)}” is a name"


@_rule("date-weekday", _W, "RFC 2822 §3.3", "write the day of the week that it is, or none")
def _date_day(look: Look) -> Findings:
    """The day of the week in a date is the right one."""
    for element, text in _dates(look):
        if date_fault(text) == "day":
            yield element, f"“{label(text)}” is another day of the week"


@_rule("blanks-around", _W, "Apple", "write the value directly between the tags")
def _blanks(look: Look) -> Findings:
    """Values have no blanks around them."""
    for element in look.feed.everything:
        if element.name in _VALUES and not element.children:
            raw = element.raw
            if raw and raw != raw.strip():
                yield element, f"{element.name} has blanks around “{label(element.text)}”"
        for key, value in element.attributes.items():
            if value != value.strip():
                yield element, f"{key} of {element.name} has blanks around “{label(value.strip())}”"


@_rule("value-too-long", _W, "Apple", "shorten it to 255 characters")
def _long(look: Look) -> Findings:
    """Values are at most 255 characters long, descriptions and addresses aside."""
    for element in look.feed.everything:
        if element.name in _VALUES and element.name not in _NOT_SHORT and len(element.text) > _LONGEST:
            yield element, f"{element.name} is {len(element.text):,} characters long"


@_rule("element-repeated", _W, "RSS 2.0; Apple; Podcasting 2.0", "keep one of them; apps read the first or the last")
def _repeated(look: Look) -> Findings:
    """What stands only once in a channel or an item does."""
    for parent in (look.feed.channel, *look.feed.items):
        once = _ONCE_IN_ITEM if parent.item else _ONCE_IN_CHANNEL
        seen: set[str] = set()
        for child in parent.children:
            if child.name in once:
                if child.name in seen:
                    yield child, f"{child.name} stands here a second time"
                seen.add(child.name)


@_rule("attribute-missing", _E, "Podcasting 2.0; Apple; Podlove Simple Chapters", "add the attribute")
def _attributes(look: Look) -> Findings:
    """Elements have the attributes without which they say nothing."""
    for element in look.feed.everything:
        for attribute in _NEEDED.get(element.name, ()):
            if not element.get(attribute):
                yield element, f"{element.name} has no {attribute}"


@_rule("address-not-web", _E, "PSP-1; RFC 3986", "write the whole address, from https:// on, blanks as %20")
def _addresses(look: Look) -> Findings:
    """Addresses are absolute, of http or https, and have no blanks in them."""
    for element, address in addresses(look.feed):
        if not is_web_address(address):
            yield element, f"“{label(address)}” is not an address of the web"


@_rule("address-not-ascii", _E, "Apple; RFC 3986", "percent-encode what is not ASCII, or rename the file")
def _ascii(look: Look) -> Findings:
    """Addresses are written in ASCII."""
    for element, address in addresses(look.feed):
        if not address.isascii():
            yield element, f"the address “{label(address)}” has characters that are not ASCII"


@_rule("file-name-not-ascii", _W, "Apple", "give the file a name of a-z, 0-9 and hyphens")
def _file_names(look: Look) -> Findings:
    """The names of audio and pictures are ASCII, also behind percent signs."""
    for element, address in addresses(look.feed):
        if element.name in ("enclosure", "itunes:image") and address.isascii():
            name = file_name_of(address)
            if not name.isascii():
                yield element, f"the file name “{label(name)}” is not ASCII"
