"""The tags of the sample's episodes, as the tag writers of podcasters write them: ID3v2.4, MP4 and Vorbis comments."""

# mutagen's functions say nothing about types.
# mypy: disallow-untyped-calls=False

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutagen.flac import FLAC, Picture
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    PCST,
    TALB,
    TCON,
    TCOP,
    TDES,
    TDRC,
    TIT2,
    TIT3,
    TLAN,
    TMCL,
    TPE1,
    TPOS,
    TRCK,
    TXXX,
    WCOP,
    WOAF,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from mutagen.oggopus import OggOpus

from scripts.sample_audio import TimedChapter

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_GUEST_ROLES = ("host", "guest")


@dataclass(frozen=True, slots=True)
class EpisodeTags:
    """What an episode's file is to say about itself."""

    title: str
    subtitle: str
    show: str
    people: tuple[tuple[str, str], ...]
    date: str
    season: int
    number: int | None
    description: str
    language: str
    copyright: str
    link: str
    chapters: tuple[TimedChapter, ...]
    cover: bytes


def write_tags(path: Path, tags: EpisodeTags) -> None:
    """Write ``tags`` into the audio file ``path``, in the way of its format."""
    {".mp3": _id3, ".m4a": _mp4, ".opus": _opus, ".flac": _flac}[path.suffix](path, tags)


def _id3(path: Path, tags: EpisodeTags) -> None:
    id3 = ID3()
    utf8 = Encoding.UTF8
    id3.add(TIT2(utf8, tags.title))
    if tags.subtitle:
        id3.add(TIT3(utf8, tags.subtitle))
    id3.add(TALB(utf8, tags.show))
    id3.add(TPE1(utf8, [name for name, _ in tags.people]))
    if roles := [[role, name] for name, role in tags.people if role in _GUEST_ROLES]:
        id3.add(TMCL(utf8, roles))
    id3.add(TDRC(utf8, tags.date))
    if tags.number:
        id3.add(TRCK(utf8, str(tags.number)))
    id3.add(TPOS(utf8, str(tags.season)))
    id3.add(TLAN(utf8, "eng"))
    id3.add(TCON(utf8, "Podcast"))
    id3.add(PCST(value=1))
    id3.add(TDES(utf8, tags.description))
    id3.add(COMM(utf8, lang="eng", desc="", text=tags.description))
    id3.add(TCOP(utf8, tags.copyright))
    id3.add(WCOP(LICENCE))
    id3.add(TXXX(utf8, desc="LICENSE", text="CC-BY-4.0"))
    id3.add(WOAF(tags.link))
    id3.add(APIC(utf8, mime="image/png", type=PictureType.COVER_FRONT, desc="", data=tags.cover))
    _add_chapters(id3, tags.chapters)
    id3.save(path, v1=0, v2_version=4)


def _add_chapters(id3: ID3, chapters: Sequence[TimedChapter]) -> None:
    """Add CHAP frames and their table.

    mutagen writes frames in order of their length and some players read them in the order of the file, so the names of
    the chapters are padded until all frames are equally long; frames of one length are in the order of their names.
    """
    longest = max(len(chapter.title.encode()) for chapter in chapters)
    names = [
        f"{number:03d}".ljust(3 + longest - len(chapter.title.encode()), "-")
        for number, chapter in enumerate(chapters, 1)
    ]
    for name, chapter in zip(names, chapters, strict=True):
        title = TIT2(Encoding.UTF8, chapter.title)
        id3.add(CHAP(element_id=name, start_time=chapter.start, end_time=chapter.end, sub_frames=[title]))
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    id3.add(CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))


def _mp4(path: Path, tags: EpisodeTags) -> None:
    mp4 = MP4(path)
    mp4["©nam"] = tags.title
    mp4["©ART"] = [name for name, _ in tags.people]
    mp4["©alb"] = tags.show
    mp4["©day"] = tags.date
    mp4["©gen"] = "Podcast"
    if tags.number:
        mp4["trkn"] = [(tags.number, 0)]
    mp4["disk"] = [(tags.season, 0)]
    mp4["desc"] = mp4["ldes"] = tags.description
    mp4["cprt"] = tags.copyright
    mp4["pcst"] = True
    mp4["covr"] = [MP4Cover(tags.cover, MP4Cover.FORMAT_PNG)]
    own = {"LANGUAGE": tags.language, "LICENSE": LICENCE, "WEBSITE": tags.link, "SUBTITLE": tags.subtitle}
    for name, value in own.items():
        if value:
            mp4[f"----:com.apple.iTunes:{name}"] = MP4FreeForm(value.encode())
    mp4.save()


def _comments(tags: EpisodeTags) -> dict[str, list[str]]:
    comments = {
        "TITLE": [tags.title],
        "SUBTITLE": [tags.subtitle] if tags.subtitle else [],
        "ALBUM": [tags.show],
        "ARTIST": [name for name, _ in tags.people],
        "DATE": [tags.date],
        "TRACKNUMBER": [str(tags.number)] if tags.number else [],
        "DISCNUMBER": [str(tags.season)],
        "GENRE": ["Podcast"],
        "DESCRIPTION": [tags.description],
        "LANGUAGE": [tags.language],
        "COPYRIGHT": [tags.copyright],
        "LICENSE": [LICENCE],
        "WEBSITE": [tags.link],
    }
    for name, role in tags.people:
        if role in _GUEST_ROLES:
            comments.setdefault(role.upper(), []).append(name)
    for number, chapter in enumerate(tags.chapters, 1):
        seconds, milliseconds = divmod(chapter.start, 1000)
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{milliseconds:03d}"
        comments[f"CHAPTER{number:03d}"] = [clock]
        comments[f"CHAPTER{number:03d}NAME"] = [chapter.title]
    return {name: values for name, values in comments.items() if values}


def _picture(tags: EpisodeTags) -> Picture:
    picture = Picture()
    picture.type = PictureType.COVER_FRONT
    picture.mime = "image/png"
    picture.width = picture.height = 1400
    picture.depth = 24
    picture.data = tags.cover
    return picture


def _opus(path: Path, tags: EpisodeTags) -> None:
    opus = OggOpus(path)
    opus.update(_comments(tags))
    opus["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture(tags).write()).decode()
    opus.save()


def _flac(path: Path, tags: EpisodeTags) -> None:
    flac = FLAC(path)
    if flac.tags is None:
        flac.add_tags()
    flac.update(_comments(tags))
    flac.clear_pictures()
    flac.add_picture(_picture(tags))
    flac.save()
