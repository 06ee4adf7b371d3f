"""Single values of schedule files: languages, links, licences."""

import re
from collections.abc import Callable

from confkit.codecs.json_object import JsonObject
from confkit.codecs.open_event_values import address
from confkit.domain.event import Link
from confkit.domain.licence import licence_named

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*\Z")
_BETWEEN = re.compile(r"[\s,;/|+&]+")
_NAMED = (
    ("url", "Web page"),
    ("origin_url", "Submission"),
    ("feedback_url", "Feedback"),
    ("video_download_url", "Video"),
    ("recording_url", "Recording"),
)


def language_of(fields: JsonObject) -> tuple[str, ...]:
    """Return the language codes of an event: large conferences write "de, en"."""
    words = _BETWEEN.split(fields.line("language").strip())
    return tuple(word.replace("_", "-") for word in words if _LANGUAGE.match(word))[:8]


def licence_of(fields: JsonObject) -> str:
    """Return the licence of the recording, as an identifier where it is known."""
    text = fields.line("recording_license", "recording_licence", "license")
    known = licence_named(text) if text else None
    return known.id if known else text


def links_of(fields: JsonObject, absolute: Callable[[str], str]) -> tuple[Link, ...]:
    """Return the links of an event, its attachments and its own pages, each address once.

    ``absolute`` makes an address of one that is relative to the place of the file.
    """
    links: dict[str, Link] = {}
    for name in ("links", "attachments"):
        for each in fields.objects(name):
            text = each.line("href", "url")
            url = address(text) or _joined(absolute, text)
            if url:
                links.setdefault(url, Link(url, each.line("title", "text", "name", "service")))
            elif text:
                fields.problems.hint("import-unusable", f"{fields.where}.{name}", f"{text[:60]!r} is no web address")
    for name, title in _NAMED:
        if url := address(fields.line(name)):
            links.setdefault(url, Link(url, title))
    return tuple(links.values())


def _joined(absolute: Callable[[str], str], text: str) -> str:
    # Only paths: "javascript:…" is no address, wherever it is joined to.
    if not text.startswith(("/", "./")) or text.startswith("//"):
        return ""
    try:
        return address(absolute(text))
    except ValueError:
        return ""
