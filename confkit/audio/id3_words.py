"""The words of an ID3v2 tag by themselves, before anybody asks what they mean; ordinary tags are read right here.

mutagen builds several objects for each frame of a tag, which is most of what a first scan of a library costs. Nearly
all podcasts have tags of a few plain text frames, though, and those hold nothing to get wrong: an encoding, a text. So
what is ordinary is read here, and whatever is not (chapters, lists of people, a frame twice, a text that its encoding
doesn't allow) is left to mutagen, the whole tag with it. The tests hold both against each other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_CODECS = {0: "latin-1", 1: "utf-16", 3: "utf-8"}
_TEXTS = frozenset(b"TIT2 TIT3 TALB TPE1 TDRC TDRL TYER TDAT TPOS TRCK TLAN TCOP TDES".split())
_ADDRESSES = frozenset({b"WCOP", b"WOAF"})
_YEAR = re.compile(r"[0-9]{4}\Z")
_DAY_MONTH = re.compile(r"([0-9]{2})([0-9]{2})\Z")


@dataclass(slots=True)
class Words:
    """What the frames of a tag say: ``texts`` and ``addresses`` by the frame's name, ``named`` and ``comments`` with
    their description, ``people`` as pairs of role and name."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    named: list[tuple[str, list[str]]] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    comments: list[tuple[str, list[str]]] = field(default_factory=list)
    lyrics: list[str] = field(default_factory=list)


class _NotOrdinary(Exception):
    """A frame holds what is left to mutagen."""


def ordinary_words(frames: Iterable[tuple[bytes, bytes]], version: int) -> Words | None:
    """Return the words of a tag's frames (name, plain body), None where the tag is not an ordinary one."""
    if version not in (3, 4):
        return None
    words = Words()
    seen: set[object] = set()
    try:
        for name, data in frames:
            key = _add(words, name, data, version)
            if key in seen:
                return None
            seen.add(key)
        _join_date(words.texts)
    except (_NotOrdinary, ValueError):  # among them every UnicodeError
        return None
    return words


def _add(words: Words, name: bytes, data: bytes, version: int) -> object:
    """Take in a frame; returns what must be unique about it. Raises _NotOrdinary, ValueError."""
    if name in _TEXTS:
        if len(data) < 2 or data[0] not in (0, 3):
            raise _NotOrdinary
        words.texts[name.decode()] = _texts(data[1:], _CODECS[data[0]], version)
        return name
    if name in _ADDRESSES:
        words.addresses[name.decode()] = [data.partition(b"\0")[0].decode("latin-1")]
        return name
    if name == b"TXXX":
        description, rest, codec = _described(data, 1)
        if codec == "utf-16" or not rest.strip(b"\0"):
            raise _NotOrdinary
        words.named.append((description, _texts(rest, codec, version)))
        return name, description
    if name == b"WXXX":
        description, rest, _ = _described(data, 1)
        if not rest:
            raise _NotOrdinary
        words.addresses.setdefault("WXXX", []).append(rest.partition(b"\0")[0].decode("latin-1"))
        return name, description
    if name in (b"COMM", b"USLT"):
        language = data[1:4].decode("ascii")
        description, rest, codec = _described(data, 4)
        if not rest.strip(b"\0"):
            raise _NotOrdinary
        text = _one_text(rest, codec)
        if name == b"COMM":
            words.comments.append((description, [text]))
        else:
            words.lyrics.append(text)
        return name, language, description
    raise _NotOrdinary


def _texts(data: bytes, codec: str, version: int) -> list[str]:
    """Split texts at their ends; in v2.3 nothing but ends is padding."""
    if version == 3:
        data = data.rstrip(b"\0")
    elif data[-1:] == b"\0":
        data = data[:-1]
    return data.decode(codec).split("\0")


def _described(data: bytes, start: int) -> tuple[str, bytes, str]:
    """Return the description that begins at ``start``, what comes after it, and the codec; raises as ``_add`` does."""
    codec = _CODECS.get(data[0]) if data else None
    if codec is None:
        raise _NotOrdinary
    if codec != "utf-16":
        description, end, rest = data[start:].partition(b"\0")
        if not end:
            raise _NotOrdinary
        return description.decode(codec), rest, codec
    end_at = _wide_end(data, start)
    return _wide(data[start:end_at]), data[end_at + 2 :], codec


def _one_text(data: bytes, codec: str) -> str:
    """Return a text that has no other behind it; raises as ``_add`` does."""
    if codec == "utf-16":
        return _wide(data[:-2] if data[-2:] == b"\0\0" and len(data) % 2 == 0 else data)
    text = data[:-1] if data[-1:] == b"\0" else data
    if b"\0" in text:
        raise _NotOrdinary
    return text.decode(codec)


def _wide(data: bytes) -> str:
    """Decode UTF-16 that begins with its byte order mark and holds no end; raises as ``_add`` does."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _NotOrdinary
    text = data.decode("utf-16")
    if "\0" in text:
        raise _NotOrdinary
    return text


def _wide_end(data: bytes, start: int) -> int:
    """Return where a text in UTF-16 ends; raises _NotOrdinary where it doesn't."""
    end = data.find(b"\0\0", start)
    while end >= 0 and (end - start) % 2:
        end = data.find(b"\0\0", end + 1)
    if end < 0:
        raise _NotOrdinary
    return end


def _join_date(texts: dict[str, list[str]]) -> None:
    """Make of the year and the day of v2.3 the date of v2.4, as mutagen does; raises _NotOrdinary."""
    year, day = texts.pop("TYER", None), texts.pop("TDAT", None)
    if year is None or "TDRC" in texts:
        return
    if len(year) != 1 or not _YEAR.match(year[0]) or (day is not None and len(day) != 1):
        raise _NotOrdinary
    found = _DAY_MONTH.match(day[0]) if day else None
    texts["TDRC"] = [f"{year[0]}-{found[2]}-{found[1]}" if found else year[0]]
