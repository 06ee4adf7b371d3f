"""Tags written into real files: read back as meant, and the sound is the same."""

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.flac import Picture
from mutagen.id3 import APIC, CHAP, COMM, CTOC, ID3, TIPL, TIT2, TPE1, TRCK, TXXX, UFID, USLT
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus

from confkit.audio.reader import read_recording
from confkit.audio.source import NotRegular, OutsideFolder
from confkit.audio.write_tags import differences, write_tags
from confkit.domain.errors import FormatError, InvalidValue, WriteError
from confkit.domain.person import Credit, Role
from confkit.domain.recording import Chapter, Tags
from tests.audio.encoding import run_ffmpeg

Put = Callable[..., Path]
CLIPS = ["clip.mp3", "clip.m4a", "clip.ogg", "clip.opus", "clip.flac", "clip.wav"]
KINDS = [
    *CLIPS, "vbr.mp3", "faststart.m4a", "fragmented.m4a", "quicktime.mov", "opus-in.ogg", "piped.flac", "piped.wav",
    "wide.wav", "vorbis.ogg", "alac.m4a", "adpcm.wav", "layer2.mp3",
]  # fmt: skip
TAGS = Tags(
    title="Ward [rounds] – Früh",
    subtitle="Pilot",
    show="Ward Rounds",
    people=(Credit("Amira Hart", Role.HOST), Credit("Ben Okafor"), Credit("AC/DC", Role.GUEST)),
    date="2027-04-09T10:00:00",
    season=2,
    number=17,
    description="First line\nsecond; [bold]line[/bold] 🎙",
    language="de",
    licence="CC-BY-4.0",
    link="https://example.org/ward?a=1&b=2",
)
SECOND = timedelta(seconds=1)
CHAPTERS = (
    Chapter(timedelta(0), "A very long title for the first chapter, so that sizes differ"),
    Chapter(timedelta(milliseconds=217), "B", url="https://example.org/b"),
    Chapter(timedelta(milliseconds=500), "Chapter in the middle"),
    Chapter(timedelta(milliseconds=933), "Ü"),
)


def packets_md5(path: Path) -> bytes:
    """The md5 of the coded sound as ffmpeg finds it."""
    return run_ffmpeg("-i", str(path), "-map", "0:a", "-c", "copy", "-f", "md5", "-")


def decoded_md5(path: Path) -> bytes:
    """The md5 of the samples."""
    return run_ffmpeg("-i", str(path), "-map", "0:a", "-f", "md5", "-")


