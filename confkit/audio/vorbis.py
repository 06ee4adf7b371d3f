"""Vorbis comments, the tags of Ogg Vorbis, Opus and FLAC: fields, chapters, cover.

Names and form: Xiph's Ogg Vorbis comment specification; pictures: RFC 9639 §8.8.
"""

import binascii
from base64 import b64decode
from typing import Any

from mutagen.flac import Picture, VCFLACDict

from confkit.audio.chapters import comment_chapters, in_order
from confkit.audio.contents import TagContents, damaged_tags
from confkit.audio.mutagen_errors import MUTAGEN_ERRORS
from confkit.audio.tag_values import build_tags
from confkit.domain.text import clean_line

MAX_COMMENTS = 32 << 20
_MAX_COUNT = 10_000
# mutagen is typed in part only.
_comments: Any = VCFLACDict
_picture: Any = Picture
_FRONT_COVER = 3
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
        for name, value in list.__iter__(_comments(packet)):
            key = name.upper()
            if key == "METADATA_BLOCK_PICTURE":
                pictures.append(b64decode(value))
            else:
                raw.setdefault(ALIASES.get(key, key), []).append(value)
        picture = _front_cover(pictures)
    except (*MUTAGEN_ERRORS, binascii.Error) as error:
        return TagContents(problems=(damaged_tags(f"has tags that can't be read ({clean_line(str(error))})"),))
    chapters, dropped = in_order(comment_chapters(raw))
    problems = (damaged_tags("has more chapters than can be read"),) if dropped else ()
    return TagContents(build_tags(raw), chapters, picture, problems)


def _count(packet: bytes) -> int:
    """Return how many comments the packet says it holds."""
    vendor = int.from_bytes(packet[:4], "little")
    return int.from_bytes(packet[4 + vendor : 8 + vendor], "little")


def _front_cover(blocks: list[bytes]) -> bytes | None:
    pictures = [_picture(block) for block in blocks]
    best = next((picture for picture in pictures if picture.type == _FRONT_COVER), pictures[0] if pictures else None)
    return bytes(best.data) if best is not None else None
