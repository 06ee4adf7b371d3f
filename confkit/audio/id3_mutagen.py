"""mutagen's reading of an ID3 tag: of all that ``id3_words`` doesn't take for ordinary, and of chapters."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any

from mutagen.id3 import ID3, Frames, Frames_2_2, TextFrame

from confkit.audio.id3_words import Words
from confkit.audio.tag_values import web_address
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

# mutagen is typed in part only.
_open: Any = ID3
_NO_TIME = 0xFFFFFFFF
# As text: mutagen's time stamps lose the minutes of "2027-04-09T10:00Z".
_KNOWN = {**Frames_2_2, **Frames, **{name: type(name, (TextFrame,), {}) for name in ("TDRC", "TDRL")}}


def words_and_chapters(tag: bytes) -> tuple[Words, list[Chapter]]:
    """Return what a whole plain ID3v2 tag holds; raises ``mutagen_errors``."""
    id3 = _open(BytesIO(tag), known_frames=_KNOWN, load_v1=False)
    return _words(id3), list(_chapters(id3))


def words_of_v1(last: bytes) -> Words:
    """Return what an ID3v1 tag, the ``last`` 128 bytes of a file, holds; raises ``mutagen_errors``."""
    return _words(_open(BytesIO(last)))


def _words(id3: Any) -> Words:
    words = Words()
    for frame in id3.values():
        name = frame.FrameID
        if name == "TXXX":
            words.named.append((frame.desc, _texts(frame)))
        elif name in ("TMCL", "TIPL"):
            words.people.extend((role, person) for role, person in frame.people)
        elif name == "COMM":
            words.comments.append((frame.desc, _texts(frame)))
        elif name == "USLT":
            words.lyrics.append(frame.text)
        elif name[0] == "W":
            words.addresses.setdefault(name, []).append(frame.url)
        elif name[0] == "T":
            words.texts.setdefault(name, []).extend(_texts(frame))
    return words


def _texts(frame: Any) -> list[str]:
    return [str(text) for text in frame.text]


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
