"""Single values of Open Event: addresses, languages, states, names of files."""

import re
import unicodedata
from pathlib import PurePosixPath

from confkit.codecs.json_object import JsonObject
from confkit.domain.event import Link
from confkit.domain.session import Level, Status
from confkit.domain.text import clean_line

STATES = {
    "accepted": Status.ACCEPTED,
    "confirmed": Status.CONFIRMED,
    "pending": Status.SUBMITTED,
    "submitted": Status.SUBMITTED,
    "draft": Status.SUBMITTED,
    "rejected": Status.REJECTED,
    "withdrawn": Status.WITHDRAWN,
    "canceled": Status.CANCELLED,
    "cancelled": Status.CANCELLED,
}

_LANGUAGES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "polish": "pl",
    "russian": "ru",
    "chinese": "zh",
    "japanese": "ja",
    "vietnamese": "vi",
    "hindi": "hi",
    "arabic": "ar",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+\Z")
_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
# An address as people type it: www.example.org, example.org/page.
_BARE_WEB = re.compile(r"www\.[^\s:@]+\Z|[a-z0-9-]+(?:\.[a-z0-9-]+)+/[^\s]*\Z", re.IGNORECASE)
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\Z")
# What the platform itself writes where nobody answered.
_PLACEHOLDERS = frozenset({"not available", "n/a", "none", "null", "-"})


def described(value: str) -> str:
    """Return a value in quotes, short enough for a message."""
    return repr(value if len(value) <= 60 else value[:59] + "…")


def answer(fields: JsonObject, *names: str) -> str:
    """Return a line of text, empty where it is the platform's word for no answer."""
    text = fields.line(*names)
    return "" if text.lower() in _PLACEHOLDERS else text


def address(text: str) -> str:
    """Return ``text`` as a web address, empty if it is none."""
    text = clean_line(text)
    if _BARE_WEB.match(text):
        text = "https://" + text
    text = text.replace(" ", "%20").replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
    return text if _WEB.match(text) else ""


def links_of(fields: JsonObject, names: list[tuple[str, str]]) -> tuple[Link, ...]:
    """Return a link for each of the fields ``names`` (field, title) that holds a web address."""
    links: dict[str, Link] = {}
    for name, title in names:
        text = answer(fields, name)
        url = address(text)
        if url:
            links.setdefault(url, Link(url, title))
        elif text:
            fields.problems.hint("import-unusable", f"{fields.where}.{name}", f"{described(text)} is no web address")
    return tuple(links.values())


def email_address(fields: JsonObject, name: str) -> str:
    """Return an e-mail address, empty (with a hint) if it is none."""
    text = answer(fields, name)
    if not text or _EMAIL.match(text):
        return text
    fields.problems.hint("import-unusable", f"{fields.where}.{name}", f"{described(text)} is no e-mail address")
    return ""


def language_code(fields: JsonObject, name: str) -> str:
    """Return a BCP 47 tag for a code or the name of a language, empty (with a hint) for anything else."""
    text = answer(fields, name)
    code = _LANGUAGES.get(text.lower(), text.replace("_", "-"))
    if not code or _LANGUAGE.match(code):
        return code
    fields.problems.hint("import-unusable", f"{fields.where}.{name}", f"{described(text)} is no language code")
    return ""


def colour(fields: JsonObject, *names: str) -> str:
    """Return a colour as ``#rrggbb``, empty (with a hint) if it is none."""
    text = fields.line(*names)
    if not text:
        return ""
    if not _COLOUR.match(text):
        fields.problems.hint("import-unusable", f"{fields.where}.{names[0]}", f"{described(text)} is no colour")
        return ""
    return text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])


def level_named(text: str) -> Level:
    """Return the level that a word stands for."""
    word = text.lower()
    for level, words in (
        (Level.BEGINNER, ("beginner", "novice", "basic")),
        (Level.INTERMEDIATE, ("intermediate", "medium")),
        (Level.ADVANCED, ("advanced", "expert")),
    ):
        if any(each in word for each in words):
            return level
    return Level.ANY


def audio_file(fields: JsonObject) -> str:
    """Return the path of a session's recording inside the folder, empty where it has none or it lies elsewhere."""
    text = answer(fields, "audio", "audio_url", "audios_url")
    if not text:
        return ""
    path = PurePosixPath(text.replace("\\", "/"))
    if _WEB.match(text) or ":" in path.parts[0] or ".." in path.parts:
        fields.problems.hint(
            "import-recording-elsewhere", f"{fields.where}.audio", f"{described(text)} is not a file here"
        )
        return ""
    # Exports write paths from the root of their folder, with and without the slash.
    return str(path).lstrip("/").removeprefix("./")


def slug_of(name: str, fallback: str) -> str:
    """Return a short name of ``name`` for addresses; ``fallback`` stands in where nothing of it is left."""
    for text in (name, f"event-{fallback}"):
        plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
        if slug := re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-"):
            return slug
    return "event"
