"""ID3v2 tags taken apart under limits, so that mutagen only sees a small tag it can't choke on.

mutagen copies the rest of the tag for every frame, inflates compressed frames to any size and goes into chapters
inside chapters without end; a hang or exhausted memory can't be caught. So the tag is split here (ID3v2.4 structure
§3–4), only frames that confkit uses are kept, each below a limit and with its transport encodings (compression,
unsynchronisation, grouping) undone, and what remains is put together as a plain tag of the same version.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from confkit.audio.source import Source

MAX_TAG = 64 << 20
MAX_FRAMES = 10_000
MAX_KEPT_FRAMES = 2_500
MAX_TEXT_FRAME = 1 << 20
MAX_TEXT = 4 << 20
MAX_PICTURES = 32 << 20
MAX_CHAPTER_TEXT = 64 << 10
_MAX_CHAPTER_FRAMES = 20
_MIN_PICTURE_COST = 1 << 20

_TEXTS = frozenset(
    b"TIT2 TIT3 TALB TPE1 TMCL TIPL IPLS TDRC TDRL TYER TDAT TIME TPOS TRCK TLAN TCOP WCOP WOAF WXXX TXXX COMM TDES "
    b"USLT CHAP CTOC TT2 TT3 TAL TP1 IPL TYE TDA TIM TPA TRK TLA TCR WCP WAF WXX TXX COM ULT".split()
)
_CHAPTER_TEXTS = frozenset({b"TIT2", b"WXXX"})
_PICTURES = frozenset({b"APIC", b"PIC"})
_FRAME_HEADER = struct.Struct(">4sIH")
# Of a frame: name, flags, where its data begin and end.
_Place = tuple[bytes, int, int, int]
_NAME = re.compile(rb"[A-Z][A-Z0-9]{2}[A-Z0-9 ]?")


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it is in the tag: ``flags`` are those of the tag's version, ``data`` is still encoded."""

    name: bytes
    flags: int
    data: bytes


@dataclass(frozen=True, slots=True)
class PlainTag:
    """A tag under limits: ``frames`` are names and plain bodies of what may be read, ``pictures`` plain bodies."""

    version: int
    frames: tuple[tuple[bytes, bytes], ...]
    pictures: tuple[bytes, ...]
    complete: bool

    @property
    def rebuilt(self) -> bytes:
        """The tag put together anew from its frames, for mutagen."""
        frames = b"".join(build_frame(name, data, self.version) for name, data in self.frames)
        return b"ID3" + bytes([self.version, 0, 0]) + to_syncsafe(len(frames)) + frames


def tag_length(header: bytes) -> int:
    """Return the length of the ID3v2 tag that ``header`` (10 bytes) begins, all included; 0 if it begins none."""
    if len(header) < 10 or header[:3] != b"ID3" or header[3] == 0xFF or max(header[6:10]) > 0x7F:
        return 0
    footer = 10 if header[3] >= 4 and header[5] & 0x10 else 0
    return 10 + _syncsafe(header[6:10]) + footer


def read_tag(source: Source, offset: int) -> PlainTag | None:
    """Return the tag at ``offset``, None where it is too large, beyond the end of the file or of no known version."""
    found = raw_frames(source, offset)
    return _plain(found[1], found[0], unsynchronised=found[2]) if found else None


def raw_frames(source: Source, offset: int) -> tuple[int, bytes, bool] | None:
    """Return version and frames of the tag at ``offset``, and whether it is unsynchronised (v2.4: frame by frame).

    None as in ``read_tag``.
    """
    header = source.read(offset, 10)
    length = tag_length(header)
    if not length or length > MAX_TAG or offset + length > source.size or header[3] not in (2, 3, 4):
        return None
    version, flags = header[3], header[5]
    body = source.exactly(offset + 10, _syncsafe(header[6:10]))
    if flags & 0x80 and version < 4:
        body = _synchronised(body)
    if flags & 0x40 and version > 2:
        skipped = _extended_header(body, version)
        if skipped > len(body):
            return None
        body = body[skipped:]
    return version, body, bool(flags & 0x80)


