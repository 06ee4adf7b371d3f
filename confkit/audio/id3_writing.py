"""ID3v2 tags with what confkit knows in them; frames of anybody else stay byte for byte.

Our own frames are written here and not by mutagen: it orders chapters by their size, and it would have to read the
whole foreign tag. Only where a tag changes its version does mutagen translate the foreign frames, under limits.
ID3v2.4 structure and frames; ID3v2.3; ID3v2 Chapter Frame Addendum 1.0.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from mutagen.id3 import ID3

from confkit.audio.id3_chapters import chapter_frames, old_parts
from confkit.audio.id3_frames import (
    MAX_PICTURES,
    MAX_TEXT_FRAME,
    Frame,
    build_frame,
    decoded,
    raw_frames,
    split,
    to_syncsafe,
)
from confkit.audio.id3_text import pairs_frame, text_frame, texts_of, worded_frame
from confkit.audio.intended import Intended
from confkit.audio.mutagen_errors import mutagen_errors
from confkit.audio.source import Source
from confkit.audio.tag_values import is_role
from confkit.domain.errors import FormatError, LimitExceeded
from confkit.domain.licence import licence_named
from confkit.domain.text import clean_line

# mutagen is typed in part only.
_open: Any = ID3
_OWN: dict[bytes, str] = {
    b"TIT2": "title",
    b"TIT3": "subtitle",
    b"TALB": "show",
    b"TPE1": "people",
    b"TDRC": "date",
    b"TDRL": "date",
    b"TYER": "date",
    b"TDAT": "date",
    b"TIME": "date",
    b"TPOS": "season",
    b"TRCK": "number",
    b"TDES": "description",
    b"TLAN": "language",
    b"WCOP": "licence",
    b"WOAF": "link",
}
_MAX_TAG = (1 << 28) - 1
_UNSYNCHRONISED = 0x0002


def written_tag(source: Source, offset: int | None, intended: Intended, duration: timedelta) -> bytes:
    """Return the tag at ``offset`` (None: there is none) brought up to date; raises FormatError, LimitExceeded."""
    version = intended.version
    old = [] if offset is None else _foreign(source, offset, version)
    kept = [frame for one in old if (frame := _kept(one, intended)) is not None]
    names = {frame.name for frame in kept}
    frames = [build_frame(frame.name, frame.data, version, frame.flags) for frame in kept]
    frames += [build_frame(name, data, version) for name, data in _new(intended)]
    if b"TCON" not in names:
        frames.append(build_frame(b"TCON", text_frame(["Podcast"], version), version))
    if b"TCOP" not in names and "licence" in intended.fields and (known := licence_named(intended.tags.licence)):
        frames.append(build_frame(b"TCOP", text_frame([known.title], version), version))
    if intended.chapters is not None:
        parts = old_parts([frame for frame in old if frame.name == b"CHAP"], version)
        frames += chapter_frames(intended.chapters, duration, version, parts)
    body = b"".join(frames)
    if len(body) > _MAX_TAG:
        raise LimitExceeded("has no room for such long tags", fix="shorten the description or remove pictures")
    return b"ID3" + bytes([version, 0, 0]) + to_syncsafe(len(body)) + body


def _foreign(source: Source, offset: int, version: int) -> list[Frame]:
    """Return the frames of the present tag in ``version``."""
    found = raw_frames(source, offset)
    if found is None:
        raise FormatError("has a tag that can't be kept", fix="remove it with the program that wrote it")
    old_version, body, unsynchronised = found
    frames = [frame for frame, _ in split(body, old_version)]
    if old_version != version:
        return _translated(frames, old_version, version, unsynchronised=unsynchronised)
    if unsynchronised and version == 4:
        return [Frame(frame.name, frame.flags | _UNSYNCHRONISED, frame.data) for frame in frames]
    return frames


def _translated(frames: Iterable[Frame], old: int, new: int, *, unsynchronised: bool) -> list[Frame]:
    """Let mutagen bring frames into another version; those it doesn't know go over as they are."""
    plain, room = [], MAX_PICTURES
    for frame in frames:
        data = decoded(frame, old, room, unsynchronised=unsynchronised)
        if data is None:
            raise FormatError(
                f"has a frame {frame.name.decode()} that can't be brought into ID3v2.{new}",
                fix="remove it with the program that wrote it",
            )
        room -= len(data)
        plain.append(build_frame(frame.name, data, old))
    body = b"".join(plain)
    target = BytesIO()
    try:
        id3 = _open(BytesIO(b"ID3" + bytes([old, 0, 0]) + to_syncsafe(len(body)) + body), load_v1=False)
        unknown = list(id3.unknown_frames)
        if new == 3:
            id3.update_to_v23()
        id3.unknown_frames = []
        id3.save(target, v1=0, v2_version=new, v23_sep="/", padding=lambda _: 0)
    except mutagen_errors() as error:
        raise FormatError(
            f"has tags that can't be read ({clean_line(str(error))})",
            fix="remove them with the program that wrote them",
        ) from error
    found = [frame for frame, _ in split(target.getvalue()[10:], new)]
    if unknown and old == 2:
        raise FormatError("has frames of ID3v2.2 that no later version knows", fix="remove them first")
    return found + [Frame(frame.name, 0, frame.data) for raw in unknown for frame, _ in split(bytes(raw), old)]


