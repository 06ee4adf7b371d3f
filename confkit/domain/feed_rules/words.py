"""Rules for what people read: titles and descriptions."""

import re
from itertools import pairwise

from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.rule import Findings, Look, Registry
from confkit.domain.feed_rules.values import play_time
from confkit.domain.problem import Severity

RULES = Registry()
_rule = RULES.rule
_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

_MOST_BYTES = 4_000
# Apple's podcast requirements, description: what is shown as it is meant.
_TAGS = frozenset({"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"})
_NUMBERED = re.compile(
    r"\s*(?:(?:episode|ep\.?|folge|#|no\.|nr\.)\s*#?\d+\b|s\d{1,2}\s*e\d{1,4}\b|\d{1,4}\s*[-–—:|.]\s)", re.IGNORECASE
)
_NUMBER_AT_END = re.compile(r"[-–—:|,(]\s*(?:episode|ep\.?|folge|#|no\.|nr\.)\s*#?\d+\)?\s*\Z", re.IGNORECASE)
_BARE = re.compile(r"&(?!#?\w{1,31};)|<(?![a-zA-Z/!?])")
_BREAK = re.compile(r"<(?:/p|/li|/div|br\s*/?)\s*>", re.IGNORECASE)
_START = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,30})")
_TAG = re.compile(r"<[^<>]*>")
_STAMP = re.compile(r"\s*[(\[]?((?:\d{1,2}:)?\d{1,2}:\d{2})\b")
_FEWEST_STAMPS = 3


@_rule("title-with-number", _H, "Apple", "leave the number to itunes:episode")
def _number(look: Look) -> Findings:
    """The title of an item doesn't hold its number: apps show that themselves."""
    for item in look.feed.items:
        found = _shown_title(item)
        if found and (_NUMBERED.match(found.text[:255]) or _NUMBER_AT_END.search(found.text[:255])):
            yield found, "the title holds the episode's number"


@_rule("title-with-show", _H, "Apple", "leave the show's name out of the episode's title")
def _show(look: Look) -> Findings:
    """The title of an episode doesn't begin or end with the name of the show; that of a trailer may."""
    show = look.feed.channel.value("title").casefold()
    for item in look.feed.items:
        found = _shown_title(item)
        title = found.text.casefold() if found else ""
        full = item.value("itunes:episodeType") in ("", "full")
        if found and full and show and len(title) > len(show) and (title.startswith(show) or title.endswith(show)):
            yield found, "the title holds the name of the show"


def _shown_title(item: Element) -> Element | None:
    """The title that apps show: Apple's own where there is one."""
    return item.first("itunes:title") or item.first("title")


def _descriptions(look: Look) -> "list[Element]":
    return [found for parent in (look.feed.channel, *look.feed.items) if (found := parent.first("description"))]


@_rule("description-too-long", _E, "Apple", "shorten it, and put the whole into content:encoded")
def _long(look: Look) -> Findings:
    """Descriptions are at most 4,000 bytes long."""
    for element in _descriptions(look):
        size = len(element.text.encode())
        if size > _MOST_BYTES:
            yield element, f"the description is {size:,} bytes long"


@_rule("description-missing", _H, "Apple; PSP-1", "say what the episode is about")
def _missing(look: Look) -> Findings:
    """Every item has a description, or whole notes (content:encoded)."""
    for item in look.feed.items:
        if not item.value("description") and not item.value("content:encoded"):
            yield item, "the item has no description"


@_rule("description-tags", _W, "Apple", "use p, ol, ul, li, a, b, i, strong and em only, the rest in content:encoded")
def _tags(look: Look) -> Findings:
    """The HTML of descriptions is limited to p, ol, ul, li, a, b, i, strong and em."""
    for element in _descriptions(look):
        if "<" in element.text:
            other = sorted(_tags_of(element.text) - _TAGS)
            if other:
                yield element, f"the description holds {label(', '.join(f'<{tag}>' for tag in other))}"


def _tags_of(html: str) -> set[str]:
    return {name.lower() for name in _START.findall(html)}


@_rule("description-not-html", _H, "behaviour of apps; RSS 2.0", "write &amp; and &lt; of the text as HTML first")
def _html(look: Look) -> Findings:
    """The text of descriptions is escaped as HTML before it is escaped as XML: apps read it as HTML."""
    for element in _descriptions(look):
        found = _BARE.search(element.text)
        if found:
            near = element.text[max(found.start() - 15, 0) : found.start() + 15]
            yield element, f"the description has a bare {found[0]} in “{label(near)}”"


@_rule("time-stamps", _W, "behaviour of apps", "let the first be 00:00:00, the others later and later, three at least")
def _stamps(look: Look) -> Findings:
    """Lines of a description that begin with times make chapters: at least three, from 00:00:00 on, ascending."""
    for item in look.feed.items:
        element = item.first("description")
        if element is None or ":" not in element.text:
            continue
        lines = _TAG.sub("", _BREAK.sub("\n", element.text[: 16 * _MOST_BYTES])).splitlines()
        found = [time for line in lines if (stamp := _STAMP.match(line)) and (time := play_time(stamp[1])) is not None]
        if len(found) < 2:
            continue
        if found[0]:
            yield element, "the first time stamp of the description is not 00:00:00"
        elif any(later <= earlier for earlier, later in pairwise(found)):
            yield element, "the time stamps of the description don't ascend"
        elif len(found) < _FEWEST_STAMPS:
            yield element, "the description has fewer than three time stamps"