def _plain(body: bytes, version: int, *, unsynchronised: bool) -> PlainTag:
    """Keep what is wanted and within the limits."""
    kept: list[tuple[bytes, bytes]] = []
    pictures: list[bytes] = []
    room, picture_room = MAX_TEXT, MAX_PICTURES
    complete, end = True, 0
    for name, flags, start, end in _layout(body, version):
        if name in _PICTURES and picture_room > 0:
            frame = Frame(name, flags, body[start:end])
            picture = decoded(frame, version, picture_room, unsynchronised=unsynchronised)
            # One that inflates beyond the limit has cost time for nothing.
            picture_room -= max(len(picture or b"") or picture_room // 4, _MIN_PICTURE_COST)
            complete = complete and picture is not None
            pictures += [picture] if picture else []
        if name not in _TEXTS:
            continue
        if room <= 0 or len(kept) >= MAX_KEPT_FRAMES:
            complete = False
            break
        frame = Frame(name, flags, body[start:end])
        data, cost, whole = _wanted_text(frame, version, unsynchronised=unsynchronised)
        room -= cost
        if data is not None and room >= 0:
            kept.append((name, _in_utf8(name, data)))
        complete = complete and whole and room >= 0
    complete = complete and not body[end : end + 4].strip(b"\0")
    return PlainTag(version, tuple(kept), tuple(pictures), complete)


def _wanted_text(frame: Frame, version: int, *, unsynchronised: bool) -> tuple[bytes | None, int, bool]:
    """Return what is kept of a frame (None: nothing), what that cost in bytes, and whether it is all of it."""
    is_chapter = frame.name == b"CHAP"
    # A chapter can hold a picture, which is not kept; only what inflates has to be kept small.
    limit = max(MAX_TEXT_FRAME, len(frame.data)) if is_chapter else MAX_TEXT_FRAME
    data = decoded(frame, version, limit, unsynchronised=unsynchronised)
    if data is None:
        return None, MAX_TEXT_FRAME // 8, False
    inflated = len(data) - len(frame.data)
    if is_chapter:
        kept, whole = _plain_chapter(data, version, unsynchronised=unsynchronised)
        return kept, max(inflated, len(kept or b"")), whole
    if frame.name == b"CTOC":
        data = _plain_contents_table(data)
    return data, max(inflated, len(data)), True


def split(body: bytes, version: int) -> Iterator[tuple[Frame, int]]:
    """Yield each frame of a tag's body with the position after it; stops at padding and at what is no frame."""
    for name, flags, start, end in _layout(body, version):
        yield Frame(name, flags, body[start:end]), end


def _layout(body: bytes, version: int) -> list[_Place]:
    """Return where the frames are: old iTunes wrote their sizes in v2.4 as plain integers."""
    if version == 2:
        return _places_v2(body)
    found = _places(body, syncsafe=version == 4)
    if version == 4 and not _leads_to_end(body, found):
        plain = _places(body, syncsafe=False)
        if _leads_to_end(body, plain):
            return plain
    return found


def _places(body: bytes, *, syncsafe: bool) -> list[_Place]:
    """Follow the frames of v2.3 and v2.4 up to padding or what is no frame."""
    places: list[_Place] = []
    position, length = 0, len(body)
    while position + 10 <= length and len(places) < MAX_FRAMES:
        name, size, flags = _FRAME_HEADER.unpack_from(body, position)
        if not _NAME.fullmatch(name):
            break
        if syncsafe and size > 0x7F:
            size = _syncsafe(body[position + 4 : position + 8])
        start = position + 10
        position = start + size
        if position > length:
            break
        places.append((name, flags, start, position))
    return places


def _places_v2(body: bytes) -> list[_Place]:
    """Follow the frames of v2.2, which have three letters, three bytes of size and no flags."""
    places: list[_Place] = []
    position = 0
    while position + 6 <= len(body) and len(places) < MAX_FRAMES:
        name, start = body[position : position + 3], position + 6
        position = start + int.from_bytes(body[position + 3 : start], "big")
        if position > len(body) or not _NAME.fullmatch(name):
            break
        places.append((name, 0, start, position))
    return places


def _leads_to_end(body: bytes, places: list[_Place]) -> bool:
    """Whether the frames are followed by padding or nothing."""
    end = places[-1][3] if places else 0
    return not body[end : end + 4].strip(b"\0")


def decoded(frame: Frame, version: int, limit: int, *, unsynchronised: bool) -> bytes | None:
    """Undo the frame's transport encodings (ID3v2.4 structure §4.1, v2.3 §3.3.1).

    Returns None for what can't be read or is longer than ``limit``.
    """
    data, flags = frame.data, frame.flags
    if version == 4:
        if flags & 0x0004:  # encrypted
            return None
        data = data[(1 if flags & 0x0040 else 0) + (4 if flags & 0x0009 else 0) :]
        if unsynchronised or flags & 0x0002:
            data = _synchronised(data)
        compressed = bool(flags & 0x0008)
    else:
        if flags & 0x0040:
            return None
        data = data[(4 if flags & 0x0080 else 0) + (1 if flags & 0x0020 else 0) :]
        compressed = bool(flags & 0x0080)
    if compressed:
        try:
            data = zlib.decompressobj().decompress(data, limit + 1)
        except zlib.error:
            return None
    return data if len(data) <= limit else None


def _plain_chapter(data: bytes, version: int, *, unsynchronised: bool) -> tuple[bytes | None, bool]:
    """Keep of a CHAP frame its id, its times and the frames that name it (ID3v2 chapter addendum §3.1).

    Also returns whether those could all be read.
    """
    start = data.find(b"\0") + 17
    if start < 17 or len(data) < start:
        return None, False
    kept, whole = [data[:start]], True
    for frame, _ in islice(split(data[start:], version), _MAX_CHAPTER_FRAMES):
        if frame.name in _CHAPTER_TEXTS:
            text = decoded(frame, version, MAX_CHAPTER_TEXT, unsynchronised=unsynchronised)
            if text is None:
                whole = False
            else:
                kept.append(build_frame(frame.name, _in_utf8(frame.name, text), version))
    return b"".join(kept), whole


def _plain_contents_table(data: bytes) -> bytes:
    """Keep of a CTOC frame all but the frames inside it (ID3v2 chapter addendum §3.2)."""
    end = data.find(b"\0") + 2
    for _ in range(data[end] if 2 <= end < len(data) else 0):
        end = data.find(b"\0", end + 1)
        if end < 0:
            return data
    return data[: end + 1]


def _in_utf8(name: bytes, data: bytes) -> bytes:
    """Recode the text of a T… frame from UTF-16.

    mutagen looks for the end of such texts character by character, and drops those with a lone surrogate.
    """
    if name[:1] != b"T" or data[:1] not in (b"\1", b"\2"):
        return data
    text = data[1:].decode("utf-16" if data[:1] == b"\1" else "utf-16-be", "replace")
    return b"\3" + text.encode()


def build_frame(name: bytes, data: bytes, version: int, flags: int = 0) -> bytes:
    """Return a frame; ``flags`` are those of the version."""
    if version == 2:
        return name + len(data).to_bytes(3, "big") + data
    size = to_syncsafe(len(data)) if version == 4 else struct.pack(">I", len(data))
    return name + size + flags.to_bytes(2, "big") + data


def _extended_header(body: bytes, version: int) -> int:
    """Return the length of the extended header; some taggers set its flag and write none."""
    if _NAME.fullmatch(body[:4]):
        return 0
    return _syncsafe(body[:4].rjust(4, b"\0")) if version == 4 else 4 + int.from_bytes(body[:4], "big")


def _synchronised(data: bytes) -> bytes:
    return data.replace(b"\xff\x00", b"\xff")


def _syncsafe(raw: bytes) -> int:
    return (raw[0] & 0x7F) << 21 | (raw[1] & 0x7F) << 14 | (raw[2] & 0x7F) << 7 | raw[3] & 0x7F


def to_syncsafe(value: int) -> bytes:
    """Return a number of 28 bits as ID3v2.4 writes sizes."""
    return bytes(value >> shift & 0x7F for shift in (21, 14, 7, 0))
