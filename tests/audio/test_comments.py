"""Vorbis comments in Ogg Vorbis, Opus and FLAC, the tags of MP4, and the INFO list of WAV."""

import base64
import struct
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mutagen import File
from mutagen.flac import FLAC, Picture
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm

from confkit.audio.cover import cover_bytes
from confkit.audio.reader import read_recording
from confkit.domain.person import Credit, Role
from confkit.domain.recording import Chapter, Recording, Tags
from tests.audio.encoding import run_ffmpeg

Put = Callable[..., Path]
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    + b"\xff\xe1\x08\x02" + bytes(2048)
    + b"\xff\xff\xc2\x00\x11\x08" + struct.pack(">2H", 1500, 1600) + b"\3\1\x11\0\2\x11\0\3\x11\0"
    + b"\xff\xda"
)  # fmt: skip
FIELDS = {
    "title": ["Podcasting on the ward [/]"],
    "subtitle": ["What we learned"],
    "album": ["Ward Rounds"],
    "artist": ["Amira Hart", "Ben Okafor; Chidi Ode"],
    "performer": ["Dora Lind (moderator)", "Eva (remix)"],
    "guest": ["Finn Berg"],
    "date": ["2027-04-09"],
    "tracknumber": ["3/12"],
    "season": ["2"],
    "description": ["First line\nsecond line"],
    "language": ["de-at"],
    "license": ["http://creativecommons.org/licenses/by/4.0/"],
    "url": ["https://example.org/3"],
}
TAGS = Tags(
    title="Podcasting on the ward [/]",
    subtitle="What we learned",
    show="Ward Rounds",
    people=(
        Credit("Amira Hart"),
        Credit("Ben Okafor"),
        Credit("Chidi Ode"),
        Credit("Dora Lind", Role.MODERATOR),
        Credit("Eva (remix)"),
        Credit("Finn Berg", Role.GUEST),
    ),
    date="2027-04-09",
    season=2,
    number=3,
    description="First line\nsecond line",
    language="de-AT",
    licence="CC-BY-4.0",
    link="https://example.org/3",
)


def read(path: Path) -> Recording:
    return read_recording(path.parent, path.name)


def picture(data: bytes, kind: int) -> Any:
    block = Picture()
    block.data, block.type, block.mime = data, kind, "image/jpeg"
    return block


@pytest.mark.parametrize("name", ["clip.ogg", "clip.opus", "clip.flac"])
def test_fields_and_chapters_and_cover(put: Put, name: str) -> None:
    path = put(name)
    file = File(path)
    file.update(FIELDS)
    file["chapter001"] = ["00:00:00.000"]
    file["chapter001name"] = ["Start"]
    file["chapter003"] = ["01:00:01.5"]
    file["chapter002"] = ["00:01:02.345"]
    file["chapter002name"] = ["Middle [/]"]
    file["chapter002url"] = ["https://example.org/middle"]
    file["chapter004"] = ["half past nine"]
    if isinstance(file, FLAC):
        file.add_picture(picture(b"GIF89a\1\0\2\0", 0))
        file.add_picture(picture(JPEG, 3))
    else:
        encoded = [base64.b64encode(picture(data, kind).write()).decode() for data, kind in ((b"GIF89a", 0), (JPEG, 3))]
        file["metadata_block_picture"] = encoded
    file.save()
    recording = read(path)
    assert recording.tags == TAGS
    assert recording.chapters == (
        Chapter(timedelta(0), "Start"),
        Chapter(timedelta(seconds=62.345), "Middle [/]", url="https://example.org/middle"),
        Chapter(timedelta(hours=1, seconds=1.5), ""),
    )
    assert recording.cover is not None
    assert (recording.cover.media_type, recording.cover.width, recording.cover.height) == ("image/jpeg", 1600, 1500)
    assert cover_bytes(path.parent, path.name) == JPEG
    assert recording.problems == ()
    assert timedelta(seconds=0.99) < recording.duration < timedelta(seconds=1.01)


@pytest.mark.parametrize("name", ["clip.ogg", "clip.opus", "clip.flac", "clip.m4a", "clip.wav", "clip.mp3"])
def test_a_file_without_tags_has_none(put: Put, name: str) -> None:
    path = put(name)
    if name != "clip.wav":
        file = File(path)
        file.delete()
    else:
        data = path.read_bytes()
        at = data.find(b"LIST")
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8], "little") if at >= 0 else 0
        path.write_bytes(data[:at] + data[end:] if end else data)
    recording = read(path)
    assert recording.tags == Tags()
    assert recording.chapters == ()
    assert recording.cover is None
    assert recording.problems == ()
    assert cover_bytes(path.parent, path.name) is None


@pytest.mark.parametrize("name", ["clip.ogg", "clip.opus"])
def test_comments_that_span_many_pages(put: Put, name: str) -> None:
    path = put(name)
    file = File(path)
    file["title"] = ["Long"]
    file["description"] = ["word " * 100_000]
    file.save()
    recording = read(path)
    assert recording.tags.title == "Long"
    assert len(recording.tags.description) == 499_999


def test_broken_comments_leave_the_duration(put: Put) -> None:
    path = put("clip.opus")
    data = bytearray(path.read_bytes())
    at = data.find(b"OpusTags") + 8
    data[at : at + 4] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    recording = read(path)
    assert [problem.code for problem in recording.problems] == ["audio-tags-damaged"]
    assert recording.duration == timedelta(seconds=1)


