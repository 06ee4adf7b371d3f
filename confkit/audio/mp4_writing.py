"""MP4 with new tags: the item list is replaced, and where that moves the sound, the tables that point at it follow.

ISO/IEC 14496-12: chunk offsets §8.7.5, fragment headers §8.8.7, random access §8.8.10. The texts of chapters
(``mp4_chapters``) lie directly behind the index, which no box that reaches to the end of the file can prevent.
"""

import struct
from collections.abc import Iterator
from datetime import timedelta

from confkit.audio.intended import FIELD_NAMES, ROLE_NAMES, Intended
from confkit.audio.mp4 import FIELDS
from confkit.audio.mp4_boxes import Box, TopBox, boxed, load, top_boxes
from confkit.audio.mp4_chapters import holds_only_texts, text_samples, with_chapters
from confkit.audio.pieces import Piece, Stretch
from confkit.audio.source import Source
from confkit.domain.errors import FormatError, LimitExceeded

_TEXT, _INTEGER, _IMPLICIT = 1, 21, 0
_SHORT = 255
_FARTHEST = 0xFFFFFFFF
_FREE_FORM = b"com.apple.iTunes"
_FREE_FIELDS = frozenset({"COMMENT", "COPYRIGHT"}).union(*FIELD_NAMES.values())
_TABLES = (b"mdia", b"minf", b"stbl")


def mp4_pieces(source: Source, intended: Intended, duration: timedelta) -> Iterator[Piece]:
    """Yield the pieces of the file with new tags; raises FormatError, LimitExceeded, InvalidValue."""
    top = top_boxes(source)
    index = next(box for box in top if box.name == b"moov")
    moov = load(source, index)
    body, texts = _with_items(moov, intended), b""
    begins = [0, *(box.end for box in top[:-1])]
    begin = begins[top.index(index)]
    behind = index.end
    chapters = intended.chapters
    if chapters is not None:
        behind = _end_of_old_texts(top, index, moov)
        texts = boxed(b"mdat", b"".join(text_samples(chapters))) if chapters else b""
        length = len(with_chapters(_index(body), chapters, duration, 0))
    else:
        length = len(body)
    shift = length + 8 + len(texts) - (behind - begin)
    if any(box.start > behind for box in top if box.name in (b"mdat", b"moof")) and shift:
        body = _moved(body, behind, shift)
        if any(box.name == b"moof" and _is_absolute(source, box) for box in top):
            raise FormatError("is fragmented, with places counted from its start", fix="remux it, then tag it again")
    if chapters is not None:
        if begin + length + 16 > _FARTHEST:
            raise LimitExceeded("has its index too far behind for chapters", fix="remux it, then tag it again")
        body = with_chapters(_index(body), chapters, duration, begin + 8 + length + 8)
    yield Stretch(0, begin)
    if len(body) + 8 > _FARTHEST:
        raise LimitExceeded("has an index that is too large", fix="encode it again")
    yield boxed(b"moov", body)
    yield texts
    at = behind
    for box, start in zip(top, begins, strict=True):
        if box.name == b"mfra" and start >= behind and shift:
            # It points at fragments from the start of the file, is only there for speed, and may be left out.
            yield Stretch(at, start + 4)
            yield b"free"
            at = start + 8
    yield Stretch(at, source.size)


def _index(body: bytes) -> Box:
    return Box(b"moov", body, 0, len(body))


def _end_of_old_texts(top: list[TopBox], index: TopBox, moov: Box) -> int:
    """Return where the index ends, with the texts of the present chapters where they lie directly behind it."""
    at = top.index(index) + 1
    if at < len(top) and top[at].name == b"mdat" and holds_only_texts(moov, index.end, top[at].end):
        return top[at].end
    return index.end


def _with_items(moov: Box, intended: Intended) -> bytes:
    meta = moov.find(b"udta", b"meta")
    old = moov.find(b"udta", b"meta", b"ilst") or moov.find(b"meta", b"ilst")
    items = boxed(b"ilst", b"".join(_items(old, intended)))
    if meta is None or moov.find(b"udta", b"meta", b"ilst") is None:
        if old is not None:
            raise FormatError("keeps its tags where QuickTime does", fix="remux it as M4A, then tag it again")
        handler = boxed(b"hdlr", b"\0" * 8 + b"mdirappl" + b"\0" * 9)
        new = boxed(b"meta", b"\0" * 4 + handler + items)
        udta = moov.find(b"udta")
        return _replaced(moov, b"udta", (_bare(udta, b"meta") if udta else b"") + new)
    prefix = meta.body[:4] if next(meta.children()).start - 8 > meta.start else b""
    # Padding behind the items was made to take up changes; without it the file is right as well.
    inner = b"".join(
        boxed(one.name, one.body) if one.name != b"ilst" else items for one in meta.children() if one.name != b"free"
    )
    udta = moov.find(b"udta")
    assert udta is not None
    return _replaced(moov, b"udta", _bare(udta, b"meta") + boxed(b"meta", prefix + inner))


