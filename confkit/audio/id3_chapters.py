"""CHAP and CTOC frames (ID3v2 Chapter Frame Addendum 1.0).

mutagen orders frames by their size when it saves, and some apps take chapters in the order of the file. So all CHAP
frames are made equally long by their element ids: then that order is the order of the ids, which is that of time, also
after another program has saved the file. For the same reason texts end as mutagen ends them.
"""

import struct
from collections.abc import Iterable, Mapping
from datetime import timedelta

from confkit.audio.id3_frames import Frame, build_frame, split
from confkit.audio.id3_text import address_frame, ended, text_frame
from confkit.audio.intended import with_ends
from confkit.domain.recording import Chapter

_NO_OFFSET = 0xFFFFFFFF
_TOP_LEVEL, _ORDERED = 2, 1
_MAX_CHILDREN = 255
_OWN_PARTS = (b"TIT2", b"WXXX")
# Ids longer than this are more trouble to other programs than an order that they lose.
_MAX_PADDING = 2_000


def old_parts(frames: Iterable[Frame], version: int) -> dict[int, bytes]:
    """Return what present chapters hold besides title and link (pictures), by their start in milliseconds."""
    found: dict[int, bytes] = {}
    for frame in frames:
        at = frame.data.find(b"\0") + 1
        if frame.flags or not at or len(frame.data) < at + 16:
            continue
        parts = [one for one, _ in split(frame.data[at + 16 :], version) if one.name not in _OWN_PARTS]
        start = int.from_bytes(frame.data[at : at + 4], "big")
        found.setdefault(start, b"".join(build_frame(one.name, one.data, version, one.flags) for one in parts))
    return found


def chapter_frames(
    chapters: tuple[Chapter, ...], duration: timedelta, version: int, parts: Mapping[int, bytes]
) -> list[bytes]:
    """Return the frames of the chapters in the order of time, and the table of contents before them."""
    if not chapters:
        return []
    bodies = [_body(chapter, version, parts) for chapter in with_ends(chapters, duration)]
    longest = max(len(body) for body in bodies)
    ids = [
        f"chapter{number:04}".encode() + b"." * min(longest - len(body), _MAX_PADDING)
        for number, body in enumerate(bodies, 1)
    ]
    listed = [ids[number] for number, chapter in enumerate(chapters) if not chapter.hidden]
    frames = [build_frame(b"CHAP", element + b"\0" + body, version) for element, body in zip(ids, bodies, strict=True)]
    return [*_tables(listed, version), *frames]


def _body(chapter: Chapter, version: int, parts: Mapping[int, bytes]) -> bytes:
    start = chapter.start // timedelta(milliseconds=1)
    end = start if chapter.end is None else chapter.end // timedelta(milliseconds=1)
    body = struct.pack(">4I", start, end, _NO_OFFSET, _NO_OFFSET)
    if chapter.title:
        body += build_frame(b"TIT2", ended(text_frame([chapter.title], version), version), version)
    if chapter.url:
        body += build_frame(b"WXXX", address_frame(chapter.url, version) + b"\0", version)
    return body + parts.get(start, b"")


def _tables(listed: list[bytes], version: int) -> list[bytes]:
    """One table; beyond 255 entries, which is all that its count can say, a table of tables (§3.2)."""
    if len(listed) <= _MAX_CHILDREN:
        return [_table(b"toc", _TOP_LEVEL | _ORDERED, listed, version)]
    parts = [listed[first : first + _MAX_CHILDREN] for first in range(0, len(listed), _MAX_CHILDREN)]
    names = [b"toc%d" % number for number in range(1, len(parts) + 1)]
    tables = [_table(name, _ORDERED, part, version) for name, part in zip(names, parts, strict=True)]
    return [_table(b"toc", _TOP_LEVEL | _ORDERED, names, version), *tables]


def _table(name: bytes, flags: int, children: list[bytes], version: int) -> bytes:
    data = name + b"\0" + bytes([flags, len(children)]) + b"".join(child + b"\0" for child in children)
    return build_frame(b"CTOC", data, version)
