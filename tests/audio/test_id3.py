"""ID3 tags as mutagen writes them, in MP3 and WAV."""

import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mutagen import id3
from mutagen.wave import WAVE

from confkit.audio.reader import read_recording
from confkit.domain.person import Credit, Role
from confkit.domain.recording import Chapter, Recording, Tags

Put = Callable[..., Path]
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2I", 1400, 1401) + b"\x08\x02\0\0\0" + bytes(40)


def read(path: Path) -> Recording:
    return read_recording(path.parent, path.name)


def tagged(put: Put, *frames: Any, version: int = 4, name: str = "clip.mp3", **options: Any) -> Recording:
    path = put(name)
    tags = id3.ID3()
    for frame in frames:
        tags.add(frame)
    if version == 3:
        tags.update_to_v23()
    tags.save(path, v2_version=version, **options)
    return read(path)


def text(kind: str, *values: str) -> Any:
    return getattr(id3, kind)(encoding=3, text=list(values))


@pytest.mark.parametrize("version", [3, 4])
def test_every_field(put: Put, version: int) -> None:
    recording = tagged(
        put,
        text("TIT2", "Podcasting on the ward [/] – “live”"),
        text("TIT3", "What we learned"),
        text("TALB", "Ward Rounds"),
        text("TPE1", "Amira Hart", "Ben Okafor"),
        text("TDRC", "2027-04-09T10:30:00"),
        text("TRCK", "3/12"),
        text("TPOS", "2"),
        text("TLAN", "deu"),
        id3.COMM(encoding=3, lang="deu", desc="", text=["First line\nsecond line"]),
        id3.COMM(encoding=3, lang="eng", desc="iTunNORM", text=[" 00000180"]),
        id3.WCOP(url="https://creativecommons.org/licenses/by-sa/4.0/"),
        id3.WOAF(url="https://example.org/ward/3"),
        version=version,
    )
    assert recording.tags == Tags(
        title="Podcasting on the ward [/] – “live”",
        subtitle="What we learned",
        show="Ward Rounds",
        people=(Credit("Amira Hart"), Credit("Ben Okafor")),
        date="2027-04-09T10:30:00",
        season=2,
        number=3,
        description="First line\nsecond line",
        language="de",
        licence="CC-BY-SA-4.0",
        link="https://example.org/ward/3",
    )
    assert recording.problems == ()
    assert recording.duration > timedelta(seconds=0.99)


@pytest.mark.parametrize("joined", ["AC/DC", "Dr. [/] Smith", "Amira Hart / 3rd floor", "Prince/Madonna"])
def test_a_slash_that_may_belong_to_a_name_stays(put: Put, joined: str) -> None:
    assert tagged(put, text("TPE1", joined), version=3).tags.people == (Credit(joined),)


def test_a_slash_joins_nobody_in_version_2_4(put: Put) -> None:
    assert tagged(put, text("TPE1", "Amira Hart/Ben Okafor")).tags.people == (Credit("Amira Hart/Ben Okafor"),)


def test_roles_win_over_the_plain_list_and_engineers_are_not_heard(put: Put) -> None:
    people = [["moderator", "Ben Okafor"], ["Guest", "Chidi Ode"], ["title", "no"], ["mastering", "Dora"]]
    recording = tagged(
        put,
        text("TPE1", "Amira Hart", "Ben Okafor"),
        text("TIT2", "T"),
        id3.TMCL(encoding=3, people=people),
        id3.TIPL(encoding=3, people=[["host", "Eva Lind"], ["producer", "Finn"]]),
    )
    assert set(recording.tags.people) == {
        Credit("Amira Hart"),
        Credit("Ben Okafor", Role.MODERATOR),
        Credit("Chidi Ode", Role.GUEST),
        Credit("Eva Lind", Role.HOST),
    }
    assert recording.tags.title == "T"


@pytest.mark.parametrize(
    ("frames", "date"),
    [
        ([text("TDRC", "2027")], "2027"),
        ([text("TDRC", "2027-04")], "2027-04"),
        ([text("TDRL", "2027-04-09"), text("TDRC", "2027")], "2027-04-09"),
        ([text("TDRC", "soon")], ""),
        ([text("TDRC", "2027-13-45")], "2027"),
    ],
)
def test_dates_are_as_exact_as_the_tag(put: Put, frames: list[Any], date: str) -> None:
    assert tagged(put, *frames).tags.date == date


@pytest.mark.parametrize(
    ("frames", "licence"),
    [
        ([id3.TXXX(encoding=3, desc="License", text=["CC BY 4.0"])], "CC-BY-4.0"),
        ([text("TCOP", "2027 Example e. V.")], ""),
        ([text("TCOP", "2027 Example e. V., Creative Commons BY")], "2027 Example e. V., Creative Commons BY"),
        ([text("TCOP", "CC0-1.0")], "CC0-1.0"),
        ([id3.WCOP(url="https://example.org/my-licence")], "https://example.org/my-licence"),
    ],
)
def test_licences(put: Put, frames: list[Any], licence: str) -> None:
    assert tagged(put, *frames).tags.licence == licence


