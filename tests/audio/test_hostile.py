"""Files that were made, or happen, to break a reader: each is a problem, none stops the scan."""

import os
import resource
import shutil
import socket
import struct
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen import File, id3

from confkit.audio.media import MEDIA
from confkit.audio.reader import read_recording
from confkit.audio.scan import Scan, scan
from confkit.audio.source import ChangedMeanwhile, open_source
from confkit.domain.errors import FormatError
from confkit.domain.recording import Recording
from confkit.domain.text import clean_text
from tests.hostile.parts import box, id3_frame, id3_tag, syncsafe

Put = Callable[..., Path]
HOSTILE = "[bold]\x1b[31mred\x1b[0m [/] \u202eevil\u202c nul c1\x9b2J end"
CLEAN = "[bold]red [/] evil nul c1 end"


def codes(found: Scan) -> dict[str, str]:
    return {problem.where: problem.code for problem in found.problems}


def test_what_is_no_regular_file_is_a_problem_each(root: Path, put: Put) -> None:
    show = root / "show"
    outside = root.parent / "private.mp3"
    shutil.copyfile(put("clip.mp3", "good.mp3"), outside)
    os.mkfifo(show / "pipe.mp3")
    (show / "folder.mp3").mkdir()
    (show / "out.mp3").symlink_to(outside)
    (show / "up.mp3").symlink_to("../../private.mp3")
    (show / "dangling.mp3").symlink_to("nothing.mp3")
    (show / "circle.mp3").symlink_to("circle.mp3")
    (show / "device.mp3").symlink_to("/dev/zero")
    (show / "inside.mp3").symlink_to("good.mp3")
    (root / "elsewhere").symlink_to(root.parent)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(show / "s.mp3"))
        with (show / "huge.mp3").open("wb") as file:
            file.truncate(5 << 30)
        found = scan(root, root.parent / "index")
    assert [one.path for one in found.recordings] == ["show/good.mp3", "show/inside.mp3"]
    assert codes(found) == {
        "elsewhere": "audio-outside-folder",
        "show/circle.mp3": "audio-unreadable",
        "show/dangling.mp3": "audio-unreadable",
        "show/device.mp3": "audio-outside-folder",
        "show/folder.mp3": "audio-not-regular",
        "show/huge.mp3": "audio-too-large",
        "show/out.mp3": "audio-outside-folder",
        "show/pipe.mp3": "audio-not-regular",
        "show/s.mp3": "audio-not-regular",
        "show/up.mp3": "audio-outside-folder",
    }
    assert found.read == 2


def test_a_pipe_is_refused_without_waiting_for_its_other_end(root: Path) -> None:
    os.mkfifo(root / "show" / "pipe.mp3")
    with pytest.raises(FormatError, match="not a regular file"):
        read_recording(root, "show/pipe.mp3")


@pytest.mark.parametrize("path", ["../private.mp3", "/etc/hostname", "show/../../private.mp3"])
def test_a_path_that_leaves_the_folder_is_refused(root: Path, path: str) -> None:
    (root.parent / "private.mp3").write_bytes(b"x")
    with pytest.raises(FormatError, match="outside the folder"):
        read_recording(root, path)


def test_a_file_that_may_not_be_read_is_tried_again(root: Path, put: Put) -> None:
    if os.geteuid() == 0:
        pytest.skip("everything may be read by the superuser")
    path = put("clip.mp3")
    path.chmod(0)
    assert codes(scan(root, root.parent / "index")) == {"show/clip.mp3": "audio-unreadable"}
    path.chmod(0o600)
    assert scan(root, root.parent / "index").problems == ()


def test_a_file_that_is_being_written_is_told(root: Path, put: Put) -> None:
    path = put("clip.mp3")
    with pytest.raises(ChangedMeanwhile, match="was written to"), open_source(root, "show/clip.mp3"):
        path.write_bytes(b"more")


def test_names_that_can_not_be_shown(root: Path, put: Put) -> None:
    put("clip.mp3", "esc\x1b[31m.mp3")
    put("clip.mp3", "two\nlines.mp3")
    put("clip.mp3", "[bold] ‘fine’ [x].mp3")
    shutil.copyfile(root / "show" / "two\nlines.mp3", os.fsencode(root / "show") + b"/latin\xe9.mp3")
    (root / "bad\x07show").mkdir()
    found = scan(root, root.parent / "index")
    assert [one.path for one in found.recordings] == ["show/[bold] ‘fine’ [x].mp3"]
    assert len(found.problems) == 4
    for problem in found.problems:
        assert problem.code == "audio-name-unusable"
        assert clean_text(problem.where) == problem.where


