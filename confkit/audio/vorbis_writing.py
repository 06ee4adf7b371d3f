"""Vorbis comments with what confkit knows in them; everything else that they hold stays as it is.

Xiph's Ogg Vorbis comment specification; chapters by the `chapter extension <https://wiki.xiph.org/Chapter_Extension>`_.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from confkit.audio.intended import Intended
from confkit.audio.vorbis import ALIASES
from confkit.domain.errors import FormatError

_CHAPTER = re.compile(r"CHAPTER[0-9]{2,4}(NAME|URL)?\Z")
_VENDOR = b"confkit"
_NAMES = {
    "title": "TITLE",
    "subtitle": "SUBTITLE",
    "show": "ALBUM",
    "date": "DATE",
    "description": "DESCRIPTION",
    "language": "LANGUAGE",
    "licence": "LICENSE",
}


def written_comments(packet: bytes, intended: Intended) -> bytes:
    """Return the comment header (without codec prefix) brought up to date; raises FormatError for a broken one."""
    vendor, comments, rest = _split(packet)
    kept = [one for one in comments if _stays(one, intended)]
    present = {one.partition(b"=")[0].upper() for one in kept}
    new = [f"{name}={value}".encode() for name, value in _new(intended)]
    if b"GENRE" not in present:
        new.append(b"GENRE=Podcast")
    entries = [*kept, *new]
    parts = [len(vendor).to_bytes(4, "little"), vendor, len(entries).to_bytes(4, "little")]
    for entry in entries:
        parts += [len(entry).to_bytes(4, "little"), entry]
    return b"".join(parts) + rest


def _split(packet: bytes) -> tuple[bytes, list[bytes], bytes]:
    position = 0

    def taken() -> bytes:
        nonlocal position
        length = int.from_bytes(packet[position : position + 4], "little")
        if position + 4 + length > len(packet):
            raise FormatError("has tags that are damaged", fix="encode it again")
        position += 4 + length
        return packet[position - length : position]

    vendor = taken() if packet else _VENDOR
    count = int.from_bytes(packet[position : position + 4], "little")
    position += 4
    # The count is not believed: each entry takes four bytes at least.
    if count > len(packet) // 4:
        raise FormatError("has tags that are damaged", fix="encode it again")
    comments = [taken() for _ in range(count)]
    return vendor, comments, packet[position:]


def _stays(comment: bytes, intended: Intended) -> bool:
    name, _, value = comment.decode("utf-8", "replace").partition("=")
    name = name.upper()
    if _CHAPTER.match(name):
        return intended.chapters is None
    return not intended.drops(ALIASES.get(name, name), value)


def _new(intended: Intended) -> Iterator[tuple[str, str]]:
    for field, name in _NAMES.items():
        if field in intended.fields:
            yield from ((name, value) for value in intended.raw[name])
    if "people" in intended.fields:
        yield from (("ARTIST", credit.name) for credit in intended.tags.people)
        yield from ((credit.role.value.upper(), credit.name) for credit in intended.tags.people)
    for field, names in (("season", ("SEASON", "DISCNUMBER")), ("number", ("EPISODE", "TRACKNUMBER"))):
        if field in intended.fields:
            yield from ((name, value) for name in names for value in intended.raw[names[0]])
    if "link" in intended.fields:
        yield from (("URL", value) for value in intended.raw["LINK"])
    for number, chapter in enumerate(intended.chapters or (), 1):
        name = f"CHAPTER{number:03}"
        yield name, _clock(chapter.start)
        yield f"{name}NAME", chapter.title
        if chapter.url:
            yield f"{name}URL", chapter.url


def _clock(moment: timedelta) -> str:
    milliseconds = moment // timedelta(milliseconds=1)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"