def test_mp4_fields_and_cover(put: Put) -> None:
    path = put("clip.m4a")
    file = MP4(path)
    file["©nam"] = ["Podcasting on the ward [/]"]
    file["©alb"] = ["Ward Rounds"]
    file["©ART"] = ["Amira Hart", "Ben Okafor; Chidi Ode"]
    file["aART"] = ["Ward Rounds Team"]
    file["©day"] = ["2027-04-09T10:00:00Z"]
    file["trkn"] = [(3, 12)]
    file["tvsn"] = [2]
    file["ldes"] = ["First line\nsecond line"]
    file["desc"] = ["short"]
    file["covr"] = [MP4Cover(JPEG, MP4Cover.FORMAT_JPEG), MP4Cover(b"\x89PNG", MP4Cover.FORMAT_PNG)]
    for name, value in (
        ("SUBTITLE", "What we learned"),
        ("LANGUAGE", "deu"),
        ("LICENSE", "cc-by-4.0"),
        ("MODERATOR", "Dora Lind"),
        ("URL", "https://example.org/3"),
    ):
        file[f"----:com.apple.iTunes:{name}"] = [MP4FreeForm(value.encode())]
    file.save()
    recording = read(path)
    assert recording.tags == Tags(
        title="Podcasting on the ward [/]",
        subtitle="What we learned",
        show="Ward Rounds",
        people=(Credit("Amira Hart"), Credit("Ben Okafor"), Credit("Chidi Ode"), Credit("Dora Lind", Role.MODERATOR)),
        date="2027-04-09T10:00:00Z",
        season=2,
        number=3,
        description="First line\nsecond line",
        language="de",
        licence="CC-BY-4.0",
        link="https://example.org/3",
    )
    assert recording.cover is not None
    assert (recording.cover.media_type, recording.cover.width) == ("image/jpeg", 1600)
    assert cover_bytes(path.parent, path.name) == JPEG
    assert recording.media_type == "audio/x-m4a"


def test_mp4_takes_episode_number_and_language_where_the_program_put_them(put: Put, root: Path) -> None:
    source = put("clip.m4a", "source.m4a")
    path = root / "show" / "out.m4a"
    language = ["-metadata:s:a:0", "language=fre"]
    run_ffmpeg("-i", str(source), *language, "-metadata", "episode_sort=7", "-c", "copy", str(path))
    tags = read(path).tags
    assert (tags.language, tags.number) == ("fr", 7)


CHAPTERS = [(0, "Start"), (1_001, "Zwei – ❤️"), (2_345, "x" * 300), (7_000, "End [/]")]


@pytest.mark.parametrize("options", ["", "-movflags +disable_chpl", "-movflags +faststart"])
def test_mp4_chapters(audio: Path, root: Path, options: str) -> None:
    meta = root / "meta.txt"
    parts = [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n"
        for (start, title), (end, _) in zip(CHAPTERS, [*CHAPTERS[1:], (8_789, "")], strict=True)
    ]
    meta.write_text(";FFMETADATA1\n" + "".join(parts))
    path = root / "show" / "chapters.m4a"
    inputs = ["-i", str(audio / "aac.m4a"), "-i", str(meta), "-map_chapters", "1", "-map", "0:a"]
    run_ffmpeg(*inputs, "-c", "copy", *options.split(), str(path))
    recording = read(path)
    assert [(one.start, one.title) for one in recording.chapters] == [
        (timedelta(milliseconds=start), title) for start, title in CHAPTERS
    ]
    assert recording.problems == ()
    assert abs(recording.duration.total_seconds() - 8.789) < 0.001


def test_nero_chapters_alone(audio: Path, root: Path) -> None:
    data = (audio / "clip.m4a").read_bytes()
    body = b"\1\0\0\0\0\0\0\0\2" + struct.pack(">QB", 0, 3) + b"One" + struct.pack(">QB", 12_345_670, 3) + b"Tw\xff"
    chpl = struct.pack(">I4s", len(body) + 8, b"chpl") + body
    moov = data.find(b"moov") - 4
    udta = data.find(b"udta") - 4
    patched = bytearray(data[: udta + 8] + chpl + data[udta + 8 :])
    for at in (moov, udta):
        patched[at : at + 4] = (int.from_bytes(patched[at : at + 4], "big") + len(chpl)).to_bytes(4, "big")
    path = root / "show" / "nero.m4a"
    path.write_bytes(patched)
    assert read(path).chapters == (
        Chapter(timedelta(0), "One"),
        Chapter(timedelta(microseconds=1_234_567), "Tw\ufffd"),
    )


def test_wav_info_list(put: Put, root: Path) -> None:
    source = put("clip.wav", "source.wav")
    path = root / "show" / "info.wav"
    fields = {"title": "Grüße", "artist": "Amira Hart", "date": "2027", "comment": "Notes", "copyright": "CC BY 4.0"}
    options = [word for name, value in fields.items() for word in ("-metadata", f"{name}={value}")]
    run_ffmpeg("-i", str(source), *options, "-c", "copy", str(path))
    tags = read(path).tags
    assert (tags.title, tags.people, tags.date) == ("Grüße", (Credit("Amira Hart"),), "2027")
    assert (tags.description, tags.licence) == ("Notes", "CC-BY-4.0")
    path.write_bytes(path.read_bytes().replace("Grüße".encode(), b"Gr\xfc\xdfe  "))
    assert read(path).tags.title == "Grüße"


@pytest.mark.parametrize(("name", "codec"), [("clip.ogg", "flac"), ("clip.ogg", "speex")])
def test_other_codecs_in_ogg_are_refused(root: Path, put: Put, name: str, codec: str) -> None:
    source = put(name)
    path = root / "show" / "other.oga"
    run_ffmpeg(
        "-i", str(source), "-ar", "16000", "-ac", "1", "-c:a", codec if codec == "flac" else "libspeex", str(path)
    )
    with pytest.raises(Exception, match="neither Vorbis nor Opus"):
        read(path)