def _kept(frame: Frame, intended: Intended) -> Frame | None:
    """Return what stays of a frame, None where it is replaced."""
    name = frame.name
    if name in (b"CHAP", b"CTOC"):
        return frame if intended.chapters is None else None
    if name in _OWN:
        return None if _OWN[name] in intended.fields else frame
    if name == b"WXXX":
        stale = "link" in intended.fields and intended.tags.link == ""
        return None if stale else frame
    if name not in (b"TXXX", b"COMM", b"TCOP", b"TMCL", b"TIPL", b"IPLS"):
        return frame
    data = decoded(frame, intended.version, MAX_TEXT_FRAME, unsynchronised=False)
    if data is None:
        return frame
    if name in (b"TMCL", b"TIPL", b"IPLS"):
        return _other_people(frame, texts_of(data), intended)
    if name == b"COMM":
        description, text = [*texts_of(data[:1] + data[4:]), "", ""][:2]
        ours = "description" in intended.fields and not description
        return None if ours or intended.is_stale_description(text) else frame
    texts = texts_of(data)
    label = clean_line(texts[0]).upper() if name == b"TXXX" and texts else "COPYRIGHT"
    value = "\n".join(texts[1:] if name == b"TXXX" else texts)
    return None if intended.drops(label, value) else frame


def _other_people(frame: Frame, texts: list[str], intended: Intended) -> Frame | None:
    """Keep those who mixed and mastered."""
    if "people" not in intended.fields:
        return frame
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    others = [pair for pair in pairs if not is_role(pair[0])]
    if len(others) == len(pairs):
        return frame
    if not others:
        return None
    return Frame(frame.name, 0, pairs_frame(others, intended.version))


def _new(intended: Intended) -> Iterator[tuple[bytes, bytes]]:
    version, raw, fields = intended.version, intended.raw, intended.fields
    for name, field, key in (
        (b"TIT2", "title", "TITLE"),
        (b"TIT3", "subtitle", "SUBTITLE"),
        (b"TALB", "show", "ALBUM"),
        (b"TPOS", "season", "SEASON"),
        (b"TRCK", "number", "EPISODE"),
        (b"TLAN", "language", "LANGUAGE"),
    ):
        if field in fields and raw[key]:
            yield name, text_frame(raw[key], version)
    if "people" in fields and raw["ARTIST"]:
        yield from _people(intended)
    if "date" in fields and raw["DATE"]:
        yield from _date(raw["DATE"][0], version)
    if "description" in fields and raw["DESCRIPTION"]:
        yield b"COMM", worded_frame("eng", "", raw["DESCRIPTION"][0], version)
        yield b"TDES", text_frame(raw["DESCRIPTION"], version)
    if "licence" in fields and raw["LICENSE"]:
        known = licence_named(raw["LICENSE"][0])
        if known:
            yield b"WCOP", known.url.encode("ascii")
        else:
            yield b"TXXX", text_frame(["LICENSE", raw["LICENSE"][0]], version, joined=False)
    if "link" in fields and raw["LINK"]:
        yield b"WOAF", raw["LINK"][0].encode("ascii")


def _people(intended: Intended) -> Iterator[tuple[bytes, bytes]]:
    """TPE1 as a list, and who does what.

    ID3v2.3 knows no lists but names with slashes between. A reader takes such apart only where it is sure that they
    are names; where it would not be, they also stand apart in a frame TXXX:ARTISTS.
    """
    version = intended.version
    names = [credit.name for credit in intended.tags.people]
    yield b"TPE1", text_frame(names, version)
    if version == 3 and (len(names) > 1 or "/" in names[0]):
        yield b"TXXX", text_frame(["ARTISTS", *names], version, joined=False)
    pairs = [(credit.role.value, credit.name) for credit in intended.tags.people]
    yield b"TMCL" if version == 4 else b"IPLS", pairs_frame(pairs, version)


def _date(date: str, version: int) -> Iterator[tuple[bytes, bytes]]:
    if version == 4:
        yield b"TDRC", text_frame([date], version)
        yield b"TDRL", text_frame([date], version)
        return
    yield b"TYER", text_frame([date[:4]], version)
    if len(date) >= 10:
        yield b"TDAT", text_frame([date[8:10] + date[5:7]], version)
    if len(date) >= 16:
        yield b"TIME", text_frame([date[11:13] + date[14:16]], version)