@pytest.mark.parametrize("suffix", sorted(MEDIA))
@pytest.mark.parametrize(
    "content", [b"", b"\0" * 5000, b"\xff" * 5000, b"Just some text.\n" * 500, b"ID3", b"OggS" * 99]
)
def test_what_holds_no_sound_is_an_error(root: Path, suffix: str, content: bytes) -> None:
    (root / "show" / f"x{suffix}").write_bytes(content)
    with pytest.raises(FormatError) as caught:
        read_recording(root, f"show/x{suffix}")
    assert caught.value.where == f"show/x{suffix}"
    assert caught.value.fix


def all_texts(recording: Recording) -> list[str]:
    tags = recording.tags
    lines = [tags.title, tags.subtitle, tags.show, tags.date, tags.language, tags.licence, tags.link, tags.description]
    people = [credit.name for credit in tags.people]
    chapters = [text for chapter in recording.chapters for text in (chapter.title, chapter.url)]
    problems = [text for problem in recording.problems for text in (problem.message, problem.where)]
    return [*lines, *people, *chapters, *problems]


@pytest.mark.parametrize("version", [3, 4])
def test_hostile_text_in_id3(root: Path, put: Put, version: int) -> None:
    path = put("clip.mp3")
    tags = id3.ID3()
    long = HOSTILE + "x" * 10_000
    for frame in (id3.TIT2, id3.TIT3, id3.TALB, id3.TPE1, id3.TCOP, id3.TLAN, id3.TRCK, id3.TPOS):
        tags.add(frame(encoding=1, text=[long]))
    tags.add(id3.COMM(encoding=1, lang="eng", desc="", text=[long]))
    tags.add(id3.WOAF(url="https://example.org/\x1b[31m"))
    title = id3.TIT2(encoding=1, text=[long])
    tags.add(id3.CHAP(element_id="\x1b[1m", start_time=0, end_time=9, sub_frames=[title]))
    tags.save(path, v2_version=version)
    data = path.read_bytes()
    # A lone surrogate can't be typed into mutagen, but into a file.
    path.write_bytes(
        data.replace("evil".encode("utf-16-le"), b"ev\x00\xd8il".replace(b"ev", b"e\0v\0").replace(b"il", b"i\0l\0"))
    )
    recording = read_recording(root, "show/clip.mp3")
    for text in all_texts(recording):
        assert clean_text(text) == text
        text.encode()
    assert recording.tags.title.endswith("end" + "x" * 10_000) or recording.problems
    path.write_bytes(data)
    recording = read_recording(root, "show/clip.mp3")
    assert recording.tags.title == CLEAN + "x" * 10_000
    assert [credit.name for credit in recording.tags.people] == [CLEAN + "x" * 10_000]
    assert recording.chapters[0].title == CLEAN + "x" * 10_000
    assert recording.problems == ()


@pytest.mark.parametrize("name", ["clip.ogg", "clip.opus", "clip.flac", "clip.m4a"])
def test_hostile_text_in_other_tags(root: Path, put: Put, name: str) -> None:
    path = put(name)
    file = File(path)
    keys = ("©nam", "©ART", "desc", "©alb") if name.endswith("m4a") else ("title", "artist", "description", "album")
    for key in keys:
        file[key] = [HOSTILE + "x" * 10_000]
    file.save()
    recording = read_recording(root, f"show/{name}")
    assert recording.tags.title == recording.tags.show == recording.tags.description == CLEAN + "x" * 10_000
    assert [credit.name for credit in recording.tags.people] == [CLEAN + "x" * 10_000]
    path.write_bytes(path.read_bytes().replace(b"nul", b"n\x00\xed\xa0\x80"[:3]))
    for text in all_texts(read_recording(root, f"show/{name}")):
        assert clean_text(text) == text