def test_only_web_addresses_become_links(put: Put) -> None:
    recording = tagged(
        put, id3.WOAF(url="javascript:alert(1)"), id3.WXXX(encoding=3, desc="", url="http://example.org")
    )
    assert recording.tags.link == "http://example.org"


def test_the_podcast_description_comes_before_the_comment(put: Put) -> None:
    comment = id3.COMM(encoding=3, lang="eng", desc="", text=["short"])
    assert tagged(put, comment, text("TDES", "the long one")).tags.description == "the long one"


def chapter(name: str, start: int, end: int, title: str, link: str = "") -> Any:
    frames = [text("TIT2", title), *([id3.WXXX(encoding=3, desc="", url=link)] if link else [])]
    return id3.CHAP(element_id=name, start_time=start, end_time=end, sub_frames=frames)


@pytest.mark.parametrize("version", [3, 4])
def test_chapters_in_time_order_and_hidden_ones(put: Put, version: int) -> None:
    recording = tagged(
        put,
        chapter("c2", 61_234, 90_001, "Two"),
        chapter("c1", 1, 61_234, "A much longer title, so that mutagen writes it last", "https://example.org/1"),
        chapter("ad", 90_001, 0xFFFFFFFF, "Advertisement"),
        chapter("by offset", 0xFFFFFFFF, 0xFFFFFFFF, "nowhere"),
        id3.CTOC(element_id="toc", flags=3, child_element_ids=["c1", "c2"], sub_frames=[text("TIT2", "Contents")]),
        version=version,
    )
    ms = timedelta(milliseconds=1)
    assert recording.chapters == (
        Chapter(
            1 * ms, "A much longer title, so that mutagen writes it last", 61_234 * ms, url="https://example.org/1"
        ),
        Chapter(61_234 * ms, "Two", 90_001 * ms),
        Chapter(90_001 * ms, "Advertisement", hidden=True),
    )
    assert recording.problems == ()


def test_without_a_table_of_contents_no_chapter_is_hidden(put: Put) -> None:
    assert [one.hidden for one in tagged(put, chapter("a", 0, 5, "A")).chapters] == [False]


def test_too_many_chapters_are_cut_and_said(put: Put) -> None:
    recording = tagged(put, *(chapter(f"c{n}", n, n + 1, "t") for n in range(2_600)))
    assert len(recording.chapters) == 2_000
    assert [problem.code for problem in recording.problems] == ["audio-tags-damaged"]


@pytest.mark.parametrize("encoding", [0, 1, 2, 3])
def test_the_front_cover_is_found_in_every_encoding(put: Put, encoding: int) -> None:
    recording = tagged(
        put,
        id3.APIC(encoding=encoding, mime="image/jpeg", type=0, desc="other", data=b"\xff\xd8\xff\xe0nothing"),
        id3.APIC(encoding=encoding, mime="image/png", type=3, desc="Āfront"[encoding == 0 :], data=PNG),
    )
    assert recording.cover is not None
    assert (recording.cover.media_type, recording.cover.size) == ("image/png", len(PNG))
    assert (recording.cover.width, recording.cover.height) == (1400, 1401)


def test_a_cover_that_is_no_picture(put: Put) -> None:
    recording = tagged(put, id3.APIC(encoding=0, mime="image/png", type=3, desc="", data=b"not a picture"))
    assert recording.cover is None
    assert [problem.code for problem in recording.problems] == ["audio-cover-unreadable"]


def test_id3v1_counts_where_there_is_nothing_else(put: Put) -> None:
    path = put("clip.mp3")
    path.write_bytes(
        path.read_bytes()
        + b"TAG"
        + b"Old title".ljust(30, b"\0")
        + b"Somebody".ljust(30)
        + bytes(30)
        + b"1999"
        + bytes(31)
    )
    tags = read(path).tags
    assert (tags.title, tags.people, tags.date) == ("Old title", (Credit("Somebody"),), "1999")


def test_an_ape_tag_is_no_sound(put: Put) -> None:
    path = put("clip.mp3")
    plain = read(path).duration
    body = b"value" * 2000
    footer = b"APETAGEX" + struct.pack("<IIII", 2000, len(body) + 32, 1, 0x8000_0000) + bytes(8)
    path.write_bytes(path.read_bytes() + footer + body + footer)
    assert read(path).duration == plain


