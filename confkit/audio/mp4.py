"""MP4 and M4A: duration, iTunes tags, chapters, cover.

mutagen follows every box of a file, however deep and many, and reads covers whole; so it is handed a small file of our
making that holds the tags it should read and nothing else.
"""

import struct
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from confkit.audio.chapters import in_order
from confkit.audio.contents import Contents, TagContents, damaged_tags, truncated, unsure
from confkit.audio.mp4_boxes import Box, boxed, load, top_boxes
from confkit.audio.mp4_items import ordinary_items
from confkit.audio.mp4_tracks import (
    Track,
    chapter_track,
    fragments_seconds,
    movie_length,
    nero_chapters,
    seconds_of,
    tracks_of,
)
from confkit.audio.mutagen_errors import mutagen_errors
from confkit.audio.source import Source
from confkit.audio.tag_values import build_tags
from confkit.domain.errors import FormatError
from confkit.domain.problem import Problem
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

_MAX_ITEM = 1 << 20
_MAX_ITEMS = 4 << 20
_MAX_COUNT = 2_000
FIELDS = {
    "©nam": "TITLE",
    "©st3": "SUBTITLE",
    "©alb": "ALBUM",
    "tvsh": "ALBUM",
    "©ART": "ARTIST",
    "aART": "ARTIST",
    "rldt": "RELEASEDATE",
    "©day": "DATE",
    "tvsn": "SEASON",
    "disk": "DISCNUMBER",
    "tves": "EPISODE",
    "trkn": "TRACKNUMBER",
    "ldes": "DESCRIPTION",
    "desc": "SYNOPSIS",
    "©cmt": "COMMENT",
    "©lyr": "COMMENT",
    "cprt": "COPYRIGHT",
}


def read_mp4(source: Source) -> Contents:
    """Return duration and tags; raises FormatError where there is no index, TruncatedInput, LimitExceeded."""
    top = top_boxes(source)
    index = next((box for box in top if box.name == b"moov"), None)
    if index is None:
        raise FormatError("has no index, it was never completed", fix="encode it again")
    moov = load(source, index)
    tracks = tracks_of(moov)
    sound = next((track for track in tracks if track.kind == b"soun"), None) or next(iter(tracks), None)
    problems: list[Problem] = []
    seconds = seconds_of(sound, moov) if sound else 0.0
    if sound and (not seconds or moov.find(b"mvex")) and any(box.name == b"moof" for box in top):
        seconds = fragments_seconds(source, top, sound, moov)
    if not seconds:
        scale, length = movie_length(moov)
        seconds = length / scale if scale else 0.0
        problems.append(unsure("does not say how long its sound is"))
    if top[-1].end > source.size:
        problems.append(truncated("ends before the length its header gives"))
    sounding = sum(min(box.end, source.size) - box.start for box in top if box.name == b"mdat")
    return Contents(seconds, sounding, _tagged(source, moov, tracks, sound), "", tuple(problems))


def _tagged(source: Source, moov: Box, tracks: list[Track], sound: Track | None) -> TagContents:
    items = moov.find(b"udta", b"meta", b"ilst") or moov.find(b"meta", b"ilst")
    problems: list[Problem] = []
    raw: dict[str, list[str]] = {}
    try:
        if items:
            stored = ordinary_items(items)
            raw = _raw(_items_by_mutagen(items) if stored is None else stored)
    except mutagen_errors() as error:
        problems.append(damaged_tags(f"has tags that can't be read ({clean_line(str(error))})"))
    if sound and sound.language:
        raw.setdefault("LANGUAGE", []).append(sound.language)
    chapters: tuple[Chapter, ...] = ()
    try:
        chapters = _chapters(source, moov, tracks, sound)
    except mutagen_errors(FormatError) as error:
        problems.append(damaged_tags(f"has chapters that can't be read ({clean_line(str(error))})"))
    return TagContents(build_tags(raw), chapters, _cover(items) if items else None, tuple(problems))


def _chapters(source: Source, moov: Box, tracks: list[Track], sound: Track | None) -> tuple[Chapter, ...]:
    """Return the chapters of the text track, or of Nero's list, which ends at 255 of them and cuts titles."""
    wanted = sound.chapters if sound else ()
    for track in tracks:
        if track.id in wanted and track.kind in (b"text", b"sbtl"):
            chapters, _ = in_order(chapter_track(source, track, moov))
            if chapters:
                return chapters
    return in_order(nero_chapters(moov))[0]


def _items_by_mutagen(items: Box) -> Mapping[str, Sequence[Any]]:
    """Return the tags as mutagen reads them; raises ``mutagen_errors``."""
    from mutagen.mp4 import MP4

    read: Any = MP4  # mutagen is typed in part only
    return read(BytesIO(_tags_only(items))).tags or {}


def _tags_only(items: Box) -> bytes:
    """Build an MP4 file that holds nothing but the texts and numbers among ``items``."""
    kept: list[bytes] = []
    room = _MAX_ITEMS
    for item in items.children():
        size = item.end - item.start
        if item.name != b"covr" and size <= min(_MAX_ITEM, room) and len(kept) < _MAX_COUNT:
            kept.append(boxed(item.name, item.body))
            room -= size
    handler = boxed(b"hdlr", b"\0" * 8 + b"mdirappl" + b"\0" * 9)
    header = boxed(b"mvhd", struct.pack(">5I", 0, 0, 0, 1000, 0) + b"\0" * 80)
    meta = boxed(b"meta", b"\0" * 4 + handler + boxed(b"ilst", b"".join(kept)))
    return boxed(b"ftyp", b"M4A \0\0\0\0M4A mp42") + boxed(b"moov", header + boxed(b"udta", meta))


def _raw(tags: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    raw: dict[str, list[str]] = {}
    for key, stored in tags.items():
        if key.startswith("----:"):
            name = key.rpartition(":")[2].upper()
            raw.setdefault(name, []).extend(bytes(value).decode("utf-8", "replace") for value in stored)
    for key, name in FIELDS.items():
        stored = tags.get(key, ())
        if name == "ARTIST" and raw.get("ARTIST"):
            continue  # the album's artist is only asked where the recording names nobody
        raw.setdefault(name, []).extend(str(value[0] if isinstance(value, tuple) else value) for value in stored)
    return raw


def _cover(items: Box) -> bytes | None:
    """Return the first picture: a data box of type, locale and bytes."""
    data = items.find(b"covr", b"data")
    return data.body[8:] if data and data.end - data.start > 8 else None
