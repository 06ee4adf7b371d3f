"""Names for files on the web, made from what people type: ASCII, lower case, without anything that needs quoting.

Podcast apps and directories stumble over addresses with other characters (Apple's requirements ask for ASCII), and
calendars are subscribed to by address, so a name must not change because something else got the same one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from uuid import UUID

_LENGTH = 80
_OTHER = re.compile(r"[^a-z0-9]+")
_SUFFIX = re.compile(r"(?<=.)\.([A-Za-z][A-Za-z0-9]{0,7})\Z", re.DOTALL)
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "ng"}
)


def ascii_name(text: str, *, fallback: str = "unnamed") -> str:
    """Return a safe file name for ``text``: ``Bücher & [x].mp3`` becomes ``bucher-x.mp3``.

    A short suffix that starts with a letter stays. Where no letter or digit is left (another script), the stem is
    ``fallback``; ``unique_names`` tells such names apart.
    """
    suffix = _SUFFIX.search(text)
    stem = text[: suffix.start()] if suffix else text
    folded = unicodedata.normalize("NFKD", stem.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    name = _OTHER.sub("-", plain).strip("-")[:_LENGTH].rstrip("-") or fallback
    return f"{name}.{suffix[1].lower()}" if suffix else name


def unique_names(
    texts: Iterable[tuple[UUID, str]] | Mapping[UUID, str], *, fallback: str = "unnamed"
) -> dict[UUID, str]:
    """Return a safe file name for each id; where two would be the same, the later one carries the start of its id."""
    pairs = texts.items() if isinstance(texts, Mapping) else texts
    names: dict[UUID, str] = {}
    taken: set[str] = set()
    for key, text in pairs:
        name = ascii_name(text, fallback=fallback)
        stem, dot, suffix = name.partition(".")
        for length in (8, 32):
            if name not in taken:
                break
            name = f"{stem}-{key.hex[:length]}{dot}{suffix}"
        taken.add(name)
        names[key] = name
    return names