def _bare(box: Box, without: bytes) -> bytes:
    return b"".join(boxed(one.name, one.body) for one in box.children() if one.name != without)


def _replaced(moov: Box, name: bytes, body: bytes) -> bytes:
    return _bare(moov, name) + boxed(name, body)


def _moved(body: bytes, behind: int, shift: int) -> bytes:
    """Return the index with the places of all chunks behind the present index moved."""
    data = bytearray(body)
    for table in _offset_tables(Box(b"moov", body, 0, len(body))):
        width = 4 if table.name == b"stco" else 8
        count = min(int.from_bytes(table.body[4:8], "big"), (table.end - table.start - 8) // width)
        for number in range(count):
            at = table.start + 8 + number * width
            place = int.from_bytes(body[at : at + width], "big")
            if place >= behind:
                if (place + shift) >> (8 * width):
                    raise LimitExceeded("has no room for longer tags", fix="remux it, then tag it again")
                data[at : at + width] = (place + shift).to_bytes(width, "big")
    return bytes(data)


def _offset_tables(moov: Box) -> Iterator[Box]:
    for track in moov.children(b"trak"):
        table = track.find(*_TABLES)
        if table:
            yield from (box for box in table.children() if box.name in (b"stco", b"co64"))


def _is_absolute(source: Source, fragment: TopBox) -> bool:
    """Whether a fragment says its place from the start of the file (flag base-data-offset-present)."""
    moof = load(source, fragment)
    headers = (track.find(b"tfhd") for track in moof.children(b"traf"))
    return any(header.body[3] & 1 for header in headers if header and len(header.body) >= 4)


def _items(old: Box | None, intended: Intended) -> Iterator[bytes]:
    names = set()
    for item in old.children() if old else ():
        if _stays(item, intended):
            names.add(item.name)
            yield boxed(item.name, item.body)
    yield from _texts(intended)
    yield from _numbers(intended)
    if b"\xa9gen" not in names and b"gnre" not in names:
        yield _item(b"\xa9gen", ["Podcast"])


def _stays(item: Box, intended: Intended) -> bool:
    if item.name == b"----":
        label = item.find(b"name")
        field = label.body[4:].decode("utf-8", "replace").upper() if label else ""
        if field not in _FREE_FIELDS:
            return True
    else:
        field = FIELDS.get(item.name.decode("latin-1"), "")
    # Who stands behind the album is only asked where the recording names nobody.
    if item.name in (b"\xa9lyr", b"covr") or not field or (item.name == b"aART" and intended.tags.people):
        return True
    data = item.find(b"data")
    return not intended.drops(field, data.body[8:].decode("utf-8", "replace") if data else "")


def _texts(intended: Intended) -> Iterator[bytes]:
    raw, fields = intended.raw, intended.fields
    for name, field, key in (
        (b"\xa9nam", "title", "TITLE"),
        (b"\xa9st3", "subtitle", "SUBTITLE"),
        (b"\xa9alb", "show", "ALBUM"),
        (b"\xa9ART", "people", "ARTIST"),
        (b"\xa9day", "date", "DATE"),
        (b"ldes", "description", "DESCRIPTION"),
    ):
        if field in fields and raw[key]:
            yield _item(name, raw[key])
    if "description" in fields and raw["DESCRIPTION"]:
        yield _item(b"desc", [raw["DESCRIPTION"][0][:_SHORT]])
    for field, key, label in (
        ("language", "LANGUAGE", "LANGUAGE"),
        ("licence", "LICENSE", "LICENSE"),
        ("link", "LINK", "URL"),
    ):
        if field in fields and raw[key]:
            yield _free(label, raw[key])
    if "people" in fields:
        for role in sorted(ROLE_NAMES & set(raw)):
            yield _free(role, raw[role])


def _numbers(intended: Intended) -> Iterator[bytes]:
    for field, key, wide, narrow, tail in (
        ("season", "SEASON", b"tvsn", b"disk", b"\0\0"),
        ("number", "EPISODE", b"tves", b"trkn", b"\0\0\0\0"),
    ):
        if field in intended.fields and intended.raw[key]:
            number = int(intended.raw[key][0])
            if number < 1 << 31:
                yield boxed(wide, boxed(b"data", struct.pack(">III", _INTEGER, 0, number)))
            if number < 1 << 16:
                yield boxed(narrow, boxed(b"data", struct.pack(">IIHH", _IMPLICIT, 0, 0, number) + tail))


def _item(name: bytes, texts: list[str]) -> bytes:
    return boxed(name, b"".join(boxed(b"data", struct.pack(">II", _TEXT, 0) + text.encode()) for text in texts))


def _free(name: str, texts: list[str]) -> bytes:
    head = boxed(b"mean", b"\0" * 4 + _FREE_FORM) + boxed(b"name", b"\0" * 4 + name.encode())
    values = (boxed(b"data", struct.pack(">II", _TEXT, 0) + text.encode()) for text in texts)
    return boxed(b"----", head + b"".join(values))
