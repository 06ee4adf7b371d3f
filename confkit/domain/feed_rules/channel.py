"""Rules for the channel: what directories need to list a show."""

import re

from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.categories import APPLE_CATEGORIES, parents_of, spelled
from confkit.domain.feed_rules.rule import Findings, Look, Registry
from confkit.domain.feed_rules.values import PICTURES, extension_of, uuid_of
from confkit.domain.feed_rules.vocabulary import LANGUAGES, MEDIA, PICTURE_EXTENSIONS
from confkit.domain.problem import Severity

RULES = Registry()
_rule = RULES.rule
_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+\Z")
# More items than this make a feed that apps fetch over and over for one new episode.
_LONG_FEED = 1_000


def _missing(look: Look, name: str) -> Findings:
    found = look.feed.channel.first(name)
    if found is None or not (found.text or found.attributes or found.children):
        yield look.feed.channel, f"the channel has no {name}"


@_rule("channel-without-title", _E, "RSS 2.0; Apple", "give the show a title", stops=True)
def _title(look: Look) -> Findings:
    """The channel has a title."""
    yield from _missing(look, "title")


@_rule("channel-without-description", _E, "RSS 2.0; Apple", "say what the show is about")
def _description(look: Look) -> Findings:
    """The channel has a description."""
    yield from _missing(look, "description")


@_rule("channel-without-image", _E, "Apple", "add itunes:image: a square JPEG or PNG of 1,400 to 3,000 pixels")
def _image(look: Look) -> Findings:
    """The channel has its artwork as itunes:image."""
    yield from _missing(look, "itunes:image")


@_rule("channel-without-language", _E, "Apple", "add the language, such as en or pt-br")
def _language(look: Look) -> Findings:
    """The channel says its language."""
    yield from _missing(look, "language")


@_rule("channel-without-category", _E, "Apple", "choose one of Apple's categories")
def _category(look: Look) -> Findings:
    """The channel has a category of Apple's list."""
    yield from _missing(look, "itunes:category")


@_rule("channel-without-explicit", _E, "Apple", "add itunes:explicit: true or false")
def _explicit(look: Look) -> Findings:
    """The channel says whether it is explicit."""
    yield from _missing(look, "itunes:explicit")


@_rule("channel-without-link", _E, "RSS 2.0; PSP-1", "add the address of the show's page")
def _link(look: Look) -> Findings:
    """The channel links to the show's page."""
    yield from _missing(look, "link")


@_rule("channel-without-self-link", _E, "PSP-1", 'add <atom:link href="…" rel="self" type="application/rss+xml"/>')
def _self_link(look: Look) -> Findings:
    """The channel names the feed's own address (atom:link of rel self)."""
    if not any(one.get("rel") == "self" and one.get("href") for one in look.feed.channel.all("atom:link")):
        yield look.feed.channel, "the channel has no self link"


@_rule("self-link-type", _W, "PSP-1; RFC 4287", 'write type="application/rss+xml"')
def _self_link_type(look: Look) -> Findings:
    """The self link says that a feed is behind it."""
    for link in look.feed.channel.all("atom:link"):
        if link.get("rel") == "self" and link.get("type") != "application/rss+xml":
            yield link, f"the type of the self link is “{label(link.get('type'))}”"


@_rule("channel-without-author", _W, "Apple", "say who makes the show")
def _author(look: Look) -> Findings:
    """The channel names who makes the show (itunes:author)."""
    yield from _missing(look, "itunes:author")


@_rule("channel-without-owner", _W, "Apple", "add itunes:owner with itunes:email; directories send their codes there")
def _owner(look: Look) -> Findings:
    """The channel has the address of its owner, and it is an e-mail address."""
    owner = look.feed.channel.first("itunes:owner")
    email = owner.value("itunes:email") if owner else ""
    if not email:
        yield owner or look.feed.channel, "the channel has no itunes:email of an owner"
    elif owner and not _EMAIL.match(email):
        yield owner, f"“{label(email)}” is not an e-mail address"