def nested_chapters(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = id3_frame(b"CHAP", b"c\0" + bytes(16) + inner)
    return inner


BOMB = id3_frame(b"TIT2", bytes(4) + zlib.compress(b"\3" + b"x" * (200 << 20), 9), 0x0009)
SMALL_BOMB = id3_frame(b"TIT2", bytes(4) + zlib.compress(b"\3" + b"x" * 65_000, 9), 0x0009)
ATTACKS = {
    "a length beyond the end": id3_tag(b"", size=(1 << 28) - 1),
    "a length beyond the next frames": id3_tag(id3_frame(b"TIT2", b"\3x"), size=4000),
    "a compressed bomb": id3_tag(BOMB),
    "many compressed bombs": id3_tag(BOMB * 50),
    "many bombs for pictures": id3_tag(id3_frame(b"APIC", BOMB[10:], 0x0009) * 50),
    "bombs in every chapter": id3_tag(id3_frame(b"CHAP", b"c\0" + bytes(16) + BOMB * 3) * 60),
    "compressed chapters full of bombs": id3_tag(
        id3_frame(b"CHAP", bytes(4) + zlib.compress(b"c\0" + bytes(16) + SMALL_BOMB * 4000, 9), 0x0009) * 2400
    ),
    "a bomb inside a chapter": id3_tag(id3_frame(b"CHAP", b"c\0" + bytes(16) + BOMB)),
    "a bomb inside a table of contents": id3_tag(id3_frame(b"CTOC", b"c\0\3\0" + BOMB)),
    "chapters in chapters": id3_tag(nested_chapters(5000)),
    "a million tiny frames": id3_tag(id3_frame(b"TIT2", b"\3x") * 900_000),
    "a million empty frames": id3_tag(id3_frame(b"TIT2", b"") * 1_200_000),
    "an endless text": id3_tag(id3_frame(b"TIT2", b"\3" + b"x" * (20 << 20))),
    "twenty thousand tags": id3_tag(b"\0") * 20_000,
    "an extended header without end": b"ID3\3\0\x40" + syncsafe(100) + b"\xff" * 100,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_id3_tags_made_to_hang(root: Path, put: Put, attack: str) -> None:
    path = put("clip.mp3")
    path.write_bytes(ATTACKS[attack] + path.read_bytes())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    recording = read_recording(root, "show/clip.mp3")
    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10  # KiB
    # What a tag claims for itself is lost to every player; elsewhere the sound is found.
    assert 0.9 < recording.duration.total_seconds() < 1.1 or attack == "a length beyond the next frames"
    assert [problem.code for problem in recording.problems] == ["audio-tags-damaged"] or attack in (
        "a bomb inside a table of contents",
        "chapters in chapters",
        "twenty thousand tags",
    )


def nested_boxes(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = box(b"moov", inner)
    return inner


MP4_ATTACKS = {
    "boxes in boxes": nested_boxes(20_000),
    "a million boxes": box(b"ftyp", b"M4A ") + box(b"free", b"") * 1_000_000,
    "a million items": box(
        b"moov",
        box(b"mvhd", struct.pack(">5I", 0, 0, 0, 1000, 2000))
        + box(b"udta", box(b"meta", bytes(4) + box(b"ilst", box(b"\xa9nam", b"") * 1_000_000))),
    ),
    "an index of 100 MB": box(b"ftyp", b"M4A ") + box(b"moov", bytes(100 << 20)),
    "a box of size one": box(b"ftyp", b"M4A ") + struct.pack(">I4sQ", 1, b"moov", 3) + bytes(100),
    "a box without end": box(b"ftyp", b"M4A ") + struct.pack(">I4sQ", 1, b"moov", (1 << 64) - 1) + bytes(100),
}


@pytest.mark.parametrize("attack", MP4_ATTACKS)
def test_mp4_files_made_to_hang(root: Path, attack: str) -> None:
    (root / "show" / "x.m4a").write_bytes(MP4_ATTACKS[attack])
    started = time.process_time()
    if attack == "a million items":
        assert read_recording(root, "show/x.m4a").duration.total_seconds() == 2
    else:
        with pytest.raises(FormatError):
            read_recording(root, "show/x.m4a")
    assert time.process_time() - started < 5


def test_tables_of_an_mp4_that_promise_too_much(root: Path, put: Put) -> None:
    path = put("aac.m4a", "x.m4a")
    data = bytearray(path.read_bytes())
    for name in (b"stts", b"stsz", b"stsc", b"stco", b"elst"):
        at = data.find(name)
        data[at + 8 : at + 12] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert read_recording(root, "show/x.m4a").duration.total_seconds() > 8


@pytest.mark.parametrize("count", [0xFFFF_FFFF, 1_000_000])
def test_comments_that_promise_too_much(root: Path, put: Put, count: int) -> None:
    path = put("clip.flac")
    head = path.read_bytes()[:42]
    body = struct.pack("<II", 0, count) + bytes(4_000_000)
    path.write_bytes(
        head[:4] + b"\0" + head[5:] + b"\x84" + len(body).to_bytes(3, "big") + body + b"\xff\xf8" + bytes(99)
    )
    started = time.process_time()
    recording = read_recording(root, "show/clip.flac")
    assert time.process_time() - started < 2
    assert [problem.code for problem in recording.problems] == ["audio-tags-damaged"]


def test_an_mpeg_file_of_false_starts(root: Path, put: Put) -> None:
    path = put("clip.mp3")
    path.write_bytes(path.read_bytes() + b"\xff\xfb\x90\x64 " * 1_500_000)
    started = time.process_time()
    recording = read_recording(root, "show/clip.mp3")
    assert time.process_time() - started < 5
    assert [problem.code for problem in recording.problems] == ["audio-duration-unsure"]


NAMES = ["clip.mp3", "clip.m4a", "clip.ogg", "clip.opus", "clip.flac", "clip.wav"]
MAGIC = [
    b"",
    b"ID3\4\0\0\0\0\1\0",
    b"OggS\0\2",
    b"fLaC\0",
    b"RIFF\0\0\0\0WAVE",
    b"\0\0\0\x18ftypM4A ",
    b"\xff\xfb\x90\x64",
]
EACH = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survives(root: Path, name: str) -> None:
    """Anything but a FormatError would get through and fail the test."""
    with suppress(FormatError):
        assert read_recording(root, f"show/{name}").duration.total_seconds() > 0


@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".ogg", ".opus", ".flac", ".wav"])
@EACH
@given(magic=st.sampled_from(MAGIC), data=st.binary(max_size=2000))
def test_random_bytes_never_crash_a_reader(root: Path, suffix: str, magic: bytes, data: bytes) -> None:
    (root / "show" / f"x{suffix}").write_bytes(magic + data)
    survives(root, f"x{suffix}")


@pytest.mark.parametrize("name", NAMES)
@EACH
@given(data=st.data())
def test_truncated_files_never_crash_a_reader(audio: Path, root: Path, name: str, data: st.DataObject) -> None:
    whole = (audio / name).read_bytes()
    end = data.draw(st.one_of(st.integers(0, len(whole)), st.integers(0, 400)))
    (root / "show" / name).write_bytes(whole[:end])
    survives(root, name)


@pytest.mark.parametrize("name", NAMES)
@EACH
@given(data=st.data())
def test_damaged_files_never_crash_a_reader(audio: Path, root: Path, name: str, data: st.DataObject) -> None:
    damaged = bytearray((audio / name).read_bytes())
    places = st.one_of(
        st.integers(0, len(damaged) - 1), st.integers(0, 400), st.integers(len(damaged) - 900, len(damaged) - 1)
    )
    for at in data.draw(st.lists(places, min_size=1, max_size=12)):
        damaged[at] = data.draw(st.integers(0, 255))
    (root / "show" / name).write_bytes(damaged)
    survives(root, name)


def test_a_picture_in_a_chapter_does_not_cost_the_chapter(root: Path, put: Put) -> None:
    path = put("clip.mp3")
    tags = id3.ID3()
    picture = id3.APIC(encoding=0, mime="image/png", type=0, desc="", data=bytes(3 << 20))
    frames = [id3.TIT2(encoding=1, text=["Kept"]), picture]
    tags.add(id3.CHAP(element_id="a", start_time=0, end_time=500, sub_frames=frames))
    tags.save(path)
    recording = read_recording(root, "show/clip.mp3")
    assert [chapter.title for chapter in recording.chapters] == ["Kept"]
    assert recording.problems == ()


@pytest.mark.parametrize("scale", [0, 1])
def test_a_length_of_ages_is_not_believed(root: Path, put: Put, scale: int) -> None:
    path = put("aac.m4a", "x.m4a")
    data = bytearray(path.read_bytes())
    for name in (b"mvhd", b"mdhd"):
        at = data.find(name) + 16
        data[at : at + 8] = struct.pack(">2I", scale, 0xFFFF_FFFE)
    path.write_bytes(data.replace(b"elst", b"free"))
    with pytest.raises(FormatError):
        read_recording(root, "show/x.m4a")
