"""ID3 tags (v1, v2.2, v2.3, v2.4) as MP3 and WAV files carry them: fields, chapters, cover."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any

from mutagen.id3 import ID3, Frames, Frames_2_2, TextFrame

from confkit.audio.chapters import in_order
from confkit.audio.contents import TagContents, damaged_tags
from confkit.audio.id3_frames import PlainTag
from confkit.audio.mutagen_errors import MUTAGEN_ERRORS
from confkit.audio.tag_values import build_tags, is_role, web_address
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

# mutagen is typed in part only.
_open: Any = ID3
_TEXT_FRAMES = {
    "TITLE": "TIT2",
    "SUBTITLE": "TIT3",
    "ALBUM": "TALB",
    "ARTIST": "TPE1",
    "RELEASEDATE": "TDRL",
    "DATE": "TDRC",
    "SEASON": "TPOS",
    "TRACKNUMBER": "TRCK",
    "LANGUAGE": "TLAN",
    "COPYRIGHT": "TCOP",
}
# iTunes keeps its volume and gapless data in comments, and ID3v1's comment is cut off after 30 characters.
_FOREIGN_COMMENTS = ("itun", "id3v1", "musicmatch")
_FRONT_COVER = 3
_NO_TIME = 0xFFFFFFFF
# As text: mutagen's time stamps lose the minutes of "2027-04-09T10:00Z".
_KNOWN = {**Frames_2_2, **Frames, **{name: type(name, (TextFrame,), {}) for name in ("TDRC", "TDRL")}}


def read_id3(tag: PlainTag) -> TagContents:
    """Return what an ID3v2 tag holds; raises nothing, a tag that can't be read is a problem."""
    try:
        id3 = _open(BytesIO(tag.rebuilt), known_frames=_KNOWN, load_v1=False)
        raw = _raw(id3)
        chapters, dropped = in_order(_chapters(id3))
    except MUTAGEN_ERRORS as error:
        return TagContents(
            picture=_front_cover(tag),
            problems=(damaged_tags(f"has tags that can't be read ({clean_line(str(error))})"),),
        )
    problems = () if tag.complete and not dropped else (damaged_tags("has tags that can't be read completely"),)
    return TagContents(build_tags(raw, slash_joins=tag.version < 4), chapters, _front_cover(tag), problems)


def read_id3v1(last: bytes) -> TagContents:
    """Return what an ID3v1 tag, the ``last`` 128 bytes of a file, holds."""
    try:
        return TagContents(build_tags(_raw(_open(BytesIO(last)))))
    except MUTAGEN_ERRORS:
        return TagContents()


def _raw(id3: Any) -> dict[str, list[str]]:
    frames: dict[str, list[Any]] = {}
    for frame in id3.values():
        frames.setdefault(frame.FrameID, []).append(frame)

    def all_of(*names: str) -> list[Any]:
        return [frame for name in names for frame in frames.get(name, ())]

    raw = {name: _texts(all_of(kind)) for name, kind in _TEXT_FRAMES.items() if kind in frames}
    for frame in all_of("TXXX"):
        raw.setdefault(clean_line(frame.desc).upper(), []).extend(_texts([frame]))
    for frame in all_of("TMCL", "TIPL"):
        for role, name in frame.people:
            if is_role(role):
                raw.setdefault(clean_line(role).upper(), []).append(name)
    raw.setdefault("LICENSE", []).extend(frame.url for frame in all_of("WCOP"))
    raw["LINK"] = [frame.url for frame in all_of("WOAF", "WXXX")]
    comments = [one for one in all_of("COMM") if not one.desc.casefold().startswith(_FOREIGN_COMMENTS)]
    comments.sort(key=lambda comment: bool(comment.desc))
    lyrics = [frame.text for frame in all_of("USLT")]
    raw["DESCRIPTION"] = [*_texts(all_of("TDES")), *raw.get("DESCRIPTION", ()), *_texts(comments), *lyrics]
    return raw


def _texts(frames: Iterable[Any]) -> list[str]:
    return [str(text) for frame in frames for text in frame.text]


def _chapters(id3: Any) -> Iterable[Chapter]:
    """Yield the chapters; one that no table of contents names is hidden."""
    tables = id3.getall("CTOC")
    listed = {child for table in tables for child in table.child_element_ids}
    for chapter in id3.getall("CHAP"):
        if chapter.start_time == _NO_TIME:
            continue  # placed by byte offset only
        frames = {frame.FrameID: frame for frame in chapter.sub_frames.values()}
        title, link = frames.get("TIT2"), frames.get("WXXX")
        ends = chapter.start_time < chapter.end_time < _NO_TIME
        yield Chapter(
            start=timedelta(milliseconds=chapter.start_time),
            title=clean_line(" ".join(str(text) for text in title.text)) if title else "",
            end=timedelta(milliseconds=chapter.end_time) if ends else None,
            url=web_address(link.url) if link else "",
            hidden=bool(tables) and chapter.element_id not in listed,
        )


def _front_cover(tag: PlainTag) -> bytes | None:
    """Return the front cover's bytes, or those of the first picture (ID3v2.4 frames §4.14; v2.2 §4.15)."""
    found: dict[bool, bytes] = {}
    for body in tag.pictures:
        mime_end = 4 if tag.version == 2 else body.find(b"\0", 1) + 1
        if mime_end < 1 or len(body) <= mime_end:
            continue
        description = mime_end + 1
        wide = body[0] in (1, 2)
        end = body.find(b"\0\0" if wide else b"\0", description)
        while wide and end >= 0 and (end - description) % 2:
            end = body.find(b"\0\0", end + 1)
        if end >= 0:
            found.setdefault(body[mime_end] == _FRONT_COVER, body[end + (2 if wide else 1) :])
    return found.get(True) or found.get(False)
