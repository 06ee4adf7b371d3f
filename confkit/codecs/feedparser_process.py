"""The process in which feedparser works: a feed on stdin, what it says as JSON on stdout.

``feed_lenient`` starts it, isolated, so it imports nothing of confkit. Its arguments are the bytes of memory and the
seconds it may use. Elements are written as ``[name, attributes, text, children]`` under the names of RSS.
"""

import json
import re
import resource
import sys
from datetime import UTC, datetime
from email.utils import format_datetime

Element = list[object]


def main() -> None:
    """Set the limits, then read."""
    memory, seconds = (int(argument) for argument in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    import feedparser

    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    head = channel(found.feed) if found.feed.get("title") else []
    if head and (lock := LOCKED.search(data)):
        owner = found.feed.get("podcast_locked")
        attributes = {"owner": str(owner["owner"])} if isinstance(owner, dict) and owner.get("owner") else {}
        head.append(["podcast:locked", attributes, lock[1].decode().lower(), []])
    result = {
        "version": found.get("version", ""),
        "channel": head,
        "items": [item(entry) for entry in found.entries[:20_000]],
    }
    # Lone surrogates and control characters travel as escapes.
    sys.stdout.write(json.dumps(result))


def channel(feed: dict[str, object]) -> list[Element]:
    """Return the elements of the channel."""
    elements = [
        text("title", feed.get("title")),
        text("link", feed.get("link")),
        text("description", feed.get("subtitle")),
        text("itunes:summary", feed.get("summary")),
        text("language", feed.get("language")),
        text("copyright", feed.get("rights")),
        text("itunes:author", feed.get("author")),
        text("itunes:type", feed.get("itunes_type")),
        text("itunes:complete", "Yes" if feed.get("itunes_complete") else ""),
        text("itunes:block", "Yes" if feed.get("itunes_block") else ""),
        text("itunes:new-feed-url", feed.get("newlocation") or feed.get("itunes_new-feed-url")),
        *explicit(feed),
        *picture(feed),
        *podcasting(feed),
    ]
    publisher = feed.get("publisher_detail") or {}
    if isinstance(publisher, dict) and publisher:
        owner = [text("itunes:name", publisher.get("name")), text("itunes:email", publisher.get("email"))]
        elements.append(["itunes:owner", {}, "", owner])
    categories = (tag for tag in listed(feed, "tags") if "itunes" in str(tag.get("scheme")))
    elements += (["itunes:category", {"text": str(tag.get("term") or "")}, "", []] for tag in categories)
    links = (link for link in listed(feed, "links") if link.get("rel") in ("self", "next"))
    elements += (["atom:link", {"rel": str(link["rel"]), "href": str(link.get("href"))}, "", []] for link in links)
    return elements


def item(entry: dict[str, object]) -> list[Element]:
    """Return the elements of an item."""
    contents = listed(entry, "content")
    elements = [
        text("title", entry.get("title")),
        text("guid", entry.get("id")),
        text("link", entry.get("link")),
        text("pubDate", date(entry)),
        text("description", entry.get("summary")),
        text("content:encoded", contents[0].get("value") if contents else ""),
        text("itunes:subtitle", entry.get("subtitle")),
        *(
            text(f"itunes:{name}", entry.get(f"itunes_{name.lower()}"))
            for name in ("duration", "season", "episode", "episodeType")
        ),
        *explicit(entry),
        *picture(entry),
        *podcasting(entry),
    ]
    elements[1][1] = {} if entry.get("guidislink") else {"isPermaLink": "false"}
    for file in listed(entry, "enclosures")[:1]:
        attributes = {"url": file.get("href"), "length": file.get("length"), "type": file.get("type")}
        elements.append(["enclosure", {key: str(value or "") for key, value in attributes.items()}, "", []])
    return elements


def date(entry: dict[str, object]) -> str:
    """Return the date as it was written, or where that was understood, as RFC 2822 writes it."""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if parsed:
        return format_datetime(datetime(*parsed[:6], tzinfo=UTC))  # type: ignore[index,misc]
    return str(entry.get("published") or entry.get("updated") or "")


def podcasting(of: dict[str, object]) -> list[Element]:
    """Return what feedparser keeps of the podcast namespace: the last of each element, its text or its attributes."""
    found: list[Element] = []
    for key, value in of.items():
        name = f"podcast:{WHOLE.get(key.removeprefix('podcast_'), '')}"
        if not key.startswith("podcast_") or name == "podcast:":
            continue
        if isinstance(value, dict):
            attributes = {CASES.get(inner, inner): str(one) for inner, one in value.items() if inner != "value"}
            found.append([name, attributes, str(value.get("value") or ""), []])
        elif value:
            found.append(text(name, value))
    return found


def explicit(of: dict[str, object]) -> list[Element]:
    """Return ``itunes:explicit``; feedparser turns it into a truth, and None is its “clean”."""
    return [text("itunes:explicit", "true" if of["itunes_explicit"] else "false")] if "itunes_explicit" in of else []


def picture(of: dict[str, object]) -> list[Element]:
    """Return ``itunes:image``."""
    image = of.get("image")
    address = image.get("href") if isinstance(image, dict) else ""
    return [["itunes:image", {"href": str(address)}, "", []]] if address else []


def listed(of: dict[str, object], key: str) -> list[dict[str, object]]:
    """Return a list of feedparser’s, empty where there is none."""
    found = of.get(key)
    return found if isinstance(found, list) else []


def text(name: str, value: object) -> Element:
    """Return an element with text."""
    return [name, {}, "" if value is None else str(value), []]


# Elements that are whole without their text and without what was around or inside of them, which feedparser drops. It
# writes every name in lower case.
WHOLE = {
    name.lower(): name for name in ("guid", "medium", "txt", "chapters", "transcript", "images", "podping", "trailer")
}
CASES = {name.lower(): name for name in ("usesPodping",)}
LOCKED = re.compile(rb"<podcast:locked[^<>]{0,200}>\s{0,20}(yes|no)", re.IGNORECASE)

if __name__ == "__main__":
    main()
