"""ID3 tags (v1, v2.2, v2.3, v2.4) as MP3 and WAV files carry them: fields, chapters, cover."""

from confkit.audio.chapters import in_order
from confkit.audio.contents import TagContents, damaged_tags
from confkit.audio.id3_frames import PlainTag
from confkit.audio.id3_words import Words, ordinary_words
from confkit.audio.mutagen_errors import mutagen_errors
from confkit.audio.tag_values import build_tags, is_role
from confkit.domain.problem import Problem
from confkit.domain.text import clean_line

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


def read_id3(tag: PlainTag) -> TagContents:
    """Return what an ID3v2 tag holds; raises nothing, a tag that can't be read is a problem."""
    picture = _front_cover(tag) if tag.pictures else None
    words = ordinary_words(tag.frames, tag.version)
    if words is None:
        return _by_mutagen(tag, picture)
    problems = () if tag.complete else (_incomplete(),)
    return TagContents(build_tags(_raw(words), slash_joins=tag.version < 4), (), picture, problems)


def _by_mutagen(tag: PlainTag, picture: bytes | None) -> TagContents:
    from confkit.audio.id3_mutagen import words_and_chapters

    try:
        words, found = words_and_chapters(tag.rebuilt)
    except mutagen_errors() as error:
        problem = damaged_tags(f"has tags that can't be read ({clean_line(str(error))})")
        return TagContents(picture=picture, problems=(problem,))
    chapters, dropped = in_order(found)
    problems = () if tag.complete and not dropped else (_incomplete(),)
    return TagContents(build_tags(_raw(words), slash_joins=tag.version < 4), chapters, picture, problems)


def read_id3v1(last: bytes) -> TagContents:
    """Return what an ID3v1 tag, the ``last`` 128 bytes of a file, holds."""
    from confkit.audio.id3_mutagen import words_of_v1

    try:
        return TagContents(build_tags(_raw(words_of_v1(last))))
    except mutagen_errors():
        return TagContents()


def _incomplete() -> Problem:
    return damaged_tags("has tags that can't be read completely")


def _raw(words: Words) -> dict[str, list[str]]:
    texts = words.texts
    raw = {name: texts[kind] for name, kind in _TEXT_FRAMES.items() if kind in texts}
    for description, values in words.named:
        raw.setdefault(clean_line(description).upper(), []).extend(values)
    for role, person in words.people:
        if is_role(role):
            raw.setdefault(clean_line(role).upper(), []).append(person)
    addresses = words.addresses
    raw.setdefault("LICENSE", []).extend(addresses.get("WCOP", ()))
    raw["LINK"] = [*addresses.get("WOAF", ()), *addresses.get("WXXX", ())]
    comments = [one for one in words.comments if not one[0].casefold().startswith(_FOREIGN_COMMENTS)]
    comments.sort(key=lambda comment: bool(comment[0]))
    commented = [text for _, values in comments for text in values]
    raw["DESCRIPTION"] = [*texts.get("TDES", ()), *raw.get("DESCRIPTION", ()), *commented, *words.lyrics]
    return raw


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
