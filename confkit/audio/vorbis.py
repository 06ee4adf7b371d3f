"""Vorbis comments, the tags of Ogg Vorbis, Opus and FLAC: fields, chapters, cover.

Names and form: Xiph's Ogg Vorbis comment specification; pictures: RFC 9639 §8.8.
"""

import re
from base64 import b64decode
from collections.abc import Iterable
from typing import Any

from confkit.audio.chapters import comment_chapters, in_order
from confkit.audio.contents import TagContents, damaged_tags
from confkit.audio.mutagen_errors import mutagen_errors
from confkit.audio.tag_values import build_tags
from confkit.domain.text import clean_line

MAX_COMMENTS = 32 << 20
_MAX_COUNT = 10_000
# Printable ASCII up to "}" except for "=" (Vorbis I §5.2.2).
_NAME = re.compile("[ -<>-}]+")
# Of one comment that is no picture, and of all of them together.
_MAX_TEXT = 1 << 20
_MAX_TEXTS = 4 << 20
_FRONT_COVER = 3
_PICTURE = b"METADATA_BLOCK_PICTURE="
ALIASES = {
    "TRACK": "TRACKNUMBER",
    "DISC": "DISCNUMBER",
    "DISK": "DISCNUMBER",
    "RELEASE_DATE": "RELEASEDATE",
    "SUMMARY": "DESCRIPTION",
    "LANG": "LANGUAGE",
    "CONTACT": "WEBSITE",
}


def read_comments(packet: bytes, picture_blocks: tuple[bytes, ...] = ()) -> TagContents:
    """Return what a comment header (without codec prefix) holds; raises nothing, broken comments are a problem.

    ``picture_blocks`` are the bodies of FLAC picture blocks that stand beside it.
    """
    raw: dict[str, list[str]] = {}
    pictures = list(picture_blocks)
    try:
        if _count(packet) > _MAX_COUNT:
            return TagContents(problems=(damaged_tags("has too many comments to read"),))
        packet, complete = _within_limits(packet)
        found = ordinary_comments(packet)
        for name, value in _comments_by_mutagen(packet) if found is None else found:
            key = name.upper()
            if key == "METADATA_BLOCK_PICTURE":
                pictures.append(b64decode(value))
            else:
                raw.setdefault(ALIASES.get(key, key), []).append(value)
        picture = _front_cover(pictures) if pictures else None
    except mutagen_errors() as error:
        return TagContents(problems=(damaged_tags(f"has tags that can't be read ({clean_line(str(error))})"),))
    chapters, dropped = in_order(comment_chapters(raw))
    problems = (damaged_tags("has more chapters than can be read"),) if dropped else ()
    if not complete:
        problems = (*problems, damaged_tags("has tags that can't be read completely"))
    return TagContents(build_tags(raw), chapters, picture, problems)


def ordinary_comments(packet: bytes) -> list[tuple[str, str]] | None:
    """Return names and values, None where anything about them is odd: that is left to mutagen, the whole of it."""
    count = _count(packet)
    position = 8 + int.from_bytes(packet[:4], "little")
    comments: list[tuple[str, str]] = []
    for _ in range(count):
        start = position + 4
        position = start + int.from_bytes(packet[position:start], "little")
        if position > len(packet):
            return None
        try:
            name, separator, value = packet[start:position].decode().partition("=")
        except UnicodeDecodeError:
            return None
        if not separator or not _NAME.fullmatch(name):
            return None
        comments.append((name, value))
    return comments if position <= len(packet) else None


def _comments_by_mutagen(packet: bytes) -> Iterable[tuple[str, str]]:
    """Return names and values as mutagen reads them; raises ``mutagen_errors``."""
    from mutagen.flac import VCFLACDict

    comments: Any = VCFLACDict  # mutagen is typed in part only
    return list.__iter__(comments(packet))


def _count(packet: bytes) -> int:
    """Return how many comments the packet says it holds."""
    vendor = int.from_bytes(packet[:4], "little")
    return int.from_bytes(packet[4 + vendor : 8 + vendor], "little")


def _within_limits(packet: bytes) -> tuple[bytes, bool]:
    """Return the packet without comments that are too long, and whether all of it is there."""
    vendor = 4 + int.from_bytes(packet[:4], "little")
    position, room, dropped = vendor + 4, _MAX_TEXTS, 0
    kept: list[tuple[int, int]] = []
    count = _count(packet)
    for _ in range(count):
        end = position + 4 + int.from_bytes(packet[position : position + 4], "little")
        if end > len(packet):
            return packet, False  # mutagen takes what there is of a comment that is cut off, and says nothing
        is_picture = packet[position + 4 : position + 4 + len(_PICTURE)].upper() == _PICTURE
        size = 0 if is_picture else end - position
        if size > min(_MAX_TEXT, room):
            dropped += 1
        else:
            room -= size
            kept.append((position, end))
        position = end
    if not dropped:
        return packet, True
    head = packet[:vendor] + (count - dropped).to_bytes(4, "little")
    # The bit of framing that Vorbis has behind the last comment stays.
    return b"".join((head, *(packet[start:end] for start, end in kept), packet[position:])), False


def _front_cover(blocks: list[bytes]) -> bytes | None:
    from mutagen.flac import Picture

    read: Any = Picture  # mutagen is typed in part only
    pictures = [read(block) for block in blocks]
    best = next((picture for picture in pictures if picture.type == _FRONT_COVER), pictures[0] if pictures else None)
    return bytes(best.data) if best is not None else None