@_rule("channel-without-guid", _H, "PSP-1; Podcasting 2.0", "add podcast:guid, made once from the feed's address")
def _no_guid(look: Look) -> Findings:
    """The channel has a podcast:guid, by which apps know the show after a move."""
    yield from _missing(look, "podcast:guid")


@_rule("channel-without-locked", _H, "PSP-1; Podcasting 2.0", "add podcast:locked: yes or no")
def _no_locked(look: Look) -> Findings:
    """The channel says whether other platforms may import it."""
    yield from _missing(look, "podcast:locked")


@_rule("channel-without-items", _W, "Apple", "publish an episode, a trailer for example")
def _items(look: Look) -> Findings:
    """The channel has at least one item."""
    if not look.feed.items:
        yield look.feed.channel, "the feed has no items"


@_rule("language-unknown", _E, "Apple; ISO 639; RFC 5646", "write a code such as en, de or pt-br")
def _language_code(look: Look) -> Findings:
    """The language is a code of ISO 639, with a region if need be."""
    for element in look.feed.channel.all("language"):
        main = element.text.partition("-")[0].lower()
        if element.text and (not _LANGUAGE.match(element.text) or (len(main) == 2 and main not in LANGUAGES)):
            yield element, f"“{label(element.text)}” is not a language code"


@_rule("category-unknown", _E, "Apple", "take one of Apple's list, exactly as it is written there")
def _category_name(look: Look) -> Findings:
    """Categories and sub-categories are those of Apple's list, in its exact case."""
    for outer, inner in _categories(look):
        known = outer.get("text")
        if inner is None and known and known not in APPLE_CATEGORIES and not parents_of(known):
            yield outer, _unknown(known)
        name = inner.get("text") if inner else ""
        if inner and name and name not in APPLE_CATEGORIES and not parents_of(name):
            yield inner, _unknown(name)


@_rule("category-nesting", _E, "Apple", "put the sub-category inside of its category, one level deep")
def _category_place(look: Look) -> Findings:
    """Sub-categories stand inside of the category that they belong to."""
    for outer, inner in _categories(look):
        name = inner.get("text") if inner else ""
        if inner is None:
            parents = parents_of(outer.get("text"))
            if parents and outer.get("text") not in APPLE_CATEGORIES:
                yield outer, f"“{label(outer.get('text'))}” is a sub-category of {' and '.join(parents)}"
        elif name in APPLE_CATEGORIES:
            yield inner, f"“{name}” is a category, and stands inside of “{label(outer.get('text'))}”"
        elif parents_of(name) and outer.get("text") not in parents_of(name):
            yield inner, f"“{name}” stands inside of “{label(outer.get('text'))}”, not of {parents_of(name)[0]}"


def _categories(look: Look) -> "list[tuple[Element, Element | None]]":
    """Each category (with None), and each pair of a category and one directly inside of it."""
    pairs: list[tuple[Element, Element | None]] = []
    for outer in look.feed.channel.all("itunes:category"):
        pairs.append((outer, None))
        for inner in outer.all("itunes:category"):
            pairs.append((outer, inner))
            pairs += [(inner, deeper) for deeper in inner.all("itunes:category")]
    return pairs


def _unknown(name: str) -> str:
    meant = spelled(name)
    return f"“{label(name)}” is not a category of Apple's" + (f"; “{meant}” is" if meant else "")


@_rule("type-unknown", _E, "Apple", "write episodic or serial")
def _type(look: Look) -> Findings:
    """itunes:type is episodic or serial."""
    for element in look.feed.channel.all("itunes:type"):
        if element.text not in ("episodic", "serial"):
            yield element, f"itunes:type is “{label(element.text)}”"


@_rule("serial-without-number", _E, "Apple", "number the episodes (itunes:episode)")
def _serial(look: Look) -> Findings:
    """Every full episode of a serial show has its number."""
    if look.feed.channel.value("itunes:type") == "serial":
        for item in look.feed.items:
            full = item.value("itunes:episodeType") in ("", "full")
            if full and not item.value("itunes:episode"):
                yield item, "the show is serial, and this episode has no itunes:episode"