def probed(path: Path) -> dict[str, Any]:
    """What ffprobe says."""
    ffprobe = shutil.which("ffprobe")
    if ffprobe is None:
        pytest.skip("ffprobe is not installed")
    command = [ffprobe, "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert done.stderr == b""
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", KINDS)
def test_what_is_written_is_read_and_the_sound_is_the_same(name: str, root: Path, put: Put) -> None:
    file = put(name)
    before, samples = packets_md5(file), decoded_md5(file)
    problems = write_tags(root, f"show/{name}", TAGS, CHAPTERS)
    found = read_recording(root, f"show/{name}")
    assert found.tags == TAGS
    assert packets_md5(file) == before
    assert decoded_md5(file) == samples
    assert problems == ()
    assert [(one.start, one.title, one.url) for one in found.chapters] == [
        (one.start, one.title, one.url) for one in CHAPTERS
    ]
    first = file.read_bytes()
    write_tags(root, f"show/{name}", TAGS, CHAPTERS)
    assert file.read_bytes() == first


@pytest.mark.parametrize("name", CLIPS)
def test_another_reader_sees_the_same(name: str, root: Path, put: Put) -> None:
    file = put(name)
    write_tags(root, f"show/{name}", TAGS, CHAPTERS)
    seen = probed(file)
    tags = {key.lower(): value for key, value in (seen["format"].get("tags") or seen["streams"][0]["tags"]).items()}
    assert tags["title"] == TAGS.title
    assert tags["album"] == TAGS.show
    assert tags["genre"] == "Podcast"
    assert [one["tags"]["title"] for one in seen["chapters"]] == [one.title for one in CHAPTERS]
    for one, meant in zip(seen["chapters"], CHAPTERS, strict=True):
        assert abs(float(one["start_time"]) - meant.start.total_seconds()) < 0.001


@pytest.mark.parametrize("name", ["clip.mp3", "clip.wav"])
def test_version_2_3_holds_the_same(name: str, root: Path, put: Put) -> None:
    file = put(name)
    before = packets_md5(file)
    write_tags(root, f"show/{name}", TAGS, CHAPTERS, id3_version=3)
    found = read_recording(root, f"show/{name}")
    assert found.tags == TAGS
    assert [one.title for one in found.chapters] == [one.title for one in CHAPTERS]
    assert packets_md5(file) == before
    assert probed(file)["format"]["tags"]["title"] == TAGS.title
    # And on to 2.4, with everything.
    write_tags(root, f"show/{name}", replace(TAGS, title="New"), None)
    found = read_recording(root, f"show/{name}")
    assert found.tags == replace(TAGS, title="New")
    assert [one.title for one in found.chapters] == [one.title for one in CHAPTERS]


def test_version_2_3_joins_names_with_a_slash(root: Path, put: Put) -> None:
    file = put("clip.mp3")
    people = (Credit("Amira Hart"), Credit("Ben Okafor", Role.MODERATOR))
    write_tags(root, "show/clip.mp3", replace(TAGS, people=people), None, id3_version=3)
    tag = ID3(file, translate=False)
    assert tag.version == (2, 3, 0)
    assert tag["TPE1"].text == ["Amira Hart/Ben Okafor"]
    assert tag["TYER"].text == ["2027"]


def test_version_2_4_writes_lists(root: Path, put: Put) -> None:
    file = put("clip.mp3")
    write_tags(root, "show/clip.mp3", TAGS, None)
    tag = ID3(file)
    assert tag["TPE1"].text == ["Amira Hart", "Ben Okafor", "AC/DC"]
    assert tag["TMCL"].people == [["host", "Amira Hart"], ["speaker", "Ben Okafor"], ["guest", "AC/DC"]]
    assert tag["WCOP"].url == "https://creativecommons.org/licenses/by/4.0/"


def test_chapters_keep_their_order_when_mutagen_saves_them(root: Path, put: Put) -> None:
    file = put("clip.mp3")
    write_tags(root, "show/clip.mp3", TAGS, CHAPTERS)
    starts = [one["start_time"] for one in probed(file)["chapters"]]
    tag = ID3(file)
    tag.save()
    assert [one["start_time"] for one in probed(file)["chapters"]] == starts == sorted(starts, key=float)
    table = tag.getall("CTOC")[0]
    assert int(table.flags) == 3
    assert table.child_element_ids == [one.element_id for one in tag.getall("CHAP")]
    assert len({len(bytes(one.element_id, "ascii")) for one in tag.getall("CHAP")}) > 1


def test_a_table_of_contents_names_more_than_255_chapters_and_no_hidden_one(root: Path, put: Put) -> None:
    put("clip.mp3")
    chapters = tuple(Chapter(timedelta(milliseconds=n), f"Part {n}", hidden=n == 7) for n in range(600))
    write_tags(root, "show/clip.mp3", TAGS, chapters)
    found = read_recording(root, "show/clip.mp3").chapters
    assert [one.title for one in found] == [one.title for one in chapters]
    assert [one.title for one in found if one.hidden] == ["Part 7"]


def test_foreign_frames_stay(root: Path, put: Put) -> None:
    file = put("clip.mp3")
    tag = ID3()
    tag.add(TIT2(3, "Old"))
    tag.add(TRCK(3, "3/12"))
    tag.add(TPE1(3, ["Old Person"]))
    tag.add(TIPL(3, [["mixer", "Cem Yilmaz"], ["host", "Old Person"]]))
    tag.add(TXXX(3, "MusicBrainz Track Id", ["abc"]))
    tag.add(APIC(3, "image/png", 3, "cover", b"\x89PNG\r\n\x1a\n" + b"x" * 50))
    tag.add(UFID("https://example.org", b"\0\1\2"))
    tag.add(COMM(3, "eng", "iTunNORM", "0000"))
    tag.add(USLT(3, "eng", "", "the words"))
    tag.save(file, v1=2)
    body = file.read_bytes()
    unknown = b"ZZZZ\0\0\0\4\0\0abcd"
    length = sum(byte << shift for byte, shift in zip(body[6:10], (21, 14, 7, 0), strict=True)) + len(unknown)
    head = bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
    file.write_bytes(body[:6] + head + unknown + body[10:])
    assert file.read_bytes()[-128:-125] == b"TAG"
    write_tags(root, "show/clip.mp3", replace(TAGS, number=3), CHAPTERS)
    kept = ID3(file)
    assert kept["TXXX:MusicBrainz Track Id"].text == ["abc"]
    assert kept["APIC:cover"].data.startswith(b"\x89PNG")
    assert kept["UFID:https://example.org"].data == b"\0\1\2"
    assert kept["COMM:iTunNORM:eng"].text == ["0000"]
    assert kept["USLT::eng"].text == "the words"
    assert kept["TIPL"].people == [["mixer", "Cem Yilmaz"]]
    assert kept["TRCK"].text == ["3/12"]
    assert unknown in file.read_bytes()
    assert file.read_bytes()[-128:-125] != b"TAG"


def test_pictures_of_chapters_stay(root: Path, put: Put) -> None:
    file = put("clip.mp3")
    tag = ID3()
    picture = APIC(3, "image/png", 0, "", b"\x89PNG\r\n\x1a\nchapter")
    tag.add(CHAP("c1", 0, 500, sub_frames=[TIT2(3, "One"), picture]))
    tag.add(CTOC("toc", 3, ["c1"]))
    tag.save(file)
    write_tags(root, "show/clip.mp3", TAGS, CHAPTERS)
    chapters = ID3(file).getall("CHAP")
    assert chapters[0].sub_frames["APIC:"].data == picture.data
    assert chapters[0].sub_frames["TIT2"].text == [CHAPTERS[0].title]
    assert "APIC:" not in chapters[1].sub_frames


def test_foreign_values_of_other_formats_stay(root: Path, put: Put) -> None:
    m4a, opus = put("faststart.m4a"), put("clip.opus")
    mp4 = MP4(m4a)
    mp4["covr"] = [MP4Cover(b"\x89PNG\r\n\x1a\n" + b"x" * 9000, MP4Cover.FORMAT_PNG)]
    mp4["----:org.example:mood"] = [b"calm"]
    mp4["\xa9wrt"] = ["Somebody"]
    mp4["\xa9nam"] = ["Old"]
    mp4.save()
    ogg = OggOpus(opus)
    picture = Picture()
    picture.data, picture.type, picture.mime = b"\x89PNG\r\n\x1a\n" + os.urandom(200_000), 3, "image/png"
    ogg["metadata_block_picture"] = [base64.b64encode(picture.write()).decode()]
    ogg["mood"] = ["calm"]
    ogg["description"] = ["what a reader takes"]
    ogg["comment"] = ["an encoder's word"]
    ogg.save()
    for name in ("faststart.m4a", "clip.opus"):
        before = packets_md5(root / "show" / name)
        write_tags(root, f"show/{name}", TAGS, None)
        assert read_recording(root, f"show/{name}").tags == TAGS
        assert read_recording(root, f"show/{name}").cover is None
        assert packets_md5(root / "show" / name) == before
    mp4 = MP4(m4a)
    assert mp4["----:org.example:mood"] == [b"calm"]
    assert mp4["\xa9wrt"] == ["Somebody"]
    assert len(mp4["covr"][0]) == 9008
    assert mp4["trkn"] == [(17, 0)]
    ogg = OggOpus(opus)
    assert ogg["mood"] == ["calm"]
    assert ogg["comment"] == ["an encoder's word"]
    assert "metadata_block_picture" in ogg


@pytest.mark.parametrize("name", CLIPS)
def test_an_empty_field_leaves_the_file(name: str, root: Path, put: Put) -> None:
    put(name)
    write_tags(root, f"show/{name}", TAGS, CHAPTERS)
    write_tags(root, f"show/{name}", Tags(), ())
    found = read_recording(root, f"show/{name}")
    assert replace(found.tags, language="") == Tags()
    assert found.chapters == ()


def test_the_preview_names_what_changes(root: Path, put: Put) -> None:
    put("clip.mp3")
    write_tags(root, "show/clip.mp3", TAGS, CHAPTERS)
    found = read_recording(root, "show/clip.mp3")
    assert differences(found.tags, found.chapters, TAGS, CHAPTERS) == ()
    people = (Credit("Amira Hart", Role.HOST, "https://example.org/amira"),)
    changed = differences(found.tags, found.chapters, replace(TAGS, title="New\x1b[31m", people=people), CHAPTERS[:1])
    assert [(one.field, one.new) for one in changed] == [
        ("title", "New"),
        ("people", "Amira Hart (host)"),
        ("chapters", f"0:00:00 {CHAPTERS[0].title}"),
    ]
    assert changed[0].old == TAGS.title


def test_hostile_text_is_cleaned_and_comes_back(root: Path, put: Put) -> None:
    for name in CLIPS:
        put(name)
        title = "a\x00b\x1b[31mred\u202e[bold]\ud800" + "x" * 10_000
        write_tags(root, f"show/{name}", replace(TAGS, title=title, link="javascript:alert(1)"), None)
        tags = read_recording(root, f"show/{name}").tags
        assert tags.title == "abred[bold]\ufffd" + "x" * 10_000
        assert tags.link == ""


def test_what_can_not_be_written_is_refused_and_the_file_stays(root: Path, put: Put, tmp_path: Path) -> None:
    file = put("clip.mp3")
    before = file.read_bytes()
    file.chmod(0o444)
    with pytest.raises(WriteError, match="read-only"):
        write_tags(root, "show/clip.mp3", TAGS, None)
    file.chmod(0o640)
    with pytest.raises(InvalidValue, match="too many"):
        write_tags(root, "show/clip.mp3", TAGS, (Chapter(timedelta(0), "x"),) * 3000)
    with pytest.raises(InvalidValue, match="before"):
        write_tags(root, "show/clip.mp3", TAGS, (Chapter(-SECOND, "x"),))
    with pytest.raises(FormatError, match="description"):  # more than readers take
        write_tags(root, "show/clip.mp3", replace(TAGS, description="x" * 2_000_000), None)
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == ["clip.mp3"]
    outside = tmp_path / "outside.mp3"
    shutil.copy(file, outside)
    (root / "show" / "link.mp3").symlink_to(outside)
    with pytest.raises(OutsideFolder):
        write_tags(root, "show/link.mp3", TAGS, None)
    assert outside.read_bytes() == before
    os.mkfifo(root / "show" / "pipe.mp3")
    with pytest.raises(NotRegular):
        write_tags(root, "show/pipe.mp3", TAGS, None)
    (root / "show" / "text.mp3").write_text("no sound")
    with pytest.raises(FormatError):
        write_tags(root, "show/text.mp3", TAGS, None)


def test_the_mode_stays_and_a_link_within_the_folder_stays_one(root: Path, put: Put) -> None:
    file = put("clip.mp3")
    file.chmod(0o640)
    (root / "show" / "link.mp3").symlink_to("clip.mp3")
    write_tags(root, "show/link.mp3", TAGS, None)
    assert (root / "show" / "link.mp3").is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert read_recording(root, "show/clip.mp3").tags == TAGS


_LIMITED = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from confkit.audio.write_tags import write_tags
from confkit.domain.errors import WriteError
from confkit.domain.recording import Tags
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write_tags(Path(sys.argv[1]), "show/large-cbr.mp3", Tags(title="New"), None)
except WriteError as error:
    print(error.what)
"""


def test_a_full_disk_leaves_the_original(root: Path, put: Put) -> None:
    file = put("large-cbr.mp3")
    before = file.read_bytes()
    done = subprocess.run([sys.executable, "-c", _LIMITED, str(root)], capture_output=True, text=True, check=True)
    assert "can't be written" in done.stdout
    assert file.read_bytes() == before
    assert len(list(file.parent.iterdir())) == 1


_FOREVER = """
import sys
from pathlib import Path
from confkit.audio.write_tags import write_tags
from confkit.domain.recording import Tags
for n in range(10_000):
    write_tags(Path(sys.argv[1]), "show/vbr.mp3", Tags(title=f"Title {n}"), None)
    print(n, flush=True)
"""


def test_a_kill_leaves_the_old_or_the_new_file(root: Path, put: Put) -> None:
    file = put("vbr.mp3")
    sound = packets_md5(file)
    for pause in (0.0, 0.003, 0.011):
        child = subprocess.Popen([sys.executable, "-c", _FOREVER, str(root)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        assert re.fullmatch(r"Title \d+", read_recording(root, "show/vbr.mp3").tags.title)
        assert packets_md5(file) == sound


@cache
def _sound_of(original: Path) -> bytes:
    return packets_md5(original)


_texts = st.text(max_size=60)
_tags = st.builds(
    Tags,
    title=_texts,
    subtitle=_texts,
    show=_texts,
    people=st.lists(st.builds(Credit, st.text(min_size=1, max_size=20), st.sampled_from(Role)), max_size=4).map(tuple),
    date=st.sampled_from(["", "2027", "2027-04", "2027-04-09", "2027-04-09T10:00:00", "2027-04-09T10:00:00+02:00"]),
    season=st.none() | st.integers(1, 99_999_999),
    number=st.none() | st.integers(1, 99_999_999),
    description=st.text(max_size=500),
    language=st.sampled_from(["", "de", "en-GB", "zh-Hant"]),
    licence=st.sampled_from(["", "CC-BY-4.0", "CC0-1.0"]) | st.text(max_size=20),
    link=st.sampled_from(["", "https://example.org/ä?x=[1]"]),
)
_chapters = st.lists(
    st.builds(
        Chapter,
        st.integers(0, 10_000_000).map(lambda n: timedelta(milliseconds=n)),
        _texts,
        url=st.sampled_from(["", "https://example.org/1"]),
        hidden=st.booleans(),
    ),
    max_size=6,
).map(tuple)


@pytest.mark.slow
@pytest.mark.parametrize("name", CLIPS)
@settings(max_examples=25)
@given(first=_tags, second=_tags, chapters=_chapters, version=st.sampled_from([3, 4]))
def test_anything_can_be_written_over_anything(
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    audio: Path,
    first: Tags,
    second: Tags,
    chapters: tuple[Chapter, ...],
    version: Any,
) -> None:
    """write_tags itself compares what it reads back with what was meant, and raises where they differ."""
    root = tmp_path_factory.mktemp("any")
    shutil.copyfile(audio / name, root / name)
    write_tags(root, name, first, chapters, id3_version=version)
    write_tags(root, name, second, chapters)
    found = read_recording(root, name)
    assert found.problems == ()
    assert (found.tags.season, found.tags.number) == (second.season, second.number)
    assert found.tags.people == () or {one.role for one in found.tags.people} <= {one.role for one in second.people}
    assert [one.start for one in found.chapters] == sorted(one.start for one in chapters)
    assert packets_md5(root / name) == _sound_of(audio / name)
    shutil.rmtree(root)