def test_tags_of_version_2_2(put: Put) -> None:
    path = put("clip.mp3")
    frames = b"".join(
        name + (len(value) + 1).to_bytes(3, "big") + b"\0" + value
        for name, value in ((b"TT2", b"Title"), (b"TP1", b"Amira Hart/Ben Okafor"), (b"TYE", b"2001"))
    )
    picture = b"\0PNG\x03front\0" + PNG
    frames += b"PIC" + len(picture).to_bytes(3, "big") + picture
    size = len(frames) + 10
    path.write_bytes(b"ID3\x02\0\0\0\0" + bytes([size >> 7, size & 127]) + frames + bytes(10) + path.read_bytes())
    recording = read(path)
    assert (recording.tags.title, recording.tags.date) == ("Title", "2001")
    assert recording.tags.people == (Credit("Amira Hart"), Credit("Ben Okafor"))
    assert recording.cover is not None
    assert recording.cover.width == 1400


def raw_tag(version: int, flags: int, body: bytes) -> bytes:
    size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3" + bytes([version, 0, flags]) + size + body


def frame(name: bytes, flags: int, data: bytes) -> bytes:
    return name + len(data).to_bytes(4, "big") + flags.to_bytes(2, "big") + data


TITLE = b"\3" + "Ünsynchronised ÿþ".encode()
WIDE = b"\1" + "\ufeffÿ\xff Title".encode("utf-16-le")


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        (raw_tag(4, 0, frame(b"TIT2", 0x0008, b"\0\0\0\x20" + zlib.compress(TITLE))), TITLE[1:].decode()),
        (raw_tag(4, 0, frame(b"TIT2", 0x0049, b"G\0\0\0\x20" + zlib.compress(TITLE))), TITLE[1:].decode()),
        (raw_tag(3, 0, frame(b"TIT2", 0x00A0, b"\0\0\0\x20G" + zlib.compress(TITLE))), TITLE[1:].decode()),
        (raw_tag(4, 0, frame(b"TIT2", 0x0002, WIDE.replace(b"\xff", b"\xff\0"))), "ÿ\xff Title"),
        (raw_tag(4, 0x80, frame(b"TIT2", 0, WIDE.replace(b"\xff", b"\xff\0"))), "ÿ\xff Title"),
        (raw_tag(3, 0x80, frame(b"TIT2", 0, WIDE).replace(b"\xff", b"\xff\0")), "ÿ\xff Title"),
        (raw_tag(3, 0x40, b"\0\0\0\x06" + bytes(6) + frame(b"TIT2", 0, b"\0Ext")), "Ext"),
        (raw_tag(4, 0x40, b"\0\0\0\x06\1\0" + frame(b"TIT2", 0, b"\0Ext")), "Ext"),
        (raw_tag(3, 0x40, frame(b"TIT2", 0, b"\0No ext")), "No ext"),
        # old iTunes: version 2.4 with plain sizes
        (raw_tag(4, 0, frame(b"TALB", 0, b"\0" + b"a" * 300) + frame(b"TIT2", 0, b"\0Plain")), "Plain"),
        (raw_tag(4, 0x10, frame(b"TIT2", 0, b"\0Footer")) + b"3DI\4\0\x10\0\0\0\x11", "Footer"),
        (raw_tag(4, 0, frame(b"TIT2", 0x0004, b"secret")), ""),
    ],
)
def test_frames_in_every_wrapping(put: Put, tag: bytes, title: str) -> None:
    path = put("clip.mp3")
    path.write_bytes(tag + path.read_bytes())
    recording = read(path)
    assert recording.tags.title == title
    assert recording.duration > timedelta(seconds=0.99)


def test_a_date_with_a_zone(put: Put) -> None:
    path = put("clip.mp3")  # mutagen would not write it as it is
    path.write_bytes(raw_tag(4, 0, frame(b"TDRC", 0, b"\x002027-04-09T10:30Z")) + path.read_bytes())
    assert read(path).tags.date == "2027-04-09T10:30:00Z"


def test_tags_in_wav(put: Put) -> None:
    path = put("clip.wav")
    wave = WAVE(path)
    wave.add_tags()
    wave.tags.add(text("TIT2", "In a chunk"))
    wave.tags.add(chapter("a", 0, 500, "Start"))
    wave.save()
    recording = read(path)
    assert recording.tags.title == "In a chunk"
    assert [one.title for one in recording.chapters] == ["Start"]
    assert recording.duration == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        (b"Another title", "On the ward", True),
        (b"On the ward, on a very long day", "On the ward, on a very long day in May", False),
        (b"ON THE WARD", "On the ward", False),
        (b"Fr?h am Morgen", "Früh am Morgen", False),
        (b"Fr\xfch", "Late", False),
        (b"", "On the ward", False),
    ],
)
def test_a_second_tag_that_says_something_else_is_told(
    root: Path, put: Put, old: bytes, new: str, differs: bool
) -> None:
    path = put("clip.mp3")
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=3, text=[new]))
    tags.save(path)
    with path.open("ab") as file:
        file.write(b"TAG" + old[:30].ljust(30, b"\0") + bytes(95))
    found = read_recording(root, "show/clip.mp3")
    assert found.tags.title == new
    assert [problem.code for problem in found.problems] == (["audio-tags-disagree"] if differs else [])