@_rule("serial-extra-without-number", _H, "Apple", "number it like the episode it belongs to, if it belongs to one")
def _serial_extra(look: Look) -> Findings:
    """A trailer or bonus of a serial show has the number of the episode it belongs to."""
    if look.feed.channel.value("itunes:type") == "serial":
        for item in look.feed.items:
            extra = item.value("itunes:episodeType") in ("trailer", "bonus")
            if extra and not item.value("itunes:episode"):
                yield item, "the show is serial, and this item has no itunes:episode"


@_rule("only-yes-counts", _W, "Apple", "write Yes, or leave the element out")
def _yes(look: Look) -> Findings:
    """itunes:complete and itunes:block are Yes or not there; every other value has no effect."""
    for parent in (look.feed.channel, *look.feed.items):
        for element in parent.children:
            if element.name in ("itunes:complete", "itunes:block") and element.text != "Yes":
                yield element, f"{element.name} is “{label(element.text)}”, which has no effect"


@_rule("guid-not-version-5", _W, "Podcasting 2.0", "make it as a UUID of version 5 from the feed's address, once")
def _guid(look: Look) -> Findings:
    """podcast:guid is a UUID of version 5."""
    for element in look.feed.channel.all("podcast:guid"):
        found = uuid_of(element.text)
        if found is None or found.version != 5:
            yield element, f"podcast:guid “{label(element.text)}” is not a UUID of version 5"


@_rule("locked-unknown", _E, "Podcasting 2.0", "write yes or no")
def _locked(look: Look) -> Findings:
    """podcast:locked is yes or no."""
    for element in look.feed.channel.all("podcast:locked"):
        if element.text not in ("yes", "no"):
            yield element, f"podcast:locked is “{label(element.text)}”"


@_rule("block-unknown", _W, "Podcasting 2.0", "write yes or no")
def _block(look: Look) -> Findings:
    """podcast:block is yes or no."""
    for element in look.feed.channel.all("podcast:block"):
        if element.text not in ("yes", "no"):
            yield element, f"podcast:block is “{label(element.text)}”"


@_rule("medium-unknown", _W, "Podcasting 2.0", "take one of its list, such as podcast, video or course")
def _medium(look: Look) -> Findings:
    """podcast:medium is one of the media of its list."""
    for element in look.feed.channel.all("podcast:medium"):
        if element.text not in MEDIA:
            yield element, f"podcast:medium is “{label(element.text)}”"


@_rule("artwork-extension", _E, "Apple", "use a JPEG or PNG whose name ends in .jpg, .jpeg or .png")
def _artwork(look: Look) -> Findings:
    """Artwork is JPEG or PNG, and its name says which."""
    for element in look.feed.everything:
        if element.name in PICTURES:
            extension = extension_of(element.get(PICTURES[element.name]))
            if extension and extension not in PICTURE_EXTENSIONS:
                yield element, f"the picture's name ends in .{label(extension)}"


@_rule("artwork-without-extension", _H, "Apple", "let its address end in .jpg or .png")
def _artwork_name(look: Look) -> Findings:
    """The address of artwork ends in the extension that is true to its type."""
    for element in look.feed.everything:
        if element.name in PICTURES:
            address = element.get(PICTURES[element.name])
            if address and not extension_of(address):
                yield element, "the picture's address has no extension"


@_rule("feed-not-paged", _H, "RFC 5005 §3", "split the feed into pages with atom:link of rel first, next, prev, last")
def _paged(look: Look) -> Findings:
    """A feed of more than 1,000 items is paged."""
    rels = {link.get("rel") for link in look.feed.channel.all("atom:link")}
    if len(look.feed.items) > _LONG_FEED and not rels & {"first", "next", "prev", "last"}:
        yield look.feed.channel, f"the feed has {len(look.feed.items):,} items on one page"
